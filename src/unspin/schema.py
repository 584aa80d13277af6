"""The JSON Schemas of what ``check``, ``read`` and ``trace`` write."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def check_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``check --format json``, and of each line of ``--pairs``."""
    return _schema("check")


def read_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``read --format json``, and of each line of ``read --format jsonl``."""
    return _schema("read")


def trace_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``trace --format json``."""
    return _schema("trace")


def _schema(command: str) -> dict[str, Any]:
    text = files("unspin").joinpath("data", f"{command}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
