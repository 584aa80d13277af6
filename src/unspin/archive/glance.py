"""A first glance at pairs of documents: have their sentences that share a run of words enough else in common?

Most documents that share a few runs of words share nothing else. To see that takes a sixth of the time of a comparison.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from unspin.archive.collection import Collection, Integers, Longs
from unspin.archive.comparison import SHORTEST
from unspin.archive.compiled import compiled
from unspin.archive.seeds import MORE_SENTENCES, logarithm, weight
from unspin.archive.tokens import Flags, Hashes

# Dice coefficient of the weights of two sentences from which they are alike.
_ALIKE = 0.25
# A passage has a word in common for so many of its characters, at least, in sentences that share a run and are alike.
_CHARACTERS = 18


def alike(collection: Collection, pairs: Longs, shortest: int = SHORTEST) -> Longs:
    """The pairs of documents that are worth a comparison; it is fastest with all pairs of a document one after the other.

    Args:
        collection: The documents.
        pairs: Shape (pairs, 2): numbers of a document and of a possible source.
        shortest: As for ``compared``.
    """
    pairs = np.ascontiguousarray(pairs, dtype=np.int64)
    return pairs[_alike(collection, pairs, shortest // _CHARACTERS)]


class _Runs(NamedTuple):
    """The runs of a document: a table with the bits of each above the sentence of its middle word, counted from 1.

    Of a run that stands there again and again it is the first sentence. A run that is in the table has its bit among
    ``bits``, and few others have theirs: what is not there is seen at once.
    """

    table: Hashes
    bits: Hashes


@compiled
def _alike(collection: Collection, pairs: Longs, least: int) -> Flags:
    found = np.zeros(len(pairs), dtype=np.bool_)
    entry_of = np.zeros(collection.different, dtype=np.int32)
    begin = 0
    while begin < len(pairs):
        one, end = pairs[begin, 0], begin + 1
        while end < len(pairs) and pairs[end, 0] == one:
            end += 1
        runs = _runs(collection, one)
        for which in range(begin, end):
            found[which] = _are_alike(collection, (one, pairs[which, 1]), least, runs, entry_of)
        begin = end
    return found


@compiled
def _runs(collection: Collection, document: int) -> _Runs:
    first, last = collection.first_token[document], collection.first_token[document + 1] - 2
    size = 64
    while size < 4 * (last - first):
        size *= 2
    found = _Runs(np.zeros(size, dtype=np.uint64), np.zeros(size >> 2, dtype=np.uint64))
    edges = collection.sentences[collection.first_sentence[document] : collection.first_sentence[document + 1]]
    sentence = 0
    for at in range(first, last):
        while edges[sentence + 1] <= at + 1 - first:
            sentence += 1
        run = collection.runs[at]
        slot = _slot(found.table, run)
        if found.table[slot] == 0:
            found.table[slot] = np.uint64(run) << np.uint64(32) | np.uint64(sentence + 1)
            place, bit = _bit(found.bits, run)
            found.bits[place] |= bit
    return found


@compiled
def _slot(table: Hashes, run: np.uint32) -> np.uint64:
    """Where a run stands in the table, or would."""
    mask, high = np.uint64(len(table) - 1), np.uint64(run)
    slot = high & mask
    while table[slot] and table[slot] >> np.uint64(32) != high:
        slot = (slot + np.uint64(1)) & mask
    return slot


@compiled
def _bit(bits: Hashes, run: np.uint32) -> tuple[np.uint64, np.uint64]:
    """The place of a run's bit among the bits, and the bit."""
    return np.uint64(run) >> np.uint64(6) & np.uint64(len(bits) - 1), np.uint64(1) << (np.uint64(run) & np.uint64(63))


@compiled
def _are_alike(collection: Collection, pair: tuple[int, int], least: int, runs: _Runs, entry_of: Integers) -> bool:
    one, other = pair
    first, last = collection.first_token[other], collection.first_token[other + 1] - 2
    begin, begin_there = collection.first_sentence[one], collection.first_sentence[other]
    sentence_there = 0
    before = before_there = -1
    shared = 0
    for at in range(first, last):
        run = collection.runs[at]
        place, bit = _bit(runs.bits, run)
        if not runs.bits[place] & bit:
            continue
        slot = _slot(runs.table, run)
        if runs.table[slot] == 0:
            continue
        sentence = int(np.int64(runs.table[slot] & np.uint64(0xFFFFFFFF))) - 1
        while collection.sentences[begin_there + sentence_there + 1] <= at + 1 - first:
            sentence_there += 1
        if sentence == before and sentence_there == before_there:
            continue
        before, before_there = sentence, sentence_there
        likeness, words = _likeness(
            collection, (one, begin + sentence), (other, begin_there + sentence_there), entry_of
        )
        shared += words if likeness >= _ALIKE else 0
        if likeness >= _ALIKE and shared >= least:
            return True
    return False


@compiled
def _likeness(
    collection: Collection, one: tuple[int, int], other: tuple[int, int], entry_of: Integers
) -> tuple[float, int]:
    """How much alike a sentence of one document and one of another are by the weights of their words, and how many they share.

    A word that only one of them has weighs what it weighs in its document: what it weighs in both is not looked up.
    """
    term, sentence = collection.first_term[one[0]], one[1]
    term_there, sentence_there = collection.first_term[other[0]], other[1]
    sentences = 0
    for document in (one[0], other[0]):
        sentences += collection.first_sentence[document + 1] - collection.first_sentence[document] - 1
    most = logarithm(sentences + MORE_SENTENCES)
    first = collection.entry_ends[sentence - 1] if sentence else 0
    last = collection.entry_ends[sentence]
    first_there = collection.entry_ends[sentence_there - 1] if sentence_there else 0
    last_there = collection.entry_ends[sentence_there]
    square = their_square = product = 0.0
    shared = 0
    for entry in range(first, last):
        at = term + collection.entries[entry]
        entry_of[collection.terms[at]] = entry - first + 1
        mass = collection.times[entry] * weight(collection.spread[at], sentences, most)
        square += mass * mass
    for entry in range(first_there, last_there):
        at = term_there + collection.entries[entry]
        spread, times = collection.spread[at], collection.times[entry]
        mine = entry_of[collection.terms[at]]
        if mine:
            there = first + mine - 1
            shared += min(times, collection.times[there])
            alone = weight(collection.spread[term + collection.entries[there]], sentences, most)
            heavy = weight(spread + collection.spread[term + collection.entries[there]], sentences, most)
            square += collection.times[there] ** 2 * (heavy * heavy - alone * alone)
            product += times * collection.times[there] * heavy * heavy
        else:
            heavy = weight(spread, sentences, most)
        their_square += times * times * heavy * heavy
    for entry in range(first, last):
        entry_of[collection.terms[term + collection.entries[entry]]] = 0
    return 2 * product / (square + their_square) if product else 0.0, shared
