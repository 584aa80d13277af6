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
# So many places of the index are looked at ahead.
_AHEAD = 256
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
    found = np.empty(len(hashes), dtype=np.uint64)
    _runs(np.ascontiguousarray(hashes), np.ascontiguousarray(first_token), np.uint64(bits), found)
    return found


@compiled
def at_end(place: int, bits: np.uint64) -> np.uint64:
    """What stands for a run at a document's end, where none begins: a hash that depends on the place in the whole corpus."""
    return mixed(np.uint64(place) * np.uint64(0xD1342543DE82EF95) + np.uint64(1)) >> bits << bits


@compiled
def _runs(hashes: Hashes, first_token: Longs, bits: np.uint64, found: Index) -> None:
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
                found[at] = at_end(at, bits)


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
    first_token = np.ascontiguousarray(first_token, dtype=np.int64)
    # Two arrays are used again and again: fresh memory costs more time than what is done to it.
    values = run_hashes(hashes, first_token, bits)
    index = packed(values, 0, bits)
    _own(first_token, values)
    rules = groups, -1 if sources is None else sources
    return _candidates(places_of(values, index, bits), first_token, rules, (weights(documents), enough(documents)))


# Of a number for each position: where its run begins, above how many places come before, above the number of documents.
_BEFORE, _BYTE = np.uint64(8), np.uint64(255)
OWNER = np.uint64(16)
"""By how many bits the number of a document is shifted before ``places_of``."""


class Places(NamedTuple):
    """Where runs stand that some documents share; ``owners`` are the documents of the places in the index of runs.

    For each position ``spans`` has three numbers: where in the index the places of its run begin, above how many of them come
    before its own, above of how many documents they are, which is 0 where no other document has the run, or too many have.
    """

    spans: Index
    owners: Index


def places_of(owners: Index, index: Index, bits: int) -> Places:
    """The places of all runs that are shared and not common, made in the memory of what they are made from.

    Args:
        owners: The document of each position, shifted by ``OWNER``; numbers of documents rise with the positions.
        index: As ``runs`` makes it.
        bits: As for ``runs``.
    """
    places = Places(owners, index)
    _share_all(places, np.uint64(bits))
    return places


@compiled
def _own(first_token: Longs, owners: Index) -> None:
    for document in range(len(first_token) - 1):
        for at in range(first_token[document], first_token[document + 1]):
            owners[at] = np.uint64(document) << OWNER


@compiled
def documents_with(places: Places, at: int) -> int:
    """How many documents have the run of this position; 0: none but its own, or too many."""
    return int(places.spans[at] & _BYTE)


@compiled
def earlier(places: Places, at: int) -> tuple[int, int]:
    """Where in the index the places of this position's run begin, and where it stands itself: before it are the earlier ones."""
    span = places.spans[at]
    begin = int(span >> OWNER)
    return begin, begin + int(span >> _BEFORE & _BYTE)


@compiled
def _candidates(places: Places, first_token: Longs, rules: tuple[Integers, int], worth: tuple[Longs, int]) -> Longs:
    groups, sources = rules
    rarity, least = worth
    documents = len(first_token) - 1
    found = np.empty((1024, 2), dtype=np.int64)
    count = 0
    keys = np.empty(1024, dtype=np.uint64)
    met = np.zeros(documents, dtype=np.int32)
    # One more than there can be: what may not be new is written behind the last.
    touched, likely = np.empty(documents + 1, dtype=np.int32), np.empty(documents, dtype=np.int32)
    for document in range(max(0, sources), documents):
        tokens = first_token[document : document + 2]
        counts = np.empty(tokens[1] - tokens[0], dtype=np.uint8)
        reached = _meet(places, tokens, counts, met, touched)
        # Most others share one run or two; no fewer than three will do. Where the runs of each of the rest will be noted takes the
        # place of their number.
        some, filled = 0, 1
        for which in range(reached):
            other = touched[which]
            runs, met[other] = met[other], 0
            if runs < _LEAST or other == document or (sources >= 0 and other >= sources):
                continue
            if groups[other] >= 0 and groups[other] == groups[document]:
                continue
            met[other] = filled
            likely[some] = other
            some += 1
            filled += runs
        if some == 0:
            continue
        if filled > len(keys):
            keys = np.empty(2 * filled, dtype=np.uint64)
        _note(places, tokens, met, keys)
        begin, before = 1, count
        if count + some > len(found):
            found = np.concatenate((found, np.empty((len(found) + some, 2), dtype=np.int64)))
        for which in range(some):
            other = likely[which]
            if heaviest(keys[begin : met[other]], counts, rarity) >= least:
                found[count, 0], found[count, 1] = document, other
                count += 1
            begin, met[other] = met[other], 0
        found[before:count, 1].sort()
    return found[:count].copy()


