"""The comparison of two documents beside a slow, plain one, and what it must find in texts that were made from others."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.archive.collection import Collection
from unspin.archive.comparison import SHORTEST, compared
from unspin.archive.tokens import Tokens, tokens_of

SEED, STRETCH = np.float32(0.25), 0.36
GAP, SUMMARY_GAP, LEAST_GAP, SUMMARY = 5, 24, 2, 3
SCRAP, COPIED = 2, 0.6
MORE, MOST_SENTENCES, MOST_SEEDS = 8, 400, 64
INSIDE, OUTSIDE, AROUND = (0.25 * 5, 0.25 * 5, 0.5 * 5), (0.55 * 50, 0.35 * 50, 0.1 * 50), 100

Range = tuple[int, int]
Seed = tuple[int, int]
Four = tuple[int, int, int, int]


def runs(words: Sequence[int]) -> set[tuple[int, int, int]]:
    """All runs of three words."""
    return set(zip(words, words[1:], words[2:], strict=False))


class Side:
    """One document of the plain comparison."""

    def __init__(self, tokens: Tokens) -> None:
        collection = Collection.of([tokens])
        self.words: list[int] = tokens.hashes.tolist()
        self.starts, self.ends = tokens.starts.tolist(), tokens.ends.tolist()
        self.edges: list[int] = collection.sentences.tolist()
        self.sentences = [self.words[begin:end] for begin, end in pairwise(self.edges)]

    def characters(self, begin: int, end: int) -> int:
        return int(self.ends[end - 1] - self.starts[begin])


class Plain:
    """Two documents held against each other, step by step as the module's description says."""

    def __init__(self, one: Side, other: Side) -> None:
        self.one, self.other = one, other
        sentences = [*one.sentences, *other.sentences]
        spread = Counter(word for sentence in sentences for word in set(sentence))
        self.weights = {word: self.weight(number, len(sentences)) for word, number in spread.items()}

    @staticmethod
    def weight(spread: int, sentences: int) -> np.float32:
        if 5 * spread > 2 * (sentences + MORE) or spread > MOST_SENTENCES:
            return np.float32(0)
        return np.float32(np.log(np.float64(sentences + MORE))) - np.float32(np.log(np.float64(spread)))

    def weighted(self, sentence: Sequence[int]) -> dict[int, np.float32]:
        return {word: np.float32(number) * self.weights[word] for word, number in Counter(sentence).items()}

    def seeds(self) -> list[Seed]:
        def square(weighted: dict[int, np.float32]) -> np.float32:
            total = np.float32(0)
            for weight in weighted.values():
                total += weight * weight
            return total

        theirs = [self.weighted(sentence) for sentence in self.other.sentences]
        ours = [self.weighted(sentence) for sentence in self.one.sentences]
        found: list[Seed] = []
        for j, there in enumerate(theirs):
            here = []
            for i, own in enumerate(ours):
                total = np.float32(0)
                for word, weight in own.items():
                    if word in there:
                        total += weight * there[word]
                if total and 2 * total > SEED * (square(own) + square(there)):
                    here.append((i, j))
            if len(here) <= MOST_SEEDS:
                found += here
        return found

    def cosine(self, words: Sequence[int], others: Sequence[int]) -> float:
        own = {word: number * float(self.weights[word]) for word, number in Counter(words).items()}
        theirs = {word: number * float(self.weights[word]) for word, number in Counter(others).items()}
        product = 0.0
        for word, weight in own.items():
            product += weight * theirs.get(word, 0.0)
        squares = [math.fsum(weight * weight for weight in side.values()) for side in (own, theirs)]
        return product / math.sqrt(squares[0] * squares[1]) if all(squares) else 0.0

    @staticmethod
    def parted(seeds: Sequence[Seed], gap: int) -> list[list[Seed]]:
        groups, side, quiet = [list(seeds)], 0, 0
        while quiet < 2:
            parts: list[list[Seed]] = []
            for group in groups:
                ordered = sorted(group, key=lambda seed: (seed[side], seed[1 - side]))
                part = ordered[:1]
                for before, seed in pairwise(ordered):
                    if seed[side] - before[side] - 1 > gap:
                        parts.append(part)
                        part = []
                    part.append(seed)
                parts.append(part)
            quiet = quiet + 1 if len(parts) == len(groups) else 0
            groups, side = parts, 1 - side
        return groups

    def grown(self, seeds: Sequence[Seed], gap: int) -> list[Four]:
        found: list[Four] = []
        for part in self.parted(seeds, gap):
            (a, c), (b, d) = (tuple(which(seed[side] for seed in part) for side in (0, 1)) for which in (min, max))
            here = self.one.words[self.one.edges[a] : self.one.edges[b + 1]]
            there = self.other.words[self.other.edges[c] : self.other.edges[d + 1]]
            if self.cosine(here, there) >= STRETCH:
                found.append((a, b + 1, c, d + 1))
            elif gap > LEAST_GAP:
                found += self.grown(part, gap - 1)
        return found

    @staticmethod
    def ended(words: Sequence[int], limits: Range, guess: Range, others: Sequence[int]) -> tuple[Range, int]:
        pairs = set(pairwise(others))
        low, high = max(0, limits[0] - AROUND), min(len(words), limits[1] + AROUND)

        def kind(at: int) -> int:
            if words[at] not in others:
                return 0
            before = at > low and (words[at - 1], words[at]) in pairs
            after = at + 1 < high and (words[at], words[at + 1]) in pairs
            return 2 if before or after else 1

        kinds = {at: kind(at) for at in range(low, high)}
        inside = [part + sum(kinds[at] == which for at in range(*guess)) for which, part in enumerate(INSIDE)]
        beside = [*range(low, limits[0]), *range(limits[1], high)]
        outside = [part + sum(kinds[at] == which for at in beside) for which, part in enumerate(OUTSIDE)]
        ratios = [
            math.log(here / sum(inside)) - math.log(there / sum(outside))
            for here, there in zip(inside, outside, strict=True)
        ]
        best, total, start, found = 0.0, 0.0, limits[0], guess
        for at in range(*limits):
            if total <= 0:
                total, start = 0.0, at
            total += ratios[kinds[at]]
            if total > best:
                best, found = total, (start, at + 1)
        return found, sum(kinds[at] == 2 for at in range(*found))

    def stretches(self, shortest: int) -> list[Four]:
        one, other, seeds = self.one, self.other, self.seeds()
        if not seeds:
            return []
        ranges, rounds = self.grown(seeds, SUMMARY_GAP), 1
        lengths = [
            sum(side.characters(side.edges[four[at]], side.edges[four[at + 1]]) for four in ranges)
            for side, at in ((one, 0), (other, 2))
        ]
        if not ranges or lengths[1] < SUMMARY * lengths[0]:
            ranges, rounds = self.grown(seeds, GAP), 2
        found: list[Four] = []
        for four in ranges:
            limits = [
                (side.edges[max(0, four[at] - 1)], side.edges[min(len(side.edges) - 1, four[at + 1] + 1)])
                for side, at in ((one, 0), (other, 2))
            ]
            here = one.edges[four[0]], one.edges[four[1]]
            there = other.edges[four[2]], other.edges[four[3]]
            if one.characters(*limits[0]) < shortest or other.characters(*limits[1]) < shortest:
                continue
            if not runs(one.words[slice(*here)]) & runs(other.words[slice(*there)]):
                continue
            for _ in range(rounds):
                here, _ = self.ended(one.words, limits[0], here, other.words[slice(*there)])
                if 2 * one.characters(*here) < shortest:
                    break
                there, beside = self.ended(other.words, limits[1], there, one.words[slice(*here)])
                if 2 * other.characters(*there) < shortest or beside < COPIED * (there[1] - there[0]):
                    break
            (a, b), (c, d) = self.whole(one.edges, here), self.whole(other.edges, there)
            while a and c and one.words[a - 1] == other.words[c - 1]:
                a, c = a - 1, c - 1
            while b < len(one.words) and d < len(other.words) and one.words[b] == other.words[d]:
                b, d = b + 1, d + 1
            if one.characters(a, b) >= shortest and other.characters(c, d) >= shortest:
                found = self.joined(found, (a, b, c, d))
        return sorted(found)

    @staticmethod
    def whole(edges: Sequence[int], part: Range) -> Range:
        begin, end = part
        first = min((edge for edge in edges if edge > begin), default=end)
        if first - begin <= SCRAP and first < end:
            begin = first
        last = max((edge for edge in edges if edge < end), default=begin)
        return begin, last if end - last <= SCRAP and last > begin else end

    @staticmethod
    def joined(found: list[Four], new: Four) -> list[Four]:
        for old in found:
            if new[0] < old[1] and old[0] < new[1] and new[2] < old[3] and old[2] < new[3]:
                rest = [four for four in found if four != old]
                both = (min(new[0], old[0]), max(new[1], old[1]), min(new[2], old[2]), max(new[3], old[3]))
                return Plain.joined(rest, both)
        return [*found, new]


