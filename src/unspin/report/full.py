"""A report to read in a terminal: each change with both places in context, its reason, and a summary."""

from __future__ import annotations

import bisect
import io

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unspin.changes import Change, Severity
from unspin.document import Document, Span
from unspin.report.model import Report, severity_of
from unspin.report.places import Lines, excerpt, one_line

COLOURS: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}


def to_text(report: Report, *, colour: bool = False, width: int = 100, summary: bool = True) -> str:
    """The report as lines of text, ``width`` columns wide.

    The changed words stand in [brackets], with and without colour. Without ``summary`` the head and the closing line
    are left out, so a report without changes is empty.
    """
    console = terminal(colour=colour, width=width)
    if summary:
        console.print(_head(report), end="\n\n", soft_wrap=True)
    original = _Side("original", report.original, [span for link in report.links for span in link.original])
    rewrite = _Side("rewrite", report.rewrite, [span for link in report.links for span in link.rewrite])
    for number, change in enumerate(report.changes, start=1):
        console.print(_change(number, change, original, rewrite))
    if summary:
        console.print(_summary(report))
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def terminal(*, colour: bool, width: int) -> Console:
    """A console that writes to memory and takes nothing from the environment."""
    return Console(
        file=io.StringIO(),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )


class _Side:
    """One text with its lines and sentences."""

    def __init__(self, name: str, document: Document, sentences: list[Span]) -> None:
        self.name = name
        self.document = document
        self.sentences = sorted(sentences)
        self.lines = Lines(document.text)

    def row(self, span: Span | None, style: str) -> tuple[Text, Text, Text]:
        """The side's name, its line and the words in context."""
        if span is None:
            return Text(self.name, "dim"), Text(), Text(f"nothing in the {self.name}", "dim italic")
        found = excerpt(self.document.text, span, self._around(span))
        marked = Text(found.before).append(f"[{found.words}]", style).append(found.after)
        return Text(self.name, "dim"), Text(f"line {self.lines.position(span.start).line}", "dim"), marked

    def _around(self, span: Span) -> list[Span]:
        """The sentences that the words stand in."""
        first = bisect.bisect_right(self.sentences, span.start, key=lambda sentence: sentence.end)
        last = bisect.bisect_left(self.sentences, span.end, key=lambda sentence: sentence.start)
        return self.sentences[first:last]


def _change(number: int, change: Change, original: _Side, rewrite: _Side) -> RenderableType:
    severity = severity_of(change)
    head = Text(f"{number}. ").append(severity, COLOURS[severity]).append(f" {change.type}", "bold")
    head.append(f"  {change.confidence:.0%} sure", "dim")
    places = Table.grid(padding=(0, 2, 0, 0))
    places.add_column(no_wrap=True)
    places.add_column(no_wrap=True)
    places.add_column(overflow="fold")
    places.add_row(*original.row(change.original, "bold red underline"))
    places.add_row(*rewrite.row(change.rewrite, "bold green underline"))
    reason = Text(one_line(change.message).rstrip(".") + ".", "italic")
    return Group(head, Padding(places, (0, 0, 0, 3)), Padding(reason, (0, 0, 1, 3)))


def _head(report: Report) -> Text:
    return (
        Text()
        .append(one_line(report.original.name), "bold")
        .append(" -> ")
        .append(one_line(report.rewrite.name), "bold")
    )


def _summary(report: Report) -> Text:
    likely = f"fidelity {report.fidelity:.2f} (how likely it is that nothing changed)"
    if not report.changes:
        return Text("No change of meaning found", "bold green").append(f"; {likely}.")
    return (
        Text(f"{counted(len(report.changes), 'change')}: ", "bold")
        .append_text(_severities(report))
        .append(f"; {likely}.")
    )


def _severities(report: Report) -> Text:
    parts = [
        Text(f"{number} info" if severity == "info" else counted(number, severity), COLOURS[severity])
        for severity, number in report.counts.items()
        if number
    ]
    return Text(", ").join(parts)


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as "1 change" or "2 changes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
