"""Candidates: pairs of documents that share rare runs of words near each other, as a plain reference finds them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.archive.candidates import MOST, candidates
from unspin.archive.tokens import tokens_of_all

WINDOW, MORE, UNIT, ENOUGH, PLACES = 120, 1000, 1024, 2.5, 4


def found(
    texts: Sequence[str], groups: Sequence[int] | None = None, sources: int | None = None
) -> list[tuple[int, int]]:
    tokens, first = tokens_of_all([text.encode() for text in texts])
    numbers = None if groups is None else np.array(groups, dtype=np.int32)
    return [tuple(pair) for pair in candidates(tokens.hashes, first, groups=numbers, sources=sources).tolist()]


def reference(
    texts: Sequence[str], groups: Sequence[int] | None = None, sources: int | None = None
) -> list[tuple[int, int]]:
    """The rule, word by word."""
    words = [text.split() for text in texts]
    short, long = defaultdict(list), defaultdict(list)
    for number, document in enumerate(words):
        for at in range(len(document) - 2):
            short[tuple(document[at : at + 3])].append((number, at))
            long[run_of_five(document, at)].append((number, at))
    shared: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for number, document in enumerate(words):
        for at in range(len(document) - 2):
            for places in (short[tuple(document[at : at + 3])], long[run_of_five(document, at)]):
                documents = {owner for owner, _ in places}
                if len(documents) <= MOST and len(places) <= PLACES * MOST:
                    weight = round(UNIT * math.log((len(texts) + MORE) / len(documents)))
                    for owner in documents - {number}:
                        shared[number, owner][at] = weight
                    break
    pairs = []
    for (number, owner), weights in sorted(shared.items()):
        apart = groups is None or groups[number] < 0 or groups[number] != groups[owner]
        meant = owner < number if sources is None else owner < sources <= number
        best = max(sum(weights[at] for at in weights if end - WINDOW <= at <= end) for end in weights)
        if meant and apart and best >= round(ENOUGH * UNIT * math.log(len(texts) + MORE)):
            pairs.append((number, owner))
    return pairs


def run_of_five(document: Sequence[str], at: int) -> tuple[str, ...]:
    run = document[at : at + 5]
    return (*run, *[""] * (5 - len(run)))


texts = st.lists(
    st.lists(st.sampled_from([f"w{number}" for number in range(12)]), max_size=40).map(" ".join), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(texts, st.data())
def test_as_the_reference(documents: list[str], data: st.DataObject) -> None:
    groups = data.draw(
        st.none() | st.lists(st.integers(-1, 2), min_size=len(documents), max_size=len(documents)), label="groups"
    )
    sources = data.draw(st.none() | st.integers(0, len(documents)), label="sources")
    assert found(documents, groups, sources) == reference(documents, groups, sources)


def test_common_runs_count_only_where_they_go_on_differently() -> None:
    # More documents than MOST say the first three words; two go on alike, three times.
    common = [f"the same words end{number} here{number}" for number in range(MOST + 5)]
    told = " ".join(f"the same words then{number} told{number}" for number in range(3))
    documents = [*common, told, told]
    assert found(documents) == reference(documents) == [(len(common) + 1, len(common))]


@pytest.mark.parametrize(("apart", "expected"), [(10, [(1, 0)]), (200, [])])
def test_runs_far_from_each_other_do_not_count_together(apart: int, expected: list[tuple[int, int]]) -> None:
    runs = ["red boats left", "old mills burnt", "nine owls sang"]
    one = " ".join(
        f"{run} {' '.join(f'a{number}x{place}' for place in range(apart))}" for number, run in enumerate(runs)
    )
    other = " ".join(
        f"{run} {' '.join(f'b{number}x{place}' for place in range(apart))}" for number, run in enumerate(runs)
    )
    assert found([one, other]) == reference([one, other]) == expected


def test_nothing_to_compare() -> None:
    assert found([]) == found([""]) == found(["", ""]) == found(["one word", "one word"]) == []
