"""How far two passages of one document say the same: what each says that the other says too, and where they clash."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from unspin.align.profiles import Profile, joined, kin_between, profiles_within
from unspin.contrasts import contrast, is_listed
from unspin.document import Span
from unspin.embedding import Vectors
from unspin.facts import Facts
from unspin.facts.names import same_name
from unspin.lexicon import antonyms

Places = tuple[int, ...]
"""The sentences of a passage by their index, in order and without a gap."""

# Any two sentences of one story have a cosine of about .3, and few rewritten ones have more than .95.
_ANY, _SAME = 0.3, 0.95


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two passages have in common.

    Args:
        first: Share, in [0, 1], of the weight of the first passage's terms that the second says too.
        second: The same the other way round.
        cosine: Of the passages' vectors, in [-1, 1].
        terms: Number of different terms of the shorter passage.
    """

    first: float
    second: float
    cosine: float
    terms: int

    @property
    def shared(self) -> float:
        """The mean of the two shares."""
        return (self.first + self.second) / 2

    @property
    def least(self) -> float:
        """The smaller of the two shares."""
        return min(self.first, self.second)

    @property
    def similarity(self) -> float:
        """Shares and cosine in one number in [0, 1]; 1 where each says all that the other says, in like words."""
        near = min(1.0, max(0.0, (self.cosine - _ANY) / (_SAME - _ANY)))
        return round(min(1.0, 0.6 * self.shared + 0.4 * near), 4)


class Sayings:
    """What the sentences of a document say, ready to be held against each other."""

    def __init__(self, facts: Facts) -> None:
        self._profiles = profiles_within(facts)
        count = len(self._profiles)
        self._figures: list[set[str]] = [set() for _ in range(count)]
        self._people: list[set[str]] = [set() for _ in range(count)]
        figures = [(quantity.key, quantity.span) for quantity in facts.quantities]
        figures += [(time.key, time.span) for time in facts.times]
        for key, span in figures:
            self._figures[_sentence(facts, span)].add(key)
        for name in facts.names:
            if name.kind in {"person", "organisation"}:
                self._people[name.tokens[0].sentence.index].add(name.canonical)

    @property
    def vectors(self) -> Vectors:
        """The unit vectors of all sentences, shape (sentences, dimensions)."""
        return np.stack([profile.vector for profile in self._profiles])

    def size(self, place: int) -> int:
        """The number of different terms of a sentence."""
        return len(self._profiles[place].terms)

    def agreement(self, first: Places, second: Places) -> Agreement:
        """What two passages, neither of them empty, have in common."""
        one, other = (joined([self._profiles[place] for place in places]) for places in (first, second))
        mine = {term for term in one.terms if term not in other.reach}
        others = {term for term in other.terms if term not in one.reach}
        kin = kin_between(mine, others)
        lengths = math.sqrt(float(one.vector @ one.vector) * float(other.vector @ other.vector))
        return Agreement(
            first=_share(one, other, kin),
            second=_share(other, one, kin),
            cosine=round(float(one.vector @ other.vector) / lengths, 6) if lengths else 0.0,
            terms=min(len(one.terms), len(other.terms)),
        )

    def clashes(self, first: Places, second: Places) -> int:
        """In how many places one passage says what excludes what the other says: another number, name, the opposite."""
        one, other = (_all([self._profiles[place].terms for place in places]) for places in (first, second))
        figures = [_all([self._figures[place] for place in places]) for places in (first, second)]
        people = [_all([self._people[place] for place in places]) for places in (first, second)]
        return _differing(*figures) + _strangers(*people) + _opposites(one - other, other - one)


def _sentence(facts: Facts, span: Span) -> int:
    return facts.analysis.tokens_in(span)[0].sentence.index


def _all(parts: Iterable[Iterable[str]]) -> set[str]:
    return set().union(*parts)


def _share(own: Profile, other: Profile, kin: Mapping[str, Mapping[str, float]]) -> float:
    """Share of the weight of a passage's terms that the other says too; a relative counts in part."""
    if not own.weight:
        return 0.0
    covered = [
        weight if term in other.reach else weight * max(kin.get(term, {}).values(), default=0.0)
        for term, weight in own.terms.items()
    ]
    return round(math.fsum(covered) / own.weight, 6)


def _differing(ours: Collection[str], theirs: Collection[str]) -> int:
    """How many figures of the one side have another in their place."""
    return min(sum(key not in theirs for key in ours), sum(key not in ours for key in theirs))


def _strangers(ours: Collection[str], theirs: Collection[str]) -> int:
    """How many names of the one side have another in their place."""
    return min(
        sum(not any(same_name(one, other) for other in across) for one in own)
        for own, across in ((ours, theirs), (theirs, ours))
    )


def _opposites(ours: Collection[str], theirs: Collection[str]) -> int:
    """How many words of the one side have one in their place that excludes them: rose and fell, first and second."""
    against = set(theirs)
    listed = [word for word in against if is_listed(word)]
    return sum(
        any(contrast(word, other) is not None for other in listed) or not against.isdisjoint(_antonyms(word))
        for word in ours
    )


def _antonyms(word: str) -> frozenset[str]:
    return frozenset().union(*(antonyms(word, part) for part in ("NOUN", "VERB", "ADJ", "ADV")))
