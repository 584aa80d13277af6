"""Markdown (CommonMark, with tables, footnotes and front matter): where the words stand among the marks.

Headings, paragraphs, list items, table rows, block quotes and image texts become blocks. Code blocks, front matter,
comments, rules and link definitions are no prose and become none. Stars, link targets, tags and the like inside a block
are named as its markup.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from unspin.blocks import Block, Line, Span, caption_start, lines, stretch_blocks
from unspin.document import Document
from unspin.readers.markup import inline_markup

_FRONT_MATTER = re.compile(
    r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?P<body>(?:.*\r?\n){0,200}?)(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_FIELD = re.compile(r"^[A-Za-z][\w-]*[ \t]*[:=]", re.MULTILINE)
_TITLE = re.compile(r"^title[ \t]*[:=][ \t]*(['\"]?)(?P<title>.+?)\1[ \t]*$", re.MULTILINE | re.IGNORECASE)
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+(?P<words>.*?))??(?:[ \t]+#+)?$")
_UNDERLINE = re.compile(r"(?:=+|-+)$")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}$")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_DEFINITION = re.compile(r"\[(?!\^)[^\]]+\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?$")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:[ \t]*")
_IMAGE = re.compile(r"!\[(?P<words>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])$")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")


def is_markdown(text: str) -> bool:
    """Whether a text is Markdown: it has front matter, begins with a ``#`` heading, or has two of them."""
    if _front_matter(text):
        return True
    headings = [bool(_HEADING.match(line.text)) for line in lines(text) if line.text]
    return bool(headings) and (headings[0] or sum(headings) > 1)


def markdown_document(text: str, *, name: str, metadata: dict[str, str]) -> Document:
    """The document of a Markdown text, with blocks and inline markup; ``metadata`` gains the title of the front matter.

    A text in which no block is found is read as plain text.
    """
    front = _front_matter(text)
    if front and (title := _TITLE.search(front.group("body"))):
        metadata = {**metadata, "title": title.group("title")}
    blocks: list[Block] = []
    markup: list[Span] = []
    for found, prefixes in _Parser(text, front.end() if front else 0).blocks():
        marks = merged([*prefixes, *inline_markup(text, found.span)])
        if trimmed := _trimmed(text, found.span, marks):
            block = _relabelled(text, Block(trimmed, found.kind))
            blocks.append(block)
            markup.extend(mark for mark in marks if block.span.covers(mark))
    return Document(text, name=name, blocks=tuple(blocks), metadata=metadata, markup=tuple(markup) if blocks else ())


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order of place, those that touch or overlap joined."""
    joined: list[Span] = []
    for span in sorted(span for span in spans if len(span)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = joined[-1].join(span)
        else:
            joined.append(span)
    return joined


def _front_matter(text: str) -> re.Match[str] | None:
    match = _FRONT_MATTER.match(text)
    return match if match and _FIELD.search(match.group("body")) else None


def _trimmed(text: str, span: Span, marks: Sequence[Span]) -> Span | None:
    """The span without the markup and white space at its ends, or None when nothing else is in it."""
    start, end = span.start, span.end
    starts = [mark.start for mark in marks]
    while start < end:
        place = bisect_right(starts, start) - 1
        if place >= 0 and start in marks[place]:
            start = marks[place].end
        elif text[start].isspace():
            start += 1
        else:
            break
    while start < end:
        place = bisect_right(starts, end - 1) - 1
        if place >= 0 and end - 1 in marks[place]:
            end = marks[place].start
        elif text[end - 1].isspace():
            end -= 1
        else:
            break
    return Span(start, end) if start < end else None


def _relabelled(text: str, block: Block) -> Block:
    """The block as a caption where emphasis marks had hidden the label of one."""
    label = 0 if block.kind == "list-item" else caption_start(text[block.span.start : block.span.end])
    return Block(Span(block.span.start + label, block.span.end), "caption") if label else block


class _Parser:
    """Goes through the lines once, collecting the lines of the paragraph that it is in."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.lines = [line for line in lines(text) if line.span.start >= start]
        self.paragraph: list[Line] = []
        self.item = False

    def blocks(self) -> Iterator[tuple[Block, list[Span]]]:
        """Yield each block with the marks of quoting between its lines."""
        fence = ""
        comment = False
        for line in self.lines:
            if fence:
                if line.text.startswith(fence) and not line.text.strip(fence[0]):
                    fence = ""
                continue
            if comment or (line.text.startswith("<!--") and not self.paragraph):
                comment = "-->" not in line.text
                continue
            quoted = _QUOTED.match(line.text)
            content = _rest(line, quoted.end()) if quoted else line
            if not content.text:
                yield from self.end_paragraph()
            elif opened := _FENCE.match(content.text):
                yield from self.end_paragraph()
                fence = opened.group()
            else:
                yield from self.line(content)
        yield from self.end_paragraph()

    def line(self, line: Line) -> Iterator[tuple[Block, list[Span]]]:
        """Take one line that is neither blank nor code; yield the blocks that it ends or makes."""
        alone = self._alone(line)
        if alone is not None:
            if not (_UNDERLINE.match(line.text) and len(self.paragraph) == 1 and not self.item):
                yield from self.end_paragraph()
            elif alone == ():
                heading = self.paragraph.pop()
                alone = (Block(heading.span, "heading"),)
            for block in alone:
                yield block, []
        elif marker := _ITEM.match(line.text):
            yield from self.end_paragraph()
            self.paragraph = [_rest(line, marker.end())]
            self.item = True
        else:
            self.paragraph.append(line)

    def _alone(self, line: Line) -> tuple[Block, ...] | None:
        """The blocks of a line that is a construct by itself (none for a rule), None for any other line."""
        if heading := _HEADING.match(line.text):
            words = heading.span("words")
            return (Block(_within(line, *words), "heading"),) if words[0] < words[1] else ()
        if _RULE.match(line.text) or _DEFINITION.match(line.text) or (self.paragraph and _UNDERLINE.match(line.text)):
            return ()
        if _TABLE_RULE.match(line.text) and "|" in line.text:
            return ()
        if line.text[0] == "|":
            row = line.text.strip("| \t")
            start = line.text.find(row)
            return (Block(_within(line, start, start + len(row)), "list-item"),) if row else ()
        if image := _IMAGE.match(line.text):
            words = image.span("words")
            return (Block(_within(line, *words), "caption"),) if words[0] < words[1] else ()
        if footnote := _FOOTNOTE.match(line.text):
            rest = _rest(line, footnote.end())
            return (Block(rest.span),) if rest.text else ()
        return None

    def end_paragraph(self) -> Iterator[tuple[Block, list[Span]]]:
        """Yield the blocks of the lines collected so far."""
        members, item = self.paragraph, self.item
        self.paragraph, self.item = [], False
        if not members:
            return
        marks = [
            Span(before.span.end + mark.start(), before.span.end + mark.end())
            for before, after in pairwise(members)
            for mark in re.finditer(r"\S+", self.text[before.span.end : after.span.start])
        ]
        if item:
            yield Block(members[0].span.join(members[-1].span), "list-item"), marks
            return
        for block in stretch_blocks(members):
            yield block, [mark for mark in marks if block.span.covers(mark)]


def _rest(line: Line, place: int) -> Line:
    text = line.text[place:].lstrip()
    return Line(Span(line.span.end - len(text), line.span.end), text, 0)


def _within(line: Line, start: int, end: int) -> Span:
    return Span(line.span.start + start, line.span.start + end)
