"""``unspin read``: what does one document say, and does it agree with itself?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from unspin.cli.messages import CHANGED, UNUSABLE, complain
from unspin.cli.options import ColourChoice, Format, Wanted, colours_report, report_options, wanted_report, width
from unspin.cli.output import Output, open_output
from unspin.cli.settings import tell_of_accepted, tell_of_entries
from unspin.cli.sources import Source, document_of
from unspin.report.reading.model import CONTRADICTS_ITSELF

if TYPE_CHECKING:
    from unspin.document import Document
    from unspin.report.reading.model import Reading

FORMATS: tuple[Format, ...] = ("full", "concise", "json", "jsonl", "csv", "html")
_ONE_DOCUMENT = ("json", "html")

HELP = """Say what one DOCUMENT says, and whether it agrees with itself.

Its quotes with their speakers; its twins, passages that tell the same in other words, with what differs between them;
and statements that contradict each other. Each DOCUMENT is the path of a text file, or "-" for standard input.

\b
Examples:
  unspin read article.txt
  unspin read - < article.txt
  unspin read article.txt --format html --output article.html
  unspin read article.txt --format csv > quotes.csv
  unspin read drafts/*.txt --format concise --fail-on warning
  unspin read --text 'The plan "is dead", said Mayor Ada Prill.'

\b
Exit codes:
  0  no change between twins and no contradiction as grave as --fail-on
  1  such changes or contradictions found
  2  something could not be read, written or understood; all other work was done
"""


@click.command("read", help=HELP, short_help="Say what one document says, and whether it agrees with itself.")
@click.argument("paths", metavar="[DOCUMENT]...", nargs=-1)
@click.option("--text", metavar="TEXT", help="The document itself, in place of a file.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="full",
    show_default=True,
    help="How to report; json and html take one document, csv lists quotes alone.",
)
@click.option(
    "--original",
    type=click.Choice(["earlier", "later"]),
    default="earlier",
    show_default=True,
    help="Which passage of a twin is the original that the other is checked against.",
)
@report_options(
    findings="changes and contradictions",
    types=f"types of change, or {CONTRADICTS_ITSELF}",
    quiet="Full format: twins, contradictions and notices alone, without quotes, head and closing line.",
    more=[CONTRADICTS_ITSELF],
)
@click.pass_context
def read_command(
    context: click.Context,
    paths: tuple[str, ...],
    *,
    text: str | None,
    form: Format,
    original: Literal["earlier", "later"],
    output: str | None,
    color: ColourChoice,
    quiet: bool,
) -> None:
    """Check the option values against each other, then read; the process ends with the exit code."""
    wanted = wanted_report(
        form=form,
        output=output,
        color=color,
        quiet=quiet,
        more=[CONTRADICTS_ITSELF],
    )
    sources = _sources(paths, text)
    if len(sources) > 1 and form in _ONE_DOCUMENT:
        raise click.UsageError(f"--format {form} shows one document: use jsonl, concise, csv or full for several")
    context.exit(_read_all(sources, wanted, original))


def _sources(paths: tuple[str, ...], text: str | None) -> list[Source]:
    """The documents in order; a usage error says what is missing or too much."""
    if text is not None:
        if paths:
            raise click.UsageError("--text is the document: give no file with it")
        return [Source("text", text, option="--text")]
    if not paths:
        raise click.UsageError("the document is missing: give its file, - for standard input, or --text")
    if paths.count("-") > 1:
        raise click.UsageError("standard input can be one document only")
    return [Source(path) for path in paths]


def _read_all(sources: Sequence[Source], wanted: Wanted, original: Literal["earlier", "later"]) -> int:
    """Read every document that can be read, and tell of the others; the exit code."""
    from unspin import read  # noqa: PLC0415

    documents = [_document(source) for source in sources]
    readable = [document for document in documents if not isinstance(document, _Unreadable)]
    if not readable and wanted.form != "jsonl":
        return UNUSABLE
    reached = False
    with open_output(wanted.output, readable=wanted.form in ("full", "concise")) as output:
        _begin(output, wanted)
        shown = accepted = 0
        used: frozenset[int] = frozenset()
        for document in documents:
            if isinstance(document, _Unreadable):
                _write_failure(output, document, wanted)
                continue
            judged = wanted.rules.reading(read(document, original=original))
            reading = judged.result
            accepted += judged.accepted
            used |= judged.used
            told = _presented(reading, wanted)
            output.write("\n" * (wanted.form == "full" and bool(told) and shown > 0) + told)
            shown += bool(told)
            reached = reached or (wanted.fail_on is not None and reading.reaches(wanted.fail_on))
    if not wanted.quiet:
        tell_of_accepted(accepted)
        tell_of_entries(wanted.rules, used)
    if len(readable) < len(sources):
        return UNUSABLE
    return CHANGED if reached else 0


class _Unreadable:
    """A document that could not be read, and why."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason


def _document(source: Source) -> Document | _Unreadable:
    """The document, or a complaint and what it says."""
    from unspin.readers import ReadError  # noqa: PLC0415

    try:
        return document_of(source)
    except ReadError as error:
        complain(str(error))
        return _Unreadable(source.name, str(error))


def _begin(output: Output, wanted: Wanted) -> None:
    if wanted.form == "csv":
        from unspin.report.reading.csvformat import header  # noqa: PLC0415

        output.write(header())


def _write_failure(output: Output, unreadable: _Unreadable, wanted: Wanted) -> None:
    """A line for programs that count lines; people have been told on standard error."""
    if wanted.form == "jsonl":
        from unspin.report.reading.jsonformat import failure_line  # noqa: PLC0415

        output.write(failure_line(unreadable.name, unreadable.reason) + "\n")


def _presented(reading: Reading, wanted: Wanted) -> str:
    """The reading in the format that is wanted."""
    match wanted.form:
        case "json":
            from unspin.report.reading.jsonformat import to_json  # noqa: PLC0415

            return to_json(reading)
        case "jsonl":
            from unspin.report.reading.jsonformat import to_line  # noqa: PLC0415

            return to_line(reading) + "\n"
        case "csv":
            from unspin.report.reading.csvformat import to_rows  # noqa: PLC0415

            return to_rows(reading)
        case "html":
            from unspin.report.reading.html import to_html  # noqa: PLC0415

            return to_html(reading)
        case "concise":
            from unspin.report.reading.concise import to_lines  # noqa: PLC0415

            return "".join(f"{line}\n" for line in to_lines(reading))
        case _:
            from unspin.report.reading.full import to_text  # noqa: PLC0415

            return to_text(reading, colour=colours_report(wanted), width=width(wanted), summary=not wanted.quiet)
