"""Quotation marks: which characters open and close a quotation, and which are apostrophes; no model, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unspin.document import NOTHING, Document, Span

Family = Literal["double", "single", "guillemet"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between quotation marks.

    ``span`` includes the marks, ``content`` neither marks nor the white space inside them. ``depth`` is 0 for an
    outermost stretch. ``closed`` is False where the closing mark is missing and the stretch ends with its paragraph
    (or before the next opener). ``continues`` says that the opener re-opens the quotation of the paragraph before.
    """

    span: Span
    content: Span
    family: Family
    depth: int
    closed: bool
    continues: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """A candidate: its place and what the characters around it allow it to do."""

    start: int
    end: int
    family: Family
    style: str
    opens: bool
    closes: bool
    line_start: bool


@dataclass(slots=True)
class _Open:
    mark: _Mark
    depth: int
    continues: bool


_CANDIDATE = re.compile("``|''|‘‘|’’|[“”„‟\"«»‹›‘’‛']")
# Words that begin with an apostrophe: 'em, 'til, '90s.
_ELISION = re.compile(r"(?:\d0s|tis|twas|em|til|till|cause|round|bout|n|cos|cuz|im|er)\b", re.IGNORECASE)
_FEET = re.compile(r"\d['’′]\d{1,2}$")
_STYLES: dict[str, tuple[Family, str]] = {
    "``": ("double", "doubled"),
    "''": ("double", "doubled"),
    "‘‘": ("double", "doubled"),
    "’’": ("double", "doubled"),
    '"': ("double", "straight"),
    "“": ("double", "curly"),
    "”": ("double", "curly"),
    "„": ("double", "curly"),
    "‟": ("double", "curly"),
    "«": ("guillemet", "double"),
    "»": ("guillemet", "double"),
    "‹": ("guillemet", "single"),
    "›": ("guillemet", "single"),
    "‘": ("single", "curly"),
    "‛": ("single", "curly"),
    "’": ("single", "curly"),
    "'": ("single", "straight"),
}
_BEFORE_OPENER = frozenset("([{<-–—/:;,=*_#>“„\"‘'`«‹|")
_AFTER_CLOSER = frozenset(".,;:!?)]}>-–—/…”\"’'»›*_|")


def scan(document: Document) -> list[Marked]:
    """The stretches between quotation marks, outermost and nested, in order of place.

    Knows curly, straight, single and doubled marks and guillemets; apostrophes are no marks. An opener without a
    closer ends at the end of its paragraph, a closer without an opener is passed over; nothing is raised for odd
    marks.
    """
    found: list[Marked] = []
    pending = False
    for block in document.blocks:
        marks = list(_candidates(document.prose, block.span))
        stretches = list(_pair(document.prose, block.span, marks, reopens=pending))
        found.extend(stretches)
        pending = any(
            not stretch.closed and stretch.depth == 0 and stretch.span.end == block.span.end for stretch in stretches
        )
    return sorted(found, key=lambda stretch: (stretch.span.start, -stretch.span.end))


def _candidates(text: str, block: Span) -> Iterator[_Mark]:
    for match in _CANDIDATE.finditer(text, block.start, block.end):
        start, end, mark = match.start(), match.end(), match.group()
        family, style = _STYLES[mark]
        left, right = start - 1, end
        while left >= block.start and text[left] == NOTHING:
            left -= 1
        while right < block.end and text[right] == NOTHING:
            right += 1
        before = text[left] if left >= block.start else ""
        after = text[right] if right < block.end else ""
        loose_left = not before or before.isspace()
        loose_right = not after or after.isspace()
        opens = bool(after) and not loose_right and (loose_left or before in _BEFORE_OPENER)
        closes = bool(before) and not loose_left and (loose_right or after in _AFTER_CLOSER)
        if family == "single":
            if after.isalnum() and before.isalnum():
                continue
            elision = _ELISION.match(text, end) is not None
            opens = opens and after not in _AFTER_CLOSER - _BEFORE_OPENER and mark != "’" and not elision
            closes = closes and mark not in "‘‛"
        elif mark in {"“", "„", "‟", "``", "‘‘"}:
            # A curly opener in a closer's place (said.“ ) is a typing error or a German closer.
            closes = closes and not opens and mark == "“"
            opens = not closes
        elif mark in {"”", "’’"}:
            opens = opens and not closes
            closes = not opens
        elif mark in {'"', "''"}:
            if style == "straight" and _FEET.search(text, max(block.start, start - 4), start):
                continue
            if (loose_left and loose_right) or (not opens and not closes):
                opens = closes = not before.isdigit()
        elif style in {"double", "single"}:
            french = mark in "«‹"
            opens, closes = (french or (not closes and opens)), (not french or (not opens and closes))
        if opens or closes:
            yield _Mark(
                start,
                end,
                family,
                style,
                opens,
                closes,
                not text[max(block.start, start - 200) : start].rpartition("\n")[2].strip(),
            )


