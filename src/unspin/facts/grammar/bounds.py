"""Bounds: the words round a number that make it a limit or an estimate."""

from __future__ import annotations

from typing import Literal

from unspin.facts.grammar.lexemes import Line, words

Bound = Literal["", "about", "nearly", "just over", "at most", "less than", "at least", "more than", "within"]

_BEFORE: dict[Bound, str] = {
    "at most": "up to|as much as|as many as|as high as|at most|at the most|no more than|not more than|a"
    " maximum of|the maximum of|"
    "maximum of|at maximum|not exceeding|capped at",
    "at least": "at least|at the least|no fewer than|not fewer than|no less than|not less than|a minimum"
    " of|the minimum of|minimum of|"
    "as little as|as few as",
    "more than": "more than|over|above|in excess of|upwards of|upward of|exceeding|exceeded|exceeds|"
    "greater than|well over|beyond|"
    "topping|older than|longer than|higher than",
    "just over": "just over|slightly more than|slightly over|a little more than|a little over|just above|"
    "slightly above|just more than|"
    "marginally more than|marginally over|a shade over|a fraction over|barely more than",
    "less than": "less than|fewer than|not even|under|below|well under|younger than|shorter than|lower than",
    "nearly": "nearly|almost|just under|slightly less than|slightly fewer than|slightly under|a little"
    " less than|a little fewer than|"
    "a little under|close to|just below|just short of|a little short of|slightly below|marginally less"
    " than|just less than|"
    "a shade under|approaching|not quite|virtually|barely|just shy of|shy of|short of|marginally under|a"
    " fraction under",
    "about": "about|around|some|roughly|approximately|an estimated|estimated|circa|something like|in the"
    " region of|~|≈|perhaps|"
    "approx|on the order of|in the neighbourhood of|in the neighborhood of",
    "within": "within|inside|inside of|within the space of",
}
_AFTER: dict[Bound, str] = {
    "about": "or so|- odd|or thereabouts",
    "at least": "or more|or older|or over|or above|and over|and older|and above|and up|at least|plus|+|at"
    " minimum|or higher|or greater|or better|or longer|upwards",
    "at most": "or less|or fewer|or younger|or under|and under|and younger|at most|or lower|or below|at the most",
}
_FIRST = {phrase: bound for bound, phrases in _BEFORE.items() for phrase in phrases.split("|")}
_LAST = {phrase: bound for bound, phrases in _AFTER.items() for phrase in phrases.split("|")}
# After these "over" and "about" name a topic: "concern over 20 deaths", "warned about 20 flaws".
_TOPICAL = words(
    "concern concerns concerned dispute disputes row rows debate debates protest protests anger fear"
    " fears outrage question questions"
    " controversy criticism clash clashes sued fined arrested charged told talked speak spoke warned"
    " warning know knew asked complain"
    " complained worry worries worried information learned wrote heard complaints complaint lawsuit"
    " inquiry investigation presided"
)
_RUN_IN = words("second seconds minute minutes hour hours")
_LONGEST = 4
# Words between the bound and the number that leave both as they are ("up to the 40 seats").
_BETWEEN = words("only just another a further additional total of the")
# Bounds that a second one before them gives way to: "about" in "at least about 20".
_NEARNESS = ("about",)


def bound_before(line: Line, place: int) -> tuple[Bound, int]:
    """The bound that ends right before this lexeme, and where it begins; ("", place) where there is none."""
    for gap in (0, 1):
        end = place - gap
        if gap and line.word(end) not in _BETWEEN:
            break
        for size in range(_LONGEST, 0, -1):
            phrase = " ".join(line.word(k) for k in range(end - size, end)) if end >= size else ""
            if phrase in _FIRST and not (
                size == 1 and (line.word(end - 2) in _TOPICAL or _after_time(line, end, phrase))
            ):
                bound = _FIRST[phrase]
                if bound in _NEARNESS:
                    outer, first = bound_before(line, end - size)
                    if outer:
                        return outer, first
                return bound, end - size
    return "", place


def _after_time(line: Line, end: int, phrase: str) -> bool:
    """Whether "over" stands between a time and a distance: "22.8 seconds over 200 metres"."""
    value = line.value(end - 2)
    return phrase == "over" and (line.word(end - 2) in _RUN_IN or (value is not None and value.denominator != 1))


def bound_after(line: Line, end: int) -> tuple[Bound, int]:
    """The bound that begins at this lexeme, and the place after it; ("", end) where there is none."""
    for size in (2, 1):
        phrase = " ".join(line.word(k) for k in range(end, min(end + size, len(line))))
        if phrase in _LAST:
            return _LAST[phrase], end + size
    return "", end


_SIDES: dict[Bound, int] = {
    "": 0,
    "about": 0,
    "within": -1,
    "nearly": -1,
    "at most": -1,
    "less than": -1,
    "just over": 1,
    "at least": 1,
    "more than": 1,
}


def bounds_agree(original: Bound, rewrite: Bound) -> bool:
    """Whether two bounds of one value tell a reader the same: both upwards, both downwards, or both close to it."""
    if original == rewrite or {original, rewrite} <= {"", "about"}:
        return True
    if _SIDES[original] == _SIDES[rewrite] != 0:
        return True
    close: frozenset[Bound] = frozenset({"about", "nearly", "just over"})
    if "within" in (original, rewrite):
        return "" in (original, rewrite) or "about" in (original, rewrite)
    return original in close and rewrite in close and {original, rewrite} != {"nearly", "just over"}
