"""A text as it was read: its characters, its blocks, its name. Offsets are code points of that text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
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
    """A paragraph, heading, caption or list item: the stretch of text that holds its words, without markup around it."""

    span: Span
    kind: BlockKind = "paragraph"


@dataclass(frozen=True)
class Document:
    """A text and where its blocks stand.

    Args:
        text: The characters exactly as they were read; never normalised.
        name: What messages and reports call the text: a path, "-" or a label of the caller's.
        blocks: Blocks in order of place, without overlap. Left out, paragraphs are the stretches between blank lines.
        metadata: Whatever the reader knows of the text (title, encoding, ...).
    """

    text: str
    name: str = "text"
    blocks: tuple[Block, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not self.blocks:
            object.__setattr__(self, "blocks", tuple(paragraphs(self.text)))

    @cached_property
    def characters(self) -> int:
        """Number of code points."""
        return len(self.text)

    def slice(self, span: Span) -> str:
        """The characters in ``span``."""
        return self.text[span.start : span.end]


_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=[^\S\n]*(?:\n[^\S\n]*(?:\n|\Z)|\Z))", re.DOTALL)


def paragraphs(text: str) -> Iterator[Block]:
    """Yield the stretches between blank lines as paragraph blocks, without the white space at their ends."""
    normalised = text.replace("\r", "\n") if "\r" in text and "\n" not in text else text.replace("\r\n", " \n")
    for match in _PARAGRAPH.finditer(normalised):
        yield Block(Span(match.start(), match.end()))
