"""Counts: a bus with 32 passengers and with 45, a building of five storeys and of three."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground, subject_of
from unspin.facts.quantities import Quantity
from unspin.language import Token

_HAVING = frozenset("have own contain hold carry employ number run operate comprise seat house".split())
OTHERS = frozenset(
    "more other others further additional new extra another remaining first last next final previous total least "
    "same half both some such own best only top".split()
)
_SORTING = frozenset("of in with from under at for".split())
_ALIKE = {"employee": "worker", "staff": "worker", "seat": "seats"}
# Counted again at every match, month or count.
CHANGING = frozenset(
    "goal point win loss match game title medal vote percent time day week month year hour minute second way part "
    "half thing kind point seat chance case share step shot run try hit".split()
)


def count_claims(ground: Ground) -> Iterator[Claim]:
    """How many of something a thing has, and the size by which it is called; nothing that grows with time."""
    for quantity in ground.facts.quantities:
        if quantity.is_range or quantity.bound or quantity.role or quantity.per or ground.is_quoted(quantity.span):
            continue
        sentence = ground.facts.analysis.sentence_at(quantity.span.start)
        if sentence is None:
            continue
        called = _called(ground, quantity)
        found = called or (None if ground.is_past(sentence) else _had(ground, quantity))
        if found is not None:
            key, subject, verb, introduces = found
            owned = quantity.noun is not None and quantity.noun.child("poss") is not None
            text = " ".join(quantity.span.of(ground.document.prose).split())
            yield Claim(
                "count", key, subject, quantity.key, verb, text, quantity.span, 0.8,
                ground.source_of(quantity.span), introduces, presupposed=called is not None or owned,
            )  # fmt: skip


def _called(ground: Ground, quantity: Quantity) -> tuple[tuple[str, ...], str, str, bool] | None:
    """A thing called by its size: "the five-storey building", "the $3m grant"; told twice of the same thing."""
    tokens = ground.facts.analysis.tokens_in(quantity.span)
    if not tokens or quantity.kind not in {"count", "measure", "money"}:
        return None
    compound = _priced(tokens) if quantity.kind == "money" else _compound(tokens)
    if compound is None:
        return None
    unit, head = compound
    if head.tag != "NN" or not ground.is_unique(head.lemma) or unit.tag != "NN":
        return None
    left = [child for child in head.children if child.index < tokens[0].index]
    definite = any(child.lower in {"the", "this", "its"} for child in left)
    indefinite = any(child.lower in {"a", "an"} for child in left)
    # Other words before it may part it from another: "the old four-metre statue".
    if not (definite or indefinite) or any(child.dep in {"amod", "nummod", "poss"} for child in left):
        return None
    if any(child.dep == "prep" and child.lower == "of" for child in head.children):
        return None
    dimension = quantity.dimension or unit.lemma
    return ("called", head.lemma, dimension), f"the {head.lemma}", "is called a", indefinite


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
    last = tokens[-1]
    if last.text.isalpha() or last.text.isdigit():
        after = last.neighbour(1)
        if after is not None and after.text == "-" and (unit := after.neighbour(1)) is not None and unit.tag == "NN":
            head = unit.neighbour(1)
            if head is not None and head.tag == "NN" and unit.lower not in {"year", "old"}:
                return unit, head
    return None


def _had(ground: Ground, quantity: Quantity) -> tuple[tuple[str, ...], str, str, bool] | None:
    """What a thing has: "the bus was carrying 32 passengers", "the club's 58 members", "its 58 members"."""
    noun = quantity.noun
    if quantity.kind != "count" or noun is None or noun.tag not in {"NNS", "NNPS"} or noun.lemma in CHANGING:
        return None
    if quantity.low.denominator != 1 or quantity.low < 2 or not _is_plain(noun, quantity):
        return None
    owner = noun.child("poss")
    if owner is not None:
        whole = ground.thing(owner)
        whose = owner
    else:
        verb = noun.head
        if noun.dep != "dobj" or verb.lemma not in _HAVING or not ground.is_asserted(verb):
            return None
        subject = subject_of(verb)
        if subject is None:
            return None
        whole, whose = ground.thing(subject), subject
    if whole is None or (whose.pos == "NOUN" and not ground.is_unique(whole[0])):
        return None
    return ("has", whole[0], _ALIKE.get(noun.lemma, noun.lemma)), whole[1], "has", False


def _is_plain(noun: Token, quantity: Quantity) -> bool:
    """Whether a noun is counted as a whole: no part of a whole, nothing that sorts some of them out."""
    for child in noun.children:
        before = child.subtree()[0].neighbour(-1) if child.index > noun.index else None
        if before is not None and before.text in {",", "("}:
            continue  # an aside sorts nothing out: "32 passengers, who had set out at dawn"
        if child.lower in OTHERS or child.dep in {"amod", "acl", "relcl", "compound", "conj"}:
            return False
        if child.dep == "prep" and child.lower in _SORTING and noun.child("poss") is None:
            return False
    return quantity.number.end <= noun.start
