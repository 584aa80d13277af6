"""Tokens: the words of a text as hashes, with their places.

A token is a run of letters and digits, whatever their case, marks or form: "É", "é", "e" with a combining acute and a
full-width "Ｅ" are all "e", "ß" is "ss", a ligature its letters. Apostrophes and hyphens separate. A character of a script
that puts no spaces between words is a token by itself. ``training/build_folding.py`` says in full what counts as what, and
writes it to a file (Unicode 14), so that every version of Python sees the same tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from unspin.archive.compiled import compiled

Bytes = npt.NDArray[np.uint8]
Hashes = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

# As in training/build_folding.py.
_WORD, _LONE, _MARK, _EXPANSION = 1, 2, 3, 4
_LAST = 1 << 31
_REST = (1 << 21) - 1

_ASCII = np.zeros(128, dtype=np.uint64)
"""What each ASCII character folds to; 0 for a separator."""
for _character in b"0123456789abcdefghijklmnopqrstuvwxyz":
    _ASCII[_character] = _character
    _ASCII[ord(chr(_character).upper())] = _character

_STOP, _BREAK, _WHITE = 1, 2, 4
_GAPS = np.zeros(128, dtype=np.uint64)
"""What an ASCII character between words says of the sentence: a stop, a line's end, white space; 0 for all others."""
for _character in b".!?":
    _GAPS[_character] = _STOP
for _character in b" \t":
    _GAPS[_character] = _WHITE
for _character in b"\n\r\v\f":
    _GAPS[_character] = _BREAK | _WHITE

_STOPS = (0x3002, 0xFF01, 0xFF0E, 0xFF1F, 0x2028, 0x2029, 0x85)
"""Characters that are not ASCII and end a sentence or a line, white space or not."""

_TIMES = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)

_SPARE = 24
"""More than the tokens that one character can stand for, and a place beyond the last token that is written to in passing."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of a text, in order: a hash of each folded word, and where it stands, half-open, in code points.

    ``breaks`` tells whether a sentence may begin with the token: a line's end stands before it, or a stop with white space after it.

    Offsets have 32 bits: they are half of what is held of a token, and no document has two thousand million characters.
    A mark belongs to the token that it follows. Two tokens made of one character (½ is 1 and 2) share its place.
    """

    hashes: Hashes
    starts: Offsets
    ends: Offsets
    breaks: Flags

    def __len__(self) -> int:
        return len(self.hashes)


def tokens_of(text: str) -> Tokens:
    """The tokens of a text. Half a surrogate pair is a separator.

    Raises:
        ValueError: The text has 2**31 bytes or more as UTF-8.
    """
    # The encoder puts one question mark in the place of half a pair: also a separator, and one code point long.
    return tokens_of_bytes(text.encode("utf-8", "replace"))


def tokens_of_bytes(data: bytes | bytearray | memoryview | Bytes) -> Tokens:
    """The tokens of a text in UTF-8. Invalid bytes separate, and count as ``bytes.decode(errors="replace")`` counts them.

    The first call on a machine compiles the kernel, which takes one to two seconds; the first in each later process loads
    it in about 0.1 seconds.

    Raises:
        ValueError: There are 2**31 bytes or more.
    """
    return _tokens(data, [len(data)])[0]


def tokens_of_all(texts: Sequence[bytes]) -> tuple[Tokens, npt.NDArray[np.int64]]:
    """The tokens of many texts in UTF-8, one after the other, and where each text's begin; shape (texts + 1,).

    Offsets are those into each text. For short texts this is much faster than one call for each.

    Raises:
        ValueError: There are 2**31 bytes or more in all.
    """
    return _tokens(b"".join(texts), [len(text) for text in texts])


