"""``unspin cases``: list, show, export, delete and account for the cases that ``unspin serve`` keeps."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

import click

from unspin.cli.messages import UNUSABLE, complain
from unspin.cli.output import open_output
from unspin.report.jsontext import document as as_json
from unspin.report.places import one_line

if TYPE_CHECKING:
    from unspin.cases import Case, Cases, Decision, Entry, Summary

HELP = """Look after the cases that `unspin serve --cases` keeps: checks, with what was decided about each change.

\b
Examples:
  unspin cases list --cases cases.sqlite
  unspin cases list --cases cases.sqlite harbour Marn
  unspin cases show --cases cases.sqlite ID
  unspin cases export --cases cases.sqlite ID --output case.json
  unspin cases delete --cases cases.sqlite ID
  unspin cases audit --cases cases.sqlite

\b
Exit codes:
  0  done
  2  the database failed, there is no such case, or something could not be written
"""

LIST_HELP = """List cases, newest first; with WORDS those in which all of them stand, most relevant first.

Words are looked for in titles, texts and the reasons of decisions, whatever their case and marks, and at the beginning of longer
words as well.

\b
Examples:
  unspin cases list --cases cases.sqlite --limit 10
  unspin cases list --cases postgresql://desk@db.example/cases harbour Marn
"""

SHOW_HELP = """Show a case: its texts' names, its changes, and what was decided about each.

\b
Examples:
  unspin cases show --cases cases.sqlite 01a218f3-fb09-7cd9-8d94-0183f375a529
"""

EXPORT_HELP = """Write all that is kept of a case as JSON: texts, report, every decision, audit trail.

\b
Examples:
  unspin cases export --cases cases.sqlite 01a218f3-fb09-7cd9-8d94-0183f375a529 --output case.json
"""

DELETE_HELP = """Delete a case: its texts, its report, the decisions. The audit trail keeps what was done, without the texts.

\b
Examples:
  unspin cases delete --cases cases.sqlite 01a218f3-fb09-7cd9-8d94-0183f375a529
"""

AUDIT_HELP = """Tell who did what, when, to which case; with ID, to that one. Deleted cases are there too.

\b
Examples:
  unspin cases audit --cases cases.sqlite
  unspin cases audit --cases cases.sqlite --after 120 --format json
