"""Processes and their jobs: order, progress, time limits, cancellation, and deaths that cost one job alone."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from unspin.web.processes import Died, Failed, Progress, Refused
from unspin.web.work import Busy, Cancelled, Job, Work


@dataclass(frozen=True)
class Sleep:
    """Sleeps, and says which process did it."""

    seconds: float = 0.0
    characters: int = 10

    def run(self, progress: Progress) -> int:
        for step in range(4):
            progress("sleeping", step, 4)
            time.sleep(self.seconds / 4)
        return os.getpid()


@dataclass(frozen=True)
class Spin(Sleep):
    """Holds the interpreter's lock as comparisons do, and ends of itself after ten seconds."""

    def run(self, _: Progress) -> int:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            pass
        return os.getpid()


@dataclass(frozen=True)
class Die(Sleep):
    def run(self, _: Progress) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0


@dataclass(frozen=True)
class Fail(Sleep):
    def run(self, _: Progress) -> int:
        raise ZeroDivisionError


@dataclass(frozen=True)
class Refuse(Sleep):
    def run(self, _: Progress) -> int:
        raise Refused("unreadable", "it is torn; mend it")


def working(use: Callable[[Work], Awaitable[Any]], *, workers: int = 1, waiting: int = 20, each: int = 20) -> Any:
    async def main() -> Any:
        work = Work(workers=workers, waiting=waiting, each=each, warm=Sleep())
        work.start()
        try:
            return await asyncio.wait_for(use(work), 60)
        finally:
            await work.stop()
            assert multiprocessing.active_children() == []

    return asyncio.run(main())


def submitted(work: Work, task: Sleep, *, owner: str = "desk", seconds: float = 30) -> Job:
    return work.submit(task, owner=owner, seconds=seconds)


def test_jobs_are_done_by_other_processes_in_their_order() -> None:
    async def use(work: Work) -> None:
        jobs = [submitted(work, Sleep(0.1)) for _ in range(4)]
        assert [work.place(job) for job in jobs] == [0, 1, 2, 3]
        pids = [await job.result() for job in jobs]
        assert len(set(pids)) == 1
        assert os.getpid() not in pids
        ends = [job.ended for job in jobs]
        assert ends == sorted(ends, key=lambda end: end or 0.0)

    working(use)


def test_two_processes_work_at_the_same_time() -> None:
    async def use(work: Work) -> None:
        jobs = [submitted(work, Sleep(1)) for _ in range(2)]
        assert len({await job.result() for job in jobs}) == 2
        assert all(job.started is not None and job.ended is not None for job in jobs)
        assert max(job.started or 0 for job in jobs) < min(job.ended or 0 for job in jobs)

    working(use, workers=2)


def test_progress_is_told() -> None:
    async def use(work: Work) -> set[tuple[str, int, int]]:
        job = submitted(work, Sleep(2))
        seen = set()
        while not job.over:
            seen.add((job.stage, job.done, job.total))
            await asyncio.sleep(0.01)
        return seen

    assert {("sleeping", 1, 4), ("sleeping", 2, 4), ("sleeping", 3, 4)} <= working(use)


def test_a_job_that_takes_too_long_is_ended() -> None:
    async def use(work: Work) -> None:
        job = submitted(work, Spin(), seconds=0.5)
        with pytest.raises(TimeoutError):
            await job.result()
        assert job.elapsed < 8
        assert await submitted(work, Sleep()).result()
        assert work.died["too long"] == 1

    working(use)


def test_a_job_is_cancelled_at_work_and_while_it_waits() -> None:
    async def use(work: Work) -> None:
        first, second, third = submitted(work, Spin()), submitted(work, Spin()), submitted(work, Sleep())
        while first.state != "running":
            await asyncio.sleep(0.01)
        begun = time.monotonic()
        second.cancel()
        first.cancel()
        for job in (first, second):
            with pytest.raises(Cancelled):
                await job.result()
        assert await third.result()
        assert time.monotonic() - begun < 8
        assert (first.state, second.state, third.state) == ("cancelled", "cancelled", "done")
        first.cancel()
        third.cancel()
        assert third.state == "done"

    working(use)


def test_a_process_that_dies_costs_its_job_alone() -> None:
    async def use(work: Work) -> None:
        bad, good = submitted(work, Die()), submitted(work, Sleep())
        with pytest.raises(Died, match="signal 9"):
            await bad.result()
        assert await good.result()
        assert work.died["at work"] == 1

    working(use)


def test_a_process_that_died_idle_costs_nothing() -> None:
    async def use(work: Work) -> None:
        for _ in range(3):
            pid = await submitted(work, Sleep()).result()
            os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.1)
        assert await submitted(work, Sleep()).result() != pid
        assert work.died["idle"] == 3

    working(use)


def test_a_fault_and_a_refusal_are_told_and_the_process_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    async def use(work: Work) -> None:
        pid = await submitted(work, Sleep()).result()
        with pytest.raises(Failed, match="ZeroDivisionError"):
            await work.submit(Fail(), owner="desk", seconds=30, name="request-7").result()
        assert "request-7 Traceback" in caplog.text
        with pytest.raises(Refused) as told:
            await submitted(work, Refuse()).result()
        assert (told.value.code, told.value.detail) == ("unreadable", "it is torn; mend it")
        assert await submitted(work, Sleep()).result() == pid

    working(use)


def test_a_process_that_has_read_enough_gives_way_without_a_pause() -> None:
    async def use(work: Work) -> None:
        first = await submitted(work, Sleep(characters=3_000_000)).result()
        pids: list[int] = []
        while not pids or pids[-1] == first:
            pids.append(await submitted(work, Sleep(0.05)).result())
            assert work.ready == 1
        assert len(pids) > 1
        await asyncio.sleep(0.2)
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)

    working(use)


def test_too_many_are_refused() -> None:
    async def use(work: Work) -> None:
        running = submitted(work, Sleep(1))
        while running.state != "running":
            await asyncio.sleep(0.01)
        jobs = [submitted(work, Sleep()), submitted(work, Sleep())]
        with pytest.raises(Busy) as told:
            submitted(work, Sleep())
        assert told.value.code == "too-many"
        jobs.append(submitted(work, Sleep(), owner="wire"))
        with pytest.raises(Busy) as told:
            submitted(work, Sleep(), owner="other")
        assert told.value.code == "busy"
        jobs[0].cancel()
        await asyncio.sleep(0)
        jobs.append(submitted(work, Sleep()))
        for job in jobs[1:]:
            await job.result()
        work.refuse()
        with pytest.raises(Busy) as told:
            submitted(work, Sleep())
        assert told.value.code == "stopping"

    working(use, waiting=3, each=3)


def test_processes_that_cannot_begin_are_tried_again() -> None:
    async def main() -> None:
        work = Work(workers=1, waiting=2, each=2, warm=Die())
        work.start()
        job = submitted(work, Sleep())
        await asyncio.sleep(1.5)
        assert (work.ready, job.state) == (0, "waiting")
        await work.stop()
        assert job.state == "cancelled"

    asyncio.run(main())
