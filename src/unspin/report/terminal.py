"""What the formats for a terminal share: the console, findings with both places in context, counts."""

from __future__ import annotations

import bisect
import io
from collections.abc import Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unspin.changes import Severity
from unspin.document import Document, Span
from unspin.report.places import Excerpt, Lines, excerpt, one_line

COLOURS: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
STYLES = ("bold red underline", "bold green underline")

Row = tuple[Text, Text, Text]


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


def written(console: Console) -> str:
    """What was printed on a console of ``terminal``, without blanks at the ends of its lines."""
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


class Passages:
    """A text with its lines and sentences, from which places are shown in context."""

    def __init__(self, document: Document, sentences: Sequence[Span]) -> None:
        self.document = document
        self.sentences = sorted(sentences)
        self.lines = Lines(document.text)

    def line(self, span: Span) -> int:
        """The line that a place begins on."""
        return self.lines.position(span.start).line

    def row(self, label: str, span: Span | None, style: str, *, absent: str = "") -> Row:
        """The label, the line and the words in context; ``absent`` stands for words that are not there."""
        if span is None:
            return Text(label, "dim"), Text(), Text(absent, "dim italic")
        found = self.excerpt(span)
        marked = Text(found.before).append(f"[{found.words}]", style).append(found.after)
        return Text(label, "dim"), Text(f"line {self.line(span)}", "dim"), marked

    def excerpt(self, span: Span) -> Excerpt:
        """The words in the sentences that they stand in."""
        first = bisect.bisect_right(self.sentences, span.start, key=lambda sentence: sentence.end)
        last = bisect.bisect_left(self.sentences, span.end, key=lambda sentence: sentence.start)
        return excerpt(self.document.text, span, self.sentences[first:last])


def finding(
    number: int, rows: Sequence[Row], *, kind: str, severity: Severity, confidence: float, message: str
) -> RenderableType:
    """A finding: its type and how sure it is, its two places in context, its reason."""
    head = Text(f"{number}. ").append(severity, COLOURS[severity]).append(f" {kind}", "bold")
    head.append(f"  {confidence:.0%} sure", "dim")
    reason = Text(one_line(message).rstrip(".") + ".", "italic")
    return Group(head, places(rows), Padding(reason, (0, 0, 1, 3)))


def places(rows: Sequence[Row]) -> RenderableType:
    """Rows of places, one under the other."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return Padding(grid, (0, 0, 0, 3))


def severities(counts: Mapping[Severity, int]) -> Text:
    """How many findings of each severity there are."""
    parts = [
        Text(f"{number} info" if severity == "info" else counted(number, severity), COLOURS[severity])
        for severity, number in counts.items()
        if number
    ]
    return Text(", ").join(parts)


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as "1 change" or "2 changes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
