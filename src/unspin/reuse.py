"""Reuse: which passages of a corpus are copies of which."""

from __future__ import annotations

import time
from collections.abc import Sequence
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
        progress: Called with a stage's name, how much of it is done, and of how much.

    Raises:
        ArchiveError: The folder cannot be written to, or another process does so.
        ValueError: An argument is out of range.
        ModuleNotFoundError: ``unspin[corpus]``, or for Spark ``unspin[spark]``, is not installed.
    """
    from unspin import __version__  # noqa: PLC0415
    from unspin.archive.corpus import Parameters, Tally  # noqa: PLC0415
    from unspin.archive.errors import telling  # noqa: PLC0415
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

    with telling(folder, "free space or check permissions, and run it again: what was finished is kept"):
        folder.mkdir(parents=True, exist_ok=True)
        stages = Stages(folder)
        done = False
        try:
            if engine == "spark":
                from unspin.archive.spark import spark_passages  # noqa: PLC0415

                with _timed("passages", seconds):
                    table = spark_passages(sources, against, parameters, master, tally, leave_out=folder)
            else:
                run = Engine(
                    sources, against, parameters, stages, tally, jobs=jobs, progress=progress, leave_out=folder
                )
                with _timed("reading", seconds):
                    run.read()
                    corpus = run.corpus()
                with _timed("finding", seconds):
                    pairs = run.find(corpus)
                with _timed("comparing", seconds):
                    table = run.table(run.compare(corpus, pairs))
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
