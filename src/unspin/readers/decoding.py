"""Bytes to characters: which encoding a file is in, and what is no text at all."""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_MOST_CONTROL = 0.02

# The single-byte encodings that English text files come in. Wider guesses turn bytes that are no text into letters of
# other scripts.
_WESTERN = ["cp1252", "mac_roman"]


class DecodeError(ValueError):
    """Bytes that are no text, or text in no encoding that is known here; ``remedy`` says what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def decode(data: bytes) -> tuple[str, str]:
    """The characters of a text file and the name of its encoding; line ends stay, a byte order mark goes.

    UTF-8 and marked UTF-16 and UTF-32 are recognised for certain, Windows-1252 and Mac Roman by what the text then
    looks like.

    Raises:
        DecodeError: The bytes are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return _text(data.decode(encoding)), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise _damaged(encoding.removesuffix("-sig").upper(), error) from None
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise DecodeError(f"it is {kind}, not text", "save or export it as plain text (UTF-8) first")
    if is_html(data):
        raise DecodeError("it is a web page, not plain text", "name it .html, or save its text as plain text (UTF-8)")
    if b"\x00" in data:
        raise DecodeError(
            "it holds NUL bytes, so it is binary or UTF-16 without a byte order mark", "save it as plain text (UTF-8)"
        )
    try:
        return _text(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        damaged = _damaged("UTF-8", error)
    if _mostly_utf8(data):
        raise damaged
    from charset_normalizer import from_bytes  # noqa: PLC0415  needed for the rare file that is not Unicode

    guess = from_bytes(data, cp_isolation=_WESTERN).best()
    if guess is None:
        raise damaged
    try:
        return _text(data.decode(guess.encoding)), guess.encoding
    except UnicodeDecodeError:
        raise damaged from None


def is_html(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    return bool(_HTML.match(data[:4096]))


def _mostly_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8; in another encoding, each of its characters would be two or three."""
    rest, characters = _MULTIBYTE.subn(b"", data)
    return characters >= len(_HIGH.findall(rest))


def _text(characters: str) -> str:
    if len(_CONTROL.findall(characters)) > _MOST_CONTROL * len(characters):
        raise DecodeError(
            "it holds control characters, so it is binary", "save or export it as plain text (UTF-8) first"
        )
    return characters


def _damaged(encoding: str, error: UnicodeDecodeError) -> DecodeError:
    return DecodeError(
        f"it is no {encoding} text (byte {error.start + 1:,} cannot be read) and looks like no other known encoding",
        "open it in the program that made it and save it as UTF-8",
    )
