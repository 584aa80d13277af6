"""`reuse` on Spark: the same passages as the local engine's, bit for bit, whatever the cluster and its partitions.

Needs pyspark 4 and Java 17 or newer, and the same unspin on every executor; no jar, no package of Spark, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unspin.archive.corpus import Parameters, Tally, passage_table
from unspin.archive.reading import Documents, group_of
from unspin.archive.spark.blocks import Blocks
from unspin.archive.spark.errors import SparkError
from unspin.archive.spark.jobs import found_by
from unspin.archive.spark.loading import loaded
from unspin.archive.spark.session import WAIT, interruptible, jobs_told, opened

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

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
        folder: Where the texts are kept meanwhile, as Parquet: a path or URL that means the same to the driver and all executors.
            It must not be there; it is removed at the end.
        session: A ``pyspark.sql.SparkSession`` to use in the place of a new one.

    Raises:
        ValueError: There is neither a master nor a session, or both.
        ModuleNotFoundError: pyspark is not installed.
        SparkError: Spark cannot be used, and no document has been read; or a job failed.
    """
    if (session is None) == (master is None):
        raise ValueError("give either a master or a session")
    with nullcontext(session) if master is None else opened(master, settings or {}, wait) as spark:
        ids: list[str] = []
        groups: list[int] = []
        numbers: dict[str, int] = {}

        def texts() -> Iterator[str]:
            for record in Documents(sources, against, parameters, tally, leave_out=leave_out):
                ids.append(record.id)
                group = group_of(record, parameters)
                groups.append(-1 if group is None else numbers.setdefault(group, len(numbers)))
                yield record.text

        with jobs_told(), loaded(spark, Blocks(texts()), partitions, folder) as work:
            found = interruptible(
                spark,
                lambda: found_by(
                    work,
                    groups=np.array(groups, dtype=np.int32) if numbers else None,
                    sources=None if against is None else tally.sources,
                    shortest=parameters.min_length,
                ),
            )
        tally.words += found.words
        tally.pairs += found.pairs
        return passage_table(found.rows, ids)
