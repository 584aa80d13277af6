"""Times: every format of one time gives one time."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.document import Document
from unspin.facts.grammar.lexemes import Line, lex
from unspin.facts.grammar.times import times_in
from unspin.facts.times import Time, comparable, differing, same_time, times_of
from unspin.language import analyse

MONTHS = [datetime.date(2031, month, 1).strftime("%B") for month in range(1, 13)]


def read(text: str) -> list[Time]:
    return times_of(analyse(Document(text))[0])


def only(text: str) -> Time:
    found = read(text)
    assert len(found) == 1, [text[one.span.start : one.span.end] for one in found]
    return found[0]


def fields(text: str) -> list[dict[str, int | str]]:
    """What a text says of times, read without a parse."""
    return [dict(found.fields) for found in times_in(Line(lex(text)))]


def lengths(text: str) -> list[tuple[Fraction | None, bool]]:
    return [(found.low, found.calendar) for found in times_in(Line(lex(text)))]


@given(st.dates(datetime.date(1600, 1, 1), datetime.date(2190, 12, 31)))
def test_formats_of_a_date_are_equal(day: datetime.date) -> None:
    month = MONTHS[day.month - 1]
    formats = [
        f"on {day.day} {month} {day.year}",
        f"on {month} {day.day}, {day.year}",
        f"on {month[:3]}{'.' if len(month) > 3 else ''} {day.day}, {day.year}",
        f"on the {day.day}th of {month} {day.year}",
        f"on {day.isoformat()}",
    ]
    said = {"day": day.day, "month": day.month, "year": day.year}
    assert [fields(text) for text in formats] == [[said]] * len(formats)


@given(st.times())
def test_formats_of_a_clock_time_are_equal(time: datetime.time) -> None:
    half, hour = ("a" if time.hour < 12 else "p"), time.hour % 12 or 12
    formats = [
        f"at {hour}.{time.minute:02} {half}.m.",
        f"at {hour}:{time.minute:02} {half}.m.",
        f"at {hour}:{time.minute:02}{half}m",
        f"at {time.hour:02}{time.minute:02} GMT",
    ]
    if time.hour > 12 or time.hour < 10:
        formats.append(f"at {time.hour:02}:{time.minute:02}")
    said = {"clock": time.hour * 60 + time.minute}
    assert [fields(text) for text in formats] == [[said]] * len(formats)


@given(st.integers(2, 400))
def test_months_and_years(years: int) -> None:
    assert lengths(f"for {years} years") == lengths(f"for {years * 12} months") == [(Fraction(years * 12), True)]
    assert lengths(f"for {years} and a half years") == lengths(f"for {years * 12 + 6} months")


@given(st.integers(2, 400))
def test_minutes_hours_days_weeks(number: int) -> None:
    assert lengths(f"for {number} hours") == lengths(f"for {number * 60} minutes")
    assert lengths(f"for {number} weeks") == lengths(f"for {number * 7} days") == [(Fraction(number * 604_800), False)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He served 18 months.", "He served a year and a half."),
        ("The half-year profit fell.", "Profit over six months fell."),
        ("He won in 4 minutes 12.7 seconds.", "He won in 4:12.7."),
        ("She ran it in 2:05:11.", "She ran it in two hours, five minutes and 11 seconds."),
        ("It was closed for 48 hours.", "It was closed for two days."),
        ("It lasted half an hour.", "It lasted 30 minutes."),
        ("He left at 2.15 p.m.", "He left at 14:15."),
        ("He left at 6:43 a.m.", "He left at 6.43 in the morning."),
        ("He left at noon.", "He left at 12 p.m."),
        ("He left in mid-February.", "He left in the middle of February."),
        ("He left by the end of the year.", "He left by the year's end."),
        ("It is a 17th-century mill.", "The mill is from the 1600s."),
        ("Sales rose in the second quarter.", "Sales rose in Q2."),
        ("The fair runs from 3 to 9 May.", "The fair runs May 3-9."),
        ("He comes every year.", "He comes annually."),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    first, second = only(one), only(other)
    assert first.key == second.key
    assert same_time(first, second)


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ("He left on Friday.", "He left on Thursday.", "weekday"),
        ("He left on Monday morning.", "He left on Monday evening.", "part"),
        ("He left on 3 August.", "He left on 4 August.", "day"),
        ("He left in late May.", "He left in early May.", "section"),
        ("He left in 2019.", "He left in 2018.", "year"),
        ("He left at 6 p.m.", "He left at 5 p.m.", "clock"),
        ("He left last spring.", "He left last autumn.", "season"),
        ("He stayed for three days.", "He stayed for three hours.", "duration"),
    ],
)
def test_contradictions(one: str, other: str, field: str) -> None:
    first, second = only(one), only(other)
    assert comparable(first, second)
    assert differing(first, second) == field
    assert not same_time(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He left on 3 August 2031.", "He left on 3 August."),
        ("He left in March 2019.", "He left in 2019."),
        ("He left late on Monday.", "He left on Monday night."),
        ("He left in the previous year.", "He had left a year earlier."),
        ("It took 12 months.", "It took 52 weeks."),
    ],
)
def test_less_detail_is_no_contradiction(one: str, other: str) -> None:
    assert same_time(only(one), only(other))
    assert same_time(only(other), only(one))


def test_a_weekday_and_a_date_say_different_things() -> None:
    assert not comparable(only("He left on Tuesday."), only("He left on 3 August."))


@pytest.mark.parametrize(
    ("text", "relation"),
    [("by 2034", "by"), ("in 2034", "in"), ("until mid-May", "until"), ("shortly before 6 a.m.", "before")],
)
def test_prepositions(text: str, relation: str) -> None:
    assert only(f"It will be built {text}.").relation == relation


@pytest.mark.parametrize(
    "text",
    [
        "Prices may rise and the march goes on.",
        "The 51-year-old broker sold 2,000 shares.",
        "He will spring a surprise before the fall in prices.",
        "The plan saves 900 million crowns a year.",
        "Mark and April agreed.",
    ],
)
def test_no_time(text: str) -> None:
    assert [time.key for time in read(text) if "April" not in text or time.get("month") != 4] == []


ANY = st.characters(exclude_categories=["Cs"])


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from("0123456789.,-:/ apmMayjundeoftMonday'½\n") | ANY,
        max_size=60,
    )
)
def test_any_text_is_read_and_spans_slice_back(text: str) -> None:
    for time in read(text):
        assert 0 <= time.span.start < time.span.end <= len(text)
        assert any(character.isalnum() for character in time.span.of(text))
        assert same_time(time, time)
        for field in time.fields:
            assert time.span.covers(field.span)
