"""The times of a sentence: single expressions, then what stands together as one, with its preposition or bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from unspin.facts.grammar.bounds import bound_after, bound_before
from unspin.facts.grammar.calendar_words import (
    DECADES,
    FEASTS,
    LOOSE,
    MONTHS,
    PARTS_OF_DAY,
    RELATIONS,
    SEASONS,
    SECTIONS,
    SHORT_DAYS,
    WEEKDAYS,
)
from unspin.facts.grammar.clock import clock_at
from unspin.facts.grammar.dates import date_at, iso_at, numbered_at, weekday_at, year_at
from unspin.facts.grammar.durations import duration_at
from unspin.facts.grammar.lexemes import Line
from unspin.facts.grammar.moments import Found
from unspin.facts.grammar.number_words import STARTS as NUMERALS
from unspin.facts.grammar.relative import (
    DAY_CLASSES,
    NAMED_DAYS,
    REGULARLY,
    STEPS,
    feast_at,
    part_of_day_at,
    relative_at,
    season_at,
)


def times_in(line: Line) -> list[Found]:
    """The times of a sentence in order of place, without overlap."""
    found: list[Found] = []
    place = 0
    while place < len(line):
        here = None
        if line.value(place) is not None or line.word(place) in _STARTS:
            here = next((time for rule in _RULES if (time := rule(line, place))), None)
        if here is None:
            place += 1
            continue
        place = here.end
        if found and (joined := _join(line, found[-1], here)):
            found[-1] = joined
        else:
            found.append(here)
    return [_framed(line, time, found[number - 1].end if number else 0) for number, time in enumerate(found)]


# No other word begins a time; most words of a text are turned away here.
_STARTS = frozenset(
    {*MONTHS, *WEEKDAYS, *(f"{day}s" for day in WEEKDAYS), *SHORT_DAYS, *SEASONS, *PARTS_OF_DAY, *DECADES, *STEPS}
    | {*NAMED_DAYS, *REGULARLY, *(feast[0] for feast in FEASTS), *NUMERALS}
    | {"several", "many", "few", "best", "better", "greater", "most", "much", *DAY_CLASSES}
    | {"seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades"}
    | {"the", "q", "every", "each", "tonight", "noon", "midday", "midnight"}
)
_JOINTS = frozenset(
    {"", ",", "on", "of", "in", "the", "of the", "in the", ", on", "on the", ", in the", "in the early", "'s"}
)


_DATE = frozenset({"year", "month", "day", "weekday", "part", "season", "feast", "offset", "offset-unit", "section"})


def _join(line: Line, left: Found, right: Found) -> Found | None:
    """One time out of two neighbours that say different things of it ("Friday" and "evening")."""
    between = " ".join(line.word(k) for k in range(left.end, right.first))
    if between not in _JOINTS or left.low is not None or right.low is not None or set(left.fields) & set(right.fields):
        return None
    if between == "," and "year" not in right.fields and "weekday" not in left.fields:
        return None
    if not (set(left.fields) | set(right.fields)) <= _DATE:
        return None
    if between in {"in", "in the"} and not (
        right.fields.keys() <= {"part"} or ("year" in right.fields and "part" not in left.fields)
    ):
        return None
    if "year" in left.fields and "day" not in right.fields:
        return None
    return Found(left.first, right.end, left.fields | right.fields, left.places | right.places)


def _framed(line: Line, time: Found, floor: int) -> Found:
    """The time with the section and the preposition before it ("by mid-February"), or the bound of a duration."""
    first, section, end = time.first, "", time.end
    if time.low is not None:
        bound, first = bound_before(line, first)
        after, last = bound_after(line, end)
        if line.word(first) == "over" and first < time.first and not _exceeds(line, first):
            bound, first = "", time.first
        if bound in {"more than", "less than"} and _is_comparison(line, first, end):
            bound = ""
        if bound:
            return replace(time, first=max(first, floor), bound=bound)
        return replace(time, end=last, bound=after) if after else time
    before = first - 1 if line.word(first - 1) == "-" else first
    before = before - 1 if line.word(before - 1) == "the" and before > floor else before
    for size in (3, 2, 1):
        words = tuple(line.word(k) for k in range(before - size, before)) if before - size >= floor else ()
        if words in SECTIONS:
            section, first = SECTIONS[words], before - size
            break
    if not section and line.word(end) == "'" and line.word(end + 2) == "end":
        section, end = "end", end + 3
    before = first
    while before > floor and line.word(before - 1) in LOOSE:
        before -= 1
    for size in (3, 2, 1):
        words = tuple(line.word(k) for k in range(before - size, before)) if before - size >= floor else ()
        if words in RELATIONS:
            return replace(time, first=first, end=end, section=section, relation=RELATIONS[words])
    return replace(time, first=first, end=end, section=section)


def _is_comparison(line: Line, first: int, end: int) -> bool:
    """Whether "more than" compares with a time past: "nine percent more than a year before"."""
    token = line.token(first - 1)
    counted = line.word(first - 1) in {"percent", "%", "cent"} or (token is not None and token.pos in {"NOUN", "NUM"})
    return counted and line.word(end) in {"ago", "earlier", "before"}


def _exceeds(line: Line, place: int) -> bool:
    """Whether "over" before a duration says "more than" and not "in the course of"."""
    token = line.token(place - 1)
    return line.word(place - 1) in {"for", "in", "after", "lasted", "lasting", "took", "well", "by"} or (
        token is not None and token.lemma in {"last", "take", "spend", "be"}
    )


Rule = Callable[[Line, int], Found | None]


_RULES: tuple[Rule, ...] = (
    iso_at,
    date_at,
    feast_at,
    relative_at,
    weekday_at,
    numbered_at,
    year_at,
    duration_at,
    clock_at,
    season_at,
    part_of_day_at,
)


def taken(times: list[Found]) -> Iterator[int]:
    """The places of the lexemes that belong to a time."""
    for time in times:
        yield from range(time.first, time.end)
