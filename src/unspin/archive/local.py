"""The local engine: passages of a corpus on one machine, in stages that are kept until all is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from unspin import __version__
from unspin.archive.candidates import candidates
from unspin.archive.collection import Collection, Longs
from unspin.archive.compiled import compiled
from unspin.archive.corpus import ROW, Corpus, Parameters, Rows, Tally, passage_table, rows_of
from unspin.archive.reading import Documents, group_of
from unspin.archive.sources import Skip
from unspin.archive.stages import Column, Stages, files_fingerprint, fingerprint_of, mapped, write_array
from unspin.archive.tokens import Tokens, tokens_of_all

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

Stage = Literal["reading", "finding", "comparing", "writing"]
Progress = Callable[[Stage, int, int], None]
"""Called with a stage, how much of it is done, and of how much."""

# Characters cut at a time, words of documents held against each other at a time, pairs compared at a time.
_CUT = 1 << 18
_BLOCK = 1 << 24
_PAIRS = 1 << 13

_COLUMNS = {"hashes": np.uint64, "starts": np.int32, "ends": np.int32, "breaks": np.bool_}


class Engine:
    """The passages of a corpus.

    Args:
        sources: Files and folders of the corpus.
        against: Those of the other corpus; None: there is none.
        parameters: What is wanted.
        stages: Where what is finished is kept.
        tally: What is counted, and what is told.
        jobs: Threads, at least 1.
        progress: Told how far it is.
        leave_out: A folder to pass over when reading.
    """

    def __init__(
        self,
        sources: Sequence[str | Path],
        against: Sequence[str | Path] | None,
        parameters: Parameters,
        stages: Stages,
        tally: Tally,
        *,
        jobs: int,
        progress: Progress,
        leave_out: Path,
    ) -> None:
        self._documents = Documents(sources, against, parameters, tally, leave_out=leave_out)
        self._has_other = against is not None
        self._parameters = parameters
        self._stages = stages
        self._tally = tally
        self._jobs = jobs
        self._progress = progress
        files = [files_fingerprint(paths) for paths in self._documents.files()]
        self._of_words = fingerprint_of(__version__, self._has_other, files, parameters.group_by)
        self._of_passages = fingerprint_of(self._of_words, parameters.min_length, _BLOCK, _PAIRS)

    def read(self) -> None:
        """Cut all documents into words."""
        noted = self._stages.finished("words", self._of_words)
        if noted is None:
            try:
                self._read(self._stages.begin("words"))
            except BaseException:
                # Half of it is of no use, and may have filled the disk.
                self._stages.discard("words")
                raise
            noted = {**asdict(self._tally), "skips": [asdict(skip) for skip in self._tally.skips]}
            self._stages.finish("words", self._of_words, noted)
            return
        for name, value in noted.items():
            setattr(self._tally, name, [Skip(**skip) for skip in value] if name == "skips" else value)

    def _read(self, folder: Path) -> None:
        size = self._documents.size()
        ids: list[str] = []
        groups: dict[str, int] = {}
        group_numbers: list[int] = []
        columns = {name: Column(folder / name, kind) for name, kind in _COLUMNS.items()}
        lengths = Column(folder / "lengths", np.int64)
        try:
            for tokens, count in _in_turn(_cut, self._batches(ids, groups, group_numbers), self._jobs):
                for name, column in columns.items():
                    column.append(getattr(tokens, name))
                lengths.append(count)
                self._tally.words += len(tokens)
                self._progress("reading", self._documents.done, size)
        finally:
            for column in (*columns.values(), lengths):
                column.close()
        write_array(folder / "groups", np.array(group_numbers, dtype=np.int32))
        write_array(folder / "ids", np.frombuffer("".join(ids).encode(), dtype=np.uint8))
        write_array(folder / "id_lengths", np.array([len(identity) for identity in ids], dtype=np.int64))

    def _batches(self, ids: list[str], groups: dict[str, int], group_numbers: list[int]) -> Iterator[list[str]]:
        """The texts, some at a time; ids and groups are noted in passing."""
        texts: list[str] = []
        size = 0
        for record in self._documents:
            ids.append(record.id)
            group = group_of(record, self._parameters)
            group_numbers.append(-1 if group is None else groups.setdefault(group, len(groups)))
            texts.append(record.text)
            size += len(record.text)
            if size >= _CUT:
                yield texts
                texts, size = [], 0
        if texts:
            yield texts

    def corpus(self) -> Corpus:
        """What was read."""
        path = self._stages.path
        first_token = np.concatenate([[0], np.cumsum(mapped(path("words", "lengths"), np.int64))]).astype(np.int64)
        hashes, starts, ends, breaks = (mapped(path("words", name), kind) for name, kind in _COLUMNS.items())
        groups = mapped(path("words", "groups"), np.int32)
        sources = self._tally.sources if self._has_other else None
        return Corpus(hashes, starts, ends, breaks, first_token, groups, sources)

    def ids(self) -> list[str]:
        """The id of each document."""
        text = self._stages.path("words", "ids").read_bytes().decode()
        ends = np.cumsum(mapped(self._stages.path("words", "id_lengths"), np.int64)).tolist()
        return [text[begin:end] for begin, end in pairwise([0, *ends])]

    def find(self, corpus: Corpus) -> Longs:
        """The pairs of documents that are worth a comparison."""
        if self._stages.finished("pairs", self._of_words) is None:
            self._progress("finding", 0, 1)
            folder = self._stages.begin("pairs")
            groups = corpus.groups if self._parameters.group_by is not None else None
            found = candidates(corpus.hashes, corpus.first_token, groups=groups, sources=corpus.sources)
            write_array(folder / "pairs", found)
            self._stages.finish("pairs", self._of_words, {})
        pairs: Longs = mapped(self._stages.path("pairs", "pairs"), np.int64).reshape(-1, 2)
        self._tally.pairs = len(pairs)
        self._progress("finding", 1, 1)
        return pairs

    def compare(self, corpus: Corpus, pairs: Longs) -> Rows:
        """The passages of the pairs."""
        if self._stages.finished("passages", self._of_passages) is None:
            folder = self._stages.go_on("passages", self._of_passages)
            lengths = np.diff(corpus.first_token)
            ends = [len(pairs)] if len(corpus.hashes) <= _BLOCK else _blocks(pairs, lengths, _BLOCK).tolist()
            begin = 0
            for end in ends:
                self._compare(corpus, pairs, (begin, end), folder)
                begin = end
            self._stages.finish("passages", self._of_passages, {})
        folder = self._stages.path("passages", "")
        parts = [np.fromfile(path, dtype=ROW) for path in sorted(folder.glob("*.rows"))]
        return np.concatenate([np.empty(0, dtype=ROW), *parts])

    def _compare(self, corpus: Corpus, pairs: Longs, block: tuple[int, int], folder: Path) -> None:
        """Compare the pairs of a block, some at a time; what is done stays in the folder."""
        begins = range(block[0], block[1], _PAIRS)
        left = [begin for begin in begins if not (folder / f"{begin:012}.rows").exists()]
        if not left:
            return
        collection, numbers = _collected(corpus, pairs[block[0] : block[1]])

        def work(begin: int) -> None:
            some = pairs[begin : min(block[1], begin + _PAIRS)]
            places = some if numbers is None else np.searchsorted(numbers, some)
            rows = rows_of(collection, places, self._parameters.min_length, numbers)
            write_array(folder / f"{begin:012}.rows", rows)

        done = block[1] - _PAIRS * len(left)
        for _ in _in_turn(work, iter(left), self._jobs):
            done += _PAIRS
            self._progress("comparing", min(done, len(pairs)), len(pairs))

    def table(self, rows: Rows) -> pa.Table:
        """The passages with the ids of their documents."""
        return passage_table(rows, self.ids())


def _cut(texts: list[str]) -> tuple[Tokens, Longs]:
    tokens, firsts = tokens_of_all([text.encode() for text in texts])
    return tokens, np.diff(firsts)


def _collected(corpus: Corpus, pairs: Longs) -> tuple[Collection, Longs | None]:
    """The documents of some pairs, and their numbers; None if these are all documents."""
    needed = np.zeros(len(corpus.first_token) - 1, dtype=np.bool_)
    needed[pairs.reshape(-1)] = True
    lengths = np.diff(corpus.first_token)
    # Taking some out costs about as much as listing a third.
    if 3 * int(lengths[needed].sum()) > 2 * len(corpus.hashes):
        return corpus.collection(), None
    numbers = np.flatnonzero(needed)
    return corpus.collection(numbers), numbers


@compiled
def _blocks(pairs: Longs, lengths: Longs, most: int) -> Longs:
    """Where to end blocks of pairs so that the documents of each have at most so many words, unless it is one pair alone."""
    last_block = np.full(len(lengths), -1, dtype=np.int64)
    ends = np.empty(16, dtype=np.int64)
    count = words = begin = 0
    for pair in range(len(pairs)):
        for repeat in range(2):
            more = 0
            for side in range(2):
                if last_block[pairs[pair, side]] != count:
                    more += lengths[pairs[pair, side]]
            if repeat == 0 and words + more > most and pair > begin:
                if count + 1 >= len(ends):
                    ends = np.concatenate((ends, np.empty(len(ends), dtype=np.int64)))
                ends[count] = begin = pair
                count += 1
                words = 0
            else:
                words += more
                break
        last_block[pairs[pair, 0]] = last_block[pairs[pair, 1]] = count
    ends[count] = len(pairs)
    return ends[: count + 1].copy()


def _in_turn(work: Callable[[Any], Any], items: Iterator[Any], jobs: int) -> Iterator[Any]:
    """What comes out for each item, in order; this thread gets the items, and others work where there is more than one job."""
    if jobs == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(jobs) as pool:
        waiting: deque[Future[Any]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
