"""Findings in the diagnostic format of reviewdog (rdjson), which posts it to code review; columns count bytes of UTF-8."""

from __future__ import annotations

from typing import Any

from unspin.changes import Severity
from unspin.report.findings import Finding, Result, findings
from unspin.report.joined import Joined
from unspin.report.jsontext import member
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sites import Record, Site, tidy, utf8_bytes

SEVERITY: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def to_text(result: Result) -> str:
    """One object with all diagnostics."""
    return joined("").of(result)


def piece(result: Result, record: Record | None) -> str:
    """The diagnostics of one result, as they stand in the array."""
    found = findings(result, record=record, measure=utf8_bytes)
    return ",\n".join(member(_diagnostic(finding, record), depth=2) for finding in found)


def joined(path: str, kind: type[Result] = Report) -> Joined:
    """One object for all pairs of a file; each diagnostic stands at the line of its record."""
    del path, kind
    head = '{\n  "source": {\n    "name": "unspin"\n  },\n  "diagnostics": [\n'
    return Joined(piece, _failure, head=head, separator=",\n", tail="\n  ]\n}\n")


def _diagnostic(finding: Finding, record: Record | None) -> dict[str, Any]:
    named = f"Pair {record.id}: " if record else ""
    diagnostic: dict[str, Any] = {
        "message": one_line(f"{named}{finding.told}"),
        "location": _location(finding.site),
        "severity": SEVERITY[finding.severity],
        "code": {"value": finding.type},
    }
    if finding.related and not record:
        diagnostic["related_locations"] = [
            {"message": finding.note(finding.related), "location": _location(finding.related)},
        ]
    return diagnostic


def _location(site: Site) -> dict[str, Any]:
    if site.region is None:
        return {"path": site.path, "range": {"start": {"line": site.line}}}
    start, end = site.region.start, site.region.end
    return {
        "path": site.path,
        "range": {
            "start": {"line": start.line, "column": start.column},
            "end": {"line": end.line, "column": end.column},
        },
    }


def _failure(record: Record, error: str) -> str:
    named = "" if record.id is None else f"Pair {record.id}: "
    return member(
        {
            "message": one_line(f"{named}not checked: {error}"),
            "location": {"path": tidy(record.path), "range": {"start": {"line": record.line}}},
            "severity": "ERROR",
            "code": {"value": "not-checked"},
        },
        depth=2,
    )
