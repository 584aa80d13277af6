"""Work in processes of its own: comparisons hold the interpreter's lock, and a process can be ended where a thread cannot.

``Work`` lives in an event loop. Each process works on one job at a time, so that its death, its end for taking too long and
its end for being cancelled cost that job alone; another process takes its place.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from unspin.web.processes import Died, Failed, Process, Refused, Task

State = Literal["waiting", "running", "done", "failed", "cancelled"]

# The language model remembers every word that it has met: after so much text a process gives way to a fresh one.
_MOST_CHARACTERS = 2_000_000
# A process that ends before it can work is started again after a while, in seconds: twice as long each time.
_PAUSES = (0.1, 10.0)

_log = logging.getLogger("unspin.web")


class Cancelled(Exception):  # noqa: N818  no fault of the program
    """The job was cancelled."""


class Busy(Exception):  # noqa: N818  no fault of the program
    """The job is not taken: ``code`` is "busy", "too-many" or "stopping"."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(eq=False)
class Job:
    """A task on its way.

    Args:
        task: What is to be done.
        owner: Whose it is.
        seconds: How long the work may take.
        name: What the log calls it: the id of the request that brought it.
        id: A name that nobody can guess.
        state: How far it has come.
        stage: What is being done, in a word or two.
        done: Parts of that stage that are done.
        total: Number of its parts; 0 where they cannot be counted.
    """

    task: Task
    owner: str
    seconds: float
    name: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    state: State = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    created: float = field(default_factory=time.monotonic)
    started: float | None = None
    ended: float | None = None
    _future: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    _stop: Callable[[], None] | None = None
    _tries: int = 0

    async def result(self) -> Any:
        """What the task gave.

        Raises:
            Refused: The task says what is wrong with the request.
            Failed: The task ended in a fault of unspin itself.
            Died: Its process died.
            TimeoutError: It took longer than ``seconds``.
            Cancelled: It was cancelled.
        """
        return await asyncio.shield(self._future)

    async def wait(self, seconds: float | None = None) -> None:
        """Until it has ended, but no longer than so many seconds."""
        await asyncio.wait([self._future], timeout=seconds)

    @property
    def value(self) -> Any:
        """What the task gave; None where it gave nothing, or nothing yet."""
        return None if not self.over or self._future.exception() else self._future.result()

    @property
    def error(self) -> BaseException | None:
        """Why the task gave nothing, as ``result`` raises it; None where it gave something, or nothing yet."""
        return self._future.exception() if self.over else None

    @property
    def over(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._future.done()

    @property
    def elapsed(self) -> float:
        """Seconds since it was taken, until it ended."""
        return (self.ended or time.monotonic()) - self.created

    def when_over(self, told: Callable[[], None]) -> None:
        """Have a function called soon after it has ended."""
        self._future.add_done_callback(lambda _: told())

    def cancel(self) -> None:
        """End it: a waiting job is left out, the process of a running one is killed. Nothing happens to one that is over."""
        if not self.over:
            self.finish("cancelled", error=Cancelled())
            if self._stop:
                self._stop()

    def finish(self, state: State, result: Any = None, error: BaseException | None = None) -> None:
        """Settle what became of it; nothing once it is settled."""
        if self.over:
            return
        self.state, self.ended = state, time.monotonic()
        if error is not None:
            self._future.set_exception(error)
            # Nobody may come back for it.
            self._future.exception()
        else:
            self._future.set_result(result)


class Work:
    """The processes, and the jobs that wait for them in order.

    Args:
        workers: Number of processes.
        waiting: Jobs that may wait.
        each: Jobs of one owner that may wait or run.
        warm: A task that each process does before its first job, so that models are loaded.
    """

    def __init__(self, *, workers: int, waiting: int, each: int, warm: Task) -> None:
        self.workers = workers
        self.running: set[Job] = set()
        self.queue: deque[Job] = deque()
        self.ready = 0
        self.died: Counter[str] = Counter()
        self._waiting = waiting
        self._each = each
        self._warm = warm
        self._owned: Counter[str] = Counter()
        self._some = asyncio.Event()
        self._threads = ThreadPoolExecutor(3 * workers, "unspin-work")
        self._processes: set[Process] = set()
        self._loops: list[asyncio.Task[None]] = []
        self._stopping = False

    def start(self) -> None:
        """Start the processes; jobs wait until the first is ready."""
        self._loops = [asyncio.create_task(self._serve()) for _ in range(self.workers)]

    def kill(self) -> None:
        """End every process at once, from outside of the loop."""
        for process in self._processes:
            process.kill()

    async def stop(self) -> None:
        """Cancel what is left, and end every process."""
        self._stopping = True
        self.cancel()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        for process in list(self._processes):
            await self._end(process)
        self._threads.shutdown(wait=True)

    def cancel(self) -> None:
        """Cancel every job."""
        for job in [*self.queue, *self.running]:
            job.cancel()

    def refuse(self) -> None:
        """Take no more jobs; those that were taken are finished."""
        self._stopping = True

    @property
    def stopping(self) -> bool:
        """Whether no more jobs are taken."""
        return self._stopping

    @property
    def takes(self) -> bool:
        """Whether jobs are taken and a process is there to do them."""
        return not self._stopping and self.ready > 0

    def submit(self, task: Task, *, owner: str, seconds: float, name: str = "") -> Job:
        """Take a job; ``name`` is what the log calls it.

        Raises:
            Busy: The owner has too many, too many wait, or the server is stopping.
        """
        if self._stopping:
            raise Busy("stopping", "the server is stopping; try again in a moment")
        if self._owned[owner] >= self._each:
            raise Busy("too-many", f"you have {self._each} requests at work or waiting; wait for one to end")
        if len(self.queue) >= self._waiting:
            raise Busy("busy", f"{self._waiting} requests are waiting already; try again in a moment")
        job = Job(task, owner, seconds, name)
        self._owned[owner] += 1
        job.when_over(partial(self._gone, job))
        self.queue.append(job)
        self._some.set()
        return job

    def place(self, job: Job) -> int:
        """How many jobs wait before this one."""
        with suppress(ValueError):
            return self.queue.index(job)
        return 0

    def _gone(self, job: Job) -> None:
        self._owned[job.owner] -= 1
        if not self._owned[job.owner]:
            del self._owned[job.owner]
        with suppress(ValueError):
            self.queue.remove(job)

    async def _next(self) -> Job:
        while not self.queue:
            self._some.clear()
            await self._some.wait()
        return self.queue.popleft()

    async def _serve(self) -> None:
        """One place for a process: jobs one after the other, and another process where one is gone or has read enough."""
        process = await self._fresh()
        successor: asyncio.Task[Process] | None = None
        self.ready += 1
        try:
            while True:
                if not await self._done(await self._next(), process):
                    self.ready -= 1
                    await self._end(process)
                    process = await (successor or self._fresh())
                    successor = None
                    self.ready += 1
                elif process.characters > _MOST_CHARACTERS and successor is None:
                    # It works on until the other has loaded its models.
                    successor = asyncio.create_task(self._fresh())
                elif successor is not None and successor.done():
                    await self._end(process)
                    process, successor = successor.result(), None
        finally:
            process.kill()
            if successor is not None:
                successor.cancel()

    async def _fresh(self) -> Process:
        """A process that has loaded its models."""
        pause, longest = _PAUSES
        while True:
            try:
                process = Process()
            except OSError as error:
                _log.error("a process could not be started: %s", error)
            else:
                self._processes.add(process)
                try:
                    await self._in_thread(process.run, self._warm, lambda *_: None)
                except (Died, Failed, Refused) as error:
                    await self._end(process)
                    _log.error("a process could not begin to work: %s", error)
                else:
                    return process
            await asyncio.sleep(pause)
            pause = min(longest, 2 * pause)

    async def _done(self, job: Job, process: Process) -> bool:
        """Do a job; whether the process can go on."""
        loop = asyncio.get_running_loop()

        def progress(stage: str, done: int, total: int) -> None:
            job.stage, job.done, job.total = stage, done, total

        def told(stage: str, done: int, total: int) -> None:
            loop.call_soon_threadsafe(progress, stage, done, total)

        if job.over:
            return True
        job.state, job.started, job._stop = "running", time.monotonic(), process.kill
        self.running.add(job)
        clock = loop.call_later(job.seconds, self._too_long, job, process)
        try:
            job.finish("done", await self._in_thread(process.run, job.task, told))
        except Died as error:
            self._lost(job, error)
        except (Failed, Refused) as error:
            if isinstance(error, Failed):
                error.name = job.name
                _log.error("%s %s", job.name, error.trace)
            job.finish("failed", error=error)
        except Exception as error:
            # What came back cannot be read: nothing is known of the process any more.
            _log.exception("%s a result could not be taken", job.name)
            process.kill()
            job.finish("failed", error=Failed(str(error), job.name))
        except BaseException:
            job.cancel()
            raise
        finally:
            clock.cancel()
            self.running.discard(job)
        return process.alive

    def _lost(self, job: Job, error: Died) -> None:
        """Settle what becomes of a job whose process is gone."""
        if job.over:
            self.died["cancelled" if job.state == "cancelled" else "too long"] += 1
        elif not error.begun and not job._tries:
            # It was dead before it was given the job, which can go to the next one.
            self.died["idle"] += 1
            job.state, job.started, job._stop, job._tries = "waiting", None, None, 1
            self.queue.appendleft(job)
            self._some.set()
        else:
            self.died["at work"] += 1
            _log.error("%s a process died at work: %s", job.name, error)
            job.finish("failed", error=error)

    def _too_long(self, job: Job, process: Process) -> None:
        job.finish("failed", error=TimeoutError())
        process.kill()

    async def _end(self, process: Process) -> None:
        await self._in_thread(process.close)
        self._processes.discard(process)

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)
