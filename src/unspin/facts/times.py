"""Times: dates, weekdays, clock times, periods, durations."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.document import Span
from unspin.language import Analysis


@dataclass(frozen=True, slots=True)
class Time:
    """One expression of time."""

    span: Span


def times_of(analysis: Analysis) -> list[Time]:
    """The times of a document in order of place."""
    return [] if analysis else []
