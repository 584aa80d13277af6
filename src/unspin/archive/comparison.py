"""Two documents held against each other sentence by sentence: the stretches of which one was made from the other.

Sentences that share rare words are seeds; seeds near each other on both sides make a stretch, unless the words of the whole
stretch are too unlike: then it is cut where the gaps are widest. After Sanchez-Perez, Sidorov and Gelbukh (2014), "A Winning
Approach to Text Alignment for Text Reuse Detection at PAN 2014". The ends of a stretch are then moved to where words
stop being shared: each word has its place in a sum of log-likelihood ratios, of being shared inside of a stretch and outside.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from unspin.archive.collection import Collection, Integers, Longs
from unspin.archive.compiled import compiled
from unspin.archive.tokens import Offsets

Reals = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

SHORTEST = 150
"""A stretch has at least so many characters on both sides."""
SUMMARY = 3
"""A stretch of the source that is so many times as long as what was made of it was summarised."""

# Dice coefficient of two sentences' word weights above which they are a seed; cosine of two stretches' from which they are one.
_SEED, _STRETCH = 0.25, 0.36
# Sentences that may stand between two seeds of a stretch: at first, in a summary, and at least, however unlike the words.
_GAP, _SUMMARY_GAP, _LEAST_GAP = 5, 24, 2
# Words that stand in more than the half of all sentences count for nothing, nor do those in so many of a very long text.
_MOST_SENTENCES = 400
# Weights are those of a text with so many sentences more: words of a short one weigh something too.
_MORE = 8
# A sentence that is like so many others says nothing of where it comes from.
_MOST_SEEDS = 64
# Shares of words that have no counterpart, that have one, and that have one beside that of a neighbour: inside of a stretch and
# outside of it. They count as so many words beside those that are there.
_INSIDE, _INSIDE_WORDS = np.array([0.25, 0.25, 0.5]), 5.0
_OUTSIDE, _OUTSIDE_WORDS = np.array([0.55, 0.35, 0.1]), 50.0
# So many words before and after a stretch tell what is usual outside of it.
_AROUND = 200
_ROUNDS, _SUMMARY_ROUNDS = 2, 1

_LOGS = np.log(np.maximum(np.arange(1 << 17), 1)).astype(np.float32)

_Side = tuple[Integers, Integers, Offsets, Offsets]
"""Words, sentences, starts and ends of one document."""
_Scratch = tuple[Integers, Integers, Reals, npt.NDArray[np.int8]]
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
        seeds = _seeds(collection, one, other, number, scratch[2])
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
    )


@compiled
def _weight(spread: int, sentences: int) -> float:
    """How much a word says that stands in so many of the sentences of both documents."""
    if 2 * spread > sentences + _MORE or spread > _MOST_SENTENCES:
        return 0.0
    return float(_LOGS[min(sentences + _MORE, len(_LOGS) - 1)] - _LOGS[spread])


class _Terms(NamedTuple):
    """The weights of the terms of two documents, and for each term of the one its place among the other's, or -1; 0 weighs nothing."""

    own: Reals
    theirs: Reals
    places: Integers
    are_shared: npt.NDArray[np.bool_]


class _Holders(NamedTuple):
    """For each term of a document the sentences that hold it, as a linked list; and the sum of squares of each sentence's weights."""

    heads: Integers
    nexts: Integers
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
        weights[word] = terms.theirs[term - first_there] = _weight(spread, sentences)
        if mine >= 0:
            terms.own[mine] = weights[word]
            if weights[word] > 0:
                terms.places[mine] = term - first_there
                terms.are_shared[term - first_there] = True
    for term in range(first, last):
        word = collection.terms[term]
        number[word] = 0
        if terms.own[term - first] < 0:
            weights[word] = terms.own[term - first] = _weight(collection.spread[term], sentences)
    return terms


@compiled
def _entries(collection: Collection, document: int) -> tuple[int, int, int]:
    """The document's first sentence, the end of its sentences, and its first entry."""
    begin, end = collection.first_sentence[document], collection.first_sentence[document + 1] - 1
    return begin, end, (collection.entry_ends[begin - 1] if begin else 0)


