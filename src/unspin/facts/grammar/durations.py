"""Durations: 18 months, a year and a half, 3 minutes 34.2 seconds, 3:34.2."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.moments import Found
from unspin.facts.grammar.number_words import Numeral, added_half, numeral_at
from unspin.facts.grammar.units import UNITS

_CALENDAR = {
    "month": 1,
    "months": 1,
    "year": 12,
    "years": 12,
    "decade": 120,
    "decades": 120,
    "century": 1200,
    "centuries": 1200,
    "millennium": 12_000,
    "millennia": 12_000,
    "millenniums": 12_000,
}


_BEFORE_SPELL = words(
    "within for in after over than about nearly almost lasting lasted inside under just every only around roughly least"
)


_AFTER_SPELL = words("later earlier ago before after from long on and")


def _spell(line: Line, place: int) -> tuple[Fraction, bool, int] | None:
    """The unit of time that begins here: its size, whether that is in months, and the place after it."""
    word = line.word(place)
    if word in _CALENDAR:
        return Fraction(_CALENDAR[word]), True, place + 1
    unit = UNITS.get(word)
    if unit is None or unit.dimension != "duration" or (word == "s" and not _is_second(line, place)):
        return None
    return unit.factor, False, place + 1


def _is_second(line: Line, place: int) -> bool:
    """Whether "s" after a number means seconds: "58.2s", and not the plural of "the over-70s"."""
    return line.tight(place) and "." in line.word(place - 1)


def duration_at(line: Line, place: int) -> Found | None:
    """The length of time that begins at this lexeme, or None; ages and rates are none."""
    first = place
    if line.word(place) == "half" and line.word(line.skip(place + 1, "-")) == "year":
        return _lasting(first, line.skip(place + 1, "-") + 1, Fraction(6), Fraction(6), True)
    if line.word(place) in {"a", "an"} and (spell := _spell(line, place + 1)):
        return _one_spell(line, place, spell)
    if vague := _vague(line, place):
        return vague
    if race := _race_time(line, place):
        return race
    low = numeral_at(line, place)
    if low is None or low.form == "ordinal" or line.word(place - 1) in {"$", "£", "€"}:
        return None
    high = _range_end(line, low)
    last = high or low
    spell_place = line.skip(last.end, "-", "full", "straight", "consecutive", "more", "further", "whole")
    if last.form == "fraction":
        spell_place = line.skip(line.skip(spell_place, "of"), "a", "an")
    spell = _spell(line, spell_place)
    if (
        spell is None
        or _is_age(line, first, spell[2])
        or (low.value == 1 and not low.digits and _one_day(line, first, spell[2]))
    ):
        return None
    size, calendar, end = spell
    bottom, top = low.value * size, last.value * size
    if added := added_half(line, end):
        bottom, top, end = bottom + added.value * size, top + added.value * size, added.end
    else:
        more, end = _and_more(line, end, calendar, size)
        bottom, top = bottom + more, top + more
    return _lasting(first, end, bottom, top, calendar)


# How many of a unit "for hours", "for several hours" may stand for: from two to about as many as make the next unit.
_MOST = {"second": 90, "minute": 90, "hour": 36, "day": 14, "week": 10, "month": 24, "year": 30, "decade": 10}
_PART_OF = ("best part of", "better part of", "greater part of", "most of", "much of")


def _vague(line: Line, place: int) -> Found | None:
    """A length of time without a number: several minutes, for years, the best part of an hour."""
    for phrase in _PART_OF:
        size = len(phrase.split())
        if " ".join(line.word(k) for k in range(place, place + size)) != phrase:
            continue
        if line.word(place + size) in {"a", "an"} and (spell := _spell(line, place + size + 1)):
            first = place - (line.word(place - 1) == "the")
            return replace(_lasting(first, spell[2], spell[0] / 2, spell[0], spell[1]), vague=True)
        return None
    few = line.word(place) in {"several", "many"} or (line.word(place) == "few" and line.word(place - 1) == "a")
    bare = line.word(place - 1) in {"for", "lasted", "took"}
    unit = place + 1 if few else place
    word = line.word(unit).removesuffix("s")
    if not (few or bare) or word not in _MOST or not line.word(unit).endswith("s"):
        return None
    spell = _spell(line, unit)
    if spell is None or _is_age(line, place, spell[2]):
        return None
    most = min(_MOST[word], 12) if few else _MOST[word]
    first = place - (few and line.word(place) == "few")
    return replace(_lasting(first, spell[2], spell[0] * 2, spell[0] * most, spell[1]), vague=True)


def _lasting(first: int, end: int, low: Fraction, high: Fraction, calendar: bool) -> Found:
    return Found(first, end, {}, {}, min(low, high), max(low, high), calendar)


def _range_end(line: Line, low: Numeral) -> Numeral | None:
    between = line.word(low.end)
    if between in {"to", "-", "–", "or"} or (between == "and" and line.word(low.end - 2) in {"between"}):
        high = numeral_at(line, low.end + 1)
        if high and high.form == "cardinal" and high.value > low.value:
            return high
    return None


def _one_spell(line: Line, place: int, spell: tuple[Fraction, bool, int]) -> Found | None:
    """A year, an hour: a duration where the words round it say so, else a rate or an occasion."""
    size, calendar, end = spell
    if added := added_half(line, end):
        return _lasting(place, added.end, size * (1 + added.value), size * (1 + added.value), calendar)
    if line.word(place - 1) in _BEFORE_SPELL or line.word(end) in _AFTER_SPELL - {"and", "from", "on"}:
        return _lasting(place, end, size, size, calendar)
    return None


def _is_age(line: Line, first: int, end: int) -> bool:
    after = line.word(line.skip(end, "-"))
    if after in {"old", "olds"} or (after == "of" and line.word(end + 1) == "age"):
        return True
    before = line.word(first - 1)
    return before == "aged" or (before in {"of", "at"} and line.word(first - 2) == "age")


def _one_day(line: Line, first: int, end: int) -> bool:
    return (
        line.word(end - 2) != "-" and line.word(first - 1) not in _BEFORE_SPELL and line.word(end) not in _AFTER_SPELL
    )


def _and_more(line: Line, end: int, calendar: bool, size: Fraction) -> tuple[Fraction, int]:
    """What a smaller unit adds: "3 minutes 34.2 seconds", "two years and six months"."""
    place = line.skip(line.skip(end, ","), "and")
    more = numeral_at(line, place)
    spell = _spell(line, more.end) if more and more.form == "cardinal" else None
    if more is None or spell is None or spell[1] != calendar or spell[0] >= size:
        return Fraction(0), end
    rest, last = _and_more(line, spell[2], calendar, spell[0])
    return more.value * spell[0] + rest, last


def _race_time(line: Line, place: int) -> Found | None:
    """3:34.2 and 2:05:11: minutes and seconds, hours, minutes and seconds."""
    parts: list[Fraction] = []
    end = place
    while line.value(end) is not None and len(parts) < 3:
        parts.append(line.value(end) or Fraction(0))
        if line.word(end + 1) != ":" or not line.tight(end + 1) or not line.tight(end + 2) or len(parts) == 3:
            end += 1
            break
        end += 2
    if len(parts) < 2 or (len(parts) == 2 and "." not in line.word(end - 1)) or any(part >= 60 for part in parts[1:]):
        return None
    total = Fraction(0)
    for part in parts:
        total = total * 60 + part
    return _lasting(place, end, total, total, False)
