"""A file of settings as a layer, with every fault that it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unspin.settings.errors import Problem
from unspin.settings.keys import SETTINGS, Place, nearest
from unspin.settings.model import Given, Key, Layer
from unspin.settings.toml import Keys, Toml


def layer_of(file: Toml, prefix: Keys, folder: Path) -> tuple[Layer, list[Problem]]:
    """The settings of a file, those that can be read, and what is wrong with the others.

    ``prefix`` are the keys of the table that holds them, such as ("tool", "unspin"); paths in them start from ``folder``.
    """
    problems: list[Problem] = []
    table: Any = file.values
    for key in prefix:
        table = table[key]
    top = Place(file, prefix, problems, folder)
    if not isinstance(table, dict):
        top.wrong(f"[{'.'.join(map(str, prefix))}] is a table of settings")
        return {}, problems
    layer: dict[Key, Given] = {}
    for name, value in table.items():
        place = top.within(name)
        if name in SETTINGS:
            layer.update(SETTINGS[name].read(value, place))
        elif name == "tool" and not prefix and isinstance(value, dict) and "unspin" in value:
            place.within("unspin").wrong("settings stand at the top of this file: leave out the head [tool.unspin]")
        else:
            place.wrong(f"no setting {name!r}; {nearest(name.replace('_', '-').lower(), SETTINGS)}")
    return layer, problems
