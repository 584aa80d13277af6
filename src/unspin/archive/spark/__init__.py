"""`reuse` on Spark: the same passages as the local engine's, bit for bit, whatever the cluster and its partitions.

Needs pyspark 4 and Java 17 or newer, and the same unspin on every executor; no jar, no package of Spark, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from unspin.archive.corpus import Parameters, Tally, passage_table
from unspin.archive.spark.engine import Engine
from unspin.archive.spark.errors import SparkError
from unspin.archive.spark.session import WAIT, opened
from unspin.archive.stages import Stages

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

    from unspin.archive.local import Progress

__all__ = ["SparkError", "spark_passages"]


def spark_passages(
    sources: Sequence[str | Path],
    against: Sequence[str | Path] | None,
    parameters: Parameters,
    master: str | None,
    tally: Tally,
    *,
    settings: Mapping[str, str] | None = None,
    partitions: int | None = None,
    wait: float = WAIT,
    leave_out: Path | None = None,
    folder: str | None = None,
    session: Any = None,
    stages: Stages | None = None,
    progress: Progress = lambda _stage, _done, _total: None,
) -> pa.Table:
    """The passages of a corpus, or of a corpus held against another one: a table of ``corpus.schema()``, in order.

    The documents are read here. They go through the driver's Java, which holds them until the end (``spark.driver.memory``),
    unless there is a ``folder`` for them.

    Args:
        sources: Files and folders of the corpus.
        against: Those of the other corpus; None: there is none.
        parameters: As for the local engine.
        master: The URL of Spark's master: ``local[2]``, ``spark://host:7077`` ...; None: with a session of yours.
        tally: What is counted, and what was passed over.
        settings: Settings of Spark, such as ``{"spark.executor.memory": "4g"}``.
        partitions: In how many parts the work is done at least; the passages are the same with any number.
        wait: Seconds to wait for the master to answer, and then for an executor.
        leave_out: A folder to pass over: that of the results.
        folder: Where the texts are kept meanwhile, as Parquet, in a folder of their own that is removed at the end: a path or
            URL that means the same to the driver and all executors.
        session: A ``pyspark.sql.SparkSession`` to use in the place of a new one.
        stages: Where what is finished is kept for a next run; None: nowhere.
        progress: Called with a stage's name, how much of it is done, and of how much.

    Raises:
        ValueError: There is neither a master nor a session, or both.
        ModuleNotFoundError: pyspark is not installed.
        SparkError: Spark cannot be used, and no document has been read; or a job failed.
    """
    if (session is None) == (master is None):
        raise ValueError("give either a master or a session")
    with nullcontext(stages) if stages is not None else _passing() as kept:
        run = Engine(
            sources,
            against,
            parameters,
            kept,
            tally,
            progress=progress,
            leave_out=leave_out,
            folder=folder,
            partitions=partitions,
        )
        if not run.finished:
            with nullcontext(session) if master is None else opened(master, settings or {}, wait) as spark:
                run.run(spark, keep=stages is not None)
        return passage_table(run.rows(), run.ids())


@contextmanager
def _passing() -> Iterator[Stages]:
    """Stages that nobody will go on with."""
    with TemporaryDirectory(prefix="unspin-") as folder:
        stages = Stages(Path(folder))
        try:
            yield stages
        finally:
            stages.release(keep=False)
