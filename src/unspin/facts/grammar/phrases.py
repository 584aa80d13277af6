"""What the grammars of quantities hand on, and the words round a number: its noun, its bound, its rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from unspin.facts.grammar.bounds import Bound, bound_after, bound_before
from unspin.facts.grammar.lexemes import Line, words
from unspin.facts.grammar.units import Unit
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


def noun_after(line: Line, place: int) -> Token | None:
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
        elif (
            seen is not None
            or not (
                token.pos in {"ADJ", "NUM"}
                or token.tag in {"VBN", "JJ", "JJR"}
                or line.word(k) in {"-", "of", "more", "other"}
            )
            or line.word(k) == "of"
        ):
            break
    return seen


_ENDS_PHRASE = words(", ; . : them whom which these those")


def of_noun(line: Line, found: Found) -> Found:
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
    noun = noun_after(line, found.end) if line.word(found.end) != "of" and found.kind in {"share", "points"} else None
    return replace(found, noun=noun, counted=noun.lemma) if noun is not None else found


def bounded(line: Line, found: Found) -> Found:
    """The quantity with the bound before or after it, if there is one."""
    if found.bound:
        return found
    before, first = bound_before(line, found.first)
    after, end = bound_after(line, found.end)
    if not before and not after and found.end > found.number[1] and found.noun is not None:
        return found
    if before:
        return replace(found, first=first, bound=before)
    return replace(found, end=end, bound=after) if after else found


PERIODS = {
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


def rated(line: Line, found: Found) -> Found:
    """With the rate, if one follows: "a second", "per year", "each day", "annually"."""
    place = found.end
    for _ in range(5):
        word, after = line.word(place), line.word(place + 1)
        if (
            word in {"a", "an", "per", "each", "every", "/"}
            and after in PERIODS
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
            return replace(found, end=place + 2 if place == found.end else found.end, per=PERIODS[after])
        if word in _ADVERBS:
            return replace(found, end=place + 1 if place == found.end else found.end, per=_ADVERBS[word])
        token = line.token(place)
        if place >= len(line) or token is None or (word != "of" and token.pos not in {"NOUN", "ADJ", "DET"}):
            break
        place += 1
    return found
