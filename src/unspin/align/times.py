"""Which time of a rewrite answers to which time of its original."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from unspin.align import Link
from unspin.align.anchors import agreement, anchors
from unspin.facts.times import Time, comparable, same_time

_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class TimePair:
    """Two times that stand for each other; ``evidence`` says how surely, from 0 (nothing but their kind) to about 2."""

    original: Time
    rewrite: Time
    evidence: float


@dataclass(frozen=True, slots=True)
class TimeAlignment:
    """The pairs of times that agree, the pairs that contradict each other in one place, and what has no counterpart."""

    equal: tuple[TimePair, ...]
    unequal: tuple[TimePair, ...]
    dropped: tuple[Time, ...]
    added: tuple[Time, ...]


def align_times(link: Link) -> TimeAlignment:
    """Pair the times of a link: those that agree first, then what is left of one kind and stands in the same place."""
    ours, theirs = list(link.original.times), list(link.rewrite.times)
    hangs = {
        id(time): anchors(passage, time.span) for passage in (link.original, link.rewrite) for time in passage.times
    }

    def evidence(one: Time, other: Time) -> float:
        exact = 0.2 * (one.key == other.key) + 0.1 * (one.relation == other.relation)
        return agreement(link, hangs[id(one)], hangs[id(other)]) + exact

    equal = _assign([TimePair(a, b, evidence(a, b)) for a in ours for b in theirs if same_time(a, b)])
    ours = _without(ours, (pair.original for pair in equal))
    theirs = _without(theirs, (pair.rewrite for pair in equal))
    candidates = []
    for one in ours:
        for other in theirs:
            if not comparable(one, other):
                continue
            rivals = sum(comparable(one, rival) for rival in theirs) + sum(comparable(rival, other) for rival in ours)
            score = evidence(one, other) + (0.5 if rivals == 2 else 0.0)
            moved = any(same_time(time, other) for time in link.original.facts.times)
            moved_away = any(same_time(one, time) for time in link.rewrite.facts.times)
            # "Last week" and "this year" are rarely about one event; the words round them must say so.
            doubt = one.get("offset-unit") != other.get("offset-unit") and not one.is_duration
            if score >= _ENOUGH + 0.4 * (moved + moved_away) + 0.4 * doubt:
                candidates.append(TimePair(one, other, score))
    unequal = _assign(candidates)
    return TimeAlignment(
        tuple(equal),
        tuple(unequal),
        tuple(_without(ours, (pair.original for pair in unequal))),
        tuple(_without(theirs, (pair.rewrite for pair in unequal))),
    )


def _assign(candidates: list[TimePair]) -> list[TimePair]:
    taken: set[int] = set()
    found = []
    for pair in sorted(
        candidates, key=lambda pair: (-pair.evidence, pair.rewrite.span.start, pair.original.span.start)
    ):
        if id(pair.original) not in taken and id(pair.rewrite) not in taken:
            taken |= {id(pair.original), id(pair.rewrite)}
            found.append(pair)
    return sorted(found, key=lambda pair: pair.rewrite.span.start)


def _without(times: Iterable[Time], used: Iterable[Time]) -> list[Time]:
    taken = {id(time) for time in used}
    return [time for time in times if id(time) not in taken]


def derivable_year(link: Link, time: Time, pairs: TimeAlignment) -> bool:
    """Whether a year of the rewrite is one of the original's moved by a duration that the rewrite no longer tells.

    "Founded in 2016 and sold four years later" may become "sold in 2020".
    """
    year = time.get("year")
    if not isinstance(year, int):
        return False
    steps = [one.low / 12 for one in pairs.dropped if one.low is not None and one.calendar and one.low % 12 == 0]
    years = [value for one in link.original.facts.times if isinstance(value := one.get("year"), int)]
    return any(Fraction(year - other) in {step, -step} for other in years for step in steps)
