"""The map of two texts: a narrow picture with a bar for each, a band for each link and a strand for each change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unspin.document import Document, Span
from unspin.report.marks import Entry
from unspin.report.terminal import counted

SIZE = 1000
"""Width and length of the picture in its own units."""
_BAR = 200
_LEAST = 1.0
_GAP = 0.8
_CROWD = 80


@dataclass(frozen=True, slots=True)
class Strand:
    """A change or a passage in the map; ``left`` and ``right`` are where it begins on the bars, None where it is not."""

    name: str
    kind: str
    left: float | None
    right: float | None
    path: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A map, ready to be drawn; ``left`` and ``right`` are the lengths of its bars, ``told`` is its text alternative."""

    left: float
    right: float
    links: str
    strands: tuple[Strand, ...]
    told: str

    @property
    def crowded(self) -> bool:
        """Whether there are so many strands that they have to be thin."""
        return len(self.strands) > _CROWD


@dataclass(frozen=True, slots=True)
class Scale:
    """How long a code point of a text is in the map, and where the text begins."""

    unit: float
    start: float = 0.0

    def at(self, offset: int) -> float:
        """Where a code point stands."""
        return round(self.start + offset * self.unit, 1)

    def reach(self, spans: Sequence[Span]) -> tuple[float, float] | None:
        """Where spans begin and end, taken together; None where there are none."""
        if not spans:
            return None
        return self.at(min(span.start for span in spans)), self.at(max(span.end for span in spans))


def scale(*documents: Document) -> Scale:
    """The scale in which the longest of the texts is as long as the map."""
    return Scale(SIZE / max(1, *(document.characters for document in documents)))


def strand(name: str, kind: str, left: tuple[float, float] | None, right: tuple[float, float] | None) -> Strand:
    """What crosses the map from one bar to the other, or lies on one of them."""
    return Strand(name, kind, left and left[0], right and right[0], _crossing(left, right))


def bands(pairs: Iterable[tuple[tuple[float, float], tuple[float, float]]]) -> str:
    """One path for all bands between the bars."""
    return "".join(_band(left, right) for left, right in pairs)


def told(document: Document, name: str, spans: Sequence[Span | None], noun: str) -> str:
    """Where in a text the findings stand, in words."""
    thirds = [0, 0, 0]
    for span in spans:
        if span:
            thirds[min(2, 3 * span.start // max(1, document.characters))] += 1
    parts = [
        f"{number} in its {place} third"
        for number, place in zip(thirds, ("first", "middle", "last"), strict=True)
        if number
    ]
    return f"{counted(sum(thirds), noun)} in the {name}" + (f": {', '.join(parts)}." if parts else ".")


def strands(
    entries: Sequence[Entry],
    places: Sequence[tuple[Span | None, Span | None]],
    scales: tuple[Scale, Scale],
) -> tuple[Strand, ...]:
    """A strand for each finding; the gravest are drawn last, over the others."""
    drawn = [
        (
            entry.severity,
            strand(
                str(entry.number),
                entry.severity,
                *(side.reach([span] if span else []) for side, span in zip(scales, both, strict=True)),
            ),
        )
        for entry, both in zip(entries, places, strict=True)
    ]
    return tuple(one for severity in ("info", "warning", "error") for kind, one in drawn if kind == severity)


def _band(left: tuple[float, float], right: tuple[float, float]) -> str:
    """Two sentences stay apart where they are long enough to be seen."""
    (top, bottom), (begin, end) = (_apart(*place) for place in (left, right))
    return f"M{_BAR} {top:g}L{SIZE - _BAR} {begin:g}V{end:g}L{_BAR} {bottom:g}Z"


def _apart(start: float, end: float) -> tuple[float, float]:
    gap = _GAP if end - start > 4 * _GAP else 0
    return round(start + gap, 1), round(end - gap, 1)


def _crossing(left: tuple[float, float] | None, right: tuple[float, float] | None) -> str:
    if left and right:
        (top, bottom), (begin, end) = (_seen(*place) for place in (left, right))
        return f"M0 {top:g}H{_BAR}L{SIZE - _BAR} {begin:g}H{SIZE}V{end:g}H{SIZE - _BAR}L{_BAR} {bottom:g}H0Z"
    for place, begins in ((left, 0), (right, SIZE - _BAR)):
        if place:
            top, bottom = _seen(*place)
            return f"M{begins} {top:g}h{_BAR}V{bottom:g}h-{_BAR}Z"
    return ""


def _seen(start: float, end: float) -> tuple[float, float]:
    """A place long enough to be seen."""
    return start, round(max(end, start + _LEAST), 1)
