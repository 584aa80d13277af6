"""The JSON Schema of what ``check`` writes."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def check_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``check --format json``, and of each line of ``--pairs``."""
    text = files("unspin").joinpath("data", "check.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
