"""``unspin archive``: make, change, describe and verify an archive of documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from unspin.cli.archive_progress import byte_progress, shows_bar
from unspin.cli.interrupts import interrupts
from unspin.cli.messages import UNUSABLE, complain
from unspin.cli.output import open_output, standard_input

if TYPE_CHECKING:
    from unspin.archive.sources import Record, Skip
    from unspin.archive.store import Totals
    from unspin.archive.writer import Writer

HELP = """Keep documents in an archive, a folder in which `unspin trace` finds what was taken from them.

\b
Examples:
  unspin archive build news.archive articles/ 2019.jsonl.gz
  unspin archive add news.archive today.jsonl --replace
  unspin archive remove news.archive articles/withdrawn.txt
  unspin archive info news.archive
  unspin archive verify news.archive

\b
Exit codes:
  0  all was done
  2  something could not be read, written or found, or is damaged; all other work was done
"""

_SOURCES = """SOURCES are text files, folders with such files, JSON lines (.jsonl, .ndjson, also with .gz) and Parquet. Records
have an id and a text; title, date, outlet and whatever else they have is kept with them. The id of a text file is its path.

A document that is there already is passed over. One that cannot be read, has no text, or has the id of another document
is reported and left out, and the exit code is 2."""

BUILD_HELP = f"""Make an archive in the folder DIR, or go on with one that was interrupted.

{_SOURCES}

\b
Examples:
  unspin archive build news.archive articles/
  unspin archive build news.archive 2019.jsonl.gz 2020.parquet --memory 1G
"""

ADD_HELP = f"""Add documents to the archive DIR.

{_SOURCES}

\b
Examples:
  unspin archive add news.archive today.jsonl
  unspin archive add news.archive articles/budget.txt --replace
"""

REMOVE_HELP = """Remove the documents with these IDs from the archive DIR.

\b
Examples:
  unspin archive remove news.archive articles/withdrawn.txt
  unspin archive remove news.archive --ids withdrawn.txt
"""

INFO_HELP = """Say what the archive DIR holds, and how large it is.

\b
Examples:
  unspin archive info news.archive
  unspin archive info news.archive --format json
"""

VERIFY_HELP = """Read the whole archive DIR and say what is damaged; exit code 2 if anything is.

\b
Examples:
  unspin archive verify news.archive
"""

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_LEAST_MEMORY = 1 << 20


class _Bytes(click.ParamType[int]):
    """A number of bytes, such as 512M."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"(\d{1,9})([KMG]?)(?:I?B)?", str(value).strip().upper())
        if match is None:
            self.fail(f"{value!r} is no size: write 512M or 2G, say", param, ctx)
        size = int(match[1]) * _UNITS[match[2]]
        if size < _LEAST_MEMORY:
            self.fail("at least 1M is needed", param, ctx)
        return size


@dataclass(slots=True)
class _Tally:
    """What became of the documents so far."""

    added: int = 0
    replaced: int = 0
    there: int = 0
    skipped: int = 0


@click.group("archive", help=HELP, short_help="Keep documents to trace texts back to.")
def archive_command() -> None:
    """The group of the commands that work on an archive."""


_DIRECTORY = click.argument("directory", metavar="DIR")
_QUIET = click.option("--quiet", "-q", is_flag=True, help="Errors only: no progress, no closing line.")


def _adding(command: Callable[..., None]) -> Callable[..., None]:
    """What `build` and `add` have in common: the archive, the sources, and how they are added."""
    parameters = (
        _DIRECTORY,
        click.argument("sources", metavar="SOURCES...", nargs=-1, required=True),
        click.option(
            "--memory",
            type=_Bytes(),
            default="256M",
            show_default=True,
            metavar="SIZE",
            help="Memory for documents that are not yet on disk; the program itself takes about 200M.",
        ),
        click.option(
            "--replace",
            is_flag=True,
            help="Put a document in the place of another one with its id, rather than refuse it.",
        ),
        _QUIET,
    )
    # click lists parameters in the order of decorators as they stand in code: from the last applied to the first.
    for parameter in reversed(parameters):
        command = parameter(command)
    return command


