"""Which quantity of a rewrite answers to which quantity of its original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from unspin.align import Link
from unspin.align.anchors import agreement, anchors, same_noun
from unspin.facts import Passage
from unspin.facts.grammar.bounds import Bound
from unspin.facts.quantities import Quantity, same_quantity, same_unit, same_value
from unspin.language import Token

_ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class QuantityPair:
    """Two quantities that stand for each other; ``evidence`` says how surely, from 0 to about 3."""

    original: Quantity
    rewrite: Quantity
    evidence: float


@dataclass(frozen=True, slots=True)
class QuantityAlignment:
    """The pairs of equal quantities, the unequal ones that stand in one place, and what has no counterpart."""

    equal: tuple[QuantityPair, ...]
    unequal: tuple[QuantityPair, ...]
    dropped: tuple[Quantity, ...]
    added: tuple[Quantity, ...]


def align_quantities(link: Link) -> QuantityAlignment:
    """Pair the quantities of a link: equal ones first, then what is left and plainly stands in the same place.

    A quantity that its own document's counterpart holds in another sentence is not paired with an unequal one unless
    the words round
    both agree, since rewrites move figures from sentence to sentence.
    """
    ours, theirs = list(link.original.quantities), list(link.rewrite.quantities)
    context = _Context(link)
    equal = _assign(
        [
            QuantityPair(one, other, context.evidence(one, other))
            for one in ours
            for other in theirs
            if same_quantity(one, other)
        ]
    )
    ours = _without(ours, (pair.original for pair in equal))
    theirs = _without(theirs, (pair.rewrite for pair in equal))
    ours, theirs = _without_told_ranges(ours, theirs)
    theirs, ours = _without_told_ranges(theirs, ours)
    candidates = []
    for one in ours:
        for other in theirs:
            if one.kind == "label" or other.kind == "label" or not _comparable(one, other):
                continue
            evidence = context.evidence(one, other) + _alone(one, other, ours, theirs)
            moved = context.moved(one, other)
            if evidence >= _ENOUGH + 0.8 * moved:
                candidates.append(QuantityPair(one, other, evidence))
    unequal = _assign(candidates)
    return QuantityAlignment(
        tuple(equal),
        tuple(unequal),
        tuple(_without(ours, (pair.original for pair in unequal))),
        tuple(_without(theirs, (pair.rewrite for pair in unequal))),
    )


def _without_told_ranges(ranges: list[Quantity], values: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Both lists without the ranges whose limits the other side tells one by one: "between 5 and 9", "from 5 to 9"."""
    used: list[Quantity] = []
    for wide in ranges:
        limits = [
            next((one for one in values if not one.is_range and one.low == limit and same_unit(wide, one)), None)
            for limit in (wide.low, wide.high)
        ]
        if wide.is_range and limits[0] is not None and limits[1] is not None:
            used += [wide, limits[0], limits[1]]
    return _without(ranges, used), _without(values, used)


class _Context:
    """What is known of the quantities of a link beyond their values."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.anchors = {
            id(quantity): anchors(passage, quantity.number)
            for passage in (link.original, link.rewrite)
            for quantity in passage.quantities
        }

    def evidence(self, one: Quantity, other: Quantity) -> float:
        score = agreement(self.link, self.anchors[id(one)], self.anchors[id(other)])
        noun = same_noun(self.link, one.noun, other.noun)
        if noun is None:
            score += 0.8 if one.counted and one.counted == other.counted else 0.3
        else:
            score += noun if noun >= 0.5 else noun - 0.6
        if one.kind == other.kind and one.kind != "count":
            score += 0.3
        if one.role and one.role == other.role:
            score += 0.3
        if one.written == other.written:
            score += 0.5 if one.written >= 13 or one.written.denominator > 1 else 0.1
        return score

    def moved(self, one: Quantity, other: Quantity) -> int:
        """How many of the two stand elsewhere in the other document with what they count."""
        found = 0
        for quantity, facts in ((one, self.link.rewrite.facts), (other, self.link.original.facts)):
            found += any(
                same_value(quantity, candidate)
                and same_unit(quantity, candidate)
                and (not quantity.counted or not candidate.counted or quantity.counted == candidate.counted)
                for candidate in facts.quantities
            )
        return found


def _comparable(one: Quantity, other: Quantity) -> bool:
    """Whether one could stand in place of the other: the same unit, or the same figure with another unit."""
    kinds = {one.kind, other.kind}
    if kinds <= {"share", "points", "multiple"} or (kinds == {"money"}):
        return True
    if one.kind == other.kind == "measure":
        return one.dimension == other.dimension or one.written == other.written
    if one.written == other.written and one.written > 12:
        return "rank" not in kinds and kinds != {"count", "measure"}
    if "rank" in kinds and kinds != {"rank"}:
        return False
    if one.is_range != other.is_range and "score" in kinds:
        return False
    return same_unit(one, other)


def _alone(one: Quantity, other: Quantity, ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> float:
    """What it counts for that no other quantity of the kind is left on either side."""
    rivals = sum(_comparable(one, rival) for rival in theirs) + sum(_comparable(rival, other) for rival in ours)
    return 0.4 if rivals == 2 else 0.0


def _assign(candidates: list[QuantityPair]) -> list[QuantityPair]:
    """The best pairs, each quantity once, in order of the rewrite."""
    taken: set[int] = set()
    found = []
    for pair in sorted(
        candidates, key=lambda pair: (-pair.evidence, pair.rewrite.span.start, pair.original.span.start)
    ):
        if id(pair.original) not in taken and id(pair.rewrite) not in taken:
            taken |= {id(pair.original), id(pair.rewrite)}
            found.append(pair)
    return sorted(found, key=lambda pair: pair.rewrite.span.start)


def _without(quantities: Iterable[Quantity], used: Iterable[Quantity]) -> list[Quantity]:
    taken = {id(quantity) for quantity in used}
    return [quantity for quantity in quantities if id(quantity) not in taken]


def crossed(link: Link, one: QuantityPair, other: QuantityPair) -> bool:
    """Whether two pairs of equal quantities hang on each other's words: the numbers changed places."""
    if one.original.key == other.original.key:
        return False
    ours = [_hangs_on(link.original, pair.original) for pair in (one, other)]
    theirs = [_hangs_on(link.rewrite, pair.rewrite) for pair in (one, other)]
    straight = [agreement(link, a, b) for a, b in zip(ours, theirs, strict=True)]
    across = [agreement(link, a, b) for a, b in zip(ours, reversed(theirs), strict=True)]
    return max(straight) <= 0.34 and min(across) >= 0.66


