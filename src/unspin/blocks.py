"""Where the paragraphs, headings, captions and list items of a plain text stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

BlockKind = Literal["paragraph", "heading", "caption", "list-item"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, ``start <= end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def join(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def of(self, text: str) -> str:
        """The characters of ``text`` in this span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, caption or list item: the stretch that holds its words, without markup around it."""

    span: Span
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space at its ends; ``indent`` is the width of the white space before it."""

    span: Span
    text: str
    indent: int


# str.splitlines would also break at the information separators U+001C to U+001E, which mean nothing in prose.
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|\Z)")


def lines(text: str) -> Iterator[Line]:
    """Yield every line of a text, blank ones too; any of the usual line ends counts."""
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip()
        indent = len(raw) - len(raw.lstrip()) if stripped else 0
        start = match.start() + indent
        yield Line(Span(start, start + len(stripped)), stripped, indent)


_CLOSERS = "\"'”’»)]}*_"
_FINAL = frozenset(".!?…")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]\.)*(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Lt|Col|Capt|Sgt|Maj|Prof|Rev|Hon|No|vs|v|c)\.$"
)
_CAPTION = re.compile(
    r"(?P<open>[(\[]?)\s*"
    r"(?:(?:file |library |main |lead )?(?:photo(?:graph)?|image|picture|video|graphic|illustration|map|chart)"
    r"(?: credit)?|caption|figure|fig\.?)"
    r"(?: \d{1,3})?\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[•‣◦▪●]\s*|[-*–—]\s+|\(?\d{1,2}[.)]\s+)(?=\S)")
_SURE_BULLET = "•‣◦▪●"
_LONGEST_HEADING = 110
_LONGEST_WRAPPED = 120
_CONTINUES = re.compile(
    r"(?:,|;|:|-|–|—|\b(?:a|an|the|of|and|or|to|in|on|at|by|for|from|with|that|who|which|is|are|was|were|be|has|had))$"
)


def text_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text in order of place, without the white space at their ends.

    A blank line ends a block. A short line of its own without a final mark is a heading, unless it is the whole text.
    Hard-wrapped lines are one paragraph; lines that each end a sentence, as in files with one paragraph a line, are one
    paragraph each.
    """
    found: list[Block] = []
    stretch: list[Line] = []
    for line in [*lines(text), Line(Span(len(text), len(text)), "", 0)]:
        if line.text:
            stretch.append(line)
        elif stretch:
            found.extend(stretch_blocks(stretch))
            stretch = []
    if len(found) == 1 and found[0].kind == "heading":
        return (Block(found[0].span),)
    return tuple(found)


def stretch_blocks(stretch: Sequence[Line]) -> Iterator[Block]:
    """Yield the blocks of consecutive lines, none of them blank."""
    breaks = _breaks(stretch)
    first = 0
    for place in range(1, len(stretch) + 1):
        if place == len(stretch) or breaks[place - 1]:
            yield _block(stretch[first:place])
            first = place


def _breaks(stretch: Sequence[Line]) -> list[bool]:
    """For each line but the last: whether a block ends with it."""
    listed = _is_list(stretch)
    indented = [line.indent > stretch[1].indent and line.indent >= 2 for line in stretch] if len(stretch) > 2 else []
    by_indent = 0 < sum(indented) < len(stretch) / 2
    longest = max(len(line.text) for line in stretch)
    by_line = all(
        _ends_sentence(line.text) or _titles(line, following, len(stretch)) for line, following in pairwise(stretch)
    ) and _ends_sentence(stretch[-1].text)
    return [
        (listed and bool(_BULLET.match(following.text)))
        or following.text[0] in _SURE_BULLET
        or bool(caption_start(following.text) or caption_start(line.text))
        or (by_indent and indented[place + 1])
        or by_line
        or (longest > 2 * _LONGEST_WRAPPED and _ends_sentence(line.text) and _begins(following.text))
        for place, (line, following) in enumerate(pairwise(stretch))
    ]


def _is_list(stretch: Sequence[Line]) -> bool:
    marked = [bool(_BULLET.match(line.text)) for line in stretch]
    return sum(marked) > 1 and (marked[0] or stretch[marked.index(True) - 1].text[-1] in ".!?:")


def _block(members: Sequence[Line]) -> Block:
    first, last = members[0], members[-1]
    whole = first.span.join(last.span)
    if label := caption_start(first.text):
        inner = Span(first.span.start + label, whole.end - (first.text[0] in "([" and last.text[-1] in ")]"))
        return Block(inner if len(inner) else whole, "caption")
    if (bullet := _BULLET.match(first.text)) and (
        first.text[0] in _SURE_BULLET or len(members) == 1 or not first.text[0].isdigit()
    ):
        return Block(Span(first.span.start + bullet.end(), whole.end), "list-item")
    return Block(whole, "heading" if is_heading(" ".join(line.text for line in members)) else "paragraph")


def caption_start(line: str) -> int:
    """How many characters of a line are the label of a caption ("Photo: "), 0 when it is none."""
    match = _CAPTION.match(line)
    return match.end() if match else 0


def is_heading(line: str) -> bool:
    """Whether words that stand alone read as a heading: short, with a capital, and without a mark at the end."""
    return (
        len(line) <= _LONGEST_HEADING
        and any(character.isalpha() for character in line)
        and line[-1] not in ",;:"
        and not _ends_sentence(line)
        and not line[0].islower()
    )


def _titles(line: Line, following: Line, members: int) -> bool:
    """Whether a line is a heading directly above its text, without a blank line.

    Wrapped text must not pass for one: the next line is longer than lines are wrapped at, or one of several sentences.
    """
    return (
        is_heading(line.text)
        and not _CONTINUES.search(line.text)
        and _begins(following.text)
        and len(following.text) > (len(line.text) if members > 3 else max(_LONGEST_WRAPPED, 1.5 * len(line.text)))
    )


def _begins(line: str) -> bool:
    start = line.lstrip("\"'“‘«([—–-* ")
    return bool(start) and not start[0].islower()


def _ends_sentence(line: str) -> bool:
    bare = line.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _FINAL and not (bare == line and _ABBREVIATED.search(line))
