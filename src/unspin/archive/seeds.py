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
# With so many sentences all are reckoned with each time, with more only those that share a word.
_FEW_SENTENCES = 64
# Numbers that a processor works on at once, or a multiple of that.
_LANES = 16
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


class Known(NamedTuple):
    """A document made ready to be held against others: for each of its terms, counted from 1, the sentences that hold it.

    With the term's number ``begins`` has where these sentences begin, and how often each holds it, and with the next number where
    they end. Those of 0 are none. Of a document with few sentences ``rows`` has the same as a row for each term: how often
    each sentence holds it, with zeros up to a multiple of what is worked on at once.
    """

    begins: Integers
    sentences: Integers
    times: Reals
    rows: Reals


class Weights(NamedTuple):
    """The weights of the terms of two documents, and for each term of the other one its place among the first one's, from 1.

    That is 0 where the first does not have it, and where it weighs nothing. Weights of the first one's are by that place.
    """

    own: Reals
    theirs: Reals
    places: Integers


@compiled
def known(collection: Collection, document: int, place: Integers) -> Known:
    """The document, ready.

    Args:
        collection: The documents.
        document: The number of one.
        place: Gets for each of its words the place among its terms, counted from 1; all 0 before, and again after ``forget``.
    """
    first, last = collection.first_term[document], collection.first_term[document + 1]
    begin, end, entry = sentences_of(collection, document)
    # Two more than there are terms: where the sentences begin of the term before moves on to where they end.
    begins = np.zeros(last - first + 2, dtype=np.int32)
    size = 0
    for term in range(first, last):
        place[collection.terms[term]] = term - first + 1
        begins[term - first + 2] = size
        size += collection.spread[term]
    sentences, times = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.float32)
    width = (end - begin + _LANES - 1) // _LANES * _LANES if end - begin <= _FEW_SENTENCES else 0
    rows = np.zeros((last - first + 1) * width, dtype=np.float32)
    for which in range(begin, end):
        for at in range(entry, collection.entry_ends[which]):
            next_one = collection.entries[at] + 2
            sentences[begins[next_one]], times[begins[next_one]] = which - begin, collection.times[at]
            begins[next_one] += 1
            if width:
                rows[(next_one - 1) * width + which - begin] = collection.times[at]
        entry = collection.entry_ends[which]
    return Known(begins, sentences, times, rows)


@compiled
def forget(collection: Collection, document: int, place: Integers) -> None:
    """Undo what ``known`` noted of the document's words."""
    for term in range(collection.first_term[document], collection.first_term[document + 1]):
        place[collection.terms[term]] = 0


@compiled
def sentences_of(collection: Collection, document: int) -> tuple[int, int, int]:
    """The document's first sentence, the end of its sentences, and its first entry."""
    begin, end = collection.first_sentence[document], collection.first_sentence[document + 1] - 1
    return begin, end, (collection.entry_ends[begin - 1] if begin else 0)


@compiled
def weights_of(collection: Collection, one: int, place: Integers, other: int) -> Weights:
    """The weights of the terms of two documents; ``place`` as ``known`` fills it in for the one."""
    first, last = collection.first_term[one], collection.first_term[one + 1]
    first_there, last_there = collection.first_term[other], collection.first_term[other + 1]
    sentences = 0
    for document in (one, other):
        sentences += collection.first_sentence[document + 1] - collection.first_sentence[document] - 1
    most = logarithm(sentences + MORE_SENTENCES)
    found = Weights(
        np.zeros(last - first + 1, dtype=np.float32),
        np.empty(last_there - first_there, dtype=np.float32),
        np.empty(last_there - first_there, dtype=np.int32),
    )
    for term in range(first, last):
        found.own[term - first + 1] = weight(collection.spread[term], sentences, most)
    for term in range(first_there, last_there):
        mine = place[collection.terms[term]]
        spread = collection.spread[term] + (collection.spread[first + mine - 1] if mine else 0)
        heavy = weight(spread, sentences, most)
        found.theirs[term - first_there] = heavy
        if mine:
            found.own[mine] = heavy
        found.places[term - first_there] = mine if heavy > 0 else 0
    return found


