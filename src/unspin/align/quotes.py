"""Which quote of the original a quote of the rewrite takes its words from, and where the two differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.quote_words import QuoteWord, quote_words, same_form
from unspin.facts.quotes import Quote

Source = Literal["quote", "text", "none"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that differ between a rewritten quote and the original's.

    Either side may have no words; its place then covers the words on both sides of the gap.
    """

    original: tuple[QuoteWord, ...]
    rewrite: tuple[QuoteWord, ...]
    original_place: Span
    rewrite_place: Span


@dataclass(frozen=True, eq=False)
class QuoteMatch:
    """A quote of the rewrite and where its words come from.

    ``source`` is "quote" where they are (or were) words that the original quotes, "text" where the original has them outside its marks,
    "none" where it has not. ``originals`` are the quotes that hold them, the likeliest first. ``likeness`` in [0, 1] is the share of words found there in
    order. ``differences`` are empty for a faithful quote. ``hidden`` holds negations that a marked omission hides, ``region`` the stretch
    of the original that the words come from, ``cut`` a limiting clause (but, if, unless ...) that follows it in the same sentence and is
    left out.
    """

    rewrite: Quote
    source: Source
    originals: tuple[Quote, ...]
    likeness: float
    differences: tuple[Difference, ...]
    hidden: tuple[QuoteWord, ...]
    region: Span | None
    cut: Span | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in order, with the quote that each stands in."""

    words: tuple[QuoteWord, ...]
    quotes: tuple[Quote | None, ...]


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Pairs of places (pattern, text), None where a word has no partner; ``matched`` are the pattern's places with the same word."""

    steps: tuple[tuple[int | None, int | None], ...]
    matched: frozenset[int]


_LIMITS = frozenset({"not", "never", "unless", "hardly"})
_NOT_ONLY = frozenset({"only", "just", "merely", "simply"})
_SENTENCE_END = re.compile(r"[.!?]['’\")”\]]*(?=\s|$)")
_LIMITING = re.compile(
    r"[,;—–-]*\s*(?:but|unless|if|except|provided|until|only if|as long as|so long as|although|though)\b", re.IGNORECASE
)
_LONGEST_BRACKET = 8
_EMPTY_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "his",
        "her",
        "their",
        "our",
        "my",
        "for",
        "with",
        "as",
        "by",
        "from",
        "so",
        "do",
        "did",
        "does",
        "have",
        "has",
        "had",
        "'s",
        "'d",
        "will",
        "would",
    ]
)


@lru_cache(maxsize=8)
def _quoted_run(facts: Facts) -> _Run:
    pairs = [(word, quote) for quote in facts.quotes for word in quote.words if word.kind != "ellipsis"]
    return _Run(tuple(word for word, _ in pairs), tuple(quote for _, quote in pairs))


@lru_cache(maxsize=8)
def _text_run(facts: Facts) -> _Run:
    words = [
        word
        for block in facts.document.blocks
        for word in quote_words(facts.document.text, block.span)
        if word.kind != "ellipsis"
    ]
    return _Run(tuple(words), (None,) * len(words))


@lru_cache(maxsize=8)
def match_quotes(original: Facts, rewrite: Facts) -> tuple[QuoteMatch, ...]:
    """For each quote of the rewrite, in order, where its words come from in the original."""
    return tuple(_match(quote, original) for quote in rewrite.quotes)


def _match(quote: Quote, original: Facts) -> QuoteMatch:
    run = _quoted_run(original)
    pattern = quote.words
    if not pattern:
        return QuoteMatch(quote, "quote", (), 1.0, (), (), None)
    exact = _exact(pattern, run)
    if exact:
        places, hidden = next((found for found in exact if not found[1]), exact[0])
        return QuoteMatch(
            quote, "quote", _quotes(run, places), 1.0, (), hidden, _region(run, places), _cut(run, places)
        )
    text = _text_run(original)
    whole = _exact(pattern, text)
    best = _best(pattern, _groups(run))
    for places, _ in whole:
        if not _mostly_quoted(original, _region(text, places)):
            return QuoteMatch(quote, "text", (), 1.0, (), (), _region(text, places))
    likeness = _likeness(pattern, best[1]) if best else 0.0
    if best is None or likeness < 0.75:
        loose = _best(pattern, _windows(text))
        found = _likeness(pattern, loose[1]) if loose else 0.0
        if loose is not None and found > likeness + 0.1 and found >= 0.4:
            region = _region(loose[0], [there for _, there in loose[1].steps if there is not None])
            if not _mostly_quoted(original, region):
                return QuoteMatch(quote, "text", (), found, (), (), region)
    if best is None or likeness < 0.3:
        return QuoteMatch(quote, "none", (), likeness, (), (), None)
    there = [place for _, place in best[1].steps if place is not None]
    differences = tuple(_differences(pattern, best[0].words, best[1]))
    return QuoteMatch(quote, "quote", _quotes(best[0], there), likeness, differences, (), _region(best[0], there))


