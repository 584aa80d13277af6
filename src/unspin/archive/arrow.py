"""Arrays of pyarrow's from Python's texts and numpy's numbers.

``pyarrow.array`` would do, but loads pandas where that is installed, which takes as long as reading several megabytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

# An array of texts may have 2 GiB in all: longer ones are chunks.
_CHUNK = 1 << 18


def strings(values: Sequence[str]) -> pa.ChunkedArray:
    """The texts, as ``pyarrow.string()``."""
    import pyarrow as pa  # noqa: PLC0415

    chunks = []
    for begin in range(0, len(values) or 1, _CHUNK):
        parts = [value.encode() for value in values[begin : begin + _CHUNK]]
        offsets = np.cumsum([0, *map(len, parts)]).astype(np.int32)
        chunks.append(pa.StringArray.from_buffers(len(parts), pa.py_buffer(offsets), pa.py_buffer(b"".join(parts))))
    return pa.chunked_array(chunks, pa.string())


def numbers(values: npt.NDArray[Any]) -> pa.Array:
    """The numbers, or truth values, as the type that numpy has them in."""
    import pyarrow as pa  # noqa: PLC0415

    is_flags = values.dtype == np.bool_
    plain = np.packbits(values, bitorder="little") if is_flags else np.ascontiguousarray(values)
    kind = pa.bool_() if is_flags else pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(plain)])


def as_numpy(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """The numbers of a column without nulls."""
    kind = column.type.to_pandas_dtype()
    chunks = [chunk for chunk in column.chunks if len(chunk)]
    parts = [
        np.frombuffer(chunk.buffers()[1], dtype=kind)[chunk.offset : chunk.offset + len(chunk)] for chunk in chunks
    ]
    return np.concatenate([np.empty(0, dtype=kind), *parts])
