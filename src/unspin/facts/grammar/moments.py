"""What the grammars of times hand on: a time between two lexemes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from unspin.facts.grammar.bounds import Bound

Value = int | str


@dataclass(frozen=True, slots=True)
class Found:
    """A time between two lexemes: what it says field by field, or how long it lasts."""

    first: int
    end: int
    fields: dict[str, Value]
    places: dict[str, tuple[int, int]]
    low: Fraction | None = None
    high: Fraction | None = None
    calendar: bool = False
    vague: bool = False
    section: str = ""
    relation: str = ""
    bound: Bound = ""


def point(first: int, end: int, **fields: Value) -> Found:
    """A time without length between two lexemes; underscores in its fields' names stand for hyphens."""
    names = {name.replace("_", "-"): value for name, value in fields.items()}
    return Found(first, end, names, dict.fromkeys(names, (first, end)))
