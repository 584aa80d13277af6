"""The options that commands share, and what the user asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal, TextIO, TypeVar, cast

import click

from unspin.changes import Severity, all_types, get_type

Format = Literal[
    "full", "concise", "json", "jsonl", "csv", "html",
    "markdown", "docx", "sarif", "github", "gitlab", "junit", "rdjson", "annotation", "claimreview",
]  # fmt: skip
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


Command = TypeVar("Command", bound=Callable[..., Any])


def report_options(
    *, findings: str, types: str, quiet: str, more: Collection[str] = ()
) -> Callable[[Command], Command]:
    """A decorator that gives a command the options of a report, from --output to --quiet.

    ``findings`` names in the help what is reported, ``types`` what --select and --ignore choose from, ``quiet`` what
    --quiet does; ``more`` are types beside those of change.
    """

    def type_names(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
        names = [name.strip() for value in values for name in value.split(",") if name.strip()]
        try:
            return tuple(dict.fromkeys(name if name in more else get_type(name).name for name in names))
        except KeyError as error:
            raise click.BadParameter(f"{error.args[0]} (`unspin explain` lists them)") from None

    options = [
        click.option("--output", metavar="FILE", help="Write the report there; the file appears whole or not at all."),
        click.option(
            "--fail-on",
            type=click.Choice(["error", "warning", "never"]),
            default="error",
            show_default=True,
            help=f"From which severity on {findings} end in exit code 1.",
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            default=0.0,
            metavar="P",
            help=f"Leave out {findings} less sure than this, from 0 to 1.",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="TYPES",
            callback=type_names,
            help=f"Report only these {types}: comma list, repeatable.",
        ),
        click.option(
            "--ignore",
            multiple=True,
            metavar="TYPES",
            callback=type_names,
            help=f"Do not report these {types}: comma list, repeatable.",
        ),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="auto: on a terminal, unless NO_COLOR is set.",
        ),
        click.option("--quiet", "-q", is_flag=True, help=quiet),
    ]

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def wanted_report(
    *,
    form: Format,
    output: str | None,
    fail_on: str,
    min_confidence: float,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    color: ColourChoice,
    quiet: bool,
    more: Collection[str] = (),
) -> Wanted:
    """What the options of ``report_options`` ask for.

    Raises:
        click.UsageError: They leave nothing to report.
    """
    if ignore and set(select or [*more, *(kind.name for kind in all_types())]) <= set(ignore):
        raise click.UsageError("--ignore leaves no type of change to report")
    return Wanted(
        form=form,
        output=output,
        fail_on=None if fail_on == "never" else cast(Severity, fail_on),
        select=select or None,
        ignore=ignore,
        min_confidence=min_confidence,
        colour=color,
        quiet=quiet,
    )


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
