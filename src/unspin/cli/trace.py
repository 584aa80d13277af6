"""``unspin trace``: where was one document taken from?"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import click

from unspin.cli.formats import PURPOSES_OF_TRACE, FormatChoice, form_or_complaint, told_in_summary, write_result
from unspin.cli.interrupts import interrupts
from unspin.cli.messages import CHANGED, UNUSABLE, complain
from unspin.cli.options import ColourChoice, Format, Wanted, colours_report, report_options, wanted_report, width
from unspin.cli.output import open_output
from unspin.cli.settings import tell_of_accepted, tell_of_entries
from unspin.cli.sources import Source, document_or_complaint
from unspin.report.formats import FORMS_OF_TRACE

if TYPE_CHECKING:
    from unspin.archive.sources import Record
    from unspin.document import Document
    from unspin.report.tracing.model import Trace

FORMATS: tuple[Format, ...] = (
    "full", "concise", "json", "jsonl", "html", *(cast(Format, form.name) for form in FORMS_OF_TRACE),
)  # fmt: skip

HELP = f"""Say which passages of DOCUMENT were made from other documents, and how: word by word, edited, rewritten, summarised.

DOCUMENT is the path of a text file, or "-" for standard input. The others are those of an archive (`unspin archive`), or
those named after --against: text files, folders, JSON lines and Parquet. Needs unspin[corpus].

\b
Examples:
  unspin trace draft.txt --archive news.archive
  unspin trace draft.txt --archive news.archive --check
  unspin trace draft.txt --against wire.txt agency.txt
  unspin trace draft.txt --against sources/ --format html --output trace.html
  unspin trace - --archive news.archive --format json < draft.txt
  unspin trace draft.txt --archive news.archive --check --format docx --output draft.docx

{PURPOSES_OF_TRACE}

\b
Exit codes:
  0  traced, whether anything was found or not; with --check no change as grave as --fail-on
  1  with --check: such changes found
  2  something could not be read, written or understood; all other work was done
"""

# Options that say what becomes of changes.
_OF_CHECK = {"fail_on": "--fail-on", "min_confidence": "--min-confidence", "select": "--select", "ignore": "--ignore"}


class _Command(click.Command):
    """A command in which --against may be followed by several values."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _spread(args, "--against"))


def _spread(arguments: list[str], option: str) -> list[str]:
    """The arguments with the option repeated before each of the values that follow it, up to the next option."""
    found: list[str] = []
    within = False
    for place, argument in enumerate(arguments):
        if argument == "--":
            return found + arguments[place:]
        if argument.startswith("-") and argument != "-":
            within = argument == option
            found.append(argument)
        else:
            found += [option] * (within and found[-1] != option) + [argument]
    return found


@click.command("trace", cls=_Command, help=HELP, short_help="Say where a document was taken from.")
@click.argument("paths", metavar="[DOCUMENT]", nargs=-1)
@click.option("--text", metavar="TEXT", help="The document itself, in place of a file.")
@click.option("--archive", metavar="DIR", help="The archive to search.")
@click.option(
    "--against",
    metavar="FILE...",
    multiple=True,
    help="The documents to compare with, each of them, in place of an archive; files and folders up to the next option.",
)
@click.option("--check", is_flag=True, help="Hold each passage against its source, and report what changed.")
@click.option(
    "--min-length",
    type=click.IntRange(1),
    default=150,
    show_default=True,
    metavar="N",
    help="Leave out passages with fewer characters, in the document or in the source.",
)
@click.option(
    "--format",
    "form",
    type=FormatChoice(FORMATS),
    default="full",
    show_default=True,
    help="How to report, see above.",
)
@report_options(
    findings="changes",
    types="types of change",
    quiet="Passages, changes and errors only: no head and no closing line.",
)
@click.pass_context
def trace_command(
    context: click.Context,
    paths: tuple[str, ...],
    *,
    text: str | None,
    archive: str | None,
    against: tuple[str, ...],
    check: bool,
    min_length: int,
    form: Format,
    output: str | None,
    color: ColourChoice,
    quiet: bool,
) -> None:
    """Check the option values against each other, then trace; the process ends with the exit code."""
    wanted = wanted_report(
        form=form,
        output=output,
        color=color,
        quiet=quiet,
    )
    if (archive is None) == (not against):
        raise click.UsageError(
            "name what to search: --archive and its folder, or --against and files"
            if archive is None
            else "--archive and --against are two ways to say what to search: give one"
        )
    for name, option in _OF_CHECK.items():
        if not check and context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT:
            raise click.UsageError(f"{option} goes with --check")
    source = _source(paths, text, after_against=bool(against))
    context.exit(_guarded(source, archive, against, wanted, check=check, min_length=min_length))


def _source(paths: tuple[str, ...], text: str | None, *, after_against: bool) -> Source:
    """The document; a usage error says what is missing or too much."""
    if text is not None:
        if paths:
            raise click.UsageError("--text is the document: give no file with it")
        return Source("text", text, option="--text")
    if not paths:
        before = " before --against" * after_against
        raise click.UsageError(f"the document is missing: give its file{before}, - for standard input, or --text")
    if len(paths) > 1:
        raise click.UsageError(f"one document is traced, but there are {len(paths)}: {', '.join(paths)}")
    return Source(paths[0])


