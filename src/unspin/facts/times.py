"""Times: dates, weekdays, clock times, periods, durations."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from unspin.document import Span
from unspin.facts.grammar.bounds import Bound
from unspin.facts.grammar.lexemes import Line, lines_of
from unspin.facts.grammar.moments import Found, Value
from unspin.facts.grammar.times import times_in
from unspin.language import Analysis

_MONTH_DAYS = Fraction(146_097, 4_800)
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class TimeField:
    """One thing that a time says: its name (year, month, weekday, clock, offset ...), its value and its place."""

    name: str
    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Time:
    """One expression of time: a point or period, told by its fields, or a duration from ``low`` to ``high``.

    Durations are in seconds, or in months where ``calendar`` is true; ``vague`` ones are told without a number.
    ``section`` is early, start, middle, late, end or "". ``relation`` is the sense of the preposition before it: in
    (also on, at), by, until, through, to, since, from, before, after or "".
    """

    span: Span
    fields: tuple[TimeField, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    calendar: bool = False
    vague: bool = False
    section: str = ""
    relation: str = ""
    bound: Bound = ""

    @property
    def is_duration(self) -> bool:
        """Whether it says how long and not when."""
        return self.low is not None

    def get(self, name: str) -> Value | None:
        """The value of a field, or None."""
        return next((field.value for field in self.fields if field.name == name), None)

    @property
    def key(self) -> str:
        """The same for times that mean the same, however they are written; preposition and bound are left out."""
        if self.low is not None and self.high is not None:
            unit = "months" if self.calendar else "seconds"
            return f"duration:{self.low}{unit}" if self.low == self.high else f"duration:{self.low}..{self.high}{unit}"
        said = ",".join(f"{field.name}={field.value}" for field in sorted(self.fields, key=lambda field: field.name))
        return f"time:{said}" + (f":{self.section}" if self.section else "")


def times_of(analysis: Analysis) -> list[Time]:
    """The times of a document in order of place."""
    return [_time(line, found) for line in lines_of(analysis) for found in times_in(line)]


def _time(line: Line, found: Found) -> Time:
    fields = tuple(TimeField(name, value, line.span(*found.places[name])) for name, value in found.fields.items())
    return Time(
        line.span(found.first, found.end),
        fields,
        found.low,
        found.high,
        found.calendar,
        found.vague,
        found.section,
        found.relation,
        found.bound,
    )


_LIKE_PARTS = (frozenset({"evening", "night", "dusk"}), frozenset({"morning", "dawn"}))
_LIKE_SECTIONS = (frozenset({"early", "start"}), frozenset({"late", "end"}))


def differing(original: Time, rewrite: Time) -> str | None:
    """The field in which two times contradict each other, "duration", "section", or None where they agree.

    A field that only one of them tells is no contradiction: "3 August" and "3 August 2031" agree.
    """
    if original.is_duration or rewrite.is_duration:
        return None if _same_length(original, rewrite) else "duration"
    if _clocks_differ(original, rewrite):
        return "clock"
    for field in original.fields:
        other = rewrite.get(field.name)
        if other is None or other == field.value or field.name in {"clock", "clock-12"}:
            continue
        if field.name == "part" and any({field.value, other} <= like for like in _LIKE_PARTS):
            continue
        return field.name
    if original.section and rewrite.section and original.section != rewrite.section:
        return None if any({original.section, rewrite.section} <= like for like in _LIKE_SECTIONS) else "section"
    return None


def comparable(original: Time, rewrite: Time) -> bool:
    """Whether the two say something of the same kind, so that they agree or contradict each other."""
    if original.is_duration or rewrite.is_duration:
        return original.is_duration and rewrite.is_duration
    clocks = {"clock", "clock-12"}
    ours, theirs = ({field.name for field in time.fields} for time in (original, rewrite))
    return bool(ours & theirs) or bool(ours & clocks and theirs & clocks)


def same_time(original: Time, rewrite: Time) -> bool:
    """Whether two expressions denote the same time as far as both tell; preposition and bound are left out."""
    if original.is_duration != rewrite.is_duration:
        return _same_step(original, rewrite)
    return comparable(original, rewrite) and differing(original, rewrite) is None


def _clocks_differ(original: Time, rewrite: Time) -> bool:
    ours, theirs = original.get("clock"), rewrite.get("clock")
    if isinstance(ours, int) and isinstance(theirs, int):
        return ours != theirs
    ours = ours if isinstance(ours, int) else original.get("clock-12")
    theirs = theirs if isinstance(theirs, int) else rewrite.get("clock-12")
    return isinstance(ours, int) and isinstance(theirs, int) and (ours - theirs) % 720 != 0


def seconds(time: Time) -> tuple[Fraction, Fraction] | None:
    """Shortest and longest length of a duration in seconds, months at their average length; None for a point."""
    if time.low is None or time.high is None:
        return None
    unit = _MONTH_DAYS * _DAY if time.calendar else Fraction(1)
    return time.low * unit, time.high * unit


def _same_length(original: Time, rewrite: Time) -> bool:
    ours, theirs = seconds(original), seconds(rewrite)
    if ours is None or theirs is None:
        return False
    if original.vague or rewrite.vague:
        return ours[0] <= theirs[1] and theirs[0] <= ours[1]
    # Twelve months are 52 weeks to a reader; among like units nothing but equality will do.
    slack = Fraction(0) if original.calendar == rewrite.calendar else Fraction(4, 100)
    return all(abs(a - b) <= slack * max(a, b) for a, b in zip(ours, theirs, strict=True))


def _same_step(original: Time, rewrite: Time) -> bool:
    """Whether one is "the previous year" and the other "a year earlier"."""
    point, length = (rewrite, original) if original.is_duration else (original, rewrite)
    unit = {
        "day": (_DAY, False),
        "week": (7 * _DAY, False),
        "month": (1, True),
        "year": (12, True),
        "decade": (120, True),
    }
    step = unit.get(str(point.get("offset-unit")))
    return step is not None and point.get("offset") in {-1, 1} and length.low == step[0] and length.calendar is step[1]
