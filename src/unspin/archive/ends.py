"""Where a stretch that was made from another begins and ends: where its words stop being shared with the other.

Each word has its place in a sum of log-likelihood ratios: how much likelier it is inside of a stretch than outside of it that a word
has its counterpart, by what is usual in this text.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from unspin.archive.collection import Integers, Longs
from unspin.archive.compiled import compiled

Marks = npt.NDArray[np.int8]

# Shares of words that have no counterpart, that have one, and that have one beside that of a neighbour: inside of a stretch and
# outside of it. They count as so many words beside those that are there.
_INSIDE, _INSIDE_WORDS = np.array([0.25, 0.25, 0.5]), 5.0
_OUTSIDE, _OUTSIDE_WORDS = np.array([0.55, 0.35, 0.1]), 50.0
# So many words before and after a stretch tell what is usual outside of it.
_AROUND = 100


@compiled
def ended(
    words: Integers, limits: tuple[int, int], guess: tuple[int, int], others: Integers, marks: Marks
) -> tuple[int, int, int]:
    """The part of the words within the limits that most likely has its counterpart in the others.

    Its first token and its end come out, and how many of its words stand beside the same word in the others.

    Args:
        words: All words of a document.
        limits: What may belong to the part.
        guess: What is taken for it so far.
        others: The words of the stretch that it was made from, or that was made from it.
        marks: A place for each different word, all 0; they are so again afterwards.
    """
    left, right = limits
    begin, end = guess
    low, high = max(0, left - _AROUND), min(len(words), right + _AROUND)
    kinds = _kinds(words[low:high], others, marks)
    inside, outside = _counts(kinds[begin - low : end - low]), _counts(kinds)
    around = _counts(kinds[left - low : right - low])
    ratios = np.empty(3)
    within, beside = _INSIDE_WORDS + end - begin, _OUTSIDE_WORDS + (high - low) - (right - left)
    for kind in range(3):
        here = (_INSIDE[kind] * _INSIDE_WORDS + inside[kind]) / within
        there = (_OUTSIDE[kind] * _OUTSIDE_WORDS + outside[kind] - around[kind]) / beside
        ratios[kind] = math.log(here / there)
    best = total = 0.0
    start = left
    for at in range(left, right):
        if total <= 0:
            total, start = 0.0, at
        total += ratios[kinds[at - low]]
        if total > best:
            best, begin, end = total, start, at + 1
    return begin, end, _counts(kinds[begin - low : end - low])[2]


@compiled
def _counts(kinds: Marks) -> tuple[int, int, int]:
    """How many words are of each kind."""
    ones = twos = 0
    for kind in kinds:
        ones += kind == 1
        twos += kind == 2
    return len(kinds) - ones - twos, ones, twos


@compiled
def _kinds(words: Integers, others: Integers, marks: Marks) -> Marks:
    """For each word 0 if the others lack it, 1 if they have it, 2 if they have it beside the word beside it."""
    size = 16
    while size < 4 * len(others):
        size *= 2
    table = np.zeros(size, dtype=np.int64)
    for at in range(len(others)):
        marks[others[at]] = 1
        if at + 1 < len(others):
            place, key = _place(table, others[at], others[at + 1])
            table[place] = key
    found = np.zeros(len(words), dtype=np.int8)
    before = False
    for at in range(len(words)):
        after = False
        if marks[words[at]]:
            if at + 1 < len(words) and marks[words[at + 1]]:
                place, key = _place(table, words[at], words[at + 1])
                after = table[place] == key
            found[at] = 2 if before or after else 1
        before = after
    for word in others:
        marks[word] = 0
    return found


@compiled
def _place(table: Longs, word: int, after: int) -> tuple[int, int]:
    """Where two neighbouring words stand in a table of such, or would, and what stands for them there."""
    key = (int(word) << 32 | int(after)) + 1
    place = (key * 0x1E3779B97F4A7C15 >> 20) & (len(table) - 1)
    while table[place] not in (0, key):
        place = (place + 1) & (len(table) - 1)
    return place, key
