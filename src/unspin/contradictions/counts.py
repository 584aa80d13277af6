"""Counts: a bus with 32 passengers and with 45, a mother of three who has four children."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground, subject_of
from unspin.facts.names import FEMALE_PRONOUNS, MALE_PRONOUNS
from unspin.facts.quantities import Quantity
from unspin.language import Token

_HAVING = frozenset("have own contain hold carry employ number run operate comprise seat house".split())
OTHERS = frozenset(
    "more other others further additional new extra another remaining first last next final previous total least "
    "same half both some such own best only top".split()
)
_SORTING = frozenset("of in with from under at for".split())
_ALIKE = {"employee": "worker", "staff": "worker", "staffer": "worker", "kid": "child"}
# Counted again at every match, month or count.
CHANGING = frozenset(
    "goal point win loss match game title medal vote percent time day week month year hour minute second way part "
    "half thing kind point seat chance case share step shot run try hit".split()
)


def count_claims(ground: Ground) -> Iterator[Claim]:
    """How many of something a thing or a person has; nothing that grows with time."""
    for quantity in ground.facts.quantities:
        if quantity.is_range or quantity.bound or quantity.role or quantity.per or ground.is_quoted(quantity.span):
            continue
        if quantity.kind != "count" or quantity.low.denominator != 1 or quantity.low < 2:
            continue
        sentence = ground.facts.analysis.sentence_at(quantity.span.start)
        if sentence is None or ground.is_past(sentence) or is_part(ground, quantity):
            continue
        if (found := _parent(ground, quantity) or _had(ground, quantity)) is None:
            continue
        key, subject = found
        owned = quantity.noun is not None and quantity.noun.child("poss") is not None
        text = " ".join(quantity.span.of(ground.document.prose).split())
        yield Claim(
            "count", key, subject, f"count::{quantity.low}", "has", text, quantity.span, 0.8,
            ground.source_of(quantity.span), presupposed=owned,
        )  # fmt: skip


def is_part(ground: Ground, quantity: Quantity) -> bool:
    """Whether a number is that of some among others: "12 of the race's 48 starters"."""
    tokens = ground.facts.analysis.tokens_in(quantity.number)
    after = tokens[-1].neighbour(1) if tokens else None
    return after is not None and after.lower in {"of", "out", "in"}


def _parent(ground: Ground, quantity: Quantity) -> tuple[tuple[str, ...], str] | None:
    """Whose children are counted: "Kell, a mother of three,", "the father of four"."""
    tokens = ground.facts.analysis.tokens_in(quantity.number)
    of = tokens[0].neighbour(-1) if tokens else None
    parent = of.neighbour(-1) if of is not None and of.lower == "of" else None
    if parent is None or parent.lower not in {"mother", "father", "dad", "mum", "mom", "parent"}:
        return None
    after = tokens[-1].neighbour(1)
    if after is not None and after.pos in {"ADJ", "NUM"}:
        return None
    subject = parent.head if parent.dep == "appos" else None
    if parent.dep == "attr" and parent.head.lower in {"is", "was"}:
        subject = subject_of(parent.head)
    name = ground.name_of(subject)
    if subject is None or name is None:
        return None
    who = ground.sure_pronoun(subject) if name.is_pronoun else ground.person(name)
    return (("has", who[0], "child"), who[1]) if who is not None else None


def _had(ground: Ground, quantity: Quantity) -> tuple[tuple[str, ...], str] | None:
    """What a thing has: "the bus was carrying 32 passengers", "the club's 58 members", "its 58 members"."""
    noun = quantity.noun
    if noun is None or noun.tag not in {"NNS", "NNPS"} or noun.lemma in CHANGING or not _is_plain(noun, quantity):
        return None
    owner = noun.child("poss")
    if owner is not None:
        whose = owner
    else:
        verb = noun.head
        if verb.lower == "with" and verb.dep == "prep" and noun.dep == "pobj":
            return _equipped(ground, noun, verb.head)
        if noun.dep != "dobj" or verb.lemma not in _HAVING or not ground.is_asserted(verb):
            return None
        subject = subject_of(verb)
        if subject is None:
            return None
        whose = subject
    personal = whose.lower in MALE_PRONOUNS | FEMALE_PRONOUNS
    whole = ground.sure_pronoun(whose) if personal else ground.thing(whose)
    if whole is None or (whose.pos == "NOUN" and not ground.is_unique(whole[0])):
        return None
    noun_said = _ALIKE.get(noun.lemma, noun.lemma)
    if noun_said == "people" and noun.head.lemma == "employ":
        noun_said = "worker"
    return ("has", whole[0], noun_said), whole[1]


def _equipped(ground: Ground, noun: Token, whole: Token) -> tuple[tuple[str, ...], str] | None:
    """What a thing is told to come with: "the club, with 350 members, is the largest"."""
    if whole.pos not in {"NOUN", "PROPN"}:
        return None
    named = ground.name_of(whole) is not None
    definite = any(child.lower == "the" for child in whole.children)
    found = ground.thing(whole)
    if found is None or not (named or (definite and ground.is_unique(whole.lemma))):
        return None
    return ("has", found[0], _ALIKE.get(noun.lemma, noun.lemma)), found[1]


def _is_plain(noun: Token, quantity: Quantity) -> bool:
    """Whether a noun is counted as a whole: no part of a whole, nothing that sorts some of them out."""
    for child in noun.children:
        before = child.subtree()[0].neighbour(-1) if child.index > noun.index else None
        if before is not None and before.text in {",", "("}:
            continue  # an aside sorts nothing out: "32 passengers, who had set out at dawn"
        if child.lower in OTHERS or child.dep in {"amod", "acl", "relcl", "compound", "conj"}:
            return False
        if child.dep == "prep" and child.lower in _SORTING:
            return False
    # The parser hangs some of them on the verb: "has two children from his first marriage".
    after, second = noun.neighbour(1), noun.neighbour(2)
    if after is not None and after.lower in _SORTING | {"on"} and (second is None or second.lower != "board"):
        return False
    return quantity.number.end <= noun.start
