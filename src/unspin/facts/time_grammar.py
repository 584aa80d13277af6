"""The grammar of times: dates, weekdays, clock times, parts of the day, relative times and durations in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from unspin.facts.bounds import Bound, bound_after, bound_before
from unspin.facts.calendar_words import (
    DECADES,
    FEASTS,
    FULL_MONTHS,
    LOOSE,
    MONTHS,
    PARTS_OF_DAY,
    PREPOSITIONS,
    RELATIONS,
    SEASONS,
    SECTIONS,
    SHORT_DAYS,
    WEEKDAYS,
)
from unspin.facts.lexemes import Line
from unspin.facts.number_words import Numeral, added_half, numeral_at
from unspin.facts.units import UNITS

Value = int | str


@dataclass(frozen=True, slots=True)
class Found:
    """A time between two lexemes: what it says field by field, or how long it lasts."""

    first: int
    end: int
    fields: dict[str, Value]
    places: dict[str, tuple[int, int]]
    low: Fraction | None = None
    high: Fraction | None = None
    calendar: bool = False
    section: str = ""
    relation: str = ""
    bound: Bound = ""


def times_in(line: Line) -> list[Found]:
    """The times of a sentence in order of place, without overlap."""
    found: list[Found] = []
    place = 0
    while place < len(line):
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


def _point(first: int, end: int, **fields: Value) -> Found:
    names = {name.replace("_", "-"): value for name, value in fields.items()}
    return Found(first, end, names, dict.fromkeys(names, (first, end)))


_JOINTS = frozenset(
    {"", ",", "on", "of", "in", "the", "of the", "in the", ", on", "on the", ", in the", "in the early", "'s"}
)
_DATE = frozenset({"year", "month", "day", "weekday", "part", "season", "feast", "offset", "offset-unit", "section"})


def _join(line: Line, left: Found, right: Found) -> Found | None:
    """One time out of two neighbours that say different things of it ("Friday" and "evening", "March" and "last year")."""
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


def _exceeds(line: Line, place: int) -> bool:
    """Whether "over" before a duration says "more than" and not "in the course of"."""
    token = line.token(place - 1)
    return line.word(place - 1) in {"for", "in", "after", "lasted", "lasting", "took", "well", "by"} or (
        token is not None and token.lemma in {"last", "take", "spend", "be"}
    )


# Clock ---------------------------------------------------------------------------------------------------------------------------


def _clock(line: Line, place: int) -> Found | None:
    word = line.word(place)
    if word in {"noon", "midday", "midnight"} and line.word(place + 1) != "-":
        return _point(place, place + 1, clock=0 if word == "midnight" else 720)
    if word == "half" and line.word(place + 1) == "past" and (hour := numeral_at(line, place + 2)):
        return _point(place, hour.end, clock_12=int(hour.value % 12) * 60 + 30) if 1 <= hour.value <= 12 else None
    digits = line.value(place)
    if digits is None:
        spoken = numeral_at(line, place)
        if spoken and line.word(spoken.end) == "o" and line.word(spoken.end + 2) == "clock" and 1 <= spoken.value <= 12:
            return _hour(line, place, spoken.end + 3, int(spoken.value), 0)
        return None
    hour, minute, end = _hour_and_minute(line, place)
    if hour is None:
        return None
    if line.word(end) == "o" and line.word(end + 2) == "clock":
        return _hour(line, place, end + 3, hour, minute)
    return _hour(line, place, end, hour, minute)


def _hour_and_minute(line: Line, place: int) -> tuple[int | None, int, int]:
    text = line.word(place)
    if line.word(place + 1) == ":" and line.tight(place + 1) and line.tight(place + 2):
        minutes = line.word(place + 2)
        if (
            text.isdigit()
            and len(text) <= 2
            and len(minutes) == 2
            and minutes.isdigit()
            and int(text) < 24
            and int(minutes) < 60
        ):
            return int(text), int(minutes), place + 3
        return None, 0, place
    whole, _, part = text.partition(".")
    if part and len(part) == 2 and int(part) < 60 and whole.isdigit() and int(whole) < 24:
        return int(whole), int(part), place + 1
    if (
        text.isdigit()
        and len(text) == 4
        and line.word(place + 1) in {"gmt", "utc", "hours"}
        and int(text) < 2400
        and int(text) % 100 < 60
    ):
        return int(text) // 100, int(text) % 100, place + 1
    if text.isdigit() and int(text) <= 12:
        return int(text), 0, place + 1
    return None, 0, place


def _hour(line: Line, first: int, end: int, hour: int, minute: int) -> Found | None:
    """A clock time, if something marks it as one: a.m., p.m., a part of the day, a colon, a zone or "o'clock"."""
    minutes = hour * 60 + minute
    after = line.word(end)
    half = (
        after[0]
        if after in {"am", "pm", "a.m.", "p.m."} or (len(after) <= 6 and after[:1] in {"a", "p"} and _is_half(after))
        else ""
    )
    if half and 1 <= hour <= 12:
        return _point(first, end + 1, clock=(hour % 12 + (12 if half == "p" else 0)) * 60 + minute)
    part = (
        {"morning": 0, "afternoon": 12, "evening": 12}.get(line.word(end + 2)) if line.word(end + 1) == "the" else None
    )
    if after == "in" and part is not None and 1 <= hour <= 12:
        return _point(first, end + 3, clock=(hour % 12 + part) * 60 + minute)
    marked = line.word(first + 1) == ":" or line.word(end - 1) == "clock" or after in {"gmt", "utc", "hours"}
    if after in {"gmt", "utc", "hours"}:
        end += 1
    if not marked:
        return None
    if hour > 12 or line.word(first).startswith("0") or hour == 0 or after in {"gmt", "utc"}:
        return _point(first, end, clock=minutes)
    return _point(first, end, clock_12=minutes % 720)


def _is_half(text: str) -> bool:
    return text.replace(".", "").replace(" ", "")[1:2] == "m" and not text.replace(".", "").replace(" ", "")[3:]


# Dates ---------------------------------------------------------------------------------------------------------------------------


def _is_year(line: Line, place: int) -> bool:
    text = line.word(place)
    return len(text) == 4 and text.isdigit() and 1000 <= int(text) <= 2199


def _iso(line: Line, place: int) -> Found | None:
    if (
        not _is_year(line, place)
        or line.word(place + 1) != "-"
        or line.word(place + 3) != "-"
        or not line.tight(place + 4)
    ):
        return None
    month, day = line.word(place + 2), line.word(place + 4)
    if (
        len(month) == len(day) == 2
        and month.isdigit()
        and day.isdigit()
        and 1 <= int(month) <= 12
        and 1 <= int(day) <= 31
    ):
        return _point(place, place + 5, year=int(line.word(place)), month=int(month), day=int(day))
    return None


def _month(line: Line, place: int) -> tuple[int, int] | None:
    """The number of the month that is named here and the place after it."""
    word = line.word(place)
    if word not in MONTHS or not line.capital(place):
        return None
    end = place + 1
    if word not in FULL_MONTHS and line.word(end) == "." and line.tight(end):
        end += 1
    return MONTHS[word], end


def _day_number(line: Line, place: int) -> tuple[int, int] | None:
    text = line.word(place)
    if not text.isdigit() or len(text) > 2 or not 1 <= int(text) <= 31:
        return None
    end = place + 1
    if line.word(end) in {"st", "nd", "rd", "th"} and line.tight(end):
        end += 1
    return int(text), end


def _date(line: Line, place: int) -> Found | None:
    """3 August 2031, the 3rd of August, Aug. 3, August 2031, August."""
    fields: dict[str, Value] = {}
    if day := _day_number(line, place):
        after = line.skip(day[1], "of")
        month = _month(line, after)
        if month is None or (line.word(place - 1) in {"$", "£", "€"}):
            return None
        fields, end = {"day": day[0], "month": month[0]}, month[1]
    elif month := _month(line, place):
        fields, end = {"month": month[0]}, month[1]
        day = _day_number(line, line.skip(end, "the"))
        if day and line.word(day[1]) not in {"percent", "%", ":", "per", "people", "million"}:
            fields["day"], end = day
        elif line.word(place) not in FULL_MONTHS and not _is_year(line, end):
            return None
        elif not _names_month(line, place, end):
            return None
    else:
        return None
    after = line.skip(end, ",") if "day" in fields else line.skip(end, "of")
    if _is_year(line, after):
        fields["year"], end = int(line.word(after)), after + 1
    return _point(place, end, **fields)


def _names_month(line: Line, place: int, end: int) -> bool:
    """Whether "May", "March" or "August" stands for the month: other months need no proof."""
    if line.word(place) not in {"may", "march", "august"}:
        return True
    if _is_year(line, line.skip(end, ",", "of")):
        return True
    before = line.word(place - 1)
    if before in PREPOSITIONS - {"(", "for", "as"} or before in {
        "last",
        "next",
        "this",
        "every",
        "each",
        "-",
        "end",
        "and",
        "or",
    }:
        return True
    token = line.token(place)
    return token is not None and (
        token.entity == "DATE" or (token.pos == "PROPN" and line.word(place) == "august" and not token.entity)
    )


def _weekday(line: Line, place: int) -> Found | None:
    word = line.word(place)
    if not line.capital(place):
        return None
    if (plain := word.removesuffix("s")) in WEEKDAYS:
        return _point(place, place + 1, weekday=WEEKDAYS[plain])
    if word in SHORT_DAYS and line.word(place + 1) in {".", ","} and line.tight(place + 1):
        after = line.skip(line.skip(place + 1, "."), ",")
        if (
            _month(line, after)
            or _day_number(line, after)
            or (line.word(place - 1) == "on" and line.word(place + 1) == ".")
        ):
            return _point(place, line.skip(place + 1, "."), weekday=SHORT_DAYS[word])
    return None


def _year(line: Line, place: int) -> Found | None:
    """2031, the 1990s, the nineties, the 17th century, 2030-31."""
    word = line.word(place)
    if word in DECADES and line.word(place - 1) in {"the", "early", "late", "-", "mid"}:
        return _point(place, place + 1, decade=DECADES[word])
    if not _is_year(line, place):
        return _century(line, place)
    year = int(word)
    if line.word(place + 1) == "s" and line.tight(place + 1):
        if year % 100 == 0 and year != 2000:
            return _point(place, place + 2, century=year // 100 + 1)
        return (
            _point(place, place + 2, decade=year % 100)
            if year % 10 == 0 and year >= 1900
            else _point(place, place + 2, years=year)
        )
    before, after = line.word(place - 1), line.word(place + 1)
    if before in {"$", "£", "€", "#"} or after in {"%", "percent", "°", "per", "million", "billion", "thousand"}:
        return None
    if line.tight(place + 1) and line.lexemes[place + 1].text.isalpha() if place + 1 < len(line) else False:
        return None
    if year < 1500 and before not in {"in", "since", "by", "until", "before", "after", "from"}:
        return None
    token = line.token(place + 1)
    if (
        before not in PREPOSITIONS | {"the"}
        and token is not None
        and token.tag in {"NNS", "NNPS"}
        and line.lexemes[place + 1].spaced
    ):
        return None
    if (before == "about" or before == "around" or before == "than" or before == "to" or before == "for") and (
        after in UNITS or (token is not None and token.tag == "NNS")
    ):
        return None
    if after in UNITS and after not in {"m", "k", "g", "s", "c"} and before not in {"in", "since"}:
        return None
    return _point(place, place + 1, year=year)


def _century(line: Line, place: int) -> Found | None:
    number = numeral_at(line, place)
    if number is None or number.form != "ordinal":
        return None
    after = line.skip(number.end, "-")
    if line.word(after) in {"century", "centuries"} and number.value <= 30:
        return _point(place, after + 1, century=int(number.value))
    return None


_NUMBERED = frozenset("quarter half minute hour day week month year decade".split())


def _numbered(line: Line, place: int) -> Found | None:
    """The second quarter, the first half of the year, the 88th minute, the third week, Q2."""
    word = line.word(place)
    if word == "q" and line.capital(place) and line.tight(place + 1) and line.word(place + 1) in {"1", "2", "3", "4"}:
        return _point(place, place + 2, quarter=int(line.word(place + 1)))
    if word == "first" and line.word(place + 1) == "six" and line.word(place + 2) == "months":
        return _point(place, place + 3, half=1)
    number = numeral_at(line, place)
    if number is None or number.form != "ordinal" or number.value > 400:
        return None
    unit = line.word(line.skip(number.end, "-"))
    if unit not in _NUMBERED or (unit in {"hour", "year", "decade", "day"} and number.value == 1):
        return None
    if unit == "half" and line.word(line.skip(number.end, "-") + 1) == "-":
        return None
    return _point(
        place,
        line.skip(number.end, "-") + 1,
        **{unit: int(number.value)} if unit not in {"day", "month", "year"} else {f"{unit}_number": int(number.value)},
    )


# Relative ------------------------------------------------------------------------------------------------------------------------

_STEPS = {
    "last": -1,
    "previous": -1,
    "past": -1,
    "preceding": -1,
    "next": 1,
    "following": 1,
    "coming": 1,
    "this": 0,
    "current": 0,
}
_SPELLS = frozenset("year month week weekend day night fortnight quarter decade century season".split())
_NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def _relative(line: Line, place: int) -> Found | None:
    word = line.word(place)
    if word in _NAMED_DAYS and line.word(place + 1) != "'":
        return _point(place, place + 1, offset=_NAMED_DAYS[word], offset_unit="day")
    if word == "tonight":
        return _point(place, place + 1, offset=0, offset_unit="day", part="evening")
    if word in _STEPS:
        return _stepped(line, place, _STEPS[word])
    if word == "the" and line.word(place + 1) in _SPELLS and line.word(place + 2) in {"before", "earlier", "after"}:
        if line.word(place + 2) != "earlier" and _opens_clause(line, place + 3):
            return None
        step = 1 if line.word(place + 2) == "after" else -1
        return _point(place, place + 3, offset=step, offset_unit=line.word(place + 1))
    if word == "the" and line.word(place + 1) in {"year", "month", "week", "decade", "century"}:
        whole = line.word(place - 1) == "of" or (line.word(place + 2) == "'" and line.word(place + 4) == "end")
        return _point(place + 1, place + 2, offset=0, offset_unit=line.word(place + 1)) if whole else None
    if word == "year" and line.word(place + 1) == "-" and line.word(place + 2) == "end":
        return None
    return None


def _opens_clause(line: Line, place: int) -> bool:
    """Whether words follow that "before" or "after" governs: "the day before she left"."""
    token = line.token(place)
    return (
        place < len(line) and token is not None and token.pos in {"PRON", "DET", "PROPN", "NOUN", "ADJ", "NUM", "VERB"}
    )


def _stepped(line: Line, place: int, step: int) -> Found | None:
    after = line.word(place + 1)
    if after in _SPELLS:
        if after == "season":
            return None
        if after == "night":
            return _point(place, place + 2, offset=step, offset_unit="day", part="night")
        return _point(place, place + 2, offset=step, offset_unit=after)
    if after in SEASONS:
        return _point(place, place + 2, season=SEASONS[after], offset=step, offset_unit="season")
    if line.word(place) == "this" and after in PARTS_OF_DAY:
        return _point(place, place + 2, part=PARTS_OF_DAY[after], offset=0, offset_unit="day")
    inner = _weekday(line, place + 1) or (
        (month := _month(line, place + 1)) and _point(place + 1, month[1], month=month[0])
    )
    if not inner:
        return None
    unit = "week" if "weekday" in inner.fields else "month-of-year"
    found = _point(
        place, inner.end, **{name: value for name, value in inner.fields.items()}, offset=step, offset_unit=unit
    )
    return replace(found, places=found.places | inner.places)


def _season(line: Line, place: int) -> Found | None:
    word, before = line.word(place), line.word(place - 1)
    if word not in SEASONS or line.capital(place):
        return None
    token = line.token(place)
    if word in {"fall", "spring"} and (
        (token is not None and token.pos not in {"NOUN", "PROPN"}) or line.word(place + 1) == "in"
    ):
        return None
    if before in {
        "in",
        "by",
        "since",
        "until",
        "early",
        "late",
        "mid",
        "-",
        "every",
        "each",
        "of",
        "during",
        "for",
    } or (
        before == "the"
        and line.word(place - 2)
        in {"in", "by", "since", "until", "of", "during", "from", "for", "over", "through", "after", "before"}
    ):
        return _point(place, place + 1, season=SEASONS[word])
    return None


def _feast(line: Line, place: int) -> Found | None:
    for size in (5, 2, 1):
        words = tuple(line.word(k) for k in range(place, place + size))
        if words in FEASTS and (line.capital(place) or (words == ("new", "year") and line.word(place - 1) == "the")):
            return _point(place, place + size, feast=FEASTS[words])
    return None


def _part_of_day(line: Line, place: int) -> Found | None:
    word, before = line.word(place), line.word(place - 1)
    if word not in PARTS_OF_DAY or word in {"dusk", "lunchtime"}:
        return None
    closed = (
        before in WEEKDAYS
        or before in {"yesterday", "tomorrow", "that", "by", "at", "early", "late", "all", "during"}
        or word == "overnight"
    )
    if closed or (before == "the" and line.word(place - 2) in {"in", "during", "on", "of"}):
        return _point(place, place + 1, part=PARTS_OF_DAY[word])
    return None


# Durations -----------------------------------------------------------------------------------------------------------------------

_CALENDAR = {
    "month": 1,
    "months": 1,
    "year": 12,
    "years": 12,
    "decade": 120,
    "decades": 120,
    "century": 1200,
    "centuries": 1200,
}
_BEFORE_SPELL = frozenset(
    "within for in after over than about nearly almost lasting lasted inside under just every only around roughly least".split()
)
_AFTER_SPELL = frozenset("later earlier ago before after from long on and".split())


def _spell(line: Line, place: int) -> tuple[Fraction, bool, int] | None:
    """The unit of time that begins here: its size, whether that is in months, and the place after it."""
    word = line.word(place)
    if word in _CALENDAR:
        return Fraction(_CALENDAR[word]), True, place + 1
    unit = UNITS.get(word)
    if unit is None or unit.dimension != "duration" or (word == "s" and not line.tight(place)):
        return None
    return unit.factor, False, place + 1


def _duration(line: Line, place: int) -> Found | None:
    first = place
    if line.word(place) == "half" and line.word(line.skip(place + 1, "-")) == "year":
        return _lasting(first, line.skip(place + 1, "-") + 1, Fraction(6), Fraction(6), True)
    if line.word(place) in {"a", "an"} and (spell := _spell(line, place + 1)):
        return _one_spell(line, place, spell)
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
    """A year, an hour: a duration where the words round it say so, else a rate ("three times a year") or a mere occasion."""
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
    return before == "aged" or (before == "of" and line.word(first - 2) == "age")


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
    parts = []
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


Rule = Callable[[Line, int], Found | None]
_RULES: tuple[Rule, ...] = (
    _iso,
    _date,
    _feast,
    _relative,
    _weekday,
    _numbered,
    _year,
    _duration,
    _clock,
    _season,
    _part_of_day,
)


def taken(times: list[Found]) -> Iterator[int]:
    """The places of the lexemes that belong to a time."""
    for time in times:
        yield from range(time.first, time.end)
