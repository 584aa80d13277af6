"""Quantities: what they count, how many, with what bound."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.document import Span
from unspin.language import Analysis


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity."""

    span: Span


def quantities_of(analysis: Analysis) -> list[Quantity]:
    """The quantities of a document in order of place."""
    return [] if analysis else []
