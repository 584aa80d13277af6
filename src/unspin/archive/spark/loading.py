"""The documents of a corpus as a data frame of blocks, on which all jobs work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

from unspin.archive.collection import Longs
from unspin.archive.spark.blocks import Blocks
from unspin.archive.spark.errors import SparkError

# A slice of the corpus has at most so many bytes; so many are written to a folder at a time.
_SLICE, _CHUNK = 1 << 23, 1 << 26
# Rows that go to Python at a time, and their bytes; each row holds up to some 100 KB, seldom more.
_ROWS, _BYTES = 64, 1 << 26
_ROWS_SETTING = "spark.sql.execution.arrow.maxRecordsPerBatch"

_SETTINGS = {
    # It would put small partitions together, however much work is in them.
    "spark.sql.adaptive.enabled": "false",
    _ROWS_SETTING: str(_ROWS),
    "spark.sql.execution.arrow.maxBytesPerBatch": str(_BYTES),
    "spark.sql.parquet.columnarReaderBatchSize": str(_ROWS),
    "spark.sql.files.maxPartitionBytes": str(_SLICE),
}


class Work(NamedTuple):
    """A session of its own, the blocks as a data frame, how many they are, the bytes of each document, the least number of partitions."""

    session: Any
    blocks: Any
    total: int
    lengths: Longs
    many: int

    def grouped(self, frame: Any, buckets: int, function: Callable[[pa.Table], pa.Table], kind: str) -> Any:
        """The function on all rows of each bucket, which is the first column."""
        self.session.conf.set("spark.sql.shuffle.partitions", str(max(1, buckets)))
        return frame.groupBy(frame.columns[0]).applyInArrow(function, kind)

    def frame(self, batches: Sequence[pa.RecordBatch]) -> Any:
        """A data frame of these batches, a few in each partition."""
        return _frame(self.session, batches, self.many)


@contextmanager
def loaded(session: Any, corpus: Blocks, partitions: int | None, folder: str | None) -> Iterator[Work]:
    """The corpus, read to its end.

    Args:
        session: A ``pyspark.sql.SparkSession``, whose settings stay as they are.
        corpus: All documents.
        partitions: In how many slices and buckets the work is done at least; None: twice as many as there are cores.
        folder: Where the texts are kept meanwhile, in the place of the driver's memory.

    Raises:
        SparkError: The folder is there already.
    """
    own = session.newSession()
    for name, value in _SETTINGS.items():
        own.conf.set(name, value)
    many = partitions or 2 * own.sparkContext.defaultParallelism
    if folder is None:
        batches = list(corpus)
        blocks = _frame(own, batches, many) if batches else None
        del batches
        yield Work(own, blocks, corpus.count, corpus.lengths, many)
        return
    path = own._jvm.org.apache.hadoop.fs.Path(folder)
    files = path.getFileSystem(own._jsparkSession.sessionState().newHadoopConf())
    if files.exists(path):
        raise SparkError(
            f"{folder} is there already", "name a folder that is not: it will be made, and removed at the end"
        )
    try:
        for chunk in _chunks(corpus):
            _frame(own, chunk, many).write.mode("append").parquet(folder)
        # Without documents there is no folder, nor a job that would read it.
        blocks = own.read.parquet(folder) if corpus.count else None
        yield Work(own, blocks, corpus.count, corpus.lengths, many)
    finally:
        files.delete(path, True)


def _chunks(corpus: Blocks) -> Iterator[list[pa.RecordBatch]]:
    chunk: list[pa.RecordBatch] = []
    size = 0
    for batch in corpus:
        chunk.append(batch)
        size += batch.nbytes
        if size >= _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _frame(session: Any, batches: Sequence[pa.RecordBatch], many: int) -> Any:
    """A data frame with a partition for each slice of the batches."""
    total = sum(batch.nbytes for batch in batches)
    size = min(_SLICE, total // many + 1)
    slices: list[list[pa.RecordBatch]] = []
    filled = size
    for batch in batches:
        if filled + batch.nbytes > size:
            slices.append([])
            filled = 0
        slices[-1].append(batch)
        filled += batch.nbytes
    # A partition is made of each batch, unless it has more rows than go to Python at a time.
    session.conf.set(_ROWS_SETTING, str(1 << 30))
    try:
        return session.createDataFrame(pa.Table.from_batches(map(pa.concat_batches, slices)))
    finally:
        session.conf.set(_ROWS_SETTING, str(_ROWS))
