"""Which words of one quote stand for which of another, and where they differ: the cheapest edit, its ends free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unspin.document import Span
from unspin.facts.quote_words import QuoteWord, same_form

# Words that say little about where a quote was taken from.
EMPTY_WORDS = frozenset(
    "a an the of to in on at and or is are was were be been it its this that he she they we i you his her their our "
    "my for with as by "
    "from so do did does have has had 's 'd will would".split()
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that differ between a rewritten quote and the original's.

    Either side may have no words; its place then covers the words on both sides of the gap.
    """

    original: tuple[QuoteWord, ...]
    rewrite: tuple[QuoteWord, ...]
    original_place: Span
    rewrite_place: Span


@dataclass(frozen=True, slots=True)
class QuoteAlignment:
    """Pairs of places (pattern, text), None where a word has no partner.

    ``matched`` are the pattern's places that are paired with the same word.
    """

    steps: tuple[tuple[int | None, int | None], ...]
    matched: frozenset[int]


def words_kept(pattern: Sequence[QuoteWord], alignment: QuoteAlignment) -> float:
    """Share of the pattern's words that stand in the text in order; a content word weighs as much as two others."""
    total = shared = 0.0
    for place, word in enumerate(pattern):
        if word.kind == "word":
            weight = 0.5 if word.form in EMPTY_WORDS else 1.0
            total += weight
            shared += weight * (place in alignment.matched)
    return shared / total if total else 0.0


_SUBSTITUTED, _ADDED, _DROPPED = 1.2, 1.0, 0.45


def align_quotes(pattern: Sequence[QuoteWord], text: Sequence[QuoteWord]) -> QuoteAlignment:
    """The cheapest way to turn a stretch of the text into the pattern; the text around the stretch is free."""
    width = len(text) + 1
    costs = [[0.0] * width]
    moves: list[list[str]] = [["start"] * width]
    for word in pattern:
        above = costs[-1]
        free = word.kind != "word"
        added = 0.0 if free else _ADDED
        dropped = 0.0 if word.kind in {"ellipsis", "interruption"} else 0.05 if free else _DROPPED
        row, move = [above[0] + added], ["added"]
        for place in range(1, width):
            same = free or same_form(text[place - 1].form, word.form)
            best, how = above[place - 1] + (0.0 if same else _SUBSTITUTED), "paired"
            if above[place] + added < best:
                best, how = above[place] + added, "added"
            if row[place - 1] + dropped < best:
                best, how = row[place - 1] + dropped, "dropped"
            row.append(best)
            move.append(how)
        costs.append(row)
        moves.append(move)
    place = min(range(width), key=lambda there: (costs[-1][there], there))
    line = len(pattern)
    steps: list[tuple[int | None, int | None]] = []
    while line:
        how = moves[line][place]
        steps.append((line - 1 if how != "dropped" else None, place - 1 if how != "added" else None))
        line -= how != "dropped"
        place -= how != "added"
    steps.reverse()
    matched = {
        here
        for here, there in steps
        if here is not None
        and there is not None
        and pattern[here].kind == "word"
        and same_form(text[there].form, pattern[here].form)
    }
    return QuoteAlignment(tuple(steps), frozenset(matched))


def word_differences(
    pattern: Sequence[QuoteWord], text: Sequence[QuoteWord], alignment: QuoteAlignment
) -> Iterator[Difference]:
    """The stretches in which the words differ; two with a single small word between them are one."""
    steps = alignment.steps
    differs = [_differs(pattern, alignment, place) for place in range(len(steps))]
    stretches: list[list[int]] = []
    for place in (place for place, other in enumerate(differs) if other):
        between = range(stretches[-1][1], place) if stretches else range(0)
        words = [here for step in between if (here := steps[step][0]) is not None]
        if stretches and (
            not words or (len(words) == 1 and pattern[words[0]].form in EMPTY_WORDS and len(between) == 1)
        ):
            stretches[-1][1] = place + 1
        else:
            stretches.append([place, place + 1])
    ours, theirs = [there for _, there in steps], [here for here, _ in steps]
    for first, last in stretches:
        yield Difference(
            tuple(text[place] for place in ours[first:last] if place is not None),
            tuple(pattern[place] for place in theirs[first:last] if place is not None),
            _place(text, ours, first, last),
            _place(pattern, theirs, first, last),
        )


def _differs(pattern: Sequence[QuoteWord], alignment: QuoteAlignment, place: int) -> bool:
    here = alignment.steps[place][0]
    if here is not None:
        return here not in alignment.matched and pattern[here].kind == "word"
    for step in (-1, 1):
        other = place + step
        while 0 <= other < len(alignment.steps) and alignment.steps[other][0] is None:
            other += step
        if 0 <= other < len(alignment.steps):
            beside = alignment.steps[other][0]
            if beside is not None and pattern[beside].kind != "word":
                return False
    return True


def _place(words: Sequence[QuoteWord], places: Sequence[int | None], first: int, last: int) -> Span:
    """The stretch in one text; where it holds no word, the words on both sides of the gap."""
    inside = [place for place in places[first:last] if place is not None]
    if not inside:
        before = [place for place in places[:first] if place is not None][-1:]
        after = [place for place in places[last:] if place is not None][:1]
        inside = before + after
    return Span(words[inside[0]].span.start, words[inside[-1]].span.end) if inside else Span(0, 0)
