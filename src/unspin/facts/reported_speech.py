"""All quotes of a document, direct, mixed and indirect: what stands between marks, joined with attributed statements."""

from __future__ import annotations

from collections.abc import Sequence

from unspin.document import Document, Span
from unspin.facts.attribution import Attribution
from unspin.facts.quotes import Quote


def quotes_of(document: Document, marked: Sequence[Quote], attributions: Sequence[Attribution]) -> list[Quote]:
    """The quotes of a document in order of place: marked words that are no title or by-name, and indirect speech.

    A statement part of which stands between marks is one mixed quote; one that stands between marks altogether is the
    direct quote that it consists of.
    """
    quotes: list[Quote] = []
    taken: set[int] = set()
    for found in attributions:
        if found.kind == "evidential" or not found.content:
            continue
        inside = [quote for quote in marked if id(quote) not in taken and _touches(quote, found)]
        if inside and all(_is_marked(document, piece, inside) for piece in found.content):
            continue
        taken |= {id(quote) for quote in inside}
        spans = _joined([*found.content, *(quote.span for quote in inside)])
        quotes.append(
            Quote(
                document=document,
                span=spans[0].join(spans[-1]),
                content=tuple(spans),
                marked=tuple(sorted(span for quote in inside for span in quote.marked)),
                kind="mixed" if inside else "indirect",
                speaker=found.speaker,
                cue=found.cue,
                given=True,
                closed=all(quote.closed for quote in inside),
                confidence=found.confidence,
            )
        )
    quotes.extend(quote for quote in marked if id(quote) not in taken and quote.kind in {"direct", "mixed", "scare"})
    return sorted(quotes, key=lambda quote: (quote.span.start, quote.span.end))


def _touches(quote: Quote, found: Attribution) -> bool:
    return any(piece.overlaps(span) for piece in found.content for span in quote.marked)


def _is_marked(document: Document, piece: Span, quotes: Sequence[Quote]) -> bool:
    """Whether a piece holds no word outside the marks of the quotes."""
    place = piece.start
    for span in sorted(span for quote in quotes for span in quote.marked):
        if span.start < piece.end and span.end > place:
            if any(character.isalnum() for character in document.prose[place : span.start]):
                return False
            place = span.end
    return not any(character.isalnum() for character in document.prose[place : piece.end])


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those that meet made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = joined[-1].join(span)
        else:
            joined.append(span)
    return joined
