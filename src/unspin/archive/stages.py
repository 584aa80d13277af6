"""Stages of a long work: what one has finished is kept in a folder of its own, and the next run with the same inputs goes on."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from unspin.archive.errors import ArchiveError
from unspin.archive.lock import LOCK, Lock

FOLDER = ".stages"
"""Where the stages of a result are kept, below its folder."""

_NOTE = "stage.json"
_PART = ".part"

Array = npt.NDArray[Any]


class Stages:
    """The stages kept for a result; one process has them at a time.

    A stage is a folder that appears whole: it is made under another name and renamed. It is known by a fingerprint of all
    that it was made from; one with another fingerprint is thrown away. Nothing is forced to the disk: a process may be
    killed at any time, and after a power cut files of another size than noted tell that a stage is not whole.

    Raises:
        ArchiveError: Another process works on this result.
    """

    def __init__(self, output: Path) -> None:
        self.folder = output / FOLDER
        while True:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                self._lock = Lock(self.folder)
            except ArchiveError as error:
                if isinstance(error.__cause__, FileNotFoundError):
                    continue
                raise ArchiveError(output, error.reason, error.remedy) from error.__cause__
            # Who held it before may have removed the folder meanwhile, and somebody else made a new one.
            with suppress(OSError):
                if (self.folder / LOCK).read_text().strip() == str(os.getpid()):
                    break
            self._lock.release()

    def finished(self, name: str, fingerprint: str) -> dict[str, Any] | None:
        """What was noted of a stage that was finished with this fingerprint; None: it has to be done."""
        folder = self.folder / name
        try:
            kept = json.loads((folder / _NOTE).read_bytes())
            sizes = {file: (folder / file).stat().st_size for file in kept["sizes"]}
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if kept["fingerprint"] != fingerprint or kept["sizes"] != sizes:
            return None
        noted: dict[str, Any] = kept["note"]
        return noted

    def begin(self, name: str) -> Path:
        """An empty folder to do a stage in; what was kept of it before is gone."""
        part = self.folder / (name + _PART)
        shutil.rmtree(self.folder / name, ignore_errors=True)
        self.discard(name)
        part.mkdir()
        return part

    def discard(self, name: str) -> None:
        """Throw away what was begun."""
        shutil.rmtree(self.folder / (name + _PART), ignore_errors=True)

    def go_on(self, name: str, fingerprint: str) -> Path:
        """As ``begin``, but with what an earlier run with this fingerprint had put into the folder."""
        part = self.folder / (name + _PART)
        with suppress(OSError):
            if (part / "fingerprint").read_text() == fingerprint:
                return part
        part = self.begin(name)
        (part / "fingerprint").write_text(fingerprint)
        return part

    def finish(self, name: str, fingerprint: str, note: dict[str, Any]) -> None:
        """Keep the stage."""
        part, folder = self.folder / (name + _PART), self.folder / name
        sizes = {path.name: path.stat().st_size for path in sorted(part.iterdir())}
        kept = {"fingerprint": fingerprint, "sizes": sizes, "note": note}
        (part / _NOTE).write_text(json.dumps(kept))
        part.rename(folder)

    def path(self, name: str, file: str) -> Path:
        """A file of a finished stage."""
        return self.folder / name / file

    def release(self, *, keep: bool) -> None:
        """Let other processes work; the stages go unless they are to be kept."""
        if not keep:
            # The lock file goes with the folder while it is held: nobody else can take it.
            shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()


def fingerprint_of(*parts: object) -> str:
    """A digest of values that JSON can hold."""
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def files_fingerprint(paths: Sequence[str]) -> list[tuple[str, int, int, int]]:
    """The path, number, size and time of the last change of each file; -1 for what is not there."""
    found = []
    for path in paths:
        try:
            known = os.stat(path)
            found.append((path, known.st_ino, known.st_size, known.st_mtime_ns))
        except (OSError, ValueError):
            found.append((path, -1, -1, -1))
    return found


class Column:
    """A file of numbers of one kind that is appended to."""

    def __init__(self, path: Path, kind: npt.DTypeLike) -> None:
        self._kind = np.dtype(kind)
        self._file = path.open("wb", buffering=0)

    def append(self, values: Array) -> None:
        """Write them behind what is there."""
        data = np.ascontiguousarray(values, dtype=self._kind).view(np.uint8).data
        while data:
            data = data[self._file.write(data) :]

    def close(self) -> None:
        """No more will come."""
        self._file.close()


def mapped(path: Path, kind: npt.DTypeLike) -> Array:
    """The numbers of such a file, read as they are needed."""
    if not path.stat().st_size:
        return np.empty(0, dtype=kind)
    # Writable in memory alone: compiled code is compiled anew for arrays that cannot be written.
    return np.memmap(path, dtype=kind, mode="c").view(np.ndarray)


def write_array(path: Path, values: Array) -> None:
    """Write a file of numbers that is there as a whole or not at all."""
    part = path.with_name(path.name + _PART)
    column = Column(part, values.dtype)
    try:
        column.append(values)
    finally:
        column.close()
    part.replace(path)
