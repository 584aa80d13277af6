"""A document's sentences, so that a place can be shown in context."""

from __future__ import annotations

from unspin.document import Document, Span
from unspin.sentences import sentence_spans


def sentences_of(document: Document) -> list[Span]:
    """The sentences of a document in order of place, without a language model."""
    return [span for block in document.blocks for span in sentence_spans(document.prose, block)]


def shortened(text: str, most: int) -> str:
    """At most ``most`` characters of a text, its middle left out at a word where it is longer."""
    if len(text) <= most:
        return text
    half = (most - 5) // 2
    head = text[:half].rsplit(" ", 1)[0] if " " in text[:half] else text[:half]
    tail = text[-half:].split(" ", 1)[1] if " " in text[-half:] else text[-half:]
    return f"{head} ... {tail}"
