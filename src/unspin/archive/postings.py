"""Postings: where each run of words stands.

They are one array of 64-bit values, sorted: the high bits of a value are those of a run's hash, the low bits a
position. Values are sorted by their digits, which takes a fraction of the time of comparing them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from unspin.archive.compiled import compiled

Grams = npt.NDArray[np.uint64]


def packed(grams: Grams, first: int, bits: int) -> Grams:
    """An index of n-grams: sorted values, each the high ``64 - bits`` bits of a gram above its position.

    Args:
        grams: Hashes of n-grams in the order of their positions.
        first: The position of the first of them; the others follow it one by one.
        bits: How many low bits are for the position, from 0 to 63.

    Raises:
        ValueError: A position does not fit into the bits.
    """
    if not 0 <= bits < 64:
        raise ValueError(f"a position takes 0 to 63 bits, not {bits}")
    if first < 0 or first + len(grams) > 2**bits:
        raise ValueError(f"positions {first} to {first + len(grams) - 1} do not fit into {bits} bits")
    values = np.empty(len(grams), dtype=np.uint64)
    _sort(_fixed(grams), np.uint64(first), np.uint64(bits), values)
    return values


def _fixed(array: Grams) -> Grams:
    """The same memory as a plain array that cannot be written: one type for all callers, so that a kernel is compiled once."""
    plain = np.ascontiguousarray(array, dtype=np.uint64).view(np.ndarray)
    plain.setflags(write=False)
    return plain


@compiled
def _sort(grams: Grams, first: np.uint64, bits: np.uint64, values: Grams) -> None:
    """Fill in the packed values in order: dealt out by their leading digit, then sorted within each digit.

    Positions rise from the start, and dealing keeps the order of what has the same digit: only the gram's bits are looked
    at. What has one leading digit fits into the processor's cache, so that all but the first round is dealt there.
    """
    size = len(grams)
    digit = np.uint64(1)
    while digit < np.uint64(11) and digit < np.uint64(64) - bits and size >> np.int64(digit) > 4096:
        digit += np.uint64(1)
    shift = np.uint64(64) - digit
    ends = np.zeros((1 << np.int64(digit)) + 1, dtype=np.int64)
    for index in range(size):
        ends[(grams[index] >> shift) + np.uint64(1)] += 1
    for which in range(1, len(ends)):
        ends[which] += ends[which - 1]
    # Now ends[d] is where digit d begins; dealing moves it on to where d ends.
    for index in range(size):
        leading = grams[index] >> shift
        values[np.uint64(ends[leading])] = (grams[index] >> bits << bits) | (first + np.uint64(index))
        ends[leading] += 1
    longest = start = 0
    for which in range(len(ends) - 1):
        longest, start = max(longest, ends[which] - start), ends[which]
    spare = np.empty(longest, dtype=np.uint64)
    start = 0
    for which in range(len(ends) - 1):
        _sort_digits(values[start : ends[which]], spare, bits, shift)
        start = ends[which]


@compiled
def _sort_digits(values: Grams, spare: Grams, low: np.uint64, high: np.uint64) -> None:
    """Sort the values by their bits from the low one up to the high one, which is left out, and keep the order of the rest."""
    size = len(values)
    if size < 2 or low >= high:
        return
    rounds = (high - low + np.uint64(8)) // np.uint64(9)
    digit = (high - low + rounds - np.uint64(1)) // rounds
    mask = (np.uint64(1) << digit) - np.uint64(1)
    begins = np.zeros(1 << np.int64(digit), dtype=np.int64)
    source, target = values, spare[:size]
    in_spare = False
    # The last digit may reach above the high bit: what stands there is the same in all values.
    for shift in range(low, high, digit):
        for which in range(len(begins)):
            begins[which] = 0
        for index in range(size):
            begins[source[index] >> np.uint64(shift) & mask] += 1
        if begins[source[0] >> np.uint64(shift) & mask] == size:
            continue
        total = 0
        for which in range(len(begins)):
            begins[which], total = total, total + begins[which]
        for index in range(size):
            place = source[index] >> np.uint64(shift) & mask
            target[np.uint64(begins[place])] = source[index]
            begins[place] += 1
        source, target = target, source
        in_spare = not in_spare
    if in_spare:
        for index in range(size):
            values[index] = source[index]


@compiled
def first_from(least: np.uint64, index: Grams) -> int:
    """The place of the first value that is not below the least, in an index whose values are spread evenly."""
    size = len(index)
    # Hashes are spread evenly: the place is near where the value's share of all numbers says. Looking there first reads a
    # few neighbouring pages of a file, not one for each halving of the whole.
    low = max(0, min(int(float(least) / 2.0**64 * size), size - 1))
    high = low
    step = int(float(size) ** 0.5) + 1
    while low > 0 and index[low - 1] >= least:
        high = low
        low = max(0, low - step)
        step *= 2
    while high < size and index[high] < least:
        low = high + 1
        high = min(size, high + step)
        step *= 2
    while low < high:
        middle = (low + high) >> 1
        if index[middle] < least:
            low = middle + 1
        else:
            high = middle
    return low
