"""Quotes between quotation marks: where they stand, who says them and how they are introduced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from unspin.document import Document, Span
from unspin.facts.attribution import Attribution
from unspin.facts.names import Name
from unspin.facts.quote_kinds import QuoteKind, has_words, kind_of
from unspin.facts.quote_marks import Marked, scan
from unspin.facts.quote_words import QuoteWord, quote_words
from unspin.facts.speakers import Speaker, speaker_at
from unspin.language import Analysis
from unspin.lexicon import is_person


@dataclass(frozen=True, eq=False)
class Quote:
    """One quote, in one piece or interrupted by its attribution.

    ``content`` holds the pieces of what is said, ``marked`` the stretches between marks, without the marks; ``span``
    covers them all. ``speaker`` and ``cue`` (the reporting word) are None where none was found. ``kind``: "direct"
    speech makes a sentence of its own, "mixed" is partly quoted and partly in the reporter's words, "indirect" has no
    marks, "scare" is one or two marked words, "title" the name of a work, "nickname" a by-name. ``given`` says that
    the attribution stands with the quote, and was not carried over from the words before. ``closed`` is False where a
    mark is missing. ``confidence`` in [0, 1] is the probability that the words are given as somebody's. ``denied`` says
    that the speaker is said to deny them.
    """

    document: Document
    span: Span
    content: tuple[Span, ...]
    marked: tuple[Span, ...]
    kind: QuoteKind
    speaker: Speaker | None
    cue: Span | None
    given: bool
    closed: bool
    confidence: float
    denied: bool = False

    @cached_property
    def words(self) -> tuple[QuoteWord, ...]:
        """The quoted words of all pieces, normalised for comparison."""
        return tuple(word for span in self.marked for word in quote_words(self.document.prose, span))

    @property
    def text(self) -> str:
        """The quoted words as they stand, pieces joined with a space."""
        return " ".join(self.document.slice(span) for span in self.marked)


_LONGEST_INTERRUPTION = 160
_EMPTY_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:\r\n|\n|\r(?!\n))")


def marked_quotes_of(analysis: Analysis, names: list[Name], attributions: Sequence[Attribution]) -> list[Quote]:
    """What stands between marks, in order of place; quotes inside quotes are part of the outer one."""
    document = analysis.document
    outer = [stretch for stretch in scan(document) if stretch.depth == 0 and has_words(document, stretch)]
    return [_quote(analysis, group, attributions, names) for group in _groups(document, outer)]


def _groups(document: Document, stretches: Sequence[Marked]) -> list[list[Marked]]:
    """Stretches that are one quotation: interrupted by its attribution, or re-opened in the next paragraph."""
    groups: list[list[Marked]] = []
    for stretch in stretches:
        if groups and _same_quotation(document, groups[-1][-1], stretch):
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return groups


def _same_quotation(document: Document, before: Marked, after: Marked) -> bool:
    if after.continues:
        return True
    between = document.prose[before.span.end : after.span.start]
    if len(between) > _LONGEST_INTERRUPTION or _EMPTY_LINE.search(between) or not before.closed:
        return False
    said = document.slice(before.content)
    # "..., he said, "..." within one sentence of the speaker's: the first piece ends with a comma and the second goes
    # on in lower case.
    return (
        said.endswith((",", "-", "–", "—", "…"))
        and not re.search(r"[.!?]\s*$", between.rstrip(" ,"))
        and _goes_on(document, after)
    )


def _goes_on(document: Document, after: Marked) -> bool:
    return document.prose[after.content.start].islower() or document.prose[after.content.start] in "‘'…["


def _quote(
    analysis: Analysis, group: Sequence[Marked], attributions: Sequence[Attribution], names: Sequence[Name]
) -> Quote:
    document = analysis.document
    span = group[0].span.join(group[-1].span)
    kind = kind_of(document, group[0]) if len(group) == 1 else "direct"
    speaker, cue, given = _speaker(analysis, group, attributions, names)
    confidence = {"direct": 0.95, "mixed": 0.9, "scare": 0.5, "title": 0.1, "nickname": 0.1}[kind]
    # A quote that runs over paragraphs is closed in its last one only.
    closed = all(
        stretch.closed or other.continues for stretch, other in zip(group, [*group[1:], group[-1]], strict=True)
    )
    marked = tuple(stretch.content for stretch in group)
    sure = confidence if closed else round(confidence * 0.8, 3)
    return Quote(document, span, marked, marked, kind, speaker, cue, given, closed, sure)


def _speaker(
    analysis: Analysis, group: Sequence[Marked], attributions: Sequence[Attribution], names: Sequence[Name]
) -> tuple[Speaker | None, Span | None, bool]:
    """Who says a quote: the attribution that covers it, else a label beside it, else who spoke before."""
    covering = [
        found
        for found in attributions
        if found.speaker and any(piece.overlaps(stretch.content) for piece in found.content for stretch in group)
    ]
    if covering:
        nearest = min(covering, key=lambda found: min(_gap(found.span, stretch.span) for stretch in group))
        return nearest.speaker, nearest.cue, True
    labelled = _label(analysis, group, names) or _announced(analysis, group[0], names)
    if labelled is not None:
        return labelled, None, True
    carried = _carried(analysis, group[0], attributions)
    return (carried.speaker, carried.cue, False) if carried else (None, None, False)


def _gap(first: Span, second: Span) -> int:
    return max(0, second.start - first.end, first.start - second.end)


_LABEL = re.compile(r"(?:^|[\n.!?])[ \t]*([^\W\d_][\w.'’ -]{1,40}?)(?:,? \([^()\n]{1,30}\))?:\s*$")
_INNER_LABEL = re.compile(r"([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}):\s")
_SIGNED = re.compile(r"\s*[—–―-]{1,2}\s*(?=[A-Z])")


def _label(analysis: Analysis, group: Sequence[Marked], names: Sequence[Name]) -> Speaker | None:
    """The speaker of a quote with no verb: "Venn: ..." before it or inside it, or "— Venn" after it."""
    text = analysis.document.prose
    start, end = group[0].span.start, group[-1].span.end
    places = []
    if match := _INNER_LABEL.match(text, group[0].content.start, group[0].content.end):
        places.append(match.span(1))
    if match := _LABEL.search(text, max(0, start - 60), start):
        places.append(match.span(1))
    if match := _SIGNED.match(text, end):
        places.append((match.end(), match.end() + 1))
    for first, last in places:
        tokens = analysis.tokens_in(Span(first, last))
        heads = [token for token in tokens if token.pos in {"PROPN", "NOUN"} and token.text[0].isupper()]
        if heads:
            named = next((name for name in names if heads[0] in name.tokens), None)
            return speaker_at(named.tokens[-1] if named else heads[-1], names, text)
    return None


def _announced(analysis: Analysis, first: Marked, names: Sequence[Name]) -> Speaker | None:
    """Who does what a colon before a quote announces: "Venn had a message for the drivers: ..."."""
    text = analysis.document.prose
    before = text[: first.span.start].rstrip()
    sentence = analysis.sentence_at(len(before) - 1) if before.endswith(":") else None
    if sentence is None:
        return None
    for token in sentence.tokens:
        if token.end < len(before) and token.dep == "nsubj" and token.head.pos in {"VERB", "AUX"}:
            named = any(token in name.tokens and name.kind in {"person", "organisation"} for name in names)
            if named or is_person(token.lemma):
                return speaker_at(token, names, text)
            return None
    return None


def _carried(analysis: Analysis, first: Marked, attributions: Sequence[Attribution]) -> Attribution | None:
    """The last speaker before a quote that has none of its own: in its paragraph or the one before."""
    document = analysis.document
    place = next((number for number, block in enumerate(document.blocks) if first.span.start in block.span), None)
    if place is None:
        return None
    block = document.blocks[place]
    before = [found for found in attributions if found.speaker and found.span.start < first.span.start]
    here = [found for found in before if found.span.start >= block.span.start]
    if here:
        return here[-1]
    if place and block.span.start == first.span.start:
        earlier = document.blocks[place - 1].span
        there = [found for found in before if found.span.start >= earlier.start]
        if there and there[-1].kind == "said":
            return there[-1]
    return None
