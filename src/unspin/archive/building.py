"""A segment in the making: texts go to the disk as they come, runs of words stay in memory until they can be sorted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unspin.archive.candidates import run_hashes
from unspin.archive.files import PartFile
from unspin.archive.manifest import BITS, WIDTH, Entry
from unspin.archive.postings import packed
from unspin.archive.segments import MARK, ROW, codec, digest_of, finish, key_of
from unspin.archive.tokens import Tokens, tokens_of

MOST_TOKENS = 1 << BITS
"""Tokens of a segment, and of a document."""

# What a document takes in memory beside its runs: its row, its id and what finds the id.
_BESIDE = 300

# For a token: the run that begins there, and again while they are sorted.
_PER_TOKEN = 16

# Stands where no run begins. A run may have this hash as well; it is told by its position.
_NONE = np.uint64(2**64 - 1)

_FIRST_ROWS = 1024


@cache
def kernel() -> str:
    """How this unspin cuts and hashes texts, as some hexadecimal digits: archives with other digits are of no use to it."""
    probe = "Ænima's ﬁrst 4½-hour Straße, Ｅn café 中文 ไทย: the Ⅷ. ΣΊΣΥΦΟΣ ran away"
    found = runs_of(tokens_of(probe))
    return f"{int(np.bitwise_xor.reduce((found >> np.uint64(BITS)) * np.arange(1, 2 * len(found), 2, dtype=np.uint64))):016x}"


def runs_of(tokens: Tokens) -> npt.NDArray[np.uint64]:
    """The run of words that begins at each token of a document, as postings have it, position left 0; without the last two tokens."""
    number = len(tokens)
    return run_hashes(tokens.hashes, np.array([0, number], dtype=np.int64), BITS)[: max(0, number - WIDTH + 1)]


class Building:
    """A segment that documents are added to.

    Args:
        path: Where it shall lie.
        memory: Bytes that what is not yet on the disk may take; one document may always be added to an empty segment.
        most: Tokens that it may have.
    """

    def __init__(self, path: Path, memory: int, most: int) -> None:
        self.ids: dict[str, int] = {}
        self.removed: set[int] = set()
        self.tokens = 0
        self.documents = 0
        self._memory = memory
        self._most = most
        self._file = PartFile(path)
        self._file.write(MARK)
        self._table = np.zeros(_FIRST_ROWS, dtype=ROW)
        self._keys = np.zeros(_FIRST_ROWS, dtype=np.uint64)
        # By position. Pages of an array that nothing was written to take no memory.
        self._runs = np.empty(min(max(memory // _PER_TOKEN, 1), most), dtype=np.uint64)
        self._beside = 0

    def takes(self, identity: str, tokens: int) -> bool:
        """Whether a document of so many tokens still has room."""
        if not self.documents:
            return True
        used = _PER_TOKEN * (self.tokens + tokens) + self._beside + _BESIDE + len(identity)
        return used <= self._memory and self.tokens + tokens <= self._most

    def add(self, identity: str, record: bytes, text: bytes, characters: int, tokens: Tokens) -> None:
        """Append a document; the id must not be among ``ids``."""
        compressed = codec().compress(text, asbytes=True)
        if self.documents == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._keys = np.concatenate([self._keys, np.zeros_like(self._keys)])
        digest = np.frombuffer(digest_of(text), dtype=np.uint8)
        number = self.documents
        self._table[number] = (
            self._file.size, len(record), len(compressed), len(text), characters, self.tokens, len(tokens), digest,
        )  # fmt: skip
        self._keys[number] = key_of(identity)
        self._file.write(record)
        self._file.write(compressed)
        end = self.tokens + len(tokens)
        if end > len(self._runs):
            # The first document alone is larger than the bound.
            self._runs = np.empty(end, dtype=np.uint64)
        begin = runs_of(tokens)
        self._runs[self.tokens : self.tokens + len(begin)] = begin
        self._runs[self.tokens + len(begin) : end] = _NONE
        self.tokens += len(tokens)
        self.documents += 1
        self.ids[identity] = number
        self._beside += _BESIDE + len(identity)

    def remove(self, identity: str) -> None:
        """Take a document out again."""
        self.removed.add(self.ids.pop(identity))

    def record(self, identity: str) -> bytes:
        """The record of a document that was added."""
        row = self._table[self.ids[identity]]
        return self._file.read(int(row["place"]), int(row["record"]))

    def digest(self, identity: str) -> bytes:
        """The digest of its text."""
        digest: bytes = self._table[self.ids[identity]]["digest"].tobytes()
        return digest

    def finish(self) -> Entry:
        """Sort and write what is left to write; afterwards the file has its name."""
        values = packed(self._runs[: self.tokens], 0, BITS)
        self._runs = np.empty(0, dtype=np.uint64)
        return finish(
            self._file,
            table=self._table[: self.documents],
            keys=self._keys[: self.documents],
            numbers=np.arange(self.documents, dtype=np.uint32),
            tokens=self.tokens,
            chunks=self._without_gaps(values),
        )

    def _without_gaps(self, values: npt.NDArray[np.uint64]) -> list[npt.NDArray[np.uint64]]:
        """The postings, without those for positions where no run begins; all of these are among the last."""
        begin = int(np.searchsorted(values, _NONE >> np.uint64(BITS) << np.uint64(BITS)))
        last = values[begin:]
        positions = (last & np.uint64((1 << BITS) - 1)).astype(np.int64)
        table = self._table[: self.documents]
        first, tokens = table["first"].astype(np.int64), table["tokens"].astype(np.int64)
        document = np.searchsorted(first, positions, side="right") - 1
        begins = positions - first[document] <= tokens[document] - WIDTH
        return [values[:begin], last[begins]]

    def discard(self) -> None:
        """Leave nothing behind."""
        self._file.discard()
