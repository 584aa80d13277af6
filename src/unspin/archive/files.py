"""Files that appear whole or not at all, with their checksum."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

_BUFFER = 1 << 20
PART = ".part"
"""The suffix of a file that is still being written."""


class PartFile:
    """A file that is written from front to end under another name, and gets its own when all of it is on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._part = path.with_name(path.name + PART)
        self._digest = hashlib.blake2b(digest_size=32)
        self._file = self._part.open("w+b", buffering=_BUFFER)

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes."""
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def write_array(self, array: npt.NDArray[np.generic]) -> int:
        """Append an array at a multiple of 64 bytes, so that it can be mapped; where it begins."""
        self.write(bytes(-self.size % 64))
        begin = self.size
        self.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
        return begin

    def read(self, begin: int, length: int) -> bytes:
        """Bytes that were written before."""
        self._file.flush()
        return os.pread(self._file.fileno(), length, begin)

    def finish(self) -> str:
        """Give the file its name once its bytes are on the disk; its checksum, in hexadecimal digits."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self.path)
        sync_folder(self.path.parent)
        return self._digest.hexdigest()

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            # On a full disk closing fails as well: it tries to write what is left in the buffer.
            self._file.close()
        with suppress(OSError):
            self._part.unlink()


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in the place of another: whoever opens it sees the one or the other, also after a power cut."""
    part = PartFile(path)
    try:
        part.write(data)
        part.finish()
    except BaseException:
        part.discard()
        raise


def sync_folder(path: Path) -> None:
    """Have the names in a folder written to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checksum_of(path: Path) -> Iterator[tuple[int, str]]:
    """Read a file; yields the number of bytes read at each step with "", at last 0 with the checksum."""
    digest = hashlib.blake2b(digest_size=32)
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(8 * _BUFFER):
            digest.update(chunk)
            yield len(chunk), ""
    yield 0, digest.hexdigest()
