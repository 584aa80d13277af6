"""How ``check`` writes the formats of ``unspin.report.formats``, and what its help says of every format."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from unspin.changes.registry import all_types
from unspin.cli.messages import complain
from unspin.cli.options import Format, Wanted
from unspin.cli.output import Output
from unspin.report.formats import FORMS, Form, form_of

if TYPE_CHECKING:
    from unspin.cli.summary import Tally
    from unspin.report.model import Report

REPORT_FORMATS = tuple(cast(Format, form.name) for form in FORMS)
ONE_PAIR = frozenset({"full", "html", *(form.name for form in FORMS if not form.pairs)})

_OWN = (
    ("full", "to read in a terminal"),
    ("concise", "a line a change, for editors and logs"),
    ("json", "the contract for programs"),
    ("jsonl", "the same on one line"),
    ("html", "one page with both texts side by side"),
)


def _purposes() -> str:
    rows = [*_OWN, *((form.name, form.purpose) for form in FORMS)]
    lines = [f"  {name:11}  {purpose}{'' if name in ONE_PAIR else ' *'}" for name, purpose in rows]
    return "\n".join(["\b", "Formats (* also with --pairs):", *lines])


PURPOSES = _purposes()


def form_or_complaint(wanted: Wanted) -> tuple[Form | None, bool]:
    """The format that is wanted, if it is one of the registered, and whether it can be written.

    Where it cannot, a line on standard error has said why.

    Raises:
        click.UsageError: It is no text, and would go to a terminal.
    """
    form = form_of(wanted.form)
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

    types = frozenset(kind.name for kind in all_types()) if wanted.select is None else frozenset(wanted.select)
    return {"gate": Gate(wanted.fail_on, types - set(wanted.ignore))}


def write_report(report: Report, wanted: Wanted, form: Form, output: Output) -> None:
    """Write one report.

    Raises:
        OutputError: The place is full, gone or closed.
    """
    if form.binary:
        output.write_bytes(form.function("to_bytes")(report))
    else:
        output.write(form.function("to_text")(report, **options_of(form, wanted)))


def told_in_summary(report: Report) -> bool:
    """Add the report to the summary of the job, where there is one; False if it cannot be written."""
    from unspin.report.github import summary  # noqa: PLC0415

    return _add_to_summary(summary(report))


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
