"""A text as it was read: its characters, its blocks, its name. Offsets are code points of that text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from unspin.blocks import Block, BlockKind, Span, text_blocks

# What stands for markup in the prose of a document: the word joiner, invisible, no white space and part of no word.
NOTHING = "\u2060"

# The key of the metadata of a text that is an earlier state of a file: its lines are not those of the file now.
REVISION = "revision"


@dataclass(frozen=True)
class Document:
    """A text and where its blocks stand.

    Args:
        text: The characters exactly as they were read; never normalised.
        name: What messages and reports call the text: a path, "-" or a label of the caller's.
        blocks: Blocks in order of place, without overlap. Left out, the text is read as plain text.
        metadata: Whatever the reader knows of the text (title, encoding, ...).
        markup: Stretches inside blocks that are no words of the text, such as the stars of Markdown; in order, without
            overlap.
    """

    text: str
    name: str = "text"
    blocks: tuple[Block, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict, compare=False)
    markup: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not self.blocks:
            object.__setattr__(self, "blocks", text_blocks(self.text))

    @cached_property
    def characters(self) -> int:
        """Number of code points."""
        return len(self.text)

    @cached_property
    def prose(self) -> str:
        """The text with an invisible character for each one of markup: as long as ``text``, with the same offsets."""
        pieces, end = [], 0
        for span in self.markup:
            pieces += [self.text[end : span.start], NOTHING * len(span)]
            end = span.end
        return "".join([*pieces, self.text[end:]])

    def slice(self, span: Span) -> str:
        """The characters in ``span``."""
        return self.text[span.start : span.end]


__all__ = ["NOTHING", "REVISION", "Block", "BlockKind", "Document", "Span"]