def _quotes(run: _Run, places: Sequence[int]) -> tuple[Quote, ...]:
    found: list[Quote] = []
    for place in places:
        quote = run.quotes[place]
        if quote is not None and quote not in found:
            found.append(quote)
    return tuple(found)


def _region(run: _Run, places: Sequence[int]) -> Span | None:
    if not places:
        return None
    return Span(run.words[min(places)].span.start, run.words[max(places)].span.end)


def _mostly_quoted(facts: Facts, region: Span | None) -> bool:
    """Whether more than half of a stretch stands between marks."""
    if region is None:
        return False
    inside = sum(
        max(0, min(span.end, region.end) - max(span.start, region.start))
        for quote in facts.quotes
        for span in quote.marked
    )
    return inside * 2 > len(region)


_Found = tuple[list[int], tuple[QuoteWord, ...]]


def _exact(pattern: Sequence[QuoteWord], run: _Run) -> list[_Found]:
    """Where all of the pattern's words stand in the run, contiguous but for marked omissions and brackets; and what those hide."""
    first = next((word for word in pattern if word.kind == "word"), None)
    if first is None:
        return []
    starts = (place for place, word in enumerate(run.words) if same_form(word.form, first.form))
    return [found for start in starts if (found := _from(pattern, run, start)) is not None]


def _from(pattern: Sequence[QuoteWord], run: _Run, start: int) -> _Found | None:
    places: list[int] = []
    hidden: list[QuoteWord] = []
    place, gap, bracketed = start, 0, False
    for word in pattern:
        if word.kind != "word":
            if places:
                gap = len(run.words) if word.kind == "ellipsis" else max(gap, _LONGEST_BRACKET)
                bracketed = word.kind == "bracket"
            continue
        here = place
        while here < len(run.words) and here - place <= gap and not same_form(run.words[here].form, word.form):
            here += 1
        if here >= len(run.words) or here - place > gap or not _one_source(run, places, here):
            return None
        if not bracketed:
            hidden.extend(_hidden(run, place, here))
        places.append(here)
        place, gap, bracketed = here + 1, 0, False
    return places, tuple(hidden)


def _hidden(run: _Run, first: int, last: int) -> Iterator[QuoteWord]:
    """The negations that an omission within one sentence hides; "not only" denies nothing, and one that stands beside it stays told."""
    if not 0 < first < last < len(run.words) or (quote := run.quotes[first]) is None:
        return
    if _SENTENCE_END.search(quote.document.text[run.words[first - 1].span.end : run.words[last].span.start]):
        return
    kept = {run.words[place].form for place in (first - 2, first - 1) if place >= 0}
    for place in range(first, last):
        form = run.words[place].form
        if form in _LIMITS and form not in kept and run.words[place + 1].form not in _NOT_ONLY:
            yield run.words[place]


def _cut(run: _Run, places: Sequence[int]) -> Span | None:
    """The limiting clause (but, if, unless ...) that the original's quote goes on with, in the same sentence, where the words end."""
    last = places[-1]
    quote = run.quotes[last]
    if quote is None:
        return None
    rest = [place for place in range(last + 1, len(run.words)) if run.quotes[place] is quote]
    if not rest or not _LIMITING.match(quote.document.text, run.words[last].span.end):
        return None
    end = _SENTENCE_END.search(quote.document.text, run.words[rest[0]].span.start)
    inside = [run.words[place].span for place in rest if end is None or run.words[place].span.end <= end.start() + 1]
    return inside[0].join(inside[-1]) if len(inside) > 2 else None


def _one_source(run: _Run, places: Sequence[int], here: int) -> bool:
    """Whether the next word stands in the same quote, or at the head of the next quote of the same speaker."""
    if not places:
        return True
    before, after = run.quotes[places[-1]], run.quotes[here]
    if before is after:
        return True
    if before is None or after is None or here != places[-1] + 1:
        return False
    between = before.document.text[before.span.end : after.span.start]
    if len(between) > 400:
        return False
    return (
        before.speaker is None
        or after.speaker is None
        or before.speaker.head is after.speaker.head
        or _alike(before, after)
    )


