"""Documents for `reuse`, in the order of their numbers: read fast, each id once, and only what is needed of each record."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
from isal import isal_zlib

from unspin.archive.corpus import Parameters, Tally
from unspin.archive.sources import Record, Skip, Sources, _json_record

_CHUNK, _COMPRESSED = 1 << 20, 1 << 18
_BOM = b"\xef\xbb\xbf"
_MOST_BYTES = 1 << 31

# Its stub says that the class of its errors is an error.
_BROKEN: tuple[type[Exception], ...] = (EOFError, OSError, cast(type[Exception], isal_zlib.error))


class Reading(Sources):
    """As ``Sources``, and several times as fast with JSON lines; of the metadata only the value to group by is kept.

    A line that is no plain record is left to ``Sources``, so that the same is taken and the same is told of it, with one
    exception: what stands in values that are not needed is not decoded.
    """

    def __init__(
        self, paths: Sequence[str | Path], *, group_by: str | None = None, leave_out: Path | None = None
    ) -> None:
        super().__init__(paths, leave_out=leave_out)
        self._group_by = group_by
        self._decoder = _decoder(group_by)

    def _json_lines(self, path: str) -> Iterator[Record | Skip]:
        before, number = self.done, 0
        with open(path, "rb") as raw:
            chunks = _unzipped(raw) if path.lower().endswith(".gz") else iter(lambda: raw.read(_CHUNK), b"")
            # The beginning of a line of which the end is not read yet.
            parts: list[bytes] = []
            fault: str | None = None
            while True:
                try:
                    chunk = next(chunks, None)
                except _BROKEN as error:
                    # The line in which the file breaks off is lost.
                    chunk, parts, fault = None, [], f"the rest of the file cannot be read: {error}"
                self.done = before + raw.tell()
                if chunk is not None and b"\n" not in chunk:
                    parts.append(chunk)
                    continue
                end = 0 if chunk is None else chunk.rfind(b"\n") + 1
                block = b"".join([*parts, chunk[:end] if chunk else b""])
                ends = block.count(b"\n")
                yield from self._lines(path, number, block if number else block.removeprefix(_BOM), ends)
                number += ends
                if chunk is None:
                    break
                parts = [chunk[end:]]
            if fault is not None:
                yield Skip(path, number + 1, None, fault)

    def _lines(self, path: str, before: int, block: bytes, ends: int) -> Iterator[Record | Skip]:
        """The records of some whole lines, so many of which end in the block; the last of a file need not."""
        try:
            found = self._decoder.decode_lines(block)
            plain = len(found) == ends + (not block.endswith(b"\n") and bool(block))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            plain = False
        if not plain:
            yield from self._one_by_one(path, before, block)
            return
        for number, record in enumerate(found, before + 1):
            yield self._plain(path, number, record)

    def _one_by_one(self, path: str, before: int, block: bytes) -> Iterator[Record | Skip]:
        for number, line in enumerate(io.BytesIO(block), before + 1):
            if line.strip():
                try:
                    yield self._plain(path, number, self._decoder.decode(line))
                except (msgspec.MsgspecError, UnicodeDecodeError):
                    yield _json_record(path, number, line)

    def _plain(self, path: str, line: int, found: Any) -> Record | Skip:
        if found.id == "":
            return _json_record(path, line, b'{"id": ""}')
        name = self._group_by
        metadata = {} if name is None or found.group is None else {name: found.group}
        return Record(path, line, str(found.id), found.text, metadata)


def _unzipped(raw: BinaryIO) -> Iterator[bytes]:
    """What a gzip file holds, which may have several members; all that can be read comes out before an error is raised."""
    unzip, begun, members = isal_zlib.decompressobj(31), False, 0
    while data := raw.read(_COMPRESSED):
        # Zeros may follow a member.
        while data := data if begun or not members else data.lstrip(b"\0"):
            begun = True
            yield unzip.decompress(data, _CHUNK)
            data = unzip.unconsumed_tail
            if unzip.eof:
                data = unzip.unused_data
                unzip, begun, members = isal_zlib.decompressobj(31), False, members + 1
    if begun:
        raise EOFError("it ends too early")


def _decoder(group_by: str | None) -> msgspec.json.Decoder[Any]:
    fields: list[Any] = [("id", str | int), ("text", str)]
    if group_by is not None:
        fields.append(("group", object, None))
    line = msgspec.defstruct("Line", fields, rename={"group": group_by} if group_by is not None else None, gc=False)
    return msgspec.json.Decoder(line)


def group_of(record: Record, parameters: Parameters) -> str | None:
    """What the document is grouped by: a text, or another value as JSON; None for a document without one."""
    if parameters.group_by is None:
        return None
    value = record.metadata.get(parameters.group_by)
    return value if value is None or isinstance(value, str) else json.dumps(value, sort_keys=True)


class Documents:
    """The documents of a corpus in the order of their numbers; those that cannot be taken are added to the tally's skips.

    Iterating yields each document's record, those of the other corpus first, and counts them in the tally. An id stands
    for one document of each corpus: a second one is passed over, as are texts that are empty or no valid Unicode.

    Args:
        sources: Files and folders of the corpus, as for ``Sources``.
        against: Those of the other corpus; None: there is none.
        parameters: As for the engine.
        tally: What is counted, and what is told.
        leave_out: A folder to pass over: that of the results.
    """

    def __init__(
        self,
        sources: Sequence[str | Path],
        against: Sequence[str | Path] | None,
        parameters: Parameters,
        tally: Tally,
        *,
        leave_out: Path | None = None,
    ) -> None:
        self._tally = tally
        self._parts = [
            Reading(paths, group_by=parameters.group_by, leave_out=leave_out) for paths in (against or (), sources)
        ]

    def files(self) -> list[list[str]]:
        """The files of the other corpus, and of the corpus."""
        return [[path for path in part._files() if isinstance(path, str)] for part in self._parts]

    def size(self) -> int:
        """Bytes of all files."""
        return sum(part.size() for part in self._parts)

    @property
    def done(self) -> int:
        """Bytes of the files that have been read so far."""
        return sum(part.done for part in self._parts)

    def __iter__(self) -> Iterator[Record]:
        tally = self._tally
        for part in self._parts:
            is_corpus = part is self._parts[1]
            known: set[str] = set()
            for found in part:
                if isinstance(found, Skip):
                    tally.skips.append(found)
                    continue
                if (reason := _refusal(found, known)) is not None:
                    tally.skips.append(Skip(found.source, found.line, found.id, reason))
                    continue
                known.add(found.id)
                tally.characters += len(found.text)
                if is_corpus:
                    tally.documents += 1
                else:
                    tally.sources += 1
                yield found


def _refusal(record: Record, known: set[str]) -> str | None:
    text = record.text
    if not text or text.isspace():
        return "its text is empty"
    if record.id in known:
        return "another document has its id"
    if not record.id.isascii() and not _encodes(record.id):
        return "its id is not valid Unicode"
    if not text.isascii() and not _encodes(text):
        return "its text is not valid Unicode"
    return "its text has 2 GiB or more" if len(text) >= _MOST_BYTES // 4 and _size(text) >= _MOST_BYTES else None


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
