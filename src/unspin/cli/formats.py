"""How commands write the formats of ``unspin.report.formats``, and what its help says of every format."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from unspin.changes.registry import all_types
from unspin.cli.messages import complain
from unspin.cli.options import Format, Wanted
from unspin.cli.output import Output
from unspin.contradictions.explained import NAME as CONTRADICTS_ITSELF
from unspin.report.formats import FORMS, FORMS_OF_READ, FORMS_OF_TRACE, Command, Form, form_of

if TYPE_CHECKING:
    from unspin.cli.summary import Tally
    from unspin.report.findings import Result

REPORT_FORMATS = tuple(cast(Format, form.name) for form in FORMS)
ONE_PAIR = frozenset({"full", "html", *(form.name for form in FORMS if not form.many)})

_OWN = (
    ("full", "to read in a terminal"),
    ("concise", "a line a change, for editors and logs"),
    ("json", "the contract for programs"),
    ("jsonl", "the same on one line"),
    ("html", "one page with both texts side by side"),
)
_OWN_OF_READ = (
    ("full", "to read in a terminal"),
    ("concise", "a line a finding, for editors and logs"),
    ("json", "the contract for programs"),
    ("jsonl", "the same on one line"),
    ("html", "one page with the document and what was found in it"),
)
_OWN_OF_TRACE = (
    ("full", "to read in a terminal"),
    ("concise", "a line a passage or change, for editors and logs"),
    ("json", "the contract for programs"),
    ("jsonl", "the same on one line"),
    ("html", "one page with the document and its sources"),
)
ONE_DOCUMENT = frozenset({"json", "html", *(form.name for form in FORMS_OF_READ if not form.many)})


def _purposes(own: Sequence[tuple[str, str]], forms: Sequence[Form], alone: Collection[str], marked: str) -> str:
    rows = [*own, *((form.name, form.purpose) for form in forms)]
    lines = [f"  {name:11}  {purpose}{'' if name in alone else ' *'}" for name, purpose in rows]
    return "\n".join(["\b", f"Formats{marked}:", *lines])


PURPOSES = _purposes(_OWN, FORMS, ONE_PAIR, " (* also with --pairs and --against)")
PURPOSES_OF_READ = _purposes(_OWN_OF_READ, FORMS_OF_READ, ONE_DOCUMENT, " (* also of several documents)")
_ALL = [name for name, _ in _OWN_OF_TRACE] + [form.name for form in FORMS_OF_TRACE]
PURPOSES_OF_TRACE = _purposes(_OWN_OF_TRACE, FORMS_OF_TRACE, _ALL, "")


class FormatChoice(click.Choice[str]):
    """The formats of a command."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The format.

        Raises:
            click.BadParameter: The command has none of this name; whether another one has is told.
        """
        if value in REPORT_FORMATS and value not in self.choices:
            self.fail(f"{value!r} is a format of other commands; this one has {', '.join(self.choices)}", param, ctx)
        return super().convert(value, param, ctx)


def form_or_complaint(wanted: Wanted, command: Command = "check") -> tuple[Form | None, bool]:
    """The format that is wanted, if it is one of the registered, and whether it can be written.

    Where it cannot, a line on standard error has said why.

    Raises:
        click.UsageError: It is no text, and would go to a terminal.
    """
    form = form_of(wanted.form, command)
    if form and form.binary:
        if wanted.output in (None, "-") and sys.stdout.isatty():
            raise click.UsageError(f"--format {form.name} is no text to show: name a file with --output")
        try:
            form.function("require")()
        except ImportError as error:
            complain(f"--format {form.name} {error}")
            return form, False
    return form, True


def options_of(form: Form, wanted: Wanted) -> dict[str, Any]:
    """What the functions of a format need to know beside the report."""
    if form.name != "junit":
        return {}
    from unspin.report.junit import Gate  # noqa: PLC0415

    known = [*(kind.name for kind in all_types()), CONTRADICTS_ITSELF] if wanted.select is None else wanted.select
    return {"gate": Gate(wanted.fail_on, frozenset(known) - set(wanted.ignore))}


def write_result(result: Result, wanted: Wanted, form: Form, output: Output) -> None:
    """Write one report, reading or trace.

    Raises:
        OutputError: The place is full, gone or closed.
    """
    if form.binary:
        output.write_bytes(form.function("to_bytes")(result))
    else:
        output.write(form.function("to_text")(result, **options_of(form, wanted)))


def told_in_summary(*results: Result) -> bool:
    """Add the results to the summary of the job, where there is one; False if it cannot be written."""
    if not os.environ.get("GITHUB_STEP_SUMMARY"):
        return True
    from unspin.report.github import summary  # noqa: PLC0415

    return _add_to_summary(summary(*results))


def counted_in_summary(tally: Tally) -> bool:
    """Add the counts of many pairs to the summary of the job, where there is one; False if it cannot be written."""
    from unspin.report.github import summary_of_pairs  # noqa: PLC0415

    return _add_to_summary(summary_of_pairs(tally.pairs, tally.failed, tally.changed, tally.types))


def _add_to_summary(text: str) -> bool:
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return True
    try:
        with Path(name).open("ab") as stream:
            stream.write(text.encode(errors="backslashreplace") + b"\n")
    except OSError as error:
        complain(
            f"cannot write GITHUB_STEP_SUMMARY: {name}: {(error.strerror or str(error)).lower()}; unset it or mend it"
        )
        return False
    return True
