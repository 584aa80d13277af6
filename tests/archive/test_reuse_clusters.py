"""Which passages are in one cluster."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.reuse_texts import lines, reused, sentences
from unspin.archive.clusters import Clusters, Side, clustered

Stretch = tuple[int, int, int]
"""A document's number, and the range."""


def clusters_of(*passages: tuple[Stretch, Stretch]) -> Clusters:
    table = np.array(passages, dtype=np.int32).reshape(-1, 2, 3)
    return clustered(Side(*table[:, 0].T), Side(*table[:, 1].T))


def places(found: Clusters, cluster: int) -> list[Stretch]:
    columns = (found.cluster, found.document, found.start, found.end)
    return [(d, s, e) for c, d, s, e in zip(*(part.tolist() for part in columns), strict=True) if c == cluster]


def test_no_passages() -> None:
    found = clusters_of()
    assert (found.number, found.of_passage.tolist(), found.document.tolist()) == (0, [], [])


def test_passages_of_one_text_are_one_cluster() -> None:
    found = clusters_of(((1, 0, 300), (0, 10, 310)), ((2, 50, 350), (0, 0, 300)), ((2, 50, 340), (1, 5, 305)))
    assert found.of_passage.tolist() == [0, 0, 0]
    assert places(found, 0) == [(0, 0, 310), (1, 0, 305), (2, 50, 350)]


def test_a_long_passage_brings_no_short_ones_together() -> None:
    long = ((1, 0, 1000), (0, 0, 1000))
    first, second = ((2, 0, 200), (0, 0, 200)), ((3, 0, 200), (0, 700, 900))
    found = clusters_of(long, first, second)
    assert found.of_passage.tolist() == [0, 1, 2]


def test_halves_of_a_passage_stay_apart() -> None:
    found = clusters_of(((1, 0, 400), (0, 0, 400)), ((2, 0, 200), (0, 0, 200)), ((3, 0, 200), (0, 200, 400)))
    assert found.of_passage.tolist() == [0, 1, 2]


def test_a_stretch_joins_the_place_that_it_overlaps_most() -> None:
    found = clusters_of(((1, 0, 300), (0, 0, 300)), ((2, 0, 300), (0, 280, 580)), ((3, 0, 200), (0, 130, 310)))
    assert found.of_passage.tolist() == [0, 1, 0]


def test_places_drift_no_further_than_their_longest_stretch() -> None:
    # Each overlaps the next by three fifths, the first and the third by one.
    found = clusters_of(((1, 0, 100), (0, 0, 100)), ((2, 0, 100), (0, 40, 140)), ((3, 0, 100), (0, 80, 180)))
    assert found.of_passage.tolist() == [0, 0, 1]


def test_any_two_stretches_of_a_place_overlap_by_half_of_the_shorter() -> None:
    # Two of them overlap the longest by three fifths each, from its two ends.
    found = clusters_of(((1, 0, 100), (0, 0, 100)), ((2, 0, 60), (0, 0, 60)), ((3, 0, 60), (0, 40, 100)))
    assert found.of_passage.tolist() == [0, 0, 1]


def test_what_is_connected_by_way_of_others_is_not_together() -> None:
    chain = [((n + 1, 0, 200), (n, 0, 200)) for n in range(4)]
    found = clusters_of(*chain)
    assert found.of_passage.tolist() == [0, 0, 1, 1]
    assert [document for document, _, _ in places(found, 0)] == [0, 1, 2]
    assert [document for document, _, _ in places(found, 1)] == [2, 3, 4]


def test_documents_that_were_not_compared_are_together_by_way_of_most_of_the_others() -> None:
    # Documents 0 to 2 against 3 to 5; and 6, which only one of these is like.
    both = [((later, 0, 200), (earlier, 0, 200)) for later in (3, 4, 5) for earlier in (0, 1, 2)]
    found = clusters_of(*both, ((6, 0, 200), (1, 0, 200)))
    assert found.of_passage.tolist()[:9] == [0] * 9
    assert len(places(found, 0)) == 7


