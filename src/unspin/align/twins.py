"""Twins: passages of one document that say the same in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from unspin.align.profiles import Profile, joined, kin_between, profiles_of
from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.name_forms import name_words

# Sentences less near than this by their vectors are not compared word by word.
_NEAR = 0.5
_NEAREST = 8
_BLOCK = 512
# A shorter sentence repeats another by chance.
_LEAST_TERMS = 4
# Share of what each passage says that the other must say too: both on average, and the one that says less of the other.
_SHARED = 0.62
_LEAST = 0.5
# How much more of the two passages must be shared before a neighbouring sentence joins one of them.
_GAIN = 0.05
# One figure or name may have been changed; where two differ, two things are told in parallel.
_MOST_CLASHES = 1
_NEARLY_ALL = 0.9
_UNEVEN = 0.15
# A sentence beside a twin, on both sides, needs to share less.
_BESIDE = 0.4


@dataclass(frozen=True, slots=True)
class TwinSpans:
    """Two passages that say the same, ``first`` standing before ``second``; ``similarity`` is in [0, 1]."""

    first: Span
    second: Span
    similarity: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """The sentences of two passages, by their index, and the shares of each that the other says."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    shares: tuple[float, float]

    @property
    def shared(self) -> float:
        return sum(self.shares) / 2


def find_twins(facts: Facts) -> list[TwinSpans]:
    """The twins of a document, in order of their first passage; no sentence stands in two."""
    profiles, _ = profiles_of(facts, facts)
    told = _told(facts)
    alike = (pair for pair in _alike(profiles) if _clashes(told, pair) <= _MOST_CLASHES + (pair.shared >= _NEARLY_ALL))
    ranked = sorted(alike, key=lambda pair: (-pair.shared, pair.first, pair.second))
    used: set[int] = set()
    pairs = []
    for pair in ranked:
        if used.isdisjoint(pair.first + pair.second):
            used |= {*pair.first, *pair.second}
            pairs.append(pair)
    pairs = [_extended(profiles, pair, used) for pair in pairs]
    sentences = facts.analysis.sentences
    found = []
    for pair in _in_a_row(profiles, pairs):
        first, second = (
            sentences[places[0]].span.join(sentences[places[-1]].span) for places in (pair.first, pair.second)
        )
        found.append(TwinSpans(first, second, round(pair.shared, 4)))
    return found


def _told(facts: Facts) -> list[tuple[set[str], set[tuple[str, ...]], set[str]]]:
    """For each sentence the figures in it, numbers and times; the names of people, bodies and places; and all words."""
    found: list[tuple[set[str], set[tuple[str, ...]], set[str]]] = [
        (set(), set(), set(name_words(sentence.text))) for sentence in facts.analysis.sentences
    ]
    figures = [(quantity.span, quantity.key) for quantity in facts.quantities]
    figures += [(time.span, time.key) for time in facts.times]
    for span, key in figures:
        if (sentence := facts.analysis.sentence_at(span.start)) is not None:
            found[sentence.index][0].add(key)
    for name in facts.names:
        if not name.is_pronoun and (words := name_words(name.canonical)):
            found[name.tokens[0].sentence.index][1].add(words)
    return found


def _clashes(told: Sequence[tuple[set[str], set[tuple[str, ...]], set[str]]], pair: _Pair) -> int:
    """In how many places one passage has another figure or name than the other; parallel sentences have several."""
    ours, theirs = ([told[place] for place in places] for places in (pair.first, pair.second))
    figures, names = [], []
    for one, other in ((ours, theirs), (theirs, ours)):
        figures.append(len(set().union(*(part[0] for part in one)) - set().union(*(part[0] for part in other))))
        words = set().union(*(part[2] for part in other))
        names.append(sum(words.isdisjoint(name) for name in set().union(*(part[1] for part in one))))
    return min(figures) + min(names)


