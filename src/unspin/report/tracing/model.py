"""The result of tracing one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from unspin.changes import Change, Severity
from unspin.changes.registry import SEVERITIES
from unspin.document import Document, Span
from unspin.report.fingerprints import fingerprints
from unspin.report.model import reached, severity_of

Kind = Literal["verbatim", "near-verbatim", "rewritten", "summarised"]
KINDS: tuple[Kind, ...] = ("verbatim", "near-verbatim", "rewritten", "summarised")

Reason = Literal[
    "document-empty",
    "document-too-short",
    "no-sources",
    "nothing-shared",
    "only-boilerplate",
    "too-little-shared",
    "no-likeness",
    "below-minimum",
]


@dataclass(frozen=True, slots=True)
class Empty:
    """Why nothing was found: a code for programs, and half a sentence for people."""

    code: Reason
    message: str


@dataclass(frozen=True)
class Source:
    """A document that something was taken from; what is not known of it is an empty text."""

    id: str
    document: Document
    title: str = ""
    date: str = ""
    outlet: str = ""

    @property
    def described(self) -> str:
        """What is known of it beside its id."""
        return ", ".join(part for part in (self.title, self.outlet, self.date) if part)


@dataclass(frozen=True)
class Passage:
    """A stretch of a document that was made from a stretch of a source.

    ``similarity`` in [0, 1] is the share of both stretches' words that stand in both in the same order. ``changes`` is None
    where the passage was not checked; in a change, ``original`` is a place in the source and ``rewrite`` one in the document.
    """

    span: Span
    source: Source
    source_span: Span
    kind: Kind
    similarity: float
    changes: tuple[Change, ...] | None = None


@dataclass(frozen=True)
class Trace:
    """Where a document was taken from.

    Args:
        document: The text that was traced.
        passages: In order of their place in the document, then of the sources.
        empty_because: Why there are no passages; None where there are some.
        accepted: Number of changes that were left out because somebody accepted them; None where nobody could.
    """

    document: Document
    passages: tuple[Passage, ...]
    empty_because: Empty | None = None
    accepted: int | None = None

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all passages, in order of their first one."""
        return tuple({passage.source.id: passage.source for passage in self.passages}.values())

    @cached_property
    def kinds(self) -> dict[Kind, int]:
        """Number of passages of each kind."""
        found = Counter(passage.kind for passage in self.passages)
        return {kind: found[kind] for kind in KINDS}

    @cached_property
    def covered(self) -> int:
        """Number of characters of the document that stand in at least one passage."""
        total = end = 0
        for passage in self.passages:
            total += max(0, passage.span.end - max(end, passage.span.start))
            end = max(end, passage.span.end)
        return total

    @property
    def checked(self) -> bool:
        """Whether the passages were held against their sources."""
        return any(passage.changes is not None for passage in self.passages)

    @property
    def changes(self) -> Iterator[tuple[Passage, Change]]:
        """The changes of all passages, each with its passage, in the order of both."""
        return ((passage, change) for passage in self.passages for change in passage.changes or ())

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """Number of changes of each severity."""
        found = Counter(severity_of(change) for _, change in self.changes)
        return {severity: found[severity] for severity in SEVERITIES}

    def reaches(self, severity: Severity) -> bool:
        """Whether any change is of this severity or a graver one."""
        return reached(self.counts, severity)

    def narrowed(
        self, *, select: Collection[str] | None = None, ignore: Collection[str] = (), min_confidence: float = 0.0
    ) -> Trace:
        """The same trace with only some of its changes.

        ``select`` and ``ignore`` name types of change; None selects all. What is less sure than ``min_confidence``, in [0, 1],
        is left out.
        """

        def wanted(change: Change) -> bool:
            chosen = select is None or change.type in select
            return chosen and change.type not in ignore and change.confidence >= min_confidence

        return replace(
            self,
            passages=tuple(
                passage if passage.changes is None else replace(passage, changes=tuple(filter(wanted, passage.changes)))
                for passage in self.passages
            ),
        )

    @cached_property
    def change_fingerprints(self) -> tuple[str, ...]:
        """A name for each of ``changes`` that holds no offsets: it survives edits elsewhere in the texts."""
        return fingerprints(
            (
                change.type,
                [
                    document.slice(span) if span else ""
                    for document, span in (
                        (passage.source.document, change.original),
                        (self.document, change.rewrite),
                    )
                ],
            )
            for passage, change in self.changes
        )
