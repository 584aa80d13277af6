"""JSON that is safe to show: what could act on a terminal or reorder a line is written as an escape of JSON."""

from __future__ import annotations

import json
import re
from typing import Any

# Escaped already are the quotation mark, the backslash and what is below a space.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def document(value: Any) -> str:
    """A value over several lines, with a line end; reading it gives the value back."""
    return f"{member(value, depth=0)}\n"


def member(value: Any, *, depth: int) -> str:
    """The same without the line end, as it stands ``depth`` levels inside another."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    # These stand only inside strings, where an escape means the same.
    safe = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    margin = "  " * depth
    return margin + safe.replace("\n", f"\n{margin}")
