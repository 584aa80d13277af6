"""Schemas of formats that no package has one of, written from what their makers document."""

from __future__ import annotations

from typing import Any


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_TEXT = {"type": "string", "minLength": 1}
_NUMBER = {"type": "integer", "minimum": 1}

# GitLab: description, check_name, fingerprint, severity, location.path and location.lines.begin (or positions) are required; paths
# are relative to the repository and begin with no "./". The rest is from the analyzers' specification that it builds on.
GITLAB = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "array",
    "items": _closed(
        {
            "type": {"const": "issue"},
            "check_name": _TEXT,
            "description": _TEXT,
            "categories": {
                "type": "array",
                "items": {
                    "enum": [
                        "Bug Risk", "Clarity", "Compatibility", "Complexity", "Duplication", "Performance", "Security",
                        "Style",
                    ]
                },
            },
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "location": _closed(
                {
                    "path": {"type": "string", "minLength": 1, "pattern": r"^(?!\./)"},
                    "lines": _closed({"begin": _NUMBER, "end": _NUMBER}, ["begin"]),
                },
                ["path", "lines"],
            ),
        },
        ["description", "check_name", "fingerprint", "severity", "location"],
    ),
}  # fmt: skip

_POSITION = _closed({"line": _NUMBER, "column": _NUMBER}, ["line"])
_LOCATION = _closed({"path": _TEXT, "range": _closed({"start": _POSITION, "end": _POSITION}, ["start"])}, ["path"])
_SOURCE = _closed({"name": _TEXT, "url": _TEXT}, ["name"])
_SEVERITY = {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]}

# reviewdog: the message types DiagnosticResult, Diagnostic, Location, Range, Position, RelatedLocation, Code and Source.
RDJSON = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_closed(
        {
            "source": _SOURCE,
            "severity": _SEVERITY,
            "diagnostics": {
                "type": "array",
                "items": _closed(
                    {
                        "message": _TEXT,
                        "location": _LOCATION,
                        "severity": _SEVERITY,
                        "source": _SOURCE,
                        "code": _closed({"value": _TEXT, "url": _TEXT}, ["value"]),
                        "related_locations": {
                            "type": "array",
                            "items": _closed({"message": _TEXT, "location": _LOCATION}, ["location"]),
                        },
                    },
                    ["message", "location"],
                ),
            },
        },
        ["diagnostics"],
    ),
}
