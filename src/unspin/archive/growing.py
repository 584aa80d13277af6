"""Seeds near each other grow together into stretches, as long as the words of the whole are alike.

After Sanchez-Perez, Sidorov and Gelbukh (2014), "A Winning Approach to Text Alignment for Text Reuse Detection at PAN 2014".
"""

from __future__ import annotations

import math

import numpy as np

from unspin.archive.collection import Collection, Integers
from unspin.archive.compiled import compiled
from unspin.archive.seeds import Reals, Weights

# Cosine of the word weights of two stretches from which one was made from the other.
_STRETCH = 0.36
# Sentences that may stand between two seeds at least, however unlike the words.
_LEAST_GAP = 2

_Pair = tuple[int, int]
_Range = tuple[int, int, int, int]
"""The first sentence of a stretch and the one after its last, in either document."""


@compiled
def grown(collection: Collection, pair: _Pair, weights: Weights, seeds: Integers, gap: int) -> Integers:
    """Stretches: seeds with at most so many sentences between them, fewer where the whole would be unlike otherwise.

    Args:
        collection: The documents.
        pair: The numbers of two of them.
        weights: Those of their terms.
        seeds: Rows of two: a sentence of either. They are put in another order.
        gap: How many sentences may be between two seeds, on either side.

    Returns:
        Rows of six: the first sentence and the one after the last on either side, and which seeds these are, begin and end.
    """
    found = np.empty((len(seeds), 6), dtype=np.int32)
    count = 0
    sums = (
        np.zeros(len(weights.own), dtype=np.float32),
        np.zeros(len(weights.theirs), dtype=np.float32),
    )
    cuts, spare = np.empty(len(seeds) + 1, dtype=np.int32), np.empty(len(seeds) + 1, dtype=np.int32)
    waiting = np.empty((len(seeds), 3), dtype=np.int32)
    waiting[0, 0], waiting[0, 1], waiting[0, 2] = 0, len(seeds), gap
    left = min(1, len(seeds))
    while left:
        left -= 1
        begin, end, gap = waiting[left]
        for which in range(_parted(seeds[begin:end], gap, cuts, spare)):
            first, last = begin + cuts[which], begin + cuts[which + 1]
            part = seeds[first:last]
            a, b, c, d = part[0, 0], part[0, 0], part[0, 1], part[0, 1]
            for row in range(1, len(part)):
                a, b = min(a, part[row, 0]), max(b, part[row, 0])
                c, d = min(c, part[row, 1]), max(d, part[row, 1])
            if _cosine(collection, pair, (a, b + 1, c, d + 1), weights, sums) >= _STRETCH:
                found[count, 0], found[count, 1], found[count, 2], found[count, 3] = a, b + 1, c, d + 1
                found[count, 4], found[count, 5] = first, last
                count += 1
            else:
                # With fewer between it would be the same stretch until one is in the way.
                less = min(gap, widest(part)) - 1
                if less >= _LEAST_GAP:
                    waiting[left, 0], waiting[left, 1], waiting[left, 2] = first, last, less
                    left += 1
    return found[:count]


@compiled
def widest(seeds: Integers) -> int:
    """The most sentences that lie between neighbours among the seeds, on either side; they are put in another order."""
    most = 0
    for side in range(2):
        _sort(seeds, side)
        for row in range(1, len(seeds)):
            most = max(most, seeds[row, side] - seeds[row - 1, side] - 1)
    return most


@compiled
def _parted(seeds: Integers, gap: int, cuts: Integers, spare: Integers) -> int:
    """Put the seeds in order by groups, so that on neither side more sentences than the gap lie between neighbours.

    Filled in is where each group ends, after a 0; the number of groups comes out.
    """
    count = 1
    cuts[0], cuts[1] = 0, len(seeds)
    side = quiet = 0
    while quiet < 2:
        parts = 0
        for which in range(count):
            begin, end = cuts[which], cuts[which + 1]
            _sort(seeds[begin:end], side)
            for row in range(begin + 1, end):
                if seeds[row, side] - seeds[row - 1, side] - 1 > gap:
                    parts += 1
                    spare[parts] = row
            parts += 1
            spare[parts] = end
        quiet = quiet + 1 if parts == count else 0
        for which in range(1, parts + 1):
            cuts[which] = spare[which]
        count, side = parts, 1 - side
    return count


@compiled
def _sort(seeds: Integers, side: int) -> None:
    """Sort rows by one column, then by the other; by their shell (Shell 1959), for seeds are few and compiling a sort is slow."""
    step = 1
    while 3 * step + 1 < len(seeds):
        step = 3 * step + 1
    while step:
        for last in range(step, len(seeds)):
            here, there = seeds[last, side], seeds[last, 1 - side]
            at = last
            while at >= step and (seeds[at - step, side], seeds[at - step, 1 - side]) > (here, there):
                seeds[at, 0], seeds[at, 1] = seeds[at - step, 0], seeds[at - step, 1]
                at -= step
            seeds[at, side], seeds[at, 1 - side] = here, there
        step //= 3


@compiled
def _cosine(collection: Collection, pair: _Pair, stretch: _Range, weights: Weights, sums: tuple[Reals, Reals]) -> float:
    """How much alike two stretches are by the weights of their words, in [0, 1]; ``sums`` has a 0 for each term of either."""
    here, there = sums
    first, last = _entries(collection, pair[0], stretch[0], stretch[1])
    first_there, last_there = _entries(collection, pair[1], stretch[2], stretch[3])
    for at in range(first, last):
        here[collection.entries[at] + 1] += collection.times[at]
    for at in range(first_there, last_there):
        there[collection.entries[at]] += collection.times[at]
    product = square = their_square = 0.0
    # A term's sum is taken where it is met first.
    for at in range(first_there, last_there):
        term = collection.entries[at]
        mass, place = there[term] * weights.theirs[term], weights.places[term]
        their_square += mass * mass
        product += mass * here[place] * weights.own[place]
        there[term] = 0
    for at in range(first, last):
        term = collection.entries[at] + 1
        mass = here[term] * weights.own[term]
        square += mass * mass
        here[term] = 0
    return product / math.sqrt(square * their_square) if square and their_square else 0.0


@compiled
def _entries(collection: Collection, document: int, begin: int, end: int) -> tuple[int, int]:
    """Where the entries of some of a document's sentences begin and end."""
    first = collection.first_sentence[document]
    return collection.entry_ends[first + begin - 1] if first + begin else 0, collection.entry_ends[first + end - 1]
