"""``--pairs``: the records of a file, or of standard input."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, cast

from unspin.batch import BadRecord, Pair, count_records, read_records
from unspin.batch.records import Format, RecordsError, sniff, unpacked
from unspin.cli.many import NoRecordsError, Records
from unspin.cli.output import standard_input


@dataclass(frozen=True, slots=True)
class PairsFile:
    """A file of pairs; "-" is standard input."""

    path: str

    @contextmanager
    def opened(self, *, quiet: bool) -> Iterator[Records]:
        """The records in order.

        Raises:
            NoRecordsError: The file cannot be read at all.
        """
        del quiet
        with _open(self.path) as stream:
            try:
                yield read_records(stream, form=_layout(self.path, stream))
            except RecordsError as error:
                raise NoRecordsError(f"cannot read {_name(self.path)}: {error}; {error.remedy}") from None

    def total(self) -> int | None:
        """Number of records, where the input can be read twice."""
        if not os.path.isfile(self.path):
            return None
        try:
            with _open(self.path) as stream:
                return count_records(stream, form=_layout(self.path, stream))
        except (NoRecordsError, OSError, EOFError, ValueError, zlib.error):
            return None

    def place(self, record: Pair | BadRecord) -> str:
        """File, line and id."""
        named = "" if record.id is None else f" (id {record.id})"
        return f"{_name(self.path)}, line {record.line}{named}"


@contextmanager
def _open(path: str) -> Iterator[io.BufferedReader]:
    try:
        stream = _standard_input() if path == "-" else open(path, "rb")  # noqa: SIM115  closed below
    except OSError as error:
        raise NoRecordsError(f"cannot read {path}: {(error.strerror or str(error)).lower()}; check the path") from None
    with nullcontext() if path == "-" else stream:
        yield unpacked(stream)


def _standard_input() -> io.BufferedReader:
    stream = standard_input()
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(Any, stream))


def _layout(path: str, stream: io.BufferedReader) -> Format:
    match os.path.splitext(path.lower().removesuffix(".gz"))[1]:
        case ".csv":
            return "csv"
        case ".jsonl" | ".ndjson":
            return "jsonl"
        case ".parquet":
            return "parquet"
        case _:
            return sniff(stream)


def _name(path: str) -> str:
    return "standard input" if path == "-" else path
