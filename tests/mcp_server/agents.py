"""A server for agents as its own process, spoken to by the official client or line by line."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import anyio
from mcp import Client, types
from mcp.client.stdio import StdioServerParameters

T = TypeVar("T")
Era = Literal["auto", "legacy"]
ERAS: tuple[Era, ...] = ("auto", "legacy")

ORIGINAL = "Mayor Ada Prill may resign on Monday. The council approved the plan for 1,200 homes."
REWRITE = "Mayor Ada Prill will resign on Monday. The council rejected the plan for 1,200 homes."


@asynccontextmanager
async def agent(*options: str | Path, mode: Era = "auto", folder: Path | None = None) -> AsyncIterator[Client]:
    """A client of a fresh server with these options."""
    arguments = ["-m", "unspin", "mcp", *map(str, options)]
    async with Client(StdioServerParameters(command=sys.executable, args=arguments, cwd=folder), mode=mode) as client:
        yield client


def run(test: Callable[[], Awaitable[T]], *, limit: float = 120) -> T:
    """Run a test, which fails where it takes too long."""

    async def limited() -> T:
        with anyio.fail_after(limit):
            return await test()

    return anyio.run(limited)


def said(result: types.CallToolResult) -> str:
    """The words of a result."""
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


def long_pair(sentences: int = 1500) -> dict[str, str]:
    """Two texts that take a minute to compare."""
    chance = random.Random(7)
    who = ("Ada Prill", "Orla Venn", "Mira Sandoe", "Edda Lorne")
    what = ("said the ferry would run until", "hoped that the bridge would open on", "denied that the fair was sold on")
    text = " ".join(
        f"{chance.choice(who)} {chance.choice(what)} Monday, and {chance.randint(2, 9000):,} people of district {n} heard it."
        for n in range(sentences)
    )
    return {"original": text, "rewrite": text.replace("Monday", "Friday")}


class Wire:
    """A server spoken to line by line."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def send(self, message: dict[str, Any] | bytes) -> None:
        """Write a message, or a line that may be none."""
        assert self.process.stdin is not None
        self.process.stdin.write((message if isinstance(message, bytes) else json.dumps(message).encode()) + b"\n")
        self.process.stdin.flush()

    def call(self, identity: int, tool: str, arguments: dict[str, Any]) -> None:
        """Call a tool, and wait for nothing."""
        params = {"name": tool, "arguments": arguments, "_meta": {"progressToken": f"of {identity}"}}
        self.send({"jsonrpc": "2.0", "id": identity, "method": "tools/call", "params": params})

    def receive(self) -> dict[str, Any]:
        """The next message; every line is one."""
        assert self.process.stdout is not None
        message: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert message["jsonrpc"] == "2.0"
        return message

    def answer(self, identity: int) -> dict[str, Any]:
        """The answer to a call, whatever comes before it."""
        while (message := self.receive()).get("id") != identity:
            assert message.get("method") == "notifications/progress"
        return message

    def workers(self) -> list[int]:
        """The processes that do the server's work."""
        children = (
            Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii").split()
        )
        return [int(one) for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]

    def ended(self) -> tuple[int, str]:
        """The exit code and what stands on standard error; it may not take long."""
        code = self.process.wait(timeout=10)
        assert self.process.stderr is not None
        return code, self.process.stderr.read().decode()


@contextmanager
def wire(*options: str) -> Iterator[Wire]:
    """A fresh server that has shaken hands."""
    command = [sys.executable, "-m", "unspin", "mcp", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=dict(os.environ)) as process:
        try:
            server = Wire(process)
            client = {"name": "tests", "version": "1"}
            params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
            server.send({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params})
            assert server.receive()["result"]["serverInfo"]["name"] == "unspin"
            server.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
            yield server
        finally:
            process.kill()
