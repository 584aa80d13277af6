"""Gender: Mr Kim Aasen, who is Mrs Kim Aasen further on."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.names import FEMALE_WORDS, MALE_WORDS
from unspin.language import Token, span_of

# Words that anybody may go by, or that stand before a name without being said of it.
_SAYING = frozenset("say tell admit insist claim explain add promise believe think know".split())
_NOT_SAID = frozenset(
    "actor waiter chairman king prince duke count lord queen father mother sister brother miss baron lady".split()
)


def gender_claims(ground: Ground) -> Iterator[Claim]:
    """What a word beside a full name says of the person's gender: Mr, Mrs, chairman, spokeswoman, actress."""
    yield from _self_reports(ground)
    for name in ground.names:
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


def _self_reports(ground: Ground) -> Iterator[Claim]:
    """The pronoun in "Kim Aasen said that she": the speaker's own, where nobody else is named near."""
    for token in ground.facts.analysis.tokens:
        if token.lower not in {"he", "she"} or token.dep not in {"nsubj", "nsubjpass"}:
            continue
        verb = token.head.head
        if token.head.dep != "ccomp" or verb.lemma not in _SAYING or ground.is_quoted(token.span):
            continue
        between = [other for other in token.sentence.tokens if verb.index < other.index < token.index]
        name = ground.name_of(verb.child("nsubj"))
        if name is None or name.is_pronoun or any(other.lower != "that" for other in between):
            continue
        who = ground.person(name)
        if who is None or len(who[0].split()) < 2 or not ground.is_alone(who[0], token):
            continue
        value = "male" if token.lower == "he" else "female"
        shown = "a man" if value == "male" else "a woman"
        yield Claim("gender", (who[0],), who[1], value, "is", shown, token.span, 0.75)


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
        whose = any(low.dep == "poss" and low.lower in {"his", "her", "their"} for low in child.children)
        described = child.dep == "appos" and child.pos == "NOUN" and child.index > last.index
        if described and not whose and child.child("conj") is None:
            yield child
