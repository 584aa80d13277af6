"""Who says what, and how much, as the formats show it; the only place below ``report`` that looks into a speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unspin.document import NOTHING, Document, Span

if TYPE_CHECKING:
    from unspin.facts.quotes import Quote
    from unspin.facts.speakers import Speaker

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SMALL = frozenset({"the", "a", "an", "his", "her", "its", "their", "he", "she", "they", "it", "we", "i"})
# What `Speaker.how` says where the words are no part of the name, to follow them. A short name explains itself.
_HOW = {
    "last speaker": "the last speaker",
    "nearest person": "the nearest person named",
    "described so": "so described elsewhere",
}


@dataclass(frozen=True, slots=True)
class Share:
    """How much one speaker says in a document.

    ``words`` are those of all that is given as said by them, ``quoted`` those of them that stand between marks.
    """

    name: str
    quotes: int
    words: int
    quoted: int


def name_of(speaker: Speaker) -> str:
    """The canonical name, or the words that stand for the speaker where there is none, as inside a sentence."""
    first, _, rest = speaker.name.partition(" ")
    return f"{first.lower()} {rest}".strip() if first.lower() in _SMALL else speaker.name


def how_of(speaker: Speaker) -> str:
    """How the name behind the speaker's words was found: "named", "short for", "last speaker", ...; "" for no name."""
    return speaker.how


def resolution(speaker: Speaker) -> str:
    """The speaker's own words and how they came to a name, such as “she”, the last speaker; "" for a name or no name."""
    how = _HOW.get(how_of(speaker))
    return f"“{speaker.text}”, {how}" if how else ""


def speakers_of(quotes: Iterable[Quote]) -> dict[str, list[Quote]]:
    """The names of those who say something, in order of their first quote, each with its quotes.

    Case makes no difference between two names; the first way of writing one stands for it.
    """
    names: dict[str, str] = {}
    found: dict[str, list[Quote]] = {}
    for quote in quotes:
        if quote.speaker is not None:
            name = name_of(quote.speaker)
            found.setdefault(names.setdefault(name.casefold(), name), []).append(quote)
    return found


def shares(document: Document, quotes: Iterable[Quote]) -> list[Share]:
    """Who says how much, the one with most words first; quotes that are given to nobody are left out."""
    found = [
        Share(
            name,
            len(own),
            sum(_words(document, quote.content) for quote in own),
            sum(_words(document, quote.marked) for quote in own),
        )
        for name, own in speakers_of(quotes).items()
    ]
    return sorted(found, key=lambda share: (-share.words, share.name))


def _words(document: Document, spans: Iterable[Span]) -> int:
    return sum(sum(1 for _ in _WORD.finditer(document.prose, span.start, span.end)) for span in spans)


def said(document: Document, spans: Iterable[Span]) -> str:
    """The words of several pieces without the document's markup, with " ... " for what interrupts them."""
    return " ... ".join(span.of(document.prose).replace(NOTHING, "") for span in spans)
