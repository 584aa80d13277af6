"""Sizes by which a thing is called: the five-storey building, the $3 million grant, the three-day festival, the 7-2 vote."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.document import Span
from unspin.facts.quantities import Quantity
from unspin.language import Token

# Told of in terms.py: the doubtful cases are others.
_TERMS = frozenset({"sentence", "term", "old"})
# Of which there is one after the other.
_REPEATED = frozenset(
    "period walk drive ride break deal contract career run stretch wait delay window trip bill note".split()
)


def size_claims(ground: Ground) -> Iterator[Claim]:
    """The size by which the one thing of a kind is called, "the" or "a" before it; a vote also as it is told."""
    for quantity in ground.facts.quantities:
        if quantity.bound or quantity.role or quantity.per or ground.is_quoted(quantity.span):
            continue
        tokens = ground.facts.analysis.tokens_in(quantity.span)
        if not tokens:
            continue
        if quantity.kind == "score":
            yield from _vote(ground, quantity, tokens)
        elif quantity.is_range or quantity.kind not in {"count", "measure", "money"}:
            continue
        elif (called := _priced(tokens) if quantity.kind == "money" else _compound(tokens)) is not None:
            unit, head = called
            if unit.tag != "NN":
                continue
            counted = quantity.kind == "count"
            key = ("has", head.lemma, unit.lemma) if counted else ("called", head.lemma, quantity.dimension)
            value = f"count::{quantity.low}" if counted else quantity.key
            yield from _claim(ground, head, key, value, quantity.span)
    for time in ground.facts.times:
        if not time.is_duration or time.low != time.high or time.vague or time.bound or ground.is_quoted(time.span):
            continue
        tokens = ground.facts.analysis.tokens_in(time.span)
        if tokens and (called := _compound(tokens)) is not None and called[1].lemma not in _TERMS:
            yield from _claim(ground, called[1], ("called", called[1].lemma, "duration"), time.key, time.span)


def _claim(ground: Ground, head: Token, key: tuple[str, ...], value: str, span: Span) -> Iterator[Claim]:
    if head.tag != "NN" or not ground.is_unique(head.lemma) or head.lemma in _REPEATED:
        return
    left = [child for child in head.children if child.start < span.start]
    definite = any(child.lower in {"the", "this", "its"} for child in left)
    indefinite = any(child.lower in {"a", "an"} for child in left)
    # Other words before it may part it from another: "the old four-metre statue".
    if not (definite or indefinite) or any(child.dep in {"amod", "nummod", "poss"} for child in left):
        return
    if any(child.dep == "prep" and child.lower == "of" for child in head.children):
        return
    text = " ".join(span.of(ground.document.prose).split())
    yield Claim(
        "count", key, f"the {head.lemma}", value, "is called", text, span, 0.8, ground.source_of(span),
        introduces=indefinite, presupposed=True,
    )  # fmt: skip


def _vote(ground: Ground, quantity: Quantity, tokens: list[Token]) -> Iterator[Claim]:
    """A result of the only vote: "voted 7-2", "the 6-3 vote"."""
    above = tokens[0].head
    if above.lemma != "vote" or not ground.is_unique("vote"):
        return
    definite = above.pos == "NOUN" and any(child.lower == "the" for child in above.children)
    if above.pos == "VERB" and not ground.is_asserted(above):
        return
    text = " ".join(quantity.span.of(ground.document.prose).split())
    value = f"{max(quantity.low, quantity.high)}-{min(quantity.low, quantity.high)}"
    yield Claim(
        "count", ("vote",), "the vote", value, "is", text, quantity.span, 0.75, ground.source_of(quantity.span),
        introduces=not definite, presupposed=definite,
    )  # fmt: skip


def _priced(tokens: list[Token]) -> tuple[Token, Token] | None:
    """The noun of "the $3m grant" and "the $3 million grant", which stands for its own unit."""
    after = tokens[-1].neighbour(1)
    if after is None or after.tag != "NN" or not any(token.head is after for token in tokens):
        return None
    following = after.neighbour(1)
    return (after, after) if following is None or following.pos not in {"NOUN", "PROPN"} else None


def _compound(tokens: list[Token]) -> tuple[Token, Token] | None:
    """The unit and the noun of "five-storey building"."""
    for token in tokens:
        before = token.neighbour(-1)
        hyphenated = before is not None and before.text == "-" and token.head.index > token.index
        if hyphenated and token.tag == "NN" and token.dep in {"compound", "nmod", "amod"} and token.head.pos == "NOUN":
            return token, token.head
    after = tokens[-1].neighbour(1)
    if after is not None and after.text == "-" and (unit := after.neighbour(1)) is not None and unit.tag == "NN":
        head = unit.neighbour(1)
        if head is not None and head.tag == "NN" and unit.lower not in {"year", "old"}:
            return unit, head
    return None
