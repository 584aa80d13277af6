"""Sentence boundaries inside a block. Measured candidates and their figures: docs/sentences.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unspin.document import Block, Span


def sentence_spans(text: str, block: Block) -> Iterator[Span]:
    """Yield the sentences of one block in order, without the white space around them; a heading is one sentence."""
    start, end = block.span.start, block.span.end
    if block.kind == "heading":
        yield block.span
        return
    from nupunkt import sent_spans  # noqa: PLC0415  loads its model on import

    for first, last in sent_spans(re.sub(r"\s", " ", text[start:end])):
        piece = text[start + first : start + last]
        if stripped := piece.strip():
            begin = start + first + piece.index(stripped[0])
            yield Span(begin, begin + len(stripped))
