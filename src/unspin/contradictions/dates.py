"""Dates: an accident on Monday that happened on Wednesday further on, a firm founded in two years."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground, subject_of
from unspin.contradictions.places import EVENTS, HAPPENING
from unspin.facts.names import FEMALE_PRONOUNS, MALE_PRONOUNS
from unspin.facts.times import Time
from unspin.language import Sentence, Token

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_FATES = {"die": "died", "kill": "died", "arrest": "was arrested"}
_PARTS = frozenset("morning afternoon evening night".split())
_ONCE_ONLY = {"found": "was founded", "establish": "was established", "bear": "was born"}
_NOT_THE_EVENT = frozenset("since after before until anniversary reported report investigation arrested again".split())


def date_claims(ground: Ground) -> Iterator[Claim]:
    """On which weekday an event happened, and in which year something began."""
    for time in ground.facts.times:
        if time.is_duration or time.bound or time.section or ground.is_quoted(time.span):
            continue
        sentence = ground.facts.analysis.sentence_at(time.span.start)
        if sentence is None or time.relation not in {"", "in"}:
            continue
        if isinstance(day := time.get("weekday"), int):
            yield from _weekday(ground, sentence, time, day)
        elif isinstance(year := time.get("year"), int) and len(time.fields) == 1:
            yield from _year(ground, sentence, time, year)


def _weekday(ground: Ground, sentence: Sentence, time: Time, day: int) -> Iterator[Claim]:
    first = next((token for token in sentence.tokens if token.lower == _DAYS[(day - 1) % 7].lower()), None)
    if first is None or time.get("offset") not in {None, 0}:
        return
    # "on Monday evening"
    if first.dep == "compound" and first.head.lower in _PARTS:
        first = first.head
    on = first.head
    noun: Token | None = None
    if first.dep in {"pobj", "npadvmod"} and (found := _once(ground, on.head if first.dep == "pobj" else on)):
        key, shown, verb = found
        day_name = _DAYS[(day - 1) % 7]
        if not ground.is_past(sentence):
            yield Claim(
                "time", key, shown, day_name, verb, f"on {day_name}", time.span, 0.8, ground.source_of(time.span)
            )  # fmt: skip
        return
    if first.dep == "poss":
        noun = first.head
    elif first.dep == "pobj" and on.lower == "on" and on.dep == "prep":
        noun = _event_of(ground, on.head)
    elif first.dep in {"npadvmod", "compound"}:
        noun = _event_of(ground, on)
    if noun is None or noun.lemma not in EVENTS or not ground.is_unique(noun.lemma) or ground.is_past(sentence):
        return
    if {token.lower for token in sentence.tokens if token.index < on.index + 2} & _NOT_THE_EVENT:
        return
    name = _DAYS[(day - 1) % 7]
    source = ground.source_of(time.span)
    yield Claim(
        "time", ("event", noun.lemma), f"the {noun.lemma}", name, "happened", f"on {name}", time.span, 0.8, source
    )  # fmt: skip


def _once(ground: Ground, verb: Token) -> tuple[tuple[str, ...], str, str] | None:
    """What befalls a person once: "Lind died on Monday", "Lind was killed on Monday"."""
    if verb.pos != "VERB" or not ground.is_asserted(verb) or verb.tag not in {"VBD", "VBN"}:
        return None
    fate = _FATES.get(verb.lemma)
    if fate is None or (verb.lemma != "die" and verb.child("auxpass") is None):
        return None
    subject = subject_of(verb)
    if subject is None:
        return None
    name = ground.name_of(subject)
    if name is None:
        return None
    who = ground.sure_pronoun(subject) if name.is_pronoun else ground.person(name)
    return ((fate, who[0]), who[1], fate) if who is not None else None


def _event_of(ground: Ground, head: Token) -> Token | None:
    """The event of which a weekday is told: "happened on Monday", "the fire on Monday", "the fire broke out on Monday"."""
    if head.pos == "NOUN":
        return head if head.lemma in EVENTS and any(child.lower == "the" for child in head.children) else None
    if head.lemma not in HAPPENING and not (head.lemma == "break" and head.child("prt") is not None):
        return None
    if not ground.is_asserted(head):
        return None
    subject = head.child("nsubj", "nsubjpass")
    thing = ground.thing(subject) if subject is not None else None
    return subject if subject is not None and thing is not None and thing[0] == subject.lemma else None


def _year(ground: Ground, sentence: Sentence, time: Time, year: int) -> Iterator[Claim]:
    tokens = ground.facts.analysis.tokens_in(time.span)
    number = next((token for token in tokens if token.text.isdigit()), None)
    if number is None or number.head.lower != "in" or number.head.head.lemma not in _ONCE_ONLY:
        return
    verb = number.head.head
    # "A was founded in 1866 and B in 1875": the second year has a subject of its own.
    if any(token.dep == "conj" for token in sentence.tokens if verb.index < token.index < number.index):
        return
    subject = subject_of(verb)
    if subject is None or not ground.is_asserted(verb):
        return
    if subject.lower in MALE_PRONOUNS | FEMALE_PRONOUNS:
        who = ground.sure_pronoun(subject)
    else:
        who = ground.thing(subject)
        if who is not None and subject.pos == "NOUN" and not ground.is_unique(subject.lemma):
            who = None
    if who is None or sentence.is_question:
        return
    source = ground.source_of(time.span)
    yield Claim(
        "time", (verb.lemma, who[0]), who[1], str(year), _ONCE_ONLY[verb.lemma], f"in {year}", time.span, 0.85, source
    )  # fmt: skip
