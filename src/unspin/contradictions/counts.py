"""Counts: a bus with 32 passengers and with 45, a building of five storeys and of three."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.quantities import Quantity
from unspin.facts.times import Time
from unspin.language import Token

_HAVING = frozenset("have own contain hold carry employ number run operate comprise seat house".split())
_OTHERS = frozenset(
    "more other others further additional new extra another remaining first last next final previous total least "
    "same half both some such own best only top".split()
)
# Counted again at every match, month or count.
_CHANGING = frozenset(
    "goal point win loss match game title medal vote percent time day week month year hour minute second way part "
    "half thing kind point seat chance case share step shot run try hit".split()
)


def count_claims(ground: Ground) -> Iterator[Claim]:
    """How many of something a thing has, and the size by which it is called; nothing that grows with time."""
    for quantity in ground.facts.quantities:
        if quantity.is_range or quantity.bound or quantity.role or quantity.per or ground.is_quoted(quantity.span):
            continue
        sentence = ground.facts.analysis.sentence_at(quantity.span.start)
        if sentence is None or ground.is_past(sentence):
            continue
        found = _called(ground, quantity) or _had(ground, quantity)
        if found is not None:
            key, subject, verb, introduces = found
            text = " ".join(quantity.span.of(ground.document.prose).split())
            yield Claim(
                "count", key, subject, quantity.key, verb, text, quantity.span, 0.8,
                ground.source_of(quantity.span), introduces,
            )  # fmt: skip
    yield from _terms(ground)


def _called(ground: Ground, quantity: Quantity) -> tuple[tuple[str, ...], str, str, bool] | None:
    """A thing called by its size: "the five-storey building", "the $3m grant"; told twice of the same thing."""
    tokens = ground.facts.analysis.tokens_in(quantity.span)
    if not tokens or quantity.kind not in {"count", "measure", "money"}:
        return None
    compound = _compound(tokens)
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


def _compound(tokens: list[Token]) -> tuple[Token, Token] | None:
    """The unit and the noun of "five-storey building"."""
    for token in tokens:
        if token.pos == "NOUN" and token.dep in {"compound", "nmod", "amod"} and (before := token.neighbour(-1)):
            if before.text == "-" and token.head.pos == "NOUN" and token.head.index > token.index:
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
    if quantity.kind != "count" or noun is None or noun.tag not in {"NNS", "NNPS"} or noun.lemma in _CHANGING:
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
        subject = verb.child("nsubj")
        if subject is None and verb.dep == "conj":
            subject = verb.head.child("nsubj", "nsubjpass")
        if subject is not None and subject.lower in {"which", "that"} and verb.dep == "relcl":
            subject = verb.head
        if subject is None:
            return None
        whole, whose = ground.thing(subject), subject
    if whole is None or (whose.pos == "NOUN" and not ground.is_unique(whole[0])):
        return None
    return ("has", whole[0], noun.lemma), whole[1], "has", False


def _is_plain(noun: Token, quantity: Quantity) -> bool:
    """Whether a noun is counted as a whole: no part of a whole, nothing that sorts some of them out."""
    if any(
        child.lower in _OTHERS or child.dep in {"amod", "acl", "relcl", "compound", "conj"} for child in noun.children
    ):
        return False
    if any(
        child.dep == "prep" and child.lower in {"of", "in", "with", "from", "on", "under"} for child in noun.children
    ):
        return bool(noun.child("poss")) or all(child.lower in {"on"} for child in noun.children if child.dep == "prep")
    return quantity.number.end <= noun.start


def _terms(ground: Ground) -> Iterator[Claim]:
    """The prison sentence of the only person sentenced: "sentenced to four years", "the three-year sentence"."""
    given: list[tuple[Time, Token]] = []
    called: list[tuple[Time, Token]] = []
    for time in ground.facts.times:
        if not time.is_duration or time.low != time.high or time.vague or time.bound or ground.is_quoted(time.span):
            continue
        tokens = ground.facts.analysis.tokens_in(time.span)
        sentence = ground.facts.analysis.sentence_at(time.span.start)
        if not tokens or sentence is None:
            continue
        above = tokens[-1].head
        if above.lower == "to" and above.head.lemma == "sentence" and above.head.pos == "VERB":
            given.append((time, above.head))
        elif (
            above.lemma in {"sentence", "term"}
            and above.pos == "NOUN"
            and tokens[-1].dep in {"compound", "nmod", "amod"}
        ):
            if any(child.lower == "the" for child in above.children) or above.child("poss") is not None:
                called.append((time, above))
    if len(given) != 1 or len({time.low for time, _ in called}) != 1 or not ground.is_asserted(given[0][1]):
        return
    if any(time.calendar != given[0][0].calendar or not _is_plain_term(noun) for time, noun in called):
        return
    for time, _ in (*given, *called):
        text = " ".join(time.span.of(ground.document.prose).split())
        yield Claim(
            "count", ("sentence",), "the sentence", time.key, "is", text, time.span, 0.85, ground.source_of(time.span)
        )  # fmt: skip


def _is_plain_term(noun: Token) -> bool:
    around = {child.lower for child in noun.children} | {token.lower for token in noun.sentence.tokens}
    return not around & {
        "suspended",
        "minimum",
        "maximum",
        "sought",
        "asked",
        "demanded",
        "concurrent",
        "previous",
        "earlier",
    }
