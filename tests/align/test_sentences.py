"""Sentence alignment: laws on made-up profiles, agreement with a slow plain reference, and real sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from unspin.align import sentences as alignment
from unspin.align.profiles import Profile, joined, similarity
from unspin.align.sentences import Group, align_sentences, groups_of, in_order, pair_score
from unspin.document import Document
from unspin.facts import Facts
from unspin.language import analyse

Places = tuple[tuple[int, ...], tuple[int, ...]]


def _noise(word: str) -> np.random.Generator:
    return np.random.default_rng(int(hashlib.sha256(word.encode()).hexdigest()[:12], 16))


def profile(words: str, place: float = 0.5) -> Profile:
    """A profile of single letters; upper-case ones are verbs. The weight and vector of a letter are its own."""
    letters = sorted(set(words))
    weights = {letter: 1 + float(_noise(letter).random()) for letter in letters}
    vector = np.sum([_noise(letter).normal(size=16) for letter in letters] or [np.zeros(16)], axis=0).astype(np.float32)
    length = float(np.linalg.norm(vector))
    verbs = frozenset(letter for letter in letters if letter.isupper())
    return Profile(weights, dict.fromkeys(letters, 1.0), verbs, vector / (length or 1), place, heading=False)


def profiles(texts: Sequence[str]) -> list[Profile]:
    return [profile(text, (number + 0.5) / len(texts)) for number, text in enumerate(texts)]


TEXTS = st.lists(st.text(alphabet="abcdefghKLMN", min_size=1, max_size=8), max_size=6)


def plain_groups(ours: Sequence[Profile], theirs: Sequence[Profile]) -> list[Group]:
    """The reference: the same rules, each time by looking at everything anew."""
    if len(ours) == len(theirs) == 1:
        linked = [Group((0,), (0,))] if similarity(ours[0], theirs[0]) > 0 else []
    else:
        linked = []
        while True:
            used = {place for group in linked for place in group.original}, {p for g in linked for p in g.rewrite}
            free = [
                (i, j) for i in range(len(ours)) if i not in used[0] for j in range(len(theirs)) if j not in used[1]
            ]
            scored = [(-pair_score(ours[i], theirs[j]), i + j, abs(i - j), i, j) for i, j in free]
            best = min((entry for entry in scored if -entry[0] >= alignment._ALIKE), default=None)
            if best is None:
                break
            linked.append(Group((best[3],), (best[4],)))
    sides = ours, theirs
    while True:
        left = [
            (side, place)
            for side in (0, 1)
            for place in range(len(sides[side]))
            if not any(place in group[side] for group in linked)
        ]
        fits = [
            (
                -fit,
                min(abs(place - at) for at in group[side]),
                place,
                sum(map(sum, group)),
                group[side],
                group[1 - side],
                side,
            )
            for (side, place), group in product(left, linked)
            if (fit := alignment._fit(sides, group, side, place)) > 0
        ]
        if not fits:
            break
        _, _, place, _, own, across, side = min(fits)
        group = Group(own, across) if side == 0 else Group(across, own)
        members = tuple(sorted((*group[side], place)))
        linked.remove(group)
        linked.append(Group(members, group.rewrite) if side == 0 else Group(group.original, members))
    linked = alignment._merged(ours, theirs, alignment._with_gaps_filled(ours, theirs, linked))
    for i in range(len(ours)):
        linked += [] if any(i in group.original for group in linked) else [Group((i,), ())]
    for j in range(len(theirs)):
        linked += [] if any(j in group.rewrite for group in linked) else [Group((), (j,))]
    return linked


@given(TEXTS, TEXTS, st.booleans())
def test_the_fast_path_agrees_with_the_plain_reference(ours: list[str], theirs: list[str], pruned: bool) -> None:
    left, right = profiles(ours), profiles(theirs)
    with pytest.MonkeyPatch.context() as patch:
        if pruned:
            patch.setattr(alignment, "_ALL_PAIRS", 0)
        assert sorted(groups_of(left, right)) == sorted(plain_groups(left, right))


@given(TEXTS, TEXTS)
def test_every_sentence_stands_in_exactly_one_group(ours: list[str], theirs: list[str]) -> None:
    groups = groups_of(profiles(ours), profiles(theirs))
    assert sorted(place for group in groups for place in group.original) == list(range(len(ours)))
    assert sorted(place for group in groups for place in group.rewrite) == list(range(len(theirs)))
    ordered = in_order(groups)
    assert sorted(ordered) == sorted(groups)
    firsts = [group.rewrite[0] for group in ordered if group.rewrite]
    assert firsts == sorted(firsts)


@given(st.lists(st.frozensets(st.sampled_from("abcdefghijKLMN"), min_size=3), max_size=6, unique=True))
def test_a_text_aligns_with_itself_one_to_one(texts: list[frozenset[str]]) -> None:
    same = profiles(["".join(text) for text in texts])
    assert in_order(groups_of(same, same)) == [Group((place,), (place,)) for place in range(len(texts))]
    assert all(similarity(one, one) == pytest.approx(1, abs=1e-6) for one in same)


@given(TEXTS, TEXTS)
@example(["LN", "K", "L"], ["KLM", "M", "KLN"])
def test_swapping_the_sides_swaps_the_links(ours: list[str], theirs: list[str]) -> None:
    # Two sentences with the same words can take each other's place, and which of them joins a group is then open.
    assume(len({frozenset(text) for text in (*ours, *theirs)}) == len(ours) + len(theirs))
    left, right = profiles(ours), profiles(theirs)
    back = {Group(group.rewrite, group.original) for group in groups_of(right, left)}
    assert back == set(groups_of(left, right))


@given(TEXTS, TEXTS)
def test_similarity_is_symmetric_and_between_zero_and_one(ours: list[str], theirs: list[str]) -> None:
    for one, other in product(profiles(ours), profiles(theirs)):
        assert 0 <= similarity(one, other) == similarity(other, one) <= 1.000001


def test_the_best_pairs_are_the_best_of_all_permutations() -> None:
    ours, theirs = profiles(["abcK", "defL", "ghM", "ijN", "klmO"]), profiles(["jiNx", "abKy", "klmO", "fdLz", "hgM"])
    groups = groups_of(ours, theirs)
    total = sum(pair_score(ours[group.original[0]], theirs[group.rewrite[0]]) for group in groups)
    every = (sum(pair_score(ours[i], theirs[j]) for i, j in enumerate(order)) for order in permutations(range(5)))
    assert total == pytest.approx(max(every))
    assert dict(group for group in groups) == {(0,): (1,), (1,): (3,), (2,): (4,), (3,): (0,), (4,): (2,)}


def test_long_texts_align_as_short_ones_do() -> None:
    words = [f"{chr(97 + number // 26)}{chr(65 + number % 26)}{chr(300 + number)}" for number in range(100)]
    order = [(7 * number) % 100 for number in range(100)]
    groups = groups_of(profiles(words), profiles([words[place] for place in order]))
    assert in_order(groups) == [Group((place,), (at,)) for at, place in enumerate(order)]


def test_many_copies_of_one_sentence_align_in_order() -> None:
    same = profiles(["abK"] * 100)
    assert in_order(groups_of(same, same)) == [Group((place,), (place,)) for place in range(100)]


def test_taking_sentences_together_keeps_what_each_covers() -> None:
    one, other = profile("abc"), profile("cdE")
    both = joined([one, other])
    assert set(both.terms) == set("abcdE")
    assert both.verbs == {"E"}
    assert one.covered_by(both) == pytest.approx(one.weight)
    assert joined([one]) is one


def links(original: str, rewrite: str) -> list[Places]:
    """The places of the sentences of each link of two texts."""
    ours, theirs = (Facts(analysis) for analysis in analyse(Document(original), Document(rewrite)))
    found = align_sentences(ours, theirs)
    assert all(0 <= score <= 1 for _, _, score in found)
    return [(tuple(one.index for one in left), tuple(other.index for other in right)) for left, right, _ in found]


@pytest.mark.parametrize(
    ("original", "rewrite", "expected"),
    [
        pytest.param(
            "Brewer Halden cut 40 jobs on Monday and warned that its profits would fall.",
            "Halden, a brewer, shed 40 posts on Monday. It cautioned that profits would drop.",
            [((0,), (0, 1))],
            id="split",
        ),
        pytest.param(
            "Nobody was hurt. The pier at Selby lost half of its deck in a storm on Friday.",
            "No one was injured when a storm tore half of the deck from Selby pier on Friday.",
            [((0, 1), (0,))],
            id="merge",
        ),
        pytest.param(
            "Tovik won the race in Arle. The mayor opened a library. Rain is expected on Sunday.",
            "Sunday will bring rain. Tovik was the winner of the Arle race. A library was opened by the mayor.",
            [((2,), (0,)), ((0,), (1,)), ((1,), (2,))],
            id="another order",
        ),
        pytest.param(
            "The bridge closed in May. Its owner, Carda, wants a toll. Drivers object to the plan.",
            "The bridge was shut in May. Drivers oppose the plan. Carda's shares cost nine crowns.",
            [((0,), (0,)), ((1,), ()), ((2,), (1,)), ((), (2,))],
            id="dropped and added",
        ),
        pytest.param(
            "The council voted to close the pool. It will shut in June because repairs would cost £2 million.",
            "The council voted to close the pool because repairs would cost £2 million. It will shut in June.",
            [((0, 1), (0, 1))],
            id="matter moved over the full stop",
        ),
        pytest.param(
            "About 340 of the 410 workers get jobs in Ellby. The rest of the staff will be laid off. Talks start on Monday.",
            "Some 340 of 410 workers are offered jobs in Ellby. Remaining staff must go. Talks begin on Monday.",
            [((0,), (0,)), ((1,), (1,)), ((2,), (2,))],
            id="few words shared between linked neighbours",
        ),
        pytest.param(
            "Storm wrecks pier\n\nA storm tore half of the deck from Selby pier on Friday.",
            "Pier wrecked by storm\n\nHalf of the deck of Selby pier was torn away by a storm on Friday.",
            [((0,), (0,)), ((1,), (1,))],
            id="headings",
        ),
        pytest.param("The minister approved the dam.", "The minister rejected the dam.", [((0,), (0,))], id="contrary"),
        pytest.param("", "A dam broke.", [((), (0,))], id="empty original"),
        pytest.param("A dam broke.", "", [((0,), ())], id="empty rewrite"),
        pytest.param("", "", [], id="empty"),
    ],
)  # fmt: skip
def test_links_of_real_sentences(original: str, rewrite: str, expected: list[Places]) -> None:
    assert links(original, rewrite) == expected
    back = [(ours, theirs) for theirs, ours in links(rewrite, original)]
    assert sorted(back) == sorted(expected)


def test_a_text_and_itself() -> None:
    text = "A dam broke. Two farms were flooded. A dam broke. The mayor, Ada Lund, wept. She had warned of it."
    ours, theirs = (Facts(analysis) for analysis in analyse(Document(text), Document(text)))
    found = align_sentences(ours, theirs)
    assert [(one.index, other.index) for (one,), (other,), _ in found] == [(place, place) for place in range(5)]
    assert [score for _, _, score in found] == pytest.approx([1] * 5, abs=1e-6)


def test_dropped_sentences_follow_the_one_before_them() -> None:
    groups = [Group((1,), ()), Group((0,), ()), Group((2,), (0,)), Group((3,), ()), Group((4,), ()), Group((5,), (1,))]
    assert [group.original for group in in_order(groups)] == [(0,), (1,), (2,), (3,), (4,), (5,)]
