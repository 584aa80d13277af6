"""Rows of CSV after RFC 4180, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from unspin.report.places import one_line

# A spreadsheet takes a cell that begins with one of these for a formula, in their full-width forms too.
_FORMULA = tuple("=+-@＝＋－＠")


def cell(text: str) -> str:
    """The text on one line, harmless in a spreadsheet and on a terminal: an apostrophe stands before what would be a formula."""
    shown = one_line(text).strip()
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def row(cells: Iterable[object]) -> str:
    """A row with its line end."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
