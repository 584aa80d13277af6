"""Gender: Mr Kim Aasen, who is Mrs Kim Aasen further on."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.names import FEMALE_WORDS, MALE_WORDS
from unspin.language import Token, span_of

# Words that anybody may go by, or that stand before a name without being said of it.
_NOT_SAID = frozenset("king prince duke count lord queen father mother sister brother miss baron lady".split())


def gender_claims(ground: Ground) -> Iterator[Claim]:
    """What a word beside a full name says of the person's gender: Mr, Mrs, chairman, spokeswoman, actress."""
    for name in ground.facts.names:
        if name.is_pronoun or len(name.tokens) < 2 or ground.is_quoted(name.span):
            continue
        who = ground.person(name)
        if who is None or len(who[0].split()) < 2:
            continue
        for word in _words_beside(name.tokens[0], name.tokens[-1], name.head):
            lower = word.lower.rstrip(".")
            if lower in _NOT_SAID or lower not in MALE_WORDS | FEMALE_WORDS:
                continue
            value = "male" if lower in MALE_WORDS else "female"
            span = span_of([word])
            source = ground.source_of(span)
            shown = "a man" if value == "male" else "a woman"
            yield Claim("gender", (who[0],), who[1], value, "is", shown, span, 0.85, source)


def _words_beside(first: Token, last: Token, head: Token) -> Iterator[Token]:
    """The title before a name and the noun in apposition behind it, where it is no relation of somebody else's."""
    yield first
    before = first.neighbour(-1)
    if before is not None and (before.pos in {"PROPN", "NOUN"} or before.text == "."):
        word = before.neighbour(-1) if before.text == "." else before
        if word is not None and word.child("poss") is None:
            yield word
    comma = last.neighbour(1)
    if comma is None or comma.text != ",":
        return
    for child in head.children:
        if child.dep == "appos" and child.pos == "NOUN" and child.index > last.index and child.child("conj") is None:
            if not any(low.dep == "poss" and low.lower in {"his", "her", "their"} for low in child.children):
                yield child
