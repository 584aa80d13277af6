"""Which documents of an archive may be sources of a text: those with which it has rare runs of words in common, near each other.

What ``candidates`` finds among the documents of a corpus, for one new document and the segments of an archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from unspin.archive.building import runs_of
from unspin.archive.candidates import MOST, PLACES, Index, Longs, enough, heaviest, weights
from unspin.archive.compiled import compiled
from unspin.archive.manifest import BITS, LONGER
from unspin.archive.postings import first_from
from unspin.archive.store import Archive
from unspin.archive.tokens import Tokens

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int32]

# Runs are looked up so many at a time: a document may be long.
_BLOCK = 1 << 14
_ROOM = PLACES * MOST + 1

APART = 2000
"""Shared runs that are further apart, in tokens, are no sign of one and the same passage."""


@dataclass(frozen=True, slots=True, eq=False)
class Likely:
    """Documents of an archive that are worth a comparison with a text.

    ``parts`` has shape (parts, 3): a document's number, and from which token of the text to which a part of it shares runs with
    that document, the last left out; ordered by both. ``shared`` tells whether any run of the text stands in the archive, ``rare``
    whether any does that is no boilerplate.
    """

    parts: Longs
    shared: bool
    rare: bool

    @property
    def numbers(self) -> Longs:
        """The documents, by their numbers, ascending."""
        return np.unique(self.parts[:, 0])


class _Held(NamedTuple):
    """The documents that hold each run, one for each place, and how many places they are; one more than there is room for says so."""

    owners: Integers
    filled: Integers


class _Places(NamedTuple):
    """A segment's runs, the first position of each of its documents, which are not removed, and how many documents come before."""

    postings: Index
    starts: Longs
    alive: Flags
    before: int


def likely_sources(archive: Archive, document: Tokens) -> Likely:
    """The documents that ``candidates`` would pair a new document of the archive with.

    Raises:
        ArchiveError: The archive was made by an unspin that cuts texts into other words.
    """
    archive.ensure_searchable()
    documents = archive.documents + 1
    runs = runs_of(document)
    counts = np.zeros(len(runs), dtype=np.uint8)
    keys: list[Index] = []
    shared = False
    own = [_times(runs, shift) for shift in (BITS + LONGER, BITS)]
    for begin in range(0, len(runs), _BLOCK):
        block = slice(begin, min(begin + _BLOCK, len(runs)))
        here, found = _shared(archive, runs[block], [times[block] for times in own], begin, counts[block])
        keys.append(here)
        shared = shared or found
    joined = np.sort(np.concatenate([np.empty(0, dtype=np.uint64), *keys]))
    parts = _worth(joined, counts, weights(documents), enough(documents))
    return Likely(parts, shared, len(joined) > 0)


def shared_runs(document: Tokens, sources: Sequence[Tokens]) -> tuple[bool, bool]:
    """As ``shared`` and ``rare``, for documents in memory."""
    ours = np.unique(runs_of(document) >> np.uint64(BITS + LONGER))
    held = np.zeros(len(ours), dtype=np.int64)
    for source in sources:
        held += np.isin(ours, runs_of(source) >> np.uint64(BITS + LONGER))
    return bool((held > 0).any()), bool(((held > 0) & (held < MOST)).any())


def _times(runs: Index, shift: int) -> Longs:
    """For each run how many have the same bits above the shift."""
    _, which, times = np.unique(runs >> np.uint64(shift), return_inverse=True, return_counts=True)
    found: Longs = times[which].astype(np.int64)
    return found


