"""Participants of a link that stand in somebody else's place without a name taking the place of a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unspin.align import Link
from unspin.align.statements import introduced
from unspin.document import Span
from unspin.facts.names import Name, same_name
from unspin.facts.reporting import SAYING
from unspin.facts.speakers import BODIES, VOICES
from unspin.language import Token, span_of
from unspin.lexicon import is_person

_SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "agent"})


@dataclass(frozen=True, slots=True)
class Replaced:
    """A participant of the original and whom the rewrite has in that place; ``how`` says by what rule."""

    original: Span
    rewrite: Span
    words: tuple[str, str]
    how: str
    confidence: float


def replaced_referents(link: Link) -> Iterator[Replaced]:
    """Yield owners put for what is theirs, names put for other people's nouns, and subjects left out so that another's verb is theirs."""
    yield from _owners(link)
    yield from _named_otherwise(link)
    yield from _left_out(link)


def _owners(link: Link) -> Iterator[Replaced]:
    """The "president" for the "president's party": the owner in the place of a body or person that the rewrite does not mention."""
    for ours in link.original.tokens:
        owner = ours.child("poss")
        if owner is None or owner.pos not in {"NOUN", "PROPN"} or link.words.pair(ours) is not None:
            continue
        if ours.lemma in VOICES or not (ours.lemma in BODIES or is_person(ours.lemma)):
            continue
        theirs = link.words.partner(owner)
        if theirs is None or not link.words.backed(owner) or not _same_slot(ours, theirs, link):
            continue
        if any(token.lemma == ours.lemma for token in link.rewrite.tokens):
            continue
        places = span_of(_phrase(ours)), span_of(_phrase(theirs))
        yield _replaced(*places, link, "the owner for what is the owner's", 0.65)


def _named_otherwise(link: Link) -> Iterator[Replaced]:
    """A person's name where the original has a noun for somebody else, both standing in one sentence there: "her mother", "Ann Venn"."""
    known = introduced(link.original.facts, link.rewrite.facts)
    for name in link.rewrite.names:
        theirs = name.head
        if name.kind != "person" or name.is_pronoun or theirs.dep not in _SLOTS:
            continue
        for ours in _counterparts(theirs, link):
            if ours.pos != "NOUN" or not is_person(ours.lemma) or any(child.dep == "appos" for child in ours.children):
                continue
            # A noun that the rewrite still has was not replaced.
            if link.words.backed(ours):
                continue
            beside = [other for other in link.original.names if other.tokens[0].sentence is ours.sentence]
            mentions = [other for other in beside if _is_mention(other, name) and ours not in other.head.children]
            if not mentions or any(other.head in (ours.head, ours) for other in mentions):
                continue
            if any(ours.lemma in words for called, words in known if same_name(called, name.canonical)):
                continue
            yield _replaced(span_of(_phrase(ours)), name.span, link, "a name for another person's noun", 0.7)


def _left_out(link: Link) -> Iterator[Replaced]:
    """A "she" behind "and" that may be the one told, left out in the rewrite: then the one who told did it."""
    for ours in link.original.tokens:
        if ours.lower not in {"he", "she"} or ours.dep != "nsubj" or ours.head.dep != "conj":
            continue
        second, first = ours.head, ours.head.head
        subject, told = first.child("nsubj"), first.child("dobj", "dative")
        if subject is None or told is None or subject.pos == "PRON" or told.pos != "NOUN" or not is_person(told.lemma):
            continue
        after, before = link.words.partner(second), link.words.partner(first)
        if after is None or before is None or after.dep != "conj" or after.head is not before:
            continue
        teller = before.child("nsubj")
        same = teller is not None and link.words.partner(subject) is teller
        if after.child("nsubj", "nsubjpass") is None and same:
            yield _replaced(ours.span.join(second.span), after.span, link, "the subject left out", 0.55)


def _counterparts(theirs: Token, link: Link) -> list[Token]:
    """The words of the original in the place of a word of the rewrite: the same part of the same verb or preposition."""
    verb = _governor(theirs)
    partner = link.words.partner(verb)
    if partner is None or not link.words.backed(verb):
        return []
    return [token for token in link.original.tokens if token.dep == theirs.dep and _same_slot(token, theirs, link)]


def _governor(token: Token) -> Token:
    return token.head.head if token.dep == "pobj" else token.head


def _same_slot(ours: Token, theirs: Token, link: Link) -> bool:
    """Whether two words are the same part of one verb, which reports nothing: a body's statement may be its owner's."""
    if ours.dep != theirs.dep or ours.dep not in _SLOTS:
        return False
    verb = _governor(ours)
    if verb.pos != "VERB" or verb.lemma in SAYING or link.words.partner(verb) is not _governor(theirs):
        return False
    return ours.dep != "pobj" or ours.head.lemma == theirs.head.lemma


def _is_mention(other: Name, name: Name) -> bool:
    return not other.is_pronoun and same_name(other.canonical, name.canonical)


def _phrase(token: Token) -> list[Token]:
    """A noun with what stands before it."""
    return [other for other in token.subtree() if other.index <= token.index]


def _replaced(original: Span, rewrite: Span, link: Link, how: str, confidence: float) -> Replaced:
    words = link.original.document.slice(original), link.rewrite.document.slice(rewrite)
    return Replaced(original, rewrite, words, how, confidence)
