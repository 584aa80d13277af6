"""Stretches of a text in which nothing was found, which a page folds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from unspin.report.terminal import counted

P = TypeVar("P")

_LEAST_WORDS = 25


@dataclass(frozen=True, slots=True)
class Part(Generic[P]):
    """Some paragraphs in a row; ``folded`` says what can be folded away, and is empty where something was found."""

    paragraphs: tuple[P, ...]
    folded: str = ""


def parts(paragraphs: Iterable[tuple[P, bool, int]], what: str) -> Iterator[Part[P]]:
    """Part paragraphs, each with whether it has to be seen and its number of words, where that begins and ends.

    A few words are not worth a fold.
    """
    for seen, group in groupby(paragraphs, key=lambda one: one[1]):
        inside = list(group)
        words = sum(number for _, _, number in inside)
        told = f"{len(inside)} {what} paragraph{'' if len(inside) == 1 else 's'}, {counted(words, 'word')}"
        yield Part(tuple(one for one, _, _ in inside), "" if seen or words < _LEAST_WORDS else told)
