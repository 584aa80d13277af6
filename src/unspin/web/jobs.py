"""Jobs whose clients come back for them: kept for a while, each for its owner."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from unspin.report.formats import Command
from unspin.web.problems import Problem, content_of, internal
from unspin.web.processes import Died, Failed, Refused
from unspin.web.serving import Limits
from unspin.web.tasks import Made
from unspin.web.work import Busy, Cancelled, Job, Work

_MOST = 1_000


@dataclass(slots=True)
class Kept:
    """A job, what it does, and when it was last asked for."""

    job: Job
    command: Command
    asked: float


class Jobs:
    """The jobs that are kept."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._kept: dict[str, Kept] = {}

    def keep(self, job: Job, command: Command) -> Kept:
        """Keep a job."""
        self._forget()
        self._kept[job.id] = kept = Kept(job, command, time.monotonic())
        return kept

    def get(self, identity: str, owner: str) -> Kept:
        """The owner's job of this id.

        Raises:
            Problem: There is none, or none any more.
        """
        self._forget()
        kept = self._kept.get(identity)
        if kept is None or kept.job.owner != owner:
            raise Problem(
                "not-found", f"there is no such job, or nobody asked for it for {self._limits.kept_seconds:.0f} s"
            )
        kept.asked = time.monotonic()
        return kept

    def drop(self, kept: Kept) -> None:
        """Cancel a job, and keep it no longer."""
        kept.job.cancel()
        self._kept.pop(kept.job.id, None)

    def _forget(self) -> None:
        """Let go of what nobody has asked for since long ago, and of the oldest results where they come to too much."""
        now = time.monotonic()
        over = [kept for kept in self._kept.values() if kept.job.over]
        size = sum(_size(kept.job) for kept in over)
        for kept in sorted(over, key=_touched):
            late = now - _touched(kept) > self._limits.kept_seconds
            if not late and size <= self._limits.kept and len(self._kept) < _MOST:
                return
            size -= _size(kept.job)
            del self._kept[kept.job.id]


def _touched(kept: Kept) -> float:
    return max(kept.asked, kept.job.ended or 0.0)


def _size(job: Job) -> int:
    made = job.value
    if not isinstance(made, Made):
        return 0
    return len(made.kept) + len(made.body) + sum(len(one["text"]) for one in made.texts.values())


def state_of(kept: Kept, work: Work, request_id: str) -> dict[str, Any]:
    """How far a job has come, as JSON values."""
    job = kept.job
    value: dict[str, Any] = {
        "id": job.id,
        "command": kept.command,
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "ahead": work.place(job) if job.state == "waiting" else 0,
        "seconds": round(job.elapsed, 2),
    }
    if job.error is not None and job.state == "failed":
        value["problem"] = content_of(problem_from(job.error), request_id)
    return value


def problem_from(error: BaseException) -> Problem:
    """What became of a job that gave no result, as a problem."""
    match error:
        case Refused() | Busy():
            return Problem(
                error.code, error.detail, retry_after={"busy": 2, "too-many": 1, "stopping": 5}.get(error.code)
            )
        case Died():
            detail = f"it ended by {error}, perhaps for want of memory; send shorter texts, or try again"
            return Problem("process-died", detail, retry_after=1)
        case TimeoutError():
            return Problem(
                "too-long", "it took longer than the server allows; send shorter texts, or raise its --seconds"
            )
        case Cancelled():
            return Problem("conflict", "the job was cancelled; send the request again")
        case Failed():
            return internal(error.name)
    raise error
