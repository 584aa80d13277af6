"""``unspin check``: what did the rewrite change?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import click

from unspin.changes import Severity, get_type
from unspin.cli.messages import CHANGED, UNUSABLE, complain
from unspin.cli.options import FORMATS, ColourChoice, Format, Wanted, colours_report, width
from unspin.cli.output import open_output, standard_input

if TYPE_CHECKING:
    from unspin.document import Document
    from unspin.report.model import Report


def _type_names(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    try:
        return tuple(dict.fromkeys(get_type(name).name for name in names))
    except KeyError as error:
        raise click.BadParameter(f"{error.args[0]} (`unspin explain` lists them)") from None


HELP = """Say what REWRITE changed in the meaning of ORIGINAL.

Each is the path of a text file; one of them may be "-" for standard input.

\b
Examples:
  unspin check wire.txt desk.txt
  unspin check wire.txt - < desk.txt
  unspin check wire.txt --rewrite-text "Mayor Ada Prill resigned on Monday."
  unspin check wire.txt desk.txt --format html --output report.html
  unspin check wire.txt desk.txt --select number-changed,quote-altered --fail-on warning
  unspin check --pairs rewrites.jsonl --jobs 2 --summary > checked.jsonl

\b
Exit codes:
  0  no change as grave as --fail-on
  1  such changes found
  2  something could not be read, written or understood; all other work was done
