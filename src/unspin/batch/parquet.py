"""Records of pairs from Parquet, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from unspin.batch.records import BadRecord, Pair, RecordsError, missing_columns, pair_of

_ROWS = 64


def parquet_records(stream: BinaryIO) -> Iterator[Pair | BadRecord]:
    """Yield a pair or a bad record for each row; ``line`` counts rows from 1. Columns other than the three are not read.

    Raises:
        RecordsError: It is no Parquet or comes through a pipe, a column is missing, or unspin[corpus] is not installed.
    """
    file = _file(stream)
    names = file.schema_arrow.names
    if missing := missing_columns(names):
        raise RecordsError(f"its schema names no column {missing}")
    number = 0
    rows = file.iter_batches(batch_size=_ROWS, columns=["id", "original", "rewrite"])
    while True:
        try:
            batch = next(rows, None)
        # pyarrow raises errors of many kinds over damaged data.
        except Exception as error:
            yield BadRecord(number + 1, None, f"the rest of the file cannot be read: {_first_line(error)}")
            return
        if batch is None:
            return
        for row in batch.to_pylist():
            number += 1
            yield pair_of(number, row)


def count_rows(stream: BinaryIO) -> int:
    """Number of rows.

    Raises:
        RecordsError: As for ``parquet_records``.
    """
    return int(_file(stream).metadata.num_rows)


def _file(stream: BinaryIO) -> Any:
    if not stream.seekable():
        raise RecordsError("Parquet cannot be read from a pipe", "give the file")
    try:
        import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
        import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
    except ImportError:
        raise RecordsError("reading Parquet needs pyarrow", "install unspin[corpus]") from None
    try:
        return pq.ParquetFile(stream)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise RecordsError(f"it cannot be read as Parquet: {_first_line(error)}", "write it anew") from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
