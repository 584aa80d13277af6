"""Findings as a page shows them: an entry in a list, and marks in a text."""

from __future__ import annotations

import bisect
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES
from unspin.document import Document, Span
from unspin.report.places import Lines, one_line
from unspin.report.values import rounded


@dataclass(frozen=True, slots=True)
class Place:
    """Words and the line that they begin on."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two places of a finding; ``absent`` is said where it has none. ``name`` is part of its anchor."""

    name: str
    place: Place | None
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was compared: its name, and its value for each side or one for both."""

    name: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the sides have different values."""
        return len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What was compared, as a table; ``sides`` names the columns of those facts that have a value for each."""

    sides: tuple[str, ...]
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding of the list; ``number`` counts from 1. ``element`` marks it in HTML.

    That is ``mark`` for words in place of others, ``del`` for lost and ``ins`` for added ones.
    """

    number: int
    type: str
    severity: Severity
    confidence: float
    message: str
    sides: tuple[Side, Side]
    why: Facts
    element: str = "mark"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that an entry is about; ``side`` names which of its two places."""

    span: Span
    entry: Entry
    side: str


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same marks; ``labels`` are those that end here, whose names the page shows."""

    text: str
    marks: tuple[Mark, ...]
    labels: tuple[Mark, ...]

    @property
    def severity(self) -> Severity:
        """The gravest severity."""
        return min((mark.entry.severity for mark in self.marks), key=SEVERITIES.index)


def sentence(message: str) -> str:
    """A message as a sentence."""
    return one_line(message).rstrip(".") + "."


def place(document: Document, span: Span | None, lines: Lines) -> Place | None:
    """A span as the page shows it."""
    return None if span is None else Place(lines.position(span.start).line, one_line(document.slice(span)))


def facts_shown(why: Mapping[str, Any]) -> Facts:
    """The facts that were compared, for reading: what is known of both sides side by side, then everything else."""
    sides = [key for key, value in why.items() if isinstance(value, Mapping)]
    if len(sides) > 2:
        sides = []
    facts = [Fact(_value(key), (_value(value),)) for key, value in why.items() if key not in sides]
    names = dict.fromkeys(name for side in sides for name in why[side])
    compared = [Fact(_value(name), tuple(_value(why[side].get(name, "")) for side in sides)) for name in names]
    return Facts(tuple(map(_value, sides)), tuple(compared + facts))


def _value(value: Any) -> str:
    """Words as they are, nothing for what is not known, anything else as JSON."""
    if value is None:
        return ""
    return one_line(value if isinstance(value, str) else json.dumps(rounded(value), ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of a type there are, of each of the severities that occur on the page."""

    type: str
    counts: tuple[int, ...]


def tallies(entries: Iterable[Entry]) -> tuple[tuple[Severity, ...], tuple[Tally, ...]]:
    """The severities that occur, gravest first, and a row for each type, in order of their names."""
    found = Counter((entry.type, entry.severity) for entry in entries)
    severities = tuple(severity for severity in SEVERITIES if any(severity == other for _, other in found))
    rows = [
        Tally(name, tuple(found[name, severity] for severity in severities))
        for name in sorted({name for name, _ in found})
    ]
    return severities, tuple(rows)


def cut(whole: Span, spans: Iterable[Span]) -> list[Span]:
    """The pieces of ``whole`` that come of cutting it wherever one of the spans begins or ends."""
    inside = [place for span in spans for place in (span.start, span.end) if whole.start < place < whole.end]
    return [Span(start, end) for start, end in pairwise([whole.start, *sorted(set(inside)), whole.end])]


def blocks_at(document: Document, span: Span) -> range:
    """The places, in the list of blocks, of those that share a code point with the span."""
    first = bisect.bisect_right(document.blocks, span.start, key=lambda block: block.span.end)
    last = bisect.bisect_left(document.blocks, span.end, key=lambda block: block.span.start)
    return range(first, last)


def shown_end(document: Document, span: Span) -> int:
    """Where the label of a span stands: at its end, or at that of the last block that shows any of it."""
    shown = blocks_at(document, span)
    return min(span.end, document.blocks[shown[-1]].span.end) if shown else 0
