"""The correspondence between words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.align.words import WordAlignment, align_words
from unspin.document import Document
from unspin.facts import Facts, Passage
from unspin.language import analyse

WORDS = "the minister rejected bought a bridge near Harnby on Monday Edda Lorne said that she had not old 40 million , .".split()


def aligned(original: str, rewrite: str) -> WordAlignment:
    ours, theirs = (Facts(analysis) for analysis in analyse(Document(original), Document(rewrite)))
    return align_words(Passage(ours, ours.analysis.sentences), Passage(theirs, theirs.analysis.sentences))


def pairs(original: str, rewrite: str) -> dict[str, tuple[str, str]]:
    return {pair.original.text: (pair.rewrite.text, pair.reason) for pair in aligned(original, rewrite).pairs}


def test_the_passive_does_not_disturb() -> None:
    found = pairs("The council approved the bridge.", "The bridge was approved by the council.")
    assert found["council"] == ("council", "same word")
    assert found["bridge"] == ("bridge", "same word")
    assert found["approved"] == ("approved", "same word")


def test_a_noun_stands_for_its_verb() -> None:
    assert pairs("The ministry announced a review.", "The ministry's announcement of a review came.")["announced"] == (
        "announcement",
        "derivation",
    )


def test_a_synonym_stands_for_its_word() -> None:
    assert pairs("The firm purchased the mill.", "The firm bought the mill.")["purchased"][0] == "bought"


def test_a_verb_with_its_particle_is_one_word() -> None:
    assert pairs("The club turned down the offer.", "The club rejected the offer.")["turned"][0] == "rejected"


def test_opposites_are_paired_as_opposites() -> None:
    found = aligned("The judge accepted the appeal.", "The judge rejected the appeal.")
    pair = next(pair for pair in found.pairs if pair.original.text == "accepted")
    assert (pair.rewrite.text, pair.reason) == ("rejected", "antonym")
    assert not found.backed(pair.original)


def test_what_is_left_over_in_one_place_is_paired_by_place() -> None:
    assert pairs("The men hid the car from the police.", "The men washed the car for the police.")["hid"] == (
        "washed",
        "same place",
    )


def test_repeated_words_keep_their_order() -> None:
    found = aligned("The red car hit the blue car.", "The red car struck the blue car.")
    cars = [(pair.original.index, pair.rewrite.index) for pair in found.pairs if pair.original.text == "car"]
    assert cars == [(2, 2), (6, 6)]


@pytest.mark.parametrize("empty", ["", "..."])
def test_nothing_is_aligned_to_nothing(empty: str) -> None:
    assert aligned("The club turned down the offer.", empty).pairs == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=15), st.lists(st.sampled_from(WORDS), min_size=1, max_size=15)
)
def test_each_word_is_paired_once_and_likeness_is_a_share(ours: list[str], theirs: list[str]) -> None:
    found = aligned(" ".join(ours), " ".join(theirs))
    originals = [pair.original.index for pair in found.pairs]
    rewrites = [pair.rewrite.index for pair in found.pairs]
    assert len(set(originals)) == len(originals)
    assert len(set(rewrites)) == len(rewrites)
    assert all(0.0 <= pair.similarity <= 1.0 for pair in found.pairs)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=15))
def test_a_text_is_aligned_to_itself_word_by_word(words: list[str]) -> None:
    for pair in aligned(" ".join(words), " ".join(words)).pairs:
        assert pair.original.lower == pair.rewrite.lower
