"""Everything that may be a change: what the comparisons find in a link and what only the judge doubts, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from unspin.changes import Change, all_types
from unspin.confidence import KINDS, Model, chance, evidence_of_change, evidence_of_doubt, threshold
from unspin.doubts import change_of, doubts
from unspin.report.model import severity_of

if TYPE_CHECKING:
    from unspin.align import Link

DOUBTS = "doubts"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible change, the kind of finding that it is, and its evidence, as ``confidence`` reads them."""

    change: Change
    kind: str
    evidence: dict[str, float]

    def judged(self, models: Mapping[str, Model]) -> Change | None:
        """The change with its confidence; None where that is under the threshold of its type. Remarks stay as they are."""
        if severity_of(self.change) == "info":
            return self.change
        model = models[self.kind]
        sure = chance(self.evidence, model, self.change.type)
        return replace(self.change, confidence=sure) if sure >= threshold(model, self.change.type) else None


def candidates_in(link: Link) -> Iterator[Candidate]:
    """The candidates of a link: those of the comparisons by type, then those of the judge by place."""
    changes = [change for kind in all_types() for change in kind.compare(link)]
    found = sum(severity_of(change) != "info" for change in changes)
    for change in changes:
        beside = found - (severity_of(change) != "info")
        yield Candidate(change, KINDS[change.type], evidence_of_change(change, link, beside))
    doubted = list(doubts(link))
    for doubt in doubted:
        yield Candidate(change_of(doubt, link), DOUBTS, evidence_of_doubt(doubt, link, found, len(doubted) - 1))
