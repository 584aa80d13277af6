"""Files and standard input to documents: one module a format, chosen by suffix, else by content."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from unspin.document import Document
from unspin.readers.decoding import DecodeError, decode, is_html
from unspin.readers.docx import SIGNATURE as ZIP
from unspin.readers.docx import docx_document, docx_versions
from unspin.readers.errors import ReadError
from unspin.readers.html import html_document
from unspin.readers.markdown import is_markdown, markdown_document
from unspin.readers.pdf import SIGNATURE as PDF
from unspin.readers.pdf import pdf_document

MOST_BYTES = 50_000_000

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
_PLAIN = frozenset({".txt", ".text"})
_PAGE = frozenset({".html", ".htm", ".xhtml"})
_WORD = frozenset({".docx", ".docm"})

SUFFIXES = _MARKDOWN | _PLAIN | _PAGE | _WORD | {".pdf"}
"""The suffixes that files of a format have; others are read as well, by their content."""


def read(path: str | Path) -> Document:
    """The document in a file, named as the path is given; of a plain text and of Markdown, the text is the file's characters.

    Args:
        path: Always a path, never the text itself. Suffixes .md and .markdown mean Markdown, .txt plain text; else the
            content decides.

    Raises:
        ReadError: The file is missing, no file, not permitted, too large, no text, or holds nothing but white space; or
            a package that reads its format is missing.
    """
    return read_bytes(_bytes_of(path), name=str(path), suffix=Path(path).suffix)


def read_versions(path: str | Path) -> tuple[Document, Document]:
    """The original and the rewrite in one Word document: with its tracked changes rejected, and with them accepted.

    Raises:
        ReadError: As for ``read``; or it is no Word document, or nothing is tracked in it.
    """
    return docx_versions(_bytes_of(path), name=str(path), metadata={})


def has_versions(path: str | Path) -> bool:
    """Whether a file of this name may hold both versions of a text."""
    return Path(path).suffix.lower() in _WORD


def read_stdin(stream: BinaryIO) -> Document:
    """The document on a binary stream such as ``sys.stdin.buffer``, named "-"; its content decides on the format.

    Raises:
        ReadError: As for ``read``.
    """
    try:
        return read_bytes(stream.read(MOST_BYTES + 1), name="-")
    except OSError as error:
        raise ReadError("-", (error.strerror or str(error)).lower(), "pass a file instead") from None


def read_bytes(data: bytes, *, name: str, suffix: str = "", charset: str = "") -> Document:
    """The document that a file of this content and suffix would give; ``charset`` is what a server says of a page.

    Raises:
        ReadError: As for ``read``.
    """
    suffix = suffix.lower()
    if len(data) > MOST_BYTES:
        raise ReadError(name, f"it is larger than {MOST_BYTES // 1_000_000} MB", "split it into single articles")
    if data.startswith(ZIP):
        return docx_document(data, name=name, metadata={})
    if data.startswith(PDF):
        return pdf_document(data, name=name, metadata={})
    if suffix in _PAGE or (suffix not in _PLAIN | _MARKDOWN and is_html(data)):
        return html_document(data, name=name, metadata={}, charset=charset)
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


def _bytes_of(path: str | Path) -> bytes:
    name = str(path)
    try:
        if Path(path).is_dir():
            raise ReadError(name, "it is a directory", "name a file in it")
        with Path(path).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ReadError(name, "there is no such file", "check the path") from None
    except PermissionError:
        raise ReadError(name, "you have no permission to read it", "change its permissions or copy it") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadError(name, reason[:1].lower() + reason[1:], "check the path") from None


__all__ = [
    "MOST_BYTES",
    "SUFFIXES",
    "DecodeError",
    "ReadError",
    "decode",
    "has_versions",
    "read",
    "read_bytes",
    "read_stdin",
    "read_versions",
]
