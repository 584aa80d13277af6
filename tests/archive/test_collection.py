"""A collection: sentences, terms and entries as a plain reference counts them, whatever else is in the collection."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.archive.collection import Collection
from unspin.archive.tokens import tokens_of

SHORTEST, LONGEST = 3, 60

words = st.sampled_from(["harbour", "mill", "Owl", "seven", "seven.", "gate!", "gate?\n", "bridge\n"])
documents = st.lists(st.lists(words, max_size=80).map(" ".join), max_size=5)


def begins(breaks: Sequence[bool]) -> list[int]:
    """Where sentences begin: at a break, not too soon after the last and not too near the end, or where they get too long."""
    found: list[int] = []
    for token, is_break in enumerate(breaks):
        if not found:
            found.append(0)
        elif len(breaks) - token >= SHORTEST:
            within = token - found[-1]
            if (is_break and within >= SHORTEST) or within == LONGEST:
                found.append(token)
    return found


@settings(max_examples=60, deadline=None)
@given(documents)
def test_as_the_reference(texts: list[str]) -> None:
    cut = [tokens_of(text) for text in texts]
    collection = Collection.of(cut)
    known: dict[int, int] = {}
    for number, tokens in enumerate(cut):
        first, last = collection.first_token[number : number + 2]
        hashes = tokens.hashes.tolist()
        own = [known.setdefault(hashed, len(known)) for hashed in hashes]
        assert collection.words[first:last].tolist() == own
        assert np.array_equal(collection.starts[first:last], tokens.starts)
        assert np.array_equal(collection.ends[first:last], tokens.ends)
        low, high = collection.first_sentence[number : number + 2]
        edges = [*begins(tokens.breaks.tolist()), len(tokens)]
        assert collection.sentences[low:high].tolist() == edges
        sentences = [own[begin:end] for begin, end in pairwise(edges)]
        terms = list(dict.fromkeys(own))
        begin, end = collection.first_term[number : number + 2]
        assert collection.terms[begin:end].tolist() == terms
        assert collection.spread[begin:end].tolist() == [sum(term in one for one in sentences) for term in terms]
        for place, sentence in enumerate(sentences, low):
            entries = slice(collection.entry_ends[place - 1] if place else 0, collection.entry_ends[place])
            different = list(dict.fromkeys(sentence))
            assert collection.entries[entries].tolist() == [terms.index(word) for word in different]
            assert collection.times[entries].tolist() == [sentence.count(word) for word in different]
    assert collection.different == len(known)
    known_runs: dict[tuple[int, ...], int] = {}
    for first, last in pairwise(collection.first_token.tolist()):
        for at in range(first, last - 2):
            run = tuple(collection.words[at : at + 3].tolist())
            assert known_runs.setdefault(run, int(collection.runs[at])) == collection.runs[at]
    assert len(set(known_runs.values())) == len(known_runs)


def test_many_different_words() -> None:
    """More than the first tables have room for."""
    numbers = [*range(3000), *range(0, 3000, 7), *range(2999, -1, -1)]
    assert Collection.of([tokens_of(" ".join(f"w{number}" for number in numbers))]).words.tolist() == numbers


def test_empty() -> None:
    assert len(Collection.of([]).words) == 0
    assert Collection.of([tokens_of(""), tokens_of("one")]).sentences.tolist() == [0, 0, 1]