@archive_command.command("build", help=BUILD_HELP, short_help="Make an archive, or go on making it.")
@_adding
@click.pass_context
def build_command(context: click.Context, /, **given: Any) -> None:
    """Make the folder if need be, then add."""
    context.exit(_add(**given, create=True))


@archive_command.command("add", help=ADD_HELP, short_help="Add documents.")
@_adding
@click.pass_context
def add_command(context: click.Context, /, **given: Any) -> None:
    """Add to an archive that is there."""
    context.exit(_add(**given, create=False))


@archive_command.command("remove", help=REMOVE_HELP, short_help="Remove documents.")
@_DIRECTORY
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option(
    "--ids",
    "list_of_ids",
    metavar="FILE",
    help='Remove those that the file names, an id a line; "-" is standard input.',
)
@_QUIET
@click.pass_context
def remove_command(
    context: click.Context, directory: str, ids: tuple[str, ...], *, list_of_ids: str | None, quiet: bool
) -> None:
    """Remove in one commit; an id that is not there is told."""
    if not ids and list_of_ids is None:
        raise click.UsageError("name the documents to remove: their ids, or --ids and a file of them")
    context.exit(_guarded(lambda: _remove(directory, ids, list_of_ids, quiet=quiet), writes_to=directory))


@archive_command.command("info", help=INFO_HELP, short_help="Say what an archive holds.")
@_DIRECTORY
@click.option(
    "--format", "form", type=click.Choice(["full", "json"]), default="full", show_default=True, help="How to say it."
)
@click.pass_context
def info_command(context: click.Context, directory: str, *, form: Literal["full", "json"]) -> None:
    """Print the totals."""

    def info() -> int:
        from unspin.archive.store import Archive  # noqa: PLC0415

        totals = Archive.open(directory).totals()
        with open_output(None, readable=form == "full") as output:
            output.write(totals_as_json(totals) if form == "json" else totals_as_text(directory, totals))
        return 0

    context.exit(_guarded(info))


@archive_command.command("verify", help=VERIFY_HELP, short_help="Say whether an archive is whole.")
@_DIRECTORY
@_QUIET
@click.pass_context
def verify_command(context: click.Context, directory: str, *, quiet: bool) -> None:
    """Read everything, tell every fault."""

    def check() -> int:
        from unspin.archive.manifest import load  # noqa: PLC0415
        from unspin.archive.verify import verify  # noqa: PLC0415

        total = sum(entry.bytes for entry in load(Path(directory)).segments)
        with byte_progress("verifying", total, shown=shows_bar(quiet=quiet)) as bar:
            faults = verify(directory, bar.more)
        for fault in faults:
            complain(f"archive {directory}: {fault}")
        if not quiet:
            _say(f"{directory} is {'damaged' if faults else 'whole'}\n")
        return UNUSABLE if faults else 0

    context.exit(_guarded(check))


def _add(*, directory: str, sources: tuple[str, ...], create: bool, memory: int, replace: bool, quiet: bool) -> int:
    def add() -> int:
        from unspin.archive.sources import Sources  # noqa: PLC0415
        from unspin.archive.writer import Writer  # noqa: PLC0415

        documents = Sources(sources, leave_out=Path(directory))
        tally = _Tally()
        shown = shows_bar(quiet=quiet)
        with (
            Writer(directory, create=create, memory=memory) as writer,
            byte_progress("adding", documents.size() if shown else 0, shown=shown) as bar,
        ):
            for found in documents:
                if (reason := _take(found, writer, tally, replace=replace)) is not None:
                    bar.note(_told(found, reason))
                bar.at(documents.done)
                if writer.full:
                    writer.commit(more=True)
            writer.commit()
            held = writer.documents
        if not quiet:
            _say(_summary(tally, directory, held))
        return UNUSABLE if tally.skipped else 0

    return _guarded(add, writes_to=directory)


