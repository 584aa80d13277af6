"""The words of a quote, brought to a form in which typography, case and spelling variants do not count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from unspin.document import Span
from unspin.spelling import american

WordKind = Literal["word", "ellipsis", "bracket", "interruption"]


@dataclass(frozen=True, slots=True)
class QuoteWord:
    """A word of a quote: its form for comparison and its place.

    Kind "ellipsis" marks words left out, "bracket" words put in, "interruption" the place of an attribution between
    two pieces of a quote.
    """

    form: str
    span: Span
    kind: WordKind = "word"


_PIECE = re.compile(
    r"""(?P<ellipsis>\[?\(?(?:…|\.\s?\.\s?\.(?:\s?\.)*)\)?\]?)
      | (?P<letter>\[[^\W\d_]\](?=[^\W\d_]))
      | (?P<bracket>\[[^\[\]\n]{1,80}\])
      | (?P<initials>(?:[^\W\d_]\.){2,})
      | (?P<number>\d+(?:[.,:]\d+)*)
      | (?P<word>[^\W\d_]+(?:['’`][^\W\d_]+)*)
      | (?P<ending>(?<=\])['’](?:s|re|ll|ve|d|m)\b)
      | (?P<sign>[$€£¥%])""",
    re.VERBOSE,
)
_IGNORED = frozenset({"um", "uh", "er", "erm", "uhm", "sic"})
_CONTRACTED = {
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("ain't",),
    "let's": ("let", "us"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "i'm": ("i", "am"),
}
_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "'d", "'s": "'s", "'m": "am"}
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_NUMBERS |= {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
_VARIANTS = {"%": "percent", "ok": "okay", "mister": "mr", "doctor": "dr", "towards": "toward"}
_VARIANTS |= {"amongst": "among", "whilst": "while", "till": "until"}
_SHORT = {"'s": {"is", "has", "us"}, "'d": {"would", "had", "did"}}


def same_form(first: str, second: str) -> bool:
    """Whether two forms stand for the same word; a contraction equals each of its long forms."""
    if first == second:
        return True
    return second in _SHORT.get(first, ()) or first in _SHORT.get(second, ())


def quote_words(text: str, span: Span) -> list[QuoteWord]:
    """The words in a stretch of text, in order.

    "don't" gives "do" and "not", "[T]he" gives "the", "five" gives "5", "realise" gives "realize"; marks and fillers
    give nothing.
    """
    words: list[QuoteWord] = []
    letter: re.Match[str] | None = None
    for match in _PIECE.finditer(text, span.start, span.end):
        place = Span(match.start(), match.end())
        kind = match.lastgroup
        if kind == "ellipsis":
            words.append(QuoteWord("…", place, "ellipsis"))
        elif kind == "letter":
            letter = match
        elif kind == "bracket":
            if match.group()[1:-1].strip().lower() not in _IGNORED:
                words.append(QuoteWord(match.group()[1:-1].casefold(), place, "bracket"))
        else:
            form = match.group()
            if letter is not None:
                form, place, letter = letter.group()[1] + form, Span(letter.start(), place.end), None
            words.extend(QuoteWord(one, place) for one in _forms(form, kind or "word"))
    return _joined(words)


@lru_cache(maxsize=2**14)
def _forms(text: str, kind: str) -> tuple[str, ...]:
    form = text.casefold().replace("’", "'").replace("`", "'")
    if kind == "initials":
        return (form.replace(".", ""),)
    if kind == "ending":
        return (_ENDINGS[form],)
    if kind == "number":
        return (form.replace(",", ""),)
    if form in _CONTRACTED:
        return _CONTRACTED[form]
    for ending, long in _ENDINGS.items():
        if form.endswith(ending) and len(form) > len(ending):
            return (form[: -len(ending)], long)
    if form in _IGNORED:
        return ()
    return (_plain(form),)


def _plain(form: str) -> str:
    return american(_NUMBERS.get(form) or _VARIANTS.get(form) or form)


def _joined(words: list[QuoteWord]) -> list[QuoteWord]:
    """Two-word spellings of one word put together: per cent."""
    joined: list[QuoteWord] = []
    for word in words:
        if joined and word.form == "cent" and joined[-1].form == "per":
            joined[-1] = QuoteWord("percent", joined[-1].span.join(word.span))
        else:
            joined.append(word)
    return joined
