"""British and American spellings of one word."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_VOWELS = r"[aeiouy]"
_RULES = (
    (re.compile(r"is(e|ed|es|ing|er|ers|able|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|ing|er|ers)$"), r"yz\1"),
    (re.compile(rf"({_VOWELS}.*)our(s|ed|ing|able|ite|ites|ful|hood|less|er|ers)?$"), r"\1or\2"),
    (re.compile(r"(?<=[^aeiouy])re(s|d)?$"), r"er\1"),
    (re.compile(rf"({_VOWELS}+[^aeiouy]+{_VOWELS}+)ll(ed|ing|er|ers|or|ors|est|ous)$"), r"\1l\2"),
    (re.compile(rf"({_VOWELS}+[^aeiouy]+{_VOWELS}+)pp(ed|ing|er|ers)$"), r"\1p\2"),
    (re.compile(r"(?:ae|oe)(?=[a-z]{3})"), "e"),
)


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    lines = (files("unspin") / "data" / "spelling.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


@lru_cache(maxsize=2**14)
def american(word: str) -> str:
    """A key that a word shares with its other spellings; itself not always a word. Lower case in and out."""
    word = word.replace("-", "")
    if word in _irregular():
        return _irregular()[word]
    if len(word) > 4:
        for pattern, replacement in _RULES:
            word = pattern.sub(replacement, word)
    return word


def same_spelling(one: str, other: str) -> bool:
    """Whether two lower-case words are one word in British and American spelling, or with and without a hyphen."""
    return one == other or american(one) == american(other)
