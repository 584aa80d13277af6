"""Ranks: third place, second-largest, No. 2, runner-up."""

from __future__ import annotations

from fractions import Fraction

from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.number_words import numeral_at
from unspin.facts.grammar.phrases import Found, noun_after

_NO_RANK = words(
    "lady minister secretary world party hand aid degree class floor name glance sight instance thought"
    " thoughts nature time place"
    " responders responder half foremost"
)


_PLACES = words("place spot position")


def rank_at(line: Line, place: int) -> Found | None:
    """The rank that begins at this lexeme; idioms ("at first") and names ("Second Avenue") are none."""
    word = line.word(place)
    if word == "runner" and line.word(place + 1) == "-" and line.word(place + 2) == "up":
        return Found(place, place + 3, (place, place + 3), Fraction(2), Fraction(2), "rank", counted="place")
    signed = (
        2
        if (
            word == "no" and line.word(place + 1) == "." and line.tight(place + 1) and line.value(place + 2) is not None
        )
        else 1
        if word in {"#", "number"}
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
    again = next_word == "time" and number.value > 1 and line.word(place - 1) == "the"
    if (
        next_word in _NO_RANK
        and not again
        and not (next_word == "place" and line.word(place - 1) in {"to", "into", "in", "of"} and number.value > 1)
    ):
        return None
    if line.word(place - 1) in {"a", "per", "each", "every"} and noun_after(line, number.end) is None:
        return None
    if number.value == 1 and noun_after(line, number.end) is None:
        return None
    if number.value == 1 and line.word(place - 1) in {"at", "the", "for"} and next_word in {"", ",", "time", "of", "."}:
        return None
    noun = noun_after(line, number.end)
    counted = "place" if noun is None or noun.lemma in _PLACES else noun.lemma
    end = number.end
    if noun is not None:
        end = max(
            end, next((k + 1 for k in range(number.end, min(number.end + 5, len(line))) if line.token(k) is noun), end)
        )
    return Found(place, end, (place, number.end), number.value, number.value, "rank", noun=noun, counted=counted)
