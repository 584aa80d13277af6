"""The quotes of documents as CSV after RFC 4180, one row a quote, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from unspin.report.places import Lines, one_line
from unspin.report.reading.model import Reading
from unspin.report.reading.speakers import how_of, name_of, said

COLUMNS = (
    "document", "quote", "line", "column", "start", "end", "kind", "speaker", "speaker_words", "how", "cue", "words",
    "quoted_words", "closed", "confidence",
)  # fmt: skip

# A spreadsheet takes a cell that begins with one of these for a formula, in their full-width forms too.
_FORMULA = tuple("=+-@＝＋－＠")


def header() -> str:
    """The names of the columns, with their line end."""
    return _row(COLUMNS)


def to_rows(reading: Reading) -> str:
    """A row for each quote, each with its line end.

    White space is single spaces, and a text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    document, lines = reading.document, Lines(reading.document.text)
    rows = []
    for number, quote in enumerate(reading.quotes, start=1):
        place = lines.position(quote.span.start)
        speaker = quote.speaker
        texts = [
            name_of(speaker) if speaker else "",
            speaker.text if speaker else "",
            how_of(speaker) if speaker else "",
            document.slice(quote.cue) if quote.cue else "",
            said(document, quote.content),
            said(document, quote.marked),
        ]
        rows.append(
            _row(
                [
                    cell(document.name),
                    number,
                    place.line,
                    place.column,
                    quote.span.start,
                    quote.span.end,
                    quote.kind,
                    *map(cell, texts),
                    "yes" if quote.closed else "no",
                    round(float(quote.confidence), 4),
                ]
            )
        )
    return "".join(rows)


def cell(text: str) -> str:
    """The text on one line, harmless in a spreadsheet and on a terminal."""
    shown = one_line(text).strip()
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _row(cells: Any) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
