"""Layers of settings become one: command line before file, file before profile, profile before default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from unspin.settings.model import Given, Key, Layer, Settings
from unspin.settings.profiles import PROFILES

_LEAST = "min-confidence"

# Keys whose value is the setting as it stands.
_PLAIN: tuple[Key, ...] = (
    ("fail-on",),
    ("fail-rate",),
    ("format",),
    ("profile",),
    ("aliases",),
    ("rounding",),
    ("shortened",),
    ("allow",),
    ("baseline",),
)

DEFAULTS: Layer = {
    key: Given(value, "default")
    for key, value in (
        (("select",), None),
        (("ignore",), ()),
        ((_LEAST, "default"), 0.0),
        (("fail-on",), "error"),
        (("fail-rate",), 0.0),
        (("format",), None),
        (("profile",), None),
        (("aliases",), ()),
        (("rounding",), 0.0),
        (("shortened",), False),
        (("allow",), None),
        (("baseline",), None),
    )
}


def settings_of(file: Layer, command_line: Layer) -> Settings:
    """The effective settings: the default, then the profile that the file or the command line names, the file, the command line."""
    profile = (command_line.get(("profile",)) or file.get(("profile",)) or DEFAULTS["profile",]).value
    return merge([DEFAULTS, PROFILES[profile].layer if profile else {}, file, command_line])


def merge(layers: Sequence[Layer]) -> Settings:
    """One settings from layers, the weakest first.

    A later layer replaces the values of an earlier one, and tables type by type; a plain min-confidence replaces those of all
    types. A type that a layer selects is reported although an earlier layer ignores it or has it off.
    """
    merged: dict[Key, Given] = {}
    strength: dict[Key, int] = {}
    for level, layer in enumerate(layers):
        if (_LEAST,) in layer:
            for key in [key for key in merged if key[0] == _LEAST]:
                del merged[key]
        for key, given in layer.items():
            target = (_LEAST, "default") if key == (_LEAST,) else key
            merged[target] = given
            strength[target] = level
    value = {key: given.value for key, given in merged.items()}
    select: tuple[str, ...] | None = value.get(("select",))
    chosen = set(select or ())

    def beaten(kind: str, key: Key) -> bool:
        return kind in chosen and strength["select",] > strength[key]

    ignored = [kind for kind in value.get(("ignore",)) or () if not beaten(kind, ("ignore",))]
    severities = {key[1]: level for key, level in value.items() if key[0] == "severity"}
    off = [kind for kind, level in severities.items() if level == "off" and not beaten(kind, ("severity", kind))]
    least = {key[1]: least for key, least in value.items() if key[0] == _LEAST}
    plain: dict[str, Any] = {key[0].replace("-", "_"): value[key] for key in _PLAIN if key in value}
    return Settings(
        select=select,
        ignore=tuple(dict.fromkeys([*ignored, *sorted(off)])),
        severity={kind: level for kind, level in severities.items() if level != "off"},
        min_confidence=least.pop("default", 0.0),
        min_confidence_of=least,
        given=merged,
        **plain,
    )
