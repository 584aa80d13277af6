"""N-grams and their index beside slow, plain ways to make and search them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.archive.ngrams import ngrams, packed, places_of

BELOW = 2**64

Grams = npt.NDArray[np.uint64]

whole = st.integers(0, BELOW - 1)
# Numbers that share their high bits, and the two ends: where searches go wrong.
alike = st.one_of(whole, st.sampled_from([0, 1, BELOW - 1, BELOW - 2, 1 << 63, (1 << 63) + 1, 7 << 40, (7 << 40) + 5]))


def array_of(numbers: list[int]) -> Grams:
    return np.array(numbers, dtype=np.uint64)


def plain_ngrams(hashes: list[int], width: int) -> list[int]:
    """Each run hashed from its start, in whole numbers without end."""
    grams = []
    for first in range(len(hashes) - width + 1):
        state = 0
        for number in hashes[first : first + width]:
            state = (state * 0xD1342543DE82EF95 + number) % BELOW
        state ^= width * 0x9E3779B97F4A7C15 % BELOW
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % BELOW
        state = (state ^ state >> 27) * 0x94D049BB133111EB % BELOW
        grams.append(state ^ state >> 31)
    return grams


def plain_packed(grams: list[int], first: int, bits: int) -> list[int]:
    return sorted((gram >> bits << bits) + first + index for index, gram in enumerate(grams))


def plain_places(wanted: list[int], index: list[int], bits: int, most: int) -> list[tuple[int, int]]:
    """Every wanted gram held against every value."""
    places = []
    for which, gram in enumerate(wanted):
        found = sorted(value % 2**bits for value in index if value >> bits == gram >> bits)
        places += [(which, position) for position in found if len(found) <= most]
    return places


def pairs_of(places: tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]) -> list[tuple[int, int]]:
    indices, positions = places
    assert (str(indices.dtype), str(positions.dtype)) == ("int64", "uint64")
    return list(zip(indices.tolist(), positions.tolist(), strict=True))


@given(st.lists(alike, max_size=30), st.integers(1, 12))
def test_ngrams_are_those_of_the_plain_way(hashes: list[int], width: int) -> None:
    assert ngrams(array_of(hashes), width).tolist() == plain_ngrams(hashes, width)


@given(st.lists(whole, min_size=1, max_size=30), st.integers(1, 8), st.data())
def test_a_run_has_the_same_hash_wherever_it_stands(hashes: list[int], width: int, data: st.DataObject) -> None:
    before = data.draw(st.lists(whole, max_size=10))
    after = data.draw(st.lists(whole, max_size=10))
    within = ngrams(array_of(before + hashes + after), width)
    alone = ngrams(array_of(hashes), width)
    assert within[len(before) : len(before) + len(alone)].tolist() == alone.tolist()


@given(st.lists(alike, max_size=60), st.integers(6, 63), st.data())
def test_an_index_is_sorted_and_keeps_every_place(grams: list[int], bits: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, 2**bits - len(grams)))
    assert packed(array_of(grams), first, bits).tolist() == plain_packed(grams, first, bits)


@given(
    st.lists(alike, max_size=60),
    st.lists(alike, max_size=10),
    st.integers(6, 62),
    st.integers(1, 5),
    st.lists(st.integers(0, 59), max_size=10),
)
def test_places_are_those_of_the_plain_way(
    grams: list[int], others: list[int], bits: int, most: int, taken: list[int]
) -> None:
    wanted = others + [grams[index] for index in taken if index < len(grams)]
    index = packed(array_of(grams), 0, bits)
    assert pairs_of(places_of(array_of(wanted), index, bits, most)) == plain_places(wanted, index.tolist(), bits, most)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 4096, 70_000])
@pytest.mark.parametrize("bits", [17, 32, 63])
@pytest.mark.parametrize("kinds", [1, 40, BELOW])
def test_large_indexes(size: int, bits: int, kinds: int) -> None:
    """Few different grams that fill most of the index, as well as grams that are all different."""
    source = np.random.default_rng(size + bits)
    grams = (
        source.integers(0, BELOW, size, dtype=np.uint64)
        % np.uint64(min(kinds, BELOW - 1))
        * np.uint64(0x9E3779B97F4A7C15)
    )
    high = grams >> np.uint64(bits) << np.uint64(bits)
    index = packed(grams, 3, bits)
    assert (index == np.sort(high | np.arange(3, size + 3, dtype=np.uint64))).all()
    wanted = np.concatenate([grams[:50], source.integers(0, BELOW, 50, dtype=np.uint64)])
    most = 2000
    expected = [
        (which, place + 3)
        for which, gram in enumerate(wanted >> np.uint64(bits) << np.uint64(bits))
        if len(places := np.flatnonzero(high == gram)) <= most
        for place in places.tolist()
    ]
    assert pairs_of(places_of(wanted, index, bits, most)) == expected


def test_a_file_mapped_into_memory_is_searched_as_it_is(tmp_path: Path) -> None:
    grams = np.random.default_rng(1).integers(0, BELOW, 10_000, dtype=np.uint64)
    packed(grams, 0, 20).tofile(tmp_path / "index")
    mapped = np.memmap(tmp_path / "index", dtype=np.uint64, mode="r")
    assert pairs_of(places_of(grams[:100], mapped, 20, 10)) == [(index, index) for index in range(100)]


def test_widths_have_nothing_in_common() -> None:
    hashes = np.zeros(50, dtype=np.uint64)
    assert len({int(ngrams(hashes, width)[0]) for width in range(1, 51)}) == 50


@pytest.mark.parametrize("low", [0, 20, 52])
def test_all_bits_are_usable(low: int) -> None:
    """Even of tokens that are small numbers, any 12 bits fill 4096 boxes evenly (chi squared within five deviations)."""
    grams = ngrams(np.arange(200_000, dtype=np.uint64), 4)
    boxes = np.bincount((grams >> np.uint64(low) & np.uint64(4095)).astype(np.int64), minlength=4096)
    expected = boxes.mean()
    assert abs(((boxes - expected) ** 2 / expected).sum() - 4095) < 5 * np.sqrt(2 * 4095)
    assert len(np.unique(grams)) == len(grams)


def test_the_order_of_tokens_counts() -> None:
    assert ngrams(array_of([1, 2, 3]), 3)[0] != ngrams(array_of([3, 2, 1]), 3)[0]


def test_what_is_refused() -> None:
    grams = array_of([1, 2, 3])
    with pytest.raises(ValueError, match="at least 1 token, not 0"):
        ngrams(grams, 0)
    with pytest.raises(ValueError, match="positions 6 to 8 do not fit into 3 bits"):
        packed(grams, 6, 3)
    with pytest.raises(ValueError, match="0 to 63 bits, not 64"):
        packed(grams, 0, 64)
    with pytest.raises(ValueError, match="0 to 63 bits, not -1"):
        places_of(grams, grams, -1, 1)
    with pytest.raises(ValueError, match="1 place or more, not 0"):
        places_of(grams, grams, 3, 0)