WORDS = [
    f"{first}{second}"
    for first in ("har", "mil", "gat", "bri", "osk", "ten")
    for second in ("bour", "ler", "ton", "ve")
]


# So many words that two texts written with them have little in common.
MANY = [
    f"{first}{second}{third}"
    for first in WORDS
    for second in ("", "er", "ing", "let", "man")
    for third in ("", "s", "ly")
]


def written(rng: random.Random, sentences: int, words: Sequence[str] = MANY) -> str:
    return " ".join(" ".join(rng.choice(words) for _ in range(rng.randint(4, 14))) + "." for _ in range(sentences))


def spun(rng: random.Random, text: str, share: float) -> str:
    """The text with a share of its words exchanged, and some sentences in another order."""
    sentences = [sentence.split() for sentence in text.split(".") if sentence.strip()]
    changed = [" ".join(rng.choice(WORDS) if rng.random() < share else word for word in one) for one in sentences]
    if rng.random() < 0.3:
        rng.shuffle(changed)
    return " ".join(f"{one}." for one in changed)


def found(one: str, other: str, shortest: int = SHORTEST) -> list[Four]:
    rows = compared(Collection.of([tokens_of(one), tokens_of(other)]), np.array([[0, 1]]), shortest).tolist()
    assert all(row[:2] == [0, 1] for row in rows)
    return [tuple(row[2:]) for row in rows]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0, 20, 60, SHORTEST]))
