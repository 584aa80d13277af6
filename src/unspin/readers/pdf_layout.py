"""Lines of pages to paragraphs: columns, running heads, hyphens at the ends of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from unspin.blocks import BlockKind
from unspin.readers.built import Piece

HYPHEN = "\x02"
"""What stands for a hyphen at the end of a line."""

_PAGE_NUMBER = re.compile(r"[-–—|\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[-‐]\w+)*")
_BROKEN = re.compile(rf"(?P<word>[\w-]*\w)[-‐\u00ad{HYPHEN}]$")
_BULLET = re.compile(r"[•‣◦▪●]\s*")
_FINAL = re.compile(r"[.!?…:][\"'”’»)\]]*$")
# These make compounds that keep their hyphen.
_COMPOUNDS = frozenset(
    "well self half part full long short high low all ex so one two three four five six seven eight nine ten first second "
    "third non mid much ill hard left right north south east west vice anti pro".split()
)
_EDGE = 2
_FEWEST_IN_COLUMN = 3
_NARROWEST = 12
_LARGER = 1.15
_LONGEST_HEADING = 200


class Line(NamedTuple):
    """Words in a row and where they stand, in points from the lower left corner; ``size`` is that of the font."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        """Half-way up."""
        return (self.bottom + self.top) / 2


def pieces_of(pages: Sequence[Sequence[Line]]) -> Iterator[Piece]:
    """Yield headings, list items and paragraphs in reading order, without running heads and page numbers."""
    bodies = _without_running_heads([_rows(page) for page in pages], pages)
    stretches = [stretch for body in bodies for stretch in _stretches(body) if stretch]
    lines = [line for stretch in stretches for line in stretch]
    if not lines:
        return
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    usual = _usual_size(lines)
    leading = median(
        [apart for stretch in stretches for one, next_ in pairwise(stretch) if 0 < (apart := _apart(one, next_)) < 2]
        or [1.2]
    )
    paragraphs: list[list[Line]] = []
    for stretch in stretches:
        parts = list(_paragraphs(stretch, leading))
        if paragraphs and _goes_on(paragraphs[-1][-1], parts[0][0]):
            paragraphs[-1] += parts.pop(0)
        paragraphs += parts
    for paragraph in paragraphs:
        yield _piece(paragraph, usual, words)


def _without_running_heads(rows: Sequence[list[list[Line]]], pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page, but for what stands at the upper or lower edges of many."""
    seen: Counter[tuple[bool, str]] = Counter()
    for page in rows:
        seen.update({(upper, _bare(row)) for upper, row in _edges(page)})
    often = {edge for edge, count in seen.items() if count > 2 or (count > 1 and count >= 0.4 * len(pages))}
    kept: list[list[Line]] = []
    for page, lines in zip(rows, pages, strict=True):
        dropped = {
            id(line)
            for upper, row in _edges(page)
            if (upper, _bare(row)) in often or (_PAGE_NUMBER.fullmatch(_text(row)) and _stands_alone(row, page))
            for line in row
        }
        kept.append([line for line in lines if id(line) not in dropped])
    return kept


def _edges(page: Sequence[list[Line]]) -> Iterator[tuple[bool, list[Line]]]:
    yield from ((True, row) for row in page[:_EDGE])
    yield from ((False, row) for row in page[max(_EDGE, len(page) - _EDGE) :])


def _text(row: Iterable[Line]) -> str:
    return " ".join(line.text.strip() for line in row)


def _bare(row: Iterable[Line]) -> str:
    return re.sub(r"\d+", "#", " ".join(_text(row).casefold().split()))


