"""One writer at a time: a lock that ends with its process, however that ends."""

from __future__ import annotations

import os
from pathlib import Path

from unspin.archive.errors import ArchiveError, telling

LOCK = "lock"


class Lock:
    """The right to write to an archive, held until ``release`` or the end of the process.

    Raises:
        ArchiveError: Another writer holds it; the message names its process.
    """

    def __init__(self, folder: Path) -> None:
        # No such module on Windows, where archives can be read but not written.
        import fcntl  # noqa: PLC0415

        with telling(folder, "writing needs the permission to make files in its folder"):
            self._handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._handle, 20, 0).decode("ascii", "replace").strip()
            os.close(self._handle)
            who = f"process {holder}" if holder.isdigit() else "another process"
            raise ArchiveError(folder, f"{who} is writing to it", "wait until that has finished") from None
        # The file stays when the lock is given up: were it deleted, two writers could each lock a file of that name.
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    @property
    def held(self) -> bool:
        """Whether it was not given up yet."""
        return self._handle >= 0

    def release(self) -> None:
        """Let others write."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