def _take(found: Record | Skip, writer: Writer, tally: _Tally, *, replace: bool) -> str | None:
    """Add a document; the reason why it was skipped, if it was."""
    from unspin.archive.errors import Refused  # noqa: PLC0415
    from unspin.archive.sources import Skip  # noqa: PLC0415

    if isinstance(found, Skip):
        tally.skipped += 1
        return found.reason
    try:
        became = writer.add(found.id, found.text, found.metadata, replace=replace)
    except Refused as error:
        tally.skipped += 1
        return str(error)
    tally.added += became == "added"
    tally.replaced += became == "replaced"
    tally.there += became == "there"
    return None


def _told(found: Record | Skip, reason: str) -> str:
    line = "" if found.line is None else f", line {found.line}"
    # The id of a text file is its path.
    named = "" if found.line is None or found.id is None else f" (id {found.id})"
    return f"{found.source}{line}{named}: skipped: {reason}"


def _remove(directory: str, ids: tuple[str, ...], list_of_ids: str | None, *, quiet: bool) -> int:
    from unspin.archive.writer import Writer  # noqa: PLC0415

    removed = missing = 0
    with Writer(directory) as writer:
        for identity in [*ids, *(_ids_in(list_of_ids) if list_of_ids is not None else ())]:
            if writer.remove(identity):
                removed += 1
            else:
                missing += 1
                complain(f"archive {directory}: there is no document with the id {identity}")
        writer.commit()
        held = writer.documents
    if not quiet:
        _say(f"{_documents(removed)} removed; {directory} has {_documents(held)}\n")
    return UNUSABLE if missing else 0


def _ids_in(path: str) -> Iterator[str]:
    try:
        data = standard_input().read() if path == "-" else Path(path).read_bytes()
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except (OSError, ValueError) as error:
        reason = (
            "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else getattr(error, "strerror", None) or error
        )
        raise click.UsageError(f"--ids: cannot read {path}: {str(reason).lower()}") from None
    return (line for line in lines if line)


def _guarded(work: Callable[[], int], *, writes_to: str | None = None) -> int:
    """Do it, and turn what goes wrong into one line and an exit code."""
    from unspin.archive.errors import ArchiveError  # noqa: PLC0415

    with interrupts() as asked:
        try:
            return work()
        except ArchiveError as error:
            complain(str(error))
            return UNUSABLE
        except ModuleNotFoundError as error:
            complain(f"archives need {error.name}: install unspin[corpus]")
            return UNUSABLE
        except KeyboardInterrupt:
            rest = f"; {writes_to} is as after its last commit, and the same command goes on from there"
            complain("stopped" + (rest if writes_to else ""))
            return 128 + (asked.signal or 2)


def _say(text: str) -> None:
    with open_output(None, readable=True) as output:
        output.write(text)


def _summary(tally: _Tally, directory: str, held: int) -> str:
    parts = [f"{_documents(tally.added)} added"]
    parts += [f"{tally.replaced:,} replaced"] * bool(tally.replaced)
    parts += [f"{tally.there:,} there already"] * bool(tally.there)
    parts += [f"{tally.skipped:,} skipped"] * bool(tally.skipped)
    return f"{', '.join(parts)}; {directory} has {_documents(held)}\n"


def _documents(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'}"


def totals_as_json(totals: Totals) -> str:
    """The totals for programs: one object with fixed keys."""
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    return json.dumps({"schema_version": 1, **asdict(totals), "ratio": round(totals.ratio, 3)}, indent=2) + "\n"


def totals_as_text(directory: str, totals: Totals) -> str:
    """The totals for people."""
    rows = [
        ("documents", f"{totals.documents:,}" + (f" ({totals.removed:,} removed)" if totals.removed else "")),
        ("characters", f"{totals.characters:,}"),
        ("words", f"{totals.tokens:,}"),
        ("segments", f"{totals.segments:,}"),
        ("size", f"{totals.bytes:,} bytes, {totals.ratio:.2f} times the text"),
    ]
    return f"{directory}\n" + "".join(f"  {name:12}{value}\n" for name, value in rows)
