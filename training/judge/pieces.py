"""Records as word pieces: ids, token types, and which pieces have no counterpart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from records import Places, Record
from tokenizers import Tokenizer

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

CLS, SEP = 101, 102
LONGEST = 192
UNKNOWN = -1.0
VERDICT = {"backed": 0, "unbacked": 1, "contradicted": 2, "unfaithful": 3, None: -1}


@dataclass(frozen=True, slots=True)
class Pieces:
    """A record as numbers: word labels are 1 (no counterpart), 0 (has one) or -1 (unknown)."""

    ids: Integers
    types: Integers
    words: Floats
    verdict: int
    kept: int
    weight: float


def tokenizer_of(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def pieces_of(records: Sequence[Record], tokenizer: Tokenizer, weights: dict[str, float]) -> list[Pieces]:
    """All records as numbers; a pair that is too long loses the end of its longer side."""
    ours = tokenizer.encode_batch([record.original for record in records], add_special_tokens=False)
    theirs = tokenizer.encode_batch([record.rewrite for record in records], add_special_tokens=False)
    found = []
    for record, one, other in zip(records, ours, theirs, strict=True):
        room = LONGEST - 3
        most = max(room - len(other.ids), room // 2)
        first, second = one.ids[:most], other.ids[: room - min(len(one.ids), most)]
        ids = np.array([CLS, *first, SEP, *second, SEP], dtype=np.int64)
        types = np.array(
            [0, *(2 * np.isin(first, second).astype(int)), 0, *(1 + 2 * np.isin(second, first).astype(int)), 1],
            dtype=np.int64,
        )
        words = np.array(
            [
                UNKNOWN,
                *_labels(one.offsets[:most], record.lost),
                UNKNOWN,
                *_labels(other.offsets[: len(second)], record.unbacked),
                UNKNOWN,
            ],
            dtype=np.float32,
        )
        kept = -1 if record.kept is None else int(record.kept)
        found.append(Pieces(ids, types, words, VERDICT[record.verdict], kept, weights.get(record.source, 1.0)))
    return found


def _labels(offsets: Sequence[tuple[int, int]], places: Places | None) -> list[float]:
    if places is None:
        return [UNKNOWN] * len(offsets)
    return [float(any(start < end2 and start2 < end for start2, end2 in places)) for start, end in offsets]


def batches(pieces: Sequence[Pieces], most: int, rng: random.Random) -> list[list[int]]:
    """Indices of pairs of like length, so that ``most`` pieces with padding are not passed; in a random order."""
    order = sorted(range(len(pieces)), key=lambda index: (len(pieces[index].ids) + rng.random() * 4, index))
    found: list[list[int]] = []
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * len(pieces[index].ids) > most:
            found.append(batch)
            batch = []
        batch.append(index)
    found.append(batch)
    rng.shuffle(found)
    return found


def padded(chosen: Sequence[Pieces]) -> Iterator[npt.NDArray[np.generic]]:
    """ids, mask, types and word labels of a batch, each of shape (pairs, longest)."""
    shape = len(chosen), max(len(pair.ids) for pair in chosen)
    ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    words = np.full(shape, UNKNOWN, dtype=np.float32)
    for row, pair in enumerate(chosen):
        length = len(pair.ids)
        ids[row, :length], mask[row, :length], types[row, :length], words[row, :length] = (
            pair.ids,
            1,
            pair.types,
            pair.words,
        )
    yield from (ids, mask, types, words)
