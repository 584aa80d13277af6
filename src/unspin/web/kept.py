"""The routes of cases: checks that the server keeps, with what was decided about each change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from unspin.web import describing
from unspin.web.api import FORMATS, Form, as_file, as_json, finished, outcome, owner_of, submitted
from unspin.web.guard import Guarded, needs
from unspin.web.problems import Problem
from unspin.web.tasks import WriteCase

if TYPE_CHECKING:
    from unspin.cases import Cases

T = TypeVar("T")

router = APIRouter(route_class=Guarded, prefix="/v1")
_NEEDS = needs("cases")

CaseId = Annotated[str, Path(max_length=100, description="The id of a case.")]
Person = Annotated[
    str | None, Field(min_length=1, max_length=100, pattern=r"\S", description="Who does it, beside the token's name.")
]
After = Annotated[int, Query(ge=0, lt=1 << 63, description="The number of the last line that is known.")]
Limit = Annotated[int, Query(ge=1, le=500)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class CaseRequest(_Model):
    """A finished check to keep."""

    job: Annotated[str, Field(max_length=100, description="The id of a finished job of check.")]
    title: Annotated[str | None, Field(max_length=500)] = None
    who: Person = None


class DecisionRequest(_Model):
    """What is decided about a change."""

    fingerprint: Annotated[str, Field(max_length=100)]
    decision: Literal["accepted", "dismissed", "open"]
    reason: Annotated[str, Field(max_length=10_000)] = ""
    who: Person = None


async def _cases(request: Request) -> Cases:
    cases: Cases | None = request.app.state.cases
    if cases is None:
        raise Problem("no-cases", "the server keeps none; it does when it is started with --cases")
    return cases


Kept = Annotated[Any, Depends(_cases)]


@router.post("/cases", openapi_extra=_NEEDS, status_code=201, responses=describing.cases(201, 409, 413, 415))
async def create(request: Request, cases: Kept, body: CaseRequest) -> Response:
    """Keep a finished check: its texts and its report."""
    from unspin.cases import Text  # noqa: PLC0415

    kept = request.app.state.jobs.get(body.job, owner_of(request))
    if kept.command != "check":
        raise Problem("unfit", "job: cases are made of checks, and it is none")
    made = finished(kept)
    original, rewrite = (Text(**made.texts[side]) for side in ("original", "rewrite"))
    report, who = json.loads(made.body), _who(request, body.who)
    case = await of_cases(lambda: cases.create(original, rewrite, report, title=body.title, who=who))
    return as_json(asdict(case), 201, {"Location": f"/v1/cases/{case.id}"})


@router.get("/cases", openapi_extra=_NEEDS, responses=describing.cases(200))
async def listed(
    cases: Kept,
    query: Annotated[str | None, Query(max_length=1000, description="Words that all stand in a case.")] = None,
    before: Annotated[str | None, Query(max_length=100, description="What the page before said to go on with.")] = None,
    limit: Limit = 50,
) -> Response:
    """Cases, newest first."""
    page = await of_cases(lambda: cases.list(query, limit, before))
    return as_json({"cases": [asdict(case) for case in page.cases], "before": page.before})


@router.get("/cases/{identity}", openapi_extra=_NEEDS, responses=describing.cases(200, 404))
async def one(cases: Kept, identity: CaseId) -> Response:
    """A case: its texts, its report, and the decisions that count."""
    from unspin.cases import standing  # noqa: PLC0415

    case, decisions = await of_cases(lambda: (cases.get(identity), cases.decisions(identity)))
    return as_json({**asdict(case), "decisions": [asdict(decision) for decision in standing(decisions).values()]})


@router.delete("/cases/{identity}", openapi_extra=_NEEDS, status_code=204, responses=describing.nothing())
async def delete(request: Request, cases: Kept, identity: CaseId) -> Response:
    """Delete a case. What was done with it stays in the audit trail, without its texts."""
    await of_cases(lambda: cases.delete(identity, owner_of(request)))
    return Response(status_code=204)


@router.post(
    "/cases/{identity}/decisions",
    openapi_extra=_NEEDS,
    status_code=201,
    responses=describing.cases(201, 404, 413, 415),
)
async def decide(request: Request, cases: Kept, identity: CaseId, body: DecisionRequest) -> Response:
    """Decide about a change of a case. The answer comes when the decision is on disk."""
    who = _who(request, body.who)
    decision = await of_cases(lambda: cases.decide(identity, body.fingerprint, body.decision, body.reason, who))
    return as_json(asdict(decision), 201)


@router.get("/cases/{identity}/decisions", openapi_extra=_NEEDS, responses=describing.cases(200, 404))
async def decisions(cases: Kept, identity: CaseId) -> Response:
    """Every decision about a case, oldest first."""
    found = await of_cases(lambda: cases.decisions(identity))
    return as_json({"decisions": [asdict(decision) for decision in found]})


@router.get("/cases/{identity}/export", openapi_extra=_NEEDS, responses=describing.files(FORMATS))
async def export(
    request: Request,
    cases: Kept,
    identity: CaseId,
    format: Form = "json",  # noqa: A002
    undecided: Annotated[bool, Query(description="Leave out the changes that were accepted or dismissed.")] = False,
) -> Response:
    """All that is kept of a case, as JSON; or its report in another format of check."""
    from unspin.cases import standing  # noqa: PLC0415

    if format == "json":
        exported = await of_cases(lambda: cases.export(identity))
        return as_file("json", f"unspin-case-{identity}", as_json(exported).body)
    case, history = await of_cases(lambda: (cases.get(identity), cases.decisions(identity)))
    decided = {decision.fingerprint for decision in standing(history).values() if decision.decision != "open"}
    texts = {
        side: {"name": text.name, "text": text.text}
        for side, text in (("original", case.original), ("rewrite", case.rewrite))
    }
    task = WriteCase(texts, case.report, format, frozenset(decided) if undecided else frozenset())
    data: bytes = await outcome(request, submitted(request, task))
    return as_file(format, f"unspin-case-{identity}", data)


@router.get("/cases/{identity}/audit", openapi_extra=_NEEDS, responses=describing.cases(200))
async def audit_of_one(cases: Kept, identity: CaseId, after: After = 0, limit: Limit = 100) -> Response:
    """The audit trail of a case, oldest first; it is there when the case is not any more."""
    entries = await of_cases(lambda: cases.audit(identity, after, limit))
    return as_json({"entries": [asdict(entry) for entry in entries]})


@router.get("/audit", openapi_extra=_NEEDS, responses=describing.cases(200))
async def audit(cases: Kept, after: After = 0, limit: Limit = 100) -> Response:
    """The audit trail, oldest first."""
    entries = await of_cases(lambda: cases.audit(None, after, limit))
    return as_json({"entries": [asdict(entry) for entry in entries]})


async def of_cases(asked: Callable[[], T]) -> T:
    """What the database says, asked in a thread. What it has begun it finishes, whether the client waits or not.

    Raises:
        Problem: There is no such case, it does not take a value, or it cannot be reached.
    """
    from unspin.cases import CasesError, NotFound, Refused  # noqa: PLC0415

    try:
        return await asyncio.to_thread(asked)
    except NotFound as error:
        raise Problem("not-found", f"{error.reason}; {error.remedy}") from None
    except Refused as error:
        raise Problem("unfit", f"{error.reason}; {error.remedy}") from None
    except CasesError as error:
        raise Problem("unusable", f"cases: {error.reason}; {error.remedy}", retry_after=2) from None


def _who(request: Request, person: str | None) -> str:
    client = owner_of(request)
    return client if person is None else f"{person.strip()} ({client})"