@compiled
def _meet(places: Places, tokens: Longs, counts: Bytes, met: Integers, touched: Integers) -> int:
    """Count the runs that other documents share with one, all of which come before it, and list these documents.

    Args:
        places: Those of all runs.
        tokens: Where the document begins and ends.
        counts: Filled in with how many documents have each of its runs.
        met: How many places of its runs a document has: 0 before, for all.
        touched: Filled in with the documents that have any; their number comes out.
    """
    reached = 0
    for at in range(tokens[0], tokens[1]):
        counts[at - tokens[0]] = documents_with(places, at)
        begin, end = earlier(places, at)
        for place in range(begin, end):
            other = np.int64(places.owners[place])
            touched[reached] = other
            reached += met[other] == 0
            met[other] += 1
    return reached


@compiled
def _note(places: Places, tokens: Longs, next_key: Integers, keys: Index) -> None:
    """Write down which runs other documents share, each for itself, where ``next_key`` says; 0: this one's are not wanted."""
    for at in range(tokens[0], tokens[1]):
        begin, end = earlier(places, at)
        for place in range(begin, end):
            other = np.int64(places.owners[place])
            key = next_key[other]
            keys[key] = np.uint64(at - tokens[0])
            next_key[other] = key + (key > 0)


@compiled
def _share_all(places: Places, bits: np.uint64) -> np.uint64:
    """Do what ``places_of`` says. The sum that comes out is of no use; what it is made from would not be read without it."""
    index = places.owners
    ordered = np.empty(PLACES * MOST, dtype=np.int64)
    whole = bits + np.uint64(LONGER)
    begin = looked = 0
    seen = np.uint64(0)
    while begin < len(index):
        if begin >= looked:
            looked = min(begin + _AHEAD, len(index))
            seen += _look(places, bits, begin, looked)
        end, run = begin + 1, index[begin] >> whole
        while end < len(index) and index[end] >> whole == run:
            end += 1
        if end - begin > 1 and not _share(places, bits, begin, end, ordered):
            low = begin
            while low < end:
                high, run = low + 1, index[low] >> bits
                while high < end and index[high] >> bits == run:
                    high += 1
                if high - low > 1:
                    _share(places, bits, low, high, ordered)
                low = high
        begin = end
    return seen


@compiled
def _look(places: Places, bits: np.uint64, begin: int, end: int) -> np.uint64:
    """Read what stands at the positions of shared runs in a part of the index; the sum is of no use.

    They lie anywhere in memory, and a processor waits for one after the other if it has to work with what it finds there. Here
    it can ask for several at once, and finds them at hand later: all in all it takes little more than half the time.
    """
    index, whole = places.owners, bits + np.uint64(LONGER)
    mask = (np.uint64(1) << bits) - np.uint64(1)
    seen = np.uint64(0)
    for place in range(np.uint64(max(1, begin)), np.uint64(min(end, len(index) - 1))):
        run = index[place] >> whole
        is_shared = (run == index[place - np.uint64(1)] >> whole) | (run == index[place + np.uint64(1)] >> whole)
        seen += places.spans[index[place] & mask if is_shared else np.uint64(0)]
    return seen


@compiled
def _share(places: Places, bits: np.uint64, begin: int, end: int, ordered: Longs) -> bool:
    """Note the places of one run, in order, unless it is common: then nothing is changed."""
    if end - begin > PLACES * MOST:
        return False
    spans, index = places
    mask = (np.uint64(1) << bits) - np.uint64(1)
    # The places of longer runs are in order one after the other: they are put in order as a whole.
    for place in range(begin, end):
        at, before = np.int64(index[place] & mask), place - begin
        while before and ordered[before - 1] > at:
            ordered[before] = ordered[before - 1]
            before -= 1
        ordered[before] = at
    documents = 1
    for which in range(1, end - begin):
        documents += spans[ordered[which]] != spans[ordered[which - 1]]
    if documents > MOST:
        return False
    if documents > 1:
        for which in range(end - begin):
            at = ordered[which]
            index[begin + which] = spans[at] >> OWNER
            spans[at] = np.uint64(begin) << OWNER | np.uint64(which) << _BEFORE | np.uint64(documents)
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
