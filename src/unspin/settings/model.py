"""What settings come to, and layers of them: from the default up to the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from unspin.changes import Severity

Level = Literal["error", "warning", "info", "off"]
FailOn = Literal["error", "warning", "never"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info", "off")
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "never")

Key = tuple[str, ...]
"""The name of a setting, and the type where it is set for one type alone."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value, and where it came from in words: "default", "profile summary", "unspin.toml:3:1", "--fail-on"."""

    value: Any
    origin: str


Layer = Mapping[Key, Given]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The effective settings.

    Args:
        select: The only types to report; None for all.
        ignore: Types not to report, those that are off included.
        severity: The severity of types that do not have their own.
        min_confidence: What is less sure than this, in [0, 1], is not reported.
        min_confidence_of: The same for single types.
        fail_on: From which severity on findings end in exit code 1.
        fail_rate: The share of many pairs, in [0, 1], that may have such findings before they count.
        format: How ``check`` reports; None for its own default.
        profile: The profile that the settings build on, if any.
        aliases: Groups of names and terms; those of one group are the same.
        rounding: Tolerance in per cent for numbers that say that they are rounded.
        shortened: Whether the rewrite tells less on purpose, so that sentences which it does not tell at all are no omissions.
        allow: Path of the file of accepted changes.
        baseline: Path of the file of changes that were there at adoption.
        given: Every value with where it came from.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    min_confidence: float = 0.0
    min_confidence_of: Mapping[str, float] = field(default_factory=dict)
    fail_on: FailOn = "error"
    fail_rate: float = 0.0
    format: str | None = None
    profile: str | None = None
    aliases: tuple[tuple[str, ...], ...] = ()
    rounding: float = 0.0
    shortened: bool = False
    allow: str | None = None
    baseline: str | None = None
    given: Layer = field(default_factory=dict, compare=False)

    def reports(self, kind: str) -> bool:
        """Whether changes of this type are reported at all."""
        return (self.select is None or kind in self.select) and kind not in self.ignore

    def threshold(self, kind: str) -> float:
        """The confidence in [0, 1] below which changes of this type are not reported."""
        return self.min_confidence_of.get(kind, self.min_confidence)
