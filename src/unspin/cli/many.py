"""Many checks in one run: by several processes, in order, with progress, a summary and one exit code."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, Literal, Protocol, TypeVar, cast

import click

from unspin.batch import BadRecord, Outcome, Pair, check_pairs
from unspin.cli.formats import counted_in_summary, options_of
from unspin.cli.interrupts import interrupts
from unspin.cli.messages import CHANGED, UNUSABLE, complain
from unspin.cli.options import Wanted, colours_report, uses_colour, width
from unspin.cli.output import STANDARD_OUTPUT, Output, open_output
from unspin.cli.progress import progress
from unspin.cli.settings import tell_of_entries
from unspin.cli.summary import Presented, Tally, summary_table, told_rate
from unspin.report.concise import to_lines
from unspin.report.formats import Form, form_of
from unspin.report.full import to_text
from unspin.report.joined import Joined
from unspin.report.jsonformat import failure_line, to_line
from unspin.report.model import Report, severity_of
from unspin.report.places import one_line
from unspin.report.sites import Record
from unspin.settings.applying import Judged, Rules

OwnFormat = Literal["full", "jsonl", "json", "concise"]
Records = Iterator[Pair | BadRecord]
Present = Callable[[Report, Pair], Presented]
Result = TypeVar("Result")
_MOST_JOBS = 4


class NoRecordsError(Exception):
    """There is nothing that could be checked at all; the message says why and what to do."""


class Source(Protocol):
    """Where records come from."""

    @property
    def path(self) -> str | None:
        """The file whose lines are the records; None where the texts of each record are files themselves."""

    def opened(self, *, quiet: bool) -> AbstractContextManager[Records]:
        """The records in order, of which one may be read while others are checked.

        Raises:
            NoRecordsError: There are none to be had, now or while they are read.
        """

    def total(self) -> int | None:
        """Number of records, where it can be told."""

    def place(self, record: Pair | BadRecord) -> str:
        """What messages call a record."""


def check_all(source: Source, wanted: Wanted, *, judge: str, jobs: int | None, summary: bool) -> int:
    """Check every record and write what comes out, in order; the exit code."""
    tally = Tally()
    try:
        stopped_by = _run(source, wanted, tally, judge=judge, jobs=jobs or default_jobs())
    except NoRecordsError as error:
        complain(str(error))
        return UNUSABLE
    rate = wanted.fail_rate
    if summary:
        table = summary_table(tally, colour=uses_colour(wanted.colour, sys.stderr), fail_rate=rate)
        click.echo(table, err=True, nl=False)
    if stopped_by is None and not wanted.quiet:
        tell_of_entries(wanted.rules, frozenset(tally.used))
        if rate and tally.stopped:
            complain(told_rate(tally, rate))
    summarised = wanted.form != "github" or counted_in_summary(tally)
    if stopped_by is not None:
        complain(f"stopped after {tally.pairs} pairs; their results are in {wanted.output or STANDARD_OUTPUT}")
        return 128 + stopped_by
    if tally.failed or not summarised:
        return UNUSABLE
    return CHANGED if tally.exceeds(rate) else 0


def _run(source: Source, wanted: Wanted, tally: Tally, *, judge: str, jobs: int) -> int | None:
    """Read, check and write; the signal that stopped it, or None when it came to the end."""
    with (
        source.opened(quiet=wanted.quiet) as records,
        open_output(wanted.output, readable=wanted.form in ("full", "concise")) as output,
        interrupts() as asked,
    ):
        writer, presented = _writer(output, source, wanted)
        outcomes = check_pairs(
            records,
            present=presented,
            jobs=jobs,
            select=wanted.select,
            ignore=wanted.ignore,
            min_confidence=wanted.min_confidence,
            judge=judge,
        )
        try:
            colour = uses_colour(wanted.colour, sys.stderr)
            shows = _shows_bar(wanted)
            with _one_thread_each(), progress(source.total() if shows else None, shown=shows, colour=colour) as bar:
                for outcome in outcomes:
                    with asked.hold():
                        writer.write(outcome)
                        tally.add(outcome, wanted.fail_on)
                        bar.step()
                        if outcome.error is not None:
                            bar.note(told(source, outcome))
        except KeyboardInterrupt:
            outcomes.close()
        writer.end()
    return asked.signal


def outcomes(
    source: Source, presented: Callable[[Report, Pair], Result], *, judge: str, jobs: int
) -> Iterator[Outcome[Result]]:
    """What becomes of each record, in order.

    Raises:
        NoRecordsError: There are no records to be had.
    """
    with source.opened(quiet=False) as records, _one_thread_each():
        yield from check_pairs(records, present=presented, jobs=jobs, judge=judge)


def default_jobs() -> int:
    """One process a usable core, at most 4: each holds a language model of several hundred megabytes."""
    return min(_MOST_JOBS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def told(source: Source, outcome: Outcome[Any]) -> str:
    """What people are told of a record that could not be checked."""
    return f"{source.place(outcome.record)}: not checked: {outcome.error}"


def present(
    report: Report, pair: Pair, *, form: OwnFormat, named: bool, look: dict[str, Any], rules: Rules
) -> Presented:
    """A report as it is written for its pair; where ``named``, its lines begin with the pair's id."""
    judged = rules.report(report, pair.id)
    report = judged.result
    match form:
        case "full":
            text = to_text(report, **look)
        case "concise":
            text = "\n".join(to_lines(report, prefix=one_line(f"{pair.id}:") if named else ""))
        case _:
            text = to_line(report, identity=pair.id)
    return _presented(text, judged)


