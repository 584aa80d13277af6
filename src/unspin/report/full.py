"""A report to read in a terminal: each change with both places in context, its reason, and a summary."""

from __future__ import annotations

from rich.text import Text

from unspin.report.model import Report, severity_of
from unspin.report.places import one_line
from unspin.report.terminal import STYLES, Passages, counted, finding, severities, terminal, written


def to_text(report: Report, *, colour: bool = False, width: int = 100, summary: bool = True) -> str:
    """The report as lines of text, ``width`` columns wide.

    The changed words stand in [brackets], with and without colour. Without ``summary`` the head and the closing line
    are left out, so a report without changes is empty.
    """
    console = terminal(colour=colour, width=width)
    if summary:
        console.print(_head(report), end="\n\n", soft_wrap=True)
    original = Passages(report.original, [span for link in report.links for span in link.original])
    rewrite = Passages(report.rewrite, [span for link in report.links for span in link.rewrite])
    for number, change in enumerate(report.changes, start=1):
        rows = [
            side.row(name, span, style, absent=f"nothing in the {name}")
            for name, side, span, style in (
                ("original", original, change.original, STYLES[0]),
                ("rewrite", rewrite, change.rewrite, STYLES[1]),
            )
        ]
        console.print(
            finding(
                number,
                rows,
                kind=change.type,
                severity=severity_of(change),
                confidence=change.confidence,
                message=change.message,
            )
        )
    if summary:
        console.print(closing(report))
    return written(console)


def _head(report: Report) -> Text:
    return (
        Text()
        .append(one_line(report.original.name), "bold")
        .append(" -> ")
        .append(one_line(report.rewrite.name), "bold")
    )


def closing(report: Report) -> Text:
    """How many changes there are, and how likely it is that there are none."""
    likely = f"fidelity {report.fidelity:.2f} (how likely it is that nothing changed)"
    if report.accepted:
        likely = f"{report.accepted} accepted; {likely}"
    if not report.changes:
        found = "No other change of meaning found" if report.accepted else "No change of meaning found"
        return Text(found, "bold green").append(f"; {likely}.")
    return (
        Text(f"{counted(len(report.changes), 'change')}: ", "bold")
        .append_text(severities(report.counts))
        .append(f"; {likely}.")
    )
