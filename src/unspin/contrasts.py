"""Words that exclude each other in one place of a sentence: former and current, charged and convicted, north and south."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two words of different groups of one set.

    ``type`` is the type of change that putting one for the other makes; ``converse`` says that the words are two ends of one relation.
    """

    type: str
    name: str
    converse: bool


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[tuple[int, int], ...]]:
    """Each word or phrase with the sets and groups that it stands in."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, (_, groups) in enumerate(_sets()):
        for place, group in enumerate(groups):
            for word in group:
                found.setdefault(word, []).append((number, place))
    return {word: tuple(places) for word, places in found.items()}


@lru_cache(maxsize=1)
def _sets() -> tuple[tuple[Contrast, tuple[tuple[str, ...], ...]], ...]:
    found = []
    for line in (files("unspin") / "data" / "contrasts.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            head, words = line.split(":", 1)
            kind, name = head.split()
            groups = tuple(tuple(word.strip() for word in group.split(",")) for group in words.split("|"))
            found.append((Contrast(kind, name.rstrip("!"), name.endswith("!")), groups))
    return tuple(found)


def contrast(ours: str, theirs: str) -> Contrast | None:
    """The set in which two words or phrases (lower case) exclude each other; None where they do not, or agree in another set."""
    first, second = _groups().get(ours, ()), _groups().get(theirs, ())
    if set(first) & set(second):
        return None
    for number, place in first:
        for other, other_place in second:
            if number == other and place != other_place:
                return _sets()[number][0]
    return None


def is_listed(phrase: str) -> bool:
    """Whether a word or phrase stands in any set."""
    return phrase in _groups()


def longest_phrase(*first: str) -> int:
    """The number of words of the longest phrase in the sets that begins with one of these words; 0 where none does."""
    return max(_lengths().get(word, 0) for word in first)


@lru_cache(maxsize=1)
def _lengths() -> dict[str, int]:
    found: dict[str, int] = {}
    for phrase in _groups():
        words = phrase.split()
        found[words[0]] = max(len(words), found.get(words[0], 0))
    return found
