"""Tolls: how many one event killed or hurt."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.quantities import Quantity
from unspin.language import Sentence, Token

_ALL_KILLED = frozenset("kill die perish drown slay murder".split())
_ALL_HURT = frozenset("injure wound hurt".split())
_THE_KILLED = frozenset("victim dead death fatality".split())
_PEOPLE = frozenset("people person life".split())
# A toll that is still counted, or another event's.
_COUNTING = frozenset(
    "rise climb increase revise update grow later initially originally first correct far put toll estimate double reach "
    "count confirmed another separate similar subsequent total bring jump miss missing".split()
)
_OTHERS = frozenset("more other others further additional least including include each every average".split())


def toll_claims(ground: Ground) -> Iterator[Claim]:
    """The dead and the hurt of the event that a document tells of; nothing where the toll is still being counted.

    A toll is told twice where a definite phrase takes it up: "killed 12 people", then "the 12 victims".
    """
    claims: dict[str, list[tuple[bool, Claim]]] = {"killed": [], "hurt": []}
    counting: set[str] = set()
    for quantity in ground.facts.quantities:
        sentence = ground.facts.analysis.sentence_at(quantity.span.start)
        if sentence is None or (found := _toll(quantity)) is None:
            continue
        fate, definite = found
        if _is_of_elsewhere(ground, sentence):
            continue
        if quantity.bound or quantity.is_range or {token.lemma for token in sentence.tokens} & _COUNTING:
            counting.add(fate)
            continue
        if ground.is_quoted(quantity.span):
            continue
        value = str(quantity.low)
        claim = Claim(
            "count", (fate,), f"the number of people {fate}", value, "is", value, quantity.span, 0.85,
            ground.source_of(quantity.span),
        )  # fmt: skip
        claims[fate].append((definite, claim))
    for fate, found_claims in claims.items():
        if fate not in counting and _is_taken_up(found_claims):
            yield from (claim for _, claim in found_claims)


def _is_taken_up(claims: list[tuple[bool, Claim]]) -> bool:
    """Whether one toll is told in other words by a definite phrase, and no more than two numbers are in play."""
    values = {claim.value for _, claim in claims}
    return len(values) == 2 and any(definite for definite, _ in claims) and not all(definite for definite, _ in claims)


def _is_of_elsewhere(ground: Ground, sentence: Sentence) -> bool:
    return ground.is_past(sentence) or any(
        token.lemma in {"year", "month", "since", "worst", "deadliest", "war", "never"} for token in sentence.tokens
    )


def _toll(quantity: Quantity) -> tuple[str, bool] | None:
    """What befell the people counted, and whether a definite phrase says so: "killed 12 people", "the 12 victims"."""
    noun = quantity.noun
    if quantity.kind != "count" or quantity.low.denominator != 1 or noun is None:
        return None
    if quantity.low < 2 or any(child.lower in _OTHERS for child in noun.children):
        return None
    the = any(child.lower == "the" and child.index < noun.index for child in noun.children)
    if noun.head.lower == "of" or any(child.lower == "of" for child in noun.children):
        return None
    if noun.lemma in _THE_KILLED and noun.lower != "deaths":
        restricted = any(child.dep in {"relcl", "acl", "prep", "amod"} for child in noun.children)
        return ("killed", True) if the and not restricted else None
    if noun.lemma not in _PEOPLE:
        return None
    clause = next((child for child in noun.children if child.dep in {"relcl", "acl"}), None)
    verb = clause if clause is not None else noun.head
    if noun.lemma == "life" and verb.lemma in {"claim", "cost", "take"} and noun.dep == "dobj":
        return "killed", False
    fate = "killed" if verb.lemma in _ALL_KILLED else "hurt" if verb.lemma in _ALL_HURT else None
    if fate is None or _is_denied(verb) or not _suffers(noun, verb, clause):
        return None
    return fate, the and clause is not None


def _suffers(noun: Token, verb: Token, clause: Token | None) -> bool:
    """Whether the people are those killed and not those who kill."""
    if clause is not None:
        return (
            (clause.dep == "acl"
            and clause.tag == "VBN")
            or verb.lemma in {"die", "perish", "drown"}
            or (verb.child("auxpass") is not None)
        )
    if verb.lemma in {"die", "perish", "drown"}:
        return noun.dep == "nsubj"
    return noun.dep in {"dobj", "nsubjpass"}


def _is_denied(verb: Token) -> bool:
    return any(
        child.dep in {"neg", "aux"} and child.lower not in {"was", "were", "has", "have"} for child in verb.children
    )
