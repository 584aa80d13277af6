"""Relative times, seasons, feasts and parts of the day: last week, the year before, in the spring, at Easter."""

from __future__ import annotations

from dataclasses import replace

from unspin.facts.grammar.calendar_words import FEASTS, PARTS_OF_DAY, SEASONS, WEEKDAYS
from unspin.facts.grammar.dates import month_at, weekday_at
from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.moments import Found, point

STEPS = {
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


_SPELLS = words("year month week weekend day night fortnight quarter decade century season")


_EVERY = words("hour day night week weekend month year decade")


REGULARLY = {
    "annually": "year",
    "yearly": "year",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "hourly": "hour",
    "nightly": "night",
}


DAY_CLASSES = {"weekdays": "weekdays", "weekday": "weekdays", "weekends": "weekends", "weekend": "weekends"}


NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def relative_at(line: Line, place: int) -> Found | None:
    """Yesterday, last week, next August, the year before, every month; None elsewhere."""
    word = line.word(place)
    if word in {"every", "each"} and line.word(place + 1) in _EVERY:
        return point(place, place + 2, every=line.word(place + 1))
    if word in {"every", "each"} and line.word(place + 1) in {"other", "second"} and line.word(place + 2) in _EVERY:
        return point(place, place + 3, every=f"other {line.word(place + 2)}")
    if word in REGULARLY and (token := line.token(place)) is not None and token.pos == "ADV":
        return point(place, place + 1, every=REGULARLY[word])
    if word in NAMED_DAYS and line.word(place + 1) != "'":
        return point(place, place + 1, offset=NAMED_DAYS[word], offset_unit="day")
    if word == "tonight":
        return point(place, place + 1, offset=0, offset_unit="day", part="evening")
    if word in DAY_CLASSES:
        return _day_class(line, place)
    if word in STEPS:
        return _stepped(line, place, STEPS[word])
    if word == "the" and line.word(place + 1) in _SPELLS and line.word(place + 2) in {"before", "earlier", "after"}:
        if line.word(place + 2) != "earlier" and _opens_clause(line, place + 3):
            return None
        step = 1 if line.word(place + 2) == "after" else -1
        return point(place, place + 3, offset=step, offset_unit=line.word(place + 1))
    if word == "the" and line.word(place + 1) in {"year", "month", "week", "decade", "century"}:
        whole = line.word(place - 1) == "of" or (line.word(place + 2) == "'" and line.word(place + 4) == "end")
        return point(place + 1, place + 2, offset=0, offset_unit=line.word(place + 1)) if whole else None
    if word == "year" and line.word(place + 1) == "-" and line.word(place + 2) == "end":
        return None
    return None


def _day_class(line: Line, place: int) -> Found | None:
    """The days of work or of rest as a habit: on weekdays, at weekends, at the weekend."""
    word, before = line.word(place), line.word(place - 1)
    if word.endswith("s") and before not in {"two", "three", "four", "several", "few", "last", "next"}:
        return point(place, place + 1, days=DAY_CLASSES[word])
    if before in {"every", "each"}:
        return point(place, place + 1, days=DAY_CLASSES[word])
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
            return point(place, place + 2, offset=step, offset_unit="day", part="night")
        return point(place, place + 2, offset=step, offset_unit=after)
    if after in SEASONS:
        return point(place, place + 2, season=SEASONS[after], offset=step, offset_unit="season")
    if line.word(place) == "this" and after in PARTS_OF_DAY:
        return point(place, place + 2, part=PARTS_OF_DAY[after], offset=0, offset_unit="day")
    inner = weekday_at(line, place + 1) or (
        (month := month_at(line, place + 1)) and point(place + 1, month[1], month=month[0])
    )
    if not inner:
        return None
    if step == 0 and "weekday" in inner.fields:
        # "This Sunday", "next Sunday" and "the coming Sunday" are one day to many writers.
        return replace(inner, first=place)
    unit = "week" if "weekday" in inner.fields else "month-of-year"
    found = point(place, inner.end, **inner.fields, offset=step, offset_unit=unit)
    return replace(found, places=found.places | inner.places)


def season_at(line: Line, place: int) -> Found | None:
    """The season that is named here, or None where "spring" and "fall" are no seasons."""
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
        return point(place, place + 1, season=SEASONS[word])
    return None


def feast_at(line: Line, place: int) -> Found | None:
    """The feast that is named here, or None."""
    for size in (5, 2, 1):
        words = tuple(line.word(k) for k in range(place, place + size))
        if words in FEASTS and (line.capital(place) or (words == ("new", "year") and line.word(place - 1) == "the")):
            return point(place, place + size, feast=FEASTS[words])
    return None


def part_of_day_at(line: Line, place: int) -> Found | None:
    """The part of the day that is named here, or None where it is no time ("a morning paper")."""
    word, before = line.word(place), line.word(place - 1)
    if word not in PARTS_OF_DAY or word in {"dusk", "lunchtime"}:
        return None
    closed = (
        before in WEEKDAYS
        or before in {"yesterday", "tomorrow", "that", "by", "at", "early", "late", "all", "during"}
        or word == "overnight"
    )
    if closed or (before == "the" and line.word(place - 2) in {"in", "during", "on", "of"}):
        return point(place, place + 1, part=PARTS_OF_DAY[word])
    return None
