"""A reading to read in a terminal: quotes with speakers, who says how much, twins, contradictions, notices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, groupby
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unspin.document import Span
from unspin.report.model import severity_of
from unspin.report.places import one_line
from unspin.report.reading.context import sentences_of, shortened
from unspin.report.reading.model import CONTRADICTION_SEVERITY, CONTRADICTS_ITSELF, Reading, Twin
from unspin.report.reading.speakers import name_of, resolution, said, shares
from unspin.report.terminal import (
    COLOURS,
    STYLES,
    Passages,
    counted,
    finding,
    places,
    severities,
    terminal,
    written,
)

if TYPE_CHECKING:
    from unspin.facts.quotes import Quote

_MOST_WORDS = 160
_MOST_PASSAGE = 240


def to_text(reading: Reading, *, colour: bool = False, width: int = 100, summary: bool = True) -> str:
    """The reading as lines of text, ``width`` columns wide.

    Without ``summary`` only findings are shown (contradictions, twins and notices), without head and closing line, so
    that of a document without any nothing comes out.
    """
    console = terminal(colour=colour, width=width)
    passages = Passages(reading.document, sentences_of(reading.document))
    if summary:
        console.print(Text(one_line(reading.document.name), "bold"), end="\n\n", soft_wrap=True)
        _quotes(console, reading, passages)
    numbers = count(1)
    _contradictions(console, reading, passages, numbers)
    _twins(console, reading, passages, numbers)
    _notices(console, reading, passages)
    if summary:
        console.print(closing(reading))
    return written(console)


def _quotes(console: Console, reading: Reading, passages: Passages) -> None:
    if not reading.quotes:
        return
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("line", justify="right", style="dim", no_wrap=True)
    table.add_column("speaker", ratio=2, overflow="fold")
    table.add_column("kind", no_wrap=True)
    table.add_column("words", ratio=5, overflow="fold")
    table.expand = True
    for quote in reading.quotes:
        speaker = Text("nobody named", "dim italic")
        if quote.speaker is not None:
            speaker = Text(one_line(name_of(quote.speaker)), "bold")
            if how := resolution(quote.speaker):
                speaker.append(f" ({one_line(how)})", "dim")
        words = shortened(one_line(said(reading.document, quote.content)), _MOST_WORDS)
        table.add_row(str(passages.line(quote.span)), speaker, kind_of(quote), Text(words))
    _section(console, counted(len(reading.quotes), "quote"), table)
    if said_by := shares(reading.document, reading.quotes):
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("speaker", overflow="fold")
        for column in ("quotes", "words", "between marks"):
            table.add_column(column, justify="right", no_wrap=True)
        for share in said_by:
            table.add_row(
                Text(one_line(share.name), "bold"), f"{share.quotes:,}", f"{share.words:,}", f"{share.quoted:,}"
            )
        _section(console, "Who says how much", table)


def kind_of(quote: Quote) -> str:
    """The kind of a quote, and whether its speaker denies it."""
    return f"{quote.kind}, denied" if quote.denied else quote.kind


def _section(console: Console, title: str, content: Table) -> None:
    console.print(Text(title, "bold underline"))
    console.print(Padding(content, (0, 0, 1, 3)))


def _contradictions(console: Console, reading: Reading, passages: Passages, numbers: Iterator[int]) -> None:
    for one in reading.contradictions:
        rows = [
            passages.row(label, span, style)
            for label, span, style in zip(("first", "second"), (one.first, one.second), STYLES, strict=True)
        ]
        console.print(
            finding(
                next(numbers),
                rows,
                kind=CONTRADICTS_ITSELF,
                severity=CONTRADICTION_SEVERITY,
                confidence=one.confidence,
                message=one.message,
            )
        )


def _twins(console: Console, reading: Reading, passages: Passages, numbers: Iterator[int]) -> None:
    for name, twin in enumerate(reading.twins, start=1):
        console.print(_twin(name, twin, passages))
        if not twin.changes:
            rows = [_passage(label, span, passages) for label, span in (("first", twin.first), ("second", twin.second))]
            console.print(places(rows))
            console.print(Padding(Text("Nothing that was compared differs.", "italic"), (0, 0, 1, 3)))
        for change in twin.changes:
            rows = [
                passages.row(label, span, style, absent=f"nothing in the {label}")
                for label, span, style in zip(
                    ("first", "second"), twin.places(change), reversed(STYLES) if twin.later_is_original else STYLES,
                    strict=True,
                )
            ]  # fmt: skip
            console.print(
                finding(
                    next(numbers),
                    rows,
                    kind=change.type,
                    severity=severity_of(change),
                    confidence=change.confidence,
                    message=change.message,
                )
            )


def _twin(name: int, twin: Twin, passages: Passages) -> Text:
    lines = " and ".join(f"line {passages.line(span)}" for span in (twin.first, twin.second))
    head = Text(f"Twin {name}", "bold").append(f": {lines} tell the same")
    if twin.changes and twin.later_is_original:
        head.append(", the second taken for the original")
    return head.append(f"  similarity {twin.similarity:.2f}", "dim")


def _passage(label: str, span: Span, passages: Passages) -> tuple[Text, Text, Text]:
    words = shortened(one_line(said(passages.document, [span])), _MOST_PASSAGE)
    return Text(label, "dim"), Text(f"line {passages.line(span)}", "dim"), Text(words)


def _notices(console: Console, reading: Reading, passages: Passages) -> None:
    for span, notices in groupby(reading.notices, key=lambda notice: notice.span):
        for notice in notices:
            head = Text("info", COLOURS["info"]).append(f" {notice.kind}", "bold")
            head.append(f"  line {passages.line(span)}: {one_line(notice.message).rstrip('.')}.")
            console.print(head)
        words = Text(shortened(one_line(said(reading.document, [span])), _MOST_WORDS))
        console.print(Padding(words, (0, 0, 1, 3)))


def closing(reading: Reading) -> Text:
    """How much of everything was found."""
    speakers = len(shares(reading.document, reading.quotes))
    text = Text(f"{counted(len(reading.quotes), 'quote')} by {counted(speakers, 'speaker')}", "bold")
    text.append(f"; {counted(len(reading.twins), 'twin')}, {counted(len(reading.changes), 'change')}, ")
    text.append(counted(len(reading.contradictions), "contradiction"))
    if any(reading.counts.values()):
        text.append(" (").append_text(severities(reading.counts)).append(")")
    if reading.accepted:
        text.append(f", {reading.accepted:,} accepted")
    return text.append(f"; {counted(len(reading.notices), 'notice')}.")
