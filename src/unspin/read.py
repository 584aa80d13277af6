"""One document in, its quotes, twins and contradictions out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from unspin.changes import Change
from unspin.check import compare
from unspin.contradictions import contradictions_of
from unspin.document import Document, Span
from unspin.report.reading.model import Notice, Reading, Twin
from unspin.typography import plain

if TYPE_CHECKING:
    from unspin.align.twins import TwinSpans
    from unspin.facts import Facts

Earlier = Literal["earlier", "later"]


def read(document: Document | str, *, original: Earlier = "earlier") -> Reading:
    """Say what one document quotes, which passages of it say the same, and where it contradicts itself.

    Args:
        document: The text to read.
        original: Which passage of a twin the other is checked against: the "earlier" or the "later" one.

    Returns:
        Quotes with their speakers, twins with what changed between their passages, contradictions, and notices about
        quotes. Same text, same reading.
    """
    # What reads and compares is loaded when first needed: `unspin --help` must answer at once.
    from unspin.align.twins import find_twins  # noqa: PLC0415
    from unspin.facts import Facts  # noqa: PLC0415
    from unspin.language import analyse  # noqa: PLC0415

    text = Document(document, name="document") if isinstance(document, str) else document
    facts = Facts(analyse(text)[0])
    return Reading(
        document=text,
        quotes=tuple(facts.quotes),
        twins=tuple(twin_of(facts, found, original=original) for found in find_twins(facts)),
        contradictions=tuple(contradictions_of(facts)),
        notices=tuple(_notices(facts)),
    )


def twin_of(facts: Facts, found: TwinSpans, *, original: Earlier = "earlier") -> Twin:
    """A pair of passages of a document, with what changed from the one to the other, each read by itself."""
    ours, theirs = (found.first, found.second) if original == "earlier" else (found.second, found.first)
    texts = [facts.document.slice(span) for span in (ours, theirs)]
    # Nothing changes between a text and its typographic copy: a page of boilerplate need not be checked line by line.
    same = plain(texts[0])[0] == plain(texts[1])[0]
    changes = () if same else compare(*(Document(text) for text in texts))[1]
    moved = tuple(_moved(change, ours.start, theirs.start) for change in changes)
    return Twin(found.first, found.second, found.similarity, moved, later_is_original=original == "later")


def _moved(change: Change, original: int, rewrite: int) -> Change:
    """A change of two passages, its places counted in the document that holds them."""
    return replace(
        change,
        original=change.original and Span(change.original.start + original, change.original.end + original),
        rewrite=change.rewrite and Span(change.rewrite.start + rewrite, change.rewrite.end + rewrite),
    )


def _notices(facts: Facts) -> Iterator[Notice]:
    """Quotes without a speaker or without a closing mark."""
    for quote in facts.quotes:
        if not quote.closed:
            yield Notice("unbalanced", quote.span, "the quotation mark that opens here is never closed")
        if quote.speaker is None and quote.kind in {"direct", "mixed"}:
            yield Notice("unattributed", quote.span, "nobody is said to say this")
