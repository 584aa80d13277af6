"""The jobs of Spark that find the passages of a corpus: count, pair, compare.

1. Count the words, since the number of bits that a run's hash has depends on them, and note the most common runs.
2. Cut runs of words, shuffle them by their hash, find there which documents share them, shuffle what two documents share by
   the two, and weigh it: pairs worth a comparison.
3. Send the texts of some pairs to one place each, and compare them there.

Each task depends on its input alone, and nothing on the order in which it arrives: a task that is done again does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

from unspin import __version__
from unspin.archive.candidates import LONGER, Index, Integers, Longs
from unspin.archive.collection import Collection
from unspin.archive.corpus import ROW, Rows, rows_of
from unspin.archive.spark import kernels
from unspin.archive.spark.blocks import Block, blocks_in, by_bucket, cells, joined
from unspin.archive.spark.errors import SparkError
from unspin.archive.spark.kernels import Runs, Shared
from unspin.archive.spark.loading import Work
from unspin.archive.tokens import Tokens, tokens_of_all

# Words that a bucket has on average at most, and bytes of text that a task cuts into words at a time.
_BUCKET, _PART = 1 << 20, 1 << 22
# Bytes of text that a task compares: at least, and at most unless one pair alone has more.
_LEAST, _MOST = 1 << 18, 1 << 25
# A run of three words goes by five if of all words so small a part begins it.
_COMMON = 1 / 4096

_COUNTED = "version string, block int, words bigint, common binary, places binary"
_RUNS = "bucket int, values binary, owners binary, places binary"
_SHARED = "bucket int, documents binary, others binary, places binary, counts binary"
_PAIRS = "pairs binary"
_SENT = "task int, numbers binary, lengths binary, texts binary, pairs binary"
_PASSAGES = "version string, whole boolean, rows binary"

Batches = Iterable[pa.RecordBatch]


class Allowed(NamedTuple):
    """Which documents may be a pair: ``groups`` and ``sources`` as for ``candidates.candidates``."""

    groups: Integers | None
    sources: int | None


# 1. Count


def counted(work: Work) -> tuple[Longs, Index]:
    """The number of words of each block, and the most common runs as ``kernels.very_common`` has them."""
    if not work.total:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
    found = work.blocks.mapInArrow(_count, _COUNTED).toArrow()
    _ensure_same_version(found)
    # Where every machine has a folder of this name of its own, each finds there what it wrote itself.
    _ensure_all_found(sorted(found["block"].to_pylist()) == list(range(work.total)))
    words = np.zeros(work.total, dtype=np.int64)
    words[found["block"].to_numpy()] = found["words"].to_numpy()
    runs, places = joined(found["common"], np.uint64), joined(found["places"], np.int64)
    common, which = np.unique(runs, return_inverse=True)
    total = np.bincount(which, weights=places, minlength=len(common)) if len(runs) else np.empty(0)
    return words, common[total > _COMMON * words.sum()]


def _ensure_same_version(found: pa.Table) -> None:
    if set(found["version"].to_pylist()) != {__version__}:
        raise SparkError(f"executors have another unspin than {__version__}", "install the same version everywhere")


def _ensure_all_found(found: bool) -> None:
    if not found:
        raise SparkError("executors do not find the texts", "name a folder for them that is the same one everywhere")


def _count(batches: Batches) -> Iterator[pa.RecordBatch]:
    names = ["version", "block", "words", "common", "places"]
    for blocks, tokens, first_token in _parts(batches):
        told = kernels.very_common(tokens.hashes, first_token)
        bounds = first_token[np.cumsum([0, *(len(block.documents) for block in blocks)])]
        for block, words in zip(blocks, np.diff(bounds).tolist(), strict=True):
            row = [__version__, block.number, words, *(array.tobytes() for array in told)]
            columns = zip(row, (pa.string(), pa.int32(), pa.int64(), pa.binary(), pa.binary()), strict=True)
            yield pa.record_batch([pa.array([cell], kind) for cell, kind in columns], names=names)
            # Once for all blocks together.
            told = told[0][:0], told[1][:0]


def _parts(batches: Batches) -> Iterator[tuple[list[Block], Tokens, Longs]]:
    """Some blocks at a time, the tokens of all their documents, and where each document's begin."""
    blocks: list[Block] = []
    size = 0
    for block in blocks_in(batches):
        blocks.append(block)
        size += len(block.texts)
        if size >= _PART:
            yield blocks, *_cut(blocks)
            blocks, size = [], 0
    if blocks:
        yield blocks, *_cut(blocks)


