"""Load a server of this machine: requests a second and their times at several numbers of clients, and memory over many requests.

    python benchmarks/serving.py [--clients 1 2 8 32] [--seconds S] [--many N] [--page PAGE.md]

`unspin serve` runs with two processes on loopback, and is asked for checks of article pairs of 2 x 600 words. Clients are threads
of another process, each with one connection. Then come --many checks of short texts, over which memory is measured: that of the
server and of its processes. Every answer must be 200. Exit code 1 where a budget is not met.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from articles import article_pairs
from tables import put, table

WORKERS = 2
BUDGET_CLIENTS, BUDGET_SECONDS = 2, 1.5
# Memory at the end of many requests may be so many times that after the first tenth of them.
BUDGET_GROWTH = 1.25
_HEADERS = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Load:
    """What came of a number of clients: seconds of each request, and how long it took in all."""

    clients: int
    seconds: list[float]
    wall: float

    def quantile(self, share: float) -> float:
        """The time below which this share of the requests stayed."""
        return statistics.quantiles(self.seconds, n=1000, method="inclusive")[round(share * 1000) - 1]

    def told(self, share: float) -> str:
        """The same, with its unit."""
        return f"{self.quantile(share):.2f} s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say whether the budgets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 2, 8, 32])
    parser.add_argument("--seconds", type=float, default=20, help="how long each number of clients asks")
    parser.add_argument("--many", type=int, default=10_000, help="requests over which memory is measured; 0 for none")
    parser.add_argument("--page", type=Path, help="put the tables into this page: docs/serve.md")
    options = parser.parse_args(arguments)
    bodies = [json.dumps({"original": one, "rewrite": other}).encode() for one, other in article_pairs(40)]
    short = json.dumps({"original": "Some 1,200 homes lost power.", "rewrite": "Some 2,100 homes lost power."}).encode()
    faults: list[str] = []
    with server() as (pid, port):
        loads = [load(port, clients, bodies, seconds=options.seconds) for clients in options.clients]
        text = table(
            ("clients", "requests", "requests a second", "p50", "p95", "p99"),
            [
                (one.clients, len(one.seconds), f"{len(one.seconds) / one.wall:.1f}", *map(one.told, (0.5, 0.95, 0.99)))
                for one in loads
            ],
        )
        print(text)
        if options.page:
            put(options.page, "load", text)
        faults += [
            f"p95 at {one.clients} clients is {one.quantile(0.95):.2f} s, the budget is {BUDGET_SECONDS} s"
            for one in loads
            if one.clients == BUDGET_CLIENTS and one.quantile(0.95) > BUDGET_SECONDS
        ]
        if options.many:
            held = over_many(pid, port, short, options.many)
            text = table(
                ("requests", "server", "with its processes"), [(n, *map(_megabytes, both)) for n, both in held.items()]
            )
            print(text)
            if options.page:
                put(options.page, "memory", text)
            first, *_, last = held.values()
            faults += [
                f"{what} grew from {_megabytes(before)} to {_megabytes(after)}"
                for what, before, after in zip(("the server", "all of it"), first, last, strict=True)
                if after > BUDGET_GROWTH * before
            ]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """A server that is ready: its process id and its port."""
    command = [
        sys.executable,
        "-m",
        "unspin",
        "serve",
        "--port",
        "0",
        "--workers",
        str(WORKERS),
        "--no-config",
        "--quiet",
    ]
    with tempfile.TemporaryFile("w+b") as log:
        process = subprocess.Popen(command, stderr=log)
        try:
            yield process.pid, _ready(process, log.fileno())
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _ready(process: subprocess.Popen[bytes], log: int) -> int:
    while process.poll() is None:
        if found := re.search(rb"serving at http://127\.0\.0\.1:(\d+)/", os.pread(log, 10_000, 0)):
            port = int(found[1])
            while asked(http.client.HTTPConnection("127.0.0.1", port), "GET", "/readyz") != 200:
                time.sleep(0.1)
            return port
        time.sleep(0.1)
    raise SystemExit(os.pread(log, 10_000, 0).decode())


def asked(connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None) -> int:
    """The status of an answer, which is read to its end."""
    connection.request(method, path, body, _HEADERS if body else {})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def load(
    port: int, clients: int, bodies: Sequence[bytes], *, seconds: float = float("inf"), most: int = sys.maxsize
) -> Load:
    """Ask by so many clients at once, until the time is over or enough was asked."""
    numbers = count()
    taken: list[float] = []
    failures: list[int] = []
    begun = time.monotonic()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        while time.monotonic() - begun < seconds and (number := next(numbers)) < most:
            start = time.monotonic()
            status = asked(connection, "POST", "/v1/check", bodies[number % len(bodies)])
            taken.append(time.monotonic() - start)
            if status != 200:
                failures.append(status)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{len(failures)} of {len(taken)} answers were not 200: {sorted(set(failures))}")
    return Load(clients, taken, time.monotonic() - begun)


def over_many(pid: int, port: int, body: bytes, many: int) -> dict[str, tuple[int, int]]:
    """Bytes that the server holds, and that all its processes hold, by the number of requests that were answered."""
    held: dict[str, tuple[int, int]] = {}
    for step in range(1, 11):
        load(port, 8, [body], most=many // 10)
        server_alone = memory(pid)
        held[f"{step * (many // 10):,}"] = server_alone, server_alone + sum(map(memory, children(pid)))
    return held


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def memory(pid: int) -> int:
    """Bytes of memory that are a process's own, by its proportional share."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
