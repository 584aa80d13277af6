"""A segment: documents, their texts and the places of their runs of words, in one file that is written once and then mapped.

The file is, in this order: a mark; for each document its record (id and metadata, JSON) and its text (UTF-8, zstd, by
itself, so that one can be read without the others); the table of documents; the index of ids; the postings; and a
trailer that says where each of these begins. Numbers are little-endian, arrays begin at multiples of 64 bytes.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from unspin.archive.errors import ArchiveError
from unspin.archive.files import PartFile
from unspin.archive.manifest import BITS, WIDTH, Entry, segment_path

MARK: Final = b"unspin segment 1"
_TRAILER: Final = struct.Struct("<16s9Q")

ROW: Final = np.dtype(
    [
        ("place", "<u8"),  # of the record in the file; the text follows it
        ("record", "<u4"),  # length in bytes
        ("packed", "<u4"),  # of the compressed text, in bytes
        ("bytes", "<u4"),  # of the text itself
        ("characters", "<u4"),
        ("first", "<u4"),  # position of its first token
        ("tokens", "<u4"),
        ("digest", "u1", (16,)),  # of the text
    ]
)
"""A document in the table of documents."""

_LEVEL = 1
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)
_DAMAGED = "it is damaged: `unspin archive verify` says more"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it was put into the archive."""

    id: str
    text: str
    metadata: dict[str, Any]


