"""Polarity: words that deny, and what they deny."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.document import Span
from unspin.language import Analysis


@dataclass(frozen=True, slots=True)
class Negation:
    """One negation."""

    span: Span


def negations_of(analysis: Analysis) -> list[Negation]:
    """The negations of a document in order of place."""
    return [] if analysis else []
