"""Files that agents may read: those below the folders that the user allowed, and no others by any path."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from unspin.readers import MOST_BYTES, ReadError


def bytes_below(name: str, folders: Sequence[str]) -> bytes:
    """The content of a file below one of the folders; a path that is not absolute begins in each of them in turn.

    What lies outside is refused in the same words whether it is there or not, and so is a link that leads outside.

    Raises:
        ReadError: The file is outside, missing, no file, not permitted or too large.
    """
    if "\0" in name:
        raise ReadError(name.replace("\0", "\\0"), "no path has a NUL in it", "check the path")
    error = ReadError(
        name, "it is outside of the folders that may be read", f"name a file below {' or '.join(folders)}"
    )
    for folder in folders:
        try:
            root = Path(os.path.realpath(folder))
            target = Path(os.path.realpath(root / name))
            if target != root and target.is_relative_to(root):
                return _read(root, target.relative_to(root).parts)
        except FileNotFoundError:
            error = ReadError(name, "there is no such file", f"check the path, which begins in {' or '.join(folders)}")
        except IsADirectoryError:
            raise ReadError(name, "it is a directory", "name a file in it") from None
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            raise ReadError(name, reason, "check the path and its permissions") from None
    raise error


def _read(root: Path, parts: Sequence[str]) -> bytes:
    """Go down from the root step by step, through no link: the path was resolved, and a link that came since leads astray."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            before, folder = folder, os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(before)

        def below(name: str, flags: int) -> int:
            # A pipe that nobody writes to must not be waited for.
            return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)

        with open(parts[-1], "rb", opener=below) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise OSError("it is no file")
            return stream.read(MOST_BYTES + 1)
    finally:
        os.close(folder)
