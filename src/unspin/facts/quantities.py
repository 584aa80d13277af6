"""Quantities: what they count, how many, with what bound."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from unspin.document import Span
from unspin.facts.grammar.bounds import Bound
from unspin.facts.grammar.lexemes import Line, lines_of
from unspin.facts.grammar.phrases import Found, QuantityKind, Role
from unspin.facts.grammar.quantities import quantities_in
from unspin.language import Analysis, Token


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A number with what it measures or counts.

    ``low`` and ``high`` are in the base unit of ``dimension`` (see ``grammar.units.Unit``; a share of 1 is the whole),
    equal unless it is a range or a score; ``written`` is the first number as it stands. ``counted`` is the lemma of
    ``noun`` or what the words imply ("twice" counts times). ``per`` is the period or person of a rate; ``role`` tells
    the old from the new value of a change.
    """

    span: Span
    number: Span
    low: Fraction
    high: Fraction
    written: Fraction
    kind: QuantityKind
    dimension: str = ""
    unit: str = ""
    noun: Token | None = None
    counted: str = ""
    bound: Bound = ""
    per: str = ""
    role: Role = ""

    @property
    def is_range(self) -> bool:
        """Whether it gives two values: a range, a score or a tally."""
        return self.kind == "score" or (self.low != self.high and self.kind != "vague")

    @property
    def key(self) -> str:
        """The same for quantities of one value and unit, however written; bound, rate and noun are left out."""
        value = f"{self.low}..{self.high}" if self.is_range else str(self.low)
        value = f"{self.low}..{self.high}" if self.kind == "vague" else value
        unit = self.unit if self.kind == "money" else self.dimension
        return f"{'range' if self.kind == 'score' else 'count' if self.kind == 'label' else self.kind}:{unit}:{value}"


def quantities_of(analysis: Analysis) -> list[Quantity]:
    """The quantities of a document in order of place; durations and dates are times."""
    return [_quantity(line, found) for line in lines_of(analysis) for found in quantities_in(line)]


def _quantity(line: Line, found: Found) -> Quantity:
    unit = found.unit
    factor, shift = (unit.factor, unit.shift) if unit is not None else (Fraction(1), Fraction(0))
    return Quantity(
        span=line.span(found.first, found.end),
        number=line.span(*found.number),
        low=found.low * factor + shift,
        high=found.high * factor + shift,
        written=found.low,
        kind=found.kind,
        dimension=unit.dimension if unit is not None else "",
        unit=unit.name if unit is not None else "",
        noun=found.noun,
        counted=found.counted,
        bound=found.bound,
        per=found.per,
        role=found.role,
    )


def same_score(original: Quantity, rewrite: Quantity) -> bool:
    """Whether two bare scores are one score seen from both sides: lost 4-6, won 6-4."""
    for one in (original, rewrite):
        if not one.is_range or one.unit or one.counted or max(one.low, one.high) > 30:
            return False
    return (original.low, original.high) == (rewrite.high, rewrite.low)


def same_value(original: Quantity, rewrite: Quantity) -> bool:
    """Whether the numbers are equal after conversion; between different units a rounding of 2 in 100 is let pass."""
    if original.is_range != rewrite.is_range:
        return False
    if "vague" in (original.kind, rewrite.kind):
        return original.low <= rewrite.high and rewrite.low <= original.high
    slack = Fraction(0)
    if original.unit != rewrite.unit and original.dimension == rewrite.dimension not in {"", "money", "share"}:
        slack = Fraction(2, 100)
    elif original.kind == rewrite.kind == "share" and original.unit != rewrite.unit:
        slack = Fraction(2, 100) if 3 in (original.low.denominator, rewrite.low.denominator) else Fraction(0)
    pairs = ((original.low, rewrite.low), (original.high, rewrite.high))
    return all(abs(ours - theirs) <= slack * max(abs(ours), abs(theirs)) for ours, theirs in pairs)


_BARE = frozenset({"count", "age", "label", "score", "rank"})


def same_unit(original: Quantity, rewrite: Quantity) -> bool:
    """Whether the two measure in one dimension or currency; a bare number agrees with any count, age or rank."""
    if original.dimension or rewrite.dimension:
        if original.dimension != rewrite.dimension:
            share = {original.kind, rewrite.kind} == {"share"}
            bare = any(not one.dimension and one.noun is None and one.kind == "count" for one in (original, rewrite))
            return share or bare
        currencies = {original.unit, rewrite.unit} - {"cent"}
        return original.dimension != "money" or len(currencies) < 2
    if original.kind == rewrite.kind:
        return True
    if {original.kind, rewrite.kind} == {"share", "multiple"}:
        return True
    if {original.kind, rewrite.kind} == {"vague", "count"}:
        return True
    bare = any(one.noun is None and one.kind == "count" for one in (original, rewrite))
    return (
        bare
        or {original.kind, rewrite.kind} <= {"count", "score"}
        or {original.kind, rewrite.kind} <= {"count", "label"}
    )


def same_quantity(original: Quantity, rewrite: Quantity) -> bool:
    """Whether two quantities denote the same number of the same unit, however they are written; bounds are left out."""
    return same_unit(original, rewrite) and same_value(original, rewrite)
