"""A reading as one HTML file that needs nothing else: the document with its quotes, twins and findings marked, and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from unspin.document import Block, Document, Span
from unspin.report.marks import (
    Entry,
    Mark,
    Place,
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
from unspin.report.model import severity_of
from unspin.report.pages import Renders, page
from unspin.report.places import Lines, one_line, visible
from unspin.report.reading.context import shortened
from unspin.report.reading.model import CONTRADICTION_SEVERITY, CONTRADICTS_ITSELF, Reading
from unspin.report.reading.speakers import Share, name_of, resolution, said, shares, speakers_of

T = TypeVar("T")

COLOURS = 8
_NOBODY = "nobody"
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as the page shows it; ``colour`` names its speaker's, ``name`` is empty where nobody is named."""

    number: int
    name: str
    resolution: str
    colour: str
    kind: str
    line: int
    words: str
    cue: str
    sure: float
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One of the two passages of a twin, and the line of the other."""

    twin: int
    side: str
    other: str
    other_line: int


@dataclass(frozen=True, slots=True)
class ShownTwin:
    """A twin of the list."""

    number: int
    first: Place
    second: Place
    similarity: float
    changes: int
    original: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters with the same quotes and marks; ``labels`` are quotes that end here."""

    run: Run
    quotes: tuple[Said, ...]
    labels: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch inside or outside a twin; ``begins`` where the passage begins here."""

    passage: Passage | None
    begins: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the document."""

    kind: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """Something that stands at several places, and where its label does."""

    what: T
    spans: tuple[Span, ...]
    end: int


def to_html(reading: Reading, render: Renders = page) -> str:
    """A whole HTML page; it loads nothing, and its policy forbids it to, unless ``render`` makes another one."""
    document = reading.document
    lines = Lines(document.text)
    found = list(_findings(reading, lines))
    entries = [entry for entry, _ in found]
    severities, types = tallies(entries)
    colours = {name.casefold(): str(place % COLOURS) for place, name in enumerate(speakers_of(reading.quotes))}
    quotes = list(_quotes(reading, lines, colours))
    return render(
        "reading.html.jinja",
        styles=["page.css", "reading.css", "print.css"],
        scripts=["page.js", "reading.js"],
        name=visible(document.name),
        counts=reading.counts,
        accepted=reading.accepted or 0,
        entries=entries,
        severities=severities,
        types=types,
        words=len(document.text.split()),
        twins=list(_twins(reading, lines)),
        quotes=quotes,
        speakers=[(_shown(share), colours[share.name.casefold()]) for share in shares(document, reading.quotes)],
        paragraphs=list(_paragraphs(reading, lines, quotes, [mark for _, marks in found for mark in marks])),
    )


def _shown(share: Share) -> Share:
    return Share(one_line(share.name), share.quotes, share.words, share.quoted)


def _findings(reading: Reading, lines: Lines) -> Iterator[tuple[Entry, list[Mark]]]:
    """Contradictions, then the changes of the twins, with their places in the document."""
    document = reading.document
    found = [
        (
            CONTRADICTS_ITSELF,
            CONTRADICTION_SEVERITY,
            one.confidence,
            one.message,
            one.why,
            (one.first, one.second),
            "mark",
        )
        for one in reading.contradictions
    ] + [
        (
            change.type,
            severity_of(change),
            change.confidence,
            change.message,
            change.why,
            twin.places(change),
            "ins" if change.original is None else "del" if change.rewrite is None else "mark",
        )
        for twin, change in reading.changes
    ]
    for number, (kind, severity, confidence, message, why, spans, element) in enumerate(found, start=1):
        first, second = (
            Side(name, place(document, span, lines), f"not in the {name}")
            for name, span in zip(("first", "second"), spans, strict=True)
        )
        entry = Entry(number, kind, severity, confidence, sentence(message), (first, second), facts_shown(why), element)
        yield entry, [Mark(span, entry, side.name) for side, span in zip(entry.sides, spans, strict=True) if span]


