"""Copies of a text that differ in typography alone: marks, spaces, line breaks. None of them says anything else."""

from __future__ import annotations

import re
from collections.abc import Callable

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def straight(text: str) -> str:
    """Straight marks in place of curly ones."""
    return text.translate(_STRAIGHT)


def curly(text: str) -> str:
    """Curly marks in place of straight ones: opening after a space, a bracket or a dash, closing elsewhere."""
    made: list[str] = []
    for character in text:
        opens = not made or made[-1].isspace() or made[-1] in "([{—–‘“"
        made.append({'"': "”“", "'": "’‘"}.get(character, character * 2)[opens])
    return "".join(made)


def wide(text: str) -> str:
    """Two spaces after each full stop, question mark and comma."""
    return re.sub(r"(?<=[.?,]) (?=\S)", "  ", text)


def unbroken(text: str) -> str:
    """No-break spaces before numbers' nouns and after short words: every second space."""
    count = iter(range(len(text)))
    return re.sub(r"(?<=\S) (?=\S)", lambda _: "\u00a0" if next(count) % 2 else " ", text)


def wrapped(text: str, width: int = 60) -> str:
    """Paragraphs broken into lines of at most ``width`` characters; blank lines stay."""
    paragraphs = re.split(r"(\n\s*\n)", text)
    return "".join(part if number % 2 else _wrap(part, width) for number, part in enumerate(paragraphs))


def _wrap(paragraph: str, width: int) -> str:
    lines: list[str] = [""]
    for word in paragraph.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\n".join(lines)


def windows(text: str) -> str:
    """Carriage return and line feed at the end of each line."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


COPIES: dict[str, Callable[[str], str]] = {
    "straight marks": straight,
    "curly marks": curly,
    "double spaces": wide,
    "no-break spaces": unbroken,
    "other line breaks": wrapped,
    "CRLF line ends": windows,
}
"""Each way of copying by its name, for messages and tables."""


def copies(text: str) -> dict[str, str]:
    """The copies of ``text`` that differ from it, by the name of what differs."""
    made = {name: copy(text) for name, copy in COPIES.items()}
    return {name: copied for name, copied in made.items() if copied != text}
