"""A trace as one HTML file that needs nothing else: the document with its passages marked, and a card for each with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count

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
from unspin.report.model import severity_of
from unspin.report.overview import SIZE, Overview, Scale, Strand, scale, strand, strands, told
from unspin.report.pages import Renders, page
from unspin.report.places import Lines, one_line, visible
from unspin.report.tracing.model import Passage, Trace


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some characters of a text, cut where changes begin and end, and the line that they begin on."""

    line: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A passage of the list; ``entries`` is None where it was not checked."""

    number: int
    kind: str
    similarity: float
    source: str
    described: str
    document: Stretch
    original: Stretch
    entries: tuple[Entry, ...] | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of the document that stand in the same passages; ``begun`` are those that begin here."""

    run: Run
    cards: tuple[Card, ...]
    begun: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the document; ``at`` is where it begins in the map."""

    kind: str
    at: float
    pieces: tuple[Piece, ...]


def to_html(trace: Trace, render: Renders = page) -> str:
    """A whole HTML page; it loads nothing, and its policy forbids it to, unless ``render`` makes another one."""
    numbers = count(1)
    lines = Lines(trace.document.text)
    of_sources = {source.id: Lines(source.document.text) for source in trace.sources}
    cards: list[Card] = []
    marks: list[Mark] = []
    for number, passage in enumerate(trace.passages, start=1):
        both = of_sources[passage.source.id], lines
        entries = _entries(trace.document, passage, numbers, both)
        cards.append(_card(trace.document, number, passage, entries, both))
        marks += _marks("document", [change.rewrite for change in passage.changes or ()], entries)
    entries = [entry for card in cards for entry in card.entries or ()]
    severities, types = tallies(entries)
    own = scale(trace.document)
    return render(
        "trace.html.jinja",
        styles=["page.css", "trace.css", "print.css"],
        scripts=["page.js", "map.js"],
        name=visible(trace.document.name),
        counts=trace.counts,
        accepted=trace.accepted or 0,
        checked=trace.checked,
        covered=trace.covered / max(1, trace.document.characters),
        sources=len(trace.sources),
        kinds=[(kind, number) for kind, number in trace.kinds.items() if number],
        empty=trace.empty_because.message if trace.empty_because else "",
        cards=cards,
        entries=entries,
        severities=severities,
        types=types,
        overview=_overview(trace, cards, own),
        words=len(trace.document.text.split()),
        parts=list(_parts(trace, cards, marks, own)),
    )


def _overview(trace: Trace, cards: Sequence[Card], own: Scale) -> Overview:
    """The document on one side, its sources one after the other on the other side."""
    unit = SIZE / max(1, sum(source.document.characters for source in trace.sources))
    starts = accumulate((source.document.characters * unit for source in trace.sources), initial=0.0)
    theirs = {source.id: Scale(unit, start) for source, start in zip(trace.sources, starts, strict=False)}
    passages: list[Strand] = []
    changes: list[Strand] = []
    for passage, card in zip(trace.passages, cards, strict=True):
        both = own, theirs[passage.source.id]
        left, right = (side.reach([span]) for side, span in zip(both, (passage.span, passage.source_span), strict=True))
        passages.append(strand(f"p{card.number}", card.kind, left, right))
        places = [(change.rewrite, change.original) for change in passage.changes or ()]
        changes += strands(card.entries or (), places, both)
    here = told(trace.document, "document", [passage.span for passage in trace.passages], "passage")
    return Overview(
        left=own.at(trace.document.characters),
        right=SIZE if trace.sources else 0,
        links="",
        strands=(*passages, *changes),
        told=f"Map of the document on one side and its sources on the other. {here}",
    )


def _entries(document: Document, passage: Passage, numbers: Iterator[int], lines: tuple[Lines, Lines]) -> list[Entry]:
    """The changes of a passage as the list shows them."""
    return [
        Entry(
            next(numbers),
            change.type,
            severity_of(change),
            change.confidence,
            sentence(change.message),
            (
                Side("source", place(passage.source.document, change.original, lines[0]), "not there"),
                Side("document", place(document, change.rewrite, lines[1]), "left out"),
            ),
            facts_shown(change.why),
            "ins" if change.original is None else "del" if change.rewrite is None else "mark",
        )
        for change in passage.changes or ()
    ]


def _card(document: Document, number: int, passage: Passage, entries: list[Entry], lines: tuple[Lines, Lines]) -> Card:
    changes = passage.changes or ()
    here = _marks("document", [change.rewrite for change in changes], entries)
    there = _marks("source", [change.original for change in changes], entries)
    return Card(
        number=number,
        kind=passage.kind,
        similarity=passage.similarity,
        source=one_line(passage.source.id),
        described=one_line(passage.source.described),
        # The labels of the document's changes stand in the document itself.
        document=_stretch(document, passage.span, here, lines[1], labelled=False),
        original=_stretch(passage.source.document, passage.source_span, there, lines[0], labelled=True),
        entries=None if passage.changes is None else tuple(entries),
    )


def _marks(side: str, spans: Sequence[Span | None], entries: Sequence[Entry]) -> list[Mark]:
    return [Mark(span, entry, side) for span, entry in zip(spans, entries, strict=True) if span]


def _stretch(document: Document, span: Span, marks: Sequence[Mark], lines: Lines, *, labelled: bool) -> Stretch:
    """A passage, and what little its changes touch beside it."""
    whole = Span(
        min([span.start, *(mark.span.start for mark in marks)]), max([span.end, *(mark.span.end for mark in marks)])
    )
    return Stretch(
        lines.position(whole.start).line,
        tuple(
            _run(document, piece, marks, {mark: mark.span.end for mark in marks} if labelled else {})
            for piece in cut(whole, [mark.span for mark in marks])
        ),
    )


def _run(document: Document, piece: Span, marks: Sequence[Mark], ends: dict[Mark, int]) -> Run:
    here = tuple(mark for mark in marks if mark.span.overlaps(piece))
    labels = tuple(mark for mark in here if ends.get(mark) == piece.end)
    return Run(visible(piece.of(document.text), keep="\n\t"), here, labels)


def _parts(trace: Trace, cards: Sequence[Card], marks: Sequence[Mark], own: Scale) -> Iterator[Part[Paragraph]]:
    """The document; a block is worth seeing where a passage stands in it."""
    document = trace.document
    passages: dict[int, list[tuple[Span, Card, int]]] = {}
    for passage, card in zip(trace.passages, cards, strict=True):
        touched = blocks_at(document, passage.span)
        for number in touched:
            # Blanks between blocks are not shown.
            begin = max(passage.span.start, document.blocks[touched[0]].span.start)
            passages.setdefault(number, []).append((passage.span, card, begin))
    marked: dict[int, list[Mark]] = {}
    for mark in marks:
        for number in blocks_at(document, mark.span):
            marked.setdefault(number, []).append(mark)
    paragraphs = []
    for number, block in enumerate(document.blocks):
        here = passages.get(number, [])
        pieces = tuple(_pieces(document, block, here, marked.get(number, [])))
        words = len(document.slice(block.span).split())
        paragraphs.append((Paragraph(block.kind, own.at(block.span.start), pieces), bool(here), words))
    yield from parts(paragraphs, "other")


def _pieces(
    document: Document, block: Block, passages: Sequence[tuple[Span, Card, int]], marks: Sequence[Mark]
) -> Iterator[Piece]:
    """Cut a block where a passage or a change begins or ends; all of them may overlap."""
    ends = {mark: shown_end(document, mark.span) for mark in marks}
    for piece in cut(block.span, [*(span for span, _, _ in passages), *(mark.span for mark in marks)]):
        here = [(card, begin) for span, card, begin in passages if span.overlaps(piece)]
        yield Piece(
            _run(document, piece, marks, ends),
            tuple(card for card, _ in here),
            tuple(card for card, begin in here if begin == piece.start),
        )
