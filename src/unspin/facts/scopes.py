"""Scopes: words that say of how much of a set a statement holds, how often, or how far."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.document import Span
from unspin.facts.certainty import predicate_beside
from unspin.facts.hedge_words import ALMOST, DEGREES, FREQUENCIES, SCOPES
from unspin.language import Sentence, Token


@dataclass(frozen=True, slots=True)
class Scope:
    """A word that says how much of a set, how often or how far.

    ``level`` in [0, 1], all, always or wholly being 1.0; ``governed`` is the noun or verb.
    """

    span: Span
    token: Token
    governed: Token
    level: float
    frequency: bool


def scopes_of(sentence: Sentence) -> list[Scope]:
    """The quantifiers and adverbs of frequency of a sentence in order of place."""
    return [scope for token in sentence.tokens if (scope := _scope(token)) is not None]


def _scope(token: Token) -> Scope | None:
    lower = token.lower
    share = FREQUENCIES.get(lower, DEGREES.get(lower))
    if share is not None and token.dep == "advmod":
        return Scope(token.span, token, predicate_beside(token), share, frequency=True)
    if lower in {"one", "among"}:
        return _one_of_the_most(token)
    level = SCOPES.get(lower)
    if level is None:
        return None
    governed = _quantified(token)
    if governed is None:
        return None
    before = token.neighbour(-1)
    if lower == "few" and before is not None and before.lower in {"a", "the", "quite", "these", "his", "her"}:
        level = 0.3
    if level == 1.0 and before is not None and before.lower in {*ALMOST, "not"}:
        level = 0.9 if before.lower in ALMOST else 0.5
    return Scope(token.span, token, governed, level, frequency=False)


def _one_of_the_most(token: Token) -> Scope | None:
    """The scope of "one of the largest mills" and "among the largest mills": not alone at the top."""
    of = token if token.lower == "among" else next((child for child in token.children if child.lower == "of"), None)
    noun = of.child("pobj") if of is not None else None
    if noun is None or not _superlative(noun):
        return None
    return Scope(token.span, token, noun, 0.4, frequency=False)


def superlative_scope(noun: Token) -> bool:
    """Whether a noun is told to be the only one at the top: "the largest mill"."""
    above = noun.head if noun.dep == "pobj" else None
    if above is not None and (above.lower == "among" or (above.lower == "of" and above.head.lower == "one")):
        return False
    return _superlative(noun)


def _superlative(noun: Token) -> bool:
    near = [low for child in noun.children if child.dep == "amod" for low in (child, *child.children)]
    return any(token.tag in {"JJS", "RBS"} for token in near)


def _quantified(token: Token) -> Token | None:
    """The noun whose amount a quantifier gives: "most workers", "most of the workers", "they all"."""
    following = token.neighbour(1)
    if token.lower == "some" and following is not None and following.pos == "NUM":
        return None  # "some 2,000 people": about
    if token.lower == "most" and (token.tag == "RBS" or token.head.pos in {"ADJ", "ADV"}):
        return None  # superlative
    if token.dep in {"det", "amod", "predet", "nummod"} and token.head.pos in {"NOUN", "PROPN"}:
        return token.head
    of = next((child for child in token.children if child.dep == "prep" and child.lower == "of"), None)
    if of is not None:
        return of.child("pobj")
    if token.lower in {"everyone", "everybody"} or (
        token.dep in {"nsubj", "nsubjpass", "dobj", "pobj"} and token.lower in {"all", "most", "many", "some", "few"}
    ):
        return token
    return None
