"""The server as a process: what is no message, what ends it, and a process of its own that dies."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from mcp_server.agents import long_pair, wire


def test_lines_that_are_no_messages_cost_nothing() -> None:
    with wire() as server:
        for line in (b"", b"not json", b"{}", b"[]", b"\xff\xfe\x00", b"[" * 100_000, b'{"jsonrpc":"2.0","id":[]}'):
            server.send(line)
        server.send(b'{"jsonrpc":"2.0","id":1,"method":"tools/call"}')
        assert server.answer(1)["error"]["code"] == -32602
        server.send(b'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"read","arguments":[1]}}')
        assert server.answer(2)["error"]["code"] == -32602
        server.send({"jsonrpc": "2.0", "id": 3, "method": "tools/write"})
        assert server.answer(3)["error"]["code"] == -32601
        # Half an emoji, as a program sends it that cuts a text at a fixed length.
        server.send(
            rb'{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"read","arguments":{"document":"Ada \ud83d"}}}'
        )
        assert server.answer(4)["result"]["structuredContent"]["document"]["characters"] == 5


def test_controls_in_a_text_are_data() -> None:
    with wire() as server:
        server.call(1, "read", {"document": 'Ada Prill said: "It \u202e is\x1b[31m over.\x00"\r\n\u2028{"jsonrpc"'})
        result = server.answer(1)["result"]
        assert result["structuredContent"]["quotes"][0]["text"] == '"It \u202e is\x1b[31m over.\x00"'
        assert not {"\x1b", "\x00", "\u202e"} & set(result["content"][0]["text"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("busy", [False, True])
def test_a_signal_ends_it_at_once_and_its_processes_with_it(number: signal.Signals, busy: bool) -> None:
    with wire() as server:
        workers = []
        if busy:
            server.call(1, "check", long_pair())
            while server.receive()["params"]["message"] != "comparing":
                pass
            workers = server.workers()
            assert workers
        server.process.send_signal(number)
        assert server.ended() == (0, "")
        _gone(workers)


def test_the_end_of_the_input_ends_it_and_its_work() -> None:
    with wire() as server:
        server.call(1, "check", long_pair())
        while server.receive()["params"]["message"] != "comparing":
            pass
        workers = server.workers()
        assert server.process.stdin is not None
        server.process.stdin.close()
        assert server.ended() == (0, "")
        _gone(workers)


def test_nobody_reads_any_more() -> None:
    with wire() as server:
        assert server.process.stdout is not None
        server.process.stdout.close()
        server.call(1, "explain", {})
        assert server.ended() == (0, "")


def test_a_process_that_is_killed_costs_its_call_alone() -> None:
    with wire() as server:
        server.call(1, "check", long_pair())
        while server.receive()["params"]["message"] != "comparing":
            pass
        (worker,) = server.workers()
        os.kill(worker, signal.SIGKILL)
        result = server.answer(1)["result"]
        assert result["isError"]
        assert "the process that worked on it died (signal 9)" in result["content"][0]["text"]
        server.call(2, "read", {"document": "Ada Prill left on Monday."})
        assert not server.answer(2)["result"]["isError"]
        # One that dies while it waits costs nothing.
        os.kill(server.workers()[0], signal.SIGKILL)
        server.call(3, "read", {"document": "Ada Prill left on Monday."})
        assert not server.answer(3)["result"]["isError"]


def _gone(processes: list[int]) -> None:
    until = time.monotonic() + 5
    while any(Path(f"/proc/{one}").exists() for one in processes):
        assert time.monotonic() < until
        time.sleep(0.01)
