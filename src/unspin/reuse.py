"""Reuse: which passages of a corpus are copies of which."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unspin.archive.local import Progress

# Nothing heavy may be imported before a function runs: `import unspin` loads this module.

Report = dict[str, Any]


def reuse(
    sources: Sequence[str | Path],
    *,
    output: str | Path,
    against: Sequence[str | Path] | None = None,
    engine: Literal["local", "spark"] = "local",
    min_length: int = 150,
    group_by: str | None = None,
    jobs: int = 1,
    keep_stages: bool = False,
    master: str = "local[*]",
    spark_settings: Mapping[str, str] | None = None,
    spark_folder: str | None = None,
    spark_wait: float = 60.0,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Report:
    """Find all passages that documents of a corpus share, write them to a folder, and return the report of it.

    The folder gets ``passages`` and ``clusters``, each as Parquet and as JSON lines, and ``report.json``. A run that was
    interrupted is gone on with by the next one with the same inputs. The same inputs give the same bytes, whatever the
    engine and the number of jobs; only the report tells how long it took.

    Args:
        sources: Text files, folders, JSON lines and Parquet, as for an archive.
        output: The folder for the results; made if need be.
        against: Another corpus: the documents are compared with those of this one alone.
        engine: "local": on this machine; "spark": on a Spark cluster.
        min_length: Passages have at least so many characters on both sides.
        group_by: Name of a value of the records, "outlet" say: documents in which it is the same are not compared.
        jobs: Threads of the local engine.
        keep_stages: Keep what finished stages found; a run with another ``min_length`` goes on from there.
        master: The Spark master's URL.
        spark_settings: Settings of Spark, such as ``{"spark.executor.memory": "4g"}``.
        spark_folder: Where Spark keeps the texts meanwhile: a path or URL that means the same to the driver and all executors;
            None: in the memory of the driver's Java.
        spark_wait: Seconds to wait for the master to answer, and then for an executor.
        progress: Called with a stage's name, how much of it is done, and of how much.

    Raises:
        ArchiveError: The folder cannot be written to, or another process does so; no document can be read; Spark cannot be used.
        ValueError: An argument is out of range, or no document has a value to group by.
        ModuleNotFoundError: ``unspin[corpus]``, or for Spark ``unspin[spark]``, is not installed.
    """
    from unspin import __version__  # noqa: PLC0415
    from unspin.archive.corpus import Parameters, Tally  # noqa: PLC0415
    from unspin.archive.errors import ArchiveError, telling  # noqa: PLC0415
    from unspin.archive.local import Engine  # noqa: PLC0415
    from unspin.archive.results import write_results  # noqa: PLC0415
    from unspin.archive.stages import Stages  # noqa: PLC0415

    if min_length < 1:
        raise ValueError(f"a passage has at least 1 character, not {min_length}")
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    if group_by in {"id", "text", ""}:
        raise ValueError(f"documents cannot be grouped by {group_by!r}")
    folder, tally, parameters = Path(output), Tally(), Parameters(min_length, group_by)
    seconds: dict[str, float] = {}

    def report(counts: dict[str, int]) -> Report:
        return {
            "schema_version": 1,
            "unspin": __version__,
            "engine": engine,
            "parameters": {"min_length": min_length, "group_by": group_by},
            "documents": tally.documents,
            "against": None if against is None else tally.sources,
            "characters": tally.characters,
            "words": tally.words,
            "pairs": tally.pairs,
            **counts,
            "skipped": [
                {"source": skip.source, "line": skip.line, "id": skip.id, "reason": skip.reason} for skip in tally.skips
            ],
            "seconds": {name: round(spent, 3) for name, spent in seconds.items()},
        }

    with telling(folder, "name a folder that can be made"):
        folder.mkdir(parents=True, exist_ok=True)
    with telling(folder, "free space or check permissions, and run it again: what was finished is kept"):
        stages = Stages(folder)
        done = False
        try:
            if engine == "spark":
                from unspin.archive.spark import spark_passages  # noqa: PLC0415

                with _timed("passages", seconds):
                    table = spark_passages(
                        sources,
                        against,
                        parameters,
                        master,
                        tally,
                        settings=spark_settings,
                        wait=spark_wait,
                        leave_out=folder,
                        folder=spark_folder,
                        stages=stages,
                        progress=progress,
                    )
            else:
                run = Engine(
                    sources, against, parameters, stages, tally, jobs=jobs, progress=progress, leave_out=folder
                )
                with _timed("reading", seconds):
                    run.read()
                    corpus = run.corpus()
                    parameters.ensure_grouped(corpus.groups)
                with _timed("finding", seconds):
                    pairs = run.find(corpus)
                with _timed("comparing", seconds):
                    table = run.table(run.compare(corpus, pairs))
            if tally.skips and (not tally.documents or (against is not None and not tally.sources)):
                first = tally.skips[0]
                raise ArchiveError(
                    first.source, first.reason, "no document could be read, so nothing was written: check the paths"
                )
            progress("writing", 0, 1)
            written = write_results(table, folder, sources=None if against is None else tally.sources, report=report)
            done = True
        finally:
            stages.release(keep=keep_stages or not done)
    progress("writing", 1, 1)
    return written


@contextmanager
def _timed(name: str, seconds: dict[str, float]) -> Iterator[None]:
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds[name] = time.perf_counter() - started
