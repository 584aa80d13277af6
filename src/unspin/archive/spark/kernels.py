"""What a task does to its part of the runs: the same as ``unspin.archive.candidates`` does to all of them at once.

All runs with the same three words come together in one bucket, where the rule for common runs is applied to them. So that
no bucket holds a run of every document, a part of the corpus sends no more places of a run than prove it common; and runs of
three words that are very common even in a part are told apart by five words from the start.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from unspin.archive import candidates
from unspin.archive.candidates import (
    LONGER,
    MOST,
    OWNER,
    Bytes,
    Index,
    Integers,
    Longs,
    Places,
    at_end,
    documents_with,
    earlier,
    heaviest,
    places_of,
)
from unspin.archive.compiled import compiled
from unspin.archive.postings import packed
from unspin.archive.tokens import Flags, Hashes, mixed

_MANY = candidates.PLACES * MOST
# A run with such a share of a part's words would make a large bucket by itself.
_SHARE = 2048


class Runs(NamedTuple):
    """Runs of words: their hashes as ``candidates.run_hashes`` has them, their documents, and the tokens at which they begin."""

    values: Index
    owners: Integers
    places: Integers


class Shared(NamedTuple):
    """Runs that two documents share: where in the first, and how many documents have it."""

    documents: Integers
    others: Integers
    places: Integers
    counts: Bytes


def very_common(hashes: Hashes, first_token: Longs) -> tuple[Index, Longs]:
    """Runs of three words that are certainly common and would fill a bucket, with the number of their places.

    The high bits of each are those that the run's hash has, however many bits an index has for the position.
    """
    values = candidates.run_hashes(hashes, first_token, 1) >> np.uint64(LONGER + 1)
    runs, places = np.unique(values, return_counts=True)
    many = places > max(_MANY, len(values) // _SHARE)
    return runs[many] << np.uint64(LONGER + 1), places[many]


def runs_of(hashes: Hashes, first_token: Longs, owners: Integers, firsts: Longs, bits: int) -> Runs:
    """The runs of some documents, without those places of common ones that are not needed to prove them common.

    Args:
        hashes: The tokens of these documents, one after the other.
        first_token: Where each document's begin, and the number of all.
        owners: The number of each document in the corpus.
        firsts: The number of tokens in the corpus before each document.
        bits: As for ``candidates.runs``, of the whole corpus.
    """
    values = candidates.run_hashes(hashes, first_token, bits)
    _mark_ends(values, first_token, firsts, np.uint64(bits))
    lengths = np.diff(first_token)
    all_owners = np.repeat(owners, lengths).astype(np.int32)
    places = (np.arange(len(hashes)) - np.repeat(first_token[:-1], lengths)).astype(np.int32)
    kept = _needed(packed(values, 0, bits), np.uint64(bits), all_owners)
    return Runs(values[kept], all_owners[kept], places[kept])


@compiled
def _mark_ends(values: Index, first_token: Longs, firsts: Longs, bits: np.uint64) -> None:
    """Put at the documents' ends what stands there in an index of the whole corpus."""
    for document in range(len(first_token) - 1):
        first, last = first_token[document], first_token[document + 1]
        for at in range(max(first, last - 2), last):
            values[at] = at_end(firsts[document] + at - first, bits)


@compiled
def _needed(index: Index, bits: np.uint64, owners: Integers) -> Flags:
    """Which places to keep: of a run of five words that is common already, so many that it will be found common again."""
    mask = (np.uint64(1) << bits) - np.uint64(1)
    kept = np.ones(len(index), dtype=np.bool_)
    begin = 0
    while begin < len(index):
        end, documents = begin + 1, 1
        while end < len(index) and index[end] >> bits == index[begin] >> bits:
            # Documents stand one after the other, each in one piece.
            documents += owners[np.int64(index[end] & mask)] != owners[np.int64(index[end - 1] & mask)]
            end += 1
        if documents > MOST:
            documents = 1
            for place in range(begin + 1, end):
                if owners[np.int64(index[place] & mask)] == owners[np.int64(index[place - 1] & mask)]:
                    kept[np.int64(index[place] & mask)] = False
                else:
                    documents += 1
                    kept[np.int64(index[place] & mask)] = documents <= MOST + 1
        else:
            for place in range(begin + _MANY + 1, end):
                kept[np.int64(index[place] & mask)] = False
        begin = end
    return kept


def in_buckets(runs: Runs, common: Index, bits: int, buckets: int) -> tuple[Runs, Longs]:
    """The runs bucket by bucket, and where each bucket begins: by three words, and in as many more buckets by five.

    Args:
        runs: As ``runs_of`` yields them.
        common: The runs of three words that go by five: high bits of hashes without the others, sorted.
        bits: As for ``runs_of``.
        buckets: How many of either sort.
    """
    chosen = _buckets(runs.values, common, np.uint64(bits), np.uint64(buckets))
    order, bounds = _ordered(chosen, 2 * buckets)
    return Runs(runs.values[order], runs.owners[order], runs.places[order]), bounds


