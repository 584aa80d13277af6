"""Segments into larger ones: which to merge, and how, in little memory and without cutting a text again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, wait
from copy import copy
from itertools import accumulate
from pathlib import Path
from threading import Event

import numpy as np
import numpy.typing as npt

from unspin.archive.files import PartFile
from unspin.archive.manifest import BITS, Entry, segment_path
from unspin.archive.segments import MARK, Segment, finish

FAN = 4
"""How many segments of like size make a larger one."""

_CHUNK = 1 << 20
_BYTES = 1 << 23


def plan(sizes: Sequence[int], most: int, fan: int = FAN) -> list[int]:
    """How many neighbours to make one segment of, from left to right; 1 stands for a segment that stays as it is.

    ``fan`` or more are merged where none of them has more than two thirds of their size, so that a token is written
    again only when its segment has grown by half; fewer where the next one would not fit any more, and they fill half
    a segment. Order is kept.

    Args:
        sizes: Tokens of each segment.
        most: Tokens that a segment may have.
        fan: At least 2.
    """
    groups = [(size, 1) for size in sizes]
    while (window := _window([size for size, _ in groups], most, fan)) is not None:
        begin, end = window
        merged = (sum(size for size, _ in groups[begin:end]), sum(count for _, count in groups[begin:end]))
        groups[begin:end] = [merged]
    return [count for _, count in groups]


def _window(sizes: Sequence[int], most: int, fan: int) -> tuple[int, int] | None:
    for begin in range(len(sizes) - 1):
        total, largest, end = 0, 0, begin
        while end < len(sizes) and total + sizes[end] <= most:
            total, largest, end = total + sizes[end], max(largest, sizes[end]), end + 1
        full = end < len(sizes) and 2 * total >= most
        if end - begin >= (2 if full else fan) and 3 * largest <= 2 * total:
            return begin, end
    return None


class Merging:
    """A segment that another thread makes of several. Documents may be removed from these meanwhile.

    Args:
        pool: Where the thread comes from.
        folder: The archive's folder.
        name: The name of the new segment.
        group: What it is made of.
    """

    def __init__(self, pool: Executor, folder: Path, name: str, group: Sequence[Segment]) -> None:
        self.group = group
        self._folder = folder
        self._stopped = Event()
        self._as_begun = [copy(segment) for segment in group]
        for segment in self._as_begun:
            segment.alive = segment.alive.copy()
        self._made = pool.submit(merge, folder, name, self._as_begun, self._go_on)

    def segment(self) -> Segment:
        """The new segment, once it is there, without what was removed since it was begun.

        Raises:
            OSError: It could not be written.
            ArchiveError: What it is made of is damaged.
        """
        made = Segment(self._folder, self._made.result())
        pairs = zip(self.group, self._as_begun, strict=True)
        made.alive = np.concatenate([now.alive[begun.alive] for now, begun in pairs])
        return made

    def stop(self) -> None:
        """Give it up; when this returns there is nobody who writes."""
        self._stopped.set()
        self._made.cancel()
        wait([self._made])

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise CancelledError


def merge(folder: Path, name: str, segments: Sequence[Segment], go_on: Callable[[], None] = lambda: None) -> Entry:
    """Write one segment with the documents of several, in their order, without those that were removed.

    Args:
        folder: The archive's folder.
        name: The name of the new segment.
        segments: What it is made of.
        go_on: Called again and again; what it raises ends the work, and nothing of it is left.

    Raises:
        ArchiveError: One of them is damaged.
    """
    for segment in segments:
        segment.ensure_sound()
    file = PartFile(segment_path(folder, name))
    try:
        file.write(MARK)
        table = np.concatenate([_copy_texts(segment, file, go_on) for segment in segments])
        tokens = table["tokens"].astype(np.int64)
        ends = np.cumsum(tokens)
        table["first"] = ends - tokens
        counts = [int(np.count_nonzero(segment.alive)) for segment in segments]
        befores = list(accumulate(counts, initial=0))
        keys, numbers = zip(*map(_index, segments, befores), strict=False)
        firsts = np.concatenate([ends - tokens, ends[-1:]])
        return finish(
            file,
            table=table,
            keys=np.concatenate(keys),
            numbers=np.concatenate(numbers),
            tokens=int(ends[-1]),
            chunks=_watched(
                merged_postings(
                    [_Moved(segment, int(firsts[at])) for segment, at in zip(segments, befores, strict=False)]
                ),
                go_on,
            ),
        )
    except BaseException:
        file.discard()
        raise


def _watched(chunks: Iterator[npt.NDArray[np.uint64]], go_on: Callable[[], None]) -> Iterator[npt.NDArray[np.uint64]]:
    for chunk in chunks:
        go_on()
        yield chunk


def _copy_texts(segment: Segment, file: PartFile, go_on: Callable[[], None]) -> npt.NDArray[np.void]:
    """Append the records and texts of the documents that are left; their rows, with the new places."""
    table = segment.table[segment.alive]
    places = table["place"].astype(np.int64)
    ends = places + table["record"] + table["packed"]
    # Neighbours are copied together.
    cuts = np.flatnonzero(places[1:] != ends[:-1]) + 1
    data = memoryview(segment.data)
    for run in np.split(np.arange(len(table)), cuts):
        if len(run):
            begin, end = int(places[run[0]]), int(ends[run[-1]])
            table["place"][run] = places[run] - begin + file.size
            for at in range(begin, end, _BYTES):
                go_on()
                file.write(data[at : min(at + _BYTES, end)])
                segment.forget()
    return table


def _index(segment: Segment, before: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
    """Hashes of ids and documents, without those that were removed; ``before`` documents come before this segment's."""
    left = segment.alive[segment.numbers]
    renumbered = np.cumsum(segment.alive, dtype=np.uint32) - np.uint32(1) + np.uint32(before)
    return segment.keys[left], renumbered[segment.numbers[left]]


