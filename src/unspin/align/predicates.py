"""Which predicate of a passage tells the event that a predicate of the other passage tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unspin.language import Token

if TYPE_CHECKING:
    from unspin.align import Link

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_ARGUMENTS = _SUBJECTS | {"dobj", "dative", "attr", "acomp", "oprd", "poss", "npadvmod"}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A predicate of the other side and how it was found.

    ``likeness`` in [0, 1] is that of the two words themselves; ``shared`` counts the arguments that stand for each
    other; ``opposite`` says that the words are antonyms.
    """

    token: Token
    likeness: float
    shared: int
    opposite: bool


def counterpart(link: Link, token: Token) -> Counterpart | None:
    """The predicate or event noun of the other side that tells the same event as ``token``, or None.

    First the word that stands for it; failing that, the predicate that shares the most of its arguments, at least two.
    """
    wanted = {id(other) for argument in arguments(token) if (other := link.words.partner(argument)) is not None}
    pair = link.words.pair(token)
    if pair is not None:
        other = pair.rewrite if pair.original is token else pair.original
        shared = _shared(other, wanted)
        if pair.reason != "same place" or shared:
            return Counterpart(other, pair.similarity, shared, pair.reason == "antonym")
    if token.pos not in {"VERB", "AUX"} or len(wanted) < 2:
        return None
    ours = {id(one) for one in link.original.tokens}
    other_side = link.rewrite if id(token) in ours else link.original
    best, most = None, 1
    for other in other_side.tokens:
        if other.pos in {"VERB", "AUX"} and other.dep not in {"aux", "auxpass"} and _is_free(link, other):
            shared = _shared(other, wanted)
            if shared > most:
                best, most = other, shared
    return Counterpart(best, 0.0, most, opposite=False) if best is not None else None


def _is_free(link: Link, token: Token) -> bool:
    """Whether no word, or none but one that merely stands in the same place, is the predicate's counterpart."""
    pair = link.words.pair(token)
    return pair is None or pair.reason == "same place"


def arguments(token: Token) -> list[Token]:
    """The words that fill the places of a predicate.

    These are its subject (also one that it shares with another verb), its objects, and what its prepositions govern.
    """
    found = []
    for child in token.children:
        if child.dep in _SUBJECTS and child.tag in {"WDT", "WP"} and token.dep == "relcl":
            found.append(token.head)
        elif child.dep in _ARGUMENTS:
            found.append(child)
            found.extend(_stood_for(child))
        if child.dep in {"prep", "agent", "acomp"}:
            found.extend(below for below in child.children if below.dep == "pobj")
            found.extend(
                low for below in child.children if below.dep == "prep" for low in below.children if low.dep == "pobj"
            )
    if not any(child.dep in _SUBJECTS for child in token.children):
        found.extend(_lent_subject(token))
    return found


def _stood_for(token: Token) -> list[Token]:
    """What "that of" stands before: the wreck is "that of the Emelie"."""
    if token.lower not in {"that", "those", "one"} or token.dep != "attr":
        return []
    return [low for child in token.children if child.lower == "of" for low in child.children if low.dep == "pobj"]


def subject(token: Token) -> Token | None:
    """The subject of a predicate: its own, that of the verb that it hangs on, or the noun that it describes."""
    own = next((child for child in token.children if child.dep in _SUBJECTS), None)
    if own is not None:
        if own.tag in {"WDT", "WP"} and token.dep == "relcl":
            return token.head
        return own
    return next(iter(_lent_subject(token)), None)


def _lent_subject(token: Token) -> list[Token]:
    if token.dep in {"acl", "relcl"} and token.head.pos in {"NOUN", "PROPN", "PRON"}:
        if token.head.lemma in {"likelihood", "probability"}:  # "was in all likelihood caused": no clause of the noun
            found = subject(token.head.head.head)
            return [found] if found is not None else []
        return [token.head]
    if token.dep in {"conj", "xcomp", "advcl", "pcomp", "acomp"}:
        above = token.head if token.dep != "pcomp" else token.head.head
        if above is not token and above.pos in {"VERB", "AUX", "ADJ"}:
            found = subject(above)
            return [found] if found is not None else []
    return []


def _shared(token: Token, wanted: set[int]) -> int:
    return sum(id(argument) in wanted for argument in arguments(token))
