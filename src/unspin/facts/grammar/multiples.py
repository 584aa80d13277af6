"""Quantities without a numeral: several, dozens, twice, doubled, threefold."""

from __future__ import annotations

from fractions import Fraction

from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.number_words import SCALES, numeral_at
from unspin.facts.grammar.phrases import PERIODS, Found, bounded, noun_after, rated
from unspin.facts.grammar.units import UNITS

_SOME = {
    ("several",): (3, 9),
    ("a", "few"): (3, 9),
    ("a", "handful", "of"): (3, 9),
    ("a", "couple", "of", "dozen"): (24, 24),
}


HEAPS = {
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2_000, 99_999),
    "millions": (2_000_000, 999_999_999),
    "billions": (2 * 10**9, 10**12),
}


_HEAPS_OF: dict[tuple[str, ...], tuple[int, int]] = {
    ("tens", "of", "thousands"): (20_000, 99_999),
    ("hundreds", "of", "thousands"): (200_000, 999_999),
    ("tens", "of", "millions"): (2 * 10**7, 10**8 - 1),
    ("hundreds", "of", "millions"): (2 * 10**8, 10**9 - 1),
}


def vague_at(line: Line, place: int) -> Found | None:
    """Several, a few, dozens, hundreds of thousands: a range wide enough for what writers mean."""
    words = tuple(line.word(k) for k in range(place, place + 4))
    limits, end = next(
        ((_SOME[words[:size]], place + size) for size in (4, 3, 2, 1) if words[:size] in _SOME), ((0, 0), place)
    )
    if end > place and (scale := SCALES.get(line.word(end))):
        limits, end = (limits[0] * scale, limits[1] * scale), end + 1
    if end == place and words[:3] in _HEAPS_OF and words[3] == "of":
        limits, end = _HEAPS_OF[words[:3]], place + 3
    elif end == place and words[0] in HEAPS and (words[1] == "of" or words[1] == "more"):
        limits, end = HEAPS[words[0]], place + 1
    if end == place:
        return None
    noun = noun_after(line, line.skip(line.skip(end, "more"), "of"))
    if noun is None or noun.lemma in UNITS or noun.lemma in PERIODS:
        return None
    low, high = (Fraction(limit) for limit in limits)
    return Found(place, end, (place, end), low, high, "vague", noun=noun, counted=noun.lemma)


TIMES_OVER: dict[str, Fraction | int] = {
    "double": 2,
    "doubled": 2,
    "doubling": 2,
    "doubles": 2,
    "triple": 3,
    "tripled": 3,
    "tripling": 3,
    "triples": 3,
    "treble": 3,
    "trebled": 3,
    "quadruple": 4,
    "quadrupled": 4,
    "halve": Fraction(1, 2),
    "halved": Fraction(1, 2),
    "halving": Fraction(1, 2),
    "twofold": 2,
    "threefold": 3,
    "fourfold": 4,
    "fivefold": 5,
    "sixfold": 6,
    "sevenfold": 7,
    "eightfold": 8,
    "tenfold": 10,
}


_OF_SOMETHING = words("the that what its their his her as last this")


_COMPARED = words(
    "as more higher bigger larger greater faster the that what its their longer better worse likelier size"
)


def multiple_at(line: Line, place: int) -> Found | None:
    """Twice, doubled, threefold, five times as many; "twice" without a comparison counts occasions."""
    word, after = line.word(place), line.word(place + 1)
    if word in {"twice", "thrice"}:
        value = Fraction(2 if word == "twice" else 3)
        if after in _OF_SOMETHING:
            return bounded(line, Found(place, place + 1, (place, place + 1), value, value, "multiple"))
        return rated(line, Found(place, place + 1, (place, place + 1), value, value, "count", counted="time"))
    if word in TIMES_OVER:
        token = line.token(place)
        if token is None or not (token.pos == "VERB" or word.endswith("fold") or after in _OF_SOMETHING):
            return None
        value = Fraction(TIMES_OVER[word])
        return bounded(line, Found(place, place + 1, (place, place + 1), value, value, "multiple"))
    number = numeral_at(line, place)
    if number is None or number.form != "cardinal":
        return None
    fold = line.skip(number.end, "-")
    if line.word(fold) == "fold":
        return bounded(line, Found(place, fold + 1, (place, number.end), number.value, number.value, "multiple"))
    if line.word(number.end) == "times" and line.word(number.end + 1) in _COMPARED:
        return bounded(line, Found(place, number.end + 1, (place, number.end), number.value, number.value, "multiple"))
    return None
