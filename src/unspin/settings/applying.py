"""What settings make of a report: which changes stay, and how grave they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Generic, TypeVar

from unspin.changes import Change
from unspin.contradictions.explained import NAME as CONTRADICTS_ITSELF
from unspin.document import Document, Span
from unspin.report.model import Report
from unspin.report.reading.model import Reading
from unspin.report.tracing.model import Trace
from unspin.settings.aliases import Aliases
from unspin.settings.allow import Allowed
from unspin.settings.baseline import Baseline, pair_name
from unspin.settings.model import Settings
from unspin.settings.rounding import only_rounded
from unspin.settings.shortening import Shortening

T = TypeVar("T")


@dataclass(frozen=True)
class Judged(Generic[T]):
    """What settings leave of a report.

    Args:
        result: The report, reading or trace.
        accepted: Number of changes that the allow file or the baseline took out.
        used: Numbers of the entries of the allow file that took one out.
    """

    result: T
    accepted: int
    used: frozenset[int]


@dataclass(frozen=True)
class Rules:
    """Settings at work, with the accepted changes of their allow file and their baseline. It can be sent to another process."""

    settings: Settings
    allowed: Allowed | None = None
    baseline: Baseline | None = None

    @cached_property
    def _aliases(self) -> Aliases:
        return Aliases(self.settings.aliases)

    def report(self, report: Report, identity: str | int | None = None) -> Judged[Report]:
        """The report with the changes that the settings leave; ``identity`` is the id of the record that it is of, if any."""
        taken = _Taken()
        changes: Iterable[Change] = report.changes
        if self.settings.shortened:
            shortening = Shortening(report)
            changes = [change for change in changes if not shortening.only_shortens(change)]
        kept = replace(report, changes=tuple(self._kept(changes, report.original, report.rewrite, taken)))
        accepted = taken.accepted
        if self.baseline is not None:
            known = self.baseline.fingerprints(pair_name(report, identity))
            new = [one for one, name in zip(kept.changes, kept.fingerprints, strict=True) if name not in known]
            accepted += len(kept.changes) - len(new)
            kept = replace(kept, changes=tuple(new))
        told = None if self.allowed is None and self.baseline is None else accepted
        return Judged(replace(kept, accepted=told), accepted, frozenset(taken.used))

    def reading(self, reading: Reading) -> Judged[Reading]:
        """The reading with the changes and contradictions that the settings leave."""
        taken = _Taken()
        text = reading.document
        kept = replace(
            reading,
            twins=tuple(
                replace(twin, changes=tuple(self._kept(twin.changes, text, text, taken))) for twin in reading.twins
            ),
            contradictions=tuple(
                one
                for one in reading.contradictions
                if self.settings.reports(CONTRADICTS_ITSELF)
                and one.confidence >= self.settings.threshold(CONTRADICTS_ITSELF)
                and not self._accepts(CONTRADICTS_ITSELF, text.slice(one.first), text.slice(one.second), taken)
            ),
        )
        return Judged(replace(kept, accepted=self._told(taken)), taken.accepted, frozenset(taken.used))

    def trace(self, trace: Trace) -> Judged[Trace]:
        """The trace with the changes that the settings leave in the passages that were checked."""
        taken = _Taken()
        kept = replace(
            trace,
            passages=tuple(
                passage
                if passage.changes is None
                else replace(
                    passage,
                    changes=tuple(self._kept(passage.changes, passage.source.document, trace.document, taken)),
                )
                for passage in trace.passages
            ),
        )
        return Judged(replace(kept, accepted=self._told(taken)), taken.accepted, frozenset(taken.used))

    def _told(self, taken: _Taken) -> int | None:
        """How many changes the allow file took out; None where there is none."""
        return None if self.allowed is None else taken.accepted

    def _kept(
        self, changes: Iterable[Change], original: Document, rewrite: Document, taken: _Taken
    ) -> Iterator[Change]:
        settings = self.settings
        for change in changes:
            if not settings.reports(change.type) or change.confidence < settings.threshold(change.type):
                continue
            words = _words(original, change.original), _words(rewrite, change.rewrite)
            if self._aliases and self._aliases.only_exchanged(change, *words):
                continue
            if settings.rounding and only_rounded(change, settings.rounding, *words):
                continue
            if self._accepts(change.type, *words, taken):
                continue
            severity = settings.severity.get(change.type)
            yield change if severity is None else replace(change, severity=severity)

    def _accepts(self, kind: str, original: str, rewrite: str, taken: _Taken) -> bool:
        matching = self.allowed.matching(kind, original, rewrite) if self.allowed else frozenset()
        taken.used |= matching
        taken.accepted += bool(matching)
        return bool(matching)


@dataclass(slots=True)
class _Taken:
    """What the allow file has taken out so far."""

    accepted: int = 0
    used: set[int] = field(default_factory=set)


def _words(document: Document, span: Span | None) -> str:
    return "" if span is None else document.slice(span)
