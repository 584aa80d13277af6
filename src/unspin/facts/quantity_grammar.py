"""The grammar of quantities: counts, amounts, measures, shares, ages, ranks, scores and multiples in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from unspin.facts.bounds import Bound, bound_after, bound_before
from unspin.facts.lexemes import Line
from unspin.facts.number_words import SCALES, Numeral, added_half, numeral_at
from unspin.facts.time_grammar import taken, times_in
from unspin.facts.units import CURRENCIES, PART, UNITS, Unit, unit_at
from unspin.language import Token

QuantityKind = Literal[
    "vague", "count", "money", "measure", "share", "points", "age", "rank", "score", "multiple", "label"
]
Role = Literal["", "start", "end"]


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity between two lexemes; ``low`` and ``high`` are as written, in ``unit``."""

    first: int
    end: int
    number: tuple[int, int]
    low: Fraction
    high: Fraction
    kind: QuantityKind
    unit: Unit | None = None
    noun: Token | None = None
    counted: str = ""
    bound: Bound = ""
    per: str = ""
    role: Role = ""


def quantities_in(line: Line) -> list[Found]:
    """The quantities of a sentence in order of place, without overlap; what belongs to a time is left out."""
    times = times_in(line)
    closed = set(taken(times))
    found: list[Found] = []
    place = 0
    while place < len(line):
        if place in closed:
            place += 1
            continue
        here = _quantity(line, place)
        if here is None or any(k in closed for k in range(here.number[0], here.number[1])):
            place += 1
            continue
        place = max(here.number[1] if here.unit is None and here.kind in {"count", "rank"} else here.end, place + 1)
        found.append(here)
    return _distribute(line, found)


def _quantity(line: Line, place: int) -> Found | None:
    return _vague(line, place) or _multiple(line, place) or _rank_words(line, place) or _number(line, place)


# Vague counts --------------------------------------------------------------------------------------------------------------------

_SOME = {
    ("several",): (3, 9),
    ("a", "few"): (3, 9),
    ("a", "handful", "of"): (3, 9),
    ("a", "couple", "of", "dozen"): (24, 24),
}
_HEAPS = {
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2_000, 99_999),
    "millions": (2_000_000, 999_999_999),
    "billions": (2 * 10**9, 10**12),
}
_HEAPS_OF = {
    ("tens", "of", "thousands"): (20_000, 99_999),
    ("hundreds", "of", "thousands"): (200_000, 999_999),
    ("tens", "of", "millions"): (2 * 10**7, 10**8 - 1),
    ("hundreds", "of", "millions"): (2 * 10**8, 10**9 - 1),
}


def _vague(line: Line, place: int) -> Found | None:
    """Several, a few, dozens, hundreds of thousands: a range wide enough for what writers mean."""
    words = tuple(line.word(k) for k in range(place, place + 4))
    limits, end = next(
        ((_SOME[words[:size]], place + size) for size in (4, 3, 2, 1) if words[:size] in _SOME), ((0, 0), place)
    )
    if end > place and (scale := SCALES.get(line.word(end))):
        limits, end = (limits[0] * scale, limits[1] * scale), end + 1
    if end == place and words[:3] in _HEAPS_OF and words[3] == "of":
        limits, end = _HEAPS_OF[words[:3]], place + 3
    elif end == place and words[0] in _HEAPS and (words[1] == "of" or words[1] == "more"):
        limits, end = _HEAPS[words[0]], place + 1
    if end == place:
        return None
    noun = _noun_after(line, line.skip(line.skip(end, "more"), "of"))
    if noun is None or noun.lemma in UNITS or noun.lemma in _PERIODS:
        return None
    low, high = (Fraction(limit) for limit in limits)
    return Found(place, end, (place, end), low, high, "vague", noun=noun, counted=noun.lemma)


# Multiples -----------------------------------------------------------------------------------------------------------------------

