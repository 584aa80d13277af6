"""The types of change as values, from their own documentation."""

from __future__ import annotations

from typing import Any

from unspin.changes import Example, all_types, get_type
from unspin.changes.registry import ChangeType
from unspin.contradictions import explained


def names() -> list[str]:
    """The names of all that ``check`` and ``read`` report."""
    return [*(kind.name for kind in all_types()), explained.NAME]


def explanations(name: str | None) -> dict[str, Any]:
    """What a type says of itself, or what each does, under "types"."""
    wanted = names() if name is None else [name]
    return {"types": [_contradictions() if one == explained.NAME else _explained(get_type(one)) for one in wanted]}


def as_text(value: dict[str, Any]) -> str:
    """The same for reading: of one type everything, of several what they report."""
    types = value["types"]
    if len(types) > 1:
        return "".join(f"{one['name']} ({one['severity']}): {one['reports']}\n" for one in types)
    (one,) = types
    parts = [
        f"{one['name']} ({one['severity']})",
        f"What it reports: {one['reports']}",
        f"Why it matters: {one['matters']}",
        *(f"Reported: {_line(example)}" for example in one["must_report"]),
        f"When it is fine: {one['fine']}",
        *(f"Not reported: {_line(example)}" for example in one["must_stay_silent"]),
        f"How sure it is: {one['sure']}",
    ]
    return "\n".join(parts) + "\n"


def _line(example: dict[str, Any]) -> str:
    sides = [side for side in (example["original"], example["rewrite"]) if side is not None]
    return " -> ".join(" ".join(side.split()) for side in sides)


def _explained(kind: ChangeType) -> dict[str, Any]:
    return {
        "name": kind.name,
        "severity": kind.severity,
        "reports": kind.reports,
        "matters": kind.matters,
        "fine": kind.fine,
        "sure": kind.sure,
        "must_report": [_example(example) for example in kind.must_report],
        "must_stay_silent": [_example(example) for example in kind.must_stay_silent],
    }


def _example(example: Example) -> dict[str, str | None]:
    return {
        "original": example.original,
        "rewrite": example.rewrite,
        "changed_original": example.changed_original,
        "changed_rewrite": example.changed_rewrite,
    }


def _contradictions() -> dict[str, Any]:
    def alone(text: str) -> dict[str, str | None]:
        return {"original": text, "rewrite": None, "changed_original": None, "changed_rewrite": None}

    return {
        "name": explained.NAME,
        "severity": "error",
        "reports": explained.REPORTS,
        "matters": explained.MATTERS,
        "fine": explained.FINE,
        "sure": explained.SURE,
        "must_report": [alone(text) for text in explained.MUST_REPORT],
        "must_stay_silent": [alone(text) for text in explained.MUST_STAY_SILENT],
    }
