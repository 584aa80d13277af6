"""The options that commands share, and what the user asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeVar

import click

from unspin.changes import Severity, all_types, get_type
from unspin.cli.settings import allow_option, keep, rules_or_exit, settings_options, settings_or_exit

if TYPE_CHECKING:
    from unspin.settings import Layer, Rules

Format = Literal[
    "full", "concise", "json", "jsonl", "csv", "html",
    "markdown", "docx", "sarif", "github", "gitlab", "junit", "rdjson", "annotation", "claimreview",
]  # fmt: skip
ColourChoice = Literal["auto", "always", "never"]

_NARROWEST, _WIDEST, _FILE_WIDTH = 40, 120, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be reported, how, and what counts as a failure; ``fail_on`` None means nothing does.

    ``fail_rate`` is the share of many pairs that may have such changes, in [0, 1]. ``rules`` are the settings, of which
    ``select``, ``ignore`` and ``min_confidence`` are what a comparison can leave out by itself.
    """

    form: Format
    output: str | None
    fail_on: Severity | None
    fail_rate: float
    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    min_confidence: float
    colour: ColourChoice
    quiet: bool
    rules: Rules


Command = TypeVar("Command", bound=Callable[..., Any])


def report_options(
    *, findings: str, types: str, quiet: str, more: Collection[str] = ()
) -> Callable[[Command], Command]:
    """A decorator that gives a command the options of a report, from --output to --quiet; those that are settings go there.

    ``findings`` names in the help what is reported, ``types`` what --select and --ignore choose from, ``quiet`` what
    --quiet does; ``more`` are types beside those of change.
    """

    def type_names(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> None:
        names = [name.strip() for value in values for name in value.split(",") if name.strip()]
        try:
            types = tuple(dict.fromkeys(name if name in more else get_type(name).name for name in names))
        except KeyError as error:
            raise click.BadParameter(f"{error.args[0]} (`unspin explain` lists them)") from None
        keep(context, parameter, types)

    options = [
        click.option("--output", metavar="FILE", help="Write the report there; the file appears whole or not at all."),
        click.option(
            "--fail-on",
            type=click.Choice(["error", "warning", "never"]),
            default="error",
            show_default=True,
            expose_value=False,
            callback=keep,
            help=f"From which severity on {findings} end in exit code 1.",
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            default=0.0,
            metavar="P",
            expose_value=False,
            callback=keep,
            help=f"Leave out {findings} less sure than this, from 0 to 1.",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="TYPES",
            expose_value=False,
            callback=type_names,
            help=f"Report only these {types}: comma list, repeatable.",
        ),
        click.option(
            "--ignore",
            multiple=True,
            metavar="TYPES",
            expose_value=False,
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
        for option in reversed([*options[:-2], settings_options, allow_option, *options[-2:]]):
            command = option(command)
        return command

    return decorate


def wanted_report(
    *,
    form: Format | None,
    output: str | None,
    color: ColourChoice,
    quiet: bool,
    more: Collection[str] = (),
    own_form: Format = "full",
    forms: Collection[Format] = (),
    baseline: bool = False,
) -> Wanted:
    """What the options of ``report_options`` and the settings ask for; where settings cannot be used, the process ends with 2.

    ``form`` None means the format of the settings where it is one of ``forms``, else ``own_form``. A baseline counts only where
    the command takes one.

    Raises:
        click.UsageError: They leave nothing to report.
    """
    context = click.get_current_context()
    settings = settings_or_exit(context)
    known: list[str] = []
    # The types bring numpy with them, which a usage error must not wait for.
    if settings.select is not None or settings.ignore:
        known = [*more, *(kind.name for kind in all_types())]
    if known and not any(settings.reports(kind) for kind in known):
        raise click.UsageError(f"{_silencing(settings.given)} leaves no type of change to report")
    chosen = next((one for one in forms if one == settings.format), own_form)
    return Wanted(
        form=form or chosen,
        output=output,
        fail_on=None if settings.fail_on == "never" else settings.fail_on,
        fail_rate=settings.fail_rate,
        select=None if settings.select is None else tuple(kind for kind in settings.select if kind in known),
        ignore=tuple(kind for kind in settings.ignore if kind in known),
        min_confidence=min([settings.min_confidence, *settings.min_confidence_of.values()]),
        colour=color,
        quiet=quiet,
        rules=rules_or_exit(context, settings, adopting=not baseline),
    )


def _silencing(given: Layer) -> str:
    """Who says that nothing is to be reported: the last setting that leaves types out."""
    named = [given[name,].origin for name in ("select", "ignore") if given[name,].value]
    return named[-1] if named else "severity"


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