def _tokens(
    data: bytes | bytearray | memoryview | Bytes, lengths: Sequence[int]
) -> tuple[Tokens, npt.NDArray[np.int64]]:
    array = np.frombuffer(data, dtype=np.uint8) if len(data) else np.empty(0, dtype=np.uint8)
    if len(array) >= 2**31:
        raise ValueError(f"a document may have less than 2**31 bytes; this one has {len(array):,}")
    # One type for bytes and arrays alike: numba compiles anew for an array that may be written to.
    array.setflags(write=False)
    sizes = np.array(lengths, dtype=np.int64)
    firsts = np.zeros(len(sizes) + 1, dtype=np.int64)
    # A token and a separator take two bytes; only characters that stand for several words can need more.
    for room in (len(array) // 2 + len(sizes), 3 * len(array)):
        hashes = np.empty(room + _SPARE, dtype=np.uint64)
        starts = np.empty(room + _SPARE, dtype=np.int32)
        ends = np.empty(room + _SPARE, dtype=np.int32)
        breaks = np.empty(room + _SPARE, dtype=np.bool_)
        if _cut_all(array, sizes, firsts, _folding(), (hashes, starts, ends, breaks)):
            break
    # In place: what was not needed is given back, and nothing is copied. Nobody else has the arrays yet.
    for part in (hashes, starts, ends, breaks):
        part.resize(int(firsts[-1]), refcheck=False)
    return Tokens(hashes, starts, ends, breaks), firsts


_Folding = tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint32], npt.NDArray[np.uint32]]
_Out = tuple[Hashes, Offsets, Offsets, Flags]
_Place = tuple[int, int]
"""How far into the text, in bytes and in code points."""
_SoFar = tuple[int, int, np.uint64, np.uint64]
"""The number of tokens, 1 if a word is open else 0, the state of its hash, and what has stood since the last word."""


@cache
def _folding() -> _Folding:
    with as_file(files("unspin") / "data" / "folding.npz") as path, np.load(path) as arrays:
        return arrays["pages"], arrays["blocks"], arrays["expansions"]


@compiled
def mixed(state: np.uint64) -> np.uint64:
    """All 64 bits of the state spread over all 64 bits; the finaliser of splitmix64 (Steele, Lea and Flood 2014)."""
    state = (state ^ (state >> np.uint64(30))) * _MIX_1
    state = (state ^ (state >> np.uint64(27))) * _MIX_2
    return state ^ (state >> np.uint64(31))


@compiled
def _decoded(data: Bytes, at: int) -> tuple[int, int]:
    """The code point at a byte that is not ASCII, -1 if invalid, and the number of bytes that it takes.

    Invalid bytes are taken together as far as they could begin a character (the Unicode standard, table 3-7).
    """
    lead, second = _byte(data, at), _byte(data, at + 1)
    if not 0xC2 <= lead <= 0xF4:
        return -1, 1
    if lead < 0xE0:
        return ((lead & 0x1F) << 6 | second & 0x3F, 2) if second & 0xC0 == 0x80 else (-1, 1)
    # No longer form than needed, no surrogates, nothing beyond the last code point.
    least = 0xA0 if lead == 0xE0 else 0x90 if lead == 0xF0 else 0x80
    most = 0x9F if lead == 0xED else 0x8F if lead == 0xF4 else 0xBF
    if not least <= second <= most:
        return -1, 1
    third = _byte(data, at + 2)
    if third & 0xC0 != 0x80:
        return -1, 2
    code = (second & 0x3F) << 6 | third & 0x3F
    if lead < 0xF0:
        return (lead & 0x0F) << 12 | code, 3
    fourth = _byte(data, at + 3)
    if fourth & 0xC0 != 0x80:
        return -1, 3
    return (lead & 0x07) << 18 | code << 6 | fourth & 0x3F, 4


@compiled
def _byte(data: Bytes, at: int) -> int:
    """The byte, 0 after the end."""
    # Unsigned, as an index that cannot count from the end: this is looked at for every access to a signed one.
    return int(np.int64(data[np.uint64(at)])) if at < len(data) else 0


@compiled
def _cut_all(
    data: Bytes, sizes: npt.NDArray[np.int64], firsts: npt.NDArray[np.int64], folding: _Folding, out: _Out
) -> bool:
    """Fill in the tokens of texts of these sizes, and where each text's begin; False if there may be too little room."""
    hashes, starts, ends, breaks = out
    at = count = 0
    for text in range(len(sizes)):
        rest = (hashes[count:], starts[count:], ends[count:], breaks[count:])
        found = _cut(data[at : at + sizes[text]], folding, rest)
        # The next text needs a place to write to in passing, as this one did.
        if found < 0 or count + found + _SPARE > len(hashes):
            return False
        at += sizes[text]
        count += found
        firsts[text + 1] = count
    return True


