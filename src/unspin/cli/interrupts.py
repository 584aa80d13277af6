"""Ctrl-C and termination, held back while a result is being written."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """What has been asked for: ``signal`` is None, or the number of the signal that came."""

    def __init__(self) -> None:
        self.signal: int | None = None
        self._held = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Let what is inside be finished; a signal that comes meanwhile raises KeyboardInterrupt afterwards."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self.signal is not None:
            raise KeyboardInterrupt

    def _came(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number
        if not self._held:
            raise KeyboardInterrupt


@contextmanager
def interrupts() -> Iterator[Interrupts]:
    """Turn Ctrl-C and SIGTERM into KeyboardInterrupt, at places where nothing is cut in two."""
    found = Interrupts()
    before = {number: signal.signal(number, found._came) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield found
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
