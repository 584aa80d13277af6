"""The quotes of documents as CSV after RFC 4180, one row a quote, for a spreadsheet."""

from __future__ import annotations

from unspin.report.cells import cell, row
from unspin.report.findings import Result
from unspin.report.joined import Joined
from unspin.report.places import Lines
from unspin.report.reading.model import Reading
from unspin.report.reading.speakers import how_of, name_of, said
from unspin.report.sites import Record

COLUMNS = (
    "document", "quote", "line", "column", "start", "end", "kind", "speaker", "speaker_words", "how", "cue", "words",
    "quoted_words", "closed", "confidence",
)  # fmt: skip


def to_text(reading: Reading) -> str:
    """The names of the columns, then a row for each quote."""
    return joined("").of(reading)


def joined(path: str, kind: type[Result] = Reading) -> Joined:
    """One table for all documents."""
    del path, kind
    return Joined(piece, head=row(COLUMNS))


def piece(reading: Reading, record: Record | None) -> str:
    """A row for each quote of a document, each with its line end.

    White space is single spaces, and a text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    del record
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
            row(
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