def test_clusters_are_numbered_by_their_first_passages(tmp_path: Path) -> None:
    first, second = sentences(1, 6), sentences(2, 6)
    texts = {
        "a": " ".join(first + sentences(3, 5) + second),
        "b": " ".join(second + sentences(4, 5)),
        "c": " ".join(sentences(5, 5) + first),
        "d": " ".join(sentences(6, 5) + second),
    }
    passages = reused(tmp_path, texts)
    assert [(p["document"], p["source"], p["cluster"]) for p in passages] == [
        ("b", "a", 0), ("c", "a", 1), ("d", "a", 0), ("d", "b", 0),
    ]  # fmt: skip
    big, small = lines(tmp_path / "found" / "clusters.jsonl")
    assert (big["cluster"], big["documents"], big["passages"]) == (0, 3, 3)
    assert (small["cluster"], small["documents"], small["passages"]) == (1, 2, 1)
    assert [place["document"] for place in big["places"]] == ["a", "b", "d"]
    assert texts["a"][small["places"][0]["start"] : small["places"][0]["end"]] == " ".join(first).rstrip(".")


stretches = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda at: (at[0], at[0] + at[1]))
some_passages = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), stretches, stretches)
    .filter(lambda found: found[0] != found[1])
    .map(lambda found: ((found[0], *found[2]), (found[1], *found[3]))),
    max_size=25,
)


@given(some_passages)
def test_every_passage_is_in_a_cluster_and_in_two_of_its_places(passages: list[tuple[Stretch, Stretch]]) -> None:
    found = clusters_of(*passages)
    assert len(found.of_passage) == len(passages)
    assert sorted(set(found.of_passage.tolist())) == list(range(found.number))
    firsts = [found.of_passage.tolist().index(cluster) for cluster in range(found.number)]
    assert firsts == sorted(firsts)
    for passage, cluster in zip(passages, found.of_passage.tolist(), strict=True):
        held = places(found, cluster)
        for document, start, end in passage:
            assert any(d == document and s <= start and end <= e for d, s, e in held)


@given(some_passages)
def test_kernel_and_slow_reference_agree(passages: list[tuple[Stretch, Stretch]]) -> None:
    assert clusters_of(*passages).of_passage.tolist() == slow_clusters(passages)


def shared(one: Stretch, other: Stretch) -> int:
    return max(0, min(one[2], other[2]) - max(one[1], other[1])) if one[0] == other[0] else 0


def length(stretch: Stretch) -> int:
    return stretch[2] - stretch[1]


def slow_places(passages: list[tuple[Stretch, Stretch]]) -> dict[tuple[int, int], int]:
    """The place of each passage's side."""
    stretch = {(which, side): found[side] for side in (0, 1) for which, found in enumerate(passages)}
    places: list[list[Stretch]] = []
    found = {}
    for key in sorted(stretch, key=lambda key: (stretch[key][0], -length(stretch[key]), stretch[key][1])):
        own = stretch[key]
        fit = [
            place
            for place, held in enumerate(places)
            if 2 * shared(own, held[0]) > length(held[0])
            and all(2 * shared(own, other) >= min(length(own), length(other)) for other in held)
        ]
        found[key] = max(fit, key=lambda place: shared(own, places[place][0])) if fit else len(places)
        places[len(places) :] = [] if fit else [[]]
        places[found[key]].append(own)
    return found


def slow_clusters(passages: list[tuple[Stretch, Stretch]]) -> list[int]:
    place = slow_places(passages)
    ends = [(place[which, 0], place[which, 1]) for which in range(len(passages))]
    left = set(range(len(passages)))
    cluster = [-1] * len(passages)
    number = 0
    while left:
        degree = Counter(end for which in left for end in ends[which])
        centre = min(degree, key=lambda at: (-degree[at], at))
        beside: dict[int, set[int]] = {}
        for which in left:
            one, other = ends[which]
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
        near = beside[centre]
        held = {centre, *near, *(at for at, by in beside.items() if 2 * len(by & near) > len(near))}
        for which in [which for which in left if set(ends[which]) <= held]:
            cluster[which] = number
            left.discard(which)
        number += 1
    renumbered: dict[int, int] = {}
    return [renumbered.setdefault(at, len(renumbered)) for at in cluster]