def _guarded(
    source: Source, archive: str | None, against: tuple[str, ...], wanted: Wanted, *, check: bool, min_length: int
) -> int:
    """Trace, and turn what goes wrong into one line and an exit code."""
    from unspin.archive.errors import ArchiveError  # noqa: PLC0415

    with interrupts() as asked:
        try:
            return _trace(source, archive, against, wanted, check=check, min_length=min_length)
        except ArchiveError as error:
            complain(str(error))
            return UNUSABLE
        except ModuleNotFoundError as error:
            complain(f'trace needs {error.name}: pip install "unspin[corpus]"')
            return UNUSABLE
        except KeyboardInterrupt:
            complain("stopped")
            return 128 + (asked.signal or 2)


def _trace(
    source: Source, archive: str | None, against: tuple[str, ...], wanted: Wanted, *, check: bool, min_length: int
) -> int:
    from unspin import trace  # noqa: PLC0415

    document = document_or_complaint(source)
    others, whole = _documents(against, None if source.text is not None else source.name)
    if document is None or (archive is None and not others):
        return UNUSABLE
    form, usable = form_or_complaint(wanted, "trace")
    if not usable:
        return UNUSABLE
    with open_output(wanted.output, readable=wanted.form in ("full", "concise")) as output:
        found = trace(
            document,
            archive=archive,
            against=others if archive is None else None,
            check=check,
            min_length=min_length,
        )
        judged = wanted.rules.trace(found)
        found = judged.result
        if form:
            write_result(found, wanted, form, output)
        else:
            output.write(_presented(found, wanted))
    if check and not wanted.quiet:
        tell_of_accepted(judged.accepted)
        tell_of_entries(wanted.rules, judged.used)
    if (wanted.form == "github" and not told_in_summary(found)) or not whole:
        return UNUSABLE
    return CHANGED if wanted.fail_on and found.reaches(wanted.fail_on) else 0


def _documents(paths: tuple[str, ...], traced: str | None) -> tuple[list[Document], bool]:
    """The documents of files and folders, and whether all could be read; a line on standard error for each that could not.

    The document that is traced is passed over, and so is a file that is named a second time.
    """
    from unspin.archive.sources import Skip, Sources  # noqa: PLC0415

    itself = os.path.realpath(traced) if traced not in (None, "-") else None
    found: dict[str, Document] = {}
    files: set[str] = set()
    whole = True
    for path in paths:
        before = len(found)
        named = os.path.realpath(path)
        if named in files:
            complain(f"{path}: passed over: it is named twice")
            continue
        files.add(named)
        told = False
        for one in Sources([path]):
            place = os.path.realpath(one.source)
            if place == itself:
                complain(f"{one.source}: passed over: it is the document itself")
                told = True
            elif isinstance(one, Skip):
                complain(f"{_place(one.source, one.line)}: skipped: {one.reason}")
                whole, told = False, True
            elif one.line is None and one.id in found:
                continue
            elif reason := _refused(one, found):
                complain(f"{_place(one.source, one.line)} (id {one.id}): skipped: {reason}")
                whole, told = False, True
            else:
                found[one.id] = _document(one)
        if len(found) == before and not told:
            complain(f"{path}: it holds no documents")
            whole = False
    if not found and whole and paths:
        complain("there is nothing to compare with: name other files after --against")
    return list(found.values()), whole


def _refused(record: Record, found: dict[str, Document]) -> str | None:
    if not record.text.strip():
        return "its text is empty"
    return "another document has its id" if record.id in found else None


def _place(source: str, line: int | None) -> str:
    return source if line is None else f"{source}, line {line}"


def _document(record: Record) -> Document:
    """A record as a document; a text file is read once more, for its blocks and what in it is markup."""
    from unspin.document import Document  # noqa: PLC0415
    from unspin.readers import ReadError, read  # noqa: PLC0415

    if record.line is None:
        with suppress(ReadError):
            return replace(read(record.source), name=record.id)
    known = {key: str(value) for key, value in record.metadata.items() if isinstance(value, str | int)}
    return Document(record.text, name=record.id, metadata=known)


def _presented(trace: Trace, wanted: Wanted) -> str:
    """The trace in the format that is wanted."""
    match wanted.form:
        case "json":
            from unspin.report.tracing.jsonformat import to_json  # noqa: PLC0415

            return to_json(trace)
        case "jsonl":
            from unspin.report.tracing.jsonformat import to_line  # noqa: PLC0415

            return to_line(trace) + "\n"
        case "concise":
            from unspin.report.concise import to_lines  # noqa: PLC0415

            return "".join(f"{line}\n" for line in to_lines(trace))
        case "html":
            from unspin.report.tracing.html import to_html  # noqa: PLC0415

            return to_html(trace)
        case _:
            from unspin.report.tracing.full import to_text  # noqa: PLC0415

            return to_text(trace, colour=colours_report(wanted), width=width(wanted), summary=not wanted.quiet)