@compiled
def _holders(collection: Collection, document: int, terms: _Terms) -> _Holders:
    begin, end, entry = _entries(collection, document)
    size = collection.entry_ends[end] - entry
    holders = _Holders(
        np.full(len(terms.theirs), -1, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.float32),
        np.zeros(end - begin, dtype=np.float32),
    )
    filled = 0
    for place in range(begin, end):
        while entry < collection.entry_ends[place]:
            term = collection.entries[entry]
            weight = np.float32(collection.times[entry]) * terms.theirs[term]
            holders.squares[place - begin] += weight * weight
            if terms.are_shared[term]:
                holders.nexts[filled], holders.heads[term] = holders.heads[term], filled
                holders.sentences[filled], holders.weights[filled] = place - begin, weight
                filled += 1
            entry += 1
    return holders


@compiled
def _seeds(collection: Collection, one: int, other: int, number: Integers, weights: Reals) -> Integers:
    """Pairs of sentences that are much alike, rows of two; the weight of each word of the two documents is left in ``weights``."""
    found = np.empty((16, 2), dtype=np.int32)
    terms = _terms(collection, one, other, number, weights)
    if not terms.are_shared.any():
        return found[:0]
    holders = _holders(collection, other, terms)
    sums = np.zeros(len(holders.squares), dtype=np.float32)
    touched = np.empty(len(holders.squares), dtype=np.int32)
    count = 0
    begin, end, entry = _entries(collection, one)
    for place in range(begin, end):
        reached, square = 0, np.float32(0)
        while entry < collection.entry_ends[place]:
            term = collection.entries[entry]
            weight = np.float32(collection.times[entry]) * terms.own[term]
            square += weight * weight
            at = holders.heads[terms.places[term]] if terms.places[term] >= 0 else -1
            while at >= 0:
                sentence = holders.sentences[at]
                if sums[sentence] == 0:
                    touched[reached] = sentence
                    reached += 1
                sums[sentence] += weight * holders.weights[at]
                at = holders.nexts[at]
            entry += 1
        before = count
        for which in range(reached):
            sentence = touched[which]
            # The cosine is never below this.
            if 2 * sums[sentence] > np.float32(_SEED) * (square + holders.squares[sentence]):
                if count == len(found):
                    found = np.concatenate((found, np.empty((count, 2), dtype=np.int32)))
                found[count, 0], found[count, 1] = place - begin, sentence
                count += 1
            sums[sentence] = 0
        if count - before > _MOST_SEEDS:
            count = before
    return found[:count]


@compiled
def _stretches(one: _Side, other: _Side, seeds: Integers, scratch: _Scratch, shortest: int) -> _Ranges:
    """Ranges of tokens, in order of the text."""
    words, sentences, starts, ends = one
    others, their_sentences, their_starts, their_ends = other
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
        if ends[right - 1] - starts[left] < shortest or their_ends[their_right - 1] - their_starts[their_left] < shortest:
            continue
        a, b, c, d = sentences[a], sentences[b], their_sentences[c], their_sentences[d]
        for _ in range(rounds):
            a, b = _ended(words, (left, right), (a, b), others[c:d], scratch[3])
            c, d = _ended(others, (their_left, their_right), (c, d), words[a:b], scratch[3])
        while a > 0 and c > 0 and words[a - 1] == others[c - 1]:
            a, c = a - 1, c - 1
        while b < len(words) and d < len(others) and words[b] == others[d]:
            b, d = b + 1, d + 1
        if ends[b - 1] - starts[a] < shortest or their_ends[d - 1] - their_starts[c] < shortest:
            continue
        count = _with(found, count, (a, b, c, d))
    return _in_order(found[:count])


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
            elif gap > _LEAST_GAP:
                waiting.append((part, gap - 1))
    return found[:count]


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


@compiled
def _ended(
    words: Integers, limits: tuple[int, int], guess: tuple[int, int], others: Integers, marks: npt.NDArray[np.int8]
) -> tuple[int, int]:
    """The part of the words within the limits that most likely has its counterpart in the others; a guess is there already."""
    left, right = limits
    begin, end = guess
    low, high = max(0, left - _AROUND), min(len(words), right + _AROUND)
    kinds = _kinds(words[low:high], others, marks)
    inside, outside = _INSIDE * _INSIDE_WORDS, _OUTSIDE * _OUTSIDE_WORDS
    for at in range(begin, end):
        inside[kinds[at - low]] += 1
    for at in range(low, left):
        outside[kinds[at - low]] += 1
    for at in range(right, high):
        outside[kinds[at - low]] += 1
    ratios = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
    best = total = 0.0
    start = left
    for at in range(left, right):
        if total <= 0:
            total, start = 0.0, at
        total += ratios[kinds[at - low]]
        if total > best:
            best, begin, end = total, start, at + 1
    return begin, end


@compiled
def _kinds(words: Integers, others: Integers, marks: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
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
