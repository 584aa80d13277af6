"""Words that the original quotes and the rewrite has outside marks, as if they were its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from unspin.align.quote_search import text_run
from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.quote_words import QuoteWord
from unspin.facts.quotes import Quote

if TYPE_CHECKING:
    from unspin.align import Link

_LEAST = 8  # words in a row; fewer may well be said by two people alike

_FIRST_PERSON = frozenset("i we me us my our mine ours myself ourselves".split())

Unmarked = tuple[Quote, Span, Span]


def unmarked_words(link: Link) -> Iterator[Unmarked]:
    """Quotes whose words stand outside marks in a link's rewrite, and the places of those words on both sides.

    Only stretches of eight words or more, word for word. Those that the rewrite gives to a speaker are indirect speech,
    and are left out unless they keep the speaker's "I" or "we": outside marks that is somebody else.
    """
    for quote, original, rewrite in _all(link.original.facts, link.rewrite.facts):
        if any(rewrite.start in sentence.span for sentence in link.rewrite.sentences):
            yield quote, original, rewrite


@lru_cache(maxsize=8)
def _all(original: Facts, rewrite: Facts) -> tuple[Unmarked, ...]:
    text = text_run(rewrite).words
    places: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(text) - _LEAST + 1):
        places.setdefault(_forms(text, place), []).append(place)
    found: list[Unmarked] = []
    for quote in original.marked_quotes:
        words = [word for word in quote.words if word.kind == "word"]
        place = 0
        while place + _LEAST <= len(words):
            starts = places.get(_forms(words, place), ())
            start = max(starts, key=lambda start: (_length(words, place, text, start), -start), default=None)
            if start is None:
                place += 1
                continue
            length = _length(words, place, text, start)
            ours = words[place].span.join(words[place + length - 1].span)
            theirs = text[start].span.join(text[start + length - 1].span)
            own = any(word.form in _FIRST_PERSON for word in words[place : place + length])
            if (own or not _is_given(rewrite, theirs)) and not (
                _is_marked(rewrite, theirs) or _outside_marks(original, quote, ours)
            ):
                found.append((quote, ours, theirs))
            place += length
    return tuple(found)


def _forms(words: Sequence[QuoteWord], place: int) -> tuple[str, ...]:
    return tuple(word.form for word in words[place : place + _LEAST])


def _length(words: Sequence[QuoteWord], place: int, text: Sequence[QuoteWord], start: int) -> int:
    length = 0
    while (
        place + length < len(words)
        and start + length < len(text)
        and words[place + length].form == text[start + length].form
    ):
        length += 1
    return length


def _is_marked(facts: Facts, place: Span) -> bool:
    return any(span.overlaps(place) for quote in facts.marked_quotes for span in quote.marked)


def _is_given(facts: Facts, place: Span) -> bool:
    """Whether a sentence gives a stretch, or some of it, to a speaker."""
    return any(span.overlaps(place) for found in facts.attributions for span in found.content)


def _outside_marks(facts: Facts, quote: Quote, place: Span) -> bool:
    """Whether the original has the same words outside its marks too, in its own voice."""
    wanted = [word.form for word in quote.words if place.covers(word.span)][:_LEAST]
    text = text_run(facts).words
    return any(
        [word.form for word in text[start : start + _LEAST]] == wanted and not _is_marked(facts, text[start].span)
        for start in range(len(text) - _LEAST + 1)
        if text[start].form == wanted[0]
    )
