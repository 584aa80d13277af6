"""unspin: a diff for facts. ``check(original, rewrite)`` says what a rewrite changed in meaning, where, how surely and why."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Block", "Change", "Document", "Report", "Span", "__version__", "check"]

if TYPE_CHECKING:
    from unspin.changes import Change
    from unspin.check import check
    from unspin.document import Block, Document, Span
    from unspin.report.model import Report


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that ``unspin --help`` does not wait for the language libraries."""
    import importlib  # noqa: PLC0415

    homes = {
        "Block": "document",
        "Change": "changes",
        "Document": "document",
        "Report": "report.model",
        "Span": "document",
        "check": "check",
    }
    if name not in homes:
        raise AttributeError(f"module 'unspin' has no attribute {name!r}")
    return getattr(importlib.import_module(f"unspin.{homes[name]}"), name)
