"""Statements that a summary leaves out whole: whether that misleads, or is what a summary does."""

from __future__ import annotations

import bisect

from unspin.changes import Change
from unspin.report.model import Report

_DENIAL = "a denial or dispute"


class Shortening:
    """What of a report's original the rewrite tells at all."""

    def __init__(self, report: Report) -> None:
        sentences = [(span, bool(link.rewrite)) for link in report.links for span in link.original]
        self._sentences = sorted(sentences, key=lambda sentence: sentence[0])
        self._ends = [span.end for span, _ in self._sentences]

    def only_shortens(self, change: Change) -> bool:
        """Whether the change is an omission of a sentence that the rewrite does not tell at all.

        What is cut out of a sentence that it does tell turns the rest of it, and so does a denial that is left out where the
        sentence before it stays.
        """
        if change.type != "omitted" or change.original is None:
            return False
        first = bisect.bisect_right(self._ends, change.original.start)
        here = [told for span, told in self._sentences[first:] if span.overlaps(change.original)]
        if not here or any(here):
            return False
        follows = first > 0 and self._sentences[first - 1][1]
        return not (follows and change.why.get("kind") == _DENIAL)
