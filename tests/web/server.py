"""A real server in a process of its own, on loopback, and a client that waits for it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ORIGINAL = "Some 1,200 homes lost power."
REWRITE = "Some 2,100 homes lost power."
_LINES = [
    f"Mayor Ada Prill of district {n} said {n} homes lost power on Monday, the council told reporters."
    for n in range(180)
]
LONG = "\n\n".join(_LINES)
"""A text that takes seconds to check."""

PAIR = {"original": ORIGINAL, "rewrite": REWRITE}


class Served:
    """A server that runs; ``lines`` are what it has logged so far."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, url: str) -> None:
        self.process = process
        self.url = url
        self._log = log

    @property
    def lines(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").splitlines()

    @property
    def address(self) -> tuple[str, int]:
        url = httpx.URL(self.url)
        assert url.port is not None
        return url.host, url.port

    def client(self, token: str | None = None) -> httpx.Client:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)

    def workers(self) -> list[int]:
        """Process ids of its workers."""
        children = (
            Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii").split()
        )
        return [pid for pid in map(int, children) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@contextmanager
def served(log: Path, *options: str | Path, ready: bool = True, code: int | None = 0) -> Iterator[Served]:
    """``unspin serve`` with these options, at a free port; it ends with the exit ``code`` unless that is None."""
    arguments = [sys.executable, "-m", "unspin", "serve", "--port", "0", *map(str, options)]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            arguments, stderr=stream, stdout=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"}
        )
    try:
        server = Served(process, log, _url(process, log))
        if ready:
            wait_until_ready(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            ended = process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
    assert code is None or ended == code, log.read_text(encoding="utf-8")


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(600):
        if found := re.search(r"serving at http://([^/\s]+)/", log.read_text(encoding="utf-8")):
            return f"http://{found[1]}"
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


def wait_until_ready(server: Served) -> None:
    with server.client() as client:
        for _ in range(600):
            if client.get("/readyz").status_code == 200:
                return
            time.sleep(0.05)
    raise AssertionError("not ready")
