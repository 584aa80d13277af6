"""The routes of version 1: check, read and trace, alone, as jobs and in batches; types and archives; health and metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from unspin.batch.records import Pair
from unspin.changes import ChangeType, Example
from unspin.changes.registry import all_types
from unspin.contradictions import explained
from unspin.report.formats import Command
from unspin.report.values import indented
from unspin.web import describing, metrics
from unspin.web.batch import BatchResponse
from unspin.web.guard import Guarded, needs
from unspin.web.jobs import Jobs, Kept, problem_from, state_of
from unspin.web.models import CheckRequest, QueryOptions, ReadRequest, TraceRequest, reporting
from unspin.web.problems import Problem
from unspin.web.processes import Task
from unspin.web.serving import Serving
from unspin.web.tasks import Check, Given, Made, Read, Trace, Write
from unspin.web.work import Busy, Cancelled, Job, Work

JSON = "application/json"
_GONE = 499
_LONGEST_WAIT = 30.0

Form = Literal[
    "json", "full", "concise", "html", "markdown", "csv", "docx", "sarif", "github", "gitlab", "junit", "rdjson",
    "annotation", "claimreview",
]  # fmt: skip
FORMATS: dict[str, tuple[str, str]] = {
    "json": (JSON, "json"),
    "full": ("text/plain; charset=utf-8", "txt"),
    "concise": ("text/plain; charset=utf-8", "txt"),
    "html": ("text/html; charset=utf-8", "html"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "sarif": ("application/sarif+json", "sarif"),
    "github": ("text/plain; charset=utf-8", "txt"),
    "gitlab": (JSON, "json"),
    "junit": ("application/xml", "xml"),
    "rdjson": (JSON, "json"),
    "annotation": ("application/ld+json", "json"),
    "claimreview": ("application/ld+json", "json"),
}

router = APIRouter(route_class=Guarded)
health = APIRouter(route_class=Guarded)

JobId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{24}$", description="The id of a job.")]


@router.post("/v1/check", openapi_extra=needs("check"), responses=describing.report("check", jobs=True))
async def check(request: Request, body: CheckRequest) -> Response:
    """Say what a rewrite changed.

    The answer is that of `unspin check --format json`. With `Prefer: respond-async` it is a job.
    """
    serving = _serving(request)
    task = Check(
        original=body.original.given("original", "original"),
        rewrite=None if body.rewrite is None else body.rewrite.given("rewrite", "rewrite"),
        rules=reporting(body.rules(serving.rules)),
        most=serving.limits.characters,
        keep=_prefers_job(request),
    )
    return await _answered(request, task, "check")


@router.post(
    "/v1/check:batch",
    openapi_extra={**needs("check"), **describing.batch_request()},
    responses=describing.batch_response(),
)
async def check_batch(request: Request, options: Annotated[QueryOptions, Query()]) -> Response:
    """Check many pairs: a line for each line, in order, as they come.

    Each line holds "id", "original" and "rewrite"; each answer is that of `unspin check --pairs`.
    """
    serving, work = _serving(request), _work(request)
    rules, most, owner = reporting(options.rules(serving.rules)), serving.limits.characters, owner_of(request)

    def submit(pair: Pair) -> Job:
        texts = (Given(side, side, str(getattr(pair, side))) for side in ("original", "rewrite"))
        original, rewrite = texts
        task = Check(original=original, rewrite=rewrite, rules=rules, most=most, line=pair.id)
        return work.submit(task, owner=owner, seconds=serving.limits.seconds, name=request.scope["request_id"])

    return BatchResponse(submit, work, serving.limits)


@router.post("/v1/read", openapi_extra=needs("read"), responses=describing.report("read", jobs=True))
async def read(request: Request, body: ReadRequest) -> Response:
    """Say what one text quotes, what it tells twice, and where it contradicts itself.

    The answer is that of `unspin read --format json`. With `Prefer: respond-async` it is a job.
    """
    serving = _serving(request)
    task = Read(
        document=body.document.given("document", "text"),
        rules=reporting(body.rules(serving.rules), explained.NAME),
        most=serving.limits.characters,
        original=body.original,
        keep=_prefers_job(request),
    )
    return await _answered(request, task, "read")


@router.post("/v1/trace", openapi_extra=needs("trace"), responses=describing.report("trace", jobs=True))
async def trace(request: Request, body: TraceRequest) -> Response:
    """Say which passages of a text were made from documents of an archive, or from those that come with it.

    The answer is that of `unspin trace --format json`. With `Prefer: respond-async` it is a job.
    """
    serving = _serving(request)
    folder = None if body.archive is None else serving.archives.get(body.archive)
    if body.archive is not None and folder is None:
        known = ", ".join(serving.archives) or "none"
        raise Problem("not-found", f"archive: the server has none of this name; it has {known}")
    task = Trace(
        document=body.document.given("document", "text"),
        rules=reporting(body.rules(serving.rules)),
        most=serving.limits.characters,
        min_length=body.min_length,
        archive=None if folder is None else str(folder),
        against=tuple(
            one.given(f"against[{number}]", f"source {number + 1}") for number, one in enumerate(body.against or ())
        ),
        check=body.check,
        keep=_prefers_job(request),
    )
    return await _answered(request, task, "trace")


@router.get("/v1/jobs/{identity}", openapi_extra=needs(), responses=describing.job())
async def job_state(
    request: Request, identity: JobId, wait: Annotated[float, Query(ge=0, le=_LONGEST_WAIT, allow_inf_nan=False)] = 0.0
) -> Response:
    """How far a job has come; the answer waits up to `wait` seconds for its end."""
    kept = _jobs(request).get(identity, owner_of(request))
    if wait:
        await kept.job.wait(wait)
    return as_json(state_of(kept, _work(request), request.scope["request_id"]))


@router.delete("/v1/jobs/{identity}", openapi_extra=needs(), status_code=204, responses=describing.nothing())
async def cancel_job(request: Request, identity: JobId) -> Response:
    """Cancel a job, or forget one that has ended."""
    jobs = _jobs(request)
    jobs.drop(jobs.get(identity, owner_of(request)))
    return Response(status_code=204)


@router.get("/v1/jobs/{identity}/result", openapi_extra=needs(), responses=describing.files(FORMATS))
async def job_result(request: Request, identity: JobId, format: Form = "json") -> Response:  # noqa: A002
    """What a job gave, in a format of its command."""
    kept = _jobs(request).get(identity, owner_of(request))
    made = finished(kept)
    if format == "json":
        return Response(made.body, media_type=JSON)
    data: bytes = await outcome(request, submitted(request, Write(kept.command, made.kept, format)))
    return as_file(format, f"unspin-{kept.command}", data)


@router.get("/v1/jobs/{identity}/texts", openapi_extra=needs(), responses=describing.texts())
async def job_texts(request: Request, identity: JobId) -> Response:
    """The texts of a job as they were read: "original" and "rewrite", or "document". Offsets count their code points."""
    return as_json(finished(_jobs(request).get(identity, owner_of(request))).texts)


@router.get("/v1/types", openapi_extra=needs("check"), responses=describing.types())
async def types() -> Response:
    """The types of change, with what each reports, why it matters, and when it is fine."""
    return Response(_types(), media_type=JSON)


@router.get("/v1/archives", openapi_extra=needs("trace"), responses=describing.archives())
async def archives(request: Request) -> Response:
    """The names of the archives that `/v1/trace` can search."""
    return as_json({"archives": list(_serving(request).archives)})


@health.get("/healthz", responses=describing.health())
async def healthz() -> Response:
    """Whether the server runs."""
    return as_json({"status": "ok"})


@health.get("/readyz", responses=describing.health(503))
async def readyz(request: Request) -> Response:
    """Whether it takes work: its processes have loaded their models, and it is not stopping."""
    if not _work(request).takes:
        raise Problem("busy", "its processes are starting, or it is stopping; ask again", retry_after=1)
    return as_json({"status": "ready"})


@health.get("/metrics", openapi_extra=needs("metrics"), responses=describing.metrics())
async def metrics_text(request: Request) -> Response:
    """Numbers for Prometheus."""
    return Response(request.app.state.metrics.text(), headers={"Content-Type": metrics.MEDIA_TYPE})


async def outcome(request: Request, job: Job) -> Any:
    """What a job gives, for a client that waits; if the client goes, the job is cancelled.

    Raises:
        Problem: It gave nothing.
    """
    gone = asyncio.ensure_future(_until_gone(request))
    over = asyncio.ensure_future(job.wait())
    try:
        await asyncio.wait({gone, over}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        over.cancel()
        left = not job.over
        job.cancel()
    if left:
        raise ClientGone
    if isinstance(job.error, Cancelled) and request.app.state.work.stopping:
        raise Problem("stopping", "the server was stopped before the work was done; send it again", retry_after=5)
    if job.error is not None:
        raise problem_from(job.error) from None
    return job.value


class ClientGone(Exception):  # noqa: N818  no fault of the program
    """Nobody waits for the answer any more."""


async def gone(request: Request, error: Exception) -> Response:  # noqa: ARG001  as handlers are called
    """What is answered to nobody."""
    return Response(status_code=_GONE)


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _answered(request: Request, task: Task, command: Command) -> Response:
    """The result of a task, or where it can be had once it is there."""
    job = submitted(request, task)
    if not _prefers_job(request):
        made: Made = await outcome(request, job)
        return Response(made.body, media_type=JSON)
    kept = _jobs(request).keep(job, command)
    state = state_of(kept, _work(request), request.scope["request_id"])
    headers = {"Location": f"/v1/jobs/{job.id}", "Preference-Applied": "respond-async"}
    return as_json(state, 202, headers)


def submitted(request: Request, task: Task) -> Job:
    """A task of the client's as a job.

    Raises:
        Problem: It is not taken.
    """
    try:
        seconds, name = _serving(request).limits.seconds, request.scope["request_id"]
        return _work(request).submit(task, owner=owner_of(request), seconds=seconds, name=name)
    except Busy as busy:
        raise problem_from(busy) from None


def finished(kept: Kept) -> Made:
    """What a job gave.

    Raises:
        Problem: It gave nothing, or nothing yet.
    """
    job = kept.job
    if not job.over:
        raise Problem("conflict", f"it is {job.state} still; ask for the job with ?wait=30", retry_after=1)
    if job.error is not None:
        raise problem_from(job.error) from None
    made: Made = job.value
    return made


def _prefers_job(request: Request) -> bool:
    return "respond-async" in request.headers.get("prefer", "").replace(";", ",").replace(" ", "").split(",")


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON values as an answer."""
    return Response(indented(value), status, headers, media_type=JSON)


