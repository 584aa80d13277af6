"""A report as one line a change, ``file:line:col: severity type: message``, which editors and CI logs can follow."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.report.model import Report, severity_of
from unspin.report.places import Lines, one_line


def to_lines(report: Report, *, prefix: str = "") -> Iterator[str]:
    """Yield a line for each change, without line end.

    The place is in the rewrite, or in the original for words that the rewrite lost.
    """
    lines: dict[str, Lines] = {}
    for change in report.changes:
        document, span = (report.rewrite, change.rewrite) if change.rewrite else (report.original, change.original)
        side = "rewrite" if change.rewrite else "original"
        place = lines.setdefault(side, Lines(document.text)).position(span.start if span else 0)
        where = f"{prefix}{one_line(document.name)}:{place.line}:{place.column}"
        yield f"{where}: {severity_of(change)} {change.type}: {one_line(change.message)}"
