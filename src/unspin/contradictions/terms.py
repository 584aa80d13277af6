"""Prison terms: sentenced to four years, the three-year sentence."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground, subject_of
from unspin.facts.times import Time
from unspin.language import Token

_GIVING = frozenset({("to", "sentence"), ("for", "jail"), ("for", "imprison")})
_GETTING = frozenset({"give", "receive", "hand"})


def term_claims(ground: Ground) -> Iterator[Claim]:
    """The prison sentence of the only person sentenced: "sentenced to four years", "the three-year sentence"."""
    given: list[tuple[Time, Token]] = []
    called: list[tuple[Time, Token]] = []
    for time in ground.facts.times:
        if not time.is_duration or time.low != time.high or time.vague or time.bound or ground.is_quoted(time.span):
            continue
        tokens = ground.facts.analysis.tokens_in(time.span)
        if not tokens:
            continue
        above = tokens[-1].head
        verb = above.head
        if (above.lower, verb.lemma) in _GIVING and verb.pos == "VERB":
            given.append((time, verb))
        elif above.lemma in {"sentence", "term"} and tokens[-1].dep in {"compound", "nmod", "amod"}:
            if _is_known(above):
                called.append((time, above))
            elif verb.lemma in _GETTING and ground.is_asserted(verb):
                given.append((time, verb))
    if len(given) == 2 and not called and given[0][0].low != given[1][0].low:
        yield from _given_twice(ground, given)
    if len(given) != 1 or len({time.low for time, _ in called}) != 1 or not ground.is_asserted(given[0][1]):
        return
    # A term that is told of otherwise too, asked for or served before, may be meant.
    if sum(time.low == called[0][0].low for time in ground.facts.times) > len(called):
        return
    if any(time.calendar != given[0][0].calendar or not _is_plain_term(noun) for time, noun in called):
        return
    yield from (_claim(ground, time, word) for time, word in (*given, *called))


def _claim(ground: Ground, time: Time, word: Token) -> Claim:
    text = " ".join(time.span.of(ground.document.prose).split())
    source = ground.source_of(time.span)
    presupposed = word.pos == "NOUN"
    return Claim(
        "count", ("sentence",), "the sentence", time.key, "is", text, time.span, 0.85, source, presupposed=presupposed
    )  # fmt: skip


def _given_twice(ground: Ground, given: list[tuple[Time, Token]]) -> Iterator[Claim]:
    """Two terms that one person is said to have been given now."""
    people = set()
    for _, verb in given:
        subject = subject_of(verb)
        name = ground.name_of(subject)
        if subject is None or name is None or not ground.is_asserted(verb) or ground.is_past(verb.sentence):
            return
        people.add(ground.sure_pronoun(subject) if name.is_pronoun else ground.person(name))
    if len(people) == 1 and None not in people:
        yield from (_claim(ground, time, verb) for time, verb in given)


def _is_known(noun: Token) -> bool:
    return any(child.lower == "the" or child.dep == "poss" for child in noun.children)


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
