"""Markdown tables, and their place in the docs pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; fractions are written with three digits."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(value) for value in line) + " |" for line in lines) + "\n"


def cell(value: object) -> str:
    """A value as it stands in a table."""
    return f"{value:.3f}" if isinstance(value, float) else "–" if value is None else str(value)


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands in the page between the comments ``begin NAME`` and ``end NAME``.

    Raises:
        ValueError: The page has no such place.
    """
    old = page.read_text(encoding="utf-8")
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
    place = re.compile(f"(?<={re.escape(begin)}).*?(?={re.escape(end)})", re.DOTALL)
    if not place.search(old):
        raise ValueError(f"{page} has no place {begin.strip()} ... {end}")
    page.write_text(place.sub(lambda _: f"\n{text.strip()}\n\n", old), encoding="utf-8")
