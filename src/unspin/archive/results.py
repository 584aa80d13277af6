"""The files of a result: passages and clusters, as Parquet and as JSON lines, and a report."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from unspin.archive.arrow import as_numpy, numbers, strings
from unspin.archive.clusters import Clusters, Side, clustered
from unspin.archive.corpus import KINDS
from unspin.archive.files import PART, sync_folder

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

PASSAGES, CLUSTERS, REPORT = "passages", "clusters", "report.json"

_SIDES = ("document_number", "start", "end"), ("source_number", "source_start", "source_end")
_COLUMNS = ("document", "start", "end", "source", "source_start", "source_end", "kind", "similarity", "cluster")
# Part of what makes the bytes of a file.
_ROW_GROUP = 1 << 17
# Passages turned into lines at a time.
_LINES = 1 << 14


def write_results(
    table: pa.Table, folder: Path, *, sources: int | None, report: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    """Cluster the passages and write everything; the report that was written.

    The files get their names when all of them are on the disk. The same passages give the same bytes of all but the report.

    Args:
        table: The passages of an engine, in order; columns as ``corpus.schema()`` has them.
        folder: Where the files shall be.
        sources: The first so many documents are those of another corpus; None: there is no other.
        report: Makes the report from what was counted here.
    """
    sides = [Side(*(as_numpy(table.column(name)) for name in names)) for names in _SIDES]
    found = clustered(*sides)
    passages = table.append_column("cluster", numbers(found.of_passage)).select(_COLUMNS)
    clusters = _cluster_table(table, found, sides, sources)
    kinds = Counter(table.column("kind").to_pylist())
    told = report(
        {
            "passages": len(passages),
            "kinds": {kind: kinds[kind] for kind in KINDS},
            "clusters": found.number,
        }
    )
    parts: list[Path] = []
    try:
        for name, some in ((PASSAGES, passages), (CLUSTERS, clusters)):
            _write_parquet(some, _part(folder / f"{name}.parquet", parts))
            _write(_part(folder / f"{name}.jsonl", parts), _lines(some))
        _write(_part(folder / REPORT, parts), [f"{json.dumps(told, indent=2)}\n".encode()])
        for part in parts:
            part.replace(part.with_name(part.name.removesuffix(PART)))
        sync_folder(folder)
    except BaseException:
        for part in parts:
            with suppress(OSError):
                part.unlink()
        raise
    return told


def _cluster_table(table: pa.Table, found: Clusters, sides: Sequence[Side], sources: int | None) -> pa.Table:
    """One row a cluster: its number, how many documents and passages it has, and its places."""
    import pyarrow as pa  # noqa: PLC0415

    # The id of a document from any passage that has it.
    ids: dict[int, str] = {}
    for name, side in zip(("document", "source"), sides, strict=True):
        ids.update(zip(side.number.tolist(), table.column(name).to_pylist(), strict=True))
    is_first = np.ones(len(found.document), dtype=np.bool_)
    is_first[1:] = (np.diff(found.document) != 0) | (np.diff(found.cluster) != 0)
    counts = {
        "cluster": np.arange(found.number, dtype=np.int32),
        "documents": np.bincount(found.cluster[is_first], minlength=found.number).astype(np.int32),
        "passages": np.bincount(found.of_passage, minlength=found.number).astype(np.int32),
    }
    places = pa.StructArray.from_arrays(
        [
            pa.concat_arrays(strings([ids[number] for number in found.document.tolist()]).chunks),
            numbers(found.start),
            numbers(found.end),
            numbers(found.document < (sources or 0)),
        ],
        ["document", "start", "end", "against"],
    )
    begins = np.searchsorted(found.cluster, np.arange(found.number + 1)).astype(np.int32)
    return pa.Table.from_arrays(
        [*map(numbers, counts.values()), pa.ListArray.from_arrays(numbers(begins), places)], [*counts, "places"]
    )


def _part(path: Path, parts: list[Path]) -> Path:
    parts.append(path.with_name(path.name + PART))
    return parts[-1]


def _write_parquet(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415

    with path.open("wb") as file:
        pq.write_table(
            table.combine_chunks(),
            file,
            compression="zstd",
            compression_level=3,
            row_group_size=_ROW_GROUP,
            version="2.6",
        )
        file.flush()
        os.fsync(file.fileno())


def _write(path: Path, blocks: Iterator[bytes] | list[bytes]) -> None:
    with path.open("wb") as file:
        for block in blocks:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _lines(table: pa.Table) -> Iterator[bytes]:
    """A JSON object a line; a table's rows."""
    encoder = msgspec.json.Encoder()
    for batch in table.to_batches(max_chunksize=_LINES):
        yield encoder.encode_lines(batch.to_pylist())
