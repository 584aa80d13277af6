"""Clusters: which passages are about the same stretch of text.

Each document's stretches, on either side of its passages, are put together into places. From the longest to the shortest a
stretch joins a place if it overlaps the longest stretch there by more than half of that one, and all of them by at least half
of itself (of several places the one whose longest stretch it overlaps most, then the first); otherwise it begins a place.
So any two stretches of a place overlap by half of the shorter, and a long passage does not bring together short ones that
lie in it side by side.

Passages connect places, but what is connected by way of others need not be alike: a first text has half of a second one,
and that half of a third. So a cluster has a centre: the place with the most passages that are in no cluster yet (of several
the first). These passages lead to the centre's neighbours. Other places belong to the cluster if such passages lead from
them to more than half of the neighbours, as it is where two documents were not compared with each other. The cluster gets
all passages between its places that are in none yet; then comes the next centre. Every passage is in one cluster, a
place may be in several.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from unspin.archive.collection import Integers, Longs
from unspin.archive.compiled import compiled


class Clusters(NamedTuple):
    """The cluster of each passage, numbered from 0 by their first passages; and the places that each has.

    A place is the cluster that it is in, a document's number, and the range that its stretches in the cluster cover; in the
    order of the clusters, the documents, and the text.
    """

    of_passage: Integers
    cluster: Integers
    document: Integers
    start: Integers
    end: Integers

    @property
    def number(self) -> int:
        """How many there are."""
        return int(self.of_passage.max()) + 1 if len(self.of_passage) else 0


class Side(NamedTuple):
    """One side of all passages: the document's number, and the place in it."""

    number: Integers
    start: Integers
    end: Integers


def clustered(documents: Side, sources: Side) -> Clusters:
    """The clusters of passages, of which these are the two sides."""
    owner = np.concatenate([documents.number, sources.number]).astype(np.int32)
    start = np.concatenate([documents.start, sources.start]).astype(np.int32)
    end = np.concatenate([documents.end, sources.end]).astype(np.int32)
    order = np.lexsort([start, start - end, owner])
    place = np.empty(len(order), dtype=np.int32)
    place[order], places = _places(owner[order], start[order], end[order])
    half = len(documents.number)
    of_passage = _dealt(place[:half].copy(), place[half:].copy(), places)
    # Each passage puts a stretch into a place of its cluster, on either side.
    cluster = np.concatenate([of_passage, of_passage])
    order = np.lexsort([place, cluster])
    cluster, owner, place = cluster[order], owner[order], place[order]
    begins = np.flatnonzero((np.diff(cluster, prepend=-1) != 0) | (np.diff(place, prepend=-1) != 0))
    if not len(begins):
        return Clusters(of_passage, cluster, owner, start, end)
    low, high = np.minimum.reduceat(start[order], begins), np.maximum.reduceat(end[order], begins)
    cluster, owner = cluster[begins], owner[begins]
    order = np.lexsort([high, low, owner, cluster])
    return Clusters(of_passage, cluster[order], owner[order], low[order], high[order])


@compiled
def _places(owners: Integers, starts: Integers, ends: Integers) -> tuple[Integers, int]:
    """The place of each stretch, numbered from 0, and how many there are; stretches come by document, the longest first."""
    found = np.empty(len(owners), dtype=np.int32)
    longest, last = np.empty(len(owners), dtype=np.int64), np.empty(len(owners), dtype=np.int64)
    before = np.full(len(owners), -1, dtype=np.int64)
    count = first = 0
    for stretch in range(len(owners)):
        if stretch and owners[stretch] != owners[stretch - 1]:
            first = count
        best, most = -1, 0
        for place in range(first, count):
            other = longest[place]
            shared = min(ends[stretch], ends[other]) - max(starts[stretch], starts[other])
            if shared <= most or 2 * shared <= ends[other] - starts[other]:
                continue
            at = last[place]
            while at >= 0:
                held = min(ends[stretch], ends[at]) - max(starts[stretch], starts[at])
                at = -2 if 2 * held < ends[stretch] - starts[stretch] else before[at]
            if at == -1:
                best, most = place, shared
        if best < 0:
            longest[count] = stretch
            best = count
            count += 1
        else:
            before[stretch] = last[best]
        last[best] = stretch
        found[stretch] = best
    return found, count


