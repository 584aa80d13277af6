"""The result of reading one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from unspin.changes import Change, Severity
from unspin.changes.registry import SEVERITIES
from unspin.contradictions import Contradiction, explained
from unspin.document import Document, Span
from unspin.report.fingerprints import fingerprints
from unspin.report.model import reached, severity_of

if TYPE_CHECKING:
    from unspin.facts.quotes import Quote

CONTRADICTS_ITSELF = explained.NAME
# One of two statements that exclude each other is false.
CONTRADICTION_SEVERITY: Severity = "error"

NoticeKind = Literal["unattributed", "unbalanced"]


@dataclass(frozen=True, slots=True)
class Twin:
    """Two passages of one document that say the same in other words, ``first`` standing before ``second``.

    ``similarity`` is in [0, 1]. In ``changes``, ``original`` and ``rewrite`` are places in the document: those of
    ``first`` and ``second``, the other way round where ``later_is_original``.
    """

    first: Span
    second: Span
    similarity: float
    changes: tuple[Change, ...]
    later_is_original: bool = False

    def places(self, change: Change) -> tuple[Span | None, Span | None]:
        """Where a change stands in ``first`` and in ``second``; None where a passage has no words for it."""
        return (change.rewrite, change.original) if self.later_is_original else (change.original, change.rewrite)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a quote that an editor may want to look at: nobody is said to say it, or a mark is missing."""

    kind: NoticeKind
    span: Span
    message: str


@dataclass(frozen=True)
class Reading:
    """What one document says, and whether it agrees with itself.

    Args:
        document: The text that was read.
        quotes: In order of place: direct, mixed and indirect.
        twins: In order of their first passage.
        contradictions: In order of their first place.
        notices: In order of place.
        accepted: Number of changes and contradictions that were left out because somebody accepted them; None where nobody
            could.
    """

    document: Document
    quotes: tuple[Quote, ...]
    twins: tuple[Twin, ...]
    contradictions: tuple[Contradiction, ...]
    notices: tuple[Notice, ...]
    accepted: int | None = None

    @cached_property
    def changes(self) -> tuple[tuple[Twin, Change], ...]:
        """The changes of all twins, each with its twin, in the order of both."""
        return tuple((twin, change) for twin in self.twins for change in twin.changes)

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """Number of changes and contradictions of each severity."""
        found = Counter(severity_of(change) for _, change in self.changes)
        found[CONTRADICTION_SEVERITY] += len(self.contradictions)
        return {severity: found[severity] for severity in SEVERITIES}

    def reaches(self, severity: Severity) -> bool:
        """Whether any change or contradiction is of this severity or a graver one."""
        return reached(self.counts, severity)

    def narrowed(
        self, *, select: Collection[str] | None = None, ignore: Collection[str] = (), min_confidence: float = 0.0
    ) -> Reading:
        """The same reading with only some of its changes and contradictions; quotes, twins and notices stay.

        ``select`` and ``ignore`` name types of change, or "contradicts-itself"; None selects all. What is less sure
        than ``min_confidence``, in [0, 1], is left out.
        """

        def wanted(kind: str, confidence: float) -> bool:
            return (select is None or kind in select) and kind not in ignore and confidence >= min_confidence

        return replace(
            self,
            twins=tuple(
                replace(twin, changes=tuple(one for one in twin.changes if wanted(one.type, one.confidence)))
                for twin in self.twins
            ),
            contradictions=tuple(one for one in self.contradictions if wanted(CONTRADICTS_ITSELF, one.confidence)),
        )

    @cached_property
    def change_fingerprints(self) -> tuple[str, ...]:
        """A name for each of ``changes`` that holds no offsets: it survives edits elsewhere in the text."""
        return fingerprints(
            (change.type, [self.document.slice(span) if span else "" for span in (change.original, change.rewrite)])
            for _, change in self.changes
        )

    @cached_property
    def contradiction_fingerprints(self) -> tuple[str, ...]:
        """A name for each of ``contradictions`` that holds no offsets: it survives edits elsewhere in the text."""
        return fingerprints(
            (CONTRADICTS_ITSELF, [one.what, one.subject, *map(self.document.slice, (one.first, one.second))])
            for one in self.contradictions
        )
