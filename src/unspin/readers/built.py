"""Documents whose text is put together from pieces of a file: pages, office documents, PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from unspin.blocks import Block, BlockKind, Span, caption_start, is_heading
from unspin.document import Document
from unspin.readers.errors import ReadError

BETWEEN = "\n\n"

# Lone halves of surrogate pairs and control characters mean nothing in prose, and cannot be written everywhere.
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANK_LINES = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)*[^\S\n]*")


class Piece(NamedTuple):
    """The words of a block; ``kind`` is None where the file does not say what they are."""

    text: str
    kind: BlockKind | None = "paragraph"


def built(pieces: Iterable[Piece], *, name: str, metadata: dict[str, str], nothing: tuple[str, str]) -> Document:
    """The document of the pieces in their order, a blank line between them; pieces without words are left out.

    White space at the ends of lines goes. A piece of no known kind is a heading when it reads as one and is not the whole
    text; a label such as "Photo:" makes a paragraph a caption and stands outside it.

    Args:
        pieces: The blocks to be.
        name: As of ``Document``.
        metadata: As of ``Document``.
        nothing: Reason and remedy of the error when there are no words.

    Raises:
        ReadError: No piece holds a word.
    """
    kept = [
        Piece(text, piece.kind)
        for piece in pieces
        if any(map(str.isalnum, text := _BLANK_LINES.sub("\n", _UNUSABLE.sub("", piece.text)).strip()))
    ]
    if not kept:
        raise ReadError(name, *nothing)
    blocks: list[Block] = []
    start = 0
    for piece in kept:
        blocks.append(_block(piece, start, alone=len(kept) == 1))
        start += len(piece.text) + len(BETWEEN)
    return Document(BETWEEN.join(piece.text for piece in kept), name=name, blocks=tuple(blocks), metadata=metadata)


def _block(piece: Piece, start: int, *, alone: bool) -> Block:
    whole = Span(start, start + len(piece.text))
    if piece.kind in (None, "paragraph", "caption") and (label := caption_start(piece.text)):
        bracketed = piece.text[0] in "([" and piece.text[-1] in ")]"
        inner = Span(start + label, whole.end - bracketed)
        return Block(inner if len(inner) else whole, "caption")
    if piece.kind is None:
        return Block(whole, "heading" if not alone and is_heading(piece.text) else "paragraph")
    return Block(whole, piece.kind)
