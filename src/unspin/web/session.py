"""How a page says who it is: its token in a cookie that scripts cannot read and that other sites cannot have sent."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from unspin.web import describing
from unspin.web.guard import COOKIE, Guarded, client_of
from unspin.web.problems import Problem
from unspin.web.tokens import Client

router = APIRouter(route_class=Guarded)
_DAYS = 30


class SessionRequest(BaseModel):
    """A token."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]


@router.get("/v1/session", responses=describing.session())
async def session(request: Request) -> Response:
    """Who the server takes the client for; nobody where it needs a token and has none."""
    try:
        client = client_of(request)
    except Problem:
        client = None
    return JSONResponse(_told(request, client))


@router.post("/v1/session", responses=describing.session(401, 408, 413, 415))
async def begin(request: Request, body: SessionRequest) -> Response:
    """Keep a token in the page's cookie."""
    tokens = request.app.state.tokens
    if tokens is None:
        return JSONResponse(_told(request, client_of(request)))
    client = tokens.client(body.token)
    if client is None:
        raise Problem("unknown-token", "it is unknown here; `unspin serve token` makes one")
    answer = JSONResponse(_told(request, client))
    answer.set_cookie(
        COOKIE,
        body.token,
        max_age=_DAYS * 86_400,
        path="/",
        httponly=True,
        samesite="strict",
        # Browsers say by which scheme the page came, also where something before the server takes care of it.
        secure=request.headers.get("origin", "").startswith("https:"),
    )
    return answer


@router.delete("/v1/session", status_code=204, responses=describing.nothing())
async def end() -> Response:
    """Take the page's cookie away."""
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def _told(request: Request, client: Client | None) -> dict[str, Any]:
    return {
        "client": client and client.name,
        "scopes": sorted(client.scopes) if client else [],
        "tokens": request.app.state.tokens is not None,
        "cases": request.app.state.serving.cases is not None,
    }
