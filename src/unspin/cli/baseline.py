"""``unspin baseline``: take the changes that are there as known, so that ``unspin check`` reports only new ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from unspin.cli.messages import UNUSABLE, complain
from unspin.cli.output import open_output
from unspin.cli.settings import allow_option, rules_or_exit, settings_options, settings_or_exit
from unspin.cli.sources import Source, document_or_complaint, records_of

if TYPE_CHECKING:
    from unspin.batch import Pair
    from unspin.cli.many import Source as Records
    from unspin.report.model import Report
    from unspin.settings import Rules
    from unspin.settings.baseline import Baseline, Known

HELP = """Take the changes that are there now as known, so that `unspin check --baseline FILE` reports only new ones.

A known change is found again by its type and words, wherever it stands in the two texts, as long as the texts keep their
names, or the records their ids.

\b
Examples:
  unspin baseline write known.json wire.txt desk.txt
  unspin baseline update known.json wire.txt desk2.txt
  unspin baseline write known.json --pairs rewrites.jsonl
  unspin baseline write known.json --against origin/main
  unspin check wire.txt desk.txt --baseline known.json

\b
Exit codes:
  0  written
  2  something could not be read, written or understood; what could be read is in the file
"""

WRITE_HELP = """Write the changes between two texts, or of each record of --pairs, into FILE, in place of what it holds.

\b
Examples:
  unspin baseline write known.json wire.txt desk.txt
  unspin baseline write known.json --pairs rewrites.jsonl
"""

UPDATE_HELP = """Bring FILE up to date for two texts, or for each record of --pairs; what it knows of other texts stays.

Changes that are gone leave it, and new ones join it.

\b
Examples:
  unspin baseline update known.json wire.txt desk.txt
  unspin baseline update known.json --pairs rewrites.jsonl
"""

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group("baseline", help=HELP, short_help="Take the changes that are there now as known.")
def baseline_command() -> None:
    """The group of the commands that write a baseline."""


def _options(command: Command) -> Command:
    """What both commands take."""
    options = [
        click.argument("file", metavar="FILE"),
        click.argument("paths", metavar="[ORIGINAL] [REWRITE]", nargs=-1),
        click.option(
            "--pairs",
            metavar="PAIRS",
            help='Check every record of a JSONL or CSV file with id, original and rewrite; "-" is standard input.',
        ),
        click.option(
            "--against",
            metavar="REV",
            help="Check the files named, or all texts that differ, against what a revision of git has of them.",
        ),
        click.option(
            "--jobs",
            type=click.IntRange(1),
            metavar="N",
            help="With --pairs or --against: number of processes (default: as check).",
        ),
        click.option(
            "--judge",
            metavar="NAME",
            default="bundled",
            show_default=True,
            help="Who reads beside the comparisons; as for check, which should get the same one.",
        ),
        settings_options,
        allow_option,
        click.option("--quiet", "-q", is_flag=True, help="Errors only: no closing line."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@baseline_command.command("write", help=WRITE_HELP, short_help="Write a baseline.")
@_options
@click.pass_context
def write_command(context: click.Context, /, file: str, **given: Any) -> None:
    """Begin with nothing known."""
    from unspin.settings.baseline import Baseline  # noqa: PLC0415

    context.exit(_adopt(context, file, Baseline({}), **given))


@baseline_command.command("update", help=UPDATE_HELP, short_help="Bring a baseline up to date.")
@_options
@click.pass_context
def update_command(context: click.Context, /, file: str, **given: Any) -> None:
    """Begin with what the file holds."""
    from unspin.settings import SettingsError  # noqa: PLC0415
    from unspin.settings.baseline import read_baseline  # noqa: PLC0415

    try:
        known = read_baseline(Path(file))
    except SettingsError as error:
        for problem in error.problems:
            complain(str(problem))
        context.exit(UNUSABLE)
    context.exit(_adopt(context, file, known, **given))


def _adopt(
    context: click.Context,
    file: str,
    known: Baseline,
    *,
    paths: tuple[str, ...],
    pairs: str | None,
    against: str | None,
    jobs: int | None,
    judge: str,
    quiet: bool,
) -> int:
    """Check, and write what is there; the exit code."""
    source = records_of(pairs, against, paths)
    if source is None and (len(paths) != 2 or paths.count("-") > 1):
        raise click.UsageError("after FILE, name two texts, ORIGINAL and REWRITE, or give --pairs or --against")
    if jobs is not None and source is None:
        raise click.UsageError("--jobs goes with --pairs or --against")
    rules = rules_or_exit(context, settings_or_exit(context), adopting=True)
    found: dict[str, Known] = {}
    if source is None:
        whole = _of_two(paths, rules, judge, found)
        if not whole:
            return UNUSABLE
    else:
        told = _of_many(source, rules, judge, jobs, found)
        if told is None:
            return UNUSABLE
        whole = told
    with open_output(file, readable=False) as output:
        output.write(known.updated(found).to_json())
    if not quiet:
        number = sum(map(len, found.values()))
        click.echo(
            f"{file}: {number:,} change{'s' * (number != 1)} known of {len(found):,} pair{'s' * (len(found) != 1)}",
            err=True,
        )
    return 0 if whole else UNUSABLE


def _of_two(paths: tuple[str, ...], rules: Rules, judge: str, found: dict[str, Known]) -> bool:
    from unspin import check  # noqa: PLC0415
    from unspin.judge import load  # noqa: PLC0415
    from unspin.settings.baseline import known_of, pair_name  # noqa: PLC0415

    documents = [document for path in paths if (document := document_or_complaint(Source(path)))]
    if len(documents) < len(paths):
        return False
    try:
        loaded = load(judge, None)
    except (ImportError, OSError, ValueError) as error:
        complain(f"--judge: {error}")
        return False
    report = rules.report(check(*documents, judge=loaded)).result
    found[pair_name(report)] = known_of(report)
    return True


def known_piece(report: Report, pair: Pair, *, rules: Rules) -> tuple[str, Known]:
    """The changes of a report under the name of its record."""
    from unspin.settings.baseline import known_of, pair_name  # noqa: PLC0415

    return pair_name(report, pair.id), known_of(rules.report(report, pair.id).result)


def _of_many(source: Records, rules: Rules, judge: str, jobs: int | None, found: dict[str, Known]) -> bool | None:
    """Whether every record could be checked; None if there are none to check."""
    from unspin.cli.many import NoRecordsError, default_jobs, outcomes, told  # noqa: PLC0415

    whole = True
    try:
        for outcome in outcomes(source, partial(known_piece, rules=rules), judge=judge, jobs=jobs or default_jobs()):
            if outcome.result is None:
                complain(told(source, outcome))
                whole = False
            else:
                name, changes = outcome.result
                found[name] = changes
    except NoRecordsError as error:
        complain(str(error))
        return None
    return whole
