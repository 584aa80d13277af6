"""How long results are kept for whoever comes back for them."""

from __future__ import annotations

import asyncio

import pytest

from unspin.web.jobs import Jobs
from unspin.web.problems import Problem
from unspin.web.serving import Limits
from unspin.web.tasks import Warm
from unspin.web.work import Job

LONG = Limits().kept_seconds + 1


def test_a_result_is_kept_as_long_as_somebody_asks_for_it() -> None:
    async def ask() -> None:
        jobs = Jobs(Limits())
        job = Job(Warm(), "desk", 1.0, "request")
        kept = jobs.keep(job, "check")
        job.finish("done", None)
        assert job.ended is not None
        job.ended -= LONG
        assert jobs.get(job.id, "desk") is kept
        kept.asked -= LONG
        with pytest.raises(Problem, match="nobody asked for it"):
            jobs.get(job.id, "desk")

    asyncio.run(ask())


def test_a_result_that_has_just_come_is_kept_however_long_it_took() -> None:
    async def ask() -> None:
        jobs = Jobs(Limits())
        job = Job(Warm(), "desk", 1.0, "request")
        kept = jobs.keep(job, "check")
        kept.asked -= LONG
        job.finish("done", None)
        assert jobs.get(job.id, "desk") is kept
        with pytest.raises(Problem):
            jobs.get(job.id, "somebody else")

    asyncio.run(ask())