class _Graph(NamedTuple):
    """Passages between places: the places of each one's sides; where each place's passages begin in a list of them."""

    here: Integers
    there: Integers
    begins: Longs
    passages: Integers
    cluster: Integers
    """The cluster of each passage so far."""


class _Scratch(NamedTuple):
    """For each place the last cluster that it was found to belong to, that it was counted for, by which place, and how often."""

    cluster: Longs
    counted_for: Longs
    counted_by: Longs
    counts: Longs


@compiled
def _dealt(here: Integers, there: Integers, places: int) -> Integers:
    """The cluster of each passage, by the places of its two sides."""
    cluster = np.full(len(here), -1, dtype=np.int32)
    graph = _Graph(here, there, *_passages_of(here, there, places), cluster)
    scratch = _Scratch(np.full(places, -1), np.full(places, -1), np.full(places, -1), np.zeros(places, np.int64))
    members = np.empty(places, dtype=np.int64)
    # Those with the most passages first; what was put in and has fewer by now is put in again.
    waiting = np.diff(graph.begins)
    size = np.int64(len(here) + 1)
    heap = [(size - waiting[place]) * places + place for place in range(places)]
    heapify(heap)
    count = 0
    while heap:
        key = heappop(heap)
        centre = key % places
        if waiting[centre] == 0:
            continue
        if size - key // places != waiting[centre]:
            heappush(heap, (size - waiting[centre]) * places + centre)
            continue
        for member in members[: _gathered(graph, centre, count, members, scratch)]:
            for at in range(graph.begins[member], graph.begins[member + 1]):
                passage = graph.passages[at]
                one, other = here[passage], there[passage]
                if cluster[passage] < 0 and scratch.cluster[one] == count and scratch.cluster[other] == count:
                    cluster[passage] = count
                    waiting[one] -= 1
                    waiting[other] -= 1
        count += 1
    numbers = np.full(count, -1, dtype=np.int32)
    count = 0
    for passage in range(len(cluster)):
        if numbers[cluster[passage]] < 0:
            numbers[cluster[passage]] = count
            count += 1
        cluster[passage] = numbers[cluster[passage]]
    return cluster


@compiled
def _gathered(graph: _Graph, centre: int, number: int, members: Longs, scratch: _Scratch) -> int:
    """Fill in the places of a cluster: the centre, its neighbours, those that lead to most of these; and how many they are."""
    scratch.cluster[centre], members[0] = number, centre
    size = 1
    for at in range(graph.begins[centre], graph.begins[centre + 1]):
        passage = graph.passages[at]
        other = graph.here[passage] + graph.there[passage] - centre
        if graph.cluster[passage] < 0 and scratch.cluster[other] != number:
            scratch.cluster[other], members[size] = number, other
            size += 1
    neighbours = size - 1
    for which in range(1, neighbours + 1):
        member = members[which]
        for at in range(graph.begins[member], graph.begins[member + 1]):
            passage = graph.passages[at]
            other = graph.here[passage] + graph.there[passage] - member
            if graph.cluster[passage] >= 0 or scratch.cluster[other] == number:
                continue
            if scratch.counted_for[other] != number:
                scratch.counted_for[other], scratch.counted_by[other], scratch.counts[other] = number, -1, 0
            if scratch.counted_by[other] != member:
                scratch.counted_by[other] = member
                scratch.counts[other] += 1
                if 2 * scratch.counts[other] > neighbours:
                    scratch.cluster[other], members[size] = number, other
                    size += 1
    return size


@compiled
def _passages_of(here: Integers, there: Integers, places: int) -> tuple[Longs, Integers]:
    """Where each place's passages begin in a list of them, and that list; a passage within one place stands there twice."""
    begins = np.zeros(places + 2, dtype=np.int64)
    for passage in range(len(here)):
        begins[here[passage] + 2] += 1
        begins[there[passage] + 2] += 1
    for place in range(2, places + 2):
        begins[place] += begins[place - 1]
    passages = np.empty(2 * len(here), dtype=np.int32)
    for passage in range(len(here)):
        for place in (here[passage], there[passage]):
            passages[begins[place + 1]] = passage
            begins[place + 1] += 1
    return begins[: places + 1].copy(), passages
