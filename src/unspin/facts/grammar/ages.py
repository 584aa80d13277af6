"""Numbers that tell an age, and numbers that are part of a name."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from unspin.facts.grammar.bounds import Bound
from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.phrases import Found

_PEOPLE = words(
    "man woman boy girl men women boys girls child children teenager teenagers pensioner baby toddler"
    " youth son daughter"
)


_HUMAN = frozenset({"PERSON"})


def age_of(line: Line, found: Found) -> Found | None:
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
            size = {"y": Fraction(1), "m": Fraction(1, 12), "w": Fraction(7, 365), "d": Fraction(1, 365)}[spell[0]]
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
        if before in {"aged", "age"} or (before in {"of", "at"} and line.word(place - 2) in {"age", "ages"}):
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


_NAMES_NUMBER = words(
    "flight highway route boeing airbus channel bus covid article section chapter rule page act title episode room gate"
    " platform"
)


def is_label(line: Line, found: Found) -> bool:
    """Whether the number is part of a name or a code that stands round it: "Flight 12", "Article 5", "the S&P 500"."""
    before, text = line.word(found.first - 1), line.word(found.first)
    if not text.isdecimal():
        return False
    if before in _NAMES_NUMBER or (before == "s" and line.word(found.first - 2) == "'" and line.capital(found.end)):
        return True
    if not line.capital(found.first - 1) or before in {"the", "a", "an", "in"}:
        return False
    token, after = line.token(found.first - 1), line.token(found.end)
    if token is not None and after is not None and after.pos == "PROPN" and line.capital(found.end):
        return True
    follows = after is not None and after.tag in {"NNS", "NN"} and line.word(found.end).isalpha()
    return token is not None and token.pos == "PROPN" and not follows and not line.tight(found.first)
