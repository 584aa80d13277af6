"""Events: their order in time and their causes."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.document import Span
from unspin.language import Analysis


@dataclass(frozen=True, slots=True)
class EventLink:
    """Two events and what joins them."""

    span: Span


def event_links_of(analysis: Analysis) -> list[EventLink]:
    """The links between events of a document in order of place."""
    return [] if analysis else []
