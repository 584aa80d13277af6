"""What cases are made of. All dates are UTC, as ISO 8601 with microseconds: 2031-05-04T09:30:00.000000Z."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["accepted", "dismissed", "open"]


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a check: its name and its characters."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A check that is kept. ``report`` is that of ``check --format json``."""

    id: str
    created: str
    who: str
    title: str | None
    original: Text
    rewrite: Text
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """A case in a list: the names of its texts, how many changes it has, and how many of them are not open any more."""

    id: str
    created: str
    who: str
    title: str | None
    original: str
    rewrite: str
    changes: int
    decided: int


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, newest first; ``before`` is what the next part begins with, None at the end."""

    cases: tuple[Summary, ...]
    before: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a change of a case; ``number`` grows with time."""

    number: int
    case: str
    fingerprint: str
    decision: Verdict
    reason: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit trail: who did what, when, to which case. ``number`` grows with time."""

    number: int
    when: str
    who: str
    what: str
    case: str
    details: dict[str, Any]


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that counts for each fingerprint, the last one of a history; changes that nobody decided on are not in it."""
    return {decision.fingerprint: decision for decision in decisions}
