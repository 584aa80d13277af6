"""Accepted changes: a file that says which changes are meant, who says so, why, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from unspin.settings.errors import Problem, SettingsError
from unspin.settings.keys import Place, nearest, type_names
from unspin.settings.toml import Toml, read_toml
from unspin.typography import plain

_TEXTS = ("type", "original", "rewrite", "reason", "who")
_NEEDED = ("type", "reason", "who")
KEYS = (*_TEXTS, "until")


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that is accepted: its type and its words on both sides, empty where it has none.

    ``origin`` is the place of the entry, for messages.
    """

    type: str
    original: str
    rewrite: str
    reason: str
    who: str
    until: date | None
    origin: str

    def __str__(self) -> str:
        return f"{self.type} “{' '.join(self.original.split())}” → “{' '.join(self.rewrite.split())}”"


@dataclass(frozen=True)
class Allowed:
    """The entries of an allow file that hold today, and those that have expired."""

    entries: tuple[Entry, ...] = ()
    expired: tuple[Entry, ...] = ()

    def matching(self, kind: str, original: str, rewrite: str) -> frozenset[int]:
        """Numbers of the entries that accept a change with these words; white space and the form of marks make no difference."""
        return self._numbers.get(_key(kind, original, rewrite), frozenset())

    @cached_property
    def _numbers(self) -> dict[tuple[str, str, str], frozenset[int]]:
        found: dict[tuple[str, str, str], frozenset[int]] = {}
        for number, entry in enumerate(self.entries):
            key = _key(entry.type, entry.original, entry.rewrite)
            found[key] = found.get(key, frozenset()) | {number}
        return found

    def unused(self, used: frozenset[int]) -> list[Entry]:
        """The entries whose numbers are not among these."""
        return [entry for number, entry in enumerate(self.entries) if number not in used]


def read_allowed(path: Path, today: date, name: str | None = None) -> Allowed:
    """The accepted changes of a file; an entry holds up to the end of its day ``until``.

    ``name`` is what messages call the file.

    Raises:
        SettingsError: It cannot be read, or holds entries that cannot be used; every fault is told.
    """
    return allowed_in(read_toml(path, name), today)


def allowed_in(file: Toml, today: date) -> Allowed:
    """The accepted changes of a file that has been read.

    Raises:
        SettingsError: It holds entries that cannot be used; every fault is told.
    """
    problems: list[Problem] = []
    top = Place(file, (), problems, Path())
    for key in file.values:
        if key != "allow":
            top.within(key).wrong(f"no key {key!r}: entries stand under [[allow]]")
    listed = file.values.get("allow", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        top.within("allow").wrong("each entry stands under a head of its own, [[allow]]")
        listed = []
    entries = [_entry(one, top.within("allow", number)) for number, one in enumerate(listed)]
    if problems:
        raise SettingsError(problems)
    good = [entry for entry in entries if entry is not None]
    holds = [entry for entry in good if entry.until is None or entry.until >= today]
    return Allowed(tuple(holds), tuple(entry for entry in good if entry not in holds))


def _entry(values: dict[str, Any], place: Place) -> Entry | None:
    before = len(place.problems)
    for name, value in values.items():
        inner = place.within(name)
        if name not in KEYS:
            inner.wrong(f"no key {name!r}; {nearest(name, KEYS)}")
        elif name in _TEXTS and not isinstance(value, str):
            inner.wrong(f"{name} is a text")
        elif name in _NEEDED and not value.strip():
            inner.wrong(f"{name} is empty")
        elif name == "type" and value not in type_names():
            inner.wrong(f"no type {value!r}; {nearest(value, type_names())}")
        elif name == "until" and (not isinstance(value, date) or isinstance(value, datetime)):
            inner.wrong("until is a day, such as 2031-05-04, without quotation marks")
    if missing := [name for name in _NEEDED if name not in values]:
        place.wrong(f"the entry lacks {_listed(missing)}")
    original, rewrite = (values.get(side, "") for side in ("original", "rewrite"))
    if isinstance(original, str) and isinstance(rewrite, str) and not (original + rewrite).strip():
        place.wrong("the entry has no words: give original, rewrite or both, as the report shows them")
    if len(place.problems) > before:
        return None
    return Entry(values["type"], original, rewrite, values["reason"], values["who"], values.get("until"), place.origin)


def _key(kind: str, original: str, rewrite: str) -> tuple[str, str, str]:
    return kind, plain(original)[0].strip(), plain(rewrite)[0].strip()


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
