"""What a check, a reading or a trace found, with its places, ready for the formats of other tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from unspin.changes import Change, Severity, all_types
from unspin.changes.registry import SEVERITIES
from unspin.document import REVISION, Document, Span
from unspin.report.anchors import Anchors
from unspin.report.fingerprints import Fingerprints
from unspin.report.model import Report, severity_of
from unspin.report.places import one_line
from unspin.report.reading.context import shortened
from unspin.report.reading.model import CONTRADICTION_SEVERITY, CONTRADICTS_ITSELF, NoticeKind, Reading, Twin
from unspin.report.sites import Ground, Measure, Record, Site
from unspin.report.tracing.model import Passage, Trace

Result = Report | Reading | Trace

TWIN, PASSAGE = "twin", "passage"
NOTES: Mapping[str, str] = {
    TWIN: "A passage tells again what another passage of the document tells.",
    "unattributed": "A quote for which nobody is named.",
    "unbalanced": "A quote whose closing quotation mark is missing.",
    PASSAGE: "A passage of the document was made from one of a source.",
}
"""What is worth knowing and no change: findings of these types are never graver than info."""

SIDES = ("original", "rewrite")
_MOST_WORDS = 160
_Shown = tuple[Site, Site | None]
_Words = tuple[Site | None, Site | None]
FIRST, SECOND = "first passage", "second passage"


@dataclass(frozen=True, slots=True)
class Finding:
    """A change, a contradiction, or something worth knowing, ready to be written.

    ``site`` is the place that it is shown at, ``related`` a second place that belongs to it. ``original`` and ``rewrite`` are
    the words on both sides, None where a side has none; ``sides`` are what the sides are called, empty for one that there
    cannot be. ``confidence`` is None where nothing is judged.
    """

    type: str
    severity: Severity
    confidence: float | None
    message: str
    site: Site
    related: Site | None
    original: Site | None
    rewrite: Site | None
    sides: tuple[str, str]
    fingerprint: str
    why: Mapping[str, Any] = field(default_factory=dict)

    @property
    def gravity(self) -> tuple[int, float]:
        """Sorts the gravest and surest first."""
        return SEVERITIES.index(self.severity), -(self.confidence or 0.0)

    @property
    def sure(self) -> str:
        """How sure it is, such as "93% sure"; empty where nothing is judged."""
        return "" if self.confidence is None else f"{self.confidence:.0%} sure"

    @property
    def places(self) -> list[tuple[str, Site | None]]:
        """The sides that there can be, by their names, each with its words."""
        both = zip(self.sides, (self.original, self.rewrite), strict=True)
        return [(name, site) for name, site in both if name]

    @property
    def told(self) -> str:
        """The message for those who see no words beside it: with the words, where it quotes none and they stand alone."""
        alone = self.original is None or self.rewrite is None
        if not alone or "“" in self.message or self.confidence is None:
            return self.message
        words = self.rewrite or self.original
        return f"{self.message}: “{shortened(one_line(words.words), _MOST_WORDS)}”" if words else self.message

    @property
    def see(self) -> str:
        """Where to look besides, in a reading or a trace: its place in brackets after a space."""
        if self.related is None or self.sides == SIDES:
            return ""
        here = self.related.document is self.site.document
        return f" (see {f'line {self.related.line}' if here else self.related.where})"

    def note(self, place: Site) -> str:
        """What one of its places is beside the words that it is shown at; empty for those."""
        first, second = self.sides
        if place is self.original:
            return f"Only the {first} says this." if self.rewrite is None else f"The {first}'s words."
        if place is self.rewrite:
            return ""
        return f"The {first} has nothing of it." if self.original is None else f"The {second} leaves it out."


def findings(result: Result, *, record: Record | None = None, measure: Measure = len) -> list[Finding]:
    """What was found.

    That of a check in the order of the report, that of a reading in order of place, that of a trace passage by passage.
    ``measure`` counts the unit of columns and offsets, code points unless given.
    """
    match result:
        case Report():
            return list(_of_report(result, record, measure))
        case Reading():
            return sorted(_of_reading(result, measure), key=lambda finding: finding.site.span.start)
        case Trace():
            return list(_of_trace(result, measure))


def documents_of(result: Result) -> list[Document]:
    """The documents that findings stand in, the one that was looked at last."""
    match result:
        case Report():
            return [result.original, result.rewrite]
        case Reading():
            return [result.document]
        case Trace():
            return [*(source.document for source in result.sources), result.document]


def types_of(kind: type[Result]) -> list[str]:
    """The types that findings of such a result may have: those of changes by name, then its own."""
    own = {Reading: [CONTRADICTS_ITSELF, TWIN, *get_args(NoticeKind)], Trace: [PASSAGE]}
    return [*sorted(change.name for change in all_types()), *own.get(kind, [])]


def name_of(result: Result, arrow: str = "->") -> str:
    """What a result is called: the name of its text, or of both with the arrow between them."""
    if isinstance(result, Report):
        return f"{result.original.name} {arrow} {result.rewrite.name}"
    return result.document.name


def _of_report(report: Report, record: Record | None, measure: Measure) -> Iterator[Finding]:
    original = Ground(report.original, record=record, measure=measure)
    rewrite = Ground(report.rewrite, record=record, measure=measure)
    past = REVISION in report.original.metadata
    for change, fingerprint in zip(report.changes, report.fingerprints, strict=True):
        ours, theirs = original.site(change.original), rewrite.site(change.rewrite)
        # Words that the rewrite lost are shown where they were; in an earlier state of the same file nobody could look.
        if site := theirs or (rewrite.site(_missing(report, ours.span)) if ours and past else ours):
            yield _changed(change, fingerprint, (site, ours if theirs and not past else None), (ours, theirs), SIDES)


def _missing(report: Report, span: Span) -> Span:
    """The sentence of the rewrite that words of the original are missing from."""
    return Anchors(report).nearest(span) or Span(0, 0)


def _changed(change: Change, fingerprint: str, shown: _Shown, words: _Words, sides: tuple[str, str]) -> Finding:
    sure = round(float(change.confidence), 4)
    told = change.type, severity_of(change), sure, change.message
    return Finding(*told, *shown, *words, sides, fingerprint, change.why)


def _of_reading(reading: Reading, measure: Measure) -> Iterator[Finding]:
    ground = Ground(reading.document, measure=measure)
    names, notes = iter(reading.change_fingerprints), Fingerprints()
    for twin in reading.twins:
        yield from _of_twin(twin, ground, names, notes)
    for one, name in zip(reading.contradictions, reading.contradiction_fingerprints, strict=True):
        first, second = ground.site(one.first), ground.site(one.second)
        yield Finding(
            CONTRADICTS_ITSELF,
            CONTRADICTION_SEVERITY,
            round(float(one.confidence), 4),
            one.message,
            second,
            first,
            first,
            second,
            (FIRST, SECOND),
            name,
            one.why,
        )
    for notice in reading.notices:
        site = ground.site(notice.span)
        yield _note(notice.kind, notice.message, (None, site), ("", "quote"), notes.name(notice.kind, [site.words]))


def _of_twin(twin: Twin, ground: Ground, names: Iterator[str], notes: Fingerprints) -> Iterator[Finding]:
    """A twin, and its changes: in the passage that is checked, words that it lost in the other one."""
    passages = ground.site(twin.first), ground.site(twin.second)
    original, rewrite = reversed(passages) if twin.later_is_original else passages
    sides = (SECOND, FIRST) if twin.later_is_original else (FIRST, SECOND)
    name = notes.name(TWIN, [original.words, rewrite.words])
    yield _note(TWIN, "tells again what stands elsewhere", (original, rewrite), sides, name)
    for change in twin.changes:
        ours, theirs = ground.site(change.original), ground.site(change.rewrite)
        shown = (theirs, ours or original) if theirs else (ours or rewrite, rewrite)
        yield _changed(change, next(names), shown, (ours, theirs), sides)


def _of_trace(trace: Trace, measure: Measure) -> Iterator[Finding]:
    """Passages and their changes, all of them in the document: a source may lie in an archive, where nobody can look."""
    document = Ground(trace.document, measure=measure)
    sources = {source.id: Ground(source.document, measure=measure) for source in trace.sources}
    names, notes = iter(trace.change_fingerprints), Fingerprints()
    sides = "source", "document"
    for passage in trace.passages:
        source = sources[passage.source.id]
        here, there = document.site(passage.span), source.site(passage.source_span)
        name = notes.name(PASSAGE, [passage.source.id, there.words, here.words])
        yield _note(PASSAGE, _origin(passage), (there, here), sides, name)
        for change in passage.changes or ():
            ours, theirs = source.site(change.original), document.site(change.rewrite)
            yield _changed(change, next(names), (theirs or here, ours or there), (ours, theirs), sides)


def _note(
    kind: str, message: str, words: tuple[Site | None, Site], sides: tuple[str, str], fingerprint: str
) -> Finding:
    """What is worth knowing of the words of the second side."""
    original, rewrite = words
    return Finding(kind, "info", None, message, rewrite, original, original, rewrite, sides, fingerprint)


def _origin(passage: Passage) -> str:
    """Where a passage comes from, and how."""
    source = passage.source
    known = f" ({source.described})" if source.described else ""
    return one_line(f"{passage.kind}, {passage.similarity:.0%} the same words, from {source.id}{known}")
