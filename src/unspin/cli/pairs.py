"""``unspin check --pairs``: every record of a file, by several processes, with progress and a summary."""

from __future__ import annotations

import io
import os
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, Literal, TypeVar, cast

import click

from unspin.batch import BadRecord, Outcome, Pair, check_pairs, count_records, read_records
from unspin.batch.records import Format, RecordsError, sniff, unpacked
from unspin.cli.formats import counted_in_summary, options_of
from unspin.cli.interrupts import interrupts
from unspin.cli.messages import CHANGED, UNUSABLE, complain
from unspin.cli.options import Wanted, uses_colour
from unspin.cli.output import STANDARD_OUTPUT, Output, open_output, standard_input
from unspin.cli.progress import progress
from unspin.cli.settings import tell_of_entries
from unspin.cli.summary import Presented, Tally, summary_table
from unspin.report.concise import to_lines
from unspin.report.formats import Form, form_of
from unspin.report.joined import Joined
from unspin.report.jsonformat import failure_line, to_line
from unspin.report.model import Report, severity_of
from unspin.report.places import one_line
from unspin.report.sites import Record
from unspin.settings.applying import Judged, Rules

PairsFormat = Literal["jsonl", "json", "concise"]
Present = Callable[[Report, Pair], Presented]
Result = TypeVar("Result")
_MOST_JOBS = 4


def present(report: Report, pair: Pair, *, form: PairsFormat, rules: Rules) -> Presented:
    """A report as it is written for its pair."""
    judged = rules.report(report, pair.id)
    report = judged.result
    lines = (
        to_lines(report, prefix=one_line(f"{pair.id}:")) if form == "concise" else [to_line(report, identity=pair.id)]
    )
    return _presented("\n".join(lines), judged)


def present_piece(
    report: Report, pair: Pair, *, form: Form, path: str, options: dict[str, Any], rules: Rules
) -> Presented:
    """A report as its part of what a registered format makes of all pairs."""
    judged = rules.report(report, pair.id)
    return _presented(form.function("piece")(judged.result, Record(path, pair.line, pair.id), **options), judged)


def _presented(text: str, judged: Judged[Report]) -> Presented:
    types = dict(Counter((change.type, severity_of(change)) for change in judged.result.changes))
    return Presented(text, types, judged.accepted, judged.used)


def check_all(path: str, wanted: Wanted, *, judge: str, jobs: int | None, summary: bool) -> int:
    """Check every record and write what comes out, in order; the exit code."""
    tally = Tally()
    try:
        stopped_by = _run(path, wanted, tally, judge=judge, jobs=jobs or default_jobs())
    except NoPairsError as error:
        complain(str(error))
        return UNUSABLE
    if summary:
        click.echo(summary_table(tally, colour=uses_colour(wanted.colour, sys.stderr)), err=True, nl=False)
    if stopped_by is None and not wanted.quiet:
        tell_of_entries(wanted.rules, frozenset(tally.used))
    summarised = wanted.form != "github" or counted_in_summary(tally)
    if stopped_by is not None:
        complain(f"stopped after {tally.pairs} pairs; their results are in {wanted.output or STANDARD_OUTPUT}")
        return 128 + stopped_by
    if tally.failed or not summarised:
        return UNUSABLE
    return CHANGED if tally.stopped else 0


def _run(path: str, wanted: Wanted, tally: Tally, *, judge: str, jobs: int) -> int | None:
    """Read, check and write; the signal that stopped it, or None when it came to the end."""
    with (
        _open_pairs(path) as (stream, layout),
        open_output(wanted.output, readable=wanted.form == "concise") as output,
        interrupts() as asked,
    ):
        writer, presented = _writer(output, path, wanted)
        outcomes = check_pairs(
            read_records(stream, form=layout),
            present=presented,
            jobs=jobs,
            select=wanted.select,
            ignore=wanted.ignore,
            min_confidence=wanted.min_confidence,
            judge=judge,
        )
        try:
            colour = uses_colour(wanted.colour, sys.stderr)
            shown = progress(_total(path, layout, wanted), shown=_shows_bar(wanted), colour=colour)
            with _one_thread_each(), shown as bar:
                for outcome in outcomes:
                    with asked.hold():
                        writer.write(outcome)
                        tally.add(outcome, wanted.fail_on)
                        bar.step()
                        if outcome.error is not None:
                            bar.note(told(path, outcome))
        except KeyboardInterrupt:
            outcomes.close()
        except RecordsError as error:
            raise _no_records(path, error) from None
        writer.end()
    return asked.signal


