"""The application: routes, their guards, and the processes behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.types import ASGIApp

from unspin import __version__
from unspin.web import api, describing, kept, pages, problems, session
from unspin.web.gate import Gate
from unspin.web.jobs import Jobs
from unspin.web.metrics import Metrics
from unspin.web.serving import Serving
from unspin.web.tasks import Warm
from unspin.web.tokens import Tokens
from unspin.web.work import Work

if TYPE_CHECKING:
    from unspin.cases import Cases

_ABOUT = "What a rewrite changed in meaning, what a text says, and where it was taken from. Texts are not kept."


def create_app(serving: Serving) -> FastAPI:
    """The application of a server; its state has ``serving``, ``tokens``, ``cases``, ``work``, ``jobs`` and ``metrics``.

    Raises:
        CasesError: The database of cases has no usable name. What else is wrong with it shows when the application starts.
        TokensError: The file of tokens cannot be used.
    """
    limits = serving.limits
    # Without tokens everybody is the same client, and all that can wait may be that client's.
    each = limits.each if serving.tokens else limits.waiting + serving.workers + 1

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if cases is not None:
            await asyncio.to_thread(cases.upgrade)
        work.start()
        try:
            yield
        finally:
            await work.stop()
            if cases is not None:
                cases.close()

    cases = _cases(serving.cases)
    work = Work(workers=serving.workers, waiting=limits.waiting, each=each, warm=Warm())
    app = FastAPI(
        title="unspin",
        version=__version__,
        description=_ABOUT,
        openapi_url="/v1/openapi.json",
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.serving = serving
    app.state.tokens = None if serving.tokens is None else Tokens(serving.tokens)
    app.state.cases = cases
    app.state.work = work
    app.state.jobs = Jobs(limits)
    app.state.metrics = numbers = Metrics(work)
    app.include_router(api.router)
    app.include_router(api.health)
    app.include_router(session.router)
    app.include_router(kept.router)
    app.include_router(pages.router)
    app.include_router(pages.files)
    problems.install(app)
    app.add_exception_handler(api.ClientGone, api.gone)
    describing.install(app)

    def gate(inner: ASGIApp) -> Gate:
        return Gate(inner, hosts=serving.hosts, count=numbers.count)

    app.add_middleware(gate)
    return app


def _cases(url: str | None) -> Cases | None:
    if url is None:
        return None
    from unspin.cases import Cases  # noqa: PLC0415

    return Cases(url)
