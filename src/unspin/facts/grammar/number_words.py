"""Numerals: digits, words, scales, fractions and ordinals, read into exact values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from unspin.facts.grammar.lexemes import Line, lex, words

Form = Literal["cardinal", "ordinal", "fraction"]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: value for value, word in enumerate(_ONES.split())} | {"nil": 0}
TENS = {word: 20 + 10 * place for place, word in enumerate(_TENS.split())}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "dozen": 12,
}
_SHORT_SCALES = {
    "m": 1_000_000,
    "mn": 1_000_000,
    "mln": 1_000_000,
    "bn": 1_000_000_000,
    "bln": 1_000_000_000,
    "tn": 10**12,
    "trn": 10**12,
    "k": 1_000,
    "b": 10**9,
}
_IRREGULAR = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 1_000_000,
}
ORDINALS = (
    {
        word + "th": value
        for word, value in UNITS.items()
        if value > 3 and word not in {"five", "eight", "nine", "twelve"}
    }
    | {word[:-1] + "ieth": value for word, value in TENS.items()}
    | _IRREGULAR
)
# "half" and "quarter" name parts only; "third" and later ordinals name a rank as well.
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + plural: value for word, value in ORDINALS.items() if value > 2 for plural in ("", "s")
}
_AFTER_PART = words(
    "of . , ; : ) more less fewer higher lower bigger smaller larger cheaper the its their his her our as"
    " said say says were was"
    " are is have had"
    " and but to who that in by since after point points percentage mile"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: its value, the place after it, whether it counts, ranks or shares out, and is in digits."""

    value: Fraction
    end: int
    form: Form = "cardinal"
    digits: bool = False


# No other word begins a numeral; most words of a text are turned away here.
STARTS = frozenset([*UNITS, *TENS, *ORDINALS, "half", "a", "an"])


def numeral_at(line: Line, place: int, *, money: bool = False) -> Numeral | None:
    """The longest numeral that begins at this lexeme, or None. ``money`` lets "m" mean million, whatever follows."""
    if line.value(place) is None and line.word(place) not in STARTS:
        return None
    return _mixed(line, place, money) or _article(line, place)


def value_of(text: str) -> Fraction | None:
    """The value of a text that is one numeral and nothing else, or None."""
    line = Line(lex(text))
    found = numeral_at(line, 0, money=True)
    return found.value if found and found.end == len(line) else None


def _mixed(line: Line, place: int, money: bool) -> Numeral | None:
    """Digits or words, then scales and parts of them ("two and a half million", "2.35bn", "two-thirds")."""
    plain = _digits(line, place) or _words(line, place)
    if plain is None:
        return _half(line, place)
    if plain.form != "cardinal":
        return plain
    if slashed := _slashed(line, place, plain):
        return slashed
    if parts := _parts(line, plain):
        return parts
    value, end = plain.value, plain.end
    if line.word(line.skip(end, "-")) == "and" and (half := _and_a_half(line, line.skip(end, "-"))):
        value, end = value + half.value, half.end
    while (scale := _scale(line, end, money, plain.digits)) is not None:
        factor, end = scale
        value *= factor
        if line.word(end) == "and" and (half := _and_a_half(line, end)):
            value, end = value + half.value * factor, half.end
    return Numeral(value, end, digits=plain.digits)


def _digits(line: Line, place: int) -> Numeral | None:
    value = line.value(place)
    if value is None:
        return None
    if line.word(place + 1) in {"st", "nd", "rd", "th"} and line.tight(place + 1) and value.denominator == 1:
        return Numeral(value, place + 2, "ordinal", digits=True)
    return Numeral(value, place + 1, digits=True)


def _words(line: Line, place: int) -> Numeral | None:
    """A number in words without half or part: "sixty-two", "one hundred and five", "seventy-first"."""
    total, current, end, seen = 0, -1, place, False
    room = 0
    while True:
        word = line.word(end)
        if seen and word == "-" and line.tight(end) and line.tight(end + 1):
            word, step = line.word(end + 1), 2
        elif (seen and word == "and" and current >= 100 and current % 100 == 0) or (
            seen and word == "and" and current == 0
        ):
            word, step = line.word(end + 1), 2
            if word not in UNITS and word not in TENS:
                break
        else:
            step = 1
        if word in ORDINALS and (not seen or room > ORDINALS[word]) and not (seen and word == "second" and step == 1):
            return Numeral(Fraction(total + max(current, 0) + ORDINALS[word]), end + step, "ordinal")
        if word in TENS and (not seen or room >= 100):
            current, room = max(current, 0) + TENS[word], 10
        elif word in UNITS and (not seen or room > UNITS[word] > 0):
            current, room = max(current, 0) + UNITS[word], 0
        elif word == "hundred" and seen and 0 < current < 100:
            current, room = current * 100, 100
        elif word in SCALES and word not in {"hundred", "dozen"} and seen and current > 0:
            total, current, room = total + current * SCALES[word], 0, 1000
        else:
            break
        seen = True
        end += step
    if not seen:
        return None
    return Numeral(Fraction(total + max(current, 0)), end)


def _scale(line: Line, place: int, money: bool, digits: bool) -> tuple[int, int] | None:
    after = place + 1 if line.word(place) == "-" and line.word(place + 1) in SCALES else place
    word = line.word(after)
    if word in SCALES:
        return SCALES[word], after + 1
    if not digits or word not in _SHORT_SCALES or not (line.tight(after) or (money and word != "b")):
        return None
    if word in {"m", "b", "k"} and not money and not _counts(line, after + 1):
        return None
    return _SHORT_SCALES[word], after + 1


