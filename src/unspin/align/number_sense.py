"""What a number says beside its value: the size of a change or the level reached, a part of a whole, more on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unspin.align import Link
from unspin.align.quantities import QuantityAlignment, QuantityPair
from unspin.document import Span
from unspin.facts import Passage
from unspin.facts.polar_words import MOVING, NOUNS, VERBS
from unspin.facts.quantities import Quantity
from unspin.language import Token

_LESS = frozenset({"below", "under", "less", "lower", "fewer", "down", "cheaper", "smaller", "short", "shorter"})
_MORE = frozenset({"above", "more", "higher", "greater", "up", "dearer", "larger", "bigger", "longer"})
_WHOLE = frozenset({"all", "each", "every", "both"})
_EXTRA = frozenset({"further", "additional", "another", "more", "extra"})
_PRONOUNS = frozenset({"them", "which", "whom", "these", "those", "it"})


@dataclass(frozen=True, slots=True)
class SenseMove:
    """A number that keeps its value and says something else with it: both places, both senses, how sure."""

    original: Span
    rewrite: Span
    before: str
    after: str
    confidence: float


def sense_moves(link: Link, found: QuantityAlignment) -> Iterator[SenseMove]:
    """The numbers of a link that say another thing: fell by 4 and fell to 4, 30 per cent below and of the average."""
    for pair in found.equal:
        yield from _of_a_change(link, pair)
        yield from _of_a_comparison(link, pair)
        yield from _on_top(link, pair)
    yield from _points_and_percent(link, found)
    yield from _part_told_as_whole(link, found)


def _beside(passage: Passage, span: Span, step: int) -> Token | None:
    """The word right before (-1) or after (1) a span."""
    inside = passage.facts.analysis.tokens_in(span)
    return (inside[0] if step < 0 else inside[-1]).neighbour(step) if inside else None


def _lower(token: Token | None) -> str:
    return token.lower if token is not None else ""


def _amount(passage: Passage, quantity: Quantity) -> str:
    """The word "change" for the size of a rise or fall, "level" for where it ends, else nothing."""
    before = _beside(passage, quantity.span, -1)
    if before is None or before.lower not in {"by", "to", "of"}:
        return ""
    if before.lower == "of":
        return "change" if before.head.lemma in NOUNS and before.dep == "prep" else ""
    verb = next((above for above in before.ancestors() if above.pos == "VERB" or above.lemma in NOUNS), None)
    moves = verb is not None and (
        verb.lemma in MOVING or verb.lemma in NOUNS or (verb.lemma in VERBS and VERBS[verb.lemma][0] == "direction")
    )
    return {"by": "change", "to": "level"}[before.lower] if moves else ""


def _of_a_change(link: Link, pair: QuantityPair) -> Iterator[SenseMove]:
    ours, theirs = _amount(link.original, pair.original), _amount(link.rewrite, pair.rewrite)
    if ours and theirs and ours != theirs:
        spans = []
        for passage, quantity in ((link.original, pair.original), (link.rewrite, pair.rewrite)):
            before = _beside(passage, quantity.span, -1)
            spans.append(quantity.span if before is None else before.span.join(quantity.span))
        yield SenseMove(spans[0], spans[1], ours, theirs, 0.85)


def _compared(passage: Passage, quantity: Quantity) -> str:
    """The word "difference" for 30 per cent below or above something, "part" for 30 per cent of it, else nothing."""
    number = passage.facts.analysis.tokens_in(quantity.number)
    following = _beside(passage, quantity.span, 1) if number else None
    inside = {token.lower for token in passage.facts.analysis.tokens_in(quantity.span)}
    after = _lower(following)
    if after in _LESS | _MORE:
        return "difference"
    return "part" if after == "of" and not inside & (_LESS | _MORE) else ""


def _of_a_comparison(link: Link, pair: QuantityPair) -> Iterator[SenseMove]:
    if pair.original.kind != "share" or pair.rewrite.kind != "share":
        return
    ours, theirs = _compared(link.original, pair.original), _compared(link.rewrite, pair.rewrite)
    if ours and theirs and ours != theirs:
        spans = []
        for passage, quantity in ((link.original, pair.original), (link.rewrite, pair.rewrite)):
            after = _beside(passage, quantity.span, 1)
            spans.append(quantity.span if after is None else quantity.span.join(after.span))
        yield SenseMove(spans[0], spans[1], ours, theirs, 0.8)


def _on_top(link: Link, pair: QuantityPair) -> Iterator[SenseMove]:
    """Two of six years that became two more: "six years, two of them suspended", "with a further two suspended"."""
    senses, spans = [], []
    for passage, quantity in ((link.original, pair.original), (link.rewrite, pair.rewrite)):
        of, before = _beside(passage, quantity.span, 1), _beside(passage, quantity.span, -1)
        inner = of.neighbour(1) if of is not None else None
        part = _lower(of) == "of" and inner is not None and inner.lower in _PRONOUNS
        top = before is not None and before.lower in _EXTRA and before.head is not before
        extra = top or _lower(of) in {"more", "extra"}
        senses.append("part" if part else "on top" if extra else "")
        near = before if top else of if senses[-1] else None
        spans.append(quantity.span if near is None else quantity.span.join(near.span))
    if {"part", "on top"} == set(senses):
        yield SenseMove(spans[0], spans[1], senses[0], senses[1], 0.8)


def _points_and_percent(link: Link, found: QuantityAlignment) -> Iterator[SenseMove]:
    """Six points that became six per cent, won by three votes that became by three per cent, or back."""
    for ours in found.dropped:
        for theirs in found.added:
            kinds = [
                "percent" if one.kind == "share" and one.unit == "%" else "count" if one.kind == "count" else ""
                for one in (ours, theirs)
            ]
            by = all(
                _lower(_beside(passage, one.span, -1)) == "by"
                for passage, one in ((link.original, ours), (link.rewrite, theirs))
            )
            points = "point" in (ours.counted, theirs.counted)
            if ours.written == theirs.written and set(kinds) == {"percent", "count"} and (by or points):
                yield SenseMove(ours.span, theirs.span, kinds[0], kinds[1], 0.8)


def _part_told_as_whole(link: Link, found: QuantityAlignment) -> Iterator[SenseMove]:
    """Three of the past five years told as each of the past five years."""
    for part in found.dropped:
        of = _beside(link.original, part.number, 1)
        if part.kind not in {"count", "vague"} or _lower(of) != "of" or of is None:
            continue
        for step in range(2, 6):
            whole = of.neighbour(step)
            if whole is None or whole.pos not in {"NUM", "DET", "ADJ", "PRON"}:
                break
            if whole.pos == "NUM":
                yield from _all_of(link, part, whole)
                break


def _all_of(link: Link, part: Quantity, whole: Token) -> Iterator[SenseMove]:
    for token in link.rewrite.tokens:
        if token.lower != whole.lower:
            continue
        before = [token.neighbour(-step) for step in range(1, 5)]
        told = next((word for word in before if word is not None and word.lower in _WHOLE), None)
        inner = next((word for word in before if word is not None and word.pos in {"VERB", "NOUN", "PUNCT"}), None)
        if told is not None and (inner is None or inner.index < told.index):
            yield SenseMove(part.span.join(whole.span), told.span.join(token.span), "part", "whole", 0.85)
            return
