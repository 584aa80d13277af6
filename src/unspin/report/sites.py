"""Changes with their places as other tools count them: path, lines, and columns in the unit that a format asks for."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES
from unspin.document import Document, Span
from unspin.report.model import Report, severity_of
from unspin.report.places import Lines, Position, visible

SideName = Literal["original", "rewrite"]
Measure = Callable[[str], int]


def utf16_units(text: str) -> int:
    """Number of UTF-16 code units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def utf8_bytes(text: str) -> int:
    """Number of bytes in UTF-8."""
    return len(text.encode("utf-8", errors="surrogatepass"))


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a file of pairs that two texts came from; ``id`` is None where it has none that can be used."""

    path: str
    line: int
    id: str | int | None


@dataclass(frozen=True, slots=True)
class Region:
    """Where words begin and end, the end exclusive; ``offset`` and ``length`` count in the same unit as the columns."""

    start: Position
    end: Position
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Site:
    """One of the two places of a change.

    ``path`` and ``line`` lead to the words. The texts of a pair stand inside a record, where no column leads to them: then
    the line is that of the record and ``region`` is None.
    """

    side: SideName
    path: str
    line: int
    region: Region | None
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A change ready to be written; at least one of its two places is there."""

    type: str
    severity: Severity
    confidence: float
    message: str
    fingerprint: str
    why: Mapping[str, Any]
    original: Site | None
    rewrite: Site | None

    @property
    def site(self) -> Site:
        """The place that the change is shown at: in the rewrite, or in the original for words that the rewrite lost."""
        site = self.rewrite or self.original
        assert site is not None
        return site

    @property
    def gravity(self) -> tuple[int, float]:
        """Sorts the gravest and surest first."""
        return SEVERITIES.index(self.severity), -self.confidence


def findings(report: Report, *, record: Record | None = None, measure: Measure = len) -> list[Finding]:
    """The changes of a report in its order; ``measure`` counts the unit of columns and offsets, code points unless given."""
    original = _Ground("original", report.original, record, measure)
    rewrite = _Ground("rewrite", report.rewrite, record, measure)
    return [
        Finding(
            change.type,
            severity_of(change),
            round(float(change.confidence), 4),
            change.message,
            fingerprint,
            change.why,
            original.site(change.original),
            rewrite.site(change.rewrite),
        )
        for change, fingerprint in zip(report.changes, report.fingerprints, strict=True)
        if change.original is not None or change.rewrite is not None
    ]


class _Ground:
    """One text of a report."""

    def __init__(self, side: SideName, document: Document, record: Record | None, measure: Measure) -> None:
        self.side: SideName = side
        self.document = document
        self.record = record
        self.measure = measure
        self.lines = Lines(document.text)

    def site(self, span: Span | None) -> Site | None:
        if span is None:
            return None
        words = self.document.slice(span)
        if self.record:
            return Site(self.side, tidy(self.record.path), self.record.line, None, span, words)
        start = self._position(span.start)
        before = self.document.text[: span.start]
        region = Region(start, self._position(span.end), self.measure(before), self.measure(words))
        return Site(self.side, tidy(self.document.name), start.line, region, span, words)

    def _position(self, offset: int) -> Position:
        place = self.lines.position(offset)
        begins = offset - place.column + 1
        return Position(place.line, self.measure(self.document.text[begins:offset]) + 1)


def tidy(name: str) -> str:
    """A path with forward slashes and no detours, such as "drafts/a.txt" for "./drafts//a.txt"; safe to show."""
    return visible(posixpath.normpath(PurePath(name).as_posix())) if name else name
