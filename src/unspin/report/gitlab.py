"""Findings as GitLab's Code Quality JSON, which a merge request shows beside the lines."""

from __future__ import annotations

import hashlib
from typing import Any

from unspin.changes import Severity
from unspin.report.findings import Finding, Result, findings
from unspin.report.joined import Joined
from unspin.report.jsontext import member
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sites import Record, tidy

SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def to_text(result: Result) -> str:
    """An array of issues."""
    return joined("").of(result)


def piece(result: Result, record: Record | None) -> str:
    """The issues of one result, as they stand in the array."""
    return ",\n".join(member(_issue(finding, record), depth=1) for finding in findings(result, record=record))


def joined(path: str, kind: type[Result] = Report) -> Joined:
    """One array for all pairs of a file; each issue stands at the line of its record."""
    del path, kind
    return Joined(piece, _failure, head="[\n", separator=",\n", tail="\n]\n")


def _issue(finding: Finding, record: Record | None) -> dict[str, Any]:
    site = finding.site
    end = site.region.end.line if site.region else site.line
    named = f"Pair {record.id}: " if record else ""
    return {
        "type": "issue",
        "check_name": finding.type,
        "description": one_line(f"{named}{finding.told}{finding.see}"),
        "categories": ["Bug Risk"],
        "severity": SEVERITY[finding.severity],
        "fingerprint": _fingerprint(site.path, record, finding.fingerprint),
        "location": {"path": site.path, "lines": {"begin": site.line, "end": end}},
    }


def _failure(record: Record, error: str) -> str:
    named = "" if record.id is None else f"Pair {record.id}: "
    path = tidy(record.path)
    return member(
        {
            "type": "issue",
            "check_name": "not-checked",
            "description": one_line(f"{named}not checked: {error}"),
            "categories": ["Bug Risk"],
            "severity": "critical",
            "fingerprint": _fingerprint(path, record, f"not-checked {record.line if record.id is None else ''}"),
            "location": {"path": path, "lines": {"begin": record.line, "end": record.line}},
        },
        depth=1,
    )


def _fingerprint(path: str, record: Record | None, name: str) -> str:
    """GitLab shows one issue of those with the same fingerprint, whatever file they are in."""
    parts = [path, name if record is None else f"{record.id}\0{name}"]
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]
