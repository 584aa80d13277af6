"""Two documents held against each other sentence by sentence: the stretches of which one was made from the other.

Sentences that share rare words are seeds; seeds near each other on both sides make a stretch, unless the words of the whole
stretch are too unlike: then it is cut where the gaps are widest. After Sanchez-Perez, Sidorov and Gelbukh (2014), "A Winning
Approach to Text Alignment for Text Reuse Detection at PAN 2014". The ends of a stretch are then moved to where words
stop being shared.
"""

from __future__ import annotations

import numpy as np

from unspin.archive.collection import Collection, Integers, Longs, Runs
from unspin.archive.compiled import compiled
from unspin.archive.ends import Marks, ended
from unspin.archive.growing import grown, widest
from unspin.archive.seeds import Weights, forget, known, seeds_of, weights_of
from unspin.archive.tokens import Offsets

SHORTEST = 150
"""A stretch has at least so many characters on both sides."""
SUMMARY = 3
"""A stretch of the source that is so many times as long as what was made of it was summarised."""

# Sentences that may stand between two seeds of a stretch, and in a summary.
_GAP, _SUMMARY_GAP = 5, 24
# How often the ends are moved: those of the one side as the other side now has them, and the other way round.
_ROUNDS, _SUMMARY_ROUNDS = 2, 1
# Share of words that stand beside the same word in the other, below which a second time would move the ends too far in.
_COPIED = 0.6
# So few words of a sentence at the end of a stretch are shared by chance.
_SCRAP = 2

_Side = tuple[Integers, Integers, Offsets, Offsets, Runs]
"""Words, sentences, starts and ends of one document."""
_Ranges = Integers
"""Rows that begin with the first and last sentence, or token, of a stretch on either side; the last is left out."""


def compared(collection: Collection, pairs: Longs, shortest: int = SHORTEST) -> Integers:
    """What the documents of each pair share.

    Args:
        collection: The documents.
        pairs: Shape (pairs, 2): numbers of a document and of a possible source.
        shortest: As ``SHORTEST``, in code points.

    Returns:
        Rows of six: document, source, and the range of tokens on either side; in the order of the pairs, and of the text.
    """
    return _compared(collection, np.ascontiguousarray(pairs, dtype=np.int64), shortest)


@compiled
def _compared(collection: Collection, pairs: Longs, shortest: int) -> Integers:
    place = np.zeros(collection.different, dtype=np.int32)
    marks = np.zeros(collection.different, dtype=np.int8)
    rows = np.empty((64, 6), dtype=np.int32)
    count = 0
    begin = 0
    while begin < len(pairs):
        one, end = pairs[begin, 0], begin + 1
        while end < len(pairs) and pairs[end, 0] == one:
            end += 1
        ready = known(collection, one, place)
        for which in range(begin, end):
            other = pairs[which, 1]
            weights = weights_of(collection, one, place, other)
            seeds = seeds_of(collection, (one, ready), other, weights)
            if len(seeds) == 0:
                continue
            ranges = grown(collection, (one, other), weights, seeds, _SUMMARY_GAP)
            if len(ranges) == 0:
                continue
            sides = _side(collection, one), _side(collection, other)
            rounds = _SUMMARY_ROUNDS
            if not _is_summary(sides, ranges):
                rounds = _ROUNDS
                ranges = _narrower(collection, (one, other), weights, seeds, ranges)
            found = _stretches(sides, ranges, rounds, marks, shortest)
            for row in range(len(found)):
                if count == len(rows):
                    rows = np.concatenate((rows, np.empty((count, 6), dtype=np.int32)))
                rows[count, 0], rows[count, 1] = one, other
                for column in range(4):
                    rows[count, 2 + column] = found[row, column]
                count += 1
        forget(collection, one, place)
        begin = end
    return rows[:count].copy()


@compiled
def _side(collection: Collection, document: int) -> _Side:
    first, last = collection.first_token[document], collection.first_token[document + 1]
    return (
        collection.words[first:last],
        collection.sentences[collection.first_sentence[document] : collection.first_sentence[document + 1]],
        collection.starts[first:last],
        collection.ends[first:last],
        collection.runs[first:last],
    )


@compiled
def _is_summary(sides: tuple[_Side, _Side], ranges: _Ranges) -> bool:
    """Whether what was made from the ranges of the source is much shorter than they are."""
    lengths = [0, 0]
    for which in range(2):
        _, sentences, starts, ends, _ = sides[which]
        for row in range(len(ranges)):
            begin, end = ranges[row, 2 * which], ranges[row, 2 * which + 1]
            lengths[which] += ends[sentences[end] - 1] - starts[sentences[begin]]
    return lengths[1] >= SUMMARY * lengths[0]


