"""What goes wrong with an archive, and what it does not take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ArchiveError(Exception):
    """An archive cannot be read or written.

    Args:
        name: The archive's path as it was given, or that of a file in it.
        reason: What is wrong, as half a sentence.
        remedy: What to do about it, as half a sentence.
    """

    def __init__(self, name: str | Path, reason: str, remedy: str) -> None:
        super().__init__(str(name), reason, remedy)
        self.name = str(name)
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"archive {self.name}: {self.reason}; {self.remedy}"


class Refused(ValueError):  # noqa: N818  it is no fault of the program's: one document is passed over
    """A document that the archive does not take; the message says why, as half a sentence."""


@contextmanager
def telling(name: str | Path, remedy: str) -> Iterator[None]:
    """Turn what the file system refuses into an ``ArchiveError``."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArchiveError(name, reason, remedy) from error