"""

_AT_ONCE = 500
Form = Literal["full", "json"]


@click.group("cases", help=HELP, short_help="Look after the cases that the server keeps.")
def cases_command() -> None:
    """The group of the commands that work on cases."""


_CASES = click.option(
    "--cases",
    "place",
    metavar="FILE|URL",
    required=True,
    help="Where they are: a file, or postgresql://USER:PASSWORD@HOST/DATABASE.",
)
_ID = click.argument("identity", metavar="ID")
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["full", "json"]), default="full", show_default=True, help="How to say it."
)
_OUTPUT = click.option("--output", "-o", metavar="FILE", help="Write to a file instead of standard output.")


@cases_command.command("list", help=LIST_HELP, short_help="List cases, or find them by words.")
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@_CASES
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="List at most so many."
)
@_FORMAT
@_OUTPUT
@click.pass_context
def list_command(
    context: click.Context, words: tuple[str, ...], *, place: str, limit: int, form: Form, output: str | None
) -> None:
    """Print a line a case."""

    def work(cases: Cases) -> None:
        found = cases.search(" ".join(words), min(limit, _AT_ONCE)) if words else _listed(cases, limit)
        value = {"schema_version": 1, "cases": [asdict(summary) for summary in found]}
        _write(as_json(value) if form == "json" else "".join(map(_line, found)), output, form)

    context.exit(_guarded(place, work))


@cases_command.command("show", help=SHOW_HELP, short_help="Show a case and its decisions.")
@_ID
@_CASES
@click.pass_context
def show_command(context: click.Context, identity: str, *, place: str) -> None:
    """Print the case for people; `export` has it for programs."""

    def work(cases: Cases) -> None:
        from unspin.cases import standing  # noqa: PLC0415

        _write(_shown(cases.get(identity), standing(cases.decisions(identity))), None, "full")

    context.exit(_guarded(place, work))


@cases_command.command("export", help=EXPORT_HELP, short_help="Write a case as JSON.")
@_ID
@_CASES
@_OUTPUT
@click.pass_context
def export_command(context: click.Context, identity: str, *, place: str, output: str | None) -> None:
    """Write all of it."""
    context.exit(_guarded(place, lambda cases: _write(as_json(cases.export(identity)), output, "json")))


@cases_command.command("delete", help=DELETE_HELP, short_help="Delete a case.")
@_ID
@_CASES
@click.option(
    "--who", metavar="NAME", help="Who deletes it, for the audit trail (default: the name that you are logged in with)."
)
@click.pass_context
def delete_command(context: click.Context, identity: str, *, place: str, who: str | None) -> None:
    """Delete it and say so."""

    def work(cases: Cases) -> None:
        cases.delete(identity, getpass.getuser() if who is None else who)
        _write(f"case {identity} is deleted\n", None, "full")

    context.exit(_guarded(place, work))


@cases_command.command("audit", help=AUDIT_HELP, short_help="Tell who did what, when.")
@click.argument("identity", metavar="[ID]", required=False)
@_CASES
@click.option(
    "--after",
    type=click.IntRange(0),
    default=0,
    metavar="NUMBER",
    help="Only what came after the line with this number.",
)
@_FORMAT
@_OUTPUT
@click.pass_context
def audit_command(
    context: click.Context, identity: str | None, *, place: str, after: int, form: Form, output: str | None
) -> None:
    """Print a line a deed, all of them."""

    def work(cases: Cases) -> None:
        entries = tuple(_trail(cases, identity, after))
        value = {"schema_version": 1, "audit": [asdict(entry) for entry in entries]}
        _write(as_json(value) if form == "json" else "".join(map(_deed, entries)), output, form)

    context.exit(_guarded(place, work))


def _guarded(place: str, work: Callable[[Cases], None]) -> int:
    """Do it on a store that is there, and turn what goes wrong into one line and an exit code."""
    try:
        from unspin.cases import Cases, CasesError  # noqa: PLC0415
    except ModuleNotFoundError as error:
        return _install(error)
    try:
        cases = Cases(place)
        try:
            work(cases)
        finally:
            cases.close()
    except CasesError as error:
        complain(str(error))
        return UNUSABLE
    except ModuleNotFoundError as error:
        return _install(error)
    return 0


def _install(error: ModuleNotFoundError) -> int:
    complain(f"cases need {error.name}: install unspin[web]")
    return UNUSABLE


def _write(text: str, output: str | None, form: Form) -> None:
    with open_output(output, readable=form == "full") as place:
        place.write(text)


def _listed(cases: Cases, limit: int) -> list[Summary]:
    found: list[Summary] = []
    before = None
    while len(found) < limit:
        page = cases.list(limit=min(limit - len(found), _AT_ONCE), before=before)
        found += page.cases
        if (before := page.before) is None:
            break
    return found


def _trail(cases: Cases, identity: str | None, after: int) -> Iterator[Entry]:
    while entries := cases.audit(identity, after=after, limit=_AT_ONCE):
        yield from entries
        after = entries[-1].number


def _line(summary: Summary) -> str:
    named = summary.title or f"{summary.original} → {summary.rewrite}"
    return f"{summary.id}  {_when(summary.created)}  {_share(summary.decided, summary.changes)}  {one_line(named)}\n"


def _share(decided: int, changes: int) -> str:
    return f"{decided} of {changes} decided"


def _deed(entry: Entry) -> str:
    details = ", ".join(f"{key} {value}" for key, value in entry.details.items())
    return (
        one_line(f"{entry.number} {_when(entry.when)} {entry.who} {entry.what} {entry.case} {details}".rstrip()) + "\n"
    )


def _shown(case: Case, decisions: dict[str, Decision]) -> str:
    title = f"{one_line(case.title)}\n" if case.title else ""
    head = f"{title}{one_line(case.original.name)} → {one_line(case.rewrite.name)}\n"
    kept = f"kept by {one_line(case.who)}, {_when(case.created)}\n"
    return head + kept + "".join(_change(change, decisions) for change in case.report["changes"])


def _change(change: dict[str, Any], decisions: dict[str, Decision]) -> str:
    decision = decisions.get(str(change["fingerprint"]))
    state = decision.decision if decision else "open"
    line = one_line(f"{state}: {change.get('type', '')}: {change.get('message', '')} ({change['fingerprint']})")
    if decision is None:
        return f"\n{line}\n"
    reason = f": {decision.reason}" if decision.reason else ""
    return f"\n{line}\n  {one_line(f'{decision.who}, {_when(decision.when)}{reason}')}\n"


def _when(date: str) -> str:
    """A date to the minute."""
    return f"{date[:10]} {date[11:16]}Z"