def _stands_alone(row: list[Line], page: Sequence[list[Line]]) -> bool:
    return all(other is row or abs(other[0].middle - row[0].middle) > 2 * row[0].size for other in page)


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand side by side, from top to bottom and from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and abs(rows[-1][0].middle - line.middle) < 0.5 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _stretches(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each column between what stands across columns, in reading order."""
    gutter = _gutter(lines)
    if gutter is None:
        yield [_merged(row) for row in _rows(lines)]
        return
    rest = sorted(lines, key=lambda line: -line.middle)
    across = [line for line in rest if line.left < gutter < line.right]
    zone: list[Line] = []
    for line in [*rest, None]:
        if line is not None and line not in across:
            zone.append(line)
            continue
        yield from _stretches([one for one in zone if one.right <= gutter])
        yield from _stretches([one for one in zone if one.left >= gutter])
        zone = []
        if line is not None:
            yield [line]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where white space parts two columns of text, if any: at the left edge of the right one."""
    best, found = 0, None
    for place in sorted({round(line.left) for line in lines}):
        gutter = place - 1.0
        left = [line for line in lines if line.right <= gutter]
        right = [line for line in lines if line.left >= gutter]
        gain = min(len(left), len(right)) - 2 * (len(lines) - len(left) - len(right))
        if gain > best and _is_column(left, right) and _is_column(right, left):
            best, found = gain, gutter
    return found


def _is_column(lines: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether lines are a column beside the other one, and no column of a table."""
    lowest, highest = min(line.bottom for line in other), max(line.top for line in other)
    beside = sum(lowest < line.middle < highest for line in lines)
    return beside >= _FEWEST_IN_COLUMN and median(len(line.text) for line in lines) >= _NARROWEST


def _merged(row: Sequence[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    # Bullets and marks of notes are set in sizes of their own.
    most = max(row, key=lambda line: len(line.text))
    return most._replace(text=_text(row), left=row[0].left, right=max(line.right for line in row))


def _usual_size(lines: Iterable[Line]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _apart(line: Line, following: Line) -> float:
    """How far apart two lines are, as a multiple of the size of their letters."""
    return (line.middle - following.middle) / (max(line.size, following.size) or 1.0)


def _paragraphs(stretch: Sequence[Line], leading: float) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph of a column."""
    left, right = min(line.left for line in stretch), max(line.right for line in stretch)
    indented = {id(line) for line in stretch if line.left > left + 0.8 * line.size}
    by_indent = len(indented) <= len(stretch) / 2
    paragraph = [stretch[0]]
    for line, following in pairwise(stretch):
        ends = (
            _apart(line, following) > 1.3 * leading
            or abs(line.size - following.size) > 0.12 * line.size
            or (by_indent and id(following) in indented and id(line) not in indented and not _BULLET.match(line.text))
            or (line.right < right - 0.25 * (right - left) and bool(_FINAL.search(line.text.rstrip())))
            or bool(_BULLET.match(following.text))
        )
        if ends:
            yield paragraph
            paragraph = []
        paragraph.append(following)
    yield paragraph


def _goes_on(last: Line, first: Line) -> bool:
    """Whether a paragraph continues in the next column or on the next page."""
    text = last.text.rstrip()
    return (
        abs(last.size - first.size) <= 0.12 * last.size
        and not _FINAL.search(text)
        and (first.text.lstrip()[:1].islower() or bool(_BROKEN.search(text)) or text.endswith(","))
    )


def _piece(lines: Sequence[Line], usual: float, words: Counter[str]) -> Piece:
    text = ""
    for line in lines:
        text = joined(text, line.text.strip(), words) if text else line.text.strip()
    text = text.replace(HYPHEN, "-").replace("\u00ad", "")
    kind: BlockKind | None = None
    if bullet := _BULLET.match(text):
        text, kind = text[bullet.end() :], "list-item"
    elif lines[0].size > _LARGER * usual and len(text) <= _LONGEST_HEADING:
        kind = "heading"
    return Piece(text, kind)


def joined(text: str, following: str, words: Counter[str]) -> str:
    """Two lines as one; a word that the end of the first breaks is made whole.

    Its hyphen stays before a capital or a figure, in a word that stands elsewhere with it, and after the first part of a
    usual compound ("well-known"), unless the word stands elsewhere without it.

    Args:
        text: What stands before, up to the end of a line.
        following: The next line.
        words: How often each word of the document stands in it, in small letters.
    """
    broken = _BROKEN.search(text)
    if not broken:
        return text + following if text.endswith("—") and not text.endswith(" —") else f"{text} {following}"
    start, rest = broken.group("word"), _WORD.match(following)
    text = text[: broken.end() - 1]
    if rest is None or not following[0].islower() or not start[-1].isalpha():
        return f"{text}-{following}"
    first, second = start.casefold(), rest.group().casefold()
    whole, hyphenated = words[first + second], words[f"{first}-{second}"]
    keeps = hyphenated > whole or (not whole and (first in _COMPOUNDS or "-" in first))
    return f"{text}-{following}" if keeps else text + following
