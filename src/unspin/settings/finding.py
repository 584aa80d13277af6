"""Where settings are: the nearest file upwards from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unspin.settings.errors import Problem, SettingsError
from unspin.settings.toml import Keys, Toml, read_toml

OWN = "unspin.toml"
SHARED = "pyproject.toml"
_TABLE: Keys = ("tool", "unspin")


@dataclass(frozen=True, slots=True)
class Found:
    """A file of settings, the keys of the table in it that holds them, and its folder."""

    toml: Toml
    prefix: Keys
    folder: Path


def find(start: Path) -> Found | None:
    """The nearest settings, from the folder ``start`` upwards; None where there are none.

    In one folder unspin.toml goes before pyproject.toml; a pyproject.toml without a table [tool.unspin] is passed over.

    Raises:
        SettingsError: A file on the way cannot be read, or is no TOML.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        for path in _files(folder):
            toml = read_toml(path, called(path, start))
            prefix = _TABLE if path.name == SHARED else ()
            if not prefix or _has_table(toml):
                return Found(toml, prefix, folder)
    return None


def named(name: str, start: Path) -> Found:
    """The settings in the file ``name``, a path from ``start``.

    Raises:
        SettingsError: It cannot be read, is no TOML, or is a pyproject.toml without [tool.unspin].
    """
    path = start / name
    toml = read_toml(path, name)
    if path.name != SHARED:
        return Found(toml, (), path.parent)
    if not _has_table(toml):
        raise SettingsError([Problem(name, 0, 0, "it has no table [tool.unspin]")])
    return Found(toml, _TABLE, path.parent)


def _files(folder: Path) -> Iterator[Path]:
    for name in (OWN, SHARED):
        try:
            there = (folder / name).is_file()
        except OSError:
            there = False
        if there:
            yield folder / name


def _has_table(toml: Toml) -> bool:
    tool = toml.values.get("tool")
    return isinstance(tool, dict) and "unspin" in tool


def called(path: Path, start: Path) -> str:
    """The file's name as a person in the folder ``start`` would write it."""
    return str(path.relative_to(start)) if path.is_relative_to(start) else str(path)
