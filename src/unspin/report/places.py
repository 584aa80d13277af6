"""Where a change stands, for people: lines, columns, the words around it, and text that is safe to show."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from unspin.document import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_SPACE = re.compile(r"\s+")

# Joiners and the soft hyphen are format characters that ordinary text needs.
_HARMLESS = frozenset("\u00ad\u200c\u200d")
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Position:
    """A place as editors count it: line and column from 1, columns in code points."""

    line: int
    column: int


class Lines:
    """The lines of a text, ended by LF, CRLF or CR."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> Position:
        """The line and column of a code point."""
        line = bisect.bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a text with what stands before and after them, on one line; ``...`` marks what was left out."""

    before: str
    words: str
    after: str


def excerpt(text: str, span: Span, sentences: Iterable[Span], *, most: int = 240) -> Excerpt:
    """The words in ``span`` inside the sentences that they stand in, with at most ``most`` characters on either side.

    White space becomes single spaces, and characters that could act on a terminal are written as escapes.
    """
    touched = [sentence for sentence in sentences if sentence.overlaps(span)]
    start = min([span.start, *(sentence.start for sentence in touched)])
    end = max([span.end, *(sentence.end for sentence in touched)])
    before, after = text[start : span.start], text[span.end : end]
    if len(before) > most:
        before = "... " + before[-most:].partition(" ")[2]
    if len(after) > most:
        after = after[:most].rpartition(" ")[0] + " ..."
    return Excerpt(one_line(before), one_line(span.of(text)), one_line(after))


def one_line(text: str) -> str:
    """The text with white space as single spaces and unsafe characters as escapes."""
    return visible(_SPACE.sub(" ", text))


def visible(text: str, *, keep: str = "") -> str:
    """The text with control characters, bidirectional overrides and lone surrogates written as escapes.

    What a text holds must neither move the cursor nor reorder the words beside it; an escape character, say, comes out
    as its four characters of source code. Characters in ``keep`` stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in _UNSAFE and character not in _HARMLESS and character not in keep
        else character
        for character in text
    )
