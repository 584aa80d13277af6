"""The passages of a trace as CSV after RFC 4180, one row a passage, for a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from unspin.changes.registry import SEVERITIES
from unspin.document import NOTHING
from unspin.report.cells import cell, row
from unspin.report.model import severity_of
from unspin.report.sites import Ground, Site
from unspin.report.tracing.model import Passage, Trace

COLUMNS = (
    "document", "passage", "line", "column", "start", "end", "kind", "similarity",
    "source", "title", "outlet", "date", "source_line", "source_column", "source_start", "source_end",
    "changes", *SEVERITIES, "words", "source_words",
)  # fmt: skip


def to_text(trace: Trace) -> str:
    """The names of the columns, then a row for each passage.

    The number of changes, and of those of each severity, is empty where the passage was not checked. White space is single
    spaces, and a text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    return row(COLUMNS) + "".join(map(row, _rows(trace)))


def _rows(trace: Trace) -> Iterator[list[object]]:
    document = Ground(trace.document)
    sources = {source.id: Ground(source.document) for source in trace.sources}
    for number, passage in enumerate(trace.passages, start=1):
        source = passage.source
        here, there = document.site(passage.span), sources[source.id].site(passage.source_span)
        known = (source.id, source.title, source.outlet, source.date)
        yield [
            cell(trace.document.name),
            number,
            *_place(here),
            passage.kind,
            round(float(passage.similarity), 4),
            *map(cell, known),
            *_place(there),
            *_counts(passage),
            *(cell(site.span.of(site.document.prose).replace(NOTHING, "")) for site in (here, there)),
        ]


def _place(site: Site) -> list[int]:
    column = site.region.start.column if site.region else 1
    return [site.line, column, site.span.start, site.span.end]


def _counts(passage: Passage) -> list[object]:
    if passage.changes is None:
        return [""] * (1 + len(SEVERITIES))
    found = Counter(map(severity_of, passage.changes))
    return [len(passage.changes), *(found[severity] for severity in SEVERITIES)]