@compiled
def _narrower(
    collection: Collection, pair: tuple[int, int], weights: Weights, seeds: Integers, ranges: _Ranges
) -> _Ranges:
    """The ranges as they are with the gap of what is no summary: what was parted at narrower ones already stays."""
    found = np.empty((len(seeds), 6), dtype=np.int32)
    count = 0
    for row in range(len(ranges)):
        some = seeds[ranges[row, 4] : ranges[row, 5]]
        again = grown(collection, pair, weights, some, _GAP) if widest(some) > _GAP else ranges[row : row + 1]
        found[count : count + len(again)] = again
        count += len(again)
    return found[:count]


@compiled
def _stretches(sides: tuple[_Side, _Side], ranges: _Ranges, rounds: int, marks: Marks, shortest: int) -> _Ranges:
    """Ranges of tokens, in order of the text."""
    one, other = sides
    words, sentences, starts, ends, _ = one
    others, their_sentences, their_starts, their_ends, _ = other
    found = np.empty((len(ranges), 4), dtype=np.int32)
    count = 0
    for row in range(len(ranges)):
        a, b, c, d, _, _ = ranges[row]
        # The ends may lie in the sentences beside.
        left, right = sentences[max(0, a - 1)], sentences[min(len(sentences) - 1, b + 1)]
        their_left = their_sentences[max(0, c - 1)]
        their_right = their_sentences[min(len(their_sentences) - 1, d + 1)]
        a, b, c, d = sentences[a], sentences[b], their_sentences[c], their_sentences[d]
        if min(ends[right - 1] - starts[left], their_ends[their_right - 1] - their_starts[their_left]) < shortest:
            continue
        if not _share_run(one[4][a:b], other[4][c:d]):
            continue
        for _ in range(rounds):
            a, b, _ = ended(words, (left, right), (a, b), others[c:d], marks)
            # What is not half as long after one round is not long enough after another.
            if 2 * (ends[b - 1] - starts[a]) < shortest:
                break
            c, d, beside = ended(others, (their_left, their_right), (c, d), words[a:b], marks)
            if 2 * (their_ends[d - 1] - their_starts[c]) < shortest or beside < _COPIED * (d - c):
                break
        a, b = _whole(sentences, a, b)
        c, d = _whole(their_sentences, c, d)
        while a > 0 and c > 0 and words[a - 1] == others[c - 1]:
            a, c = a - 1, c - 1
        while b < len(words) and d < len(others) and words[b] == others[d]:
            b, d = b + 1, d + 1
        if ends[b - 1] - starts[a] < shortest or their_ends[d - 1] - their_starts[c] < shortest:
            continue
        count = _with(found, count, (a, b, c, d))
    return _in_order(found[:count])


@compiled
def _share_run(runs: Runs, others: Runs) -> bool:
    """Whether two stretches have three words one after the other in common."""
    size = 64
    while size < 4 * len(others):
        size *= 2
    table = np.zeros(size, dtype=np.uint32)
    mask = np.uint32(size - 1)
    for at in range(len(others) - 2):
        place = others[at] & mask
        while table[place] and table[place] != others[at]:
            place = (place + np.uint32(1)) & mask
        table[place] = others[at]
    for at in range(len(runs) - 2):
        place = runs[at] & mask
        while table[place]:
            if table[place] == runs[at]:
                return True
            place = (place + np.uint32(1)) & mask
    return False


@compiled
def _whole(sentences: Integers, begin: int, end: int) -> tuple[int, int]:
    """A range of tokens without a word or two of a sentence at either end, of which all else lies outside."""
    after = np.searchsorted(sentences, begin + 1)
    if after < len(sentences) and sentences[after] - begin <= _SCRAP and sentences[after] < end:
        begin = sentences[after]
    before = np.searchsorted(sentences, end) - 1
    if before >= 0 and end - sentences[before] <= _SCRAP and sentences[before] > begin:
        end = sentences[before]
    return begin, end


@compiled
def _with(found: _Ranges, count: int, stretch: tuple[int, int, int, int]) -> int:
    """Add a stretch, joined with those that overlap it on both sides; how many there are then."""
    a, b, c, d = stretch
    at = 0
    while at < count:
        if a < found[at, 1] and found[at, 0] < b and c < found[at, 3] and found[at, 2] < d:
            a, b = min(a, found[at, 0]), max(b, found[at, 1])
            c, d = min(c, found[at, 2]), max(d, found[at, 3])
            count -= 1
            for column in range(4):
                found[at, column] = found[count, column]
            at = 0
        else:
            at += 1
    found[count, 0], found[count, 1], found[count, 2], found[count, 3] = a, b, c, d
    return count + 1


@compiled
def _in_order(found: _Ranges) -> _Ranges:
    for last in range(1, len(found)):
        at = last
        while at and (found[at, 0], found[at, 2]) < (found[at - 1, 0], found[at - 1, 2]):
            for column in range(4):
                found[at, column], found[at - 1, column] = found[at - 1, column], found[at, column]
            at -= 1
    return found
