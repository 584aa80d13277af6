"""Certainty: words that say how sure or how general a statement is."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.document import Span
from unspin.language import Analysis


@dataclass(frozen=True, slots=True)
class Hedge:
    """One hedge."""

    span: Span


def hedges_of(analysis: Analysis) -> list[Hedge]:
    """The hedges of a document in order of place."""
    return [] if analysis else []
