"""Many pairs in one request: a line in, a line out, in order, while the request is still coming.

So many records are at work as there are processes, and a few wait. What comes faster than that is read ahead up to a number of
bytes, since many clients send everything before they read anything; then the client has to wait.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from unspin.batch.records import BadRecord, Pair, json_record
from unspin.report.jsonformat import failure_line
from unspin.web.jobs import problem_from
from unspin.web.problems import Problem
from unspin.web.serving import Limits
from unspin.web.work import Busy, Job, Work

MEDIA_TYPE = "application/x-ndjson"
_AGAIN = 0.1

Submit = Callable[[Pair], Job]


class BatchResponse(Response):
    """The answer to a batch, which reads its request while it is being sent.

    Args:
        submit: Takes a pair as a job.
        work: Where the jobs go.
        limits: How long a line may be, and how much is read ahead.
    """

    media_type = MEDIA_TYPE

    def __init__(self, submit: Submit, work: Work, limits: Limits) -> None:
        super().__init__()
        # The length is not known yet.
        del self.headers["content-length"]
        self._submit = submit
        self._work = work
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        """Answer."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        lines = _Lines(receive, self._limits)
        window: asyncio.Queue[_Entry | None] = asyncio.Queue(2 * self._work.workers)
        jobs: set[Job] = set()
        tasks = [
            asyncio.create_task(step) for step in (lines.read(), self._take(lines, window, jobs), _put(window, send))
        ]
        try:
            # The first of them, the reading, ends early where the client goes; the last ends when all is answered.
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            while not lines.gone and not tasks[-1].done() and not any(_failed(task) for task in done):
                done, _ = await asyncio.wait(
                    [task for task in tasks if not task.done()], return_when=asyncio.FIRST_COMPLETED
                )
        finally:
            for task in tasks:
                task.cancel()
            for job in jobs:
                job.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in tasks:
            if _failed(task):
                task.result()

    async def _take(self, lines: _Lines, window: asyncio.Queue[_Entry | None], jobs: set[Job]) -> None:
        """Make a job of each record; no more than fit into the window."""
        async for number, line in lines:
            record = lines.fault(number) if line is None else json_record(number, line)
            if isinstance(record, BadRecord):
                await window.put((record, None))
                continue
            await window.put((record, await self._job_of(record, jobs)))
        if lines.fault_of_all is not None:
            await window.put((lines.fault_of_all, None))
        await window.put(None)

    async def _job_of(self, pair: Pair, jobs: set[Job]) -> Job | Problem:
        while True:
            try:
                job = self._submit(pair)
            except Busy as busy:
                if busy.code == "stopping":
                    return problem_from(busy)
                # A batch waits for its turn.
                await asyncio.sleep(_AGAIN)
            else:
                jobs.add(job)
                job.when_over(partial(jobs.discard, job))
                return job


_Entry = tuple[Pair | BadRecord, Job | Problem | None]


async def _put(window: asyncio.Queue[_Entry | None], send: Send) -> None:
    """Answer the records in their order."""
    while (entry := await window.get()) is not None:
        line = await _answer(*entry)
        await send({"type": "http.response.body", "body": line.encode() + b"\n", "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _answer(record: Pair | BadRecord, job: Job | Problem | None) -> str:
    if isinstance(record, BadRecord):
        return failure_line(record.id, record.error)
    if isinstance(job, Problem):
        return failure_line(record.id, f"{job.code}: {job.detail}")
    assert job is not None
    await job.wait()
    if job.error is not None:
        problem = problem_from(job.error)
        return failure_line(record.id, f"{problem.code}: {problem.detail}")
    body: str = job.value.body
    return body


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is not None


class _Lines:
    """The lines of a body, read ahead of what is done with them."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._lines: deque[bytes | None] = deque()
        self._size = 0
        self._changed = asyncio.Condition()
        self._ended = False
        self.gone = False
        self.fault_of_all: BadRecord | None = None

    def fault(self, number: int) -> BadRecord:
        """What is wrong with a line that is too long."""
        return BadRecord(number, None, f"too-large: a line may have {self._limits.line:,} bytes")

    async def read(self) -> None:
        """Read until the client has gone, which may be long after its last line."""
        rest = bytearray()
        dropping = False
        try:
            while True:
                message = await self._receive()
                if message["type"] != "http.request":
                    self.gone = True
                    return
                *whole, last = message.get("body", b"").split(b"\n")
                for part in whole:
                    rest += part
                    await self._add(None if dropping or len(rest) > self._limits.line else bytes(rest))
                    rest.clear()
                    dropping = False
                rest += last
                if len(rest) > self._limits.line:
                    rest.clear()
                    dropping = True
                if not message.get("more_body", False) and not self._ended:
                    if rest or dropping:
                        await self._add(None if dropping else bytes(rest))
                        rest.clear()
                    await self._end()
        except Problem as problem:
            # The answer has begun: all that can still be said is said in a line.
            self.fault_of_all = BadRecord(0, None, f"{problem.code}: {problem.detail}")
            await self._end()

    async def _add(self, line: bytes | None) -> None:
        size = len(line or b"")
        async with self._changed:
            await self._changed.wait_for(lambda: not self._lines or self._size + size <= self._limits.body)
            self._lines.append(line)
            self._size += size
            self._changed.notify_all()

    async def _end(self) -> None:
        async with self._changed:
            self._ended = True
            self._changed.notify_all()

    async def __aiter__(self) -> AsyncIterator[tuple[int, bytes | None]]:
        number = 0
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: bool(self._lines) or self._ended)
                if not self._lines:
                    return
                line = self._lines.popleft()
                self._size -= len(line or b"")
                self._changed.notify_all()
            number += 1
            if line is None or line.strip():
                yield number, line
