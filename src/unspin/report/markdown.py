"""A report as Markdown for a comment or a page: a table of counts, and each change with the words of both texts as quotations.

What comes from the texts is escaped, so that it can be neither markup nor a link, nor call on anybody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from unspin.changes import Severity
from unspin.changes.registry import SEVERITIES
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sites import Finding, Site, findings
from unspin.report.terminal import counted

_NOTHING = "\u2060"  # The word joiner: invisible.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ACTIVE = re.compile(r"[\\`*_\[\]|~:#$^={}!&<>]")
# What begins a list, a heading or a rule when it comes first.
_FIRST = re.compile(r"(?:[-+]|\d{1,9}[.)])")
# Services make links and mentions of these after they have read the Markdown, so that a backslash does not hold them back.
_CALLS = re.compile(r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|\bwww(?=\.)|:(?=//)", re.IGNORECASE)


def to_text(report: Report) -> str:
    """The report as a Markdown text."""
    found = findings(report)
    names = f"# {escaped(report.original.name)} → {escaped(report.rewrite.name)}\n"
    if not found:
        return f"{names}\nNo change of meaning found; fidelity {report.fidelity:.2f} (how likely it is that nothing changed).\n"
    tally = ", ".join(
        f"{number} info" if severity == "info" else counted(number, severity)
        for severity, number in report.counts.items()
        if number
    )
    likely = f"fidelity {report.fidelity:.2f} (how likely it is that nothing changed)"
    parts = [
        names,
        f"{counted(len(found), 'change')}: {tally}; {likely}.\n",
        table(found),
        *(listing(finding, number) for number, finding in enumerate(found, start=1)),
    ]
    return "\n".join(parts)


def table(found: list[Finding]) -> str:
    """A row a change, in the order of the report."""
    rows = [
        f"| {number} | {finding.severity} | {finding.type} | {finding.confidence:.0%} | {_line(finding.original)}"
        f" | {_line(finding.rewrite)} |\n"
        for number, finding in enumerate(found, start=1)
    ]
    return "| | severity | type | sure | original | rewrite |\n|--:|---|---|--:|---|---|\n" + "".join(rows)


def counts_table(types: Mapping[tuple[str, Severity], int]) -> str:
    """How many changes there are of each type and severity."""
    if not types:
        return "No change of meaning found.\n"
    totals = Counter({s: sum(number for (_, of), number in types.items() if of == s) for s in SEVERITIES})
    names = sorted({name for name, _ in types})
    rows = [
        *((name, [types.get((name, severity), 0) for severity in SEVERITIES]) for name in names),
        ("all", [totals[severity] for severity in SEVERITIES]),
    ]
    head = f"| change | {' | '.join(SEVERITIES)} |\n|---|--:|--:|--:|\n"
    return head + "".join(f"| {name} | {' | '.join(f'{number:,}' for number in numbers)} |\n" for name, numbers in rows)


def listing(finding: Finding, number: int | None = None) -> str:
    """One change: its type, its reason, and the words of both texts."""
    named = "" if number is None else f"{number}\\. "
    lines = [
        f"{named}**{finding.severity}: {finding.type}**, {finding.confidence:.0%} sure: {escaped(finding.message)}",
        "",
    ]
    for name, site, absent in (("original", finding.original, "not there"), ("rewrite", finding.rewrite, "left out")):
        lines.append(f"> {name}, {_line(site)}: “{escaped(site.words)}”  " if site else f"> {name}: {absent}  ")
    return "\n".join(lines)[:-2] + "\n"


def _line(site: Site | None) -> str:
    return f"line {site.line}" if site else "–"


def escaped(text: str) -> str:
    """Text on one line as inline Markdown that shows these very characters and does nothing."""
    line = one_line(text).strip()
    marked = _CALLS.sub(lambda call: call[0] + _NOTHING, line)
    marked = _ACTIVE.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), marked)
    first = _FIRST.match(marked)
    return f"{marked[: first.end() - 1]}\\{marked[first.end() - 1 :]}" if first else marked