"""


@click.command("check", help=HELP, short_help="Say what a rewrite changed in meaning.")
@click.argument("paths", metavar="[ORIGINAL] [REWRITE]", nargs=-1)
@click.option("--original-text", metavar="TEXT", help="The original itself, in place of a file.")
@click.option("--rewrite-text", metavar="TEXT", help="The rewrite itself, in place of a file.")
@click.option(
    "--pairs",
    metavar="FILE",
    help='Check every record of a JSONL or CSV file with id, original and rewrite; "-" is standard input.',
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to report: full unless --pairs is given, then jsonl (or json, concise).",
)
@click.option("--output", metavar="FILE", help="Write the report there; the file appears whole or not at all.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="From which severity on changes end in exit code 1.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="P",
    help="Leave out changes less sure than this, from 0 to 1.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="TYPES",
    callback=_type_names,
    help="Report only these types of change: comma list, repeatable.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="TYPES",
    callback=_type_names,
    help="Do not report these types of change: comma list, repeatable.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)
@click.option("--quiet", "-q", is_flag=True, help="Changes and errors only: no head, no closing line, no progress.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="With --pairs: number of processes (default: one a core, at most 4). The report is the same.",
)
@click.option("--summary", is_flag=True, help="With --pairs: end with a table on standard error.")
@click.pass_context
def check_command(
    context: click.Context,
    paths: tuple[str, ...],
    *,
    original_text: str | None,
    rewrite_text: str | None,
    pairs: str | None,
    form: Format | None,
    output: str | None,
    fail_on: str,
    min_confidence: float,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    color: ColourChoice,
    quiet: bool,
    jobs: int | None,
    summary: bool,
) -> None:
    """Check the option values against each other, then one pair or many; the process ends with the exit code."""
    if ignore and set(select or (kind for kind in _all_names())) <= set(ignore):
        raise click.UsageError("--ignore leaves no type of change to report")
    wanted = Wanted(
        form=form or ("jsonl" if pairs is not None else "full"),
        output=output,
        fail_on=None if fail_on == "never" else cast(Severity, fail_on),
        select=select or None,
        ignore=ignore,
        min_confidence=min_confidence,
        colour=color,
        quiet=quiet,
    )
    if pairs is not None:
        from unspin.cli.pairs import check_all  # noqa: PLC0415

        if paths or original_text is not None or rewrite_text is not None:
            raise click.UsageError("--pairs brings its own texts: give no ORIGINAL, REWRITE or inline text with it")
        if wanted.form in ("full", "html"):
            raise click.UsageError(f"--format {wanted.form} shows one pair: use jsonl, json or concise with --pairs")
        context.exit(check_all(pairs, wanted, jobs=jobs, summary=summary))
    if jobs is not None or summary:
        raise click.UsageError(f"{'--summary' if summary else '--jobs'} goes with --pairs")
    context.exit(_check_one(_sources(paths, original_text, rewrite_text), wanted))


@dataclass(frozen=True, slots=True)
class _Source:
    """One side: a path, or a text given inline."""

    name: str
    text: str | None = None


def _sources(paths: tuple[str, ...], original_text: str | None, rewrite_text: str | None) -> list[_Source]:
    """The two sides in order; a usage error says which is missing or too much."""
    inline = {"original": original_text, "rewrite": rewrite_text}
    missing = [side for side, text in inline.items() if text is None]
    if len(paths) > len(missing):
        given = " and ".join(f"--{side}-text" for side, text in inline.items() if text is not None)
        raise click.UsageError(
            f"{given} leaves {len(missing)} of the two files to give, but there are {len(paths)}"
            if given
            else f"two files are compared, ORIGINAL and REWRITE, but there are {len(paths)}"
        )
    if len(paths) < len(missing):
        side = missing[len(paths)]
        raise click.UsageError(
            f"the {side} is missing: give its file{' after the original' * (len(paths) == 1)} or --{side}-text"
        )
    if paths.count("-") > 1:
        raise click.UsageError("standard input can be one side only: give a file for the other")
    left = iter(paths)
    return [_Source(side, text) if text is not None else _Source(next(left)) for side, text in inline.items()]


def _check_one(sources: list[_Source], wanted: Wanted) -> int:
    from unspin import check  # noqa: PLC0415

    documents = [document for source in sources if (document := _read(source))]
    if len(documents) < len(sources):
        return UNUSABLE
    with open_output(wanted.output, readable=wanted.form in ("full", "concise")) as output:
        report = check(*documents, select=wanted.select, ignore=wanted.ignore, min_confidence=wanted.min_confidence)
        output.write(_presented(report, wanted))
    return CHANGED if wanted.fail_on and report.reaches(wanted.fail_on) else 0


def _read(source: _Source) -> Document | None:
    """The document, or None and a complaint."""
    from unspin.document import Document  # noqa: PLC0415
    from unspin.readers import ReadError, read, read_stdin  # noqa: PLC0415

    if source.text is None:
        try:
            return read_stdin(standard_input()) if source.name == "-" else read(source.name)
        except ReadError as error:
            complain(str(error))
            return None
    if not source.text.strip():
        complain(f"cannot read --{source.name}-text: it is empty; give a text, or a file in its place")
        return None
    try:
        source.text.encode("utf-8")
    except UnicodeEncodeError:
        complain(f"cannot read --{source.name}-text: it is not UTF-8; put it in a file")
        return None
    return Document(source.text, name=source.name)


def _presented(report: Report, wanted: Wanted) -> str:
    """The report in the format that is wanted."""
    match wanted.form:
        case "json":
            from unspin.report.jsonformat import to_json  # noqa: PLC0415

            return to_json(report)
        case "jsonl":
            from unspin.report.jsonformat import to_line  # noqa: PLC0415

            return to_line(report) + "\n"
        case "html":
            from unspin.report.html import to_html  # noqa: PLC0415

            return to_html(report)
        case "concise":
            from unspin.report.concise import to_lines  # noqa: PLC0415

            return "".join(f"{line}\n" for line in to_lines(report))
        case "full":
            from unspin.report.full import to_text  # noqa: PLC0415

            return to_text(report, colour=colours_report(wanted), width=width(wanted), summary=not wanted.quiet)


def _all_names() -> list[str]:
    from unspin.changes import all_types  # noqa: PLC0415

    return [kind.name for kind in all_types()]
