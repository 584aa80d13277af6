"""Settings as people and programs read them: each value with where it came from."""

from __future__ import annotations

import re
from typing import Any

from unspin.report.values import indented
from unspin.settings.keys import SETTINGS
from unspin.settings.model import Given, Key, Settings

_WIDTH = 40
# What a TOML text may not hold as it is.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def to_toml(settings: Settings) -> str:
    """The settings as TOML, with a remark on each line that says where the value is from.

    A setting without a value is a remark alone.
    """
    lines, tables = [], []
    for name in SETTINGS:
        own = _of(settings, name)
        if not own and name == "severity":
            lines.append("# severity: that of each type")
        elif set(own) <= {(name,), (name, "default")}:
            lines += [_line(name, given) for given in own.values()]
        else:
            tables += ["", f"[{name}]", *(_line(key[-1], given) for key, given in sorted(own.items()))]
    return "\n".join([*lines, *tables, ""])


def to_json(settings: Settings) -> str:
    """The settings as an indented JSON object: for each its "value" and "from"; a table has these for each of its keys."""
    shown: dict[str, Any] = {}
    for name in SETTINGS:
        own = _of(settings, name)
        if (name,) in own:
            shown[name] = _value(own[name,])
        else:
            shown[name] = {key[-1]: _value(given) for key, given in sorted(own.items())}
    return indented(shown)


def _of(settings: Settings, name: str) -> dict[Key, Given]:
    return {key: given for key, given in settings.given.items() if key[0] == name}


def _value(given: Given) -> dict[str, Any]:
    return {"value": given.value, "from": given.origin}


def _line(name: str, given: Given) -> str:
    if given.value is None:
        return f"# {name}: not set"
    return f"{f'{name} = {_toml(given.value)}':{_WIDTH}}  # {_CONTROL.sub('?', given.origin)}"


def _toml(value: Any) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", escaped) + '"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
