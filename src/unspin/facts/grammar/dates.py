"""Dates, weekdays, years, decades, centuries and numbered periods."""

from __future__ import annotations

from unspin.facts.grammar.calendar_words import DECADES, FULL_MONTHS, MONTHS, PREPOSITIONS, SHORT_DAYS, WEEKDAYS
from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.moments import Found, Value, point
from unspin.facts.grammar.number_words import numeral_at
from unspin.facts.grammar.units import UNITS


def _is_year(line: Line, place: int) -> bool:
    text = line.word(place)
    return len(text) == 4 and text.isdecimal() and 1000 <= int(text) <= 2199


def iso_at(line: Line, place: int) -> Found | None:
    """The date written as 2031-08-03 (ISO 8601) that begins at this lexeme, or None."""
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
        and month.isdecimal()
        and day.isdecimal()
        and 1 <= int(month) <= 12
        and 1 <= int(day) <= 31
    ):
        return point(place, place + 5, year=int(line.word(place)), month=int(month), day=int(day))
    return None


def month_at(line: Line, place: int) -> tuple[int, int] | None:
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
    if not text.isdecimal() or len(text) > 2 or not 1 <= int(text) <= 31:
        return None
    end = place + 1
    if line.word(end) in {"st", "nd", "rd", "th"} and line.tight(end):
        end += 1
    return int(text), end


def _days(line: Line, place: int) -> tuple[int, int, int] | None:
    """Two days of one month, "3 to 9", "3-9" or "between 3 and 9", and the place after them."""
    first = _day_number(line, place)
    between = line.word(place - 1) == "between" or line.word(place - 2) == "between"
    if first is None or line.word(first[1]) not in ({"and"} if between else {"to", "-", "–"}):
        return None
    last = _day_number(line, first[1] + 1)
    return (first[0], last[0], last[1]) if last and last[0] > first[0] else None


def _is_day(line: Line, end: int) -> bool:
    """Whether a number after a month can be its day: "March 3", not "in March 3 per cent fewer"."""
    return line.word(end) not in {"percent", "%", ":", "per", "people", "million"}


def date_at(line: Line, place: int) -> Found | None:
    """3 August 2031, the 3rd of August, Aug. 3, August 2031, August."""
    fields: dict[str, Value] = {}
    if day := _day_number(line, place):
        if (days := _days(line, place)) is not None:
            month = month_at(line, line.skip(days[2], "of"))
            return point(place, month[1], day=days[0], day_to=days[1], month=month[0]) if month else None
        after = line.skip(day[1], "of")
        month = month_at(line, after)
        if month is None or (line.word(place - 1) in {"$", "£", "€"}):
            return None
        fields, end = {"day": day[0], "month": month[0]}, month[1]
    elif month := month_at(line, place):
        fields, end = {"month": month[0]}, month[1]
        if (days := _days(line, line.skip(end, "the"))) is not None and _is_day(line, days[2]):
            return point(place, days[2], day=days[0], day_to=days[1], month=month[0])
        day = _day_number(line, line.skip(end, "the"))
        if day and _is_day(line, day[1]):
            fields["day"], end = day
        elif (line.word(place) not in FULL_MONTHS and not _is_year(line, end)) or not _names_month(line, place, end):
            return None
    else:
        return None
    after = line.skip(end, ",") if "day" in fields else line.skip(end, "of")
    if _is_year(line, after):
        fields["year"], end = int(line.word(after)), after + 1
    return point(place, end, **fields)


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


def weekday_at(line: Line, place: int) -> Found | None:
    """The day of the week that is named here, or None."""
    word = line.word(place)
    if not line.capital(place):
        return None
    if (plain := word.removesuffix("s")) in WEEKDAYS:
        return point(place, place + 1, weekday=WEEKDAYS[plain])
    if word in SHORT_DAYS and line.word(place + 1) in {".", ","} and line.tight(place + 1):
        after = line.skip(line.skip(place + 1, "."), ",")
        if (
            month_at(line, after)
            or _day_number(line, after)
            or (line.word(place - 1) == "on" and line.word(place + 1) == ".")
        ):
            return point(place, line.skip(place + 1, "."), weekday=SHORT_DAYS[word])
    return None


def _before_christ(line: Line, place: int) -> Found | None:
    """A year told with its era: 6,300 BC, 44 BCE."""
    if line.value(place) is None or line.word(place + 1) not in {"bc", "bce"}:
        return None
    return point(place, place + 2, year=-int(line.value(place) or 0))


def year_at(line: Line, place: int) -> Found | None:
    """2031, the 1990s, the nineties, the 17th century, 2030-31, 44 BC."""
    word = line.word(place)
    if early := _before_christ(line, place):
        return early
    if word in DECADES and line.word(place - 1) in {"the", "early", "late", "-", "mid"}:
        return point(place, place + 1, decade=DECADES[word])
    if not _is_year(line, place):
        return _century(line, place)
    year = int(word)
    if line.word(place + 1) == "s" and line.tight(place + 1):
        if year % 100 == 0 and year != 2000:
            return point(place, place + 2, century=year // 100 + 1)
        return (
            point(place, place + 2, decade=year % 100)
            if year % 10 == 0 and year >= 1900
            else point(place, place + 2, years=year)
        )
    before, after = line.word(place - 1), line.word(place + 1)
    last, tight = line.word(place + 2), line.tight(place + 1) and line.tight(place + 2)
    if after in {"-", "–", "/"} and tight and len(last) == 2 and last.isdecimal():
        return point(place, place + 3, year=year, year_to=year + (int(last) - year) % 100)
    if before in {"$", "£", "€", "#"} or after in {
        "%",
        "percent",
        "°",
        "per",
        "million",
        "billion",
        "thousand",
        "gmt",
        "utc",
        "hours",
    }:
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
    if before in {"about", "around", "than", "to", "for"} and (
        after in UNITS or (token is not None and token.tag == "NNS")
    ):
        return None
    if after in UNITS and after not in {"m", "k", "g", "s", "c"} and before not in {"in", "since"}:
        return None
    return point(place, place + 1, year=year)


def _century(line: Line, place: int) -> Found | None:
    number = numeral_at(line, place)
    if number is None or number.form != "ordinal":
        return None
    after = line.skip(number.end, "-")
    if line.word(after) in {"century", "centuries"} and number.value <= 30:
        return point(place, after + 1, century=int(number.value))
    return None


_NUMBERED = words("quarter half minute hour day week month year decade")


def numbered_at(line: Line, place: int) -> Found | None:
    """The second quarter, the first half of the year, the 88th minute, the third week, Q2."""
    word = line.word(place)
    if word == "q" and line.capital(place) and line.tight(place + 1) and line.word(place + 1) in {"1", "2", "3", "4"}:
        return point(place, place + 2, quarter=int(line.word(place + 1)))
    if word == "first" and line.word(place + 1) == "six" and line.word(place + 2) == "months":
        return point(place, place + 3, half=1)
    number = numeral_at(line, place)
    if number is None or number.form != "ordinal" or number.value > 400:
        return None
    unit = line.word(line.skip(number.end, "-"))
    if unit not in _NUMBERED or (unit in {"hour", "year", "decade", "day"} and number.value == 1):
        return None
    if unit == "half" and line.word(line.skip(number.end, "-") + 1) == "-":
        return None
    return point(
        place,
        line.skip(number.end, "-") + 1,
        **{unit: int(number.value)} if unit not in {"day", "month", "year"} else {f"{unit}_number": int(number.value)},
    )
