"""A process that does one task at a time, and what it sends back. Used from threads: ``run`` waits."""

from __future__ import annotations

import gc
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

# Forking a process that runs threads can deadlock the child.
_CONTEXT = get_context("spawn")

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many parts of it are done, and of how many; of 0 where they cannot be counted."""


class Task(Protocol):
    """Something to do in another process; it is sent there, and its result back."""

    @property
    def characters(self) -> int:
        """Length of the texts, about."""

    def run(self, progress: Progress) -> Any:
        """Do it.

        Raises:
            Refused: The request cannot be met.
        """


class Refused(Exception):  # noqa: N818  no fault of the program
    """A task cannot be done as it was asked for; ``code`` is one of ``unspin.web.problems.KINDS``."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class Failed(Exception):  # noqa: N818  told, not handled
    """A task ended in a fault of unspin itself; ``trace`` are the lines to report, ``name`` what the log calls the job."""

    def __init__(self, trace: str, name: str = "") -> None:
        super().__init__(trace)
        self.trace = trace
        self.name = name


class Died(Exception):  # noqa: N818  told, not handled
    """The process is gone; ``begun`` says whether it had taken the task."""

    def __init__(self, code: int | None, *, begun: bool) -> None:
        super().__init__(f"exit code {code}" if code is None or code >= 0 else f"signal {-code}")
        self.code = code
        self.begun = begun


class Process:
    """A process, started at once. ``characters`` counts the text that it has read; ``alive`` is whether it can be given more."""

    def __init__(self) -> None:
        self._connection, theirs = _CONTEXT.Pipe()
        self.process: BaseProcess = _CONTEXT.Process(target=_work, args=(theirs,), daemon=True, name="unspin-worker")
        self.process.start()
        theirs.close()
        self.characters = 0
        self.alive = True

    def run(self, task: Task, progress: Progress) -> Any:
        """What the task gives; ``progress`` is called in this thread.

        Raises:
            Refused: The task says why it cannot be done.
            Failed: It ended in a fault.
            Died: The process is gone.
        """
        begun = False
        self.characters += task.characters
        try:
            self._connection.send(task)
            while True:
                kind, value = self._connection.recv()
                match kind:
                    case "begun":
                        begun = True
                    case "progress":
                        progress(*value)
                    case "done":
                        return value
                    case "refused":
                        raise Refused(*value)
                    case _:
                        raise Failed(value)
        except (EOFError, OSError):
            # The connection closes a moment before the process has ended and its exit code is known.
            self.alive = False
            self.process.join(timeout=1)
            raise Died(self.process.exitcode, begun=begun) from None

    def kill(self) -> None:
        """End it at once, from any thread; ``run`` then raises ``Died``."""
        self.alive = False
        self.process.kill()

    def close(self) -> None:
        """End it, wait until it has ended, and let go of what it held."""
        self.kill()
        self.process.join()
        self._connection.close()


def _work(connection: Connection) -> None:
    # The server alone decides what becomes of its work when it is interrupted or stopped; it kills what is not wanted any more.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # A check makes hundreds of thousands of small objects that all live as long as the check: looking through them seldom is enough.
    gc.set_threshold(20_000, 10, 50)
    loaded = False

    def progress(stage: str, done: int = 0, total: int = 0) -> None:
        connection.send(("progress", (stage, done, total)))

    with suppress(EOFError, OSError):
        while True:
            task: Task = connection.recv()
            connection.send(("begun", None))
            connection.send(_answer(task, progress))
            if not loaded:
                # Models and word lists stay for good: searching them for garbage again and again takes time.
                gc.collect()
                gc.freeze()
                loaded = True


def _answer(task: Task, progress: Progress) -> tuple[str, Any]:
    try:
        return "done", task.run(progress)
    except Refused as refusal:
        return "refused", (refusal.code, refusal.detail)
    except Exception:
        return "failed", traceback.format_exc()
