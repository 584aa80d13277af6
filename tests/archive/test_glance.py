"""The first glance at two documents, beside a plain reference: two sentences that share a run of words have much in common."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.archive.collection import Collection
from unspin.archive.glance import alike
from unspin.archive.tokens import tokens_of

ALIKE, CHARACTERS = 0.25, 18
MORE, MOST_SENTENCES = 8, 400
WORDS = ["harbour", "miller", "gate", "bridge", "osk", "tender", "veil", "seven", "owl", "ladder", "brine", "quill"]


class Side:
    """A document's sentences, as lists of words, and in how many of them each word stands."""

    def __init__(self, text: str) -> None:
        tokens = tokens_of(text)
        self.words: list[int] = tokens.hashes.tolist()
        self.edges: list[int] = Collection.of([tokens]).sentences.tolist()
        self.sentences = [self.words[begin:end] for begin, end in pairwise(self.edges)]
        self.spread = Counter(word for sentence in self.sentences for word in set(sentence))

    def sentence_of(self, token: int) -> int:
        return max(number for number, edge in enumerate(self.edges[:-1]) if edge <= token)


def dice(one: Side, other: Side, sentence: list[int], there: list[int]) -> float:
    sentences = len(one.sentences) + len(other.sentences)

    def weight(spread: int) -> float:
        rare = 5 * spread <= 2 * (sentences + MORE) and spread <= MOST_SENTENCES
        return float(np.log(sentences + MORE) - np.log(spread)) if rare else 0.0

    def mass(side: Side, words: Counter[int], word: int, others: Counter[int]) -> float:
        return words[word] * weight(one.spread[word] + other.spread[word] if word in others else side.spread[word])

    own, theirs = Counter(sentence), Counter(there)
    product = sum(mass(one, own, word, theirs) * mass(other, theirs, word, own) for word in own if word in theirs)
    squares = sum(mass(one, own, word, theirs) ** 2 for word in own) + sum(
        mass(other, theirs, word, own) ** 2 for word in theirs
    )
    return 2 * product / squares if product else 0.0


def plain(first: str, second: str) -> list[tuple[float, int]]:
    """How much alike the sentences are that hold the middle of a shared run, and how many words they share.

    A run stands at its first place in the first document; the same sentences one after the other count once.
    """
    one, other = Side(first), Side(second)
    places: dict[tuple[int, ...], int] = {}
    for at in range(len(one.words) - 2):
        places.setdefault(tuple(one.words[at : at + 3]), at)
    found, before = [], (-1, -1)
    for at in range(len(other.words) - 2):
        run = tuple(other.words[at : at + 3])
        if run in places:
            mine, theirs = one.sentence_of(places[run] + 1), other.sentence_of(at + 1)
            if (mine, theirs) != before:
                before = mine, theirs
                sentence, there = one.sentences[mine], other.sentences[theirs]
                found.append((dice(one, other, sentence, there), (Counter(sentence) & Counter(there)).total()))
    return found


def text(rng: random.Random, sentences: int) -> str:
    return " ".join(
        " ".join(rng.choice(WORDS) for _ in range(rng.randint(2, 9))).capitalize() + "." for _ in range(sentences)
    )


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0, 20, 150]))
def test_as_the_reference(number: int, shortest: int) -> None:
    rng = random.Random(number)
    texts = [text(rng, rng.randint(0, 8)) for _ in range(4)]
    pairs = np.array([(one, other) for one in range(4) for other in range(4) if one != other])
    kept = {tuple(pair) for pair in alike(Collection.of([tokens_of(one) for one in texts]), pairs, shortest).tolist()}
    for one, other in pairs.tolist():
        met = plain(texts[one], texts[other])
        # What lies so near the border depends on how numbers are rounded.
        if all(abs(likeness - ALIKE) > 1e-4 for likeness, _ in met):
            shared = [words for likeness, words in met if likeness > ALIKE]
            assert ((one, other) in kept) == (bool(shared) and sum(shared) >= shortest // CHARACTERS), met


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_short_documents(length: int) -> None:
    document = " ".join(WORDS[:length])
    kept = alike(Collection.of([tokens_of(document), tokens_of(document)]), np.array([[1, 0]]), 3 * CHARACTERS)
    assert len(kept) == (length == 3)


def test_a_run_of_words_alone_is_not_enough() -> None:
    shared = "in the end"
    one = f"Harlow Bend kept its old mill empty thirty winters {shared} because nobody at Ostrand wanted it."
    other = f"Two clerks counted ballots again {shared} and both signed for seventeen sealed boxes."
    documents = Collection.of([tokens_of(one), tokens_of(other), tokens_of(f"{other} {one}")])
    assert alike(documents, np.array([[1, 0], [2, 0], [2, 1]])).tolist() == [[2, 0], [2, 1]]


def test_no_pairs() -> None:
    assert len(alike(Collection.of([]), np.empty((0, 2), dtype=np.int64))) == 0
