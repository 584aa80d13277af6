"""What a change is, what a type of change is, and where the types are found."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from unspin.document import Span

if TYPE_CHECKING:
    from unspin.align import Link

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of meaning, located on both sides.

    ``original`` is None for an addition, ``rewrite`` for an omission. ``confidence`` in [0, 1] is the probability that a person would
    call it a change of meaning. ``why`` holds the facts that were compared, as JSON values. ``severity`` None means the type's own.
    """

    type: str
    original: Span | None
    rewrite: Span | None
    message: str
    confidence: float = 0.8
    severity: Severity | None = None
    why: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that shows a type at work; ``changed_original`` and ``changed_rewrite`` are the words that carry the change."""

    original: str
    rewrite: str
    changed_original: str | None = None
    changed_rewrite: str | None = None


Compare = Callable[["Link"], Iterator[Change]]


@dataclass(frozen=True, slots=True)
class ChangeType:
    """A type of change: its documentation, its examples and its comparison.

    ``precedence`` decides between two changes at one place: the smaller number is the more specific type and stays.
    """

    name: str
    severity: Severity
    precedence: int
    reports: str
    matters: str
    fine: str
    sure: str
    must_report: tuple[Example, ...]
    must_stay_silent: tuple[Example, ...]
    compare: Compare


_TYPES: dict[str, ChangeType] = {}


def change_type(
    *,
    name: str,
    severity: Severity,
    precedence: int,
    reports: str,
    matters: str,
    fine: str,
    sure: str,
    must_report: list[Example],
    must_stay_silent: list[Example],
) -> Callable[[Compare], Compare]:
    """Register the decorated comparison as a type of change; it is called once for every link and yields changes."""

    def register(compare: Compare) -> Compare:
        _TYPES[name] = ChangeType(
            name,
            severity,
            precedence,
            reports,
            matters,
            fine,
            sure,
            tuple(must_report),
            tuple(must_stay_silent),
            compare,
        )
        return compare

    return register


@lru_cache(maxsize=1)
def _load() -> None:
    package = importlib.import_module("unspin.changes")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"unspin.changes.{module.name}")


def all_types() -> list[ChangeType]:
    """Every type of change, the most specific first."""
    _load()
    return sorted(_TYPES.values(), key=lambda kind: (kind.precedence, kind.name))


def get_type(name: str) -> ChangeType:
    """The type with this name.

    Raises:
        KeyError: No such type; the message names the nearest ones.
    """
    _load()
    if name not in _TYPES:
        near = difflib.get_close_matches(name, _TYPES, n=2) or sorted(_TYPES)
        raise KeyError(f"no change type {name!r}; did you mean {' or '.join(near)}?")
    return _TYPES[name]
