"""``unspin reuse``: which passages of a corpus are copies of which."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unspin.cli.archive_progress import shows_bar
from unspin.cli.interrupts import Interrupts, interrupts
from unspin.cli.messages import UNUSABLE, complain
from unspin.cli.output import open_output

if TYPE_CHECKING:
    from unspin.archive.local import Stage

HELP = """Find the passages that the documents of a corpus share: copies, and copies with changed words.

CORPUS and CORPUS2 are text files, folders with such files, JSON lines (.jsonl, .ndjson, also with .gz) and Parquet; records
have an id and a text. Of two documents that share a passage the later one is called document, the earlier one source;
with --against all documents are those of CORPUS, and all sources those of CORPUS2.

The folder DIR gets passages.parquet and passages.jsonl (both documents' ids, both places in code points, kind, similarity and
cluster), clusters.parquet and clusters.jsonl, and report.json. A run that was interrupted goes on when it is started again.

\b
Examples:
  unspin reuse articles/ --output found
  unspin reuse 2019.jsonl.gz 2020.parquet --output found --group-by outlet --jobs 2
  unspin reuse essays/ --against sources.jsonl --output found --min-length 100
  unspin reuse corpus.jsonl --output found --engine spark --master spark://head:7077 --spark-memory 4g

\b
Exit codes:
  0  all was done, whatever was found
  2  something could not be read or written; all other work was done
