"""What goes wrong with cases: the database, an id that is not there, a value that is not taken."""

from __future__ import annotations


class CasesError(Exception):
    """Cases cannot be read or written.

    Args:
        place: The file or the address of the database, without its password.
        reason: What is wrong, as half a sentence.
        remedy: What to do about it, as half a sentence.
    """

    def __init__(self, place: str, reason: str, remedy: str) -> None:
        super().__init__(place, reason, remedy)
        self.place = place
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"cases {self.place}: {self.reason}; {self.remedy}"


class NotFound(CasesError):  # noqa: N818  what it is called everywhere
    """There is no such case, or the case has no such change."""


class Refused(CasesError):  # noqa: N818  it is no fault of the database's
    """A value that is not taken; nothing was written."""
