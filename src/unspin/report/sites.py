"""Places as other tools count them: path, lines, and columns in the unit that a format asks for."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import overload

from unspin.document import Document, Span
from unspin.report.places import Lines, Position, visible

Measure = Callable[[str], int]


def utf16_units(text: str) -> int:
    """Number of UTF-16 code units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def utf8_bytes(text: str) -> int:
    """Number of bytes in UTF-8."""
    return len(text.encode("utf-8", errors="surrogatepass"))


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a file of pairs that two texts came from; ``id`` is None where it has none that can be used.

    A document that could not be read is ``whole``: a file of its own.
    """

    path: str
    line: int
    id: str | int | None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """Where words begin and end, the end exclusive; ``offset`` and ``length`` count in the same unit as the columns."""

    start: Position
    end: Position
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Site:
    """Words of a document, and where they stand.

    ``path`` and ``line`` lead to the words. The texts of a pair stand inside a record, where no column leads to them: then
    the line is that of the record and ``region`` is None.
    """

    document: Document
    path: str
    line: int
    region: Region | None
    span: Span

    @property
    def words(self) -> str:
        """The words."""
        return self.document.slice(self.span)

    @property
    def where(self) -> str:
        """Path, line and column, such as "desk.txt:3:14"."""
        return f"{self.path}:{self.line}" + (f":{self.region.start.column}" if self.region else "")


class Ground:
    """One text, in which places are found."""

    def __init__(self, document: Document, *, record: Record | None = None, measure: Measure = len) -> None:
        self.document = document
        self.record = record
        self.measure = measure
        self.lines = Lines(document.text)

    @overload
    def site(self, span: Span) -> Site: ...

    @overload
    def site(self, span: Span | None) -> Site | None: ...

    def site(self, span: Span | None) -> Site | None:
        """The place; None where there are no words."""
        if span is None:
            return None
        if self.record:
            return Site(self.document, tidy(self.record.path), self.record.line, None, span)
        region = self.region(span)
        return Site(self.document, tidy(self.document.name), region.start.line, region, span)

    def region(self, span: Span) -> Region:
        """Where words begin and end."""
        before, words = self.document.text[: span.start], self.document.slice(span)
        return Region(self._position(span.start), self._position(span.end), self.measure(before), self.measure(words))

    def _position(self, offset: int) -> Position:
        place = self.lines.position(offset)
        begins = offset - place.column + 1
        return Position(place.line, self.measure(self.document.text[begins:offset]) + 1)


def tidy(name: str) -> str:
    """A path with forward slashes and no detours, such as "drafts/a.txt" for "./drafts//a.txt"; safe to show.

    An address on the web stays as it is.
    """
    if "://" in name:
        return visible(name)
    return visible(posixpath.normpath(PurePath(name).as_posix())) if name else name
