"""Edits that change a number, a time, a name, a title, a gender or a listed word."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from edit import Edit, Replacement, listed_words, swap
from stock import Stock

from unspin.language import Sentence

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
CARDINALS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
TITLES = (
    "president|prime minister|minister|secretary|governor|mayor|senator|chairman|chief executive|director|manager|spokesman|"
    "captain|coach|professor|doctor|judge|general|sergeant|inspector|deputy|treasurer|ambassador|chancellor|councillor|commissioner"
).split("|")
BOUNDS = (
    "more than",
    "fewer than",
    "less than",
    "at least",
    "at most",
    "up to",
    "nearly",
    "almost",
    "over",
    "under",
    "only",
)
EXCHANGES = listed_words("exchanges.txt")
UNITS = listed_words("units.txt")
GENDER = {
    "he": "she", "she": "he", "him": "her", "his": "her", "himself": "herself", "herself": "himself", "hers": "his",
    "mr.": "Mrs.", "mr": "Mrs", "mrs.": "Mr.", "mrs": "Mr", "ms.": "Mr.", "ms": "Mr", "ex-husband": "ex-wife",
}  # fmt: skip


def numbers(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Another number, unit, ordinal; a bound put before a number, exchanged or taken away."""
    text = sentence.text
    for token in sentence.tokens:
        word = token.lower
        if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+(\.\d+)?", word):
            yield swap("number", token, _other_number(word, rng))
            before = token.neighbour(-1)
            if not re.fullmatch(r"(1[5-9]|20)\d\d", word) and (
                before is None
                or before.lower not in {"than", "least", "to", "nearly", "almost", "over", "about", "$", "£", "€"}
            ):
                yield Edit("bound", (Replacement(token.start, token.start, rng.choice(BOUNDS) + " "),))
        elif word in CARDINALS:
            yield swap("number", token, rng.choice([other for other in CARDINALS if other != word]))
        elif word in ORDINALS and token.pos in {"ADJ", "NUM"}:
            yield swap("number", token, rng.choice([other for other in ORDINALS if other != word]))
        elif word in UNITS:
            yield swap("unit", token, rng.choice(UNITS[word]))
    for match in re.finditer(
        r"\b(more than|less than|fewer than|at least|at most|up to|nearly|almost|over|about|around|roughly|approximately) (?=[$£€]?\d|"
        + "|".join(CARDINALS)
        + ")",
        text,
    ):
        yield Edit("bound", (Replacement(match.start(), match.end(), ""),))
        if match[1] not in {"about", "around", "roughly", "approximately"}:
            other = {
                "more than": "less than",
                "over": "under",
                "at least": "at most",
                "up to": "at least",
                "nearly": "more than",
                "almost": "more than",
                "at most": "at least",
            }
            yield Edit("bound", (Replacement(match.start(1), match.end(1), other.get(match[1], "more than")),))


def _other_number(word: str, rng: random.Random) -> str:
    plain = word.replace(",", "")
    if "." in plain:
        whole_part, digits = plain.split(".")
        value = f"{max(0.1, float(plain) * rng.choice([0.5, 0.7, 1.3, 1.9]) + rng.choice([0.1, 0.3])):.{len(digits)}f}"
        return value if value != plain else f"{int(whole_part) + 1}.{digits}"
    number = int(plain)
    if 1500 < number < 2100 and "," not in word:
        return str(number + rng.choice([-30, -11, -5, -3, -2, -1, 1, 2, 4, 7, 10]))
    other = max(
        1,
        rng.choice(
            [
                number + rng.randint(1, 9),
                number - rng.randint(1, 9),
                number * 2,
                round(number * rng.uniform(0.3, 3)),
                number + 10 ** max(0, len(plain) - 1),
            ]
        ),
    )
    other += other == number
    return f"{other:,}" if "," in word else str(other)


def times(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Another month or weekday."""
    for token in sentence.tokens:
        for names in (MONTHS, DAYS):
            if token.text in names and (token.text not in {"May", "March"} or token.entity == "DATE"):
                yield swap("time", token, rng.choice([name for name in names if name != token.text]))


def names(sentence: Sentence, rng: random.Random, stock: Stock) -> Iterator[Edit]:
    """Another name of the same kind; two names of the sentence exchanged."""
    found = [entity for entity in sentence.entities if entity.label in stock.names]
    for entity in found:
        other = rng.choice(stock.names[entity.label])
        if other not in sentence.text:
            yield Edit("entity", (Replacement(entity.span.start, entity.span.end, other),))
    for one in found:
        for other in found:
            a, b = sentence.text[one.span.start : one.span.end], sentence.text[other.span.start : other.span.end]
            between = sentence.text[one.span.end : other.span.start].strip(" ,")
            # "A and B" says the same as "B and A".
            if (
                one.span.end < other.span.start
                and between not in {"and", "or", ""}
                and a not in b
                and b not in a
                and (one.label == other.label or {one.label, other.label} <= {"PERSON", "ORG", "GPE", "NORP"})
            ):
                yield Edit(
                    "role",
                    (
                        Replacement(one.span.start, one.span.end, b),
                        Replacement(other.span.start, other.span.end, a),
                    ),
                )


def titles(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Another office or title."""
    for token in sentence.tokens:
        if token.lower in TITLES and token.pos in {"NOUN", "PROPN"}:
            yield swap("title", token, rng.choice([title for title in TITLES if title != token.lower]))


def listed(sentence: Sentence, rng: random.Random, _: Stock) -> Iterator[Edit]:
    """Words with a known contrary or neighbour: quantifiers, connectives, directions, kin, outcomes."""
    for token in sentence.tokens:
        others = EXCHANGES.get(token.lower)
        if not others or (
            token.lower in {"to", "up", "down", "over", "for", "from", "since", "more", "most", "last"}
            and token.pos not in {"ADP", "SCONJ", "ADJ"}
        ):
            continue
        if token.lower in {"to", "for", "from"} and rng.random() < 0.7:
            continue
        yield swap("contrast", token, rng.choice(others))


def genders(sentence: Sentence, _rng: random.Random, _: Stock) -> Iterator[Edit]:
    """He for she, her for his."""
    for token in sentence.tokens:
        if token.lower in GENDER:
            yield swap("gender", token, GENDER[token.lower])
        elif token.lower == "her":
            yield swap("gender", token, "his" if token.tag == "PRP$" else "him")
