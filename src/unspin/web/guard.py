"""What a route of the API asks of a request before its body is read: a token, a media type, a size, and that it comes in time."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, get_args, get_origin

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.responses import Response
from starlette.types import Message, Receive

from unspin.report.places import visible
from unspin.web.problems import Problem
from unspin.web.serving import Limits
from unspin.web.tokens import LOCAL, Client, Tokens

COOKIE = "unspin_token"
"""The cookie that holds a page's token."""

SCHEME = "token"
"""The name of the security scheme in the API's description."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def needs(*scopes: str) -> dict[str, Any]:
    """What a route says in its description to need scopes, or any token where there are none.

    It is the ``openapi_extra`` of a route of the class ``Guarded``; a route without it is open to everybody.
    """
    return {"security": [{SCHEME: list(scopes)}]}


class Guarded(APIRoute):
    """A route that looks at its request first. The description of the route says what it needs."""

    def get_route_handler(self) -> Handler:
        """The handler behind its guards."""
        inner = super().get_route_handler()
        extra = self.openapi_extra or {}
        scopes: list[str] | None = extra["security"][0][SCHEME] if "security" in extra else None
        wanted = next(
            iter(extra.get("requestBody", {}).get("content", {})), "application/json" if self.body_field else ""
        )
        streamed = wanted == "application/x-ndjson"

        parameters = _parameters(self)

        async def guarded(request: Request) -> Response:
            if scopes is not None:
                request.state.client = client_of(request, *scopes)
            _ensure_parameters(request, parameters)
            if wanted:
                _ensure_media_type(request, wanted)
                limits: Limits = request.app.state.serving.limits
                bounded = _Bounded(request.receive, limits, streamed=streamed)
                if not streamed:
                    await bounded.ensure_size(request)
                request = _Json(request.scope, bounded)
            return await inner(request)

        return guarded


def _parameters(route: APIRoute) -> dict[str, bool]:
    """The names of a route's parameters in the query, those of models among them, and whether each may stand there again."""
    found: dict[str, bool] = {}
    for parameter in route.dependant.query_params:
        kind = parameter.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found.update({name: _is_list(field.annotation) for name, field in kind.model_fields.items()})
        else:
            found[parameter.alias] = _is_list(kind)
    return found


def _is_list(kind: Any) -> bool:
    return any(get_origin(one) is list for one in (kind, *get_args(kind)))


def _ensure_parameters(request: Request, known: Mapping[str, bool]) -> None:
    for name, times in Counter(name for name, _ in request.query_params.multi_items()).items():
        if name not in known:
            there = f"there is {', '.join(known)}" if known else "there is none"
            raise Problem("invalid", f"{visible(name)[:60]!r} is no parameter of this address; {there}")
        if times > 1 and not known[name]:
            raise Problem("invalid", f"{name}: it is given {times} times; give it once")


def client_of(request: Request, *scopes: str) -> Client:
    """Who asks, by the token in the header ``Authorization`` or in the page's cookie.

    Raises:
        Problem: There is no token, it is unknown, or it lacks one of the scopes.
    """
    tokens: Tokens | None = request.app.state.tokens
    if tokens is None:
        return LOCAL
    way, _, token = request.headers.get("authorization", "").partition(" ")
    given = token.strip() if way.lower() == "bearer" else request.cookies.get(COOKIE, "")
    client = tokens.client(given) if given else None
    if client is None:
        what = "it is unknown here" if given else "send Authorization: Bearer and a token"
        raise Problem("unknown-token", what, headers={"WWW-Authenticate": 'Bearer realm="unspin"'})
    if missing := [scope for scope in scopes if scope not in client.scopes]:
        raise Problem("missing-scope", f"it needs the scope {missing[0]}; ask for a token that has it")
    return client


def _ensure_media_type(request: Request, wanted: str) -> None:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.lower().replace(" ", "").replace('"', "")
    if kind.strip().lower() != wanted or charset not in ("", "charset=utf-8", "charset=utf8"):
        raise Problem("wrong-media-type", f"send {wanted} in UTF-8, with that Content-Type")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("wrong-media-type", "send the body without Content-Encoding")


class _Json(Request):
    """A request whose JSON is UTF-8, holds only what JSON knows, and only characters that can be written."""

    async def json(self) -> Any:
        """The value of the body."""
        text = (await self.body()).decode("utf-8")
        value = json.loads(text, parse_constant=_no_constant)
        if _SURROGATE.search(text):
            try:
                json.dumps(value, ensure_ascii=False).encode()
            except UnicodeEncodeError:
                raise Problem("invalid", "a text has half a surrogate pair in it; send characters alone") from None
        return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


class _Bounded:
    """A request's messages: no more than may be, and none later than may be."""

    def __init__(self, receive: Receive, limits: Limits, *, streamed: bool) -> None:
        self._receive = receive
        self._limits = limits
        self._left: float = float("inf") if streamed else limits.body
        self._until = float("inf") if streamed else time.monotonic() + limits.upload
        self._more = True

    async def __call__(self) -> Message:
        message = await self._next()
        if message["type"] == "http.request":
            self._more = message.get("more_body", False)
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                await self._drain()
                raise self._too_large()
        return message

    async def ensure_size(self, request: Request) -> None:
        """Nothing, unless the header says that the body is too large."""
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:19]) <= self._limits.body:
            return
        # A client is told so before it sends, if it asks; one that sends at once reads the answer only when it has sent.
        if request.headers.get("expect", "").lower() != "100-continue":
            await self._drain()
        raise self._too_large()

    def _too_large(self) -> Problem:
        detail = f"its body may have {self._limits.body:,} bytes; send less, or several requests"
        return Problem("too-large", detail, headers={"Connection": "close"})

    async def _next(self) -> Message:
        if not self._more:
            # What comes next is that the client has gone, which takes as long as it takes.
            return await self._receive()
        seconds = min(self._limits.pause, self._until - time.monotonic())
        try:
            return await asyncio.wait_for(self._receive(), max(seconds, 0.0))
        except TimeoutError:
            detail = f"send it without pauses of more than {self._limits.pause:.0f} s, and in less than {self._limits.upload:.0f} s"
            raise Problem("too-slow", detail, headers={"Connection": "close"}) from None

    async def _drain(self) -> None:
        """Take some of what is still being sent, and drop it: a client that sends does not read an answer."""
        left = 2 * self._limits.body
        while self._more and left > 0:
            message = await self._next()
            if message["type"] != "http.request":
                return
            self._more = message.get("more_body", False)
            left -= len(message.get("body", b""))