def present_piece(
    report: Report, pair: Pair, *, form: Form, path: str | None, options: dict[str, Any], rules: Rules
) -> Presented:
    """A report as its part of what a registered format makes of all pairs."""
    judged = rules.report(report, pair.id)
    record = None if path is None else Record(path, pair.line, pair.id)
    return _presented(form.function("piece")(judged.result, record, **options), judged)


def _presented(text: str, judged: Judged[Report]) -> Presented:
    types = dict(Counter((change.type, severity_of(change)) for change in judged.result.changes))
    return Presented(text, types, judged.accepted, judged.used)


def _writer(output: Output, source: Source, wanted: Wanted) -> tuple[_Writer | _JoinedWriter, Present]:
    """What writes the outcomes, and what turns a report into the text of one."""
    form = form_of(wanted.form)
    if form is None:
        own = cast(OwnFormat, wanted.form)
        look = {"colour": colours_report(wanted), "width": width(wanted), "summary": not wanted.quiet}
        presented = partial(present, form=own, named=source.path is not None, look=look, rules=wanted.rules)
        return _Writer(output, own, lines=source.path is not None), presented
    options = options_of(form, wanted)
    piece = partial(present_piece, form=form, path=source.path, options=options, rules=wanted.rules)
    return _JoinedWriter(output, form.joined(source.path or ""), source.path), piece


class _JoinedWriter:
    """Writes outcomes as they come, in a format that has something around them and between them."""

    def __init__(self, output: Output, joined: Joined, path: str | None) -> None:
        self.output = output
        self.joined = joined
        self.path = path
        self._write(joined.begin())

    def write(self, outcome: Outcome[Presented]) -> None:
        if outcome.result is not None:
            self._write(self.joined.add(outcome.result.text, outcome.result.accepted or None))
        else:
            record = outcome.record
            own = Record(str(record.id), record.line, None, whole=True)
            place = own if self.path is None else Record(self.path, record.line, record.id)
            self._write(self.joined.fail(place, outcome.error or ""))

    def end(self) -> None:
        self._write(self.joined.end())

    def _write(self, text: str) -> None:
        if text:
            self.output.write(text)


class _Writer:
    """Writes outcomes as they come, so that an interruption costs none that is finished; ``lines`` tells the lines of records."""

    def __init__(self, output: Output, form: OwnFormat, *, lines: bool) -> None:
        self.output = output
        self.form = form
        self.lines = lines
        self.first = True

    def write(self, outcome: Outcome[Presented]) -> None:
        text = outcome.result.text if outcome.result is not None else self._failure(outcome)
        if self.form == "json":
            self.output.write(("[\n" if self.first else ",\n") + text)
        elif self.form == "full":
            self.output.write(("" if self.first or not text else "\n") + text)
        elif text:
            self.output.write(text + "\n")
        self.first = self.first and not text

    def _failure(self, outcome: Outcome[Presented]) -> str:
        record = outcome.record
        if self.form in ("full", "concise"):
            text = one_line(f"{record.line if record.id is None else record.id}: not checked: {outcome.error}")
            return text + "\n" * (self.form == "full")
        return failure_line(record.id, f"line {record.line}: {outcome.error}" if self.lines else outcome.error or "")

    def end(self) -> None:
        if self.form == "json":
            self.output.write("[]\n" if self.first else "\n]\n")


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Keep numeric libraries from starting a thread a core in every process; each process is a core's work."""
    names = [name for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS") if name not in os.environ]
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]


def _shows_bar(wanted: Wanted) -> bool:
    # Lines of results on the same terminal would tear the bar apart.
    return sys.stderr.isatty() and not wanted.quiet and (wanted.output is not None or not sys.stdout.isatty())