class _Moved:
    """The postings of a segment on their way to a new one, where its first token has the position ``first``."""

    def __init__(self, segment: Segment, first: int) -> None:
        self.values = segment.postings
        self.at = 0
        self._segment = segment
        self._whole = bool(segment.alive.all())
        tokens = np.where(segment.alive, segment.table["tokens"], 0).astype(np.int64)
        moved = np.cumsum(tokens) - tokens + first - segment.starts
        # Modulo 2**64, so that what moves down is added as well; no position leaves its bits.
        self._shift = np.array([first], dtype=np.int64).view(np.uint64)[0] if self._whole else moved.view(np.uint64)

    @property
    def left(self) -> int:
        """Number of postings not yet taken."""
        return len(self.values) - self.at

    def take(self, end: int) -> npt.NDArray[np.uint64]:
        """The postings up to ``end``, as they stand in the new segment."""
        # A copy in memory, so that the pages of the file can be given back.
        values = self.values[self.at : end].copy()
        self.at = end
        self._segment.forget()
        if self._whole:
            return values + self._shift
        positions = (values & np.uint64((1 << BITS) - 1)).astype(np.int64)
        documents = np.searchsorted(self._segment.starts, positions, side="right") - 1
        left = self._segment.alive[documents]
        kept: npt.NDArray[np.uint64] = values[left] + self._shift[documents[left]]
        return kept


def merged_postings(parts: Sequence[_Moved], chunk: int = _CHUNK) -> Iterator[npt.NDArray[np.uint64]]:
    """The postings of all, sorted as a whole, in arrays of about ``chunk`` values or fewer.

    Positions only move within the values of one hash, and those of an earlier part stay before those of a later one.
    """
    step = max(1, chunk // max(1, len(parts)))
    bits = np.uint64(BITS)
    while any(part.left for part in parts):
        ahead = [part.values[part.at + step] for part in parts if part.left > step]
        if not ahead:
            yield _sorted([part.take(len(part.values)) for part in parts])
            return
        # All hashes below this one are within the next ``step`` values of every part.
        limit = min(ahead) >> bits
        ends = [_below(part, limit << bits, step) for part in parts]
        if any(end > part.at for part, end in zip(parts, ends, strict=True)):
            yield _sorted([part.take(end) for part, end in zip(parts, ends, strict=True)])
            continue
        # One hash alone fills a step: its values are in order already, part by part.
        for part in parts:
            while part.left and part.values[part.at] >> bits == limit:
                nearby = part.values[part.at : part.at + step] >> bits
                yield part.take(part.at + int(np.searchsorted(nearby, limit, side="right")))


def _below(part: _Moved, limit: np.uint64, step: int) -> int:
    return part.at + int(np.searchsorted(part.values[part.at : part.at + step], limit))


def _sorted(parts: list[npt.NDArray[np.uint64]]) -> npt.NDArray[np.uint64]:
    """All values in order; each part is in order itself, which the stable sort makes the most of."""
    return np.sort(np.concatenate(parts), kind="stable")
