"""Files and standard input to documents: one module a format, chosen by suffix, else by content."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from unspin.document import Document
from unspin.readers.decoding import DecodeError, decode
from unspin.readers.errors import ReadError
from unspin.readers.markdown import is_markdown, markdown_document

MOST_BYTES = 50_000_000

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
_PLAIN = frozenset({".txt", ".text"})


def read(path: str | Path) -> Document:
    """The document in a file; its text is exactly the file's characters, and its name the path as given.

    Args:
        path: Always a path, never the text itself. Suffixes .md and .markdown mean Markdown, .txt plain text; else the
            content decides.

    Raises:
        ReadError: The file is missing, no file, not permitted, too large, no text, or holds nothing but white space.
    """
    name = str(path)
    try:
        if Path(path).is_dir():
            raise ReadError(name, "it is a directory", "name a file in it")
        with Path(path).open("rb") as stream:
            return _document(stream, name, Path(path).suffix.lower())
    except FileNotFoundError:
        raise ReadError(name, "there is no such file", "check the path") from None
    except PermissionError:
        raise ReadError(name, "you have no permission to read it", "change its permissions or copy it") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadError(name, reason[:1].lower() + reason[1:], "check the path") from None


def read_stdin(stream: BinaryIO) -> Document:
    """The document on a binary stream such as ``sys.stdin.buffer``, named "-"; its content decides on the format.

    Raises:
        ReadError: As for ``read``.
    """
    try:
        return _document(stream, "-", "")
    except OSError as error:
        raise ReadError("-", (error.strerror or str(error)).lower(), "pass a file instead") from None


def _document(stream: BinaryIO, name: str, suffix: str) -> Document:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ReadError(name, f"it is larger than {MOST_BYTES // 1_000_000} MB", "split it into single articles")
    try:
        text, encoding = decode(data)
    except DecodeError as error:
        raise ReadError(name, error.reason, error.remedy) from None
    if not data:
        raise ReadError(name, "it is empty", "give a file with text in it")
    if not text.strip():
        raise ReadError(name, "it holds nothing but white space", "give a file with text in it")
    if not any(character.isalnum() for character in text):
        raise ReadError(name, "it holds no words", "give a file with text in it")
    metadata = {"encoding": encoding}
    if suffix in _MARKDOWN or (suffix not in _PLAIN and is_markdown(text)):
        return markdown_document(text, name=name, metadata=metadata)
    return Document(text, name=name, metadata=metadata)


__all__ = ["MOST_BYTES", "DecodeError", "ReadError", "decode", "read", "read_stdin"]
