"""The result of a check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from unspin.changes import Change, Severity, get_type
from unspin.changes.registry import SEVERITIES
from unspin.document import Document, Span
from unspin.report.fingerprints import fingerprints


@dataclass(frozen=True, slots=True)
class LinkedSpans:
    """One edge of the sentence alignment, as spans; an empty side is a sentence dropped or added.

    ``similarity`` is in [0, 1].
    """

    original: tuple[Span, ...]
    rewrite: tuple[Span, ...]
    similarity: float


@dataclass(frozen=True)
class Report:
    """What a rewrite changed.

    Args:
        original: The text that the rewrite was made from.
        rewrite: The text that was checked.
        links: The sentence alignment, in order of the rewrite.
        changes: In order of their place in the rewrite; an omission stands where the omitted words would.
        fidelity: Probability in [0, 1] that the rewrite changes nothing.
        accepted: Number of changes that were left out because somebody accepted them; None where nobody could.
    """

    original: Document
    rewrite: Document
    links: tuple[LinkedSpans, ...]
    changes: tuple[Change, ...]
    fidelity: float
    accepted: int | None = None

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """Number of changes of each severity."""
        found = Counter(severity_of(change) for change in self.changes)
        return {severity: found[severity] for severity in SEVERITIES}

    def reaches(self, severity: Severity) -> bool:
        """Whether any change is of this severity or a graver one."""
        return reached(self.counts, severity)

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        """A name for each change that holds no offsets: it survives edits elsewhere in the texts.

        Made from the type and the words on both sides; a second change with the same words gets the next number.
        """
        return fingerprints(
            (
                change.type,
                [
                    document.slice(span) if span else ""
                    for document, span in ((self.original, change.original), (self.rewrite, change.rewrite))
                ],
            )
            for change in self.changes
        )


def severity_of(change: Change) -> Severity:
    """The change's own severity, or that of its type."""
    return change.severity or get_type(change.type).severity


def reached(counts: Mapping[Severity, int], severity: Severity) -> bool:
    """Whether any finding that was counted is of this severity or a graver one."""
    return any(counts[graver] for graver in SEVERITIES[: SEVERITIES.index(severity) + 1])
