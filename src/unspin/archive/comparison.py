"""Two documents held against each other sentence by sentence: the stretches of which one was made from the other.

Sentences that share rare words are seeds; seeds near each other on both sides make a stretch, unless the words of the whole
stretch are too unlike: then it is cut where the gaps are widest. After Sanchez-Perez, Sidorov and Gelbukh (2014), "A Winning
Approach to Text Alignment for Text Reuse Detection at PAN 2014". The ends of a stretch are then moved to where words
stop being shared.
"""

from __future__ import annotations

import math

import numpy as np

from unspin.archive.collection import Collection, Integers, Longs, Runs
from unspin.archive.compiled import compiled
from unspin.archive.ends import Marks, ended
from unspin.archive.seeds import Reals, seeds_of
from unspin.archive.tokens import Offsets

SHORTEST = 150
"""A stretch has at least so many characters on both sides."""
SUMMARY = 3
"""A stretch of the source that is so many times as long as what was made of it was summarised."""

# Cosine of the word weights of two stretches from which one was made from the other.
_STRETCH = 0.36
# Sentences that may stand between two seeds of a stretch: at first, in a summary, and at least, however unlike the words.
_GAP, _SUMMARY_GAP, _LEAST_GAP = 5, 24, 2
# How often the ends are moved: those of the one side as the other side now has them, and the other way round.
_ROUNDS, _SUMMARY_ROUNDS = 2, 1
# So few words of a sentence at the end of a stretch are shared by chance.
_SCRAP = 2

_Side = tuple[Integers, Integers, Offsets, Offsets, Runs]
"""Words, sentences, starts and ends of one document."""
_Scratch = tuple[Integers, Integers, Reals, Marks]
_Ranges = Integers
"""Rows of four: first and last sentence, or token, of a stretch on either side; the last is left out."""


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
    size = collection.different
    number = np.zeros(size, dtype=np.int32)
    scratch = (
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.float32),
        np.zeros(size, dtype=np.int8),
    )
    rows = np.empty((64, 6), dtype=np.int32)
    count = 0
    for which in range(len(pairs)):
        one, other = pairs[which]
        seeds = seeds_of(collection, one, other, number, scratch[2])
        if len(seeds) == 0:
            continue
        found = _stretches(_side(collection, one), _side(collection, other), seeds, scratch, shortest)
        for row in range(len(found)):
            if count == len(rows):
                rows = np.concatenate((rows, np.empty((count, 6), dtype=np.int32)))
            rows[count, 0], rows[count, 1] = one, other
            for column in range(4):
                rows[count, 2 + column] = found[row, column]
            count += 1
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
def _stretches(one: _Side, other: _Side, seeds: Integers, scratch: _Scratch, shortest: int) -> _Ranges:
    """Ranges of tokens, in order of the text."""
    words, sentences, starts, ends, _ = one
    others, their_sentences, their_starts, their_ends, _ = other
    ranges = _grown(one, other, seeds, _SUMMARY_GAP, scratch)
    rounds = _ROUNDS
    length = their_length = 0
    for row in range(len(ranges)):
        length += ends[sentences[ranges[row, 1]] - 1] - starts[sentences[ranges[row, 0]]]
        their_length += their_ends[their_sentences[ranges[row, 3]] - 1] - their_starts[their_sentences[ranges[row, 2]]]
    if len(ranges) and their_length >= SUMMARY * length:
        rounds = _SUMMARY_ROUNDS
    elif len(seeds) > 1:
        ranges = _grown(one, other, seeds, _GAP, scratch)
    found = np.empty((len(ranges), 4), dtype=np.int32)
    count = 0
    for row in range(len(ranges)):
        a, b, c, d = ranges[row]
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
            a, b = ended(words, (left, right), (a, b), others[c:d], scratch[3])
            # What is not half as long after one round is not long enough after another.
            if 2 * (ends[b - 1] - starts[a]) < shortest:
                break
            c, d = ended(others, (their_left, their_right), (c, d), words[a:b], scratch[3])
            if 2 * (their_ends[d - 1] - their_starts[c]) < shortest:
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


@compiled
def _grown(one: _Side, other: _Side, seeds: Integers, gap: int, scratch: _Scratch) -> _Ranges:
    """Ranges of sentences: seeds with at most so many sentences between them, fewer where the stretch is unlike otherwise."""
    found = np.empty((len(seeds), 4), dtype=np.int32)
    count = 0
    waiting = [(seeds, gap)]
    while waiting:
        some, gap = waiting.pop()
        some, cuts = _parted(some, gap)
        for which in range(len(cuts) - 1):
            part = some[cuts[which] : cuts[which + 1]]
            a, b, c, d = part[0, 0], part[0, 0], part[0, 1], part[0, 1]
            for row in range(1, len(part)):
                a, b = min(a, part[row, 0]), max(b, part[row, 0])
                c, d = min(c, part[row, 1]), max(d, part[row, 1])
            here = one[0][one[1][a] : one[1][b + 1]]
            there = other[0][other[1][c] : other[1][d + 1]]
            if _cosine(here, there, scratch) >= _STRETCH:
                found[count, 0], found[count, 1], found[count, 2], found[count, 3] = a, b + 1, c, d + 1
                count += 1
            else:
                # With fewer between it would be the same stretch until one is in the way.
                less = min(gap, _widest(part)) - 1
                if less >= _LEAST_GAP:
                    waiting.append((part, less))
    return found[:count]


@compiled
def _widest(seeds: Integers) -> int:
    """The most sentences that lie between neighbours among the seeds, on either side."""
    seeds = seeds.copy()
    most = 0
    for side in range(2):
        _sort(seeds, side)
        for row in range(1, len(seeds)):
            most = max(most, seeds[row, side] - seeds[row - 1, side] - 1)
    return most


@compiled
def _parted(seeds: Integers, gap: int) -> tuple[Integers, Integers]:
    """The seeds in groups: on neither side do more sentences than the gap lie between neighbours; and where the groups end."""
    seeds = seeds.copy()
    cuts, count = np.zeros(len(seeds) + 1, dtype=np.int32), 1
    cuts[1] = len(seeds)
    side = quiet = 0
    while quiet < 2:
        new, parts = np.zeros(len(seeds) + 1, dtype=np.int32), 0
        for which in range(count):
            begin, end = cuts[which], cuts[which + 1]
            _sort(seeds[begin:end], side)
            for row in range(begin + 1, end):
                if seeds[row, side] - seeds[row - 1, side] - 1 > gap:
                    parts += 1
                    new[parts] = row
            parts += 1
            new[parts] = end
        quiet = quiet + 1 if parts == count else 0
        cuts, count, side = new, parts, 1 - side
    return seeds, cuts[: count + 1]


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
def _cosine(words: Integers, others: Integers, scratch: _Scratch) -> float:
    """How much alike two stretches are by the weights of their words, in [0, 1]."""
    here, there, weights, _ = scratch
    for word in words:
        here[word] += 1
    for word in others:
        there[word] += 1
    product = square = their_square = 0.0
    for word in words:
        if here[word]:
            weight = here[word] * weights[word]
            product += weight * there[word] * weights[word]
            square += weight * weight
            here[word] = 0
    for word in others:
        if there[word]:
            weight = there[word] * weights[word]
            their_square += weight * weight
            there[word] = 0
    return product / math.sqrt(square * their_square) if square and their_square else 0.0
