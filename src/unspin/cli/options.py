"""What the user asked for."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import Literal, TextIO

from unspin.changes import Severity

Format = Literal["full", "concise", "json", "jsonl", "html"]
FORMATS: tuple[Format, ...] = ("full", "concise", "json", "jsonl", "html")
ColourChoice = Literal["auto", "always", "never"]

_NARROWEST, _WIDEST, _FILE_WIDTH = 40, 120, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be reported, how, and what counts as a failure; ``fail_on`` None means nothing does."""

    form: Format
    output: str | None
    fail_on: Severity | None
    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    min_confidence: float
    colour: ColourChoice
    quiet: bool


def uses_colour(choice: ColourChoice, stream: TextIO) -> bool:
    """Whether to colour what goes to a stream: "auto" does on a terminal that can, unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def colours_report(wanted: Wanted) -> bool:
    """Whether to colour the report: a file gets colours only if they are asked for."""
    in_file = wanted.output is not None and wanted.colour == "auto"
    return not in_file and uses_colour(wanted.colour, sys.stdout)


def width(wanted: Wanted) -> int:
    """Columns of the report: those of the terminal within reason, else a fixed number."""
    if wanted.output is not None or not sys.stdout.isatty():
        return _FILE_WIDTH
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
