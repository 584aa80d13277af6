"""Numbers: every way of writing one gives one value, whatever stands round it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.document import Document
from unspin.facts.grammar.bounds import Bound, bounds_agree
from unspin.facts.grammar.number_words import value_of
from unspin.facts.quantities import Quantity, quantities_of, same_quantity
from unspin.language import analyse

ONES = [
    *["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    *["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """The number in English words, as a newspaper would write it."""
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{spelled(number // scale)} {name}{joint + spelled(rest) if rest else ''}"
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


def read(text: str) -> list[Quantity]:
    return quantities_of(analyse(Document(text))[0])


def only(text: str) -> Quantity:
    found = read(text)
    assert len(found) == 1, [text[one.span.start : one.span.end] for one in found]
    return found[0]


@given(st.integers(0, 10**12 - 1))
def test_digits_commas_and_words_are_one_value(number: int) -> None:
    assert value_of(str(number)) == value_of(f"{number:,}") == value_of(spelled(number)) == number


@given(
    st.integers(1, 999_999), st.sampled_from([("m", 10**6), (" million", 10**6), ("bn", 10**9), (" billion", 10**9)])
)
def test_scales_multiply_exactly(thousandths: int, scale: tuple[str, int]) -> None:
    assert value_of(f"{thousandths / 1000:.3f}{scale[0]}") == Fraction(thousandths, 1000) * scale[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("4.1-million", 4_100_000),
        ("fifteen hundred", 1500),
        ("two thousand and six", 2006),
        ("two-thirds", Fraction(2, 3)),
        ("three quarters", Fraction(3, 4)),
        ("two out of three", Fraction(2, 3)),
        ("nine in ten", Fraction(9, 10)),
        ("1½", Fraction(3, 2)),
        ("3/4", Fraction(3, 4)),
        ("six hundredths", Fraction(6, 100)),
        ("seventy-first", 71),
        ("88th", 88),
    ],
)
def test_words_of_number(text: str, value: Fraction | int) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize("text", ["", "the", "may", "one of", "1,20", "-", "quarterly"])
def test_no_number(text: str) -> None:
    assert value_of(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mill sold 14 boats.", "The mill sold fourteen boats."),
        ("It lies 2 km away.", "It lies 2,000 metres away."),
        ("A fifth of them left.", "Some 20 per cent of them left."),
        ("It cost $2.35 billion.", "It cost $2.35bn."),
        ("It cost 84 million dollars.", "It cost $84m."),
        ("It was minus 31 degrees Celsius.", "It was -31C."),
        ("It was minus 31 degrees Celsius.", "It was 31 degrees Celsius below zero."),
        ("The boy is 16 years old.", "The 16-year-old boy sang."),
        ("They put its age at 900 years.", "The 900-year-old oak fell."),
        ("Kell won 3-1.", "Kell won 3 to 1."),
        ("It grew by between 10 and 12 points.", "It grew by 10-12 points."),
        ("Output doubled.", "Output was twice that of last year."),
        ("The rope lost 1.5 metres.", "The rope lost a metre and a half."),
        ("The lake covers 3 square kilometres.", "The lake covers 300 hectares."),
        ("Rates rose 25 basis points.", "Rates rose 0.25 percentage points."),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    first, second = only(one), only(other)
    assert first.key == second.key
    assert same_quantity(first, second)
    assert same_quantity(second, first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dose was 4 milligrams.", "The dose was 4 grams."),
        ("It cost $4m.", "It cost £4m."),
        ("It cost $4m.", "It cost $4bn."),
        ("Prices rose 3 per cent.", "Prices rose 3 percentage points."),
        ("It lies 22 miles away.", "It lies 22 kilometres away."),
        ("She came third.", "She came fourth."),
        ("Sixty people voted.", "Sixty per cent voted."),
        ("Kell won 3-1.", "Kell won 3-2."),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    first, second = only(one), only(other)
    assert first.key != second.key
    assert not same_quantity(first, second)


def test_miles_rounded_to_kilometres_are_the_same() -> None:
    assert same_quantity(only("The inn is 40 miles away."), only("The inn is 64 kilometres away."))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("There were not even 9,000 of them.", "less than"),
        ("Kell ran 44.3 seconds over 400 metres.", ""),
        ("The fund holds up to $40 million.", "at most"),
        ("The fund holds as much as $40 million.", "at most"),
        ("No fewer than 12 boats sank.", "at least"),
        ("He owns just under 12 percent.", "nearly"),
        ("He owns slightly more than 12 percent.", "just over"),
        ("Some 40 boats sank.", "about"),
        ("The hall seats 40 or more.", "at least"),
        ("There was concern over 20 boats.", ""),
        ("The clinic is for the over-70s.", "more than"),
    ],
)
def test_bounds(text: str, bound: Bound) -> None:
    assert only(text).bound == bound


BOUNDS: list[Bound] = ["", "about", "nearly", "just over", "at most", "less than", "at least", "more than", "within"]


@given(st.sampled_from(BOUNDS), st.sampled_from(BOUNDS))
def test_agreement_of_bounds_has_no_direction(one: Bound, other: Bound) -> None:
    assert bounds_agree(one, one)
    assert bounds_agree(one, other) == bounds_agree(other, one)


@pytest.mark.parametrize(
    ("text", "kind", "counted"),
    [
        ("Six of the eight climbers lived.", "count", "climber"),
        ("He was warned twice.", "count", "time"),
        ("Mr Lasko, 61, will leave.", "age", ""),
        ("It was her third book.", "rank", "book"),
        ("Several boats sank.", "vague", "boat"),
        ("Flight 212 was late.", "label", "flight"),
    ],
)
def test_kinds(text: str, kind: str, counted: str) -> None:
    first = read(text)[0]
    assert (first.kind, first.counted) == (kind, counted)


@pytest.mark.parametrize(
    "text",
    [
        "One of the boats sank.",
        "They saw one another at first.",
        "The F-16 landed in the first place.",
        "He left in 2031 and came back on 3 August.",
        "It rained for 40 days.",
        "The Second Siege began at noon.",
    ],
)
def test_no_quantity(text: str) -> None:
    assert read(text) == []


def test_the_old_and_the_new_value_of_a_change() -> None:
    rise = {one.role: one for one in read("The fare will rise from 4.10 to 4.60 crowns.")}
    fare = {one.role: one for one in read("The fare will be 4.60 crowns, up from 4.10.")}
    assert set(rise) == set(fare) == {"start", "end"}
    assert all(rise[role].key == fare[role].key for role in ("start", "end"))


def test_a_rate_is_told_apart_from_a_duration() -> None:
    assert only("The plan saves 900 million crowns a year.").per == "year"
    assert only("The dam lets out 900 cubic metres of water a second.").per == "second"


ANY = st.characters(exclude_categories=["Cs"])


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from("0123456789.,-–:/%$£° amphtwohalfnd'½\n") | ANY,
        max_size=60,
    )
)
def test_any_text_is_read_and_spans_slice_back(text: str) -> None:
    for quantity in read(text):
        assert 0 <= quantity.span.start <= quantity.number.start < quantity.number.end <= quantity.span.end <= len(text)
        assert any(character.isalnum() for character in quantity.number.of(text))
        assert same_quantity(quantity, quantity)
