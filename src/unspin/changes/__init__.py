"""The types of change: one module a type, found by the registry."""

from unspin.changes.registry import Change, ChangeType, Example, Severity, all_types, change_type, get_type

__all__ = ["Change", "ChangeType", "Example", "Severity", "all_types", "change_type", "get_type"]
