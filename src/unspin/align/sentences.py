"""Which sentences of the rewrite tell what which sentences of the original tell.

First the best pairs, the most alike first; then each sentence that is left joins the pair that it belongs to (a
sentence split in two, two merged in one); then two pairs become one link where matter moved across a full stop. A
sentence that belongs nowhere stays alone: it was dropped or added.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from unspin.align.profiles import Profile, joined, profiles_of, similarity
from unspin.facts import Facts
from unspin.language import Sentence

SentenceLink = tuple[tuple[Sentence, ...], tuple[Sentence, ...], float]

# Two sentences less alike than this are not told from each other.
_ALIKE = 0.30
# ... but two whose neighbours on both sides correspond need less.
_ALIKE_IN_GAP = 0.12
# A difference of place from one end of a document to the other weighs as much as this difference of similarity.
_PLACE = 0.08
# A heading and a sentence of the text seldom correspond.
_HEADING = 0.15
# Share of a sentence's terms that the other side of a link must have before the sentence joins it, beside and away from
# the link.
_JOINS = 0.5
_JOINS_AFAR = 0.65
# Share of a sentence's weight that must be new to the link, unless the sentence repeats almost wholly what the link
# says.
_NEW = 0.2
_REPEATS = 0.8
_MOST = 4
# Share of a sentence's weight that must stand across the full stop before two pairs become one link.
_MOVED = 0.3
# Beyond this many sentences a side, only the nearest by vector are compared.
_ALL_PAIRS = 60
_NEAREST = 24
_BESIDE = 2
_BLOCK = 512


class Group(NamedTuple):
    """Places of the sentences of a link, on both sides."""

    original: tuple[int, ...]
    rewrite: tuple[int, ...]


def align_sentences(original: Facts, rewrite: Facts) -> list[SentenceLink]:
    """Links in order of the rewrite with similarities in [0, 1]; every sentence stands in exactly one.

    A link with an empty side is a sentence dropped or added; its similarity is 0. A dropped sentence comes after the
    link of the sentence that stands before it in the original.
    """
    sentences = original.analysis.sentences, rewrite.analysis.sentences
    ours, theirs = profiles_of(original, rewrite)
    links = []
    for group in in_order(groups_of(ours, theirs)):
        score = (
            similarity(
                joined([ours[place] for place in group.original]), joined([theirs[place] for place in group.rewrite])
            )
            if group.original and group.rewrite
            else 0.0
        )
        links.append(
            (
                tuple(sentences[0][place] for place in group.original),
                tuple(sentences[1][place] for place in group.rewrite),
                score,
            )
        )
    return links


def groups_of(ours: Sequence[Profile], theirs: Sequence[Profile]) -> list[Group]:
    """The alignment of two documents' sentences; each place of both sides stands in exactly one group."""
    candidates = list(_candidates(ours, theirs))
    groups = _best_pairs(ours, theirs, candidates)
    groups = _with_leftovers(ours, theirs, groups, candidates)
    groups = _merged(ours, theirs, _with_gaps_filled(ours, theirs, groups))
    for side, count in ((0, len(ours)), (1, len(theirs))):
        linked = {place for group in groups for place in group[side]}
        alone = (place for place in range(count) if place not in linked)
        groups += [Group((place,), ()) if side == 0 else Group((), (place,)) for place in alone]
    return groups


def in_order(groups: Sequence[Group]) -> list[Group]:
    """The groups in order of the rewrite; one without a rewrite follows that of the original sentence before it."""
    at_of = {place: group for group in groups for place in group.original}
    dropped = [group for group in sorted(groups) if not group.rewrite]
    following: dict[Group | None, list[Group]] = {}
    anchor_of: dict[Group | None, Group | None] = {}
    for group in dropped:
        before = at_of.get(group.original[0] - 1)
        anchor_of[group] = anchor_of.get(before, before)
        following.setdefault(anchor_of[group], []).append(group)
    found = following.get(None, [])
    for group in sorted((group for group in groups if group.rewrite), key=lambda group: group.rewrite):
        found += [group, *following.get(group, ())]
    return found


def pair_score(one: Profile, other: Profile) -> float:
    """Similarity of two sentences less what speaks against them: distance, a heading against running text."""
    distance = abs(one.place - other.place)
    return round(similarity(one, other) - _PLACE * distance - _HEADING * (one.heading != other.heading), 9)


