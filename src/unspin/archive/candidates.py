"""Which documents may share something with a document: those with which it has rare runs of words in common, near each other.

A run of three words is enough where few documents have it; where many do, the two words after it have to be the same as
well. Both stand in one index: the high bits of a value are the three words', those below the two words', the lowest the
position, so that a sorted index holds the longer runs within the shorter.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from unspin.archive.compiled import compiled
from unspin.archive.postings import packed
from unspin.archive.tokens import Hashes, mixed

Index = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

LONGER = 10
"""Bits of an index that are for the fourth and fifth word of a run."""
MOST = 20
"""A run that more documents have is boilerplate."""

# Shared runs count together within so many tokens.
_WINDOW = 120
# Weights are those in a corpus with so many documents more: in a small one, too, a run says something.
_MORE = 1000
# Weights are whole numbers, a unit of the logarithm being so many: sums do not depend on their order.
_UNIT = 1024
# From so many times the weight of a run that one document of the corpus has, two documents are worth a comparison: it takes three
# runs that hardly any other has, or more.
_ENOUGH = 2.5
_LEAST = 3
# A document may say a run several times; so many places for each document are looked at.
PLACES = 4


def runs(hashes: Hashes, first_token: Longs, bits: int) -> Index:
    """The index of all runs of words of some documents, sorted.

    Args:
        hashes: The tokens of all documents, one after the other.
        first_token: Where each document's begin, and the number of all; shape (documents + 1,).
        bits: How many low bits are for the position; at most 44.
    """
    return packed(run_hashes(hashes, first_token, bits), 0, bits)


def run_hashes(hashes: Hashes, first_token: Longs, bits: int) -> Index:
    """For each token the run that begins there, as its index has it, position left 0; at a document's end a hash like no run's."""
    return _runs(np.ascontiguousarray(hashes), np.ascontiguousarray(first_token), np.uint64(bits))


@compiled
def _runs(hashes: Hashes, first_token: Longs, bits: np.uint64) -> Index:
    found = np.empty(len(hashes), dtype=np.uint64)
    three, five = bits + np.uint64(LONGER), np.uint64(64 - LONGER)
    times = np.uint64(0xD1342543DE82EF95)
    for document in range(len(first_token) - 1):
        first, last = first_token[document], first_token[document + 1]
        for at in range(first, last):
            if at + 2 < last:
                short = mixed((hashes[at] * times + hashes[at + 1]) * times + hashes[at + 2])
                after = hashes[at + 3] if at + 3 < last else np.uint64(0)
                second = hashes[at + 4] if at + 4 < last else np.uint64(0)
                longer = mixed(after * times + second)
                found[at] = (short >> three << three) | (longer >> five << bits)
            else:
                found[at] = mixed(np.uint64(at) * times + np.uint64(1)) >> bits << bits
    return found


def enough(documents: int) -> int:
    """The weight of shared runs from which two of so many documents are worth a comparison."""
    return round(_ENOUGH * _UNIT * math.log(documents + _MORE))


def weights(documents: int) -> Longs:
    """The weight of a run by the number of documents that have it, for 0 to ``MOST``; 0 documents weigh nothing."""
    rarity = np.log((documents + _MORE) / np.maximum(np.arange(MOST + 1), 1))
    found = np.round(_UNIT * rarity).astype(np.int64)
    found[0] = 0
    return found


def candidates(
    hashes: Hashes, first_token: Longs, *, groups: Integers | None = None, sources: int | None = None
) -> Longs:
    """Pairs of documents that are worth a comparison, in order: shape (pairs, 2).

    Args:
        hashes: The tokens of all documents, one after the other.
        first_token: As for ``runs``.
        groups: A number for each document, or below 0: documents with the same number are not compared with each other.
        sources: The first so many documents are sources only, the others are compared with these alone; None: every document is
            compared with every one before it.
    """
    documents = len(first_token) - 1
    bits = max(1, len(hashes).bit_length())
    groups = np.full(documents, -1, dtype=np.int32) if groups is None else np.ascontiguousarray(groups, dtype=np.int32)
    return _candidates(
        Corpus(runs(hashes, first_token, bits), np.uint64(bits), _owners(first_token)),
        np.ascontiguousarray(first_token, dtype=np.int64),
        (groups, -1 if sources is None else sources),
        weights(documents),
        enough(documents),
    )


class Corpus(NamedTuple):
    """The runs of some documents: their index, its bits for positions, and the document of each position."""

    runs: Index
    bits: np.uint64
    owners: Integers


class _Places(NamedTuple):
    """For each position where in the index the places of its run begin, how many they are, and of how many documents.

    No places where no other document has the run, or too many have. ``owners`` are the documents of the places in the index.
    """

    begins: Integers
    sizes: Bytes
    counts: Bytes
    owners: Integers


def _owners(first_token: Longs) -> Integers:
    return np.repeat(np.arange(len(first_token) - 1, dtype=np.int32), np.diff(first_token))


@compiled
def _candidates(corpus: Corpus, first_token: Longs, rules: tuple[Integers, int], rarity: Longs, least: int) -> Longs:
    groups, sources = rules
    documents = len(first_token) - 1
    places = _shared(corpus)
    found = np.empty((1024, 2), dtype=np.int64)
    count = 0
    keys = np.empty(1024, dtype=np.uint64)
    met = np.zeros(documents, dtype=np.int32)
    for document in range(max(0, sources), documents):
        first, last = first_token[document], first_token[document + 1]
        # Most others share one run or two; those that share three, and no fewer will do, are looked at again.
        for at in range(first, last):
            for place in range(places.begins[at], places.begins[at] + places.sizes[at]):
                met[places.owners[place]] += 1
        filled = 0
        for at in range(first, last):
            for place in range(places.begins[at], places.begins[at] + places.sizes[at]):
                other = places.owners[place]
                if met[other] < _LEAST or other >= document or (sources >= 0 and other >= sources):
                    continue
                if groups[other] >= 0 and groups[other] == groups[document]:
                    continue
                if filled == len(keys):
                    keys = np.concatenate((keys, np.empty(filled, dtype=np.uint64)))
                keys[filled] = np.uint64(other) << np.uint64(32) | np.uint64(at - first)
                filled += 1
        for at in range(first, last):
            for place in range(places.begins[at], places.begins[at] + places.sizes[at]):
                met[places.owners[place]] = 0
        order = np.sort(keys[:filled])
        begin = 0
        while begin < filled:
            end = begin + 1
            while end < filled and order[end] >> np.uint64(32) == order[begin] >> np.uint64(32):
                end += 1
            if heaviest(order[begin:end], places.counts[first:last], rarity) >= least:
                if count == len(found):
                    found = np.concatenate((found, np.empty((count, 2), dtype=np.int64)))
                found[count, 0], found[count, 1] = document, np.int64(order[begin] >> np.uint64(32))
                count += 1
            begin = end
    return found[:count].copy()


@compiled
def _shared(corpus: Corpus) -> _Places:
    index, bits, _ = corpus
    size = len(index)
    places = _Places(
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.uint8),
        np.zeros(size, dtype=np.uint8),
        np.empty(size, dtype=np.int32),
    )
    whole = bits + np.uint64(LONGER)
    begin = 0
    while begin < len(index):
        end = begin + 1
        while end < len(index) and index[end] >> whole == index[begin] >> whole:
            end += 1
        if end - begin > 1 and not _share(corpus, begin, end, places):
            low = begin
            while low < end:
                high = low + 1
                while high < end and index[high] >> bits == index[low] >> bits:
                    high += 1
                if high - low > 1:
                    _share(corpus, low, high, places)
                low = high
        begin = end
    return places


@compiled
def _share(corpus: Corpus, begin: int, end: int, places: _Places) -> bool:
    """Note the places of one run, unless it is common."""
    if end - begin > PLACES * MOST:
        return False
    index, bits, owners = corpus
    mask = (np.uint64(1) << bits) - np.uint64(1)
    # The places of longer runs are in order one after the other: a document may come up again.
    different = np.empty(MOST, dtype=np.int32)
    documents = 0
    for place in range(begin, end):
        owner = places.owners[place] = owners[np.int64(index[place] & mask)]
        known = False
        for before in range(documents):
            known |= different[before] == owner
        if not known:
            if documents == MOST:
                return False
            different[documents] = owner
            documents += 1
    if documents > 1:
        for place in range(begin, end):
            at = np.int64(index[place] & mask)
            places.begins[at], places.sizes[at], places.counts[at] = begin, end - begin, documents
    return True


@compiled
def heaviest(keys: Index, counts: Bytes, rarity: Longs) -> int:
    """The greatest weight of the runs that a document shares with another within one window.

    Args:
        keys: Sorted; the low 32 bits are the place of a run in the document. The same place twice counts once.
        counts: For each place of the document how many documents have the run that begins there.
        rarity: As ``weights``.
    """
    low = np.uint64(0xFFFFFFFF)
    best = total = begin = 0
    for end in range(len(keys)):
        if end and keys[end] == keys[end - 1]:
            continue
        at = np.int64(keys[end] & low)
        total += rarity[counts[at]]
        while at - np.int64(keys[begin] & low) > _WINDOW:
            if begin == 0 or keys[begin] != keys[begin - 1]:
                total -= rarity[counts[np.int64(keys[begin] & low)]]
            begin += 1
        best = max(best, total)
    return best
