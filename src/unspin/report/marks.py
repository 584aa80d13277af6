"""Findings as a page shows them: an entry in a list, and marks in a text."""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES
from unspin.document import Document, Span
from unspin.report.places import Lines, one_line, visible


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
    why: str
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


def facts_shown(why: Mapping[str, Any]) -> str:
    """The facts that were compared, for reading."""
    return visible(json.dumps(dict(why), ensure_ascii=False, indent=2), keep="\n") if why else ""


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