def _best_pairs(
    ours: Sequence[Profile], theirs: Sequence[Profile], candidates: Sequence[tuple[int, int]]
) -> list[Group]:
    """Pairs by falling score, each sentence in the first that it meets."""
    if len(ours) == len(theirs) == 1:
        return [Group((0,), (0,))] if similarity(ours[0], theirs[0]) > 0 else []
    scored = [(pair_score(ours[i], theirs[j]), i, j) for i, j in candidates]
    # Equal scores: a repeated sentence goes with the copy that stands nearest, then with the first.
    ranked = sorted((-score, i + j, abs(i - j), i, j) for score, i, j in scored if score >= _ALIKE)
    used: tuple[set[int], set[int]] = set(), set()
    groups = []
    for _, _, _, i, j in ranked:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            groups.append(Group((i,), (j,)))
    return groups


def _with_leftovers(
    ours: Sequence[Profile], theirs: Sequence[Profile], groups: list[Group], candidates: Sequence[tuple[int, int]]
) -> list[Group]:
    """Let each sentence that has no partner join the group that says what it says, the best fit first."""
    sides = ours, theirs
    near: tuple[dict[int, set[int]], dict[int, set[int]]] = {}, {}
    for i, j in candidates:
        near[0].setdefault(i, set()).add(j)
        near[1].setdefault(j, set()).add(i)
    linked = [{place for group in groups for place in group[side]} for side in (0, 1)]
    left = [(side, place) for side in (0, 1) for place in range(len(sides[side])) if place not in linked[side]]
    at_of = [{place: at for at, group in enumerate(groups) for place in group[side]} for side in (0, 1)]
    choices: dict[int, set[tuple[int, int]]] = {}
    for side, place in left:
        for other in near[side].get(place, set()) & at_of[1 - side].keys():
            choices.setdefault(at_of[1 - side][other], set()).add((side, place))
    fits: dict[tuple[int, int, int], float] = {}

    def weigh(at: int) -> None:
        for side, place in choices[at]:
            fits.pop((side, place, at), None)
            if (fit := _fit(sides, groups[at], side, place)) > 0:
                fits[side, place, at] = fit

    def rank(key: tuple[int, int, int]) -> tuple[float, int, int, int, tuple[int, ...], tuple[int, ...], int]:
        # Where it fits two groups alike, a sentence joins the nearer one, then the one that stands first on its own side:
        # swapping the sides must not change which.
        side, place, at = key
        own, across = groups[at][side], groups[at][1 - side]
        distance = min(abs(place - other) for other in own)
        return -fits[key], distance, place, sum(own) + sum(across), own, across, side

    for at in choices:
        weigh(at)
    while best := min(fits, key=rank, default=None):
        side, place, at = best
        members = tuple(sorted((*groups[at][side], place)))
        groups[at] = groups[at]._replace(original=members) if side == 0 else groups[at]._replace(rewrite=members)
        fits = {key: fit for key, fit in fits.items() if key[:2] != (side, place)}
        for members_of in choices.values():
            members_of.discard((side, place))
        weigh(at)
    return groups


def _with_gaps_filled(ours: Sequence[Profile], theirs: Sequence[Profile], groups: list[Group]) -> list[Group]:
    """Pair two sentences that share little and have no partner, but stand between the same neighbours."""
    at_of = [{place: at for at, group in enumerate(groups) for place in group[side]} for side in (0, 1)]

    def follows(i: int, j: int, step: int) -> bool:
        ends = not 0 <= i + step < len(ours), not 0 <= j + step < len(theirs)
        return all(ends) or (not any(ends) and at_of[0].get(i + step, -1) == at_of[1].get(j + step, -2))

    filled = list(groups)
    for i in range(len(ours)):
        before = at_of[0].get(i - 1)
        starts = [0] if before is None else [place + 1 for place in groups[before].rewrite]
        for j in starts if i not in at_of[0] else ():
            fits = j < len(theirs) and j not in at_of[1] and follows(i, j, -1) and follows(i, j, 1)
            if fits and pair_score(ours[i], theirs[j]) >= _ALIKE_IN_GAP:
                filled.append(Group((i,), (j,)))
                break
    return filled


