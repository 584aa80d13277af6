"""A reading as one line a finding, ``file:line:col: severity type: message``, which editors and CI logs can follow."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.changes import Severity
from unspin.document import Span
from unspin.report.model import severity_of
from unspin.report.places import Lines, one_line
from unspin.report.reading.model import CONTRADICTION_SEVERITY, CONTRADICTS_ITSELF, Reading


def to_lines(reading: Reading) -> Iterator[str]:
    """Yield a line for each twin, change, contradiction and notice in order of place, without line end.

    Each names the line of the other passage. Quotes are no findings: the other formats list them.
    """
    lines = Lines(reading.document.text)
    name = one_line(reading.document.name)
    found = sorted(_findings(reading, lines), key=lambda finding: finding[0])
    for offset, severity, kind, message in found:
        place = lines.position(offset)
        yield f"{name}:{place.line}:{place.column}: {severity} {kind}: {one_line(message)}"


def _findings(reading: Reading, lines: Lines) -> Iterator[tuple[int, Severity, str, str]]:
    def see(span: Span | None) -> str:
        return "" if span is None else f" (see line {lines.position(span.start).line})"

    for twin in reading.twins:
        original, rewrite = (twin.second, twin.first) if twin.later_is_original else (twin.first, twin.second)
        yield rewrite.start, "info", "twin", f"tells again what stands elsewhere{see(original)}"
        for change in twin.changes:
            here = change.rewrite or change.original or rewrite
            there = (change.original or original) if change.rewrite else rewrite
            yield here.start, severity_of(change), change.type, f"{change.message}{see(there)}"
    for one in reading.contradictions:
        message = f"{one.message}{see(one.first)}"
        yield one.second.start, CONTRADICTION_SEVERITY, CONTRADICTS_ITSELF, message
    for notice in reading.notices:
        yield notice.span.start, "info", notice.kind, notice.message
