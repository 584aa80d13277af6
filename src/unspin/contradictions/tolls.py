"""Tolls: how many one event killed or hurt."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.counts import is_part
from unspin.contradictions.ground import Ground
from unspin.contradictions.places import EVENTS
from unspin.document import Span
from unspin.facts.quantities import Quantity
from unspin.language import Sentence, Token, span_of

_ALL_KILLED = frozenset("kill die perish drown slay murder".split())
_ALL_HURT = frozenset("injure wound hurt".split())
_THE_KILLED = frozenset("victims dead".split())
_PEOPLE = frozenset("people person life".split())
# A toll that is still counted, or another event's.
_COUNTING = frozenset(
    "rise climb increase revise update grow later initially originally first correct far put toll estimate double reach "
    "count confirmed another separate similar subsequent total bring jump miss missing".split()
)
_GROWING = frozenset(
    "rise climb increase revise update grow later initially originally first correct estimate double reach jump bring".split()
)
_BARE = frozenset({"nsubjpass", "auxpass", "punct", "mark", "cc", "conj"})
_OTHERS = frozenset("more other others further additional least including include each every average".split())


def toll_claims(ground: Ground) -> Iterator[Claim]:
    """The dead and the hurt of the event that a document tells of; nothing where the toll is still being counted.

    Two tolls are one event's where a definite phrase takes the event up ("killed 12 people", then "the 12 victims") or
    where the document tells of one event only.
    """
    claims: dict[str, list[tuple[bool, Claim]]] = {"killed": [], "hurt": []}
    counting = {fate for sentence in ground.sentences for fate in _counted(sentence)}
    for quantity in ground.facts.quantities:
        sentence = ground.facts.analysis.sentence_at(quantity.span.start)
        if sentence is None or (found := _toll(ground, quantity)) is None or _is_of_elsewhere(ground, sentence):
            continue
        fate, definite = found
        if quantity.bound or quantity.is_range or {token.lemma for token in sentence.tokens} & _COUNTING:
            counting.add(fate)
        elif not ground.is_quoted(quantity.span):
            claims[fate].append((definite, _claim(ground, fate, str(quantity.low), quantity.span, definite=definite)))
    for token in ground.facts.analysis.tokens:
        if (fate_of_none := _nobody(ground, token)) is not None and not ground.is_quoted(token.span):
            fate, words = fate_of_none
            claims[fate].append((False, _claim(ground, fate, "0", span_of(words))))
    for fate, found_claims in claims.items():
        if fate not in counting and (_is_taken_up(found_claims) or _tells_of_one_event(ground)):
            yield from (claim for _, claim in found_claims)


def _claim(ground: Ground, fate: str, value: str, span: Span, *, definite: bool = False) -> Claim:
    subject = f"the number of people {fate}"
    return Claim(
        "count", (fate,), subject, value, "is", value, span, 0.85, ground.source_of(span), presupposed=definite
    )


def _counted(sentence: Sentence) -> Iterator[str]:
    """Which toll a sentence says to be growing or corrected: "the toll later rose to 14"."""
    lemmas = {token.lemma for token in sentence.tokens}
    if lemmas & _GROWING and lemmas & {"toll", "dead", "death", "fatality", "casualty", "victim"}:
        yield "killed"
    if lemmas & _GROWING and lemmas & {"injured", "wounded", "casualty", "injury", "victim"}:
        yield "hurt"


def _nobody(ground: Ground, token: Token) -> tuple[str, list[Token]] | None:
    """What befell nobody: "no one was injured", "nobody was killed", "no injuries were reported"."""
    verb = token.head
    if token.dep != "nsubjpass" or ground.is_past(token.sentence):
        return None
    no = next((child for child in token.children if child.lower == "no"), None)
    nobody = token.lower in {"nobody", "none"} or (no is not None and token.lemma in {"one", "person", "people"})
    if nobody and not any(child.lower in {"else", "other", "of"} for child in token.children):
        fate = "killed" if verb.lemma == "kill" else "hurt" if verb.lemma in _ALL_HURT else None
    elif no is not None and token.lemma in {"injury", "death"} and verb.lemma == "report":
        fate = "hurt" if token.lemma == "injury" else "killed"
        fate = None if any(child.dep not in {"det"} for child in token.children) else fate
    else:
        fate = None
    if fate is None or not all(child.dep in _BARE or _is_in_the_event(child) for child in verb.children):
        return None
    if verb.dep not in {"ROOT", "conj", "ccomp"} or not ground.is_told(verb):
        return None
    return fate, [*([no] if no is not None else []), token, *(c for c in verb.children if c.dep == "auxpass"), verb]


def _is_in_the_event(word: Token) -> bool:
    """Whether a word says no more than "in the fire"."""
    event = word.child("pobj") if word.lower == "in" else None
    return event is not None and event.lemma in EVENTS and any(child.lower == "the" for child in event.children)


def _tells_of_one_event(ground: Ground) -> bool:
    """Whether a document tells of an accident, a crime or a disaster, and of no second one."""
    nouns = {token.lemma for token in ground.facts.analysis.tokens if token.lemma in EVENTS and token.pos == "NOUN"}
    return bool(nouns) and all(ground.is_unique(noun) for noun in nouns)


def _is_taken_up(claims: list[tuple[bool, Claim]]) -> bool:
    """Whether one toll is told in other words by a definite phrase, and no more than two numbers are in play."""
    values = {claim.value for _, claim in claims}
    return len(values) == 2 and any(definite for definite, _ in claims) and not all(definite for definite, _ in claims)


def _is_of_elsewhere(ground: Ground, sentence: Sentence) -> bool:
    return ground.is_past(sentence) or any(
        token.lemma in {"year", "month", "since", "worst", "deadliest", "war", "never"} for token in sentence.tokens
    )


def _toll(ground: Ground, quantity: Quantity) -> tuple[str, bool] | None:
    """What befell the people counted, and whether a definite phrase says so: "killed 12 people", "the 12 victims"."""
    if quantity.kind != "count" or quantity.low.denominator != 1 or quantity.low < 2:
        return None
    if is_part(ground, quantity):
        return None
    tokens = ground.facts.analysis.tokens_in(quantity.number)
    after = tokens[-1].neighbour(1) if tokens else None
    noun = quantity.noun or (after if after is not None and after.lower in {"dead", "injured", "wounded"} else None)
    if noun is None or any(child.lower in _OTHERS for child in noun.children):
        return None
    first = ground.facts.analysis.tokens_in(quantity.span)[0]
    the = first.lower in {"all", "the"} or (
        (before := first.neighbour(-1)) is not None and before.lower in {"the", "all"}
    )
    if any(child.lower == "of" for child in noun.children):
        return None
    fate = "killed" if noun.lower in _THE_KILLED else "hurt" if noun.lower in {"injured", "wounded"} else None
    if fate is not None:
        restricted = any(child.dep in {"relcl", "acl", "prep", "amod", "compound"} for child in noun.children)
        return (fate, True) if the and not restricted and noun.dep not in {"amod", "compound"} else None
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
            (clause.dep == "acl" and clause.tag == "VBN")
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