def _fit(sides: tuple[Sequence[Profile], Sequence[Profile]], group: Group, side: int, place: int) -> float:
    """How well a sentence of one side joins a group; 0 where it does not belong."""
    own, across = group[side], group[1 - side]
    if len(own) >= _MOST or (len(across) > 1 and len(own) > 1):
        return 0.0
    sentence = sides[side][place]
    if not sentence.weight:
        return 0.0
    other = joined([sides[1 - side][at] for at in across])
    known = sentence.covered_by(other) / sentence.weight
    beside = any(abs(place - at) == 1 for at in own)
    # A group that has two sentences on the far side already takes only what it says almost wholly.
    least = _REPEATS if len(across) > 1 else _JOINS if beside else _JOINS_AFAR
    if known < least:
        return 0.0
    before = joined([sides[side][at] for at in own])
    after = joined([sides[side][at] for at in sorted((*own, place))])
    new = (other.covered_by(after) - other.covered_by(before)) / sentence.weight
    return round(known + new, 9) if new >= _NEW or known >= _REPEATS else 0.0


def _merged(ours: Sequence[Profile], theirs: Sequence[Profile], groups: Sequence[Group]) -> list[Group]:
    """Join groups that stand side by side where matter moved over the full stop between them."""
    found = list(groups)
    at_of = {place: group for group in found for place in group.original}
    joins = {
        (one, other): share
        for one in found
        for place in one.original
        if (other := at_of.get(place + 1, one)) is not one
        and _beside(one, other)
        and (share := _moved(ours, theirs, one, other)) >= _MOVED
    }
    taken: set[Group] = set()
    for one, other in sorted(joins, key=lambda pair: (-joins[pair], sum(pair[0].original + pair[0].rewrite), pair)):
        if taken.isdisjoint((one, other)):
            taken |= {one, other}
            original, rewrite = one.original + other.original, one.rewrite + other.rewrite
            found.append(Group(tuple(sorted(original)), tuple(sorted(rewrite))))
    return [group for group in found if group not in taken]


def _beside(one: Group, other: Group) -> bool:
    """Whether two groups are neighbours on both sides and make no group that is too large."""
    return all(
        len(ours) + len(theirs) <= _MOST and any(abs(place - at) == 1 for place in ours for at in theirs)
        for ours, theirs in zip(one, other, strict=True)
    )


def _moved(ours: Sequence[Profile], theirs: Sequence[Profile], one: Group, other: Group) -> float:
    """Share of a side that stands across: its own group lacks it, the other side of the other group tells it."""
    parts = [
        (joined([ours[at] for at in group.original]), joined([theirs[at] for at in group.rewrite]))
        for group in (one, other)
    ]
    shares = []
    for (original, its_rewrite), (its_original, rewrite) in (parts, parts[::-1]):
        moved = {
            term: weight
            for term, weight in original.terms.items()
            if term in rewrite.terms and term not in its_rewrite.reach and term not in its_original.reach
        }
        # Titles and descriptions wander from mention to mention; only what happened makes the sentences one matter.
        happened = not original.verbs.isdisjoint(moved) or not rewrite.verbs.isdisjoint(moved)
        smaller = min(original.weight, rewrite.weight)
        shares.append(math.fsum(moved.values()) / smaller if happened and smaller else 0.0)
    return max(shares)


def _candidates(ours: Sequence[Profile], theirs: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Pairs of sentences worth comparing, without order."""
    if min(len(ours), len(theirs)) == 0:
        return
    if max(len(ours), len(theirs)) <= _ALL_PAIRS:
        yield from ((i, j) for i in range(len(ours)) for j in range(len(theirs)))
        return
    found: set[tuple[int, int]] = set()
    left, right = (np.stack([profile.vector for profile in side]) for side in (ours, theirs))
    for one, other, swapped in ((left, right, False), (right, left, True)):
        count = min(_NEAREST, len(other))
        for start in range(0, len(one), _BLOCK):
            near = one[start : start + _BLOCK] @ other.T
            for row, columns in enumerate(np.argpartition(near, -count, axis=1)[:, -count:]):
                found.update(
                    (int(column), start + row) if swapped else (start + row, int(column)) for column in columns
                )
    # Where a sentence is repeated many times, the copies that are as far on in their document count as the nearest.
    for i in range(len(ours)):
        middle = i * len(theirs) // len(ours)
        found.update((i, j) for j in range(max(0, middle - _BESIDE), min(len(theirs), middle + _BESIDE + 1)))
    for j in range(len(theirs)):
        middle = j * len(ours) // len(theirs)
        found.update((i, j) for i in range(max(0, middle - _BESIDE), min(len(ours), middle + _BESIDE + 1)))
    yield from found
