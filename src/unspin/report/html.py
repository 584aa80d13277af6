"""A report as one HTML file that needs nothing else: both texts, their changes marked, and a list with reasons."""

from __future__ import annotations

import base64
import bisect
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from unspin.changes import Change, Severity
from unspin.changes.registry import SEVERITIES
from unspin.document import Block, Document, Span
from unspin.report.model import Report, severity_of
from unspin.report.places import Lines, one_line, visible

if TYPE_CHECKING:
    from jinja2 import Template

_POLICY = "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Entry:
    """A change of the list; ``number`` counts from 1."""

    number: int
    type: str
    severity: Severity
    confidence: float
    message: str
    original: Place | None
    rewrite: Place | None
    why: str

    @property
    def element(self) -> str:
        """What marks it in HTML: ``mark`` for words in place of others, ``del`` for lost, ``ins`` for added ones."""
        return "ins" if self.original is None else "del" if self.rewrite is None else "mark"


@dataclass(frozen=True, slots=True)
class Place:
    """Words of one side and the line that they begin on."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same changes; ``labels`` are those that end here, whose names the page shows."""

    text: str
    entries: tuple[Entry, ...]
    labels: tuple[Entry, ...]

    @property
    def severity(self) -> Severity:
        """The gravest severity."""
        return min((entry.severity for entry in self.entries), key=SEVERITIES.index)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, with the number of its link, or what stands between two sentences."""

    link: int | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a text."""

    kind: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One text, ready to be shown."""

    side: str
    name: str
    paragraphs: tuple[Paragraph, ...]


def to_html(report: Report) -> str:
    """A whole HTML page; it loads nothing, and its policy forbids it to."""
    entries = list(_entries(report))
    originals = [(link.original, number) for number, link in enumerate(report.links)]
    rewrites = [(link.rewrite, number) for number, link in enumerate(report.links)]
    style, script = _asset("page.css"), _asset("page.js")
    return _template().render(
        style=style,
        script=script,
        policy=_POLICY.format(style=_hash(style), script=_hash(script)),
        counts=report.counts,
        fidelity=report.fidelity,
        entries=entries,
        types=sorted(Counter(entry.type for entry in entries).items()),
        sides=[
            _side("original", report.original, originals, [change.original for change in report.changes], entries),
            _side("rewrite", report.rewrite, rewrites, [change.rewrite for change in report.changes], entries),
        ],
    )


def _entries(report: Report) -> Iterator[Entry]:
    lines = (Lines(report.original.text), Lines(report.rewrite.text))
    for number, change in enumerate(report.changes, start=1):
        yield Entry(
            number,
            change.type,
            severity_of(change),
            change.confidence,
            one_line(change.message).rstrip(".") + ".",
            _place(report.original, change.original, lines[0]),
            _place(report.rewrite, change.rewrite, lines[1]),
            _why(change),
        )


def _place(document: Document, span: Span | None, lines: Lines) -> Place | None:
    return None if span is None else Place(lines.position(span.start).line, one_line(document.slice(span)))


def _why(change: Change) -> str:
    return visible(json.dumps(dict(change.why), ensure_ascii=False, indent=2), keep="\n") if change.why else ""


def _side(
    side: str,
    document: Document,
    links: Iterable[tuple[tuple[Span, ...], int]],
    spans: list[Span | None],
    entries: list[Entry],
) -> Side:
    sentences = sorted((span, number) for sentences, number in links for span in sentences)
    marks = [(span, entry) for span, entry in zip(spans, entries, strict=True) if span]
    ends = {
        entry.number: min(
            span.end, max((block.span.end for block in document.blocks if span.overlaps(block.span)), default=0)
        )
        for span, entry in marks
    }
    paragraphs = [
        Paragraph(block.kind, tuple(_stretches(document.text, block, sentences, marks, ends)))
        for block in document.blocks
    ]
    return Side(side, visible(document.name), tuple(paragraphs))


def _stretches(
    text: str, block: Block, sentences: list[tuple[Span, int]], marks: list[tuple[Span, Entry]], ends: dict[int, int]
) -> Iterator[Stretch]:
    """Cut a block where a sentence or a change begins or ends; changes may overlap and cross sentences."""
    first = bisect.bisect_right(sentences, block.span.start, key=lambda sentence: sentence[0].end)
    last = bisect.bisect_left(sentences, block.span.end, key=lambda sentence: sentence[0].start)
    inside = sentences[first:last]
    changed = [(span, entry) for span, entry in marks if span.overlaps(block.span)]
    spans = [block.span, *(span for span, _ in inside), *(span for span, _ in changed)]
    cuts = sorted({cut for span in spans for cut in (span.start, span.end) if block.span.covers(Span(cut, cut))})
    pieces = [
        (next((number for number, (span, _) in enumerate(inside) if start in span), None), Span(start, end))
        for start, end in pairwise(cuts)
    ]
    for number, group in groupby(pieces, key=lambda piece: piece[0]):
        runs = []
        for _, piece in group:
            here = tuple(entry for span, entry in changed if span.overlaps(piece))
            labels = tuple(entry for entry in here if ends[entry.number] == piece.end)
            runs.append(Run(visible(piece.of(text), keep="\n\t"), here, labels))
        yield Stretch(None if number is None else inside[number][1], tuple(runs))


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment  # noqa: PLC0415

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset("page.html.jinja"))


def _asset(name: str) -> str:
    return files("unspin.report").joinpath("page", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
