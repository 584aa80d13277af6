"""What holds for every request before anything else: its id, the name that it calls the server by, headers, and the log."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unspin.web.problems import Problem, problem_of, response_of

HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""Headers of every answer that does not have its own."""

Count = Callable[[str, str, int, float], None]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_OFTEN = ("/healthz", "/readyz", "/metrics", "/static/{edition}/{name}")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_METHODS = _SAFE | {"POST", "PUT", "PATCH", "DELETE"}
_log = logging.getLogger("unspin.web")


class Gate:
    """The outermost part of the application.

    Args:
        app: What is behind it.
        hosts: Names that requests may call the server by; "*" for any.
        count: Called for every request with its route, method, status and seconds.
    """

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...], count: Count) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        scope["request_id"] = request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        begun = time.monotonic()
        status = 0

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answer = MutableHeaders(scope=message)
                answer["x-request-id"] = request_id
                for name, value in HEADERS.items():
                    answer.setdefault(name, value)
            await send(message)

        try:
            if refused := self._refused(scope["method"], headers):
                await response_of(refused, request_id)(scope, receive, told)
            else:
                await self._app(scope, receive, told)
        except Exception as error:
            problem = problem_of(error, request_id)
            if status:
                raise
            await response_of(problem, request_id)(scope, receive, told)
        finally:
            seconds = time.monotonic() - begun
            route = getattr(scope.get("route"), "path", "other")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._count(route, method, status, seconds)
            level = logging.DEBUG if route in _OFTEN else logging.INFO
            _log.log(level, "%s %s %s %.3fs %s", method, route, status or "gone", seconds, request_id)

    def _refused(self, method: str, headers: Headers) -> Problem | None:
        host = headers.get("host", "")
        if "*" not in self._hosts and _name(host) not in self._hosts:
            return Problem("wrong-host", "call it by the name that it was started with, or start it with --allow-host")
        if method not in _SAFE:
            # A page of another site can make a browser send requests; it cannot leave these headers out or change them.
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
                return Problem("other-site", "requests come from the server's own page, or from no page")
            if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return Problem("other-site", "requests come from the server's own page, or from no page")
        return None


def _name(host: str) -> str:
    """A host without its port."""
    return re.sub(r":\d{1,5}\Z", "", host).lower()
