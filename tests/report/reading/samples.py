"""Readings built by hand, so that a format is tested without a language model."""

from __future__ import annotations

from typing import Any, cast

from unspin.changes import Change, Severity
from unspin.contradictions import Contradiction
from unspin.document import Document, Span
from unspin.facts.quote_kinds import QuoteKind
from unspin.facts.quotes import Quote
from unspin.facts.speakers import Resolution, Speaker
from unspin.report.reading.model import Notice, Reading, Twin

TEXT = """The town of Quellmar planted 1,200 trees on Monday, Mayor Ada Prill said.

"We dug," she said, "until it was dark." Prill, 41, denies that she was paid.

Quellmar, a market town, planted 2,100 trees on Monday, according to the mayor.

“It never ends. Prill is 44.

A dog sleeps under a tree in Quellmar

Under a tree in Quellmar, a dog is asleep
"""


def place(words: str, text: str = TEXT) -> Span:
    """Where the words stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def speaker(words: str, name: str, how: Resolution = "named", *, text: str = TEXT) -> Speaker:
    """Somebody who is named so at the first place of the words; formats do not look at the parse."""
    return Speaker(
        head=cast(Any, None),
        span=place(words, text),
        text=words,
        kind="name",
        names=frozenset({name}),
        roles=frozenset(),
        attached=frozenset(),
        resolved=name,
        how=how,
    )


def quote(
    *pieces: str,
    kind: QuoteKind = "direct",
    who: Speaker | None = None,
    cue: str | None = None,
    closed: bool = True,
    text: str = TEXT,
) -> Quote:
    """A quote whose pieces stand between marks, unless it is indirect."""
    spans = tuple(place(piece, text) for piece in pieces)
    return Quote(
        document=Document(text),
        span=spans[0].join(spans[-1]),
        content=spans,
        marked=() if kind == "indirect" else spans,
        kind=kind,
        speaker=who,
        cue=place(cue, text) if cue else None,
        given=True,
        closed=closed,
        confidence=0.951234,
    )


def change(kind: str, original: str | None, rewrite: str | None, severity: Severity = "error") -> Change:
    """A change between words of the sample text."""
    return Change(
        type=kind,
        original=place(original) if original else None,
        rewrite=place(rewrite) if rewrite else None,
        message=f"{original} became {rewrite}" if original else f"{rewrite} is new",
        confidence=0.9,
        severity=severity,
        why={"original": {"value": 1200.000049}} if kind == "number-changed" else {},
    )


def reading(*, later_is_original: bool = False) -> Reading:
    """Four quotes by two speakers and nobody, a twin with two changes and a faithful one, a contradiction, two notices."""
    first, second = (
        "The town of Quellmar planted 1,200 trees on Monday",
        "Quellmar, a market town, planted 2,100 trees on Monday",
    )
    changes: tuple[Change, ...] = (
        change("number-changed", "1,200 trees", "2,100 trees"),
        change("unsupported", None, "a market town", "info"),
    )
    if later_is_original:
        changes = (change("number-changed", "2,100 trees", "1,200 trees"),)
    unclosed = quote("It never ends.", closed=False)
    return Reading(
        document=Document(TEXT, name="town.txt"),
        quotes=(
            quote(first, kind="indirect", who=speaker("Ada Prill", "Ada Prill"), cue="said"),
            quote("We dug,", "until it was dark.", who=speaker("she", "Ada Prill", "last speaker"), cue="said"),
            quote(second, kind="indirect", who=speaker("the mayor", "the mayor", ""), cue="according"),
            unclosed,
        ),
        twins=(
            Twin(place(first), place(second), 0.871234, changes, later_is_original),
            Twin(
                place("A dog sleeps under a tree in Quellmar"),
                place("Under a tree in Quellmar, a dog is asleep"),
                0.9,
                (),
                later_is_original,
            ),
        ),
        contradictions=(
            Contradiction(
                subject="Ada Prill",
                what="age",
                first=place("41"),
                second=place("44"),
                message="Ada Prill is 41 and 44",
                confidence=0.8,
                why={"first": {"value": 41}, "second": {"value": 44.00001}},
            ),
        ),
        notices=(
            Notice("unbalanced", unclosed.span, "the quotation mark that opens here is never closed"),
            Notice("unattributed", unclosed.span, "nobody is said to say this"),
        ),
    )


def nothing() -> Reading:
    """A document that quotes nobody and repeats nothing."""
    return Reading(Document("It rained.", name="rain.txt"), (), (), (), ())


def hostile(words: str) -> Reading:
    """Everything that can be found, all of it made of the given words."""
    text = f"Before {words} between {words} after."
    first, second = Span(7, 7 + len(words)), Span(16 + len(words), 16 + 2 * len(words))
    both = Change("number-changed", first, second, f"{words} became {words}", 0.9, "error", {words: words})
    who = speaker(words, words, "last speaker", text=text)
    document = Document(text, name=f"{words}.txt")
    said = Quote(document, first, (first,), (first,), "direct", who, second, True, False, 0.9)
    return Reading(
        document,
        (said,),
        (Twin(first, second, 0.9, (both,)),),
        (Contradiction(words, "age", first, second, f"{words} and {words}", 0.9, {words: [words]}),),
        (Notice("unattributed", first, f"nobody says {words}"),),
    )
