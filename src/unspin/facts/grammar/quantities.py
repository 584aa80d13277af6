"""The quantities of a sentence, and the old and new value of a change from one to the other."""

from __future__ import annotations

from dataclasses import replace

from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.multiples import HEAPS, TIMES_OVER, multiple_at, vague_at
from unspin.facts.grammar.number_words import STARTS as NUMERALS
from unspin.facts.grammar.numbers import number_at
from unspin.facts.grammar.phrases import Found
from unspin.facts.grammar.ranks import rank_at
from unspin.facts.grammar.times import taken, times_in
from unspin.facts.grammar.units import CURRENCIES


def quantities_in(line: Line) -> list[Found]:
    """The quantities of a sentence in order of place, without overlap; what belongs to a time is left out."""
    times = times_in(line)
    closed = set(taken(times))
    found: list[Found] = []
    place = 0
    while place < len(line):
        if place in closed:
            place += 1
            continue
        here = _quantity(line, place)
        if here is None or any(k in closed for k in range(here.number[0], here.number[1])):
            place += 1
            continue
        place = max(here.number[1] if here.unit is None and here.kind in {"count", "rank"} else here.end, place + 1)
        found.append(here)
    return _distribute(line, found)


# No other word begins a quantity; most words of a text are turned away here.
_STARTS = frozenset(
    {*NUMERALS, *HEAPS, *TIMES_OVER, *CURRENCIES, "several", "tens", "twice", "thrice", "minus", "negative", "-"}
    | {"no", "#", "number", "runner", "us", "c", "hk", "nz"}
)


def _quantity(line: Line, place: int) -> Found | None:
    if line.value(place) is None and line.word(place) not in _STARTS:
        return None
    return vague_at(line, place) or multiple_at(line, place) or rank_at(line, place) or number_at(line, place)


_TURNS = words("up down rise rose risen rising fall fell fallen falling increase increased drop dropped dropping cut")


def _distribute(line: Line, found: list[Found]) -> list[Found]:
    """Give "from X to Y" and "Y, up from X" their start and end, and a bare number the unit of the other."""
    for i, start in enumerate(found):
        before = line.word(start.first - 1)
        if before != "from":
            continue
        after = found[i + 1] if i + 1 < len(found) else None
        if after is not None and line.word(after.first - 1) == "to" and after.first - start.end <= 3:
            found[i], found[i + 1] = _joined(start, after)
        elif i and (line.word(start.first - 2) in _TURNS or found[i - 1].end == start.first - 1):
            other = found[i - 1]
            if start.first - other.end <= 6:
                found[i], found[i - 1] = _joined(start, other)
    return found


def _joined(start: Found, end: Found) -> tuple[Found, Found]:
    if start.unit is None and end.unit is not None and start.kind == "count":
        start = replace(start, unit=end.unit, kind=end.kind, noun=end.noun, counted=end.counted)
    elif end.unit is None and start.unit is not None and end.kind == "count":
        end = replace(end, unit=start.unit, kind=start.kind)
    return replace(start, role="start"), replace(end, role="end")
