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
# Words that stand in more than two fifths of all sentences count for nothing, nor do those in so many of a very long text.
_MOST_SENTENCES = 400
# Weights are those of a text with so many sentences more: words of a short one weigh something too.
MORE_SENTENCES = 8
_FEW_SENTENCES = 1024
# A sentence that is like so many others says nothing of where it comes from.
_MOST_SEEDS = 64

_LOGS = np.log(np.maximum(np.arange(1 << 17), 1)).astype(np.float32)


@compiled
def logarithm(count: int) -> float:
    """The natural logarithm, from a table that ends somewhere."""
    return float(_LOGS[min(count, len(_LOGS) - 1)])


@compiled
def weight(spread: int, sentences: int, most: float) -> float:
    """How much a word says that stands in so many of the sentences of both documents; most is the logarithm of those and some more."""
    if 5 * spread > 2 * (sentences + MORE_SENTENCES) or spread > _MOST_SENTENCES:
        return 0.0
    return most - float(_LOGS[spread])


class _Terms(NamedTuple):
    """The weights of the terms of two documents, and for each term of the one its place among the other's, or -1; 0 weighs nothing."""

    own: Reals
    theirs: Reals
    places: Integers
    are_shared: npt.NDArray[np.bool_]


class _Holders(NamedTuple):
    """For each term of a document the sentences that hold it, those of one term after those of another, and what it weighs there.

    Terms that weigh nothing or are not shared have none. Also the sum of squares of each sentence's weights.
    """

    ends: Integers
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
    most = logarithm(sentences + MORE_SENTENCES)
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
        weights[word] = terms.theirs[term - first_there] = weight(spread, sentences, most)
        if mine >= 0:
            terms.own[mine] = weights[word]
            if weights[word] > 0:
                terms.places[mine] = term - first_there
                terms.are_shared[term - first_there] = True
    for term in range(first, last):
        word = collection.terms[term]
        number[word] = 0
        if terms.own[term - first] < 0:
            weights[word] = terms.own[term - first] = weight(collection.spread[term], sentences, most)
    return terms


@compiled
def _entries(collection: Collection, document: int) -> tuple[int, int, int]:
    """The document's first sentence, the end of its sentences, and its first entry."""
    begin, end = collection.first_sentence[document], collection.first_sentence[document + 1] - 1
    return begin, end, (collection.entry_ends[begin - 1] if begin else 0)


@compiled
def _holders(collection: Collection, document: int, terms: _Terms) -> _Holders:
    begin, end, entry = _entries(collection, document)
    ends = np.empty(len(terms.theirs), dtype=np.int32)
    size, term = 0, collection.first_term[document]
    for which in range(len(ends)):
        ends[which] = size
        if terms.are_shared[which]:
            size += collection.spread[term + which]
    holders = _Holders(
        ends, np.empty(size, dtype=np.int32), np.empty(size, dtype=np.float32), np.zeros(end - begin, dtype=np.float32)
    )
    for place in range(begin, end):
        square = np.float32(0)
        for at in range(entry, collection.entry_ends[place]):
            which = collection.entries[at]
            heavy = np.float32(collection.times[at]) * terms.theirs[which]
            square += heavy * heavy
            if terms.are_shared[which]:
                # Where the term's sentences begin moves on to where they end.
                holders.sentences[ends[which]], holders.weights[ends[which]] = place - begin, heavy
                ends[which] += 1
        holders.squares[place - begin] = square
        entry = collection.entry_ends[place]
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
    # Of few sentences all are looked at; of many those that share a word, which have to be noted.
    touched, few = np.arange(len(sums), dtype=np.int32), len(sums) <= _FEW_SENTENCES
    count = 0
    begin, end, entry = _entries(collection, one)
    for place in range(begin, end):
        reached, square = 0, np.float32(0)
        for at in range(entry, collection.entry_ends[place]):
            term = collection.entries[at]
            heavy = np.float32(collection.times[at]) * terms.own[term]
            square += heavy * heavy
            there = terms.places[term]
            if there >= 0:
                for held in range(holders.ends[there - 1] if there else 0, holders.ends[there]):
                    sentence = holders.sentences[held]
                    if not few and sums[sentence] == 0:
                        touched[reached] = sentence
                        reached += 1
                    sums[sentence] += heavy * holders.weights[held]
        entry = collection.entry_ends[place]
        reached = len(sums) if few else reached
        if count + reached > len(found):
            found = np.concatenate((found, np.empty((len(found) + reached, 2), dtype=np.int32)))
        before = count
        for sentence in touched[:reached]:
            found[count, 0], found[count, 1] = place - begin, sentence
            # The cosine is never below this. Counted, not decided: half of all are seeds.
            count += np.float32(2) * sums[sentence] > np.float32(_SEED) * (square + holders.squares[sentence])
            sums[sentence] = 0
        if count - before > _MOST_SEEDS:
            count = before
    return found[:count]
