"""Changes as CSV after RFC 4180, one row a change, for a spreadsheet."""

from __future__ import annotations

from unspin.report.cells import cell, row
from unspin.report.findings import Finding, findings
from unspin.report.joined import Joined
from unspin.report.model import Report
from unspin.report.sites import Record, Site

PLACE = ("file", "line", "column", "start", "end", "words")
COLUMNS = (
    "id", "type", "severity", "confidence", "message",
    *(f"original_{name}" for name in PLACE),
    *(f"rewrite_{name}" for name in PLACE),
    "fingerprint",
)  # fmt: skip


def to_text(report: Report) -> str:
    """The names of the columns, then a row for each change."""
    return joined("").of(report)


def piece(report: Report, record: Record | None) -> str:
    """The rows of one pair.

    White space is single spaces, and a text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    return "".join(row(_cells(finding, record)) for finding in findings(report, record=record))


def joined(path: str) -> Joined:
    """One table for all pairs of a file; a record that could not be checked is a row of the type "not-checked"."""
    del path
    return Joined(piece, _failure, head=row(COLUMNS))


def _cells(finding: Finding, record: Record | None) -> list[str]:
    return [
        cell(str(record.id)) if record else "",
        finding.type,
        finding.severity,
        str(finding.confidence),
        cell(finding.message),
        *_place(finding.original),
        *_place(finding.rewrite),
        finding.fingerprint,
    ]


def _place(site: Site | None) -> list[str]:
    if site is None:
        return [""] * len(PLACE)
    column = str(site.region.start.column) if site.region else ""
    return [cell(site.path), str(site.line), column, str(site.span.start), str(site.span.end), cell(site.words)]


def _failure(record: Record, error: str) -> str:
    named = "" if record.id is None else cell(str(record.id))
    cells = [named, "not-checked", "", "", cell(error), *[""] * len(PLACE), cell(record.path), str(record.line)]
    return row([*cells, *[""] * (len(COLUMNS) - len(cells))])
