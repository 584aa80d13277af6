"""Twins: passages of one document that say the same in other words."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.document import Span
from unspin.facts import Facts


@dataclass(frozen=True, slots=True)
class TwinSpans:
    """Two passages that say the same, ``first`` standing before ``second``; ``similarity`` is in [0, 1]."""

    first: Span
    second: Span
    similarity: float


def find_twins(facts: Facts) -> list[TwinSpans]:
    """The twins of a document, in order of their first passage; no passage stands in two."""
    del facts
    return []
