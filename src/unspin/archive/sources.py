"""Documents from files: texts, folders, JSON lines, Parquet and WARC, one at a time; what is wrong is told, not raised."""

from __future__ import annotations

import gzip
import json
import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path
from typing import Any

from unspin.readers import ReadError, read

_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_PARQUET = (".parquet",)
_WARC = (".warc", ".warc.gz")
_ROWS = 256
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """A document; ``line`` counts lines, rows or responses of its file from 1, and is None where the file is the document."""

    source: str
    line: int | None
    id: str
    text: str
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skip:
    """What could not be read, and why; ``id`` is None where it has none that can be used."""

    source: str
    line: int | None
    id: str | None
    reason: str


class Sources:
    """The documents of files and folders, in the order given; a folder's in the order of their paths.

    Iterating yields a ``Record`` or a ``Skip`` for each document, and never raises because of what it reads. Names of
    files that are hidden are passed over in folders, files that are no text are not. The id of a text file is its path,
    with slashes.

    Args:
        paths: Text files, folders, JSON lines (.jsonl, .ndjson, also with .gz), Parquet and WARC (also with .gz).
        leave_out: A folder to pass over: the archive itself, which may lie in a folder that is read.
    """

    def __init__(self, paths: Sequence[str | Path], *, leave_out: Path | None = None) -> None:
        self._paths = [os.fspath(path) for path in paths]
        self._leave_out = os.path.realpath(leave_out) if leave_out is not None else None
        self.done = 0
        """Bytes of the files that have been read so far."""

    def size(self) -> int:
        """Bytes of all files."""
        total = 0
        for path in self._files():
            if isinstance(path, str):
                try:
                    total += os.stat(path).st_size
                except (OSError, ValueError):
                    continue
        return total

    def __iter__(self) -> Iterator[Record | Skip]:
        before = 0
        for path in self._files():
            if isinstance(path, Skip):
                yield path
                continue
            self.done = before
            yield from self._documents(path)
            try:
                before += os.stat(path).st_size
            except (OSError, ValueError):
                continue
        self.done = before

    def _files(self) -> Iterator[str | Skip]:
        return chain.from_iterable(map(self._files_under, self._paths))

    def _files_under(self, path: str) -> Iterator[str | Skip]:
        if not os.path.isdir(path):
            yield os.path.normpath(path)
        elif os.path.realpath(path) != self._leave_out:
            try:
                names = sorted(name for name in os.listdir(path) if not name.startswith("."))
            except OSError as error:
                yield Skip(path, None, None, (error.strerror or str(error)).lower())
                return
            for name in names:
                below = os.path.normpath(os.path.join(path, name))
                # A folder that is only linked to may hold this one.
                if not (os.path.islink(below) and os.path.isdir(below)):
                    yield from self._files_under(below)

    def _documents(self, path: str) -> Iterator[Record | Skip]:
        lower = path.lower()
        try:
            if not stat.S_ISREG(os.stat(path).st_mode):
                yield Skip(path, None, None, "it is no file")
            elif lower.endswith(_LINES):
                yield from self._json_lines(path)
            elif lower.endswith(_PARQUET):
                yield from self._parquet(path)
            elif lower.endswith(_WARC):
                yield from self._warc(path)
            elif lower.endswith(".json"):
                yield Skip(path, None, None, "JSON is read one record a line, from files named .jsonl or .ndjson")
            else:
                yield _text_file(path)
        except FileNotFoundError:
            yield Skip(path, None, None, "there is no such file")
        except (OSError, ValueError) as error:
            yield Skip(path, None, None, (getattr(error, "strerror", None) or str(error)).lower())

    def _json_lines(self, path: str) -> Iterator[Record | Skip]:
        before = self.done
        with open(path, "rb") as raw:
            stream: Any = gzip.GzipFile(fileobj=raw) if path.lower().endswith(".gz") else raw
            number = 0
            while True:
                number += 1
                try:
                    line = stream.readline()
                except (EOFError, OSError, zlib.error) as error:
                    yield Skip(path, number, None, f"the rest of the file cannot be read: {error}")
                    return
                if not line:
                    return
                content = line.removeprefix(_BOM) if number == 1 else line
                if content.strip():
                    self.done = before + raw.tell()
                    yield _json_record(path, number, content)

    def _warc(self, path: str) -> Iterator[Record | Skip]:
        from unspin.archive.warc import warc_documents  # noqa: PLC0415

        before = self.done

        def at(read: int) -> None:
            self.done = before + read

        yield from warc_documents(path, at)

    def _parquet(self, path: str) -> Iterator[Record | Skip]:
        try:
            import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
            import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
        except ImportError:
            yield Skip(path, None, None, "reading Parquet needs unspin[corpus]")
            return
        before, size = self.done, os.stat(path).st_size
        number = 0
        try:
            with pq.ParquetFile(path, memory_map=True) as file:
                names = file.schema_arrow.names
                if missing := [name for name in ("id", "text") if name not in names]:
                    yield Skip(path, None, None, f"it has no column {' or '.join(map(repr, missing))}")
                    return
                rows = max(1, file.metadata.num_rows)
                for batch in file.iter_batches(batch_size=_ROWS):
                    for row in batch.to_pylist():
                        number += 1
                        yield _record(path, number, {name: _plain(value) for name, value in row.items()})
                    self.done = before + size * number // rows
        except (OSError, ValueError, pa.ArrowException) as error:
            reason = str(error).partition("\n")[0]
            yield Skip(path, number + 1 if number else None, None, f"it cannot be read as Parquet: {reason}")


def _text_file(path: str) -> Record | Skip:
    try:
        document = read(path)
    except ReadError as error:
        return Skip(path, None, None, error.reason)
    return Record(path, None, Path(path).as_posix(), document.text, dict(document.metadata))


def _json_record(path: str, line: int, content: bytes) -> Record | Skip:
    try:
        record = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return Skip(path, line, None, "not UTF-8")
    except ValueError as error:
        return Skip(path, line, None, f"not JSON: {str(error).partition(': line ')[0]}")
    except RecursionError:
        return Skip(path, line, None, "not a record: nested too deeply")
    return _record(path, line, record) if isinstance(record, dict) else Skip(path, line, None, "not a JSON object")


def _record(path: str, line: int, values: dict[str, Any]) -> Record | Skip:
    identity = values.pop("id", None)
    if isinstance(identity, bool) or not isinstance(identity, str | int) or identity == "":
        return Skip(path, line, None, 'no usable "id": a text or a whole number is needed')
    name = str(identity)
    if "text" not in values:
        return Skip(path, line, name, 'no "text"')
    text = values.pop("text")
    if not isinstance(text, str):
        return Skip(path, line, name, '"text" is no text')
    return Record(path, line, name, text, {key: value for key, value in values.items() if value is not None})


def _plain(value: Any) -> Any:
    """A value of a Parquet column as JSON can hold it."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if value - value == 0 else None
        case bytes():
            return value.decode("utf-8", "replace")
        case date() | datetime() | time():
            return value.isoformat()
        case list() | tuple():
            return [_plain(part) for part in value]
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
        case _:
            return str(value)