def _pair(text: str, block: Span, marks: list[_Mark], *, reopens: bool) -> Iterator[Marked]:
    stack: list[_Open] = []
    singles = _certain_singles(text, block, marks)
    for place, mark in enumerate(marks):
        if mark.family == "single" and mark not in singles and not mark.opens:
            continue
        partner = _partner(stack, mark) if mark.closes else None
        if partner is not None:
            yield from _close(text, stack, partner, mark)
            continue
        if not mark.opens or (mark.family == "single" and not _closer_follows(marks, place, singles)):
            continue
        continues = reopens and not text[block.start : mark.start].strip()
        twin = next((number for number, held in enumerate(stack) if _same(held.mark, mark)), None)
        if twin is not None and not _nested(marks, place):
            # The mark that should have closed the earlier one is missing: it ends here.
            if mark.family != "single":
                held = stack[twin]
                yield _marked(text, held, mark.start, mark.start, closed=False)
                continues = mark.line_start
            del stack[twin:]
        stack.append(_Open(mark, len(stack), continues))
    for held in stack:
        if held.mark.family != "single":
            yield _marked(text, held, block.end, block.end, closed=False)


def _same(held: _Mark, mark: _Mark) -> bool:
    return held.family == mark.family and held.style == mark.style


def _partner(stack: list[_Open], mark: _Mark) -> int | None:
    for place in range(len(stack) - 1, -1, -1):
        if _same(stack[place].mark, mark):
            return place
    if mark.opens:
        return None
    # Marks of two styles in one quotation: opened curly, closed straight.
    return next((place for place in range(len(stack) - 1, -1, -1) if stack[place].mark.family == mark.family), None)


def _close(text: str, stack: list[_Open], place: int, mark: _Mark) -> Iterator[Marked]:
    if mark.family == "single" and any(held.mark.family != "single" for held in stack[place + 1 :]):
        return
    held = stack[place]
    del stack[place:]
    yield _marked(text, held, mark.start, mark.end, closed=True)


def _marked(text: str, held: _Open, content_end: int, end: int, *, closed: bool) -> Marked:
    start = held.mark.end
    while start < content_end and text[start].isspace():
        start += 1
    while content_end > start and text[content_end - 1].isspace():
        content_end -= 1
    if not closed:
        end = max(content_end, held.mark.end)
    return Marked(
        Span(held.mark.start, max(end, start)),
        Span(start, content_end),
        held.mark.family,
        held.depth,
        closed,
        held.continues,
    )


def _nested(marks: list[_Mark], place: int) -> bool:
    """Whether the next two marks of this style both close, so that this opener stands inside an earlier quotation."""
    rest = [mark for mark in marks[place + 1 : place + 9] if _same(mark, marks[place])][:2]
    return len(rest) == 2 and all(mark.closes and not mark.opens for mark in rest)


def _certain_singles(text: str, block: Span, marks: list[_Mark]) -> set[_Mark]:
    """Single marks that may close: no possessive or clipped word (the boys' club, goin' home) before a surer closer."""
    may: set[_Mark] = set()
    surer_ahead = False
    for mark in reversed(marks):
        if mark.family != "single":
            continue
        if mark.opens:
            surer_ahead = False
        if mark.closes:
            before = text[max(block.start, mark.start - 2) : mark.start].lower()
            after = text[mark.end : mark.end + 2]
            weak = (
                before.endswith(("s", "in", "an", "o", "th"))
                and len(after) == 2
                and after[0] == " "
                and after[1].isalnum()
            )
            if weak and surer_ahead:
                continue
            may.add(mark)
            surer_ahead = True
    return may


def _closer_follows(marks: list[_Mark], place: int, singles: set[_Mark]) -> bool:
    for mark in marks[place + 1 :]:
        if mark.family == "single" and mark in singles:
            return True
        if mark.family == "single" and mark.opens and not mark.closes:
            # Looking past the next opener would make the scan quadratic, and no quotation of this kind holds another
            # of its style.
            return False
    return False