def _alike(profiles: Sequence[Profile]) -> Iterator[_Pair]:
    """Pairs of sentences that say the same."""
    told = [place for place, profile in enumerate(profiles) if len(profile.terms) >= _LEAST_TERMS]
    if len(told) < 2:
        return
    vectors = np.stack([profiles[place].vector for place in told])
    for start in range(0, len(told), _BLOCK):
        near = vectors[start : start + _BLOCK] @ vectors.T
        for row, line in enumerate(near):
            line[: start + row + 1] = -1
            best = np.argsort(-line, kind="stable")[:_NEAREST]
            for column in (int(place) for place in best if line[place] >= _NEAR):
                pair = _pair(profiles, (told[start + row],), (told[column],))
                # A headline says less than the paragraph that it stands over.
                headed = profiles[pair.first[0]].heading != profiles[pair.second[0]].heading
                if headed and abs(pair.shares[0] - pair.shares[1]) > _UNEVEN:
                    continue
                if pair.shared >= _SHARED and min(pair.shares) >= _LEAST:
                    yield pair


def _pair(profiles: Sequence[Profile], first: tuple[int, ...], second: tuple[int, ...]) -> _Pair:
    one, other = (joined([profiles[place] for place in places]) for places in (first, second))
    kin = kin_between(set(one.terms) - set(other.terms), set(other.terms) - set(one.terms))
    return _Pair(first, second, (_share(one, other, kin), _share(other, one, kin)))


def _share(one: Profile, other: Profile, kin: dict[str, dict[str, float]]) -> float:
    """Share of the weight of one passage's terms that the other says, in the same words or in others."""
    told = 0.0
    for term, weight in one.terms.items():
        if term in other.reach:
            told += weight * other.reach[term]
        else:
            told += weight * max((share for word, share in kin.get(term, {}).items() if word in other.terms), default=0)
    return told / one.weight if one.weight else 0.0


def _extended(profiles: Sequence[Profile], pair: _Pair, used: set[int]) -> _Pair:
    """The pair with the neighbours that belong to it: what one passage says in a sentence, the other may say in two."""
    while True:
        ways = []
        for side, own in enumerate((pair.first, pair.second)):
            for place in (own[0] - 1, own[-1] + 1):
                if 0 <= place < len(profiles) and place not in used:
                    longer = tuple(sorted((*own, place)))
                    ways.append(
                        _pair(profiles, longer, pair.second) if side == 0 else _pair(profiles, pair.first, longer)
                    )
        for step in (-1, 1):
            places = (pair.first[0], pair.second[0]) if step < 0 else (pair.first[-1], pair.second[-1])
            beside = tuple(place + step for place in places)
            if all(0 <= place < len(profiles) and place not in used for place in beside) and beside[0] != beside[1]:
                more = _pair(profiles, beside[:1], beside[1:])
                if more.shared >= _BESIDE:
                    used |= {*beside}
                    pair = _pair(
                        profiles, tuple(sorted((*pair.first, beside[0]))), tuple(sorted((*pair.second, beside[1])))
                    )
                    break
        else:
            best = max(ways, key=lambda way: way.shared, default=None)
            if best is None or best.shared < pair.shared + _GAIN:
                return pair
            used |= {*best.first, *best.second}
            pair = best


def _in_a_row(profiles: Sequence[Profile], pairs: Sequence[_Pair]) -> list[_Pair]:
    """The pairs in order, those joined that go on where another ends, on both sides."""
    found: list[_Pair] = []
    for pair in sorted(pairs, key=lambda pair: (pair.first, pair.second)):
        last = found[-1] if found else None
        if last and last.first[-1] + 1 == pair.first[0] and last.second[-1] + 1 == pair.second[0]:
            first, second = last.first + pair.first, last.second + pair.second
            if first[-1] < second[0]:
                found[-1] = _pair(profiles, first, second)
                continue
        found.append(pair)
    return found
