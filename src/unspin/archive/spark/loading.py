"""The documents of a corpus as a data frame of blocks, on which all jobs work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

from unspin.archive.collection import Longs
from unspin.archive.spark.blocks import Blocks

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
        return frame_of(self.session, batches, self.many)


def prepared(session: Any) -> Any:
    """A session beside this one, whose settings stay as they are."""
    own = session.newSession()
    for name, value in _SETTINGS.items():
        own.conf.set(name, value)
    return own


class Texts:
    """Blocks in a folder, as Parquet.

    Args:
        session: A session as ``prepared`` makes it.
        path: A path or URL that means the same to the driver and to all executors.
    """

    def __init__(self, session: Any, path: str) -> None:
        self.path = path
        self._session = session
        self._place = session._jvm.org.apache.hadoop.fs.Path(path)
        self._files = self._place.getFileSystem(session._jsparkSession.sessionState().newHadoopConf())

    def exist(self) -> bool:
        """Whether there is such a folder."""
        return bool(self._files.exists(self._place))

    def append(self, batches: Sequence[pa.RecordBatch], many: int) -> None:
        """Write some more."""
        frame_of(self._session, batches, many).write.mode("append").parquet(self.path)

    def frame(self) -> Any:
        """All that was written."""
        return self._session.read.parquet(self.path)

    def delete(self) -> None:
        """Leave nothing behind."""
        self._files.delete(self._place, True)


def chunks_of(corpus: Blocks) -> Iterator[list[pa.RecordBatch]]:
    """Some blocks at a time, as many as are written to a folder at once."""
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


def frame_of(session: Any, batches: Sequence[pa.RecordBatch], many: int) -> Any:
    """A data frame with a partition for each slice of the batches, of which there is one at least."""
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
