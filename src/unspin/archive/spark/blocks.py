"""Rows of Spark that hold thousands of values each: neighbouring documents, and numpy arrays as bytes.

Spark takes longer to hand over a row than a kernel to work on what is in it. So no row is a word, or a pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

from unspin.archive.collection import Longs

Array = npt.NDArray[Any]

BLOCK = 1 << 16
"""Bytes of text that a block has, if no document alone has more."""
SCHEMA = pa.schema([("block", pa.int32()), ("first", pa.int32()), ("lengths", pa.binary()), ("texts", pa.binary())])
"""A block: its number, the number of its first document, the bytes of each document, and their texts in UTF-8."""


class Blocks:
    """All documents in blocks: iterating, which can be done once, yields a batch for each; ``lengths`` are then known."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._lengths: list[Longs] = []

    @property
    def count(self) -> int:
        """How many blocks there were so far."""
        return len(self._lengths)

    @property
    def lengths(self) -> Longs:
        """The bytes of each document so far."""
        return np.concatenate([np.empty(0, dtype=np.int64), *self._lengths])

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        waiting: list[bytes] = []
        first = size = 0
        for text in self._texts:
            # As in tokens_of.
            data = text.encode("utf-8", "replace")
            if waiting and size + len(data) > BLOCK:
                yield self._block(first, waiting)
                first, size = first + len(waiting), 0
                waiting.clear()
            waiting.append(data)
            size += len(data)
        if waiting:
            yield self._block(first, waiting)

    def _block(self, first: int, texts: list[bytes]) -> pa.RecordBatch:
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        row = (self.count, first, lengths.tobytes(), b"".join(texts))
        self._lengths.append(lengths)
        return pa.record_batch([pa.array([cell], kind) for cell, kind in zip(row, SCHEMA.types, strict=True)], SCHEMA)


class Block(NamedTuple):
    """A block that has arrived: its number, the number of its first document, and where each text begins and the last ends."""

    number: int
    first: int
    bounds: Longs
    texts: npt.NDArray[np.uint8]

    def text(self, document: int) -> bytes:
        """The text of a document by its number in the corpus."""
        place = document - self.first
        return self.texts[self.bounds[place] : self.bounds[place + 1]].tobytes()

    @property
    def documents(self) -> range:
        """The numbers of its documents."""
        return range(self.first, self.first + len(self.bounds) - 1)


def blocks_in(batches: Iterable[pa.RecordBatch]) -> Iterator[Block]:
    """The blocks of some batches of ``SCHEMA``."""
    for batch in batches:
        for row in range(batch.num_rows):
            number, first, lengths, texts = (batch.column(name)[row] for name in SCHEMA.names)
            bounds = np.concatenate([[0], np.cumsum(np.frombuffer(lengths.as_buffer(), dtype=np.int64))])
            yield Block(number.as_py(), first.as_py(), bounds, np.frombuffer(texts.as_buffer(), dtype=np.uint8))


def cells(array: Array, bounds: Longs) -> pa.Array:
    """A binary column with a cell for each part of an array, from ``bounds[i]`` to ``bounds[i + 1]``; nothing is copied."""
    offsets = pa.py_buffer((bounds * array.itemsize).astype(np.int32))
    data = pa.py_buffer(np.ascontiguousarray(array).view(np.uint8))
    return pa.Array.from_buffers(pa.binary(), len(bounds) - 1, [None, offsets, data])


def joined(column: Any, kind: npt.DTypeLike) -> Array:
    """What all cells of a binary column hold, one after the other, in an array of its own."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    found = []
    for chunk in chunks:
        _, offsets, data = chunk.buffers()
        if len(chunk) and data is not None:
            bounds = np.frombuffer(offsets, dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
            found.append(np.frombuffer(data, dtype=np.uint8)[bounds[0] : bounds[-1]])
    return np.concatenate([np.empty(0, dtype=np.uint8), *found]).view(kind)


def by_bucket(name: str, bounds: Longs, arrays: dict[str, Array]) -> pa.RecordBatch:
    """A row for each bucket that has something: its number, and its part of each array, which are in the order of the buckets."""
    filled = np.flatnonzero(np.diff(bounds))
    ends = np.append(bounds[filled], bounds[-1])
    columns = [pa.array(filled.astype(np.int32)), *(cells(array, ends) for array in arrays.values())]
    return pa.record_batch(columns, names=[name, *arrays])