_TIMES_OVER = {
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
_OF_SOMETHING = frozenset("the that what its their his her as last this".split())
_COMPARED = frozenset(
    "as more higher bigger larger greater faster the that what its their longer better worse likelier size".split()
)


def _multiple(line: Line, place: int) -> Found | None:
    word, after = line.word(place), line.word(place + 1)
    if word in {"twice", "thrice"}:
        value = Fraction(2 if word == "twice" else 3)
        if after in _OF_SOMETHING:
            return _bounded(line, Found(place, place + 1, (place, place + 1), value, value, "multiple"))
        return Found(place, place + 1, (place, place + 1), value, value, "count", counted="time")
    if word in _TIMES_OVER:
        token = line.token(place)
        if token is None or not (token.pos == "VERB" or word.endswith("fold") or after in _OF_SOMETHING):
            return None
        value = Fraction(_TIMES_OVER[word])
        return _bounded(line, Found(place, place + 1, (place, place + 1), value, value, "multiple"))
    number = numeral_at(line, place)
    if number is None or number.form != "cardinal":
        return None
    fold = line.skip(number.end, "-")
    if line.word(fold) == "fold":
        return _bounded(line, Found(place, fold + 1, (place, number.end), number.value, number.value, "multiple"))
    if line.word(number.end) == "times" and line.word(number.end + 1) in _COMPARED:
        return _bounded(line, Found(place, number.end + 1, (place, number.end), number.value, number.value, "multiple"))
    return None


# Ranks ---------------------------------------------------------------------------------------------------------------------------

_NO_RANK = frozenset(
    "lady minister secretary world party hand aid degree class floor name glance sight instance thought thoughts nature time place"
    " responders responder half foremost".split()
)
_PLACES = frozenset("place spot position".split())


def _rank_words(line: Line, place: int) -> Found | None:
    word = line.word(place)
    if word == "runner" and line.word(place + 1) == "-" and line.word(place + 2) == "up":
        return Found(place, place + 3, (place, place + 3), Fraction(2), Fraction(2), "rank", counted="place")
    signed = (
        2
        if (
            word == "no" and line.word(place + 1) == "." and line.tight(place + 1) and line.value(place + 2) is not None
        )
        else 1
        if (word == "#" or word == "number")
        else 0
    )
    if signed and (number := numeral_at(line, place + signed)) and number.form == "cardinal" and number.value < 10_000:
        return Found(
            place, number.end, (place + signed, number.end), number.value, number.value, "rank", counted="place"
        )
    number = numeral_at(line, place)
    if (
        number is None
        or number.form != "ordinal"
        or (number.digits and line.tight(place) and line.word(place - 1) == "-")
    ):
        return None
    after = line.skip(number.end, "-")
    next_word = line.word(after)
    if line.capital(place) and not number.digits and (place > 0 or line.capital(after)):
        return None
    if next_word in _NO_RANK and not (
        next_word == "place" and line.word(place - 1) in {"to", "into", "in", "of"} and number.value > 1
    ):
        return None
    if line.word(place - 1) in {"a", "per", "each", "every"} and _noun_after(line, number.end) is None:
        return None
    if number.value == 1 and _noun_after(line, number.end) is None:
        return None
    if number.value == 1 and line.word(place - 1) in {"at", "the", "for"} and next_word in {"", ",", "time", "of", "."}:
        return None
    noun = _noun_after(line, number.end)
    counted = "place" if noun is None or noun.lemma in _PLACES else noun.lemma
    end = number.end
    if noun is not None:
        end = max(
            end, next((k + 1 for k in range(number.end, min(number.end + 5, len(line))) if line.token(k) is noun), end)
        )
    return Found(place, end, (place, number.end), number.value, number.value, "rank", noun=noun, counted=counted)


# Numbers -------------------------------------------------------------------------------------------------------------------------


def _number(line: Line, place: int) -> Found | None:
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
    value = number.value * sign
    if added := added_half(line, end):
        value, end = value + added.value, added.end
    if pair := _pair(line, first, Numeral(value, end, number.form, number.digits), number.end, unit, currency):
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


def _pair(line: Line, first: int, low: Numeral, low_end: int, unit: Unit | None, currency: Unit | None) -> Found | None:
    """Ranges, scores and tallies: 10-12, between 10 and 12, 6-4, 118 to 97, 71 percent to 29 percent, seven votes to four."""
    if low.form == "ordinal" or line.word(first - 1) == "from":
        return None
    between = line.word(low.end)
    joint = low.end
    noun: Token | None = None
    if between not in {"-", "–", "to", "and", "or"}:
        noun = _noun_after(line, low.end)
        if noun is None or noun.lemma not in _TALLIED or line.word(low.end + 1) != "to":
            return None
        joint, between = low.end + 1, "to"
    if between == "and" and line.word(first - 1) != "between":
        return None
    if between in {"-", "–"} and not (line.tight(joint) == line.tight(joint + 1)):
        return None
    after = joint + 1
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


_NAMES_NUMBER = frozenset("covid article section chapter rule page act title episode room gate platform".split())


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
    if number.digits and line.tight(place) and before.isalpha() and not before.isdigit():
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


_FIGURES = frozenset("figure level number total rate amount price size tally sum that those cost value".split())


def _of_a_figure(line: Line, place: int) -> bool:
    """Whether a fraction compares with another number: "half the 2031 figure", "a third of the previous total"."""
    place = line.skip(place, "of")
    if line.word(place) != "the" and line.word(place) != "that":
        return False
    return any(
        line.word(k) in _FIGURES and line.word(k + 1) not in {"of"} for k in range(place, min(place + 4, len(line)))
    )


_PEOPLE = frozenset(
    "man woman boy girl men women boys girls child children teenager teenagers pensioner baby toddler youth son daughter".split()
)
_HUMAN = frozenset({"PERSON"})


def _classified(line: Line, found: Found, number: Numeral) -> Found:
    """The kind of a number with its unit or noun, its bound and its rate."""
    unit = found.unit
    if unit is not None:
        kinds: dict[str, QuantityKind] = {"money": "money", "share": "share", "points": "points"}
        found = replace(found, kind=kinds.get(unit.dimension, "measure"))
        return _rated(line, _bounded(line, _of_noun(line, found)))
    if number.form == "fraction" and _of_a_figure(line, found.end):
        return _bounded(line, replace(found, kind="multiple"))
    if number.form == "fraction":
        return _bounded(line, _of_noun(line, replace(found, kind="share", unit=PART)))
    if (age := _age(line, found)) is not None:
        return _bounded(line, age)
    if _is_label(line, found):
        token = line.token(found.first - 1)
        return replace(found, kind="label", noun=token, counted=token.lemma if token else "")
    noun = _noun_after(line, found.end)
    end = found.end
    if noun is not None:
        reach = next((k + 1 for k in range(found.end, min(found.end + 5, len(line))) if line.token(k) is noun), None)
        end = reach or end
    found = replace(found, end=end, noun=noun, counted=noun.lemma if noun is not None else "")
    if noun is None:
        found = _of_noun(line, found)
    return _rated(line, _bounded(line, found))


def _is_label(line: Line, found: Found) -> bool:
    text = line.word(found.first)
    possessed = line.word(found.first - 1) == "s" and line.word(found.first - 2) == "'" and line.capital(found.end)
    if possessed and text.isdigit():
        return True
    if not (text.isdigit() and line.capital(found.first - 1)) or line.word(found.first - 1) in {"the", "a", "an", "in"}:
        return line.word(found.first - 1) in _NAMES_NUMBER and text.isdigit()
    token, after = line.token(found.first - 1), line.token(found.end)
    if token is not None and after is not None and after.pos == "PROPN" and line.capital(found.end):
        return True
    follows = after is not None and after.tag in {"NNS", "NN"} and line.word(found.end).isalpha()
    return token is not None and token.pos == "PROPN" and not follows and not line.tight(found.first)


def _age(line: Line, found: Found) -> Found | None:
    """Ages: 51-year-old, aged 34 and 51, at the age of 43, "Lasko, 61,", a boy of 16, 61 years old."""
    end = line.skip(found.end, "-")
    spell = line.word(end)
    if spell in {"year", "years", "month", "months", "week", "weeks", "day", "days"}:
        old = line.skip(end + 1, "-")
        if (
            line.word(old) in {"old", "olds"}
            or (line.word(old) == "of" and line.word(old + 1) == "age")
            or _after_aged(line, found.first)
        ):
            last = old + 2 if line.word(old) == "of" else old + 1 if line.word(old).startswith("old") else end + 1
            size = {"y": 1, "m": Fraction(1, 12), "w": Fraction(7, 365), "d": Fraction(1, 365)}[spell[0]]
            return replace(found, end=last, kind="age", low=found.low * size, high=found.high * size)
        return None
    if found.high > 125 or found.low.denominator != 1:
        return None
    first, before, after = found.first, line.word(found.first - 1), line.word(found.end)
    if _after_aged(line, first):
        return replace(found, kind="age")
    if before == "-" and line.word(first - 2) in {"over", "under"} and after == "s":
        bound: Bound = "more than" if line.word(first - 2) == "over" else "less than"
        return replace(found, first=first - 2, end=found.end + 1, kind="age", bound=bound)
    closed = after in {",", ".", ")", ";", "", ":"} or line.word(found.end) in {"and"}
    if (
        before == "of"
        and line.word(first - 2) in _PEOPLE
        and (closed or after in {"at", "in", "was", "were", "is", "who", "on", "from"})
    ):
        return replace(found, kind="age")
    owner = line.token(first - 2)
    if before in {",", "("} and closed and owner is not None and (owner.entity in _HUMAN or owner.pos == "PROPN"):
        return (
            replace(found, kind="age")
            if after in {",", ".", ")", ";", ""} and found.low >= 1 and not _lists(line, first)
            else None
        )
    if (
        line.word(first - 1) in {"is", "was", "turned", "turns", "turning"}
        and closed
        and line.word(first - 2) in {"who", "he", "she", "i"}
    ):
        return replace(found, kind="age")
    return None


def _lists(line: Line, place: int) -> bool:
    """Whether the number stands in a row of numbers ("10, 12, 14")."""
    return line.value(place - 2) is not None or (line.word(place + 1) == "," and line.value(place + 2) is not None)


def _after_aged(line: Line, place: int) -> bool:
    for hop in range(3):
        before = line.word(place - 1)
        if before in {"aged", "age"} or (before == "of" and line.word(place - 2) in {"age", "ages"}):
            return True
        if before == "between" and line.word(place - 2) == "aged":
            return True
        if before == "of" and line.word(place - 2) in _PEOPLE and hop:
            return True
        if before in {"and", "or", "to", ","} and line.value(place - 2) is not None:
            place -= 2
            continue
        break
    return False


def _noun_after(line: Line, place: int) -> Token | None:
    """The noun that a number before this lexeme counts: the last of the nouns that follow after adjectives."""
    seen: Token | None = None
    place = line.skip(place, "-")
    for k in range(place, min(place + 6, len(line))):
        token = line.token(k)
        if token is None:
            break
        if token.pos in {"NOUN", "PROPN"} and line.word(k).isalpha():
            if seen is not None and seen.tag in {"NNS", "NNPS"}:
                break
            seen = token
        elif seen is not None or not (
            token.pos in {"ADJ", "NUM"}
            or token.tag in {"VBN", "JJ", "JJR"}
            or line.word(k) in {"-", "of", "more", "other"}
        ):
            break
        elif line.word(k) == "of":
            break
    return seen


_ENDS_PHRASE = frozenset(", ; . : them whom which these those".split())


def _of_noun(line: Line, found: Found) -> Found:
    """The thing that a share or a number is of: "60 percent of the milk", "two of its 14 supports"."""
    if line.word(found.end) in {"of", "the", "its", "their", "his", "her", "a"}:
        for k in range(found.end + 1, min(found.end + 9, len(line))):
            token = line.token(k)
            if (
                token is None
                or line.word(k) in _ENDS_PHRASE
                or token.pos in {"VERB", "AUX", "SCONJ", "ADP", "PRON", "CCONJ"}
            ):
                break
            following = line.token(k + 1)
            if (
                token.pos in {"NOUN", "PROPN"}
                and line.word(k).isalpha()
                and line.word(k + 1) != "'"
                and (following is None or following.pos not in {"NOUN", "PROPN"})
            ):
                return replace(found, noun=token, counted=token.lemma)
    noun = _noun_after(line, found.end) if line.word(found.end) != "of" and found.kind in {"share", "points"} else None
    return replace(found, noun=noun, counted=noun.lemma) if noun is not None else found


def _bounded(line: Line, found: Found) -> Found:
    if found.bound:
        return found
    before, first = bound_before(line, found.first)
    after, end = bound_after(line, found.end)
    if not before and not after and found.end > found.number[1] and found.noun is not None:
        return found
    if before == "over" and found.kind == "age":
        return replace(found, first=first, bound="more than")
    if before:
        return replace(found, first=first, bound=before)
    return replace(found, end=end, bound=after) if after else found


_PERIODS = {
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "night": "night",
    "week": "week",
    "month": "month",
    "year": "year",
    "quarter": "quarter",
    "head": "person",
    "person": "person",
    "annum": "year",
}
_ADVERBS = {
    "annually": "year",
    "yearly": "year",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "hourly": "hour",
}


def _rated(line: Line, found: Found) -> Found:
    """With the rate, if one follows: "a second", "per year", "each day", "annually"."""
    place = found.end
    for _ in range(5):
        word, after = line.word(place), line.word(place + 1)
        if (
            word in {"a", "an", "per", "each", "every", "/"}
            and after in _PERIODS
            and line.word(place + 2)
            not in {
                "ago",
                "later",
                "earlier",
                "before",
                "after",
                "and",
            }
        ):
            return replace(found, end=place + 2 if place == found.end else found.end, per=_PERIODS[after])
        if word in _ADVERBS:
            return replace(found, end=place + 1 if place == found.end else found.end, per=_ADVERBS[word])
        token = line.token(place)
        if place >= len(line) or token is None or (word != "of" and token.pos not in {"NOUN", "ADJ", "DET"}):
            break
        place += 1
    return found


# Changes from one value to another -----------------------------------------------------------------------------------------------

_TURNS = frozenset(
    "up down rise rose risen rising fall fell fallen falling increase increased drop dropped dropping cut".split()
)


def _distribute(line: Line, found: list[Found]) -> list[Found]:
    """Give "from X to Y" and "Y, up from X" their start and end, and the number without a unit the unit of the other."""
    for i, start in enumerate(found):
        before = line.word(start.first - 1)
        if before != "from":
            continue
        after = found[i + 1] if i + 1 < len(found) else None
        if after is not None and line.word(after.first - 1) == "to" and after.first - start.end <= 3:
            found[i], found[i + 1] = _joined(start, after)
        elif i and (line.word(start.first - 2) in _TURNS or found[i - 1].end == start.first - 1):
            other = found[i - 1]
            if start.first - other.end <= 6:
                found[i], found[i - 1] = _joined(start, other)
    return found


def _joined(start: Found, end: Found) -> tuple[Found, Found]:
    if start.unit is None and end.unit is not None and start.kind == "count":
        start = replace(start, unit=end.unit, kind=end.kind, noun=end.noun, counted=end.counted)
    elif end.unit is None and start.unit is not None and end.kind == "count":
        end = replace(end, unit=start.unit, kind=start.kind)
    return replace(start, role="start"), replace(end, role="end")