class Segment:
    """A segment as it is read: its arrays are the mapped file, and stay valid after the file has been deleted.

    ``first`` is the number in the archive of its first document, ``alive`` tells which documents have not been removed.

    Raises:
        ArchiveError: The file is not what the manifest says.
        FileNotFoundError: There is no such file.
    """

    bits: Final = BITS
    width: Final = WIDTH

    def __init__(self, folder: Path, entry: Entry, *, first: int = 0) -> None:
        self.entry = entry
        self.first = first
        self.path = segment_path(folder, entry.name)
        try:
            with self.path.open("rb") as stream:
                self.data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise
        except (OSError, ValueError) as error:
            raise ArchiveError(self.path, f"it cannot be read ({error})", _DAMAGED) from None
        self._begins = self._checked_trailer()
        self.alive: npt.NDArray[np.bool_] = np.ones(entry.documents, dtype=np.bool_)
        if entry.removed:
            if not 0 <= entry.removed[0] <= entry.removed[-1] < entry.documents:
                raise ArchiveError(self.path, "it has fewer documents than were removed", _DAMAGED)
            self.alive[list(entry.removed)] = False

    def _checked_trailer(self) -> tuple[int, int, int, int]:
        entry = self.entry
        if len(self.data) != entry.bytes or entry.bytes < _TRAILER.size:
            raise ArchiveError(self.path, f"it has {len(self.data):,} bytes, not {entry.bytes:,}", _DAMAGED)
        mark, documents, tokens, postings, bits, width, *begins = _TRAILER.unpack(self.data[-_TRAILER.size :])
        said = (mark, documents, tokens, postings, bits, width)
        table, keys, numbers, values = begins
        room = (ROW.itemsize * documents, 8 * documents, 4 * documents, 8 * postings)
        fits = all(begin + size <= len(self.data) for begin, size in zip(begins, room, strict=True))
        if said != (MARK, entry.documents, entry.tokens, entry.postings, BITS, WIDTH) or not fits:
            raise ArchiveError(self.path, "its trailer is not what the manifest says", _DAMAGED)
        return table, keys, numbers, values

    @property
    def documents(self) -> int:
        """Number of documents, those removed included."""
        return self.entry.documents

    @property
    def tokens(self) -> int:
        """Number of tokens, those of removed documents included."""
        return self.entry.tokens

    @cached_property
    def table(self) -> npt.NDArray[np.void]:
        """A row for each document, of type ``ROW``."""
        return np.frombuffer(self.data, dtype=ROW, count=self.documents, offset=self._begins[0])

    @cached_property
    def starts(self) -> npt.NDArray[np.int64]:
        """The position of the first token of each document; ascending, equal only after a document without tokens."""
        starts: npt.NDArray[np.int64] = self.table["first"].astype(np.int64)
        starts.setflags(write=False)
        return starts

    @cached_property
    def keys(self) -> npt.NDArray[np.uint64]:
        """The hashes of all ids, ascending."""
        return np.frombuffer(self.data, dtype=np.uint64, count=self.documents, offset=self._begins[1])

    @cached_property
    def numbers(self) -> npt.NDArray[np.uint32]:
        """The document that each of ``keys`` belongs to."""
        return np.frombuffer(self.data, dtype=np.uint32, count=self.documents, offset=self._begins[2])

    @cached_property
    def postings(self) -> npt.NDArray[np.uint64]:
        """The runs of words of all documents, as ``candidates.runs`` has them; those of removed documents included."""
        return np.frombuffer(self.data, dtype=np.uint64, count=self.entry.postings, offset=self._begins[3])

    def ensure_sound(self) -> None:
        """Nothing, if all that its tables point at is there; whether it is what was written, only ``verify`` can tell.

        Raises:
            ArchiveError: The file is damaged.
        """
        starts, tokens = self.starts, self.table["tokens"].astype(np.int64)
        ends = self.table["place"] + self.table["record"] + self.table["packed"]
        if (
            (starts != np.cumsum(tokens) - tokens).any()
            or int(tokens.sum()) != self.tokens
            or (ends > len(self.data)).any()
            or (self.numbers >= self.documents).any()
        ):
            raise ArchiveError(self.path, "its tables contradict each other", _DAMAGED)

    def forget(self) -> None:
        """Let the system take back the memory of what was read of the file; it is read again where it is wanted."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self.data.madvise(mmap.MADV_DONTNEED)

    def record(self, number: int) -> bytes:
        """The record of a document, as it is stored."""
        row = self.table[number]
        return self.data[int(row["place"]) : int(row["place"]) + int(row["record"])]

    def id(self, number: int) -> str:
        """The id of a document."""
        return self._parsed(number)[0]

    def metadata(self, number: int) -> dict[str, Any]:
        """The metadata of a document."""
        return self._parsed(number)[1]

    def text(self, number: int) -> str:
        """The text of a document."""
        return self.text_bytes(number).decode("utf-8")

    def text_bytes(self, number: int) -> bytes:
        """The text of a document as UTF-8.

        Raises:
            ArchiveError: The file is damaged.
        """
        row = self.table[number]
        begin = int(row["place"]) + int(row["record"])
        packed = memoryview(self.data)[begin : begin + int(row["packed"])]
        try:
            text = bytes(codec().decompress(packed, decompressed_size=int(row["bytes"]), asbytes=True))
        except (OSError, ValueError) as error:
            raise ArchiveError(
                self.path, f"the text of document {number} does not decompress ({error})", _DAMAGED
            ) from None
        if digest_of(text) != row["digest"].tobytes():
            raise ArchiveError(self.path, f"the text of document {number} is not what was stored", _DAMAGED)
        return text

    def document(self, number: int) -> StoredDocument:
        """A document, whether removed or not; ``number`` counts from 0 in the segment."""
        identity, metadata = self._parsed(number)
        return StoredDocument(identity, self.text(number), metadata)

    def find(self, identity: str) -> int | None:
        """The number in the segment of the document with this id, unless it was removed."""
        key = np.uint64(key_of(identity))
        at = int(np.searchsorted(self.keys, key))
        while at < self.documents and self.keys[at] == key:
            number = int(self.numbers[at])
            if number >= self.documents:
                raise ArchiveError(self.path, "its index of ids names documents that it does not have", _DAMAGED)
            if self.alive[number] and self.id(number) == identity:
                return number
            at += 1
        return None

    def _parsed(self, number: int) -> tuple[str, dict[str, Any]]:
        try:
            identity, metadata = json.loads(self.record(number))
        except (ValueError, TypeError, RecursionError):
            raise ArchiveError(self.path, f"the record of document {number} is no JSON", _DAMAGED) from None
        return identity, metadata


def finish(
    file: PartFile,
    *,
    table: npt.NDArray[np.void],
    keys: npt.NDArray[np.uint64],
    numbers: npt.NDArray[np.uint32],
    tokens: int,
    chunks: Iterable[npt.NDArray[np.uint64]],
) -> Entry:
    """Write all that follows the texts, and give the file its name.

    Args:
        file: Holds the mark, the records and the texts.
        table: One ``ROW`` a document.
        keys: Hash of the id of each document, in any order.
        numbers: The documents that ``keys`` belong to.
        tokens: Number of tokens of all documents.
        chunks: The postings: arrays that are sorted as a whole.
    """
    order = np.lexsort((numbers, keys))
    begins = [file.write_array(table), file.write_array(keys[order]), file.write_array(numbers[order])]
    begins.append(file.write_array(np.empty(0, dtype=np.uint64)))
    postings = 0
    for chunk in chunks:
        file.write(chunk.view(np.uint8).data)
        postings += len(chunk)
    file.write(_TRAILER.pack(MARK, len(table), tokens, postings, BITS, WIDTH, *begins))
    name = file.path.name.partition(".")[0]
    size = file.size
    return Entry(name=name, documents=len(table), tokens=tokens, postings=postings, bytes=size, blake2b=file.finish())


def record_of(identity: str, metadata: dict[str, Any]) -> bytes:
    """Id and metadata as they are stored; equal for equal ones, whatever the order of the keys.

    Raises:
        ValueError: The metadata cannot be written as JSON.
    """
    try:
        return _CANONICAL.encode([identity, metadata]).encode()
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def digest_of(text: bytes) -> bytes:
    """What a stored text is checked against: BLAKE2b, 16 bytes."""
    return hashlib.blake2b(text, digest_size=16).digest()


def key_of(identity: str) -> int:
    """The hash under which an id is found, of 64 bits."""
    data = identity.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")


@cache
def codec() -> Any:
    """Zstandard, one frame a text."""
    # Part of an extra, and slow to load.
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415

    return pa.Codec("zstd", compression_level=_LEVEL)