@compiled
def seeds_of(collection: Collection, one: tuple[int, Known], other: int, weights: Weights) -> Integers:
    """Pairs of sentences that are much alike, rows of two, in order of the other's.

    Args:
        collection: The documents.
        one: Number of a document, and the document made ready.
        other: Number of another.
        weights: Those of the two.
    """
    ready = one[1]
    squares = _squares(collection, one[0], weights.own)
    found = np.empty((16, 2), dtype=np.int32)
    width = len(ready.rows) // len(weights.own)
    sums = np.zeros(max(width, len(squares)), dtype=np.float32)
    touched = np.arange(len(squares), dtype=np.int32)
    count = 0
    begin, end, entry = sentences_of(collection, other)
    for place in range(begin, end):
        entries = entry, collection.entry_ends[place]
        entry = entries[1]
        if width:
            square, reached = _add(collection, entries, ready.rows, weights, sums), len(squares)
        else:
            square, reached = _add_and_note(collection, entries, ready, weights, (sums, touched))
        if count + reached > len(found):
            found = np.concatenate((found, np.empty((len(found) + reached, 2), dtype=np.int32)))
        new = _chosen(touched[:reached], sums, squares, square, found[count:])
        for row in range(count, count + new if new <= _MOST_SEEDS else count):
            found[row, 1] = place - begin
        count += new if new <= _MOST_SEEDS else 0
    return found[:count]


@compiled
def _add(collection: Collection, entries: tuple[int, int], rows: Reals, weights: Weights, sums: Reals) -> np.float32:
    """Add to the sum of each sentence the products of the weights that it shares with one of another document.

    The entries are those of that one; the sum of the squares of its weights comes out.
    """
    square, width = np.float32(0), np.uint64(len(sums))
    for at in range(entries[0], entries[1]):
        term = collection.entries[at]
        heavy = np.float32(collection.times[at]) * weights.theirs[term]
        square += heavy * heavy
        heavy *= weights.theirs[term]
        row = np.uint64(weights.places[term]) * width
        # Most of what is added is 0: but whether a term is shared cannot be foreseen, nor by how many sentences.
        for sentence in range(width):
            sums[sentence] += heavy * rows[row + sentence]
    return square


@compiled
def _add_and_note(
    collection: Collection, entries: tuple[int, int], ready: Known, weights: Weights, row: tuple[Reals, Integers]
) -> tuple[np.float32, int]:
    """The same, and note the sentences whose sum is not 0 any more; their number comes out too."""
    sums, touched = row
    square, reached = np.float32(0), 0
    for at in range(entries[0], entries[1]):
        term = collection.entries[at]
        heavy = np.float32(collection.times[at]) * weights.theirs[term]
        square += heavy * heavy
        heavy *= weights.theirs[term]
        mine = weights.places[term]
        for held in range(ready.begins[mine], ready.begins[mine + 1]):
            sentence = ready.sentences[held]
            if sums[sentence] == 0:
                touched[reached] = sentence
                reached += 1
            sums[sentence] += heavy * ready.times[held]
    return square, reached


@compiled
def _chosen(touched: Integers, sums: Reals, squares: Reals, square: np.float32, found: Integers) -> int:
    """Write down the sentences whose sum is high beside the squares of both; how many. The sums are 0 again."""
    count = 0
    for sentence in touched:
        found[count, 0] = sentence
        # The cosine is never below this. Counted, not decided: half of all are seeds.
        count += np.float32(2) * sums[sentence] > np.float32(_SEED) * (squares[sentence] + square)
        sums[sentence] = 0
    return count


@compiled
def _squares(collection: Collection, document: int, weights: Reals) -> Reals:
    """The sum of squares of each sentence's word weights, which are by the place of each term, from 1."""
    begin, end, entry = sentences_of(collection, document)
    found = np.empty(end - begin, dtype=np.float32)
    for place in range(begin, end):
        square = np.float32(0)
        for at in range(entry, collection.entry_ends[place]):
            heavy = np.float32(collection.times[at]) * weights[collection.entries[at] + 1]
            square += heavy * heavy
        found[place - begin] = square
        entry = collection.entry_ends[place]
    return found
