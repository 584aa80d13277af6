"""Numbers with their units: counts, amounts, measures, shares, ranges, scores and tallies."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from unspin.facts.grammar.ages import age_of, is_label
from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.number_words import SCALES, Numeral, added_half, numeral_at
from unspin.facts.grammar.phrases import Found, QuantityKind, bounded, noun_after, of_noun, rated
from unspin.facts.grammar.units import CURRENCIES, PART, Unit, unit_at
from unspin.facts.polar_words import MOVING, NOUNS, VERBS
from unspin.language import Token


def number_at(line: Line, place: int) -> Found | None:
    """The number at this lexeme with its sign, currency, unit or counted noun, or None."""
    first, start, sign, currency = place, place, 1, None
    if line.word(start) in {"us", "a", "c", "hk", "nz"} and line.word(start + 1) == "$" and line.tight(start + 1):
        start += 1
    if line.word(start) in {"minus", "negative"} or (
        line.word(start) == "-" and line.tight(start + 1) and not line.tight(start)
    ):
        sign, start = -1, start + 1
    if line.word(start) in CURRENCIES and (not line.word(start).isalpha() or line.capital(start)):
        currency, start = CURRENCIES[line.word(start)], start + 1
    number = numeral_at(line, start, money=currency is not None) or _one_unit_and_a_half(line, start)
    if number is None or number.form == "ordinal" or (sign < 0 and not number.digits and line.word(start - 1) == "-"):
        return None
    if _is_no_quantity(line, place, number):
        return None
    unit, end = currency, number.end
    if unit is None:
        unit, end = _unit_after(line, number)
    elif line.word(end) in {"us"}:
        end += 1
    if sign > 0 and line.word(end) == "below" and line.word(end + 1) == "zero":
        sign, end = -1, end + 2
    value = number.value * sign
    if added := added_half(line, end):
        value, end = value + added.value, added.end
    if pair := _pair(line, first, Numeral(value, end, number.form, number.digits), number.end, unit):
        return pair
    found = Found(first, end, (start, number.end), value, value, "count", unit)
    return _classified(line, found, number)


def _one_unit_and_a_half(line: Line, place: int) -> Numeral | None:
    """The "a" of "a metre and a half"."""
    if line.word(place) not in {"a", "an"}:
        return None
    found = unit_at(line, place + 1, written=True)
    return Numeral(Fraction(1), place + 1) if found and added_half(line, found[1]) else None


def _unit_after(line: Line, number: Numeral) -> tuple[Unit | None, int]:
    place = line.skip(number.end, "-")
    if number.form == "fraction":
        inner = line.skip(line.skip(place, "of"), "a", "an")
        joined = inner > place or line.word(place - 1) in {"-", "a", "an"}
        found = unit_at(line, inner, written=True) if joined else None
        if found and found[0].dimension not in {"share", "money", "duration", "month"}:
            return found
        return None, number.end
    found = unit_at(line, place, written=not number.digits or place > number.end)
    if found is None or found[0].dimension in {"duration", "month"}:
        return None, number.end
    return found


def _pair(line: Line, first: int, low: Numeral, low_end: int, unit: Unit | None) -> Found | None:
    """Ranges, scores and tallies: 10-12, between 10 and 12, 6-4, 118 to 97, 71 percent to 29 percent."""
    if low.form == "ordinal" or line.word(first - 1) == "from":
        return None
    between = line.word(low.end)
    joint = low.end
    noun: Token | None = None
    if between not in {"-", "–", "to", "and", "or"}:
        noun = noun_after(line, low.end)
        if noun is None or noun.lemma not in _TALLIED or line.word(low.end + 1) != "to":
            return None
        joint, between = low.end + 1, "to"
    if between == "and" and line.word(first - 1) != "between":
        return None
    if between in {"-", "–"} and line.tight(joint) != line.tight(joint + 1):
        return None
    after = joint + 1
    currency = unit if unit is not None and line.word(first) in CURRENCIES else None
    if line.word(after) in CURRENCIES:
        currency, after = CURRENCIES[line.word(after)], after + 1
    high = numeral_at(line, after, money=currency is not None)
    if high is None or high.form != low.form or (between == "or" and high.value <= low.value):
        return None
    top_unit, end = (currency, high.end) if currency else _unit_after(line, high)
    if unit is not None and (
        unit.dimension != top_unit.dimension
        if top_unit is not None
        else unit.dimension in {"share", "money"} and not currency
    ):
        return None
    if between == "to" and unit is not None and unit.dimension == "money" and line.word(after).isalpha():
        return None  # "$1.9m to one mill"
    if between == "to" and unit is not None and _rises_by(line, first):
        return None  # "rose by 40 cents to $3"
    bottom = low.value * _shared_scale(line, low_end, low, after, high)
    number = (first, high.end)
    unit = unit or top_unit
    if added := added_half(line, end):
        high, end = replace(high, value=high.value + added.value), added.end
    tally = between == "to" and (
        noun is not None or (unit is not None and unit.dimension == "share") or bottom > high.value
    )
    if bottom >= high.value or tally:
        return Found(first, end, number, bottom, high.value, "score", unit, noun, noun.lemma if noun else "")
    if between == "to" and unit is None and line.word(first - 1) in {"by", "voted", "vote", "won", "lost"}:
        return Found(first, end, number, bottom, high.value, "score")
    found = Found(first, end, number, bottom, high.value, "count", unit)
    return _classified(line, found, Numeral(bottom, high.end, digits=high.digits))


def _rises_by(line: Line, first: int) -> bool:
    """Whether a number is how much something rises or falls by, so that what follows "to" is where it ends."""
    by = line.token(first - 1)
    if by is None or by.lower != "by":
        return False
    return (
        by.head.lemma in MOVING or by.head.lemma in NOUNS or VERBS.get(by.head.lemma, ("stance", 0))[0] == "direction"
    )


_TALLIED = frozenset(
    {"vote", "goal", "point", "set", "game", "seat", "frame", "ballot", "match", "judge", "justice", "lawmaker"}
)


def _shared_scale(line: Line, low_end: int, low: Numeral, after: int, high: Numeral) -> Fraction:
    """What "million" in "10 to 12 million" makes of the 10."""
    if low.value >= 1000 or any(line.word(k) in SCALES for k in range(max(0, low_end - 1), low_end)):
        return Fraction(1)
    bare = numeral_at(Line(line.lexemes[: after + 1]), after)
    if bare is None or bare.value == 0 or high.value / bare.value < 1000 or bare.value < low.value:
        return Fraction(1)
    return high.value / bare.value


def _is_no_quantity(line: Line, place: int, number: Numeral) -> bool:
    """Idioms, parts of names and codes: "one of the", "one another", "COVID-19", "F-16"."""
    word, before, after = line.word(place), line.word(place - 1), line.word(number.end)
    if (
        number.digits
        and before == "-"
        and line.tight(place)
        and line.word(place - 2).isalpha()
        and line.tight(place - 1)
    ):
        return line.word(place - 2) not in {"over", "under", "mid", "pre", "minus"}
    if number.digits and line.tight(place) and before.isalpha() and not before.isdecimal():
        return True
    if (
        number.digits
        and line.tight(number.end)
        and after.isalpha()
        and len(after) <= 2
        and unit_at(line, number.end) is None
    ):
        return after not in {"s", "m", "k", "bn"}
    if word == "one" and number.value == 1:
        token = line.token(number.end)
        return after != "-" and (
            before
            in {"no", "any", "some", "every", "the", "this", "that", "each", "which", "another", "last", "next", "at"}
            or token is None
            or token.tag not in {"NN", "NNS", "JJ"}
            or after in {"day", "another", "thing", "way", "time", "side", "point", "hand"}
        )
    if word == "zero" and after in {"tolerance", "-"}:
        return True
    return word in {"half", "quarter"} and (after in {"-", "time", "brother", "sister"} and number.form == "fraction")


_FIGURES = words("figure level number total rate amount price size tally sum that those cost value")


def _of_a_figure(line: Line, place: int) -> bool:
    """Whether a fraction compares with another number: "half the 2031 figure", "a third of the previous total"."""
    place = line.skip(place, "of")
    if line.word(place) != "the" and line.word(place) != "that":
        return False
    return any(
        line.word(k) in _FIGURES and line.word(k + 1) not in {"of"} for k in range(place, min(place + 4, len(line)))
    )


def _classified(line: Line, found: Found, number: Numeral) -> Found:
    """The kind of a number with its unit or noun, its bound and its rate."""
    unit = found.unit
    if unit is not None:
        kinds: dict[str, QuantityKind] = {"money": "money", "share": "share", "points": "points"}
        found = replace(found, kind=kinds.get(unit.dimension, "measure"))
        return rated(line, bounded(line, of_noun(line, found)))
    if number.form == "fraction" and _of_a_figure(line, found.end):
        return bounded(line, replace(found, kind="multiple"))
    if number.form == "fraction":
        return bounded(line, of_noun(line, replace(found, kind="share", unit=PART)))
    if (found_age := age_of(line, found)) is not None:
        return bounded(line, found_age)
    if is_label(line, found):
        token = line.token(found.first - 1)
        return replace(found, kind="label", noun=token, counted=token.lemma if token else "")
    noun = noun_after(line, found.end)
    end = found.end
    if noun is not None:
        reach = next((k + 1 for k in range(found.end, min(found.end + 5, len(line))) if line.token(k) is noun), None)
        end = reach or end
    found = replace(found, end=end, noun=noun, counted=noun.lemma if noun is not None else "")
    if noun is None:
        found = of_noun(line, found)
    return rated(line, bounded(line, found))
