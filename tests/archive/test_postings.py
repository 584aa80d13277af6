"""Postings beside a slow, plain way to make and search them, and the runs of words that they are made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.archive.candidates import LONGER, run_hashes
from unspin.archive.postings import first_from, packed

BELOW = 2**64

Grams = npt.NDArray[np.uint64]

whole = st.integers(0, BELOW - 1)
# Numbers that share their high bits, and the two ends: where searches go wrong.
alike = st.one_of(whole, st.sampled_from([0, 1, BELOW - 1, BELOW - 2, 1 << 63, (1 << 63) + 1, 7 << 40, (7 << 40) + 5]))


def array_of(numbers: list[int]) -> Grams:
    return np.array(numbers, dtype=np.uint64)


def plain_packed(grams: list[int], first: int, bits: int) -> list[int]:
    return sorted((gram >> bits << bits) + first + index for index, gram in enumerate(grams))


@given(st.lists(alike, max_size=60), st.integers(6, 63), st.data())
def test_an_index_is_sorted_and_keeps_every_place(grams: list[int], bits: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, 2**bits - len(grams)))
    assert packed(array_of(grams), first, bits).tolist() == plain_packed(grams, first, bits)


@given(st.lists(alike, max_size=60), alike)
def test_the_first_value_that_is_not_below(values: list[int], least: int) -> None:
    index = np.sort(array_of(values))
    assert first_from(np.uint64(least), index) == sum(value < least for value in values)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 4096, 70_000])
@pytest.mark.parametrize("bits", [17, 32, 63])
@pytest.mark.parametrize("kinds", [1, 40, BELOW])
def test_large_indexes(size: int, bits: int, kinds: int) -> None:
    """Few different runs that fill most of the index, as well as runs that are all different."""
    source = np.random.default_rng(size + bits)
    some = source.integers(0, BELOW, size, dtype=np.uint64) % np.uint64(min(kinds, BELOW - 1))
    grams = some * np.uint64(0x9E3779B97F4A7C15)
    high = grams >> np.uint64(bits) << np.uint64(bits)
    index = packed(grams, 3, bits)
    assert (index == np.sort(high | np.arange(3, size + 3, dtype=np.uint64))).all()
    wanted = np.concatenate([grams[:50], source.integers(0, BELOW, 50, dtype=np.uint64)])
    assert [first_from(value, index) for value in wanted] == np.searchsorted(index, wanted).tolist()


def test_a_file_mapped_into_memory_is_searched_as_it_is(tmp_path: Path) -> None:
    grams = np.random.default_rng(1).integers(0, BELOW, 10_000, dtype=np.uint64)
    index = packed(grams, 0, 20)
    index.tofile(tmp_path / "index")
    mapped = np.memmap(tmp_path / "index", dtype=np.uint64, mode="r")
    assert [first_from(value, mapped) for value in index[::100]] == list(range(0, 10_000, 100))


@given(st.lists(whole, min_size=3, max_size=30), st.lists(whole, max_size=10), st.lists(whole, max_size=10))
def test_a_run_has_the_same_hash_wherever_it_stands(hashes: list[int], before: list[int], after: list[int]) -> None:
    longer = [*before, *hashes, *after]
    within = run_hashes(array_of(longer), np.array([0, len(longer)]), 20)
    alone = run_hashes(array_of(hashes), np.array([0, len(hashes)]), 20)
    # What follows a run of three counts as well: that of the last ones is not the same.
    assert (
        within[len(before) : len(before) + max(0, len(hashes) - 4)].tolist()
        == alone[: max(0, len(hashes) - 4)].tolist()
    )
    three = np.uint64(20 + LONGER)
    last = len(hashes) - 2
    assert (within[len(before) : len(before) + last] >> three).tolist() == (alone[:last] >> three).tolist()


def test_the_order_of_words_counts() -> None:
    one, other = (run_hashes(array_of(words), np.array([0, 3]), 20)[0] for words in ([1, 2, 3], [3, 2, 1]))
    assert one != other


@pytest.mark.parametrize("low", [34, 44, 52])
def test_the_bits_of_a_run_are_usable(low: int) -> None:
    """Even of words that are small numbers, 12 of the bits fill 4096 boxes evenly (chi squared within five deviations)."""
    runs = run_hashes(np.arange(200_000, dtype=np.uint64), np.array([0, 200_000]), 24)
    boxes = np.bincount((runs >> np.uint64(low) & np.uint64(4095)).astype(np.int64), minlength=4096)
    expected = boxes.mean()
    assert abs(((boxes - expected) ** 2 / expected).sum() - 4095) < 5 * np.sqrt(2 * 4095)


def test_what_is_refused() -> None:
    grams = array_of([1, 2, 3])
    with pytest.raises(ValueError, match="positions 6 to 8 do not fit into 3 bits"):
        packed(grams, 6, 3)
    with pytest.raises(ValueError, match="0 to 63 bits, not 64"):
        packed(grams, 0, 64)
