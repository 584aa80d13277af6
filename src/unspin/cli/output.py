"""Where texts come from and results go: standard input, standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from unspin.cli.messages import OutputError

STANDARD_OUTPUT = "standard output"


class Output:
    """A place for results; ``write`` sends text on at once.

    JSON and HTML are UTF-8 wherever they go; ``readable`` text takes the encoding of the terminal.
    """

    def __init__(self, stream: BinaryIO, name: str, *, encoding: str = "utf-8") -> None:
        self._stream = stream
        self._encoding = encoding
        self.name = name

    def write(self, text: str) -> None:
        """Write and flush.

        Raises:
            OutputError: The place is full, gone or closed.
        """
        self.write_bytes(text.encode(self._encoding, errors="backslashreplace"))

    def write_bytes(self, data: bytes) -> None:
        """The same for what is no text.

        Raises:
            OutputError: The place is full, gone or closed.
        """
        try:
            self._stream.write(data)
            self._stream.flush()
        except BrokenPipeError:
            _forget_standard_output()
            raise OutputError from None
        except OSError as error:
            if self.name == STANDARD_OUTPUT:
                _forget_standard_output()
            raise OutputError(_cannot_write(self.name, error)) from None


@contextmanager
def open_output(path: str | None, *, readable: bool) -> Iterator[Output]:
    """Standard output, or the file at ``path``, replaced only when everything has been written.

    Raises:
        OutputError: The file cannot be made or written; it is as it was before.
    """
    if path is None or path == "-":
        if _closed(sys.stdout):
            raise OutputError(f"cannot write {STANDARD_OUTPUT}: it is closed; name a file with --output")
        yield Output(sys.stdout.buffer, STANDARD_OUTPUT, encoding=(readable and sys.stdout.encoding) or "utf-8")
    elif _is_special(path):
        with _telling(path), Path(path).open("wb") as stream:
            yield Output(stream, path)
    else:
        yield from _replacing(path)


def standard_input() -> BinaryIO:
    """The bytes of standard input; nothing at all where the process was started without one."""
    return io.BytesIO() if _closed(sys.stdin) else sys.stdin.buffer


def _closed(stream: TextIO | None) -> bool:
    # Python sets a standard stream to None if its descriptor was closed at the start.
    return stream is None


def _replacing(path: str) -> Iterator[Output]:
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise OutputError(f"cannot write {path}: it is a directory; name a file in it")
    with _telling(path):
        handle, part = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield Output(stream, path)
        with _telling(path):
            Path(part).chmod(_mode(target))
            Path(part).replace(target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


@contextmanager
def _telling(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(_cannot_write(path, error)) from None


def _cannot_write(name: str, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"cannot write {name}: {reason}; free the place or name another with --output"


def _is_special(path: str) -> bool:
    """Whether something stands there that cannot be replaced, such as a device or a named pipe."""
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _mode(target: Path) -> int:
    """The permissions that the file has, or that a new one gets."""
    with suppress(OSError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _forget_standard_output() -> None:
    """Point standard output nowhere, or the interpreter complains again when it flushes at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
