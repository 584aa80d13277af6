"""Schemas as tests use them."""

from __future__ import annotations

from typing import Any


def closed(schema: Any) -> Any:
    """The schema with unknown keys forbidden: the contract may grow, but not by accident."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    more = {"additionalProperties": False} if "properties" in schema and schema.get("type") == "object" else {}
    return {**{key: closed(part) for key, part in schema.items()}, **more}
