"""All quotes of a document, direct, mixed and indirect: what stands between marks, joined with attributed statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from unspin.document import Document, Span
from unspin.facts.attribution import Attribution
from unspin.facts.quotes import Quote
from unspin.language import Analysis

# How often people mark the same words as a quote, where the rules do (benchmarks/quotes.py, news articles).
_PARTLY_MARKED = 0.7
_UNMARKED = 0.7
_UNMARKED_DOUBTFUL = 0.5
_DOUBTFUL = 0.7
# ... and how much less often where nobody is said to speak.
_NOBODY = 0.5

# A title or a by-name between marks makes no statement a mixed quote.
_SPOKEN = frozenset({"direct", "mixed", "scare"})
_DENYING = frozenset({"deny", "dispute", "rebut", "refute"})

_JOINED_BY_BLANK = re.compile(r"\s+\w")
_CLAUSE_END = re.compile(r"[,;:.!?)\u2014\u2013](?=\s|$)|\s[-\u2013\u2014]")


def quotes_of(analysis: Analysis, marked: Sequence[Quote], attributions: Sequence[Attribution]) -> list[Quote]:
    """The quotes of a document in order of place: marked words that are no title or by-name, and indirect speech.

    A statement part of which stands between marks is one mixed quote; one that stands between marks altogether is the
    direct quote that it consists of.
    """
    document = analysis.document
    quotes: list[Quote] = []
    taken: set[int] = set()
    clauses = sorted(found.span for found in attributions)
    for found in attributions:
        if found.kind == "evidential" or not found.content:
            continue
        touching = [quote for quote in marked if id(quote) not in taken and _touches(quote, found)]
        if touching and all(_is_marked(document, piece, touching) for piece in found.content):
            continue
        inside = [quote for quote in touching if quote.kind in _SPOKEN]
        taken |= {id(quote) for quote in inside}
        spans = _joined(analysis, [*found.content, *(quote.span for quote in inside)], clauses)
        if inside and found.cue.end <= spans[-1].start:
            spans[-1] = _to_its_end(analysis, spans[-1], clauses)
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
                confidence=_PARTLY_MARKED
                if inside
                else _UNMARKED
                if found.confidence > _DOUBTFUL
                else _UNMARKED_DOUBTFUL,
                denied=found.verb in _DENYING,
            )
        )
    quotes.extend(
        quote if quote.speaker else replace(quote, confidence=round(quote.confidence * _NOBODY, 3))
        for quote in marked
        if id(quote) not in taken and quote.kind in _SPOKEN
    )
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


def _joined(analysis: Analysis, spans: Sequence[Span], clauses: Sequence[Span]) -> list[Span]:
    """Spans in order, made one where they meet or where nothing between them says who speaks.

    The parser cuts what is said in two at "and there was": only the words of a reporter can interrupt a speaker.
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and (span.start <= joined[-1].end or _goes_on(analysis, Span(joined[-1].end, span.start), clauses)):
            joined[-1] = joined[-1].join(span)
        else:
            joined.append(span)
    return joined


def _goes_on(analysis: Analysis, gap: Span, clauses: Sequence[Span]) -> bool:
    sentence = analysis.sentence_at(gap.start - 1)
    return (
        sentence is not None
        and gap.end < sentence.span.end
        and not any(clause.overlaps(gap) for clause in clauses)
        and ";" not in gap.of(analysis.document.prose)
    )


def _to_its_end(analysis: Analysis, span: Span, clauses: Sequence[Span]) -> Span:
    """A span that ends with marked words, and the words behind them that belong to their clause: it was "wrong" to go."""
    text = analysis.document.prose
    sentence = analysis.sentence_at(span.end - 1)
    if sentence is None or not _JOINED_BY_BLANK.match(text, span.end, sentence.span.end):
        return span
    rest = Span(span.end, sentence.span.end)
    if any(clause.overlaps(rest) for clause in clauses):
        return span
    mark = _CLAUSE_END.search(text, rest.start, rest.end)
    return Span(span.start, mark.start() if mark else rest.end)
