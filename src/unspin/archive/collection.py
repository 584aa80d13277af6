"""Documents laid out flat, so that compiled code can hold any two of them against each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from unspin.archive.compiled import compiled
from unspin.archive.tokens import Flags, Hashes, Offsets, Tokens

Integers = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Runs = npt.NDArray[np.uint32]
K = TypeVar("K", bound=np.generic)

# A shorter sentence is taken together with the next, a longer one is cut: a text without stops has sentences too.
_SHORTEST, _LONGEST = 3, 60


class Collection(NamedTuple):
    """Some documents' tokens, sentences and words, each in one array; ``first_…`` tells where each document's part begins.

    ``words`` numbers the different words from 0, in order of appearance; ``terms`` are the different words of each document, with
    the number of its sentences that hold them; ``entries`` are the different words of each sentence, as places among the
    document's terms, with how often they stand there. A sentence is a range of its document's tokens.
    """

    words: Integers
    runs: Runs
    starts: Offsets
    ends: Offsets
    first_token: Longs
    sentences: Integers
    first_sentence: Longs
    terms: Integers
    spread: Integers
    first_term: Longs
    entries: Integers
    times: Integers
    entry_ends: Longs
    different: int

    @classmethod
    def of(cls, documents: Sequence[Tokens]) -> Collection:
        """The documents in their order; what a pair of them is found to share does not depend on the others."""
        lengths = np.array([len(tokens) for tokens in documents], dtype=np.int64)
        return cls.laid_out(
            _joined([tokens.hashes for tokens in documents], np.uint64),
            _joined([tokens.starts for tokens in documents], np.int32),
            _joined([tokens.ends for tokens in documents], np.int32),
            _joined([tokens.breaks for tokens in documents], np.bool_),
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        )

    @classmethod
    def laid_out(cls, hashes: Hashes, starts: Offsets, ends: Offsets, breaks: Flags, first_token: Longs) -> Collection:
        """The same from tokens that lie one after the other already; ``first_token`` as in the collection."""
        # Large arrays are made here: numpy asks for large pages of memory, and compiled code does not.
        size, documents = len(hashes), len(first_token) - 1
        words, runs = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.uint32)
        different = _numbered(hashes, words)
        _run(hashes, runs)
        sentences, first_sentence = np.empty(size + documents, dtype=np.int32), np.empty(documents + 1, dtype=np.int64)
        sentences = sentences[: _cut_sentences(breaks, first_token, sentences, first_sentence)]
        lists = _Lists(*(np.empty(size, dtype=np.int32) for _ in range(4)))
        first_term, entry_ends = np.empty(documents + 1, dtype=np.int64), np.empty(len(sentences), dtype=np.int64)
        terms, entries = _list(
            words, (first_token, sentences, first_sentence), different, lists, (first_term, entry_ends)
        )
        return cls(
            words,
            runs,
            starts,
            ends,
            first_token,
            sentences,
            first_sentence,
            lists.terms[:terms],
            lists.spread[:terms],
            first_term,
            lists.entries[:entries],
            lists.times[:entries],
            entry_ends,
            different,
        )


def _joined(parts: Sequence[npt.NDArray[K]], kind: type[K]) -> npt.NDArray[K]:
    return np.concatenate([np.empty(0, dtype=kind), *parts])


@compiled
def _run(hashes: Hashes, found: Runs) -> None:
    """Fill in a hash of each token and the two after it; 0 for the last two."""
    found[-2:] = 0
    times = np.uint64(0xD1342543DE82EF95)
    for at in range(len(hashes) - 2):
        run = ((hashes[at] * times + hashes[at + 1]) * times + hashes[at + 2]) * times
        found[at] = np.uint32(run >> np.uint64(32))


@compiled
def _numbered(hashes: Hashes, found: Integers) -> int:
    """Fill in the number of each hash among the different ones, in order of appearance; how many there are."""
    # A hash and its number from 1 lie side by side: one look into memory for both. Numbers are unsigned, as indices that cannot
    # count from the end.
    one = np.uint64(1)
    table = np.zeros(1 << 11, dtype=np.uint64)
    index, different = _number(hashes, found, table, 0, np.uint64(0))
    while index < len(hashes):
        old, table = table, np.zeros(4 * len(table), dtype=np.uint64)
        for before in range(np.uint64(0), np.uint64(len(old)), np.uint64(2)):
            if old[before + one]:
                place = _slot(table, old[before])
                table[place], table[place + one] = old[before], old[before + one]
        index, different = _number(hashes, found, table, index, different)
    return int(np.int64(different))


@compiled
def _number(hashes: Hashes, found: Integers, table: Hashes, index: int, different: np.uint64) -> tuple[int, np.uint64]:
    """Go on from a place until the end, or until the table is half full: there, how many different ones there are so far.

    A loop in which the table could be exchanged takes four times as long.
    """
    one, most = np.uint64(1), np.uint64(len(table) >> 2)
    for at in range(index, len(hashes)):
        place = _slot(table, hashes[at])
        if table[place + one] == np.uint64(0):
            if different == most:
                return at, different
            different += one
            table[place], table[place + one] = hashes[at], different
        found[at] = np.int32(table[place + one] - one)
    return len(hashes), different


@compiled
def _slot(table: Hashes, hashed: np.uint64) -> np.uint64:
    """Where a hash stands in the table, or would."""
    mask = np.uint64(len(table) - 1)
    place = hashed << np.uint64(1) & mask
    while table[place + np.uint64(1)] and table[place] != hashed:
        place = place + np.uint64(2) & mask
    return place


@compiled
def _cut_sentences(breaks: Flags, first_token: Longs, found: Integers, firsts: Longs) -> int:
    """Fill in for each document the tokens at which its sentences begin, and its number of tokens; and where each document's begin.

    How many numbers there are of the first.
    """
    documents = len(first_token) - 1
    count = 0
    for document in range(documents):
        firsts[document] = count
        first, length = first_token[document], first_token[document + 1] - first_token[document]
        begun = 0
        for token in range(length):
            within = token - begun
            begins = (within >= _SHORTEST and breaks[first + token]) or within == _LONGEST
            # What is left at the end and short belongs to the sentence before.
            if token == 0 or (begins and length - token >= _SHORTEST):
                found[count] = begun = token
                count += 1
        found[count] = length
        count += 1
    firsts[documents] = count
    return count


class _Lists(NamedTuple):
    """See the collection; there is room for more than there are."""

    terms: Integers
    spread: Integers
    entries: Integers
    times: Integers


@compiled
def _list(
    words: Integers, parts: tuple[Longs, Integers, Longs], different: int, lists: _Lists, ends: tuple[Longs, Longs]
) -> tuple[int, int]:
    """Fill in the lists, where each document's terms begin, and where each sentence's entries end; how many terms and entries."""
    first_token, sentences, first_sentence = parts
    first_term, entry_ends = ends
    documents = len(first_token) - 1
    # For each word the document that it was seen in last, from 1, and its place among the terms there; and the sentence, and its
    # place among the document's entries. Two numbers in one, and the two side by side: one look into memory.
    seen = np.zeros((different, 2), dtype=np.int64)
    count = filled = 0
    for document in range(documents):
        first, begun, opened = first_token[document], filled, count
        first_term[document] = count
        for place in range(first_sentence[document], first_sentence[document + 1] - 1):
            for token in range(first + sentences[place], first + sentences[place + 1]):
                # Whether a word is new cannot be foreseen, and a processor that guessed wrong loses the time of several words. So
                # nothing here depends on a guess: each word is written as if it was new, and the next writes over it if not.
                word = words[token]
                known, noted = seen[word, 0], seen[word, 1]
                is_new, is_first = known >> 32 != document + 1, noted >> 32 != place + 1
                term = count - opened if is_new else known & 0xFFFFFFFF
                entry = filled - begun if is_first else noted & 0xFFFFFFFF
                seen[word, 0], seen[word, 1] = (document + 1) << 32 | term, (place + 1) << 32 | entry
                lists.terms[count], lists.spread[count] = word, 0
                lists.entries[filled], lists.times[filled] = term, 0
                lists.spread[opened + term] += is_first
                lists.times[begun + entry] += 1
                count, filled = count + is_new, filled + is_first
            entry_ends[place] = filled
        entry_ends[first_sentence[document + 1] - 1] = filled
    first_term[documents] = count
    return count, filled
