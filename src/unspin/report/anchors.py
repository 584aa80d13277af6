"""The sentence that a change stands in, and where words that the rewrite lost would stand in it."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from itertools import accumulate

from unspin.document import Span
from unspin.report.model import Report


class Sentences:
    """The sentences of one text, which do not overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(set(spans))

    def around(self, place: Span) -> Span:
        """From the first to the last sentence that shares a code point with the place, or the place itself."""
        first = bisect.bisect_right(self._spans, place.start, key=lambda span: span.end)
        last = bisect.bisect_left(self._spans, place.end, key=lambda span: span.start)
        touched = self._spans[first:last]
        return touched[0].join(touched[-1]) if touched else place


class Anchors:
    """Where the changes of a report stand in sentences."""

    def __init__(self, report: Report) -> None:
        self.original = Sentences(span for link in report.links for span in link.original)
        self.rewrite = Sentences(span for link in report.links for span in link.rewrite)
        linked = [link for link in report.links if link.original and link.rewrite]
        self._homes = sorted((span, link.rewrite[-1]) for link in linked for span in link.original)
        # The end of the rightmost sentence up to each one: a link may join sentences that stand apart.
        self._ends = list(accumulate((span.end for span, _ in self._homes), max))

    def nearest(self, place: Span) -> Span | None:
        """The sentence of the rewrite that has the words around a place in the original, or what stood before it.

        None where no sentence is linked.
        """
        if not self._homes:
            return None
        # The first that ends after the place begins is the only one that can hold it.
        number = bisect.bisect_right(self._ends, place.start)
        if number < len(self._homes) and self._homes[number][0].overlaps(place):
            return self._homes[number][1]
        return self._homes[max(0, number - 1)][1]
