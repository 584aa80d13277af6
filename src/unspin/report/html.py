"""A report as one HTML file that needs nothing else: both texts, their changes marked, a map, and a list with reasons."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby

from unspin.changes import get_type
from unspin.document import Block, Document, Span
from unspin.report.folding import Part, parts
from unspin.report.marks import (
    Entry,
    Mark,
    Run,
    Side,
    blocks_at,
    cut,
    facts_shown,
    place,
    sentence,
    shown_end,
    tallies,
)
from unspin.report.model import Report, severity_of
from unspin.report.overview import Overview, Scale, bands, scale, strands, told
from unspin.report.pages import Renders, page
from unspin.report.places import Lines, visible


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, with the number of its link, or what stands between two sentences."""

    link: int | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a text; ``at`` is where it begins in the map."""

    kind: str
    at: float
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One text, ready to be shown; ``end`` is where it ends in the map."""

    side: str
    name: str
    words: int
    parts: tuple[Part[Paragraph], ...]
    end: float


def to_html(report: Report, render: Renders = page) -> str:
    """A whole HTML page; it loads nothing, and its policy forbids it to, unless ``render`` makes another one."""
    entries = list(_entries(report))
    severities, types = tallies(entries)
    both = scale(report.original, report.rewrite)
    return render(
        "check.html.jinja",
        styles=["page.css", "print.css"],
        scripts=["page.js", "map.js"],
        counts=report.counts,
        fidelity=report.fidelity,
        verdict=verdict(report.fidelity),
        accepted=report.accepted or 0,
        entries=entries,
        severities=severities,
        types=types,
        described=[(row.type, get_type(row.type).reports) for row in types],
        overview=_overview(report, entries, both),
        texts=_texts(report, entries, both),
    )


def verdict(fidelity: float) -> str:
    """A fidelity in plain words."""
    likely = next(
        words
        for least, words in (
            (0.95, "almost certainly changes nothing"),
            (0.7, "probably changes nothing"),
            (0.3, "may or may not change something"),
            (0.05, "probably changes something"),
            (0.0, "almost certainly changes something"),
        )
        if fidelity >= least
    )
    share = round(100 * fidelity)
    number = "more than 99" if share > 99 else "fewer than 1" if share < 1 else f"about {share}"
    return f"The rewrite {likely}: of 100 that look like it, {number} would change nothing."


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


def _overview(report: Report, entries: Sequence[Entry], both: Scale) -> Overview:
    reaches = [(both.reach(link.original), both.reach(link.rewrite)) for link in report.links]
    linked = [(ours, theirs) for ours, theirs in reaches if ours and theirs]
    places = [(change.original, change.rewrite) for change in report.changes]
    said = [
        "Map of both texts, the original on one side and the rewrite on the other.",
        f"{len(linked)} of {len(reaches)} passages stand in both." if reaches else "",
        told(report.original, "original", [original for original, _ in places], "change"),
        told(report.rewrite, "rewrite", [rewrite for _, rewrite in places], "change"),
    ]
    return Overview(
        left=both.at(report.original.characters),
        right=both.at(report.rewrite.characters),
        links=bands(linked),
        strands=strands(entries, places, (both, both)),
        told=" ".join(filter(None, said)),
    )


class _Sentences:
    """The sentences of one text, each with the number of its link."""

    def __init__(self, links: Sequence[tuple[Span, ...]]) -> None:
        self._linked = sorted((span, number) for number, spans in enumerate(links) for span in spans)

    def touching(self, span: Span) -> list[tuple[Span, int]]:
        """Those that share a code point with the span."""
        first = bisect.bisect_right(self._linked, span.start, key=lambda one: one[0].end)
        last = bisect.bisect_left(self._linked, span.end, key=lambda one: one[0].start)
        return self._linked[first:last]


@dataclass(frozen=True, slots=True)
class _Ground:
    """One text of a report, and its place in each change."""

    side: str
    document: Document
    sentences: _Sentences
    spans: tuple[Span | None, ...]


def _texts(report: Report, entries: Sequence[Entry], both: Scale) -> list[Text]:
    """Both texts; a block is worth seeing where it or what it is linked to was changed."""
    grounds = [
        _Ground(
            "original",
            report.original,
            _Sentences([link.original for link in report.links]),
            tuple(change.original for change in report.changes),
        ),
        _Ground(
            "rewrite",
            report.rewrite,
            _Sentences([link.rewrite for link in report.links]),
            tuple(change.rewrite for change in report.changes),
        ),
    ]
    touched = {
        link for ground in grounds for span in ground.spans if span for _, link in ground.sentences.touching(span)
    }
    return [_text(ground, entries, touched, both) for ground in grounds]


def _text(ground: _Ground, entries: Sequence[Entry], touched: AbstractSet[int], both: Scale) -> Text:
    document = ground.document
    marks = [Mark(span, entry, ground.side) for span, entry in zip(ground.spans, entries, strict=True) if span]
    ends = {mark: shown_end(document, mark.span) for mark in marks}
    marked: dict[int, list[Mark]] = {}
    for mark in marks:
        for number in blocks_at(document, mark.span):
            marked.setdefault(number, []).append(mark)
    paragraphs = []
    for number, block in enumerate(document.blocks):
        sentences = ground.sentences.touching(block.span)
        here = {mark: ends[mark] for mark in marked.get(number, ())}
        stretches = tuple(_stretches(document.text, block, sentences, here))
        seen = bool(here) or any(link in touched for _, link in sentences)
        words = len(document.slice(block.span).split())
        paragraphs.append((Paragraph(block.kind, both.at(block.span.start), stretches), seen, words))
    return Text(
        ground.side,
        visible(document.name),
        sum(words for _, _, words in paragraphs),
        tuple(parts(paragraphs, "unchanged")),
        both.at(document.characters),
    )


def _stretches(
    text: str, block: Block, sentences: Sequence[tuple[Span, int]], marks: Mapping[Mark, int]
) -> Iterator[Stretch]:
    """Cut a block where a sentence or a change begins or ends; changes may overlap and cross sentences."""
    starts = [span.start for span, _ in sentences]

    def around(piece: Span) -> int | None:
        number = bisect.bisect_right(starts, piece.start) - 1
        return number if number >= 0 and piece.start in sentences[number][0] else None

    pieces = cut(block.span, [*(span for span, _ in sentences), *(mark.span for mark in marks)])
    for number, group in groupby(pieces, key=around):
        runs = []
        for piece in group:
            here = tuple(mark for mark in marks if mark.span.overlaps(piece))
            labels = tuple(mark for mark in here if marks[mark] == piece.end)
            runs.append(Run(visible(piece.of(text), keep="\n\t"), here, labels))
        yield Stretch(None if number is None else sentences[number][1], tuple(runs))