"""


_OF_SPARK = ("master", "spark_memory", "spark_conf", "spark_folder", "spark_wait")


@click.command("reuse", help=HELP, short_help="Find the passages that documents of a corpus share.")
@click.argument("corpus", metavar="CORPUS...", nargs=-1, required=True)
@click.option("--output", "-o", required=True, metavar="DIR", help="The folder for the results; made if need be.")
@click.option(
    "--against",
    multiple=True,
    metavar="CORPUS2",
    help="Compare with the documents of this corpus alone; may be repeated.",
)
@click.option(
    "--min-length",
    type=click.IntRange(min=1),
    default=150,
    show_default=True,
    metavar="N",
    help="Leave out passages of fewer characters, on either side.",
)
@click.option(
    "--group-by", metavar="NAME", help="Do not compare documents whose records have the same value NAME: outlet, say."
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Threads of the local engine."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Work on this machine, or on Spark; the passages are the same.",
)
@click.option(
    "--master", default="local[*]", show_default=True, metavar="URL", help="The Spark master, for --engine spark."
)
@click.option(
    "--spark-memory",
    metavar="SIZE",
    help="Memory of Java in the driver and in each executor, such as 4g; Spark takes 1g if nothing is said.",
)
@click.option(
    "--spark-conf",
    multiple=True,
    metavar="KEY=VALUE",
    help="A setting of Spark, such as spark.executor.cores=2; may be repeated.",
)
@click.option(
    "--spark-folder",
    metavar="URL",
    help="Keep the texts meanwhile in this folder, which all executors reach, not in the driver's Java.",
)
@click.option(
    "--spark-wait",
    type=click.FloatRange(min=1),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Wait so long for the master to answer, and then for an executor.",
)
@click.option(
    "--keep-stages", is_flag=True, help="Keep what the stages found, for a next run with another --min-length."
)
@click.option("--quiet", "-q", is_flag=True, help="Errors only: no progress, no closing line.")
@click.pass_context
def reuse_command(
    context: click.Context,
    /,
    corpus: tuple[str, ...],
    *,
    output: str,
    against: tuple[str, ...],
    quiet: bool,
    spark_memory: str | None,
    spark_conf: tuple[str, ...],
    **options: Any,
) -> None:
    """Run, tell what was skipped, and say what was found."""
    if options["engine"] != "spark":
        for name in _OF_SPARK:
            if context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT:
                raise click.UsageError(f"--{name.replace('_', '-')} goes with --engine spark")
    settings = _spark_settings(spark_memory, spark_conf)
    # What numba loads are some hundred thousand objects that stay: looking through them for garbage costs a tenth of a second.
    gc.set_threshold(100_000, 20, 50)
    from unspin.archive.errors import ArchiveError  # noqa: PLC0415
    from unspin.reuse import reuse  # noqa: PLC0415

    with interrupts() as asked:
        try:
            # The bars are gone before anything is said.
            with _Bars(asked, shown=shows_bar(quiet=quiet)) as bars:
                report = reuse(
                    corpus, output=output, against=against or None, progress=bars.at, spark_settings=settings, **options
                )
        except ArchiveError as error:
            complain(f"{error.name}: {error.reason}; {error.remedy}")
            context.exit(UNUSABLE)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        except ModuleNotFoundError as error:
            extra = "spark" if error.name == "pyspark" else "corpus"
            complain(f'reuse needs {error.name}: pip install "unspin[{extra}]"')
            context.exit(UNUSABLE)
        except KeyboardInterrupt:
            complain("stopped; what was finished is kept, and the same command goes on from there")
            context.exit(128 + (asked.signal or 2))
    for skip in report["skipped"]:
        complain(_told(**skip))
    if not quiet:
        with open_output(None, readable=True) as written:
            written.write(_summary(report, output))
    context.exit(UNUSABLE if report["skipped"] else 0)


def _spark_settings(memory: str | None, pairs: tuple[str, ...]) -> dict[str, str]:
    """What Spark is told; a single setting goes before the memory for all."""
    found: dict[str, str] = {}
    if memory is not None:
        if re.fullmatch(r"[1-9]\d{0,8}[kmgt]b?", memory.lower()) is None:
            raise click.UsageError(f"--spark-memory: {memory!r} is no size: write 4g or 900m, say")
        found = {f"spark.{where}.memory": memory for where in ("driver", "executor")}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.startswith("spark."):
            raise click.UsageError(f"--spark-conf: {pair!r} is no setting: write spark.executor.cores=2, say")
        if key == "spark.master":
            raise click.UsageError("--spark-conf: the master is named by --master")
        found[key] = value
    return found


def _told(source: str, line: int | None, id: str | None, reason: str) -> str:  # noqa: A002  as the report names it
    place = "" if line is None else f", line {line}"
    # The id of a text file is its path.
    named = "" if line is None or id is None else f" (id {id})"
    return f"{source}{place}{named}: skipped: {reason}"


def _summary(report: dict[str, Any], output: str) -> str:
    parts = [_counted(report["passages"], "passage"), _counted(report["clusters"], "cluster")]
    among = _counted(report["documents"], "document")
    if report["against"] is not None:
        among += f" against {report['against']:,}"
    skipped = f", {len(report['skipped']):,} skipped" if report["skipped"] else ""
    return f"{parts[0]} in {parts[1]}, {among}{skipped}; see {Path(output) / 'passages.jsonl'}\n"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


_STAGES = {"reading": "reading", "finding": "finding pairs", "comparing": "comparing", "writing": "writing"}


class _Bars:
    """A bar on standard error for each stage, or nothing; where work is reported, what interrupts it is let through."""

    def __init__(self, asked: Interrupts, *, shown: bool) -> None:
        self._asked = asked
        self._shown = shown
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> _Bars:
        if self._shown:
            import sys  # noqa: PLC0415

            from rich.console import Console  # noqa: PLC0415
            from rich.progress import (  # noqa: PLC0415
                BarColumn,
                Progress,
                TaskProgressColumn,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            from unspin.cli.options import uses_colour  # noqa: PLC0415

            name = TextColumn("{task.description:14}")
            columns = (name, BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TimeRemainingColumn())
            console = Console(stderr=True, no_color=not uses_colour("auto", sys.stderr))
            self._bar = Progress(*columns, console=console, transient=True)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def at(self, stage: Stage, done: int, total: int) -> None:
        """So much of a stage is done."""
        if self._asked.signal is not None:
            # It came where Python cannot raise anything.
            raise KeyboardInterrupt
        if self._bar is not None:
            if stage not in self._tasks:
                self._tasks[stage] = self._bar.add_task(_STAGES[stage], total=total)
            self._bar.update(self._tasks[stage], completed=done, total=total)
