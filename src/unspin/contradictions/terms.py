"""Prison terms: sentenced to four years, the three-year sentence."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.times import Time
from unspin.language import Token


def term_claims(ground: Ground) -> Iterator[Claim]:
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
            above.lemma in {"sentence", "term"} and tokens[-1].dep in {"compound", "nmod", "amod"} and _is_known(above)
        ):
            called.append((time, above))
    if len(given) != 1 or len({time.low for time, _ in called}) != 1 or not ground.is_asserted(given[0][1]):
        return
    if any(time.calendar != given[0][0].calendar or not _is_plain_term(noun) for time, noun in called):
        return
    for time, word in (*given, *called):
        text = " ".join(time.span.of(ground.document.prose).split())
        yield Claim(
            "count", ("sentence",), "the sentence", time.key, "is", text, time.span, 0.85, ground.source_of(time.span),
            presupposed=word.pos == "NOUN",
        )  # fmt: skip


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
