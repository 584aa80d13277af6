"""Which predicate of a passage tells the event that a predicate of the other passage tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unspin.language import Token

if TYPE_CHECKING:
    from unspin.align import Link

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "attr", "acomp", "oprd", "poss"})


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A predicate of the other side and how it was found.

    ``likeness`` in [0, 1] is that of the two words themselves; ``shared`` counts the arguments that stand for each other.
    """

    token: Token
    likeness: float
    shared: int
    opposite: bool


def counterpart(link: Link, token: Token) -> Counterpart | None:
    """The predicate or event noun of the other side that tells the same event as ``token``, or None.

    First the word that stands for it; failing that, the predicate that governs at least two of its arguments.
    """
    pair = link.words.pair(token)
    if pair is not None:
        other = pair.rewrite if pair.original is token else pair.original
        shared = _votes(link, token)[predicate_of(other)]
        if pair.reason != "same place" or shared:
            return Counterpart(other, pair.similarity, shared, pair.reason == "antonym")
    if token.pos not in {"VERB", "AUX"}:
        return None
    votes = _votes(link, token)
    if not votes:
        return None
    best, shared = max(votes.items(), key=lambda vote: (vote[1], -vote[0].index))
    return Counterpart(best, 0.0, shared, opposite=False) if shared >= 2 else None


def predicate_of(token: Token) -> Token:
    """The token itself if it is a verb, else the nearest verb above it, else the token."""
    if token.pos == "VERB":
        return token
    return next((above for above in token.ancestors() if above.pos in {"VERB", "AUX"}), token)


def arguments(token: Token) -> Iterator[Token]:
    """The words that fill the places of a predicate: subject, objects, what its prepositions govern."""
    for child in token.children:
        if child.dep in _ARGUMENTS:
            yield child
        elif child.dep in {"prep", "agent"}:
            yield from (below for below in child.children if below.dep == "pobj")
    if token.dep in {"relcl", "acl"}:
        yield token.head


def _votes(link: Link, token: Token) -> Counter[Token]:
    votes: Counter[Token] = Counter()
    for argument in arguments(token):
        other = link.words.partner(argument)
        if other is not None:
            votes[predicate_of(other)] += 1
            if other.dep in {"nsubj", "nsubjpass"} and other.head.pos == "AUX":
                continue
            if other.children and (clause := next((c for c in other.children if c.dep in {"relcl", "acl"}), None)) is not None:
                votes[clause] += 1
    return votes
