"""Many reports written as one: what stands before the first, between two, and after the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from unspin.report.sites import Record


def _nothing(_record: Record, _error: str) -> str:
    return ""


@dataclass(slots=True)
class Joined:
    """Turns pieces, each of one report, into one text; every method returns what is to be written next.

    A piece without characters leaves no trace. ``failed`` writes the piece of a record that could not be checked.
    """

    head: str = ""
    separator: str = ""
    tail: str = ""
    failed: Callable[[Record, str], str] = _nothing
    _empty: bool = field(default=True, init=False)

    def begin(self) -> str:
        """What comes first."""
        return self.head

    def add(self, piece: str) -> str:
        """The next piece."""
        if not piece:
            return ""
        separator = "" if self._empty else self.separator
        self._empty = False
        return separator + piece

    def fail(self, record: Record, error: str) -> str:
        """The piece of a record that could not be checked."""
        return self.add(self.failed(record, error))

    def end(self) -> str:
        """What comes last."""
        return self.tail
