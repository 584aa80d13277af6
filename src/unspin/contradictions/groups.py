"""Groups: three men were arrested, and the four men are to appear in court."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.counts import CHANGING, OTHERS, is_part
from unspin.contradictions.ground import Ground
from unspin.facts.quantities import Quantity
from unspin.language import Token

_FEWEST = 3
_DEFINITE = frozenset({"the", "these", "those", "all"})
_PLAIN = frozenset({"det", "predet", "nummod", "punct", "prep"})


def group_claims(ground: Ground) -> Iterator[Claim]:
    """How many there are in the one group of a kind that a document brings up with a number, and takes up with "the".

    Nothing where the kind is counted a third time, where words sort some out, or where more of the kind join them.
    """
    # "Two others" join a group without a word of its kind.
    if any(token.lower == "others" for token in ground.facts.analysis.tokens):
        return
    groups: dict[str, list[tuple[Quantity, Token, bool]]] = {}
    spoilt: set[str] = set()
    for quantity in ground.facts.quantities:
        noun = quantity.noun
        if noun is None or quantity.kind not in {"count", "vague", "rank"} or noun.lemma in CHANGING:
            continue
        before = ground.facts.analysis.tokens_in(quantity.span)[0].neighbour(-1)
        # "the Lower 48 states" are a name.
        if before is not None and before.pos == "PROPN":
            spoilt.add(noun.lemma)
            continue
        exact = quantity.kind == "count" and not quantity.is_range and not quantity.bound and quantity.low >= _FEWEST
        if not exact or is_part(ground, quantity) or not _is_plain(noun) or quantity.number.end > noun.start:
            spoilt.add(noun.lemma)
            continue
        definite = before is not None and before.lower in _DEFINITE
        groups.setdefault(noun.lemma, []).append((quantity, noun, definite))
    for lemma, group in groups.items():
        if lemma in spoilt or ground.is_other(lemma) or len({quantity.low for quantity, _, _ in group}) != 2:
            continue
        if any(ground.is_quoted(quantity.span) or ground.is_past(noun.sentence) for quantity, noun, _ in group):
            continue
        for quantity, noun, definite in group:
            shown = f"the number of {noun.lower}"
            yield Claim(
                "count", ("group", lemma), shown, str(quantity.low), "is", str(quantity.low), quantity.span, 0.78,
                ground.source_of(quantity.span), introduces=not definite, presupposed=definite,
            )  # fmt: skip


def _is_plain(noun: Token) -> bool:
    if noun.tag != "NNS" or noun.head.lower == "of":
        return False
    return all(child.dep in _PLAIN and child.lower not in OTHERS | {"of"} for child in noun.children)


def groups_agree(one: Claim, other: Claim) -> bool:
    """Whether the second number may stand for a part of the first: it is smaller, or no group is taken up."""
    first, second = sorted((one, other), key=lambda claim: claim.span)
    return second.introduces or not first.introduces or int(second.value) < int(first.value)
