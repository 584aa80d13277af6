"""What the JSON formats share: places, numbers and how they are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from unspin.document import Document, Span


def place_value(document: Document, span: Span | None) -> dict[str, Any] | None:
    """A place with its words, or None."""
    return None if span is None else {"start": span.start, "end": span.end, "text": document.slice(span)}


def document_value(document: Document) -> dict[str, Any]:
    """A document's name and length."""
    return {"name": document.name, "characters": document.characters}


def accepted_value(accepted: int | None) -> dict[str, int]:
    """How many changes were accepted and left out; nothing where nobody could accept one."""
    return {} if accepted is None else {"accepted": accepted}


def rounded(value: Any) -> Any:
    """The value with every number inside it rounded to 4 digits."""
    match value:
        case float():
            return round(value, 4)
        case Mapping():
            return {str(key): rounded(part) for key, part in value.items()}
        case list() | tuple():
            return [rounded(part) for part in value]
        case _:
            return value


def compact(value: Mapping[str, Any]) -> str:
    """An object on one line, without its line end."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def indented(value: Mapping[str, Any]) -> str:
    """An object over several lines, with a line end."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
