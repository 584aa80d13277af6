"""What goes wrong with Spark."""

from __future__ import annotations

from unspin.archive.errors import ArchiveError


class SparkError(ArchiveError):
    """Spark cannot be used, or a job of it failed.

    Args:
        reason: What is wrong, as half a sentence.
        remedy: What to do about it, as half a sentence.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__("Spark", reason, remedy)

    def __reduce__(self) -> tuple[type[SparkError], tuple[str, str]]:
        return SparkError, (self.reason, self.remedy)

    def __str__(self) -> str:
        return f"Spark: {self.reason}; {self.remedy}"
