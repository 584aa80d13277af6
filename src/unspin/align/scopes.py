"""Where the two sides of a link say the same of more or less of a set, more or less often, or more or less far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unspin.align.predicates import counterpart
from unspin.document import Span
from unspin.facts.certainty import is_negated, verb_phrase
from unspin.facts.scopes import Scope, scopes_of, superlative_scope
from unspin.language import Token, span_of

if TYPE_CHECKING:
    from unspin.align import Link

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PLACES = _SUBJECTS | {"dobj"}
_DETERMINERS = frozenset({"det", "nummod", "amod", "poss", "predet", "quantmod"})
_LONGEST = 80  # characters of a phrase that is shown whole


@dataclass(frozen=True, slots=True)
class ScopeMove:
    """A scope that differs: the words on both sides, their levels (None where a side has no such word), how sure."""

    original: Span
    rewrite: Span
    before: float | None
    after: float | None
    confidence: float


def scope_moves(link: Link) -> Iterator[ScopeMove]:
    """The scopes that differ across a link: some told as all, "some nurses" as nurses at large, partly as wholly."""
    ours = [scope for sentence in link.original.sentences for scope in scopes_of(sentence)]
    theirs = [scope for sentence in link.rewrite.sentences for scope in scopes_of(sentence)]
    for first in list(ours):
        second = next((scope for scope in theirs if _same_set(link, first, scope)), None)
        if second is None or not _same_denial(first, second):
            continue
        ours.remove(first)
        theirs.remove(second)
        gap = abs(first.level - second.level)
        if gap > 0.2 or (gap and 1.0 in (first.level, second.level)):
            yield ScopeMove(_phrase(first), _phrase(second), first.level, second.level, min(0.9, 0.6 + gap))
    for first in ours:
        yield from _noun_alone(link, first, theirs)
        yield from _word_gone(link, first, theirs, lost=True)
    for second in theirs:
        if second.frequency:
            yield from _word_gone(link, second, ours, lost=False)


def _phrase(scope: Scope) -> Span:
    whole = span_of([scope.token, scope.governed])
    return whole if len(whole) <= _LONGEST else scope.span


def _word_gone(link: Link, scope: Scope, spare: list[Scope], *, lost: bool) -> Iterator[ScopeMove]:
    """The move from "partly caused" to "caused", from "one of the largest" to "the largest"; ``lost`` False: back."""
    limits = scope.level <= 0.4 if scope.frequency else scope.token.lower in {"one", "among"}
    match = counterpart(link, scope.governed)
    if not limits or match is None or match.likeness < 0.8 or match.opposite or link.words.backed(scope.token):
        return
    if any(other.frequency == scope.frequency for other in spare):
        return
    if not scope.frequency and not superlative_scope(match.token):
        return
    denied = {
        id(negation.governed)
        for passage in (link.original, link.rewrite)
        for negation in passage.negations
        if negation.kind != "almost"
    }
    # "rarely" and "not often": the change of a denied word is one of polarity.
    if id(scope.governed) in denied or id(match.token) in denied:
        return
    limited, plain = _phrase(scope), span_of(verb_phrase(match.token))
    if lost:
        yield ScopeMove(limited, plain, scope.level, None, 0.65)
    elif scope.level != 0.3:
        yield ScopeMove(plain, limited, None, scope.level, 0.65)


def _same_set(link: Link, first: Scope, second: Scope) -> bool:
    if first.frequency != second.frequency:
        return False
    if link.words.partner(first.governed) is second.governed or link.words.partner(first.token) is second.token:
        return True
    place, other = _place(first), _place(second)
    if first.frequency or place is None or other is None or place.dep != other.dep:
        return False
    for scope, rival in ((first, second), (second, first)):
        partner = link.words.partner(scope.governed)
        if partner is not None and partner not in rival.governed.subtree():
            return False
    match = counterpart(link, place.head)
    return match is not None and match.token is other.head


def _same_denial(first: Scope, second: Scope) -> bool:
    """Whether "none" on one side meets a denied verb on the other: "most do not", "none does"; else it is a negation."""
    nones = [scope.token.lower == "none" for scope in (first, second)]
    if nones[0] == nones[1]:
        return True
    denied = second if nones[0] else first
    before = denied.token.neighbour(-1)
    if before is not None and before.lower == "not":
        return True  # "not all", "none"
    other = _place(denied)
    return other is not None and is_negated(other.head)


def _place(scope: Scope) -> Token | None:
    """The word of the quantified phrase that fills a place of a verb, if one does."""
    return next((token for token in (scope.token, scope.governed) if token.dep in _PLACES), None)


def _counted_apart(noun: Token, other: Token) -> bool:
    """Whether a word with either noun tells how many of them are meant, or which."""
    kinds = _DETERMINERS | {"relcl", "acl", "prep"}
    extra = [[child for child in one.children if child.dep in kinds and child.lower != "the"] for one in (noun, other)]
    return len(extra[0]) != len(extra[1])


def _noun_alone(link: Link, scope: Scope, spare: list[Scope]) -> Iterator[ScopeMove]:
    """The move from "some nurses" to nurses at large; a true generalisation of "all" is none, "many" is near enough."""
    noun = scope.governed
    if scope.frequency or scope.level in {0.4, 0.5} or scope.level >= 0.9 or noun is scope.token:
        return
    pair = link.words.pair(noun)
    if pair is None or pair.similarity < 0.9 or link.words.backed(scope.token):
        return
    other = pair.rewrite
    whole = any(child.lower == "the" for child in other.children) and scope.token.child("prep") is not None
    if whole and noun.tag == other.tag and not _counted_apart(noun, other) and other.head is not noun:
        place = _place(scope)
        match = counterpart(link, place.head) if place is not None else None
        if match is not None and match.token is other.head and other.dep in _PLACES:
            yield ScopeMove(_phrase(scope), other.span, scope.level, None, 0.6)
            return
    plural = noun.tag in {"NNS", "NNPS"} and other.tag == noun.tag
    subjects = other.dep in _SUBJECTS and noun.dep in _SUBJECTS | {"pobj"}
    bare = not any(child.dep in _DETERMINERS for child in other.children)
    near = any(other in (unused.governed, unused.governed.head, unused.token.head) for unused in spare)
    if plural and subjects and bare and not near:
        yield ScopeMove(_phrase(scope), other.span, scope.level, None, 0.6)