def _quotes(reading: Reading, lines: Lines, colours: Mapping[str, str]) -> Iterator[Said]:
    document = reading.document
    for number, quote in enumerate(reading.quotes, start=1):
        name = name_of(quote.speaker) if quote.speaker else ""
        yield Said(
            number=number,
            name=one_line(name),
            resolution=one_line(resolution(quote.speaker)) if quote.speaker else "",
            colour=colours[name.casefold()] if name else _NOBODY,
            kind=quote.kind,
            line=lines.position(quote.span.start).line,
            words=shortened(one_line(said(document, quote.content)), _MOST_WORDS),
            cue=one_line(document.slice(quote.cue)) if quote.cue else "",
            sure=quote.confidence,
            notices=tuple(one_line(one.message) for one in reading.notices if one.span == quote.span),
        )


def _twins(reading: Reading, lines: Lines) -> Iterator[ShownTwin]:
    for number, twin in enumerate(reading.twins, start=1):
        first, second = (
            Place(lines.position(span.start).line, shortened(one_line(said(reading.document, [span])), _MOST_WORDS))
            for span in (twin.first, twin.second)
        )
        original = "second" if twin.later_is_original else "first"
        yield ShownTwin(number, first, second, twin.similarity, len(twin.changes), original)


def _passages(reading: Reading, lines: Lines) -> Iterator[tuple[Span, Passage]]:
    for number, twin in enumerate(reading.twins, start=1):
        first, second = (lines.position(span.start).line for span in (twin.first, twin.second))
        yield twin.first, Passage(number, "first", "second", second)
        yield twin.second, Passage(number, "second", "first", first)


def _paragraphs(reading: Reading, lines: Lines, quotes: Sequence[Said], marks: Sequence[Mark]) -> Iterator[Paragraph]:
    document = reading.document
    passages = _by_block(document, [Placed(passage, (span,), 0) for span, passage in _passages(reading, lines)])
    said_at = _by_block(
        document,
        [
            Placed(shown, quote.content, shown_end(document, quote.content[-1]))
            for shown, quote in zip(quotes, reading.quotes, strict=True)
        ],
    )
    marked_at = _by_block(document, [Placed(mark, (mark.span,), shown_end(document, mark.span)) for mark in marks])
    for number, block in enumerate(document.blocks):
        stretches = _stretches(
            document, block, passages.get(number, []), said_at.get(number, []), marked_at.get(number, [])
        )
        yield Paragraph(block.kind, tuple(stretches))


def _by_block(document: Document, placed: Sequence[Placed[T]]) -> dict[int, list[Placed[T]]]:
    """What stands in each block, by the block's place."""
    found: dict[int, list[Placed[T]]] = {}
    for one in placed:
        for number in sorted({number for span in one.spans for number in blocks_at(document, span)}):
            found.setdefault(number, []).append(one)
    return found


def _stretches(
    document: Document,
    block: Block,
    passages: Sequence[Placed[Passage]],
    said_here: Sequence[Placed[Said]],
    marked_here: Sequence[Placed[Mark]],
) -> Iterator[Stretch]:
    """Cut a block where a passage, a quote or a finding begins or ends; all of them may overlap."""
    spans = [span for one in passages for span in one.spans]
    spans += [span for one in said_here for span in one.spans] + [span for one in marked_here for span in one.spans]
    for passage, group in groupby(
        cut(block.span, spans), key=lambda piece: next(iter(_touching(piece, passages)), None)
    ):
        inside = list(group)
        shown = []
        for piece in inside:
            quotes = _touching(piece, said_here)
            marks = _touching(piece, marked_here)
            run = Run(
                visible(piece.of(document.text), keep="\n\t"),
                tuple(one.what for one in marks),
                tuple(one.what for one in marks if one.end == piece.end),
            )
            labels = tuple(one.what for one in quotes if one.end == piece.end)
            shown.append(Piece(run, tuple(one.what for one in quotes), labels))
        begins = passage is not None and _shown_start(document, passage.spans[0]) == inside[0].start
        yield Stretch(passage.what if passage else None, begins, tuple(shown))


def _shown_start(document: Document, span: Span) -> int:
    """Where a span begins to be shown: blanks between blocks are not."""
    return max(span.start, document.blocks[blocks_at(document, span)[0]].span.start)


def _touching(piece: Span, marked: Sequence[Placed[T]]) -> list[Placed[T]]:
    return [one for one in marked if any(span.overlaps(piece) for span in one.spans)]
