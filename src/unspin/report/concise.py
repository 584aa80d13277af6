"""Findings as one line each, ``file:line:col: severity type: message``, which editors and CI logs can follow."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.report.findings import Result, findings
from unspin.report.places import one_line


def to_lines(result: Result, *, prefix: str = "") -> Iterator[str]:
    """Yield a line for each finding, without line end.

    Those of a reading and of a trace name the place of the other passage. Quotes are no findings.
    """
    for finding in findings(result):
        where = f"{prefix}{finding.site.where}"
        yield f"{where}: {finding.severity} {finding.type}: {one_line(finding.message)}{finding.see}"