def _cut(blocks: Sequence[Block]) -> tuple[Tokens, Longs]:
    return tokens_of_all([block.text(document) for block in blocks for document in block.documents])


# 2. Pair


def paired(work: Work, words: Longs, common: Index, allowed: Allowed) -> Longs:
    """The same as ``candidates.candidates``; ``words`` and ``common`` are what ``counted`` returned."""
    firsts = np.concatenate([[0], np.cumsum(words)]).astype(np.int64)
    total = int(firsts[-1])
    if not work.total:
        return np.empty((0, 2), dtype=np.int64)
    bits = max(1, total.bit_length())
    by_five = np.unique(common >> np.uint64(bits + LONGER))
    buckets = max(work.many, total // _BUCKET + 1)
    documents = len(work.lengths)
    context = work.session.sparkContext
    known = context.broadcast((firsts, by_five))
    groups = np.empty(0, dtype=np.int32) if allowed.groups is None else allowed.groups.astype(np.int32)
    told = context.broadcast(groups)
    only = -1 if allowed.sources is None else allowed.sources

    def cut(batches: Batches) -> Iterator[pa.RecordBatch]:
        firsts, by_five = known.value
        return _cut_runs(batches, firsts, by_five, bits, buckets)

    def share(table: pa.Table) -> pa.Table:
        return _share(table, bits, buckets, told.value, only)

    def weigh(table: pa.Table) -> pa.Table:
        return _weigh(table, documents)

    runs = work.blocks.mapInArrow(cut, _RUNS)
    shared = work.grouped(runs, 2 * buckets, share, _SHARED)
    found = joined(work.grouped(shared, buckets, weigh, _PAIRS).toArrow()["pairs"], np.int32)
    pairs = found.reshape(-1, 2).astype(np.int64)
    return pairs[np.lexsort([pairs[:, 1], pairs[:, 0]])]


def _cut_runs(batches: Batches, firsts: Longs, common: Index, bits: int, buckets: int) -> Iterator[pa.RecordBatch]:
    for blocks, tokens, first_token in _parts(batches):
        sizes = [len(block.documents) for block in blocks]
        owners = np.concatenate([block.documents for block in blocks]).astype(np.int32)
        # Of all tokens of the corpus, how many more stand before the block than in this part.
        more = firsts[[block.number for block in blocks]] - first_token[np.cumsum([0, *sizes])[:-1]]
        before = first_token[:-1] + np.repeat(more, sizes)
        runs = kernels.runs_of(tokens.hashes, first_token, owners, before, bits)
        runs, bounds = kernels.in_buckets(runs, common, bits, buckets)
        yield by_bucket("bucket", bounds, runs._asdict())


def _share(table: pa.Table, bits: int, buckets: int, groups: Integers, sources: int) -> pa.Table:
    runs = Runs(
        joined(table["values"], np.uint64), joined(table["owners"], np.int32), joined(table["places"], np.int32)
    )
    by_five = table["bucket"][0].as_py() >= buckets
    found = kernels.shared(runs, bits, by_five=by_five, groups=groups, sources=sources)
    found, bounds = kernels.pair_buckets(found, buckets)
    return pa.Table.from_batches([by_bucket("bucket", bounds, found._asdict())])


def _weigh(table: pa.Table, documents: int) -> pa.Table:
    kinds = {"documents": np.int32, "others": np.int32, "places": np.int32, "counts": np.uint8}
    found = Shared(*(joined(table[name], kind) for name, kind in kinds.items()))
    heavy = kernels.heavy_pairs(found, documents).tobytes()
    return pa.table({"pairs": pa.array([heavy] if heavy else [], pa.binary())})


# 3. Compare


def parts_of(work: Work, pairs: Longs, begin: int) -> list[int]:
    """Where to end parts of the pairs from ``begin`` on, so that each keeps the cluster busy, but for minutes rather than hours."""
    ends = np.cumsum(_sizes(work, pairs[begin:]))
    found: list[int] = []
    done = 0
    while done < len(ends):
        before = ends[done - 1] if done else 0
        done = max(done + 1, int(np.searchsorted(ends, before + 4 * work.many * _MOST, side="right")))
        found.append(begin + done)
    return found


def _sizes(work: Work, pairs: Longs) -> Longs:
    """Bytes of text of each pair."""
    sizes: Longs = work.lengths[pairs].sum(axis=1) + 1
    return sizes


def compared(work: Work, pairs: Longs, shortest: int) -> Rows:
    """The passages of the pairs, in no order; ``shortest`` as for ``corpus.rows_of``."""
    sizes = _sizes(work, pairs)
    size = min(_MOST, max(_LEAST, int(sizes.sum()) // (4 * work.many)))
    # The tasks of the pairs, without gaps; neighbours share documents.
    tasks = np.unique((np.cumsum(sizes) - sizes) // size, return_inverse=True)[1].astype(np.int64)
    needed = work.session.sparkContext.broadcast(_needed(tasks, pairs))
    bounds = np.searchsorted(tasks, np.arange(tasks[-1] + 2))

    def send(batches: Batches) -> Iterator[pa.RecordBatch]:
        return _send(batches, *needed.value)

    def compare(table: pa.Table) -> pa.Table:
        return _compare(table, shortest)

    parts = pa.record_batch(
        {
            "task": pa.array(np.arange(len(bounds) - 1, dtype=np.int32)),
            **{name: pa.array([b""] * (len(bounds) - 1), pa.binary()) for name in ("numbers", "lengths", "texts")},
            "pairs": cells(pairs.astype(np.int32).ravel(), 2 * bounds),
        }
    )
    told = work.frame([parts.slice(row, 1) for row in range(len(parts))])
    sent = work.blocks.mapInArrow(send, _SENT).union(told)
    found = work.grouped(sent, min(len(parts), 4 * work.many), compare, _PASSAGES).toArrow()
    needed.destroy()
    _ensure_same_version(found)
    _ensure_all_found(len(found) == len(parts) and all(found["whole"].to_pylist()))
    return joined(found["rows"], ROW)


def _needed(tasks: Longs, pairs: Longs) -> tuple[Integers, Integers]:
    """Which document which task needs, once each and in order of the documents."""
    wanted = np.unique(np.concatenate([pairs[:, column] << 32 | tasks for column in range(2)]))
    return (wanted >> 32).astype(np.int32), (wanted & 0xFFFFFFFF).astype(np.int32)


def _send(batches: Batches, documents: Integers, tasks: Integers) -> Iterator[pa.RecordBatch]:
    for block in blocks_in(batches):
        begin, end = np.searchsorted(documents, [block.first, block.documents.stop])
        order = np.argsort(tasks[begin:end], kind="stable") + begin
        for which in np.split(order, np.flatnonzero(np.diff(tasks[order])) + 1):
            if len(which):
                texts = [block.text(document) for document in documents[which].tolist()]
                row = [
                    pa.array([tasks[which[0]]], pa.int32()),
                    cells(documents[which], np.array([0, len(which)])),
                    cells(np.array([len(text) for text in texts], dtype=np.int64), np.array([0, len(which)])),
                    pa.array([b"".join(texts)], pa.binary()),
                    pa.array([b""], pa.binary()),
                ]
                yield pa.record_batch(row, names=["task", "numbers", "lengths", "texts", "pairs"])


def _compare(table: pa.Table, shortest: int) -> pa.Table:
    numbers, lengths = joined(table["numbers"], np.int32), joined(table["lengths"], np.int64)
    pairs, texts = joined(table["pairs"], np.int32).reshape(-1, 2), joined(table["texts"], np.uint8)
    ends = np.cumsum(lengths)
    order = np.argsort(numbers)
    bounds = zip((ends - lengths)[order].tolist(), ends[order].tolist(), strict=True)
    tokens, first_token = tokens_of_all([texts[begin:end].tobytes() for begin, end in bounds])
    collection = Collection.laid_out(tokens.hashes, tokens.starts, tokens.ends, tokens.breaks, first_token)
    numbers = numbers[order].astype(np.int64)
    rows = np.empty(0, dtype=ROW)
    whole = np.array_equal(numbers, np.unique(pairs))
    if whole:
        rows = rows_of(collection, np.searchsorted(numbers, pairs).astype(np.int64), shortest, numbers)
    return pa.table({"version": [__version__], "whole": [whole], "rows": [rows.tobytes()]})
