"""Seeds of reuse: sentences of two documents that share so many rare words that one may have been made from the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from unspin.archive.collection import Collection, Integers
from unspin.archive.compiled import compiled

Reals = npt.NDArray[np.float32]

# Dice coefficient of the sentences' word weights above which they are a seed.
_SEED = 0.25
# Words that stand in more than the half of all sentences count for nothing, nor do those in so many of a very long text.
_MOST_SENTENCES = 400
# Weights are those of a text with so many sentences more: words of a short one weigh something too.
_MORE = 8
# A sentence that is like so many others says nothing of where it comes from.
_MOST_SEEDS = 64

_LOGS = np.log(np.maximum(np.arange(1 << 17), 1)).astype(np.float32)


@compiled
def _weight(spread: int, sentences: int) -> float:
    """How much a word says that stands in so many of the sentences of both documents."""
    if 2 * spread > sentences + _MORE or spread > _MOST_SENTENCES:
        return 0.0
    return float(_LOGS[min(sentences + _MORE, len(_LOGS) - 1)] - _LOGS[spread])


class _Terms(NamedTuple):
    """The weights of the terms of two documents, and for each term of the one its place among the other's, or -1; 0 weighs nothing."""

    own: Reals
    theirs: Reals
    places: Integers
    are_shared: npt.NDArray[np.bool_]


class _Holders(NamedTuple):
    """For each term of a document the sentences that hold it, as a linked list; and the sum of squares of each sentence's weights."""

    heads: Integers
    nexts: Integers
    sentences: Integers
    weights: Reals
    squares: Reals


@compiled
def _terms(collection: Collection, one: int, other: int, number: Integers, weights: Reals) -> _Terms:
    """See the class; the weight of each word of the two documents is left in ``weights``."""
    first, last = collection.first_term[one], collection.first_term[one + 1]
    first_there, last_there = collection.first_term[other], collection.first_term[other + 1]
    sentences = 0
    for document in (one, other):
        sentences += collection.first_sentence[document + 1] - collection.first_sentence[document] - 1
    terms = _Terms(
        np.full(last - first, -1, dtype=np.float32),
        np.empty(last_there - first_there, dtype=np.float32),
        np.full(last - first, -1, dtype=np.int32),
        np.zeros(last_there - first_there, dtype=np.bool_),
    )
    for term in range(first, last):
        number[collection.terms[term]] = term - first + 1
    for term in range(first_there, last_there):
        word, spread = collection.terms[term], collection.spread[term]
        mine = number[word] - 1
        if mine >= 0:
            spread += collection.spread[first + mine]
        weights[word] = terms.theirs[term - first_there] = _weight(spread, sentences)
        if mine >= 0:
            terms.own[mine] = weights[word]
            if weights[word] > 0:
                terms.places[mine] = term - first_there
                terms.are_shared[term - first_there] = True
    for term in range(first, last):
        word = collection.terms[term]
        number[word] = 0
        if terms.own[term - first] < 0:
            weights[word] = terms.own[term - first] = _weight(collection.spread[term], sentences)
    return terms


@compiled
def _entries(collection: Collection, document: int) -> tuple[int, int, int]:
    """The document's first sentence, the end of its sentences, and its first entry."""
    begin, end = collection.first_sentence[document], collection.first_sentence[document + 1] - 1
    return begin, end, (collection.entry_ends[begin - 1] if begin else 0)


@compiled
def _holders(collection: Collection, document: int, terms: _Terms) -> _Holders:
    begin, end, entry = _entries(collection, document)
    size = collection.entry_ends[end] - entry
    holders = _Holders(
        np.full(len(terms.theirs), -1, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.float32),
        np.zeros(end - begin, dtype=np.float32),
    )
    filled = 0
    for place in range(begin, end):
        while entry < collection.entry_ends[place]:
            term = collection.entries[entry]
            weight = np.float32(collection.times[entry]) * terms.theirs[term]
            holders.squares[place - begin] += weight * weight
            if terms.are_shared[term]:
                holders.nexts[filled], holders.heads[term] = holders.heads[term], filled
                holders.sentences[filled], holders.weights[filled] = place - begin, weight
                filled += 1
            entry += 1
    return holders


@compiled
def seeds_of(collection: Collection, one: int, other: int, number: Integers, weights: Reals) -> Integers:
    """Pairs of sentences that are much alike, rows of two, in order of the one's.

    Args:
        collection: The documents.
        one: Number of a document.
        other: Number of another.
        number: A place for each different word, all 0; they are so again afterwards.
        weights: A place for each different word; the weight of each word of the two documents is left there.
    """
    found = np.empty((16, 2), dtype=np.int32)
    terms = _terms(collection, one, other, number, weights)
    if not terms.are_shared.any():
        return found[:0]
    holders = _holders(collection, other, terms)
    sums = np.zeros(len(holders.squares), dtype=np.float32)
    touched = np.empty(len(holders.squares), dtype=np.int32)
    count = 0
    begin, end, entry = _entries(collection, one)
    for place in range(begin, end):
        reached, square = 0, np.float32(0)
        while entry < collection.entry_ends[place]:
            term = collection.entries[entry]
            weight = np.float32(collection.times[entry]) * terms.own[term]
            square += weight * weight
            at = holders.heads[terms.places[term]] if terms.places[term] >= 0 else -1
            while at >= 0:
                sentence = holders.sentences[at]
                if sums[sentence] == 0:
                    touched[reached] = sentence
                    reached += 1
                sums[sentence] += weight * holders.weights[at]
                at = holders.nexts[at]
            entry += 1
        before = count
        for which in range(reached):
            sentence = touched[which]
            # The cosine is never below this.
            if 2 * sums[sentence] > np.float32(_SEED) * (square + holders.squares[sentence]):
                if count == len(found):
                    found = np.concatenate((found, np.empty((count, 2), dtype=np.int32)))
                found[count, 0], found[count, 1] = place - begin, sentence
                count += 1
            sums[sentence] = 0
        if count - before > _MOST_SEEDS:
            count = before
    return found[:count]