def _shared(archive: Archive, runs: Index, own: Sequence[Longs], first: int, counts: Bytes) -> tuple[Index, bool]:
    """A key for each document and each run that it shares, and whether anything is shared at all.

    A key has the document's number above the 32 bits of the run's place. ``counts`` gets the number of documents that have
    each run, the new one among them; 0 for what is common, in its longer form too.
    """
    held = _Held(np.empty((len(runs), _ROOM), dtype=np.int32), np.zeros(len(runs), dtype=np.int32))
    asked = np.arange(len(runs))
    shared = False
    for shift, times in zip((BITS + LONGER, BITS), own, strict=True):
        room = (_ROOM - 1 - times[asked]).clip(min=0)
        held.filled[asked] = 0
        for segment in archive.segments:
            places = _Places(segment.postings, segment.starts, segment.alive, segment.first)
            _look_up(runs, np.uint64(shift), (asked, room), places, held)
        shared = shared or bool(held.filled.any())
        asked = asked[_count(asked, room, held, counts)]
    return _keys(held, counts, first), shared


@compiled
def _look_up(runs: Index, shift: np.uint64, wanted: tuple[Longs, Longs], places: _Places, held: _Held) -> None:
    """Add the documents of a segment that hold the wanted runs: those with the same bits above the shift.

    Wanted are runs by their number, and for how many places of each there is room.
    """
    asked, room = wanted
    index, starts, alive, before = places
    mask = (np.uint64(1) << np.uint64(BITS)) - np.uint64(1)
    for which in range(len(asked)):
        run = asked[which]
        if held.filled[run] > room[which]:
            continue
        bits = runs[run] >> shift
        place = first_from(bits << shift, index)
        while place < len(index) and index[place] >> shift == bits and held.filled[run] <= room[which]:
            document = np.searchsorted(starts, np.int64(index[place] & mask), side="right") - 1
            if alive[document]:
                held.owners[run, held.filled[run]] = before + document
                held.filled[run] += 1
            place += 1


@compiled
def _count(asked: Longs, room: Longs, held: _Held, counts: Bytes) -> Flags:
    """Note how many documents have each run, the new one among them; which runs are common."""
    common = np.zeros(len(asked), dtype=np.bool_)
    different = np.empty(MOST, dtype=np.int32)
    for which in range(len(asked)):
        run = asked[which]
        documents = 0
        common[which] = held.filled[run] > room[which]
        for place in range(0 if common[which] else held.filled[run]):
            known = False
            for earlier in range(documents):
                known |= different[earlier] == held.owners[run, place]
            if not known:
                different[documents] = held.owners[run, place]
                documents += 1
                if documents == MOST:
                    common[which] = True
                    break
        counts[run] = documents + 1 if documents and not common[which] else 0
    return common


@compiled
def _keys(held: _Held, counts: Bytes, first: int) -> Index:
    size = 0
    for run in range(len(counts)):
        size += held.filled[run] if counts[run] else 0
    keys = np.empty(size, dtype=np.uint64)
    at = 0
    for run in range(len(counts)):
        for place in range(held.filled[run] if counts[run] else 0):
            keys[at] = np.uint64(held.owners[run, place]) << np.uint64(32) | np.uint64(first + run)
            at += 1
    return keys


@compiled
def _worth(keys: Index, counts: Bytes, rarity: Longs, least: int) -> Longs:
    """The parts with shared runs that weigh enough within one window; the keys are sorted."""
    high, low = np.uint64(32), np.uint64(0xFFFFFFFF)
    # Three runs at least are wanted.
    found = np.empty((len(keys) // 3 + 1, 3), dtype=np.int64)
    count = begin = 0
    while begin < len(keys):
        end = begin + 1
        # Up to another document, which is further away than any place.
        while (
            end < len(keys)
            and keys[end] - keys[end - 1] <= np.uint64(APART)
            and keys[end] >> high == keys[begin] >> high
        ):
            end += 1
        if end - begin > 2 and heaviest(keys[begin:end], counts, rarity) >= least:
            found[count, 0] = np.int64(keys[begin] >> high)
            found[count, 1], found[count, 2] = np.int64(keys[begin] & low), np.int64(keys[end - 1] & low) + 1
            count += 1
        begin = end
    return found[:count].copy()
