"""The pages: forms to check, read and trace, what came of it, and cases. They work by the API, with the page's cookie."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from unspin.report.formats import FORMS, FORMS_OF_READ, FORMS_OF_TRACE
from unspin.settings.profiles import PROFILES
from unspin.web.api import ClientGone, Form, JobId, as_file, finished, outcome, owner_of, submitted
from unspin.web.guard import client_of
from unspin.web.kept import CaseId, of_cases
from unspin.web.kept import Kept as Cases
from unspin.web.problems import KINDS, Problem, problem_of
from unspin.web.rendering import Show, ShowCase, WriteUndecided, assets, render, version

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: what the server itself has."""

_SUFFIXES = ".txt,.text,.md,.markdown,.html,.htm,.docx,.pdf"
_PATIENCE = 1.5
_OWN_FORMS = (
    ("html", "one page that needs nothing else"),
    ("full", "the report as text"),
    ("concise", "a line a finding"),
    ("json", "the report for programs"),
)
_FORMS = {
    command: [*_OWN_FORMS[:1], *((form.name, form.purpose) for form in forms), *_OWN_FORMS[1:]]
    for command, forms in (("check", FORMS), ("read", FORMS_OF_READ), ("trace", FORMS_OF_TRACE))
}
_HOMES = {"check": "/", "read": "/read", "trace": "/trace"}


class Shown(APIRoute):
    """A route whose problems are told on a page, with a form for a token where one is needed."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its problems as pages."""
        inner = super().get_route_handler()

        async def shown(request: Request) -> Response:
            try:
                return await inner(request)
            except ClientGone:
                raise
            except Exception as error:
                return _told(request, problem_of(error, request.scope["request_id"]))

        return shown


router = APIRouter(route_class=Shown, include_in_schema=False)
files = APIRouter(include_in_schema=False)


@router.get("/")
async def check_form(request: Request) -> Response:
    """Two texts to check."""
    return _form(request, "check")


@router.get("/read")
async def read_form(request: Request) -> Response:
    """One text to read."""
    return _form(request, "read")


@router.get("/trace")
async def trace_form(request: Request) -> Response:
    """One text to trace."""
    return _form(request, "trace")


@router.get("/jobs/{identity}")
async def job(request: Request, identity: JobId) -> Response:
    """What a job gave, or how far it has come."""
    request.state.client = client_of(request)
    kept = request.app.state.jobs.get(identity, owner_of(request))
    # Most are done in less time than it takes to read a page that asks for patience.
    await kept.job.wait(_PATIENCE)
    home = _HOMES[kept.command]
    if not kept.job.over:
        return _page(request, "waiting.html.jinja", module="waiting.js", job=identity, home=home, command=kept.command)
    request.state.home = home
    made = finished(kept)
    site = _site(request, module="report.js", job=identity, command=kept.command, forms=_FORMS[kept.command], home=home)
    return _html(await outcome(request, submitted(request, Show(kept.command, made.kept, site))))


@files.get("/jobs/{identity}/undecided")
async def undecided(
    request: Request,
    identity: JobId,
    format: Form,  # noqa: A002
    decided: Annotated[list[str], Query(max_length=2_000)],
) -> Response:
    """A finished check in any format, without the changes that the page says are decided."""
    request.state.client = client_of(request)
    kept = request.app.state.jobs.get(identity, owner_of(request))
    if kept.command != "check":
        raise Problem("invalid", "decisions are made about the changes of a check, and this is none")
    task = WriteUndecided(finished(kept).kept, format, frozenset(decided))
    return as_file(format, "unspin-check", await outcome(request, submitted(request, task)))


@router.get("/cases")
async def cases(request: Request, kept: Cases) -> Response:  # noqa: ARG001  a problem where there are none
    """The cases, to search and to open."""
    request.state.client = client_of(request, "cases")
    return _page(request, "cases.html.jinja", module="cases.js")


@router.get("/cases/{identity}")
async def case(request: Request, kept: Cases, identity: CaseId) -> Response:
    """A case, with its decisions."""
    request.state.client = client_of(request, "cases")
    request.state.home = "/cases"
    found = await of_cases(lambda: kept.get(identity))
    texts = {side: asdict(text) for side, text in (("original", found.original), ("rewrite", found.rewrite))}
    site = _site(request, module="report.js", command="check", forms=_FORMS["check"], home="/cases")
    site["case"] = {"id": found.id, "title": found.title, "created": found.created, "who": found.who}
    return _html(await outcome(request, submitted(request, ShowCase(texts, found.report, site))))


@router.get("/audit")
async def audit(request: Request, kept: Cases) -> Response:  # noqa: ARG001  a problem where there are none
    """The audit trail of all cases, or of ``?case=``."""
    request.state.client = client_of(request, "cases")
    return _page(request, "audit.html.jinja", module="audit.js")


@files.get("/static/{edition}/{name}")
async def static(edition: str, name: str) -> Response:
    """A style, a script or a picture of the pages."""
    asset = assets().get(name)
    if asset is None or edition != version():
        raise Problem("not-found", "the pages have no such file; load the page again")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.data, headers=headers, media_type=asset.media_type)


def _form(request: Request, command: str) -> Response:
    return _page(
        request,
        f"{command}-form.html.jinja",
        module="form.js",
        command=command,
        suffixes=_SUFFIXES,
        profiles=[(profile.name, profile.purpose) for profile in PROFILES.values()],
        archives=list(request.app.state.serving.archives) if _allowed(request, "trace") else [],
        limit=request.app.state.serving.limits.characters,
    )


def _site(request: Request, **values: Any) -> dict[str, Any]:
    """What every page says around its content: who is signed in, and where one can go."""
    try:
        client = client_of(request)
    except Problem:
        client = None
    return {
        "path": request.url.path,
        "tokens": request.app.state.tokens is not None,
        "client": client and client.name,
        "cases": request.app.state.serving.cases is not None and _allowed(request, "cases"),
        **values,
    }


def _allowed(request: Request, scope: str) -> bool:
    try:
        client_of(request, scope)
    except Problem:
        return False
    return True


def _page(request: Request, template: str, status: int = 200, *, module: str, **values: Any) -> Response:
    site = _site(request, module=module)
    return _html(render(template, styles=["page.css"], site=site, **values).encode(), status)


def _html(page: bytes, status: int = 200) -> Response:
    return Response(page, status, {"Content-Security-Policy": POLICY}, media_type="text/html; charset=utf-8")


def _told(request: Request, problem: Problem) -> Response:
    """A problem as a page."""
    page = _page(
        request,
        "problem.html.jinja",
        problem.status_code,
        module="site.js",
        title=KINDS[problem.code][1],
        detail=problem.detail,
        code=problem.code,
        request_id=request.scope.get("request_id", ""),
        home=getattr(request.state, "home", "/"),
    )
    page.headers.update(problem.headers or {})
    return page
