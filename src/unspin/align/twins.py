"""Twins: passages of one document that say the same in other words.

Sentences with near vectors are held against each other (``twin_scores``). Two of which one says most of what the other says are the seed
of a pair of passages, which takes in the sentences beside it while the two sides say more of the same; what then says essentially the
same as a whole is a twin. The passages may stand anywhere; what stands side by side needs a little less to be one, but two sentences of
one paragraph need more: parallel statements stand there. A passage keeps within its paragraph.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from unspin.align.twin_frames import told_in_parallel
from unspin.align.twin_scores import Agreement, Places, Sayings
from unspin.document import Span
from unspin.embedding import Vectors
from unspin.facts import Facts
from unspin.language import Sentence, Token
from unspin.typography import plain


@dataclass(frozen=True, slots=True)
class TwinSpans:
    """Two passages that say the same, ``first`` standing before ``second``; ``similarity`` is in [0, 1]."""

    first: Span
    second: Span
    similarity: float


# Sentences further apart by vector are not held against each other, nor more than so many with one.
_NEAR = 0.5
_NEAREST = 6
_BLOCK = 512
# Least share of the one sentence that the other must say before the two are looked at.
_SEED = 0.55
_SEED_OTHER = 0.2
_SEED_TERMS = 3
# Sentences that a passage may gather; verbatim repeats may be longer.
_MOST = 5
# How much more alike the passages must become when a sentence joins one of them.
_GAIN = 0.01
# Two sentences that follow (or go before) both passages join them when they are themselves as alike as this, and the
# whole becomes no less alike than this.
_GOES_ON = 0.5
_GOES_ON_LEAST = 0.35
_GOES_ON_LOSS = 0.12
# Of two pairs that share a sentence the longer one is preferred, if it is no less alike than this; from so many terms on
# a passage is long.
_LENGTH = 0.1
_LONG = 25
# Each clash weighs as much against a pair as this much less similarity.
_CLASH = 0.05
# A headline or an opening line tells less than the lead below it, though the lead tells all of it.
_HEADLINE_LEAST = 0.68
_UNEVEN = 0.15


class _Need(NamedTuple):
    """What two passages must have in common to be twins."""

    similarity: float
    least: float
    terms: int
    clashes: int


# By how many paragraphs further on the second passage stands, 0 being the same one. Two statements of one paragraph that
# look alike are parallel ("wheat rose ..., barley fell ..."): there only what clashes nowhere is a repeat. A caption and
# its rewritten copy stand side by side.
_NEEDS = (
    (0, _Need(similarity=0.88, least=0.75, terms=6, clashes=0)),
    (1, _Need(similarity=0.57, least=0.47, terms=5, clashes=3)),
    (3, _Need(similarity=0.70, least=0.58, terms=5, clashes=2)),
    (sys.maxsize, _Need(similarity=0.77, least=0.66, terms=6, clashes=2)),
)


@dataclass(frozen=True, slots=True)
class _Pair:
    first: Places
    second: Places
    agreement: Agreement


def find_twins(facts: Facts) -> list[TwinSpans]:
    """The twins of a document, in order of their first passage; no passage stands in two.

    A passage goes from the first character of its first sentence to the last of its last one, all in one paragraph.
    """
    sentences = facts.analysis.sentences
    if len(sentences) < 2:
        return []
    finder = _Finder(facts)
    return [
        TwinSpans(_span(sentences, pair.first), _span(sentences, pair.second), finder.similarity(pair))
        for pair in sorted(finder.twins(), key=lambda pair: pair.first)
    ]


def _span(sentences: Sequence[Sentence], places: Places) -> Span:
    return sentences[places[0]].span.join(sentences[places[-1]].span)


class _Finder:
    """The search in one document."""

    def __init__(self, facts: Facts) -> None:
        self._sentences = facts.analysis.sentences
        self._sayings = Sayings(facts)
        self._block_of = _blocks(self._sentences)
        self._wording = [_wording(sentence.text) for sentence in self._sentences]
        self._asks = [sentence.is_question for sentence in self._sentences]
        self._known: dict[tuple[Places, Places], Agreement] = {}

    def twins(self) -> list[_Pair]:
        """The twins in order of their first passage."""
        seeds = list(self._seeds())
        taken: set[int] = set()
        kept = []
        # A seed whose longer pair met another twin half-way may still be a twin by itself.
        for pairs in (map(self._grown, seeds), seeds):
            found = {(pair.first, pair.second): pair for pair in pairs if taken.isdisjoint(pair.first + pair.second)}
            for pair in sorted(filter(self._is_twin, found.values()), key=self._rank):
                if taken.isdisjoint(pair.first + pair.second):
                    taken.update(pair.first + pair.second)
                    kept.append(pair)
        return self._merged(kept)

    def similarity(self, pair: _Pair) -> float:
        """How alike the passages are, in [0, 1]; 1 for the same words."""
        return 1.0 if self._verbatim(pair) else min(0.9999, pair.agreement.similarity)

    def _rank(self, pair: _Pair) -> tuple[float, int, Places, Places]:
        """The more alike, then the longer, then the nearer first."""
        length = min(1.0, pair.agreement.terms / _LONG)
        score = round(self.similarity(pair) + _LENGTH * length, 6)
        return -score, pair.second[0] - pair.first[-1], pair.first, pair.second

    def _verbatim(self, pair: _Pair) -> bool:
        return [self._wording[place] for place in pair.first] == [self._wording[place] for place in pair.second]

    def _agree(self, first: Places, second: Places) -> Agreement:
        key = (first, second)
        if key not in self._known:
            self._known[key] = self._sayings.agreement(first, second)
        return self._known[key]

    def _seeds(self) -> Iterator[_Pair]:
        """Pairs of sentences of which one says much of what the other says."""
        for i, j in _near(self._sayings.vectors):
            if min(self._sayings.size(i), self._sayings.size(j)) < _SEED_TERMS:
                continue
            found = self._agree((i,), (j,))
            if max(found.first, found.second) >= _SEED and found.least >= _SEED_OTHER:
                yield _Pair((i,), (j,), found)

    def _grown(self, pair: _Pair) -> _Pair:
        """The pair with the sentences beside it that belong to it; parallel statements of one paragraph stay as they are."""
        while self._block_of[pair.first[0]] != self._block_of[pair.second[0]]:
            options = [_Pair(first, second, self._agree(first, second)) for first, second in self._extensions(pair)]
            better = [option for option in options if self._gains(pair, option)]
            if not better:
                return pair
            pair = min(better, key=lambda option: (-option.agreement.similarity, option.first, option.second))
        return pair

    def _extensions(self, pair: _Pair) -> Iterator[tuple[Places, Places]]:
        ours, theirs = (list(self._longer(places)) for places in (pair.first, pair.second))
        for first in [pair.first, *ours]:
            for second in [pair.second, *theirs]:
                if (first, second) != (pair.first, pair.second) and first[-1] < second[0]:
                    yield first, second

    def _longer(self, places: Places) -> Iterator[Places]:
        if len(places) >= _MOST:
            return
        block = self._block_of
        before, after = places[0] - 1, places[-1] + 1
        if before >= 0 and block[before] == block[places[0]]:
            yield (before, *places)
        if after < len(block) and block[after] == block[places[0]]:
            yield (*places, after)

    def _gains(self, pair: _Pair, option: _Pair) -> bool:
        """Whether the longer passages say more of the same, or as much where both go on with the same."""
        new = tuple(
            tuple(place for place in after if place not in before)
            for before, after in ((pair.first, option.first), (pair.second, option.second))
        )
        if all(new):
            beside = (new[0] < pair.first) == (new[1] < pair.second)
            added = self._agree(*new)
            if beside and added.similarity >= _GOES_ON and added.least >= _GOES_ON_LEAST:
                return option.agreement.similarity >= pair.agreement.similarity - _GOES_ON_LOSS
        return option.agreement.similarity > pair.agreement.similarity + _GAIN

    def _is_twin(self, pair: _Pair) -> bool:
        """Whether both passages say essentially the same as a whole."""
        found = pair.agreement
        distance = self._block_of[pair.second[0]] - self._block_of[pair.first[-1]]
        need = next(need for most, need in _NEEDS if distance <= most)
        if found.terms < need.terms:
            return False
        if self._verbatim(pair):
            return True
        least = max(need.least, _HEADLINE_LEAST) if self._is_headed(pair) else need.least
        asks = self._asks[pair.first[-1]] != self._asks[pair.second[-1]]
        if asks or found.least < least or found.similarity < need.similarity:
            return False
        clashes = self._sayings.clashes(pair.first, pair.second)
        if clashes > need.clashes or found.similarity - _CLASH * clashes < need.similarity:
            return False
        return not told_in_parallel(self._tokens(pair.first), self._tokens(pair.second))

    def _tokens(self, places: Places) -> list[Token]:
        return [token for place in places for token in self._sentences[place].tokens]

    def _is_headed(self, pair: _Pair) -> bool:
        """Whether one of the passages may be the headline of the other."""
        first, second = (self._sentences[places[0]].block.kind == "heading" for places in (pair.first, pair.second))
        opening = pair.first[0] == 0 and pair.agreement.first - pair.agreement.second > _UNEVEN
        return first != second or opening

    def _merged(self, pairs: Sequence[_Pair]) -> list[_Pair]:
        """The pairs, those joined of which the one goes on where the other ends, on both sides and in their paragraphs."""
        found: list[_Pair] = []
        for pair in sorted(pairs, key=lambda pair: (pair.first, pair.second)):
            if found and self._continues(found[-1], pair):
                first, second = found[-1].first + pair.first, found[-1].second + pair.second
                found[-1] = _Pair(first, second, self._agree(first, second))
            else:
                found.append(pair)
        return found

    def _continues(self, pair: _Pair, following: _Pair) -> bool:
        block = self._block_of
        return following.first[-1] < pair.second[0] and all(
            before[-1] + 1 == after[0] and block[before[-1]] == block[after[0]]
            for before, after in ((pair.first, following.first), (pair.second, following.second))
        )


def _blocks(sentences: Sequence[Sentence]) -> list[int]:
    """For each sentence the number of its paragraph, caption, heading or item."""
    numbers: dict[Span, int] = {}
    return [numbers.setdefault(sentence.block.span, len(numbers)) for sentence in sentences]


_WORD = re.compile(r"\w+")


def _wording(text: str) -> tuple[str, ...]:
    """The words of a sentence, without case, marks and typography."""
    return tuple(_WORD.findall(plain(text)[0].lower()))


def _near(vectors: Vectors) -> list[tuple[int, int]]:
    """Pairs of sentences, the earlier one first, whose vectors are near; with each sentence the nearest few."""
    found: set[tuple[int, int]] = set()
    places = np.arange(len(vectors))
    for start in range(0, len(vectors), _BLOCK):
        # Copies are equally near whatever the rounding says; of those the ones that stand nearest count.
        near = np.round(vectors[start : start + _BLOCK] @ vectors.T, 4)
        for row, line in enumerate(near, start):
            line[row] = -1.0
            columns = np.flatnonzero(line >= _NEAR)
            best = columns[np.lexsort((places[columns], np.abs(columns - row), -line[columns]))][:_NEAREST]
            found.update((min(row, column), max(row, column)) for column in best.tolist())
    return sorted(found)
