"""Quotation marks: which characters open and close a quotation, and which are apostrophes; no model, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from unspin.document import NOTHING, Document, Span

Family = Literal["double", "single", "guillemet"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between quotation marks; never empty.

    ``span`` includes the marks, ``content`` neither marks nor the white space inside them. ``depth`` is 0 for an
    outermost stretch. ``closed`` is False where the closing mark is missing and the stretch ends with its paragraph
    (or before the next opener). ``continues`` says that it goes on with the quotation that the paragraph before left
    open: mostly behind a mark that opens it again, else from the start of the paragraph.
    """

    span: Span
    content: Span
    family: Family
    depth: int
    closed: bool
    continues: bool


class Mark(NamedTuple):
    """A character or two that may open or close a quotation, by the characters around it.

    ``weak`` says that it looks more like an apostrophe (the boys' club, '90s, rock 'n' roll) or a unit (6' tall), and
    needs better evidence than its place.
    """

    start: int
    end: int
    family: Family
    style: str
    opens: bool
    closes: bool
    weak: bool


@dataclass(slots=True)
class _Open:
    """A mark that waits for its closer."""

    mark: Mark
    continues: bool


# The set in front makes the search fast. Apostrophes between letters, most of all candidates, are passed over here; so are
# the marks of attributes in markup that was left in a text (<img alt="...">). Straight marks doubled by a table's export are
# one mark where they open or close, and two between the quotations of two speakers.
_CANDIDATE = re.compile(
    r"[\"`'“”„‟«»‹›‘‚’‛]"
    r"(?:(?<=\")(?:(?<=[\w-]=\")[^\"<>\n]*\"(?=[\s/>])|(?<![^\s(\[]\")\"(?=\w)|(?<=[\w.,!?…]\")\"(?![\w\"]))?"
    r"|(?<=`)`|(?<=')'|(?<=‘)‘|(?<=’)’|(?<=['’])(?!(?<=[^\W_].)[^\W_])|(?<=[^\"`'’]))",
    re.DOTALL,
)
_STYLES: dict[str, tuple[Family, str]] = {
    "``": ("double", "doubled"),
    "''": ("double", "doubled"),
    "‘‘": ("double", "doubled"),
    "’’": ("double", "doubled"),
    '"': ("double", "straight"),
    '""': ("double", "straight"),
    "“": ("double", "curly"),
    "”": ("double", "curly"),
    "„": ("double", "curly"),
    "‟": ("double", "curly"),
    "«": ("guillemet", "double"),
    "»": ("guillemet", "double"),
    "‹": ("guillemet", "single"),
    "›": ("guillemet", "single"),
    "‘": ("single", "curly"),
    "‚": ("single", "curly"),
    "‛": ("single", "curly"),
    "’": ("single", "curly"),
    "'": ("single", "straight"),
}
_BEFORE_OPENER = frozenset("([{<-–—/:;,=*_#>“„\"‘'`«‹|")
_AFTER_CLOSER = frozenset(".,;:!?)]}>-–—/…”\"’'“‘»›«*_|[")
_NEVER_FIRST = frozenset(",;:!?)]}")
_ONLY_AFTER_CLOSER = _AFTER_CLOSER - _BEFORE_OPENER
# Invisible characters that stand between a mark and its words: joiners, soft hyphens, marks of direction.
_UNSEEN = frozenset(
    f"{NOTHING}\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_MARGIN = re.compile(f"[\\s{''.join(_UNSEEN)}]*")
# Words that begin with an apostrophe and nothing else does ('em, '90s), and those that may as well begin a quotation.
_ELISION = re.compile(r"(?:\d0s|em|n|cos|cuz|twas)\b", re.IGNORECASE)
_MAYBE_ELISION = re.compile(r"(?:\d\d|tis|til|till|cause|round|bout|im|er)\b", re.IGNORECASE)
_FEET = re.compile(r"\d['’′]\s?\d{1,2}$")
_SMALL_NUMBER = re.compile(r"(?<![\d.,])\d{1,2}(?:\.\d{1,2})?$")
_CLIPPED = ("s", "in", "an", "o", "th")
_CLAUSE_BEFORE = re.compile(r"(?:^|[.!?,:;(\[“\"—–-])\s*$")
# How many marks are looked at to judge another, and how deep quotations stand in one another: what keeps the time linear.
_AHEAD = 8
_DEEPEST = 8


def scan(document: Document) -> list[Marked]:
    """The stretches between quotation marks, outermost and nested, in order of place.

    Knows curly, straight, single and doubled marks and guillemets, English and German; apostrophes are no marks. An
    opener without a closer ends at the end of its paragraph, a closer without an opener is passed over; nothing is
    raised for odd marks. Takes time in proportion to the text.
    """
    text = document.prose
    blocks = [(block.span, list(marks_in(text, block.span))) for block in document.blocks]
    found: list[Marked] = []
    left_open: Family | None = None
    for place, (block, marks) in enumerate(blocks):
        reopened = _opens_with(text, *blocks[place + 1]) if marks and place + 1 < len(blocks) else None
        stretches = _nested_in_order(_Pairing(text, block, marks, left_open, reopened).stretches()) if marks else []
        found.extend(stretches)
        left_open = next((one.family for one in stretches if not one.depth and _is_left_open(text, block, one)), None)
    return found


def _is_left_open(text: str, block: Span, stretch: Marked) -> bool:
    """Whether a stretch runs to the end of its block and no mark closes it there."""
    if stretch.closed:
        return False
    rest = _MARGIN.match(text, stretch.span.end, block.end)
    return rest is not None and rest.end() == block.end


def _nested_in_order(stretches: Iterable[Marked]) -> list[Marked]:
    """Stretches that are not empty, in order of place, each with the number of those that it stands in."""
    found: list[Marked] = []
    ends: list[int] = []
    for one in sorted(
        (one for one in stretches if len(one.content)), key=lambda stretch: (stretch.span.start, -stretch.span.end)
    ):
        while ends and ends[-1] <= one.span.start:
            ends.pop()
        found.append(replace(one, depth=len(ends)) if ends else one)
        ends.append(one.span.end)
    return found


def marks_in(text: str, block: Span) -> Iterator[Mark]:
    """Yield what may open or close a quotation in a block, in order of place; most apostrophes are none of it."""
    for match in _CANDIDATE.finditer(text, block.start, block.end):
        mark = judged(text, block, match.start(), match.group())
        if mark is not None:
            yield mark


def judged(text: str, block: Span, start: int, mark: str) -> Mark | None:
    """What the mark at a place may do there; None where it is an apostrophe, a unit of length or no mark at all."""
    known = _STYLES.get(mark)
    if known is None:
        return None
    first, last = block.start, block.end
    left, right = start - 1, start + len(mark)
    while left >= first and text[left] in _UNSEEN:
        left -= 1
    while right < last and text[right] in _UNSEEN:
        right += 1
    before = text[left] if left >= first else ""
    after = text[right] if right < last else ""
    judge = _single if known[0] == "single" else _double
    opens, closes, weak = judge(text, block, start, mark, (before, after))
    return Mark(start, start + len(mark), *known, opens, closes, weak) if opens or closes else None


def _may(before: str, after: str) -> tuple[bool, bool]:
    """Whether a mark between two characters may open, and whether it may close."""
    loose_left, loose_right = not before or before.isspace(), not after or after.isspace()
    opens = not loose_right and after not in _NEVER_FIRST and (loose_left or before in _BEFORE_OPENER)
    closes = not loose_left and (loose_right or after in _AFTER_CLOSER)
    return opens, closes


def _double(text: str, block: Span, start: int, mark: str, around: tuple[str, str]) -> tuple[bool, bool, bool]:
    """Whether a double mark or a guillemet opens, closes, and is weak."""
    before, after = around
    opens, closes = _may(before, after)
    if mark in "«»‹›":
        french = mark in "«‹"
        return french or (opens and not closes), not french or (closes and not opens), False
    if mark in {"“", "„", "‟", "``", "‘‘"}:
        # A curly opener in a closer's place (said.“ ) is a typing error or a German closer.
        closes = mark == "“" and closes and not opens
        return not closes, closes, False
    if mark in {"”", "’’"}:
        opens = opens and not closes
        return opens, not opens, False
    if mark == "''" and before.isalnum() and after.isalnum():
        return False, False, False
    if mark == '"' and before.isdigit() and _FEET.search(text, max(block.start, start - 5), start):
        return False, False, False
    if not opens and not closes:
        opens = closes = not before.isdigit()
    weak = closes and not opens and before.isdigit() and bool(_SMALL_NUMBER.search(text, max(0, start - 6), start))
    return opens, closes, weak


def _single(text: str, block: Span, start: int, mark: str, around: tuple[str, str]) -> tuple[bool, bool, bool]:
    """Whether a single mark opens, closes, and is weak."""
    (before, after), end = around, start + 1
    if before.isalnum() and after.isalnum():
        return False, False, False
    opens, closes = _may(before, after)
    loose = (not before or before.isspace()) and (not after or after.isspace())
    if mark == "‚":
        return opens, False, False
    if mark in "‘‛":
        opens, closes = opens or (loose and bool(after)), closes and not opens
    elif mark == "’":
        opens, closes = False, closes or (loose and bool(before))
    opens = opens and after not in _ONLY_AFTER_CLOSER and not _ELISION.match(text, end)
    if opens and _MAYBE_ELISION.match(text, end):
        if not _CLAUSE_BEFORE.search(text[max(block.start, start - 3) : start]):
            return False, closes, False
        return True, closes, True
    clipped = text[max(block.start, start - 2) : start].lower().endswith(_CLIPPED) or before.isdigit()
    return opens, closes, closes and not opens and clipped and after == " " and text[end + 1 : end + 2].isalnum()


def _margin(text: str, block: Span) -> int:
    """Where the first visible character of a block stands."""
    match = _MARGIN.match(text, block.start, block.end)
    return match.end() if match else block.start


def _opens_with(text: str, block: Span, marks: Sequence[Mark]) -> Family | None:
    """The family of the mark that opens a block."""
    return marks[0].family if marks and marks[0].opens and marks[0].start == _margin(text, block) else None


class _Pairing:
    """Pairs the marks of one block.

    ``left_open`` is the family of the quotation that the block before did not close, ``reopened`` the family of the
    mark that opens the block behind.
    """

    def __init__(
        self, text: str, block: Span, marks: Sequence[Mark], left_open: Family | None, reopened: Family | None
    ) -> None:
        self.text, self.block, self.marks, self.left_open = text, block, marks, left_open
        self.margin = _margin(text, block)
        # Single marks have a say only with a partner, or where a quotation of paragraphs is opened again.
        self.goes_on = reopened == "single" == _opens_with(text, block, marks)
        self.closers, self.answered = self._singles()
        self.stack: list[_Open] = []

    def stretches(self) -> Iterator[Marked]:
        """Yield the stretches in the order in which they end."""
        place = 0
        end = self._end_of_left_open()
        if end is not None:
            opener = self.marks[end]._replace(start=self.block.start, end=self.block.start)
            yield self._marked(_Open(opener, continues=True), self.marks[end].start, self.marks[end].end)
            place = end + 1
        while place < len(self.marks):
            mark = self.marks[place]
            following = self.marks[place + 1] if place + 1 < len(self.marks) else None
            if following and self._closes_twice(mark, following):
                # Three apostrophes: the inner quotation ends first.
                yield self._marked(self.stack.pop(), mark.start, mark.start + 1)
                mark = mark._replace(start=mark.start + 1, end=mark.end + 1)
                place += 1
            yield from self._take(place, mark)
            place += 1
        for held in self.stack:
            if held.mark.family != "single" or (self.goes_on and held.mark.start == self.margin):
                yield self._marked(held, self.block.end)

    def _take(self, place: int, mark: Mark) -> Iterator[Marked]:
        single = mark.family == "single"
        closes = (mark.start in self.closers) if single else mark.closes and not (mark.weak and self._surer(place))
        partner = self._partner(mark) if closes else None
        if partner is not None:
            if not single or not self._awaits_closer(place, self.stack[partner + 1 :]):
                held = self.stack[partner]
                del self.stack[partner:]
                yield self._marked(held, mark.start, mark.end)
            return
        at_margin = mark.start == self.margin
        if not mark.opens or (single and mark.start not in self.answered and not (at_margin and self.goes_on)):
            return
        continues = at_margin and self.left_open == mark.family
        twin = next((number for number, held in enumerate(self.stack) if _same(held.mark, mark)), None)
        if twin is not None and not self._nested(place):
            # The mark that should have closed the earlier one is missing: it ends here.
            if not single:
                yield self._marked(self.stack[twin], mark.start)
                continues = self._begins_line(mark)
            del self.stack[twin:]
        self.stack.append(_Open(mark, continues))

    def _singles(self) -> tuple[set[int], set[int]]:
        """Where single marks stand that may close, and that may open because one of these follows.

        No possessive or clipped word (the boys' club, goin' home) closes before a surer closer.
        """
        closers: set[int] = set()
        answered: set[int] = set()
        ahead: Mark | None = None
        surer = False
        for mark in reversed(self.marks):
            if mark.family != "single":
                continue
            if mark.opens:
                if ahead and (not mark.weak or self._ends_speech(ahead)):
                    answered.add(mark.start)
                surer = False
                ahead = ahead if mark.closes else None
            if mark.closes and not (mark.weak and (surer or self.goes_on)):
                closers.add(mark.start)
                surer, ahead = True, mark
        return closers, answered

    def _ends_speech(self, mark: Mark) -> bool:
        around = self.text[mark.start - 1 : mark.start], self.text[mark.end : mark.end + 1]
        return around[0] in ".,!?…" or (around[0] != "s" and around[1] in ".,;:!?")

    def _end_of_left_open(self) -> int | None:
        """The place of a mark that closes the quotation of the paragraph before, which nothing has opened again."""
        for place, mark in enumerate(self.marks):
            if mark.family != "single":
                closes = mark.closes and not mark.opens and not self.text[mark.start - 1].isdigit()
                return place if closes and mark.family == self.left_open else None
        return None

    def _closes_twice(self, mark: Mark, following: Mark) -> bool:
        return (
            mark.style == "doubled"
            and following.family == "single"
            and following.start == mark.end
            and following.closes
            and bool(self.stack)
            and self.stack[-1].mark.family == "single"
        )

    def _partner(self, mark: Mark) -> int | None:
        """The place in the stack of the opener that a mark closes."""
        for place in range(len(self.stack) - 1, -1, -1):
            if _same(self.stack[place].mark, mark):
                return place
        if mark.opens:
            return None
        # Marks of two styles in one quotation: opened curly, closed straight.
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place].mark.family == mark.family:
                return place
        return None

    def _next_alike(self, place: int) -> Iterator[Mark]:
        """Yield the next marks of the same style."""
        return (mark for mark in self.marks[place + 1 : place + 1 + _AHEAD] if _same(mark, self.marks[place]))

    def _surer(self, place: int) -> bool:
        """Whether the next mark of this style closes too, so that this one means inches."""
        following = next(self._next_alike(place), None)
        return following is not None and following.closes and not following.opens

    def _nested(self, place: int) -> bool:
        """Whether the next two marks of this style both close, so that this opener stands in an earlier quotation."""
        rest = [*self._next_alike(place)][:2]
        return len(rest) == 2 and all(mark.closes and not mark.opens for mark in rest) and len(self.stack) < _DEEPEST

    def _awaits_closer(self, place: int, inner: Sequence[_Open]) -> bool:
        """Whether double marks opened inside single ones are closed behind, so that the single mark is an apostrophe."""
        families = {held.mark.family for held in inner} - {"single"}
        return bool(families) and any(
            mark.family in families and mark.closes for mark in self.marks[place + 1 : place + 1 + _AHEAD]
        )

    def _begins_line(self, mark: Mark) -> bool:
        before = self.text[max(self.block.start, mark.start - 200) : mark.start]
        return not before.rpartition("\n")[2].strip()

    def _marked(self, held: _Open, content_end: int, end: int | None = None) -> Marked:
        """A stretch that ends with a mark whose end is given, or with its words where the mark is missing."""
        text, start = self.text, held.mark.end
        while content_end > start and (text[content_end - 1].isspace() or text[content_end - 1] in _UNSEEN):
            content_end -= 1
        while start < content_end and (text[start].isspace() or text[start] in _UNSEEN):
            start += 1
        closed = end is not None
        last = content_end if end is None else end
        return Marked(
            Span(held.mark.start, last), Span(start, content_end), held.mark.family, 0, closed, held.continues
        )


def _same(held: Mark, mark: Mark) -> bool:
    return held.family == mark.family and held.style == mark.style
