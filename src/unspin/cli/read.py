"""``unspin read``: what does one document say, and does it agree with itself?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

import click

from unspin.cli.formats import (
    ONE_DOCUMENT,
    PURPOSES_OF_READ,
    FormatChoice,
    form_or_complaint,
    options_of,
    told_in_summary,
    write_result,
)
from unspin.cli.messages import CHANGED, UNUSABLE, complain
from unspin.cli.options import ColourChoice, Format, Wanted, colours_report, report_options, wanted_report, width
from unspin.cli.output import Output, open_output
from unspin.cli.settings import tell_of_accepted, tell_of_entries
from unspin.cli.sources import Source, document_of
from unspin.report.formats import FORMS_OF_READ, Form
from unspin.report.reading.model import CONTRADICTS_ITSELF, Reading
from unspin.report.sites import Record

if TYPE_CHECKING:
    from unspin.document import Document

FORMATS: tuple[Format, ...] = (
    "full", "concise", "json", "jsonl", "html", *(cast(Format, form.name) for form in FORMS_OF_READ),
)  # fmt: skip

HELP = f"""Say what one DOCUMENT says, and whether it agrees with itself.

Its quotes with their speakers; its twins, passages that tell the same in other words, with what differs between them;
and statements that contradict each other. Each DOCUMENT is the path of a text file, or "-" for standard input.

\b
Examples:
  unspin read article.txt
  unspin read - < article.txt
  unspin read article.txt --format html --output article.html
  unspin read article.txt --format csv > quotes.csv
  unspin read drafts/*.txt --format concise --fail-on warning
  unspin read drafts/*.txt --format sarif --output unspin.sarif
  unspin read --text 'The plan "is dead", said Mayor Ada Prill.'

{PURPOSES_OF_READ}

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
    type=FormatChoice(FORMATS),
    default="full",
    show_default=True,
    help="How to report, see above.",
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
    if len(sources) > 1 and form in ONE_DOCUMENT:
        several = ", ".join(one for one in FORMATS if one not in ONE_DOCUMENT)
        raise click.UsageError(f"--format {form} shows one document: use {several} for several")
    registered, usable = form_or_complaint(wanted, "read")
    context.exit(_read_all(sources, wanted, registered, original) if usable else UNUSABLE)


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


def _read_all(
    sources: Sequence[Source], wanted: Wanted, form: Form | None, original: Literal["earlier", "later"]
) -> int:
    """Read every document that can be read, and tell of the others; the exit code."""
    from unspin import read  # noqa: PLC0415

    documents = [_document(source) for source in sources]
    readable = [document for document in documents if not isinstance(document, _Unreadable)]
    told = wanted.form == "jsonl" or (form is not None and form.many)
    if not readable and not told:
        return UNUSABLE
    reached, summarised = False, True
    with open_output(wanted.output, readable=wanted.form in ("full", "concise")) as output:
        writer = _writer(output, wanted, form)
        accepted = 0
        used: frozenset[int] = frozenset()
        for document in documents:
            if isinstance(document, _Unreadable):
                writer.fail(document)
                continue
            judged = wanted.rules.reading(read(document, original=original))
            reading = judged.result
            accepted += judged.accepted
            used |= judged.used
            writer.write(reading)
            summarised = summarised and (wanted.form != "github" or told_in_summary(reading))
            reached = reached or (wanted.fail_on is not None and reading.reaches(wanted.fail_on))
        writer.end()
    if not wanted.quiet:
        tell_of_accepted(accepted)
        tell_of_entries(wanted.rules, used)
    if len(readable) < len(sources) or not summarised:
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


class _Writer:
    """Writes readings as they come, in a format of unspin's own or one that takes one document."""

    def __init__(self, output: Output, wanted: Wanted, form: Form | None) -> None:
        self.output = output
        self.wanted = wanted
        self.form = form
        self.shown = False

    def write(self, reading: Reading) -> None:
        """Write one reading; in the full format with an empty line before it, unless it is the first."""
        if self.form:
            write_result(reading, self.wanted, self.form, self.output)
            return
        told = _presented(reading, self.wanted)
        self.output.write("\n" * (self.wanted.form == "full" and bool(told) and self.shown) + told)
        self.shown = self.shown or bool(told)

    def fail(self, unreadable: _Unreadable) -> None:
        """A line for programs that count lines; people have been told on standard error."""
        if self.wanted.form == "jsonl":
            from unspin.report.reading.jsonformat import failure_line  # noqa: PLC0415

            self.output.write(failure_line(unreadable.name, unreadable.reason) + "\n")

    def end(self) -> None:
        """Nothing comes last."""


class _JoinedWriter:
    """Writes readings as they come, in a format that has something around them and between them."""

    def __init__(self, output: Output, wanted: Wanted, form: Form) -> None:
        self.output = output
        self.options = options_of(form, wanted)
        self.joined = form.joined("", Reading)
        output.write(self.joined.begin())

    def write(self, reading: Reading) -> None:
        """Write one reading."""
        self.output.write(self.joined.take(reading, **self.options))

    def fail(self, unreadable: _Unreadable) -> None:
        """Write what the format has for a document that could not be read."""
        self.output.write(self.joined.fail(Record(unreadable.name, 1, None, whole=True), unreadable.reason))

    def end(self) -> None:
        """Write what comes last."""
        self.output.write(self.joined.end())


def _writer(output: Output, wanted: Wanted, form: Form | None) -> _Writer | _JoinedWriter:
    return _JoinedWriter(output, wanted, form) if form and form.many else _Writer(output, wanted, form)


def _presented(reading: Reading, wanted: Wanted) -> str:
    """The reading in the format that is wanted."""
    match wanted.form:
        case "json":
            from unspin.report.reading.jsonformat import to_json  # noqa: PLC0415

            return to_json(reading)
        case "jsonl":
            from unspin.report.reading.jsonformat import to_line  # noqa: PLC0415

            return to_line(reading) + "\n"
        case "html":
            from unspin.report.reading.html import to_html  # noqa: PLC0415

            return to_html(reading)
        case "concise":
            from unspin.report.concise import to_lines  # noqa: PLC0415

            return "".join(f"{line}\n" for line in to_lines(reading))
        case _:
            from unspin.report.reading.full import to_text  # noqa: PLC0415

            return to_text(reading, colour=colours_report(wanted), width=width(wanted), summary=not wanted.quiet)