def _counts(line: Line, place: int) -> bool:
    """Whether what follows "10m" can be counted, so that "m" means million and not metre."""
    token = line.token(place)
    return (
        token is not None and line.lexemes[place].spaced and token.tag in {"NNS", "NNPS"} and token.lower not in _ALONG
    )


_ALONG = words("hurdles metres meters finals races heats swims")


def _slashed(line: Line, place: int, top: Numeral) -> Numeral | None:
    below = line.value(top.end + 1)
    if (
        line.word(top.end) != "/"
        or not line.tight(top.end)
        or not below
        or below.denominator != 1
        or line.word(top.end + 2) == "/"
    ):
        return None
    whole = line.value(place)
    return (
        Numeral(whole / below, top.end + 2, "fraction", digits=True)
        if whole is not None and 0 < whole < below <= 20
        else None
    )


def _parts(line: Line, top: Numeral) -> Numeral | None:
    """Two-thirds, three quarters, one in five, two out of three."""
    after = line.skip(top.end, "-")
    word = line.word(after)
    if word in _PARTS and 0 < top.value < _PARTS[word]:
        plural = top.value > 1
        if (
            plural == word.endswith(("s", "ves"))
            and (plural or word != "half")
            and (plural or _ends_part(line, after + 1))
        ):
            return Numeral(top.value / _PARTS[word], after + 1, "fraction")
    hyphen = line.word(top.end) == "-"
    steps = next(
        (
            len(words)
            for words in (("in",), ("out", "of"))
            if all(line.word(after + k) == word for k, word in enumerate(words))
        ),
        0,
    )
    if steps:
        below = _digits(line, line.skip(after + steps, "-" if hyphen else "\0", "every")) or _words(
            line, line.skip(after + steps, "-" if hyphen else "\0", "every")
        )
        if (
            below
            and below.form == "cardinal"
            and 0 < top.value < below.value <= 1000
            and (steps == 2 or _is_odds(line, top, below))
        ):
            return Numeral(top.value / below.value, below.end, "fraction")
    return None


def _is_odds(line: Line, top: Numeral, below: Numeral) -> bool:
    """Whether "N in M" is a share: "one in five", not "two in 2015" or "three in one day"."""
    return below.value <= 100 and below.value >= 2 and top.value <= 9 and line.word(below.end) not in _CLOCK_LIKE


_CLOCK_LIKE = words("days weeks months years hours minutes matches games overs innings am pm")


def _ends_part(line: Line, place: int) -> bool:
    return place >= len(line) or line.word(place) in _AFTER_PART


def _and_a_half(line: Line, place: int) -> Numeral | None:
    """What "and a half", "and a quarter", "and three quarters" add; ``place`` is at "and"."""
    after = line.skip(place + 1, "-")
    if line.word(after) in {"a", "one"} and line.word(line.skip(after + 1, "-")) in {"half", "quarter", "third"}:
        part = line.skip(after + 1, "-")
        return Numeral(Fraction(1, _PARTS[line.word(part)]), part + 1, "fraction")
    if line.word(after) in {"two", "three"} and line.word(line.skip(after + 1, "-")) in {"quarters", "thirds"}:
        part = line.skip(after + 1, "-")
        return Numeral(Fraction(UNITS[line.word(after)], _PARTS[line.word(part)]), part + 1, "fraction")
    return None


def added_half(line: Line, place: int) -> Numeral | None:
    """The part in "a year and a half", "a metre and a quarter" where ``place`` is at "and"; None elsewhere."""
    return _and_a_half(line, place) if line.word(place) == "and" else None


def _half(line: Line, place: int) -> Numeral | None:
    """Half, half a million, half a dozen."""
    word = line.word(place)
    if word != "half":
        return None
    after = place + 1
    if line.word(after) == "-":
        after = after + 1
    if line.word(after) in {"a", "an", "-"}:
        if line.word(after + 1) in SCALES:
            return Numeral(Fraction(SCALES[line.word(after + 1)], 2), after + 2)
        return Numeral(Fraction(1, 2), after + 1, "fraction")
    if line.word(after) == "dozen":
        return Numeral(Fraction(6), after + 1)
    return Numeral(Fraction(1, 2), place + 1, "fraction")


def _article(line: Line, place: int) -> Numeral | None:
    """A dozen, a hundred, a third of, a half, a pair of, a couple of."""
    if line.word(place) not in {"a", "an", "one"}:
        return None
    word = line.word(line.skip(place + 1, "-"))
    after = line.skip(place + 1, "-") + 1
    if line.word(place) in {"a", "an"} and word in SCALES:
        value, end = Fraction(SCALES[word]), after
        if word == "dozen":
            return Numeral(value, end)
        while line.word(end) in SCALES and SCALES[line.word(end)] > 100:
            value, end = value * SCALES[line.word(end)], end + 1
        if line.word(end) == "and" and (half := _and_a_half(line, end)):
            return Numeral(value + value * half.value, half.end)
        return Numeral(value, end)
    if line.word(place) == "a" and word in {"pair", "couple"} and line.word(after) == "of":
        return Numeral(Fraction(2), after + 1)
    single = line.word(place) in {"a", "an", "one"} and word in _PARTS and not word.endswith(("ves", "s"))
    if single and (word == "half" or _ends_part(line, after)):
        return Numeral(Fraction(1, _PARTS[word]), after, "fraction")
    return None
