"""Clients that send a body too slowly, or do not take what they asked for, are let go; others do not notice."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from unspin.web.app import create_app
from unspin.web.server import listening, server_of
from unspin.web.serving import Limits, Serving

PAUSE, UPLOAD = 0.6, 2.0
BODY = json.dumps({"original": "Some 1,200 homes lost power.", "rewrite": "Some 2,100 homes lost power."}).encode()


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """A server with short limits, in a thread."""
    server = server_of(create_app(Serving(limits=Limits(pause=PAUSE, upload=UPLOAD))), grace=1)
    listener = listening("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield listener.getsockname()
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
    assert not thread.is_alive()


def answer_to(connection: socket.socket) -> bytes:
    answer = b""
    try:
        while part := connection.recv(65_536):
            answer += part
    except ConnectionResetError:
        pass
    return answer


def begin(address: tuple[str, int], length: int) -> socket.socket:
    connection = socket.create_connection(address, timeout=20)
    head = f"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def test_a_body_that_pauses_is_refused(address: tuple[str, int]) -> None:
    with begin(address, len(BODY)) as connection:
        connection.sendall(BODY[:-1])
        answer = answer_to(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"urn:unspin:problem:too-slow" in answer


def test_a_body_that_drips_is_refused(address: tuple[str, int]) -> None:
    begun = time.monotonic()
    with begin(address, 1_000_000) as connection:
        # Never a long pause, and it would take days.
        stop = threading.Event()

        def drip() -> None:
            while not stop.wait(PAUSE / 6):
                try:
                    connection.sendall(b" ")
                except OSError:
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        answer = answer_to(connection)
        stop.set()
        dripping.join()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - begun >= UPLOAD


def test_a_client_that_takes_no_answer_is_let_go(address: tuple[str, int]) -> None:
    asked = 400
    size = len(httpx.get(f"http://{address[0]}:{address[1]}/v1/openapi.json", headers={"Host": "localhost"}).content)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect(address)
        connection.sendall(b"GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * asked)
        time.sleep(PAUSE + 2)
        answer = answer_to(connection)
    # More than what lies between the two never came.
    assert len(answer) < asked * size / 2


def test_others_are_served_meanwhile(address: tuple[str, int]) -> None:
    with begin(address, len(BODY)) as slow:
        slow.sendall(BODY[:10])
        done = httpx.get(f"http://{address[0]}:{address[1]}/healthz", headers={"Host": "localhost"}, timeout=5)
        assert done.json() == {"status": "ok"}
