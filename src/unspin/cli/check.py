"""``unspin check``: what did the rewrite change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unspin.cli.formats import ONE_PAIR, PURPOSES, REPORT_FORMATS, form_or_complaint, told_in_summary, write_result
from unspin.cli.messages import CHANGED, UNUSABLE, complain
from unspin.cli.options import ColourChoice, Format, Wanted, colours_report, report_options, wanted_report, width
from unspin.cli.output import open_output
from unspin.cli.settings import baseline_option, fail_rate_option, tell_of_entries
from unspin.cli.sources import Source, document_or_complaint, holds_versions, records_of, versions_or_complaint

if TYPE_CHECKING:
    from unspin.judge import Judge
    from unspin.report.model import Report

FORMATS: tuple[Format, ...] = ("full", "concise", "json", "jsonl", "html", *REPORT_FORMATS)

HELP = f"""Say what REWRITE changed in the meaning of ORIGINAL.

Each is the path of a text, HTML, Word or PDF file, or a web address; one of them may be "-" for standard input. A Word
document with tracked changes can stand alone: all of them rejected are its original, all of them accepted its rewrite.
With --against REV the files named are the rewrites, and git has their originals.

\b
Examples:
  unspin check wire.txt desk.txt
  unspin check wire.txt - < desk.txt
  unspin check draft.docx
  unspin check https://lorn.example/ferry desk.txt
  unspin check wire.txt --rewrite-text "Mayor Ada Prill resigned on Monday."
  unspin check wire.txt desk.txt --format html --output report.html
  unspin check wire.txt desk.txt --select number-changed,quote-altered --fail-on warning
  unspin check --pairs rewrites.jsonl --jobs 2 --summary > checked.jsonl
  unspin check --pairs rewrites.jsonl --format sarif --output unspin.sarif
  unspin check --pairs rewrites.jsonl --fail-rate 2%
  unspin check --against HEAD
  unspin check --against origin/main articles/ --format github

{PURPOSES}

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
    help='Check every record of a JSONL, CSV or Parquet file with id, original and rewrite; "-" is standard input.',
)
@click.option(
    "--against",
    metavar="REV",
    help="Check the files named, or all texts where none is, against what a revision of git has of them, such as HEAD, a "
    'branch, or "HEAD~2:wire.txt" for one text.',
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to report, see above: full unless --pairs is given, then jsonl.",
)
@report_options(
    findings="changes", types="types of change", quiet="Changes and errors only: no head, no closing line, no progress."
)
@fail_rate_option
@baseline_option
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="With --pairs or --against: number of processes (default: one a core, at most 4). The report is the same.",
)
@click.option(
    "--judge",
    metavar="NAME",
    default="bundled",
    show_default=True,
    help='Who reads beside the comparisons: "bundled", or "hf:" and the folder or hub name of a sequence classifier '
    "(needs unspin[hf]).",
)
@click.option(
    "--threads",
    type=click.IntRange(1),
    metavar="N",
    help="Cores that the bundled judge may use (default: all; with --pairs or --against one a process). The report is the same.",
)
@click.option("--summary", is_flag=True, help="With --pairs or --against: end with a table on standard error.")
@click.pass_context
def check_command(
    context: click.Context,
    paths: tuple[str, ...],
    *,
    original_text: str | None,
    rewrite_text: str | None,
    pairs: str | None,
    against: str | None,
    form: Format | None,
    output: str | None,
    color: ColourChoice,
    quiet: bool,
    jobs: int | None,
    judge: str,
    threads: int | None,
    summary: bool,
) -> None:
    """Check the option values against each other, then one pair or many; the process ends with the exit code."""
    inline = original_text is not None or rewrite_text is not None
    records = records_of(pairs, against, paths, inline=inline)
    forms = [one for one in FORMATS if not records or one not in ONE_PAIR or (one == "full" and pairs is None)]
    wanted = wanted_report(
        form=form,
        own_form="full" if pairs is None else "jsonl",
        forms=forms,
        baseline=True,
        output=output,
        color=color,
        quiet=quiet,
    )
    if records:
        from unspin.cli.many import check_all  # noqa: PLC0415

        if wanted.form not in forms:
            way = "--against" if pairs is None else "--pairs"
            raise click.UsageError(f"--format {wanted.form} shows one pair: use {', '.join(forms)} with {way}")
        if threads is not None:
            raise click.UsageError(
                "--threads goes with one pair: of many, each of the --jobs processes uses one core for its own"
            )
        if judge != "bundled" and _judge_or_complaint(judge, threads) is None:
            context.exit(UNUSABLE)
        context.exit(check_all(records, wanted, judge=judge, jobs=jobs, summary=summary))
    rate = context.get_parameter_source("fail_rate") is not click.core.ParameterSource.DEFAULT
    for option, given in (("--summary", summary), ("--jobs", jobs is not None), ("--fail-rate", rate)):
        if given:
            raise click.UsageError(f"{option} goes with --pairs or --against")
    context.exit(_check_one(_sources(paths, original_text, rewrite_text), wanted, judge, threads))


