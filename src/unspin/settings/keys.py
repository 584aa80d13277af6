"""The settings that there are: what each means, and how its value is read from a file."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unspin.changes import all_types
from unspin.contradictions.explained import NAME as CONTRADICTS_ITSELF
from unspin.report.formats import FORMS
from unspin.settings.errors import Problem
from unspin.settings.model import FAIL_ON, LEVELS, Given, Key
from unspin.settings.profiles import PROFILES
from unspin.settings.toml import Keys, Toml
from unspin.settings.words import words_of

FORMATS = ("full", "concise", "json", "jsonl", "html", *(form.name for form in FORMS))

_DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file of settings, and the keys that lead to it; ``problems`` collects what is wrong."""

    file: Toml
    keys: Keys
    problems: list[Problem]
    folder: Path

    def within(self, *keys: str | int) -> Place:
        """The place of something inside this value."""
        return Place(self.file, (*self.keys, *keys), self.problems, self.folder)

    def wrong(self, message: str) -> None:
        """Note a fault of this value."""
        self.problems.append(self.file.problem(self.keys, message))

    @property
    def origin(self) -> str:
        """File, line and column, for people."""
        return f"{self.file.name}:{':'.join(map(str, self.file.place(self.keys)))}"


Read = Callable[[Any, Place], Iterator[tuple[Key, Given]]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: its meaning, the kind of value that it takes, and what reads it from a file."""

    name: str
    meaning: str
    takes: str
    read: Read


def type_names() -> list[str]:
    """The types that settings may name: those of change, and contradictions."""
    return [*(kind.name for kind in all_types()), CONTRADICTS_ITSELF]


def nearest(name: str, names: Iterable[str]) -> str:
    """A half sentence that names what was probably meant, or everything that there is."""
    known = list(names)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"


def _kind(value: Any) -> str:
    names = {bool: "true or false", str: "a text", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")


def _is_type(name: str, place: Place) -> bool:
    if name in type_names():
        return True
    place.wrong(f"no type {name!r}; {nearest(name, type_names())} (`unspin explain` lists them)")
    return False


def _number(value: Any, place: Place, least: float, most: float, what: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        place.wrong(f"{what} is a number from {least:g} to {most:g}, not {_kind(value)}")
        return False
    if not math.isfinite(value) or not least <= value <= most:
        place.wrong(f"{what} is a number from {least:g} to {most:g}, not {value}")
        return False
    return True


def _types(name: str) -> Read:
    def read(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
        if not isinstance(value, list):
            place.wrong(f'{name} is a list of types, such as ["number-changed"], not {_kind(value)}')
            return
        names: list[str] = []
        for number, element in enumerate(value):
            inner = place.within(number)
            if not isinstance(element, str):
                inner.wrong(f"a type is a text, not {_kind(element)}")
            elif _is_type(element, inner):
                names.append(element)
        if not value and name == "select":
            place.wrong("select names no type, so nothing would be reported; leave it out to report all")
        yield (name,), Given(tuple(dict.fromkeys(names)), place.origin)

    return read


def _one_of(name: str, choices: tuple[str, ...]) -> Read:
    def read(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
        if not isinstance(value, str):
            place.wrong(f"{name} is one of {', '.join(choices)}, not {_kind(value)}")
        elif value not in choices:
            place.wrong(f"no {name} {value!r}; {nearest(value, choices)}")
        else:
            yield (name,), Given(value, place.origin)

    return read


def _severity(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
    if not isinstance(value, dict):
        place.wrong(f'severity is a table, such as {{ omitted = "info" }}, not {_kind(value)}')
        return
    for name, level in value.items():
        inner = place.within(name)
        if not _is_type(name, inner):
            continue
        if not isinstance(level, str):
            inner.wrong(f"a severity is one of {', '.join(LEVELS)}, not {_kind(level)}")
        elif level not in LEVELS:
            inner.wrong(f"no severity {level!r}; {nearest(level, LEVELS)}")
        elif name == CONTRADICTS_ITSELF and level not in ("error", "off"):
            inner.wrong(f"one of two statements that contradict each other is false: {name} is error or off")
        else:
            yield ("severity", name), Given(level, inner.origin)


def _min_confidence(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
    name = "min-confidence"
    if not isinstance(value, dict):
        if _number(value, place, 0, 1, name):
            yield (name,), Given(float(value), place.origin)
        return
    for kind, least in value.items():
        inner = place.within(kind)
        if (kind == _DEFAULT or _is_type(kind, inner)) and _number(least, inner, 0, 1, "a confidence"):
            yield (name, kind), Given(float(least), inner.origin)


def _aliases(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
    if not isinstance(value, list):
        place.wrong(f'aliases is a list of lists, such as [["the council", "Marn Council"]], not {_kind(value)}')
        return
    groups: list[tuple[str, ...]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, group in enumerate(value):
        inner = place.within(number)
        if not isinstance(group, list):
            inner.wrong(f"a group of aliases is a list of names, not {_kind(group)}")
            continue
        names = list(_names(group, inner))
        if len(group) < 2:
            inner.wrong("a group of aliases has at least two names")
        for name in names:
            words = words_of(name)
            if seen.setdefault(words, number) != number:
                inner.wrong(f"{name!r} stands in another group as well; put both groups into one")
        groups.append(tuple(names))
    yield ("aliases",), Given(tuple(groups), place.origin)


def _names(group: list[Any], place: Place) -> Iterator[str]:
    for position, name in enumerate(group):
        where = place.within(position)
        if not isinstance(name, str):
            where.wrong(f"a name is a text, not {_kind(name)}")
        elif not words_of(name):
            where.wrong(f"{name!r} has no words")
        else:
            yield name


def _rounding(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
    if _number(value, place, 0, 50, "rounding"):
        yield ("rounding",), Given(float(value), place.origin)


def _shortened(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
    if isinstance(value, bool):
        yield ("shortened",), Given(value, place.origin)
    else:
        place.wrong(f"shortened is true or false, not {_kind(value)}")


def share_of(value: str) -> float | None:
    """A share in [0, 1] as people write it, "2%" or "0.02"; None where it is none."""
    plain = value.strip()
    number = plain.removesuffix("%").rstrip()
    if not re.fullmatch(r"\d+\.?\d*|\.\d+", number, re.ASCII):
        return None
    share = float(number) / (100 if number != plain else 1)
    return share if share <= 1 else None


def _fail_rate(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
    name = "fail-rate"
    if not isinstance(value, str):
        if _number(value, place, 0, 1, name):
            yield (name,), Given(float(value), place.origin)
    elif (share := share_of(value)) is None:
        place.wrong(f'{name} is a number from 0 to 1, or per cent such as "2%", not {value!r}')
    else:
        yield (name,), Given(share, place.origin)


def _path(name: str) -> Read:
    def read(value: Any, place: Place) -> Iterator[tuple[Key, Given]]:
        if not isinstance(value, str):
            place.wrong(f"{name} is the path of a file, not {_kind(value)}")
        elif not value.strip() or "\0" in value:
            place.wrong(f"{name} is the path of a file, not {value!r}")
        else:
            yield (name,), Given(str(place.folder / value), place.origin)

    return read


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("select", "The only types to report.", "a list of types", _types("select")),
        Setting("ignore", "Types not to report.", "a list of types", _types("ignore")),
        Setting(
            "severity",
            "How grave changes of a type are, or that they are not reported.",
            f"a table from types to {', '.join(LEVELS)}",
            _severity,
        ),
        Setting(
            "min-confidence",
            "Changes less sure than this are not reported.",
            "a number from 0 to 1, or a table from types and default to numbers",
            _min_confidence,
        ),
        Setting(
            "fail-on",
            "From which severity on findings end in exit code 1.",
            f"one of {', '.join(FAIL_ON)}",
            _one_of("fail-on", FAIL_ON),
        ),
        Setting(
            "fail-rate",
            "Which share of many pairs may have such findings.",
            'a number from 0 to 1, or per cent such as "2%"',
            _fail_rate,
        ),
        Setting("format", "How check reports.", "a format of check", _one_of("format", FORMATS)),
        Setting(
            "profile",
            "The settings to build on.",
            f"one of {', '.join(PROFILES)}",
            _one_of("profile", tuple(PROFILES)),
        ),
        Setting("aliases", "Names and terms that are the same.", "a list of lists of names", _aliases),
        Setting(
            "rounding",
            "How far a number that says that it is rounded may be off.",
            "per cent, a number from 0 to 50",
            _rounding,
        ),
        Setting("shortened", "Whether rewrites are summaries.", "true or false", _shortened),
        Setting("allow", "The file of accepted changes.", "a path, from the folder of the file", _path("allow")),
        Setting(
            "baseline", "The file of changes at adoption.", "a path, from the folder of the file", _path("baseline")
        ),
    )
}