@compiled
def _buckets(values: Index, common: Index, bits: np.uint64, buckets: np.uint64) -> Integers:
    chosen = np.empty(len(values), dtype=np.int32)
    for at in range(len(values)):
        three = values[at] >> (bits + np.uint64(LONGER))
        place = np.searchsorted(common, three)
        if place < len(common) and common[place] == three:
            chosen[at] = np.int64(mixed(values[at] >> bits) % buckets + buckets)
        else:
            chosen[at] = np.int64(mixed(three) % buckets)
    return chosen


@compiled
def _ordered(chosen: Integers, buckets: int) -> tuple[Longs, Longs]:
    """The order that puts one bucket after the other, and where each begins."""
    bounds = np.zeros(buckets + 1, dtype=np.int64)
    for bucket in chosen:
        bounds[bucket + 1] += 1
    for bucket in range(buckets):
        bounds[bucket + 1] += bounds[bucket]
    free = bounds.copy()
    order = np.empty(len(chosen), dtype=np.int64)
    for at in range(len(chosen)):
        order[free[chosen[at]]] = at
        free[chosen[at]] += 1
    return order, bounds


def shared(runs: Runs, bits: int, *, by_five: bool, groups: Integers, sources: int) -> Shared:
    """What the runs of one bucket say that documents share, by the rules of ``candidates.candidates``.

    Args:
        runs: All runs of the bucket.
        bits: As for ``runs_of``.
        by_five: Whether it is known that as runs of three words they are common.
        groups: A number for each document of the corpus, or below 0; or nothing.
        sources: The first so many documents are sources only; below 0: none is.
    """
    order = np.lexsort([runs.places, runs.owners])
    values, owners, starts = runs.values[order], runs.owners[order], runs.places[order]
    if by_five:
        # A number of its own for each run of five words, in the place of the three: if common, then so is the five.
        numbers = np.unique(values, return_inverse=True)[1].astype(np.uint64)
        bits = max(1, len(values).bit_length())
        values = numbers << np.uint64(bits + LONGER)
    # It works on any part of a corpus' runs that has all places of each.
    places = places_of(owners.astype(np.uint64) << OWNER, packed(values, 0, bits), bits)
    return _pairs(places, owners, starts, (groups, sources))


@compiled
def _pairs(places: Places, owners: Integers, starts: Integers, rules: tuple[Integers, int]) -> Shared:
    groups, sources = rules
    size = 0
    for passing in range(2):
        documents, others = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
        at_places, of_documents = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.uint8)
        count = 0
        for at in range(len(owners)):
            document, before = owners[at], np.int32(-1)
            if document < sources:
                continue
            begin, end = earlier(places, at)
            for place in range(begin, end):
                other = np.int32(places.owners[place])
                if other in (document, before) or (sources >= 0 and other >= sources):
                    continue
                if len(groups) and groups[other] >= 0 and groups[other] == groups[document]:
                    continue
                if passing:
                    documents[count], others[count] = document, other
                    at_places[count], of_documents[count] = starts[at], documents_with(places, at)
                count, before = count + 1, other
        size = count
    return Shared(documents, others, at_places, of_documents)


def pair_buckets(found: Shared, buckets: int) -> tuple[Shared, Longs]:
    """What is shared, bucket by bucket: all of two documents in one; and where each bucket begins."""
    chosen = _pair_buckets(found.documents, found.others, np.uint64(buckets))
    order, bounds = _ordered(chosen, buckets)
    return _in(found, order), bounds


def _in(found: Shared, order: Longs) -> Shared:
    return Shared(found.documents[order], found.others[order], found.places[order], found.counts[order])


@compiled
def _pair_buckets(documents: Integers, others: Integers, buckets: np.uint64) -> Integers:
    chosen = np.empty(len(documents), dtype=np.int32)
    for at in range(len(documents)):
        chosen[at] = np.int64(mixed(np.uint64(documents[at]) << np.uint64(32) | np.uint64(others[at])) % buckets)
    return chosen


def heavy_pairs(found: Shared, documents: int) -> Integers:
    """Of one bucket's pairs those worth a comparison, among so many documents; shape (pairs, 2), in order."""
    order = np.lexsort([found.places, found.others, found.documents])
    return _heavy(_in(found, order), candidates.weights(documents), candidates.enough(documents))


@compiled
def _heavy(found: Shared, rarity: Longs, least: int) -> Integers:
    documents, others, places, of_documents = found
    room = 0
    for at in range(len(places)):
        room = max(room, places[at] + 1)
    counts = np.zeros(room, dtype=np.uint8)
    keys = places.astype(np.uint64)
    heavy = np.empty((len(documents), 2), dtype=np.int32)
    count = begin = 0
    while begin < len(documents):
        end = begin
        while end < len(documents) and documents[end] == documents[begin] and others[end] == others[begin]:
            counts[places[end]] = of_documents[end]
            end += 1
        if heaviest(keys[begin:end], counts, rarity) >= least:
            heavy[count, 0], heavy[count, 1] = documents[begin], others[begin]
            count += 1
        begin = end
    return heavy[:count].copy()