def _sources(paths: tuple[str, ...], original_text: str | None, rewrite_text: str | None) -> list[Source]:
    """The two sides in order, or a Word document that holds both; a usage error says which is missing or too much."""
    inline = {"original": original_text, "rewrite": rewrite_text}
    missing = [side for side, text in inline.items() if text is None]
    if len(paths) > len(missing):
        given = " and ".join(f"--{side}-text" for side, text in inline.items() if text is not None)
        raise click.UsageError(
            f"{given} leaves {len(missing)} of the two files to give, but there are {len(paths)}"
            if given
            else f"two files are compared, ORIGINAL and REWRITE, but there are {len(paths)}"
        )
    if len(paths) == 1 and len(missing) == 2 and holds_versions(paths[0]):
        return [Source(paths[0])]
    if len(paths) < len(missing):
        side = missing[len(paths)]
        raise click.UsageError(
            f"the {side} is missing: give its file{' after the original' * (len(paths) == 1)} or --{side}-text"
        )
    if paths.count("-") > 1:
        raise click.UsageError("standard input can be one side only: give a file for the other")
    left = iter(paths)
    return [
        Source(next(left)) if text is None else Source(side, text, option=f"--{side}-text")
        for side, text in inline.items()
    ]


def _judge_or_complaint(name: str, threads: int | None) -> Judge | None:
    from unspin.judge import load  # noqa: PLC0415

    try:
        return load(name, threads)
    except (ImportError, OSError, ValueError) as error:
        complain(f"--judge: {error}")
        return None


def _check_one(sources: list[Source], wanted: Wanted, judge_name: str, threads: int | None) -> int:
    from unspin import check  # noqa: PLC0415

    documents = (
        versions_or_complaint(sources[0])
        if len(sources) == 1
        else [document for source in sources if (document := document_or_complaint(source))]
    )
    judge = _judge_or_complaint(judge_name, threads)
    form, usable = form_or_complaint(wanted)
    if len(documents) < 2 or judge is None or not usable:
        return UNUSABLE
    with open_output(wanted.output, readable=wanted.form in ("full", "concise")) as output:
        report = check(
            *documents,
            select=wanted.select,
            ignore=wanted.ignore,
            min_confidence=wanted.min_confidence,
            judge=judge,
        )
        judged = wanted.rules.report(report)
        report = judged.result
        if form:
            write_result(report, wanted, form, output)
        else:
            output.write(_presented(report, wanted))
    if not wanted.quiet:
        tell_of_entries(wanted.rules, judged.used)
    if wanted.form == "github" and not told_in_summary(report):
        return UNUSABLE
    return CHANGED if wanted.fail_on and report.reaches(wanted.fail_on) else 0


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
        case _:
            from unspin.report.full import to_text  # noqa: PLC0415

            return to_text(report, colour=colours_report(wanted), width=width(wanted), summary=not wanted.quiet)
