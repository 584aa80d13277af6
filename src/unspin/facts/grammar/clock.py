"""Clock times: 2.15 p.m., 14:15, noon, half past two, 7.52 in the morning."""

from __future__ import annotations

from unspin.facts.grammar.lexemes import Line
from unspin.facts.grammar.moments import Found, point
from unspin.facts.grammar.number_words import numeral_at


def clock_at(line: Line, place: int) -> Found | None:
    """The clock time that begins at this lexeme, or None."""
    word = line.word(place)
    if word in {"noon", "midday", "midnight"} and line.word(place + 1) != "-":
        return point(place, place + 1, clock=0 if word == "midnight" else 720)
    if word == "half" and line.word(place + 1) == "past" and (past := numeral_at(line, place + 2)):
        return point(place, past.end, clock_12=int(past.value % 12) * 60 + 30) if 1 <= past.value <= 12 else None
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
            text.isdecimal()
            and len(text) <= 2
            and len(minutes) == 2
            and minutes.isdecimal()
            and int(text) < 24
            and int(minutes) < 60
        ):
            return int(text), int(minutes), place + 3
        return None, 0, place
    whole, _, part = text.partition(".")
    if part and len(part) == 2 and int(part) < 60 and whole.isdecimal() and int(whole) < 24:
        return int(whole), int(part), place + 1
    if (
        text.isdecimal()
        and len(text) == 4
        and line.word(place + 1) in {"gmt", "utc", "hours"}
        and int(text) < 2400
        and int(text) % 100 < 60
    ):
        return int(text) // 100, int(text) % 100, place + 1
    if text.isdecimal() and int(text) <= 12:
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
        return point(first, end + 1, clock=(hour % 12 + (12 if half == "p" else 0)) * 60 + minute)
    part = (
        {"morning": 0, "afternoon": 12, "evening": 12}.get(line.word(end + 2)) if line.word(end + 1) == "the" else None
    )
    if after == "in" and part is not None and 1 <= hour <= 12:
        return point(first, end + 3, clock=(hour % 12 + part) * 60 + minute)
    marked = line.word(first + 1) == ":" or line.word(end - 1) == "clock" or after in {"gmt", "utc", "hours"}
    if after in {"gmt", "utc", "hours"}:
        end += 1
    if not marked:
        return None
    if hour > 12 or line.word(first).startswith("0") or hour == 0 or after in {"gmt", "utc"}:
        return point(first, end, clock=minutes)
    return point(first, end, clock_12=minutes % 720)


def _is_half(text: str) -> bool:
    return text.replace(".", "").replace(" ", "")[1:2] == "m" and not text.replace(".", "").replace(" ", "")[3:]
