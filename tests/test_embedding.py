"""Laws of the static vectors, and whether near means alike."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from unspin.embedding import sentence_vectors, word_similarity, word_vectors

STORY = [
    ("The mayor of Ostrel resigned after the vote.", "Ostrel's mayor stepped down following the ballot."),
    ("Fire destroyed a warehouse by the harbour on Friday.", "A blaze gutted a storehouse at the port."),
    ("Profits at the brewer rose by a tenth.", "The beer maker earned ten per cent more."),
    ("The striker scored twice in the second half.", "Two goals after the break came from the forward."),
    ("Doctors warned of a new strain of the virus.", "Physicians cautioned that the disease had mutated."),
]  # fmt: skip


def test_a_paraphrase_is_nearer_than_any_other_sentence() -> None:
    near = sentence_vectors([one for one, _ in STORY]) @ sentence_vectors([other for _, other in STORY]).T
    assert list(near.argmax(axis=1)) == list(range(len(STORY)))
    assert list(near.argmax(axis=0)) == list(range(len(STORY)))


def test_like_words_are_nearer_than_unlike_ones() -> None:
    assert word_similarity("lawyer", "attorney") > 0.5 > word_similarity("lawyer", "banana")
    assert word_similarity("buy", "purchase") > word_similarity("buy", "climb")


def test_shapes_types_and_texts_without_words() -> None:
    none, some = sentence_vectors([]), sentence_vectors(["A dam broke.", "", "  "])
    assert none.shape == (0, some.shape[1])
    assert word_vectors([]).shape == none.shape
    assert some.dtype == np.float32
    assert np.allclose(np.linalg.norm(some, axis=1), [1, 0, 0], atol=1e-5)
    assert word_similarity("", "dam") == 0


def test_a_remembered_vector_cannot_be_changed_from_outside() -> None:
    before = word_vectors(["dam"])
    changed = word_vectors(["dam"])
    changed += 1
    assert np.array_equal(word_vectors(["dam"]), before)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_a_vector_does_not_depend_on_the_other_texts(texts: list[str]) -> None:
    together = sentence_vectors(texts)
    assert together.shape[0] == len(texts)
    for row, text in zip(together, texts, strict=True):
        assert np.array_equal(row, sentence_vectors([text])[0])
    lengths = np.linalg.norm(together, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))


@given(st.text(max_size=12), st.text(max_size=12))
def test_similarity_of_words_is_symmetric_and_a_cosine(one: str, other: str) -> None:
    assert word_similarity(one, other) == word_similarity(other, one)
    assert -1.001 <= word_similarity(one, other) <= 1.001
