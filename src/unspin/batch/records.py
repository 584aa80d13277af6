"""Records of pairs from JSON lines, CSV or Parquet, one at a time; a bad record is told, not raised."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast

if TYPE_CHECKING:
    from unspin.document import Document

Format = Literal["jsonl", "csv", "parquet"]

_TEXTS = ("original", "rewrite")
_SAMPLE = 65_536
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Pair:
    """A record that can be checked; ``line`` counts the input's lines, or rows of Parquet, from 1.

    Texts that are no documents yet are read as plain text.
    """

    line: int
    id: str | int
    original: str | Document
    rewrite: str | Document


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that cannot be checked, and why; ``id`` is None where it has none that can be used."""

    line: int
    id: str | int | None
    error: str


class RecordsError(ValueError):
    """The whole input holds no records of pairs; ``remedy`` says what to do."""

    def __init__(self, reason: str, remedy: str = "name the columns id, original and rewrite") -> None:
        super().__init__(reason)
        self.remedy = remedy


def read_records(stream: io.BufferedReader, *, form: Format | None = None) -> Iterator[Pair | BadRecord]:
    """Yield a pair or a bad record for each record of a UTF-8 stream; blank lines are passed over.

    Args:
        stream: JSON lines, each an object with "id", "original" and "rewrite"; or CSV with a head line that names
            these columns; or Parquet that has them. More keys or columns are ignored.
        form: Which of the three; None to decide by how it begins.

    Raises:
        RecordsError: CSV without the three columns, or Parquet that cannot be read as that.
    """
    match form or sniff(stream):
        case "csv":
            return _to_the_end(_csv_records(stream))
        case "parquet":
            from unspin.batch.parquet import parquet_records  # noqa: PLC0415

            return parquet_records(stream)
        case _:
            return _to_the_end(_json_records(stream))


def unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    """What a gzip archive holds; any other stream as it is."""
    if not stream.peek(2).startswith(b"\x1f\x8b"):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=stream)))


def missing_columns(names: Iterable[str]) -> str:
    """The columns of a pair that are not among the names, as words of a message."""
    there = set(names)
    return " or ".join(repr(name) for name in ("id", *_TEXTS) if name not in there)


def _to_the_end(records: Iterator[Pair | BadRecord]) -> Iterator[Pair | BadRecord]:
    """The records, and a bad one where an archive breaks off."""
    line = 0
    try:
        for record in records:
            line = record.line
            yield record
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield BadRecord(line + 1, None, f"the rest of the file cannot be read: {error}")


def sniff(stream: io.BufferedReader) -> Format:
    """Parquet by its first bytes, CSV if the first line names the columns of a pair and is no object, else JSON lines.

    Nothing is consumed.
    """
    try:
        start = stream.peek(_SAMPLE)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return "jsonl"
    if start.startswith(b"PAR1"):
        return "parquet"
    head = start.removeprefix(_BOM).lstrip().split(b"\n", 1)[0]
    return "csv" if not head.startswith(b"{") and b"original" in head and b"rewrite" in head else "jsonl"


def count_records(stream: BinaryIO, *, form: Format) -> int:
    """Number of records up to the end of the stream, without reading what they hold."""
    if form == "parquet":
        from unspin.batch.parquet import count_rows  # noqa: PLC0415

        return count_rows(stream)
    if form == "csv":
        return max(0, sum(1 for row in csv.reader(_text_lines(stream)) if row) - 1)
    return sum(1 for line in stream if line.strip())


def _json_records(stream: Iterable[bytes]) -> Iterator[Pair | BadRecord]:
    for number, line in enumerate(stream, start=1):
        content = line.removeprefix(_BOM) if number == 1 else line
        if content.strip():
            yield json_record(number, content)


def json_record(number: int, line: bytes) -> Pair | BadRecord:
    """The record in one line of JSON lines."""
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return BadRecord(number, None, "not UTF-8")
    except ValueError as error:
        return BadRecord(number, None, f"not JSON: {str(error).partition(': line ')[0]}")
    except RecursionError:
        return BadRecord(number, None, "not a record: nested too deeply")
    return pair_of(number, record) if isinstance(record, dict) else BadRecord(number, None, "not a JSON object")


def _csv_records(stream: BinaryIO) -> Iterator[Pair | BadRecord]:
    # Articles are longer than the 128 KiB that the csv module allows a field by default.
    csv.field_size_limit(1 << 30)
    rows = csv.reader(_text_lines(stream), strict=True)
    columns: list[str] | None = None
    while True:
        # A record's number is the line that it starts on: its texts may span lines.
        number = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield BadRecord(number, None, f"not CSV: {error}")
            continue
        if row is None:
            return
        if not any(row):
            continue
        if columns is None:
            columns = [cell.strip() for cell in row]
            if missing := missing_columns(columns):
                raise RecordsError(f"the head line of the CSV names no column {missing}")
        elif len(row) != len(columns):
            yield BadRecord(number, None, f"{len(row)} columns where the head line has {len(columns)}")
        else:
            yield pair_of(number, dict(zip(columns, row, strict=True)))


def _text_lines(stream: BinaryIO) -> Iterator[str]:
    for number, line in enumerate(stream):
        yield (line.removeprefix(_BOM) if number == 0 else line).decode("utf-8", errors="surrogateescape")


def pair_of(number: int, record: Mapping[str, Any]) -> Pair | BadRecord:
    """The record of these values, in the given line or row of its file."""
    identity = record.get("id")
    if (
        isinstance(identity, bool)
        or not isinstance(identity, str | int)
        or identity == ""
        or not _encodes(str(identity))
    ):
        return BadRecord(number, None, 'no usable "id": a text or a whole number is needed')
    for name in _TEXTS:
        text = record.get(name)
        if not isinstance(text, str):
            return BadRecord(number, identity, f'no text "{name}"')
        if not text.strip():
            return BadRecord(number, identity, f'the text "{name}" is empty')
        if not _encodes(text):
            return BadRecord(number, identity, f'the text "{name}" is not valid Unicode')
    return Pair(number, identity, record["original"], record["rewrite"])


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
