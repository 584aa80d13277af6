"""Check pairs in several processes: order kept, memory bounded, and a process that dies costs its pair alone."""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from unspin.batch.records import BadRecord, Pair
from unspin.report.model import Report

T = TypeVar("T")

BUNDLED = "bundled"
"""The name of the judge that ships with unspin."""

# Forking a process that runs threads (a progress bar, a numeric library) can deadlock the child.
_CONTEXT = get_context("spawn")

# How many outcomes may wait for a slow pair before them, for each process.
_WINDOW = 8

# The language model remembers every word that it has met: after so much text a process gives way to a fresh one.
_MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of a record: ``result``, or ``error`` if it could not be checked."""

    record: Pair | BadRecord
    result: T | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class _Task(Generic[T]):
    """What every process needs to know."""

    present: Callable[[Report, Pair], T]
    select: Collection[str] | None
    ignore: Collection[str]
    min_confidence: float
    judge: str


def check_pairs(
    records: Iterable[Pair | BadRecord],
    *,
    present: Callable[[Report, Pair], T],
    jobs: int = 1,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    min_confidence: float = 0.0,
    judge: str = BUNDLED,
) -> Generator[Outcome[T]]:
    """Yield the outcome of each record, in the order of the records and whatever the number of processes.

    A record is read only when a process is free for it, so an endless input is fine. On KeyboardInterrupt the outcomes
    that are ready are yielded before it is raised again. A program that calls this must guard its start with
    ``if __name__ == "__main__"``, since new processes import it.

    Args:
        records: Pairs to check; bad records come out as errors in their place.
        present: Turns a report into what is wanted of it, inside the process; a function at the top of a module.
        jobs: Number of processes, at least 1.
        select: As for ``unspin.check``.
        ignore: As for ``unspin.check``.
        min_confidence: As for ``unspin.check``.
        judge: The judge's name, for ``unspin.judge.load``; each process loads it and lets it use one core.
    """
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    pool = _Pool(jobs, _Task(present, select, ignore, min_confidence, judge))
    try:
        yield from pool.run(iter(records))
    finally:
        pool.stop()


class _Slot(Generic[T]):
    """The place of an outcome in the order."""

    def __init__(self, record: Pair | BadRecord) -> None:
        self.record = record
        self.outcome: Outcome[T] | None = None
        if isinstance(record, BadRecord):
            self.outcome = Outcome(record, error=record.error)


class _Pool(Generic[T]):
    def __init__(self, jobs: int, task: _Task[T]) -> None:
        self.jobs = jobs
        self.task = task
        self.idle: list[_Worker[T]] = []
        self.busy: list[_Worker[T]] = []
        self.slots: deque[_Slot[T]] = deque()

    def run(self, records: Iterator[Pair | BadRecord]) -> Iterator[Outcome[T]]:
        more = True
        try:
            while more or self.slots:
                yield from self._ready()
                if more and len(self.busy) < self.jobs and len(self.slots) < self.jobs * _WINDOW:
                    record = next(records, None)
                    if record is None:
                        more = False
                    else:
                        self._start(record)
                elif self.busy:
                    self._collect(timeout=None)
        except KeyboardInterrupt:
            self._collect(timeout=0)
            yield from self._ready()
            raise

    def _ready(self) -> Iterator[Outcome[T]]:
        while self.slots and (outcome := self.slots[0].outcome) is not None:
            self.slots.popleft()
            yield outcome

    def _start(self, record: Pair | BadRecord) -> None:
        slot: _Slot[T] = _Slot(record)
        self.slots.append(slot)
        if isinstance(record, Pair):
            worker = self.idle.pop() if self.idle else _Worker(self.task)
            self.busy.append(worker)
            worker.send(slot, record)

    def _collect(self, *, timeout: float | None) -> None:
        done = wait([worker.connection for worker in self.busy], timeout)
        for worker in [worker for worker in self.busy if worker.connection in done]:
            self.busy.remove(worker)
            if not worker.receive() or worker.characters > _MOST_CHARACTERS:
                worker.stop()
            else:
                self.idle.append(worker)

    def stop(self) -> None:
        for worker in [*self.idle, *self.busy]:
            worker.stop()


class _Worker(Generic[T]):
    """A process that checks one pair at a time, so that its death can be laid to one pair."""

    def __init__(self, task: _Task[T]) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.process: BaseProcess = _CONTEXT.Process(target=_work, args=(theirs, task), daemon=True)
        self.process.start()
        theirs.close()
        self.slot: _Slot[T] | None = None
        self.characters = 0

    def send(self, slot: _Slot[T], pair: Pair) -> None:
        self.slot = slot
        self.characters += sum(
            len(side if isinstance(side, str) else side.text) for side in (pair.original, pair.rewrite)
        )
        try:
            self.connection.send(pair)
        except OSError:
            # It died while idle; the closed connection tells `receive` so.
            return

    def receive(self) -> bool:
        """Fill the slot of the pair in work; False if the process died over it."""
        assert self.slot is not None
        slot, self.slot = self.slot, None
        try:
            result, error = self.connection.recv()
        except (EOFError, OSError):
            # The connection closes a moment before the process has ended and its exit code is known.
            self.process.join(timeout=1)
            reason = _reason(self.process.exitcode)
            slot.outcome = Outcome(slot.record, error=f"the process that checked it died{reason}")
            return False
        slot.outcome = Outcome(slot.record, result=result, error=error)
        return True

    def stop(self) -> None:
        self.process.terminate()
        self.process.join()
        self.connection.close()


def _reason(code: int | None) -> str:
    if code is None or code >= 0:
        return f" (exit code {code})"
    name = signal.Signals(-code).name if -code in signal.Signals._value2member_map_ else f"signal {-code}"
    return f" ({name})" + ("; it may have run out of memory" if name == "SIGKILL" else "")


def _work(connection: Connection, task: _Task[T]) -> None:
    # Ctrl-C reaches every process of the terminal; the parent alone decides what to do about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    loaded = False
    # A check makes hundreds of thousands of small objects that all live as long as the check: looking through them seldom is enough.
    gc.set_threshold(20_000, 10, 50)
    while True:
        try:
            pair = connection.recv()
        except EOFError:
            return
        connection.send(_checked(pair, task))
        if not loaded:
            # Models and word lists stay for good: searching them for garbage again and again costs a sixth of the time.
            gc.collect()
            gc.freeze()
            loaded = True


def _checked(pair: Pair, task: _Task[T]) -> tuple[T | None, str | None]:
    # In the process that checks, not in the one that waits.
    from unspin import check  # noqa: PLC0415
    from unspin.judge import load  # noqa: PLC0415

    try:
        report = check(
            pair.original,
            pair.rewrite,
            select=task.select,
            ignore=task.ignore,
            min_confidence=task.min_confidence,
            judge=load(task.judge, threads=1),
        )
        return task.present(report, pair), None
    except Exception as error:
        return None, f"internal error: {type(error).__name__}: {error}"