def outcomes(
    path: str, presented: Callable[[Report, Pair], Result], *, judge: str, jobs: int
) -> Iterator[Outcome[Result]]:
    """What becomes of each record, in order.

    Raises:
        NoPairsError: The file cannot be read at all.
    """
    with _open_pairs(path) as (stream, layout), _one_thread_each():
        try:
            yield from check_pairs(read_records(stream, form=layout), present=presented, jobs=jobs, judge=judge)
        except RecordsError as error:
            raise _no_records(path, error) from None


def default_jobs() -> int:
    """One process a usable core, at most 4: each holds a language model of several hundred megabytes."""
    return min(_MOST_JOBS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


class NoPairsError(Exception):
    """The file of pairs cannot be read at all."""


def _no_records(path: str, error: RecordsError) -> NoPairsError:
    return NoPairsError(f"cannot read {_name(path)}: {error}; {error.remedy}")


def _writer(output: Output, path: str, wanted: Wanted) -> tuple[_Writer | _JoinedWriter, Present]:
    """What writes the outcomes, and what turns a report into the text of one."""
    form = form_of(wanted.form)
    if form is None:
        own = cast(PairsFormat, wanted.form)
        return _Writer(output, own), partial(present, form=own, rules=wanted.rules)
    options = options_of(form, wanted)
    presented = partial(present_piece, form=form, path=path, options=options, rules=wanted.rules)
    return _JoinedWriter(output, form.joined(path), path), presented


class _JoinedWriter:
    """Writes outcomes as they come, in a format that has something around them and between them."""

    def __init__(self, output: Output, joined: Joined, path: str) -> None:
        self.output = output
        self.joined = joined
        self.path = path
        self._write(joined.begin())

    def write(self, outcome: Outcome[Presented]) -> None:
        if outcome.result is not None:
            self._write(self.joined.add(outcome.result.text))
        else:
            record = Record(self.path, outcome.record.line, outcome.record.id)
            self._write(self.joined.fail(record, outcome.error or ""))

    def end(self) -> None:
        self._write(self.joined.end())

    def _write(self, text: str) -> None:
        if text:
            self.output.write(text)


class _Writer:
    """Writes outcomes as they come, so that an interruption costs none that is finished."""

    def __init__(self, output: Output, form: PairsFormat) -> None:
        self.output = output
        self.form = form
        self.first = True

    def write(self, outcome: Outcome[Presented]) -> None:
        record = outcome.record
        if outcome.result is not None:
            text = outcome.result.text
        elif self.form == "concise":
            text = one_line(f"{record.line if record.id is None else record.id}: not checked: {outcome.error}")
        else:
            text = failure_line(record.id, f"line {record.line}: {outcome.error}")
        if self.form == "json":
            self.output.write(("[\n" if self.first else ",\n") + text)
        elif text:
            self.output.write(text + "\n")
        self.first = False

    def end(self) -> None:
        if self.form == "json":
            self.output.write("[]\n" if self.first else "\n]\n")


@contextmanager
def _open_pairs(path: str) -> Iterator[tuple[io.BufferedReader, Format]]:
    try:
        stream = _standard_input() if path == "-" else open(path, "rb")  # noqa: SIM115  closed below
    except OSError as error:
        raise NoPairsError(f"cannot read {path}: {(error.strerror or str(error)).lower()}; check the path") from None
    with nullcontext() if path == "-" else stream:
        content = unpacked(stream)
        yield content, _layout(path, content)


def _standard_input() -> io.BufferedReader:
    stream = standard_input()
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(Any, stream))


def _layout(path: str, stream: io.BufferedReader) -> Format:
    match os.path.splitext(path.lower().removesuffix(".gz"))[1]:
        case ".csv":
            return "csv"
        case ".jsonl" | ".ndjson":
            return "jsonl"
        case ".parquet":
            return "parquet"
        case _:
            return sniff(stream)


def told(path: str, outcome: Outcome[Any]) -> str:
    """What people are told of a record that could not be checked."""
    record: Pair | BadRecord = outcome.record
    named = "" if record.id is None else f" (id {record.id})"
    return f"{_name(path)}, line {record.line}{named}: not checked: {outcome.error}"


def _name(path: str) -> str:
    return "standard input" if path == "-" else path


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


def _total(path: str, layout: Format, wanted: Wanted) -> int | None:
    """Number of records, where a bar is shown and the input can be read twice."""
    if not _shows_bar(wanted) or not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as stream:
            return count_records(unpacked(stream), form=layout)
    except (OSError, EOFError, ValueError, zlib.error):
        return None