@compiled
def _cut(data: Bytes, folding: _Folding, out: _Out) -> int:
    """Fill in the tokens and return their number, or -1 if there may be too little room."""
    hashes, _, ends, _ = out
    place, so_far = (0, 0), (0, 0, np.uint64(0), np.uint64(0))
    while place[0] < len(data) and so_far[0] >= 0:
        place, so_far = _add_ascii(data, place, so_far, out)
        place, so_far = _add_others(data, place, so_far, folding, out)
    count, within, state, _ = so_far
    if within:
        hashes[count], ends[count] = state, place[1]
        count += 1
    for index in range(count):
        hashes[index] = mixed(hashes[index])
    return count


@compiled
def _add_ascii(data: Bytes, place: _Place, so_far: _SoFar, out: _Out) -> tuple[_Place, _SoFar]:
    """Take in all ASCII from a place on: the place after it, and what there is so far.

    Where a word ends cannot be foreseen, and a processor that guessed wrong loses the time of ten letters. So nothing
    here depends on a guess: each byte writes as if a word began and as if one ended, and the next writes over it if not.
    All numbers are unsigned, since a signed index may count from the end, which is looked at for every access.
    """
    hashes, starts, ends, breaks = out
    count, within, state, gap = np.uint64(so_far[0]), np.uint64(so_far[1]), so_far[2], so_far[3]
    at, size, ahead = np.uint64(place[0]), np.uint64(len(data)), np.uint64(place[0] - place[1])
    while at < size and data[at] < 128:
        letter = _ASCII[data[at]]
        is_letter = np.uint64(letter != np.uint64(0))
        starts[count + within] = ends[count] = at - ahead
        breaks[count + within] = gap & np.uint64(_BREAK) != np.uint64(0)
        seen = _GAPS[data[at]]
        gap |= (seen & np.uint64(_STOP | _BREAK)) | ((gap & (seen >> np.uint64(2))) << np.uint64(1))
        gap &= is_letter - np.uint64(1)
        hashes[count] = state
        count += within & ~is_letter
        state = ((state ^ letter) * _TIMES) & (np.uint64(0) - is_letter)
        within = is_letter
        at += np.uint64(1)
    after = int(np.int64(at))
    return (after, after - place[0] + place[1]), (int(np.int64(count)), int(np.int64(within)), state, gap)


@compiled
def _add_others(data: Bytes, place: _Place, so_far: _SoFar, folding: _Folding, out: _Out) -> tuple[_Place, _SoFar]:
    """Take in all up to the next ASCII: the place after it, and what there is so far; -1 tokens if the room may not do."""
    pages, blocks, expansions = folding
    hashes, starts, ends, breaks = out
    count, within, state, gap = so_far
    at, here = place
    while _byte(data, at) >= 128:
        if count + (len(data) - at >> 1) + _SPARE > len(hashes):
            return (at, here), (-1, 0, state, gap)
        code, taken = _decoded(data, at)
        value = 0 if code < 0 else np.int64(blocks[np.int64(pages[code >> 7]) << 7 | (code & 127)])
        kind, rest = value >> 21, value & _REST
        if not kind and code in _STOPS:
            gap = np.uint64(_BREAK)
        part = (code + rest) & _REST
        if kind == _MARK and not within and count and ends[count - 1] == here:
            # An open word goes on by itself.
            ends[count - 1] = here + 1
        is_last = kind != _EXPANSION
        end = here
        while kind != _MARK:
            if value >> 21 == _EXPANSION:
                entry = np.int64(expansions[rest])
                rest += 1
                kind, part, is_last = entry >> 21 & 7, entry & _REST, entry >= _LAST
            if within and kind != _WORD:
                hashes[count], ends[count] = state, end
                count, within, state = count + 1, 0, np.uint64(0)
            if kind in (_WORD, _LONE):
                if not within:
                    starts[count], breaks[count] = here, gap & np.uint64(_BREAK) != np.uint64(0)
                    gap = np.uint64(0)
                state = (state ^ np.uint64(part)) * _TIMES
                within, end = 1, here + 1
            if kind == _LONE:
                hashes[count], ends[count] = state, end
                count, within, state = count + 1, 0, np.uint64(0)
            if is_last:
                break
        at += taken
        here += 1
    return (at, here), (count, within, state, gap)