def _hangs_on(passage: Passage, quantity: Quantity) -> list[Token]:
    """The words that a quantity hangs on without its subject, which two quantities of one clause share."""
    return [token for token in anchors(passage, quantity.number) if token.dep not in {"nsubj", "nsubjpass"}]


_BOUND_WORDS: dict[Bound, frozenset[str]] = {
    "at most": frozenset({"maximum", "max", "limit", "ceiling", "cap", "most", "possible"}),
    "at least": frozenset({"minimum", "least", "floor"}),
    "more than": frozenset(
        {"exceed", "top", "surpass", "excess", "beyond", "over", "beat", "pass", "cross", "break", "above", "more"}
    ),
    "less than": frozenset({"below", "under", "less", "few", "fewer", "short"}),
    "nearly": frozenset({"nearly", "almost", "close"}),
}


def bound_told(link: Link, ours: Bound, theirs: Bound) -> bool:
    """Whether the side without the bound says it in words apart from the number ("a maximum sentence of")."""
    if ours and theirs:
        return False
    silent = link.rewrite if ours else link.original
    words = _BOUND_WORDS.get(ours or theirs, frozenset())
    return any(token.lemma in words for token in silent.tokens)


_REST = frozenset(
    {"rest", "remain", "remaining", "remainder", "other", "another", "others", "more", "less", "few", "fewer", "extra"}
)
_WHOLE = frozenset({"total", "altogether", "combine", "combined", "together", "both", "all", "overall", "sum"})


_BY_HOW_MUCH = frozenset({"discount", "reduction", "premium", "increase", "rise", "fall", "drop", "cut"})


def derivable(link: Link, quantity: Quantity, found: QuantityAlignment) -> bool:
    """Whether a quantity of the rewrite follows by arithmetic from those of the original.

    A share of a count, the ratio of two counts, the rest of a whole, the sum of parts, a doubling told in percent.
    What the rewrite
    still tells in another place is no ground to leave a figure out: at least one of the two must have no equal in
    the rewrite.
    """
    told = {id(pair.original) for pair in found.equal}
    ours = [
        one
        for one in link.original.quantities
        if not one.is_range and one.kind not in {"vague", "label", "rank", "age"}
    ]
    lemmas = {token.lemma for token in link.rewrite.tokens}
    compared = any(token.lower == "than" or token.lemma in _BY_HOW_MUCH for token in link.original.tokens)
    wanted, rest = quantity.low, bool(lemmas & _REST)
    opposed = any(pair.reason in {"antonym", "same place"} for pair in link.words.pairs)
    opposed = opposed or len(link.original.negations) != len(link.rewrite.negations)
    if any(_alone_gives(one, quantity, rest=rest or opposed) for one in ours if id(one) not in told):
        return True
    for one in ours:
        for other in ours:
            if one is other or (id(one) in told and id(other) in told and not rest):
                continue
            if (
                quantity.kind == "points"
                and one.kind == other.kind == "share"
                and wanted == 100 * (one.low - other.low)
            ):
                return True
            part = one.kind in {"share", "multiple"} and quantity.kind != "share"
            if part and _near(wanted, one.low * other.low, Fraction(1, 200)):
                return True
            if not same_unit(one, other):
                continue
            if quantity.kind == "share" and other.low and _near(wanted, one.low / other.low, Fraction(2, 100)):
                return True
            if not same_unit(one, quantity):
                continue
            if (rest or compared or _other_part(one, other, told)) and wanted == one.low - other.low:
                return True
            if wanted == one.low + other.low and (compared or lemmas & _WHOLE or one.counted == other.counted != ""):
                return True
    return False


def _other_part(whole: Quantity, part: Quantity, told: set[int]) -> bool:
    """Whether a number gives the part that is left of a whole that both sides tell: three of 14, eleven of 14."""
    return id(whole) in told and id(part) not in told and whole.kind == part.kind == "count" and part.low < whole.low


def _alone_gives(one: Quantity, wanted: Quantity, *, rest: bool) -> bool:
    """Whether one quantity says the other in other terms: "doubled" and "up 100 per cent", 60 and the other 40."""
    if one.kind == "multiple" and wanted.kind == "share":
        return wanted.low in {one.low - 1, 1 - one.low}
    if one.kind == "share" and wanted.kind == "multiple":
        return one.low in {wanted.low - 1, 1 - wanted.low}
    return one.kind == wanted.kind == "share" and rest and wanted.low == 1 - one.low


def _near(one: Fraction, other: Fraction, slack: Fraction) -> bool:
    return abs(one - other) <= slack * max(abs(one), abs(other))
