"""Texts spoilt by chance, and what must hold of the reading of any text."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from unspin.document import Document, Span
from unspin.facts.quotes import Quote
from unspin.report import concise
from unspin.report.reading import csvformat, full, html, jsonformat
from unspin.report.reading.model import Reading

Mutation = Callable[[random.Random, str], str]

_MARK = re.compile("[\"'“”„‟«»‹›‘‚’‛`]")
_MARKS = "\"'“”„‟«»‹›‘‚’‛`"
_STYLES = (
    *(tuple(pair) for pair in ("“”", '""', "‘’", "''", "«»", "»«", "„“", "‚‘")),
    ("``", "''"),
    ("''", "''"),
    ("‘‘", "’’"),
    ("", ""),
)
# What texts hold that no editor typed: controls, joiners, marks of direction, combining and wide characters, odd blanks.
_STRANGE = (
    "\x00\x07\x1b\x1c\x85\u00a0\u00ad\u0301\u0345\u061c\u1680\u200b\u200d\u200e\u202e\u2028\u2029\u2060\u20dd\u3000\ufe0f\ufeff"
    "\ufffd\uffff\t\r\f\v…—–-‐…\u2044½²ﬁßİıǅΣς中文ｗ“\U0001f9d1\u200d\U0001f680\U0001f600\U000e0041\U0010ffff"
)


def windows(texts: Sequence[str], number: int, seed: int) -> Iterator[tuple[random.Random, str]]:
    """Yield a source of chance and a stretch of a text: mostly 30 to 150 words, one in fifty a whole text."""
    for place in range(number):
        chance = random.Random(f"{seed}-{place}")
        text = chance.choice(texts)
        if chance.random() < 0.02:
            yield chance, text
            continue
        words = [match.start() for match in re.finditer(r"\S+", text)]
        size = chance.randint(30, 150)
        first = chance.randrange(max(1, len(words) - size))
        yield chance, text[words[first] : words[first + size] if first + size < len(words) else len(text)]


def mutated(chance: random.Random, text: str) -> str:
    """A text after one to four mutations."""
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(MUTATIONS)(chance, text)
    return text


def _cut(chance: random.Random, text: str) -> str:
    start = chance.randint(0, len(text))
    end = chance.randint(start, min(len(text), start + chance.choice((5, 50, 500))))
    return chance.choice((text[:start] + text[end:], text[:end], text[start:]))


def _shuffled(apart: str) -> Mutation:
    def mutation(chance: random.Random, text: str) -> str:
        pieces = re.split(f"({apart})", text)
        kept = pieces[::2]
        chance.shuffle(kept)
        pieces[::2] = kept
        return "".join(pieces)

    return mutation


def _characters_shuffled(chance: random.Random, text: str) -> str:
    start = chance.randint(0, len(text))
    end = start + chance.choice((5, 30, 200))
    piece = list(text[start:end])
    chance.shuffle(piece)
    return text[:start] + "".join(piece) + text[end:]


def _marks(change: Callable[[random.Random, str], str], share: float) -> Mutation:
    def mutation(chance: random.Random, text: str) -> str:
        return _MARK.sub(
            lambda match: change(chance, match.group()) if chance.random() < share else match.group(), text
        )

    return mutation


def _other_style(chance: random.Random, text: str) -> str:
    style = chance.choice(_STYLES)
    pieces = re.split('[“”"]', text)
    return "".join(piece + style[place % 2] for place, piece in enumerate(pieces[:-1])) + pieces[-1]


def _inserted(characters: str) -> Mutation:
    def mutation(chance: random.Random, text: str) -> str:
        for _ in range(chance.choice((1, 3, 20))):
            place = chance.randint(0, len(text))
            text = text[:place] + chance.choice(characters) * chance.choice((1, 1, 1, 2, 5)) + text[place:]
        return text

    return mutation


def _blanks_changed(chance: random.Random, text: str) -> str:
    blank = chance.choice(("", "\n", "\r\n", "\n\n", "\u00a0", "  ", "\t"))
    share = chance.choice((0.02, 0.2, 1.0))
    return re.sub(r"\s+", lambda match: blank if chance.random() < share else match.group(), text)


def _case_changed(chance: random.Random, text: str) -> str:
    return chance.choice((text.upper(), text.lower(), text.title(), text.swapcase()))


def _repeated(chance: random.Random, text: str) -> str:
    start = chance.randint(0, len(text))
    piece = text[start : start + chance.choice((10, 100, 400))]
    place = chance.randint(0, len(text))
    return text[:place] + chance.choice(("", "\n\n", " ")) + piece + text[place:]


MUTATIONS: tuple[Mutation, ...] = (
    _cut,
    _shuffled(r"(?<=[.!?])\s+"),
    _shuffled(r"\n+"),
    _shuffled(r"\s+"),
    _characters_shuffled,
    _marks(lambda *_: "", 0.5),
    _marks(lambda _, mark: mark * 2, 0.5),
    _marks(lambda chance, _: chance.choice(_MARKS), 0.5),
    _other_style,
    _inserted(_MARKS),
    _inserted(_STRANGE),
    _blanks_changed,
    _case_changed,
    _repeated,
)


def faults_of(reading: Reading) -> list[str]:
    """What is wrong with a reading, whatever it read; empty where nothing is.

    Raises:
        Exception: Whatever a format raises that cannot write the reading.
    """
    document = reading.document
    found = [fault for quote in reading.quotes for fault in _quote_faults(document, quote)]
    found += [
        "a place lies outside the text"
        for span in _places(reading)
        if not (len(span) and span.end <= len(document.text))
    ]
    starts = [quote.span.start for quote in reading.quotes]
    if starts != sorted(starts):
        found.append("quotes are out of order")
    for one in (
        *list(concise.to_lines(reading)),
        full.to_text(reading),
        html.to_html(reading),
        csvformat.to_text(reading),
    ):
        one.encode()
    if json.loads(jsonformat.to_json(reading)) != json.loads(jsonformat.to_line(reading)):
        found.append("the JSON of a reading on one line is another")
    return found


def _places(reading: Reading) -> Iterator[Span]:
    for twin in reading.twins:
        yield from (twin.first, twin.second)
        yield from (place for change in twin.changes for place in (change.original, change.rewrite) if place)
    for contradiction in reading.contradictions:
        yield from (contradiction.first, contradiction.second)
    yield from (notice.span for notice in reading.notices)


def _quote_faults(document: Document, quote: Quote) -> Iterator[str]:
    inside = Span(0, len(document.text))
    spans = [quote.span, *quote.content, *quote.marked]
    if quote.speaker:
        spans.append(quote.speaker.span)
    if quote.cue:
        spans.append(quote.cue)
    if not all(inside.covers(span) and len(span) for span in spans):
        yield "a span of a quote is empty or lies outside the text"
    for pieces in (quote.content, quote.marked):
        if not all(first.end <= second.start for first, second in pairwise(pieces)):
            yield "pieces of a quote are out of order or overlap"
        if not all(quote.span.covers(piece) for piece in pieces):
            yield "a piece lies outside its quote"
    if not quote.content:
        yield "a quote has no content"
    if not all(any(piece.covers(marked) for piece in quote.content) for marked in quote.marked):
        yield "marked words lie outside the content of their quote"
    if quote.speaker and document.slice(quote.speaker.span) != quote.speaker.text:
        yield "a speaker's text is not what stands at its place"
    if not 0 <= quote.confidence <= 1:
        yield "a confidence is no probability"
