"""What goes wrong with a request, as problem+json (RFC 9457): each kind has a code, a status and a remedy in its detail."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

KINDS: dict[str, tuple[int, str]] = {
    "bad-request": (400, "The request is damaged"),
    "unknown-token": (401, "A token is needed"),
    "missing-scope": (403, "The token does not allow this"),
    "other-site": (403, "Another site's page sent the request"),
    "not-found": (404, "There is nothing here"),
    "no-cases": (404, "The server keeps no cases"),
    "method-not-allowed": (405, "This address does not take the method"),
    "too-slow": (408, "The request came too slowly"),
    "conflict": (409, "This cannot be done now"),
    "too-large": (413, "The request is too large"),
    "wrong-media-type": (415, "The body is of another type"),
    "wrong-host": (421, "The server does not go by this name"),
    "invalid": (422, "The request cannot be understood"),
    "unfit": (422, "A value does not fit"),
    "unreadable": (422, "A document cannot be read"),
    "too-many": (429, "Too many requests at once"),
    "internal": (500, "A fault of unspin itself"),
    "not-installed": (501, "The server lacks a package"),
    "busy": (503, "The server is busy"),
    "stopping": (503, "The server is stopping"),
    "process-died": (503, "The process that worked on it died"),
    "too-long": (503, "The work took too long"),
    "unusable": (503, "The server cannot reach what it needs"),
}
"""Every kind of problem: its status and its title."""

_OF_STATUS = {
    400: "bad-request",
    401: "unknown-token",
    403: "missing-scope",
    404: "not-found",
    405: "method-not-allowed",
}

_log = logging.getLogger("unspin.web")


class Problem(HTTPException):
    """An answer that says what is wrong with a request, and what to do.

    Args:
        code: One of ``KINDS``.
        detail: What is wrong with this request, and the remedy; never a part of a text.
        retry_after: Seconds after which it is worth trying again.
        errors: Single faults, each with ``where`` and ``message``.
        headers: More headers of the answer.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        retry_after: int | None = None,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        more = {} if retry_after is None else {"Retry-After": str(retry_after)}
        super().__init__(KINDS[code][0], detail, {**(headers or {}), **more})
        self.code = code
        self.errors = errors


def content_of(problem: Problem, request_id: str) -> dict[str, Any]:
    """A problem as JSON values."""
    value: dict[str, Any] = {
        "type": f"urn:unspin:problem:{problem.code}",
        "title": KINDS[problem.code][1],
        "status": problem.status_code,
        "detail": problem.detail,
        "request_id": request_id,
    }
    if problem.errors:
        value["errors"] = list(problem.errors)
    return value


def response_of(problem: Problem, request_id: str) -> Response:
    """The answer that tells a problem."""
    body = json.dumps(content_of(problem, request_id), separators=(",", ":")).encode()
    return Response(body, problem.status_code, dict(problem.headers or {}), media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Have every fault of a request told as a problem."""

    async def told(request: Request, error: Exception) -> Response:
        request_id = request.scope.get("request_id", "")
        return response_of(problem_of(error, request_id), request_id)

    for kind in (HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, told)


def internal(request_id: str) -> Problem:
    """A fault of unspin itself, in what a request asked for."""
    return Problem("internal", f"please report it with the lines that the server logged with {request_id}")


def problem_of(error: Exception, request_id: str) -> Problem:
    """An exception as a problem; one that nobody expected is logged."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return _of_validation(error)
        case HTTPException():
            code = _OF_STATUS.get(error.status_code, "bad-request")
            detail = "check the address" if code == "not-found" else str(error.detail)
            return Problem(code, detail, headers=error.headers)
        case _:
            _log.error("%s unexpected", request_id, exc_info=error)
            return internal(request_id)


def _of_validation(error: RequestValidationError) -> Problem:
    errors = [{"where": _where(one["loc"]), "message": _message(one)} for one in list(error.errors())[:20]]
    if any(one["type"] in ("json_invalid", "json_type") for one in error.errors()):
        return Problem("bad-request", "the body is no JSON; send an object in UTF-8", errors=errors)
    first = errors[0]
    return Problem("invalid", f"{first['where']}: {first['message']}", errors=errors)


def _message(fault: Mapping[str, Any]) -> str:
    """What is wrong, in words for somebody who does not know what the server is made of."""
    if fault["type"] in ("model_type", "model_attributes_type", "dict_type"):
        inner = len(fault["loc"]) > 1
        return 'give a text, or an object with "text" or "file"' if inner else "send an object"
    return _printable(str(fault["msg"])).removeprefix("Value error, ")


def _where(place: Sequence[str | int]) -> str:
    """The place of a fault, such as ``original.text`` or ``against[2]``; "body" for the whole."""
    names = list(place[1:] if place and place[0] in ("body", "query", "path", "header") else place)
    told = "".join(f"[{one}]" if isinstance(one, int) else f".{_printable(one)[:60]}" for one in names)
    return told.lstrip(".") or "body"


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
