"""Antonyms that say no opposite: words another type compares, postures, exceptions, the parts of one number."""

from __future__ import annotations

from unspin.align.predicates import subject
from unspin.contrasts import contrast
from unspin.language import Token

_EXCEPT = frozenset({"except", "apart", "excluding", "save", "bar", "unless"})
_STAYING = frozenset({"remain", "leave"})  # "three stages remaining" are three stages left
_POSTURES = frozenset({"lie", "sit", "stand"})


def no_opposites(first: Token, second: Token) -> bool:
    """Whether two antonyms are left to another type, tell no more than where something is, or tell two parts."""
    if contrast(first.lower, second.lower) or contrast(first.lemma, second.lemma):
        return True
    if any(token.lower in _EXCEPT for word in (first, second) for token in word.sentence.tokens):
        return True  # "opens daily except Mondays", "is closed on Mondays"
    lemmas = {first.lemma, second.lemma}
    return lemmas == _STAYING or lemmas <= _POSTURES or "other" in lemmas or _parts_of_one(first, second)


def _parts_of_one(first: Token, second: Token) -> bool:
    """Whether two parts of one number are told apart: four of 20 survived, sixteen of 20 died."""
    ours, theirs = subject(first), subject(second)
    if ours is None or theirs is None or ours.lemma == theirs.lemma:
        return False
    return all(one.pos == "NUM" and one.child("prep") is not None for one in (ours, theirs))