def test_as_the_plain_comparison(number: int, shortest: int) -> None:
    rng = random.Random(number)
    # Few words: much looks alike, and every rule has something to decide.
    source = written(rng, rng.randint(0, 40), WORDS)
    parts = [
        # Of more than 64 sentences those that share nothing are left out.
        written(rng, rng.choice([0, 3, 6, 12, 90]), WORDS),
        spun(rng, source, rng.choice([0, 0.1, 0.3])),
        written(rng, rng.randint(0, 12), WORDS),
    ]
    if rng.random() < 0.3:
        parts[1] = ". ".join(parts[1].split(". ")[:: rng.randint(2, 5)]) + "."
    document = " ".join(parts)
    one, other = (Side(tokens_of(text)) for text in (document, source))
    assert found(document, source, shortest) == Plain(one, other).stretches(shortest)


def test_what_a_pair_shares_does_not_depend_on_other_documents() -> None:
    rng = random.Random(5)
    source = written(rng, 20)
    texts = [source, written(rng, 9) + " " + spun(rng, source, 0.2), written(rng, 30), "", source]
    collection = Collection.of([tokens_of(text) for text in texts])
    rows = compared(collection, np.array([[1, 0], [2, 0], [4, 0], [3, 0], [0, 4]])).tolist()
    alone = [(1, 0, *four) for four in found(texts[1], texts[0])] + [(4, 0, *four) for four in found(source, source)]
    assert [tuple(row) for row in rows] == [*alone, (0, 4, *found(source, source)[0])]


@pytest.mark.parametrize("sentences", [3, 40])
def test_identical_documents_share_all(sentences: int) -> None:
    text = written(random.Random(1), sentences)
    words = len(tokens_of(text))
    assert found(text, text) == [(0, words, 0, words)]


def test_a_copied_lead_begins_at_the_first_word() -> None:
    rng = random.Random(2)
    lead = written(rng, 6)
    (passage,) = found(f"{lead} {written(rng, 20)}", f"{lead} {written(rng, 25)}")
    assert passage[0] == passage[2] == 0


def test_a_text_without_stops_has_sentences_too() -> None:
    text = written(random.Random(3), 60).replace(".", "")
    words = len(tokens_of(text))
    assert found(text, text) == [(0, words, 0, words)]


def test_sentences_that_say_the_same_again_and_again_stay_few() -> None:
    line = "Seven gates of the harbour stayed shut all day. "
    assert found(line * 300, line * 300) == []


@pytest.mark.parametrize("texts", [("", ""), ("one", "one"), ("", "Some words. And more words.")])
def test_too_little_to_share(texts: tuple[str, str]) -> None:
    assert found(*texts) == []
