"""number-changed: the rewrite gives another quantity."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from unspin.align import Link
from unspin.align.number_sense import sense_moves
from unspin.align.quantities import QuantityAlignment, QuantityPair, align_quantities, bound_told, crossed, derivable
from unspin.align.times import align_times
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.facts import Passage
from unspin.facts.grammar.bounds import bounds_agree
from unspin.facts.quantities import Quantity, same_score, same_unit
from unspin.facts.times import Time


@change_type(
    name="number-changed",
    severity="error",
    precedence=30,
    reports="A count, amount, percentage, age, score, measure or rank differs, or its unit, meaning, rate or bound.",
    matters="Numbers are what readers remember and repeat; a wrong one is a correction in print.",
    fine="Another way of writing the same quantity: 1.5 million for 1,500,000, a dozen for 12, a fifth for 20 per cent;"
    " a figure left out; a rounding that says that it is one.",
    sure="Another value in the same place is nearly always a change. Lost bounds are reported a little less surely,"
    " since writers differ on whether “nearly 30” and “30” say the same.",
    must_report=[
        Example("The fund holds up to $40 million.", "The fund holds $40 million.", "up to $40 million", "$40 million"),
        Example(
            "Orla Venn, a 51-year-old broker, resigned.",
            "Orla Venn, a broker of 51 years, resigned.",
            "51-year-old",
            "51 years",
        ),
        Example("The mill employs 1,200 people.", "The mill employs 2,100 people.", "1,200", "2,100"),
        Example(
            "The village is 14 miles from Tarn.", "The village is 14 kilometres from Tarn.", "14 miles", "14 kilometres"
        ),
    ],
    must_stay_silent=[
        Example("About 1.5 million people voted.", "Roughly 1,500,000 people cast a vote."),
        Example("A fifth of the 40 tenants left.", "Of the 40 tenants, 20 per cent left."),
        Example("Two of the 14 boats sank.", "A pair of the 14 boats went down."),
        Example("He served a year and a half.", "He served 18 months."),
    ],
)
def number_changed(link: Link) -> Iterator[Change]:
    """Pair the quantities of a linked passage; yield each pair that does not denote the same.

    A quantity of the rewrite that finds no partner here is left to `unsupported`; a dropped one is no change.
    """
    if not link.original.sentences or not link.rewrite.sentences:
        return
    found = align_quantities(link)
    turned = [pair for pair in found.equal if {pair.original.role, pair.rewrite.role} == {"start", "end"}]
    if turned:
        yield _turned(turned)
    for pair in found.equal:
        if pair not in turned:
            yield from _same_value(link, pair)
    for pair in found.unequal:
        yield from _other_value(link, pair, found)
    for move in sense_moves(link, found):
        why = {"original": {"says": move.before}, "rewrite": {"says": move.after}}
        message = _exchange(link, move.original, move.rewrite)
        yield Change("number-changed", move.original, move.rewrite, message, move.confidence, why=why)
    yield from _exchanged(link, found)
    yield from _bounds_of_durations(link)
    yield from _age_and_duration(link, found)


def _change(pair: QuantityPair, message: str, confidence: float) -> Change:
    ours, theirs = pair.original, pair.rewrite
    return Change(
        "number-changed",
        ours.span,
        theirs.span,
        message,
        confidence,
        why={"original": _facts(ours), "rewrite": _facts(theirs), "evidence": round(pair.evidence, 3)},
    )


def _facts(quantity: Quantity) -> dict[str, Any]:
    value = [_plain(quantity.low), _plain(quantity.high)] if quantity.is_range else _plain(quantity.low)
    facts = {"kind": quantity.kind, "value": value, "unit": quantity.unit, "counted": quantity.counted}
    facts |= {"bound": quantity.bound, "per": quantity.per, "role": quantity.role}
    return {name: told for name, told in facts.items() if told != ""}


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else round(float(value), 6)


def _slice(passage: Passage, span: Span) -> str:
    return " ".join(passage.document.slice(span).split())


def _became(link: Link, pair: QuantityPair) -> str:
    return _exchange(link, pair.original.span, pair.rewrite.span)


def _exchange(link: Link, ours: Span, theirs: Span) -> str:
    return f"“{_slice(link.original, ours)}” became “{_slice(link.rewrite, theirs)}”"


def _turned(pairs: list[QuantityPair]) -> Change:
    """The old and the new value of a change exchanged: a rise becomes a fall."""
    ours, theirs = pairs[0].original.span, pairs[0].rewrite.span
    for pair in pairs[1:]:
        ours, theirs = ours.join(pair.original.span), theirs.join(pair.rewrite.span)
    why = [{"original": _facts(pair.original), "rewrite": _facts(pair.rewrite)} for pair in pairs]
    return Change("number-changed", ours, theirs, "The old and the new value change places", 0.9, why={"pairs": why})


# Doubt about "nearly" and "just over": some readers take them for the number itself.
_SOFT = frozenset({"nearly", "just over"})
_OLDEST = 120  # years that a person may live


def _same_value(link: Link, pair: QuantityPair) -> Iterator[Change]:
    """The number is the same; its bound, its rate or its unit may not be."""
    ours, theirs = pair.original, pair.rewrite
    if (ours.kind == "vague") != (theirs.kind == "vague"):
        # "Dozens" for 40 is a loss of detail; 40 for "dozens" is a figure that the original does not give.
        if ours.kind == "vague" and pair.evidence >= 1.5:
            yield _change(pair, _became(link, pair), 0.6)
    elif ours.counted != theirs.counted and _unlike(ours.counted, theirs.counted):
        yield _change(pair, f"{_became(link, pair)}: other things are counted", 0.8)
    elif not bounds_agree(ours.bound, theirs.bound) and not bound_told(link, ours.bound, theirs.bound):
        soft = {ours.bound, theirs.bound} & _SOFT and "" in (ours.bound, theirs.bound)
        yield _change(pair, _became(link, pair), 0.6 if soft else 0.85)
    elif ours.per != theirs.per and not _rate_told(link, ours, theirs):
        yield _change(pair, _became(link, pair) + ": the rate differs", 0.85 if ours.per and theirs.per else 0.7)


# Things that news counts side by side; no two groups are one thing in other words.
_COUNTED = (
    frozenset({"point"}),
    frozenset({"place", "spot", "position", "rung"}),
    frozenset({"goal"}),
    frozenset({"vote", "ballot"}),
    frozenset({"seat"}),
    frozenset({"win", "victory", "triumph"}),
    frozenset({"draw", "tie"}),
    frozenset({"defeat", "loss"}),
    frozenset({"man"}),
    frozenset({"woman"}),
    frozenset({"child", "youngster", "kid", "minor"}),
    frozenset({"boy"}),
    frozenset({"girl"}),
    frozenset({"son"}),
    frozenset({"daughter"}),
    frozenset({"brother"}),
    frozenset({"sister"}),
)


def _unlike(one: str, other: str) -> bool:
    ours, theirs = (next((group for group in _COUNTED if word in group), None) for word in (one, other))
    # Children are boys and girls, so that only the groups beside them exclude one another.
    loose = {"child"} & (set(ours or ()) | set(theirs or ()))
    return (
        ours is not None
        and theirs is not None
        and ours is not theirs
        and not (loose and {one, other} & {"boy", "girl", "son", "daughter"})
    )


_RATE_WORDS = {
    "year": frozenset({"year", "annual", "annually", "yearly", "annum"}),
    "month": frozenset({"month", "monthly"}),
    "week": frozenset({"week", "weekly"}),
    "day": frozenset({"day", "daily", "overnight"}),
    "night": frozenset({"night", "nightly"}),
    "hour": frozenset({"hour", "hourly"}),
    "person": frozenset({"person", "head", "each", "everyone", "capita", "individual", "apiece"}),
}


def _rate_told(link: Link, ours: Quantity, theirs: Quantity) -> bool:
    """Whether the side whose number has no rate tells the period elsewhere in the passage ("its annual saving")."""
    if ours.per and theirs.per:
        return False
    silent: Passage = link.rewrite if ours.per else link.original
    words = _RATE_WORDS.get(ours.per or theirs.per, frozenset({ours.per or theirs.per}))
    return any(token.lemma in words or token.lower in words for token in silent.tokens)


def _other_value(link: Link, pair: QuantityPair, found: QuantityAlignment) -> Iterator[Change]:
    ours, theirs = pair.original, pair.rewrite
    if derivable(link, theirs, found) or _rounded(ours, theirs) or _inside(ours, theirs) or same_score(ours, theirs):
        return
    sure = 0.95 if pair.evidence >= 1.8 else 0.85 if pair.evidence >= 1.4 else 0.7
    if not same_unit(ours, theirs):
        sure = min(sure, 0.85)
    yield _change(pair, _became(link, pair), sure)


def _exchanged(link: Link, found: QuantityAlignment) -> Iterator[Change]:
    """Two numbers that changed places: "six killed, 14 hurt" and "14 killed, six hurt"."""
    for i, one in enumerate(found.equal):
        for other in found.equal[i + 1 :]:
            if one.original.kind != other.original.kind or not crossed(link, one, other):
                continue
            pairs = [{"original": _facts(pair.original), "rewrite": _facts(pair.rewrite)} for pair in (one, other)]
            first, second = (_slice(link.original, pair.original.span) for pair in (one, other))
            yield Change(
                "number-changed",
                one.original.span.join(other.original.span),
                one.rewrite.span.join(other.rewrite.span),
                f"“{first}” and “{second}” change places",
                0.8,
                why={"pairs": pairs},
            )


def _bounds_of_durations(link: Link) -> Iterator[Change]:
    """A limit lost or added to a length of time: "up to 15 years", "15 years"."""
    for pair in align_times(link).equal:
        ours, theirs = pair.original, pair.rewrite
        if not (ours.is_duration and theirs.is_duration) or bounds_agree(ours.bound, theirs.bound):
            continue
        if ours.vague or theirs.vague:
            continue
        if not bound_told(link, ours.bound, theirs.bound):
            soft = {ours.bound, theirs.bound} & _SOFT and "" in (ours.bound, theirs.bound)
            yield Change(
                "number-changed",
                ours.span,
                theirs.span,
                _exchange(link, ours.span, theirs.span),
                0.6 if soft else 0.85,
                why={"original": {"bound": ours.bound}, "rewrite": {"bound": theirs.bound}, "time": ours.key},
            )


def _digits(value: Fraction) -> int:
    """Number of significant digits; many for a fraction without a finite decimal."""
    text = f"{float(value):.8f}".replace(".", "").strip("0")
    return len(text)


def _rounds_to(ours: Fraction, theirs: Fraction) -> bool:
    """Whether the shorter of the two is the longer rounded to its own digits: 1.39 and 1.4, not 1.32 and 1.4."""
    short, long = sorted((ours, theirs), key=_digits)
    if _digits(short) == _digits(long) or _digits(short) < 2:
        return False
    # The place of its last digit, from billions to millionths; thirds have none.
    step = next((Fraction(10) ** power for power in range(9, -7, -1) if not short % Fraction(10) ** power), None)
    return step is not None and abs(long - short) * 2 <= step


def _rounded(ours: Quantity, theirs: Quantity) -> bool:
    """Whether the rewrite's number is a rounding of the original's that its own words keep true."""
    if not same_unit(ours, theirs) or ours.is_range or theirs.is_range or not ours.low:
        return False
    away = (theirs.low - ours.low) / abs(ours.low)
    if abs(away) <= Fraction(15, 1000) and ours.bound == theirs.bound and _rounds_to(ours.low, theirs.low):
        return True
    if _digits(theirs.low) >= _digits(ours.low):
        return False
    match theirs.bound:
        case "about":
            return abs(away) <= Fraction(6, 100)
        case "nearly" | "at most" | "less than":
            return 0 <= away <= Fraction(8, 100)
        case "just over" | "more than" | "at least":
            return Fraction(-10, 100) <= away <= 0
    return abs(away) <= Fraction(5, 1000)


def _inside(ours: Quantity, theirs: Quantity) -> bool:
    """Whether a range became its own limit, told as one: "10 to 12" and "up to 12"."""
    if not ours.is_range or theirs.is_range or not same_unit(ours, theirs):
        return False
    upper = theirs.bound in {"at most", "less than", "nearly"} and theirs.low == ours.high
    lower = theirs.bound in {"at least", "more than", "just over"} and theirs.low == ours.low
    return upper or lower or (theirs.bound == "about" and ours.low <= theirs.low <= ours.high)


def _age_and_duration(link: Link, found: QuantityAlignment) -> Iterator[Change]:
    """An age that became a length of time, or a length of time that became an age."""
    for age, times, turned in ((found.dropped, link.rewrite.times, False), (found.added, link.original.times, True)):
        for quantity in age:
            length = next((time for time in times if _years(time) == quantity.low), None)
            # What is older than anybody is a thing, and its age is how long it has been there.
            if quantity.kind != "age" or length is None or quantity.low > _OLDEST:
                continue
            other = (link.original if not turned else link.rewrite).facts.times
            if any(time.key == length.key for time in other) or _is_past(
                link.rewrite if not turned else link.original, length
            ):
                continue
            ours, theirs = (length.span, quantity.span) if turned else (quantity.span, length.span)
            kinds = ["duration", "age"] if turned else ["age", "duration"]
            yield Change(
                "number-changed",
                ours,
                theirs,
                f"{_exchange(link, ours, theirs)}: an age is no length of time",
                0.85,
                why={"original": {"kind": kinds[0]}, "rewrite": {"kind": kinds[1]}, "years": _plain(quantity.low)},
            )


def _is_past(passage: Passage, length: Time) -> bool:
    """Whether a length of time says how long ago: a chapel built 200 years ago is 200 years old."""
    after = passage.document.text[length.span.end : length.span.end + 12].split()
    return bool(after) and after[0].strip(",.;") in {"ago", "earlier", "before"}


def _years(time: Time) -> Fraction | None:
    return time.low / 12 if time.low is not None and time.calendar and time.low == time.high else None