def _alike(before: Quote, after: Quote) -> bool:
    first, second = before.speaker, after.speaker
    if first is None or second is None:
        return True
    return (
        bool(first.names & second.names)
        or "pronoun" in (first.kind, second.kind)
        or first.head.lemma == second.head.lemma
    )


def _groups(run: _Run) -> Iterator[_Run]:
    """The run cut into its quotes, consecutive ones of near paragraphs joined."""
    start = 0
    for place in range(1, len(run.words) + 1):
        if place < len(run.words):
            before, after = run.quotes[place - 1], run.quotes[place]
            near = before is after or (
                before is not None
                and after is not None
                and after.span.start - before.span.end <= 200
                and _alike(before, after)
            )
            if near:
                continue
        if place > start:
            yield _Run(run.words[start:place], run.quotes[start:place])
        start = place


def _windows(run: _Run) -> Iterator[_Run]:
    size, step = 120, 80
    for start in range(0, max(1, len(run.words) - size + step), step):
        yield _Run(run.words[start : start + size], run.quotes[start : start + size])


def _best(pattern: Sequence[QuoteWord], runs: Iterator[_Run]) -> tuple[_Run, _Alignment] | None:
    """The run in which most of the pattern's words stand in order; only the three that share most words are aligned."""
    wanted = {word.form for word in pattern if word.kind == "word"}
    content = wanted - _EMPTY_WORDS or wanted
    ranked = []
    for number, run in enumerate(runs):
        forms = {word.form for word in run.words}
        shared = 3 * len(content & forms) + len(wanted & forms)
        if shared:
            ranked.append((-shared, number, run))
    aligned = [(run, _align(pattern, run.words)) for _, _, run in sorted(ranked, key=lambda item: item[:2])[:3]]
    return max(aligned, key=lambda pair: _likeness(pattern, pair[1]), default=None)


def _likeness(pattern: Sequence[QuoteWord], alignment: _Alignment) -> float:
    """Share of the pattern's words that stand in the text in order; a content word weighs as much as two others."""
    total = shared = 0.0
    for place, word in enumerate(pattern):
        if word.kind == "word":
            weight = 0.5 if word.form in _EMPTY_WORDS else 1.0
            total += weight
            shared += weight * (place in alignment.matched)
    return shared / total if total else 0.0


_SUBSTITUTED, _ADDED, _DROPPED = 1.2, 1.0, 0.6


def _align(pattern: Sequence[QuoteWord], text: Sequence[QuoteWord]) -> _Alignment:
    """The cheapest way to turn a stretch of the text into the pattern; the text before and after the stretch is free."""
    width = len(text) + 1
    costs = [[0.0] * width]
    moves: list[list[str]] = [["start"] * width]
    for word in pattern:
        above = costs[-1]
        free = word.kind != "word"
        added = 0.0 if free else _ADDED
        dropped = 0.0 if word.kind == "ellipsis" else 0.05 if free else _DROPPED
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
    return _Alignment(tuple(steps), frozenset(matched))


def _differences(
    pattern: Sequence[QuoteWord], text: Sequence[QuoteWord], alignment: _Alignment
) -> Iterator[Difference]:
    """The stretches of the alignment in which the words differ; stretches with a single small word between them are one."""
    steps = alignment.steps
    differs = [_differs(pattern, alignment, place) for place in range(len(steps))]
    stretches: list[list[int]] = []
    for place in (place for place, other in enumerate(differs) if other):
        between = range(stretches[-1][1], place) if stretches else range(0)
        words = [here for step in between if (here := steps[step][0]) is not None]
        if stretches and (
            not words or (len(words) == 1 and pattern[words[0]].form in _EMPTY_WORDS and len(between) == 1)
        ):
            stretches[-1][1] = place + 1
        else:
            stretches.append([place, place + 1])
    for first, last in stretches:
        yield Difference(
            *(
                tuple(words[place] for step in steps[first:last] if (place := step[side]) is not None)
                for side, words in ((1, text), (0, pattern))
            ),
            *(_place(words, [step[side] for step in steps], first, last) for side, words in ((1, text), (0, pattern))),
        )


def _differs(pattern: Sequence[QuoteWord], alignment: _Alignment, place: int) -> bool:
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


def stands_in_marks(quote: Quote, facts: Facts) -> bool:
    """Whether every content word of a short quote is quoted somewhere in a document, in this or another form of the word."""
    quoted = {word.form[:5] for word in _quoted_run(facts).words}
    wanted = {word.form[:5] for word in quote.words if word.kind == "word" and word.form not in _EMPTY_WORDS}
    return wanted <= quoted
