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
        words, different = _numbered(hashes)
        sentences, first_sentence = _cut_sentences(breaks, first_token)
        parts = _listed(words, first_token, sentences, first_sentence, different)
        return cls(words, starts, ends, first_token, sentences, first_sentence, *parts, different)


def _joined(parts: Sequence[npt.NDArray[K]], kind: type[K]) -> npt.NDArray[K]:
    return np.concatenate([np.empty(0, dtype=kind), *parts])


@compiled
def _numbered(hashes: Hashes) -> tuple[Integers, int]:
    """The number of each hash among the different ones, in order of appearance; and how many there are."""
    one, two = np.uint64(1), np.uint64(2)
    size = np.uint64(1024)
    # A hash and its number from 1 lie side by side: one look into memory for both. Numbers are unsigned, as indices that cannot
    # count from the end.
    table = np.zeros(2 * np.int64(size), dtype=np.uint64)
    found = np.empty(len(hashes), dtype=np.int32)
    different = np.uint64(0)
    for index in range(len(hashes)):
        hashed = hashes[index]
        place = _slot(table, hashed)
        if table[place + one] == np.uint64(0):
            different += one
            table[place], table[place + one] = hashed, different
        found[index] = np.int32(table[place + one] - one)
        if two * different > size:
            old = table
            size *= np.uint64(4)
            table = np.zeros(2 * np.int64(size), dtype=np.uint64)
            for before in range(0, len(old), 2):
                if old[before + 1]:
                    place = _slot(table, old[before])
                    table[place], table[place + one] = old[before], old[before + 1]
    return found, int(np.int64(different))


@compiled
def _slot(table: Hashes, hashed: np.uint64) -> np.uint64:
    """Where a hash stands in the table, or would."""
    mask = np.uint64(len(table) - 1)
    place = hashed << np.uint64(1) & mask
    while table[place + np.uint64(1)] and table[place] != hashed:
        place = place + np.uint64(2) & mask
    return place


@compiled
def _cut_sentences(breaks: Flags, first_token: Longs) -> tuple[Integers, Longs]:
    """For each document the tokens at which its sentences begin, and its number of tokens; and where each document's begin."""
    documents = len(first_token) - 1
    found = np.empty(len(breaks) + documents, dtype=np.int32)
    firsts = np.empty(documents + 1, dtype=np.int64)
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
    return found[:count].copy(), firsts


@compiled
def _listed(
    words: Integers, first_token: Longs, sentences: Integers, first_sentence: Longs, different: int
) -> tuple[Integers, Integers, Longs, Integers, Integers, Longs]:
    """Terms, their spread, where each document's begin; entries, their times, and where each sentence's end."""
    documents = len(first_token) - 1
    terms, spread = np.empty(len(words), dtype=np.int32), np.zeros(len(words), dtype=np.int32)
    first_term = np.zeros(documents + 1, dtype=np.int64)
    entries, times = np.empty(len(words), dtype=np.int32), np.zeros(len(words), dtype=np.int32)
    entry_ends = np.zeros(len(sentences), dtype=np.int64)
    # For each word its place among the document's terms and among the sentence's entries, and when that was.
    local, local_of = np.zeros(different, dtype=np.int32), np.full(different, -1, dtype=np.int32)
    entry, entry_of = np.zeros(different, dtype=np.int64), np.full(different, -1, dtype=np.int64)
    count, filled = 0, 0
    for document in range(documents):
        first = first_token[document]
        for place in range(first_sentence[document], first_sentence[document + 1] - 1):
            for token in range(first + sentences[place], first + sentences[place + 1]):
                word = words[token]
                if local_of[word] != document:
                    local_of[word], local[word] = document, count - first_term[document]
                    terms[count] = word
                    count += 1
                if entry_of[word] != place:
                    entry_of[word], entry[word] = place, filled
                    entries[filled] = local[word]
                    spread[first_term[document] + local[word]] += 1
                    filled += 1
                times[entry[word]] += 1
            entry_ends[place] = filled
        entry_ends[first_sentence[document + 1] - 1] = filled
        first_term[document + 1] = count
    return (
        terms[:count].copy(),
        spread[:count].copy(),
        first_term,
        entries[:filled].copy(),
        times[:filled].copy(),
        entry_ends,
    )
