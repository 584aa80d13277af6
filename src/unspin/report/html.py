"""A report as one HTML file that needs nothing else: both texts, their changes marked, and a list with reasons."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from unspin.document import Block, Document, Span
from unspin.report.marks import Entry, Mark, Run, Side, cut, facts_shown, place, sentence, shown_end
from unspin.report.model import Report, severity_of
from unspin.report.pages import page
from unspin.report.places import Lines, visible


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
class Text:
    """One text, ready to be shown."""

    side: str
    name: str
    paragraphs: tuple[Paragraph, ...]


def to_html(report: Report) -> str:
    """A whole HTML page; it loads nothing, and its policy forbids it to."""
    entries = list(_entries(report))
    originals = [(link.original, number) for number, link in enumerate(report.links)]
    rewrites = [(link.rewrite, number) for number, link in enumerate(report.links)]
    return page(
        "check.html.jinja",
        styles=["page.css"],
        scripts=["page.js"],
        counts=report.counts,
        fidelity=report.fidelity,
        entries=entries,
        types=sorted(Counter(entry.type for entry in entries).items()),
        texts=[
            _text("original", report.original, originals, [change.original for change in report.changes], entries),
            _text("rewrite", report.rewrite, rewrites, [change.rewrite for change in report.changes], entries),
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
            sentence(change.message),
            (
                Side("original", place(report.original, change.original, lines[0]), "not there"),
                Side("rewrite", place(report.rewrite, change.rewrite, lines[1]), "left out"),
            ),
            facts_shown(change.why),
            "ins" if change.original is None else "del" if change.rewrite is None else "mark",
        )


def _text(
    side: str,
    document: Document,
    links: Iterable[tuple[tuple[Span, ...], int]],
    spans: list[Span | None],
    entries: list[Entry],
) -> Text:
    sentences = sorted((span, number) for sentences, number in links for span in sentences)
    marks = [Mark(span, entry, side) for span, entry in zip(spans, entries, strict=True) if span]
    ends = {mark: shown_end(document, mark.span) for mark in marks}
    paragraphs = [
        Paragraph(block.kind, tuple(_stretches(document.text, block, sentences, ends))) for block in document.blocks
    ]
    return Text(side, visible(document.name), tuple(paragraphs))


def _stretches(
    text: str, block: Block, sentences: list[tuple[Span, int]], marks: Mapping[Mark, int]
) -> Iterator[Stretch]:
    """Cut a block where a sentence or a change begins or ends; changes may overlap and cross sentences."""
    first = bisect.bisect_right(sentences, block.span.start, key=lambda sentence: sentence[0].end)
    last = bisect.bisect_left(sentences, block.span.end, key=lambda sentence: sentence[0].start)
    inside = sentences[first:last]
    changed = [mark for mark in marks if mark.span.overlaps(block.span)]
    pieces = [
        (next((number for number, (span, _) in enumerate(inside) if piece.start in span), None), piece)
        for piece in cut(block.span, [*(span for span, _ in inside), *(mark.span for mark in changed)])
    ]
    for number, group in groupby(pieces, key=lambda piece: piece[0]):
        runs = []
        for _, piece in group:
            here = tuple(mark for mark in changed if mark.span.overlaps(piece))
            labels = tuple(mark for mark in here if marks[mark] == piece.end)
            runs.append(Run(visible(piece.of(text), keep="\n\t"), here, labels))
        yield Stretch(None if number is None else inside[number][1], tuple(runs))
