"""What goes wrong when a text is read."""

from __future__ import annotations


class ReadError(Exception):
    """A text could not be read.

    Args:
        name: The file's path as it was given, or "-" for standard input.
        reason: What is wrong, as half a sentence.
        remedy: What to do about it, as half a sentence.
    """

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(name, reason, remedy)
        self.name = name
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"cannot read {'standard input' if self.name == '-' else self.name}: {self.reason}; {self.remedy}"