def as_file(form: str, name: str, data: bytes | memoryview) -> Response:
    """A result as an answer that browsers keep as a file, and do not show."""
    media_type, suffix = FORMATS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
    return Response(data, headers=headers, media_type=media_type)


@lru_cache(maxsize=1)
def _types() -> str:
    kinds: list[dict[str, Any]] = [_type(kind) for kind in all_types()]
    kinds.append(
        {
            "name": explained.NAME,
            "command": "read",
            "severity": "error",
            "reports": explained.REPORTS,
            "matters": explained.MATTERS,
            "fine": explained.FINE,
            "sure": explained.SURE,
            "reported": [{"document": text} for text in explained.MUST_REPORT],
            "not_reported": [{"document": text} for text in explained.MUST_STAY_SILENT],
        }
    )
    return indented({"types": kinds})


def _type(kind: ChangeType) -> dict[str, Any]:
    return {
        "name": kind.name,
        "command": "check",
        "severity": kind.severity,
        "reports": kind.reports,
        "matters": kind.matters,
        "fine": kind.fine,
        "sure": kind.sure,
        "reported": [
            {**_pair(one), "changed": {"original": one.changed_original, "rewrite": one.changed_rewrite}}
            for one in kind.must_report
        ],
        "not_reported": [_pair(one) for one in kind.must_stay_silent],
    }


def _pair(example: Example) -> dict[str, str]:
    return {"original": example.original, "rewrite": example.rewrite}


def _serving(request: Request) -> Serving:
    serving: Serving = request.app.state.serving
    return serving


def _work(request: Request) -> Work:
    work: Work = request.app.state.work
    return work


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def owner_of(request: Request) -> str:
    """The name of the client."""
    name: str = request.state.client.name
    return name
