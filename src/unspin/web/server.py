"""The server: uvicorn with time limits for clients that are slow, and an end that lets work be finished."""

from __future__ import annotations

import asyncio
import json
import socket
from types import FrameType
from typing import Any

import h11
from fastapi import FastAPI
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from unspin.web.gate import HEADERS
from unspin.web.problems import MEDIA_TYPE, Problem, content_of
from unspin.web.serving import Limits
from unspin.web.work import Work

_HEADER_SECONDS = 10.0
_HEADER_BYTES = 32_768
_CONNECTIONS = 512
_LAST_SECONDS = 5
_LAST_WORDS = 0.2


class Stopping(Server):
    """A server that on a signal takes no more, finishes what it has taken, and ends with exit code 0.

    What is not finished after ``grace`` seconds is answered with a problem. A second signal ends it at once.
    """

    def __init__(self, config: Config, work: Work, grace: float) -> None:
        super().__init__(config)
        self._work = work
        self._grace = grace

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  as uvicorn calls it
        """Stop, or stop at once."""
        self.force_exit = self.should_exit
        self.should_exit = True

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until it is stopped; no process is left."""
        try:
            super().run(sockets)
        finally:
            self._work.kill()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let work be finished for a while, then cancel it."""
        self._work.refuse()
        clock = asyncio.get_running_loop().call_later(self._grace, self._work.cancel)
        try:
            await super().shutdown(sockets)
            if self.force_exit:
                # Whoever waits is told at least.
                self._work.cancel()
                await asyncio.sleep(_LAST_WORDS)
        finally:
            clock.cancel()


def server_of(app: FastAPI, *, grace: float) -> Stopping:
    """The server of an application; ``grace`` are the seconds that work has to be finished when it is stopped."""
    config = Config(
        app,
        http=protocol(app.state.serving.limits),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=int(grace) + _LAST_SECONDS,
        h11_max_incomplete_event_size=_HEADER_BYTES,
    )
    return Stopping(config, app.state.work, grace)


def protocol(limits: Limits) -> type[H11Protocol]:
    """A protocol that lets go of clients which send the headers of a request too slowly or do not take its answer."""

    class Patient(H11Protocol):
        _headers: asyncio.TimerHandle | None = None
        _answer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > _CONNECTIONS:
                transport.abort()
            else:
                self._headers = self.loop.call_later(_HEADER_SECONDS, self._leave)

        def connection_lost(self, exc: Exception | None) -> None:
            _unset(self._headers, self._answer)
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                _unset(self._headers)
                self._headers = None
            elif self._headers is None and self.conn.trailing_data[0]:
                self._headers = self.loop.call_later(_HEADER_SECONDS, self._leave)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._answer = self.loop.call_later(limits.pause, self._leave)

        def resume_writing(self) -> None:
            _unset(self._answer)
            self._answer = None
            super().resume_writing()

        def send_400_response(self, msg: str) -> None:
            body = json.dumps(
                content_of(Problem("bad-request", f"it is no HTTP/1.1 ({msg.rstrip('.').lower()})"), "")
            ).encode()
            headers = {**HEADERS, "content-type": MEDIA_TYPE, "content-length": str(len(body)), "connection": "close"}
            encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
            events: list[Any] = [
                h11.Response(status_code=400, headers=encoded, reason=b"Bad Request"), h11.Data(data=body), h11.EndOfMessage()
            ]  # fmt: skip
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                for event in events:
                    self.transport.write(self.conn.send(event) or b"")
            if self.cycle is not None and not self.cycle.response_complete:
                # The application has begun with the request: what it answers goes nowhere.
                self.cycle.disconnected = True
                self.cycle.message_event.set()
            self.transport.close()

        def _leave(self) -> None:
            self.transport.abort()

    return Patient


def _unset(*timers: asyncio.TimerHandle | None) -> None:
    for timer in timers:
        if timer is not None:
            timer.cancel()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0 takes a free one.

    Raises:
        OSError: The address is not this machine's, or is in use.
    """
    family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
        0
    ]
    listener = socket.socket(family, kind, number)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(256)
    except BaseException:
        listener.close()
        raise
    return listener


def address_of(listener: socket.socket) -> str:
    """Where a browser finds what listens."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
