"""Many results written as one: what stands before the first, between two, and after the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unspin.report.findings import Result
    from unspin.report.sites import Record


def _nothing(*_: Any) -> str:
    return ""


@dataclass(slots=True)
class Joined:
    """Turns pieces, each of one result, into one text; every method returns what is to be written next.

    A piece without characters leaves no trace. ``piece`` writes that of a result, ``failed`` that of a record or a document
    that could not be read. ``accepted`` is how many changes were accepted and left out, for formats that tell it; None where
    nobody could accept one.
    """

    piece: Callable[..., str] = _nothing
    failed: Callable[[Record, str], str] = _nothing
    head: str = ""
    separator: str = ""
    tail: str = ""
    accepted: int | None = None
    _empty: bool = field(default=True, init=False)

    def begin(self) -> str:
        """What comes first."""
        return self.head

    def add(self, piece: str, accepted: int | None = None) -> str:
        """The next piece, of a result in which so many changes were accepted."""
        if accepted is not None:
            self.accepted = (self.accepted or 0) + accepted
        if not piece:
            return ""
        separator = "" if self._empty else self.separator
        self._empty = False
        return separator + piece

    def take(self, result: Result, **options: Any) -> str:
        """The piece of a result whose texts are files of their own."""
        return self.add(self.piece(result, None, **options), result.accepted)

    def fail(self, record: Record, error: str) -> str:
        """The piece of a record that could not be checked."""
        return self.add(self.failed(record, error))

    def end(self) -> str:
        """What comes last."""
        return self.tail

    def of(self, result: Result, **options: Any) -> str:
        """All of it at once, for a single result."""
        return "".join([self.begin(), self.take(result, **options), self.end()])
