"""time-changed: the rewrite gives another date, day, hour, period or duration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from unspin.align import Link
from unspin.align.anchors import anchors
from unspin.align.times import TimeAlignment, TimePair, align_times, derivable_year
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.facts import Passage
from unspin.facts.times import Time, differing
from unspin.language import Token


@change_type(
    name="time-changed",
    severity="error",
    precedence=31,
    reports="A date, weekday, clock time, part of the day, period or duration differs, or the limit that"
    " a preposition sets.",
    matters="When something happened, and for how long, decides what could have caused it and who was there.",
    fine="Another format of the same time: 4.40 p.m. for 16:40, 9 October for Oct. 9, 18 months for a year and a half;"
    " a time left out.",
    sure="Another value in the same place is nearly always a change; another preposition (“by 2034”, “in 2034”)"
    " usually is.",
    must_report=[
        Example("The bridge reopens on Friday.", "The bridge reopens on Thursday.", "Friday", "Thursday"),
        Example("The dam will be finished by 2041.", "The dam will be finished in 2041.", "2041", "2041"),
        Example("She ran the port for three years.", "She ran the port for two years.", "three years", "two years"),
        Example("The show ends in late May.", "The show ends in early May.", "late May", "early May"),
    ],
    must_stay_silent=[
        Example("The tram stopped at 4.40 p.m. on Oct. 9.", "At 16:40 on 9 October the tram stopped."),
        Example("He served a year and a half.", "He served 18 months."),
        Example("The plant closed in March 2019, the mayor said.", "The plant closed in 2019, according to the mayor."),
    ],
)
def time_changed(link: Link) -> Iterator[Change]:
    """Pair the times of a linked passage; yield each pair that contradicts itself.

    A time of the rewrite that finds no partner here is left to `unsupported`; a dropped one is no change.
    """
    if not link.original.sentences or not link.rewrite.sentences:
        return
    pairs = align_times(link)
    for pair in pairs.equal:
        yield from _same_value(link, pair)
    yield from _eras(link, pairs)
    for pair in pairs.unequal:
        if derivable_year(link, pair.rewrite, pairs):
            continue
        field = differing(pair.original, pair.rewrite) or "time"
        if field == "days" and _opens_and_closes(link):
            continue
        sure = 0.95 if pair.evidence >= 1.4 else 0.9 if pair.evidence >= 0.9 else 0.75
        yield _change(link, pair, field, sure)


def _opens_and_closes(link: Link) -> bool:
    """Whether one side says when something is open and the other when it is closed."""
    ours, theirs = ({token.lemma for token in passage.tokens} for passage in (link.original, link.rewrite))
    closed = frozenset({"close", "closed", "shut"})
    return bool(("open" in ours and theirs & closed) or ("open" in theirs and ours & closed))


def _eras(link: Link, pairs: TimeAlignment) -> Iterator[Change]:
    """A year before the common era that became a number of years before now, or the other way round."""
    for ours in pairs.dropped:
        for theirs in pairs.added:
            year = next((time.get("year") for time in (ours, theirs) if not time.is_duration), None)
            length = next((time.low for time in (ours, theirs) if time.is_duration and time.calendar), None)
            if isinstance(year, int) and year < 0 and length == -12 * year:
                yield _change(link, TimePair(ours, theirs, 1.0), "era", 0.85)


def _same_value(link: Link, pair: TimePair) -> Iterator[Change]:
    """The time is the same; the limit that its preposition sets may not be."""
    ours, theirs = pair.original, pair.rewrite
    if not ours.is_duration and (sure := _RELATIONS.get((ours.relation, theirs.relation))):
        if _earliest(link, pair):
            return
        if {ours.relation, theirs.relation} == {"until", "through"} and not _closed(link.original, ours):
            return
        if {ours.relation, theirs.relation} == {"by", "in"} and _state_of(link, ours):
            return
        yield _change(link, pair, "relation", sure)


# Pairs of prepositions that set different limits. "From" beside "in" and "since" beside "in" are left out: a state that
# begins and the event that begins it are told with either; "before" beside "until" and "by" likewise, if negated.
_BOTH_WAYS = {
    ("by", "in"): 0.75,
    ("by", "from"): 0.8,
    ("by", "after"): 0.85,
    ("by", "since"): 0.75,
    ("until", "from"): 0.85,
    ("until", "since"): 0.85,
    ("until", "after"): 0.85,
    ("until", "in"): 0.6,
    ("until", "through"): 0.65,
    ("to", "from"): 0.85,
    ("before", "after"): 0.9,
    ("before", "in"): 0.75,
    ("before", "since"): 0.8,
    ("before", "from"): 0.8,
    ("after", "in"): 0.65,
}
_RELATIONS = {pair: sure for (one, other), sure in _BOTH_WAYS.items() for pair in ((one, other), (other, one))}


def _governing(passage: Passage, time: Time) -> Token | None:
    inside = passage.facts.analysis.tokens_in(time.span)
    above = inside[0].ancestors() if inside else iter(())
    return next((token for token in above if token.pos in {"VERB", "AUX"}), None)


def _denied(passage: Passage, time: Time) -> bool:
    """Whether the clause that a time stands in is negated."""
    verb = _governing(passage, time)
    return verb is not None and any(
        negation.token.head is verb or negation.governed is verb or negation.governed.head is verb
        for negation in passage.negations
    )


# What is closed until Thursday opens on Thursday, not after it; a show that runs until Thursday may also run on it.
_CLOSED = frozenset(
    """closed shut suspended barred banned cancelled canceled postponed grounded out off away unavailable delayed
    absent sidelined""".split()
)


def _earliest(link: Link, pair: TimePair) -> bool:
    """Whether both sides say when something comes first: "not until May" and "in May", "not before May", "from May"."""
    sides = ((link.original, pair.original), (link.rewrite, pair.rewrite))
    denied = [_denied(passage, time) for passage, time in sides]
    if denied[0] == denied[1]:
        return False
    limit = pair.original if denied[0] else pair.rewrite
    passage, told = sides[denied.index(False)]
    if limit.relation == "until":
        return True
    after = passage.document.text[told.span.end : told.span.end + 24].lower()
    return limit.relation == "before" and (told.relation == "from" or "earliest" in after or "soonest" in after)


def _closed(passage: Passage, time: Time) -> bool:
    verb = _governing(passage, time)
    return verb is not None and any(token.lower in _CLOSED for token in (verb, *verb.children))


def _state_of(link: Link, time: Time) -> bool:
    """Whether the time is that of something past: what was so in March was so by March."""
    verbs = [token for token in anchors(link.original, time.span) if token.pos in {"VERB", "AUX"}]
    if not verbs:
        return bool({field.name for field in time.fields} & {"weekday", "part", "clock", "clock-12"})
    helped = any(child.tag == "MD" for child in verbs[0].children)
    return verbs[0].tag in {"VBD", "VBN", "VBZ", "VBP"} and not helped


def _change(link: Link, pair: TimePair, field: str, confidence: float) -> Change:
    ours, theirs = _narrow(pair.original, field), _narrow(pair.rewrite, field)
    if field == "relation":
        ours, theirs = (
            _with_preposition(link.original.document.text, ours),
            _with_preposition(link.rewrite.document.text, theirs),
        )
    before, after = (
        " ".join(side.document.slice(span).split()) for side, span in ((link.original, ours), (link.rewrite, theirs))
    )
    return Change(
        "time-changed",
        ours,
        theirs,
        f"“{before}” became “{after}”",
        confidence,
        why={
            "differs": field,
            "original": _facts(pair.original),
            "rewrite": _facts(pair.rewrite),
            "evidence": round(pair.evidence, 3),
        },
    )


def _narrow(time: Time, field: str) -> Span:
    """The place of the field that differs, where the time tells more than one."""
    inner = next((told.span for told in time.fields if told.name == field), None)
    return inner if inner is not None and field not in {"offset", "day"} else time.span


def _with_preposition(text: str, span: Span) -> Span:
    """The span with the word before it and an article between."""
    start = span.start
    for _ in range(3):
        before = text[:start].rstrip()
        word = before.rsplit(maxsplit=1)[-1] if before else ""
        if not word.isalpha():
            break
        start = len(before) - len(word)
        if word.lower() in _PREPOSITIONS:
            return Span(start, span.end)
    return span


_PREPOSITIONS = frozenset(
    {
        "by",
        "in",
        "on",
        "at",
        "until",
        "till",
        "before",
        "after",
        "since",
        "from",
        "during",
        "following",
        "through",
        "to",
    }
)


def _facts(time: Time) -> dict[str, Any]:
    facts: dict[str, Any] = {field.name: field.value for field in time.fields}
    if time.low is not None and time.high is not None:
        facts["months" if time.calendar else "seconds"] = [float(time.low), float(time.high)]
    told = {"section": time.section, "relation": time.relation, "bound": time.bound}
    return facts | {name: value for name, value in told.items() if value}
