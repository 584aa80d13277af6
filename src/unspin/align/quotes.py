"""Which quote of the original a quote of the rewrite takes its words from, and where the two differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from unspin.align.quote_words import EMPTY_WORDS, Difference, QuoteAlignment, align_quotes, word_differences, words_kept
from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.quote_words import QuoteWord, quote_words, same_form
from unspin.facts.quotes import Quote

if TYPE_CHECKING:
    from unspin.align import Link

Source = Literal["quote", "text", "none"]


@dataclass(frozen=True, eq=False)
class QuoteMatch:
    """A quote of the rewrite and where its words come from.

    ``source`` is "quote" where they are (or were) words that the original quotes, "text" where the original has them
    outside its marks, "none" where it has not. ``originals`` are the quotes that hold them, the likeliest first.
    ``likeness`` in [0, 1] is the share of words found there in order. ``differences`` are empty for a faithful quote.
    ``hidden`` holds negations that a marked omission hides, ``region`` the stretch of the original that the words
    come from, ``cut`` a limiting clause (but, if, unless ...) that follows it in the same sentence and is left out.
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


_LIMITS = frozenset({"not", "never", "unless", "hardly"})
_NOT_ONLY = frozenset({"only", "just", "merely", "simply"})
_SENTENCE_END = re.compile(r"[.!?]['’\")”\]]*(?=\s|$)")
_LIMITING = re.compile(
    r"[,;—–-]*\s*(?:but|unless|if|except|provided|until|only if|as long as|so long as|although|though)\b", re.IGNORECASE
)
_LONGEST_BRACKET = 8


@lru_cache(maxsize=8)
def _quoted_run(facts: Facts) -> _Run:
    pairs = [(word, quote) for quote in facts.marked_quotes for word in quote.words if word.kind != "ellipsis"]
    return _Run(tuple(word for word, _ in pairs), tuple(quote for _, quote in pairs))


@lru_cache(maxsize=8)
def _text_run(facts: Facts) -> _Run:
    words = [
        word
        for block in facts.document.blocks
        for word in quote_words(facts.document.prose, block.span)
        if word.kind != "ellipsis"
    ]
    return _Run(tuple(words), (None,) * len(words))


@lru_cache(maxsize=8)
def match_quotes(original: Facts, rewrite: Facts) -> tuple[QuoteMatch, ...]:
    """For each quote of the rewrite, in order, where its words come from in the original."""
    return tuple(_match(quote, original) for quote in rewrite.marked_quotes)


def quotes_of_link(link: Link) -> Iterator[QuoteMatch]:
    """The matches of the quotes that begin in a link's rewrite; those without a closing mark are left out."""
    for match in match_quotes(link.original.facts, link.rewrite.facts):
        start = match.rewrite.marked[0].start
        if match.rewrite.closed and any(start in sentence.span for sentence in link.rewrite.sentences):
            yield match


def limits_cut(link: Link) -> Iterator[tuple[QuoteMatch, Span]]:
    """Quotes that stop before a limiting clause (but, if, unless ...) which the rewrite tells nowhere, and it."""
    told = {token.lemma for token in link.rewrite.facts.analysis.tokens}
    for match in quotes_of_link(link):
        if match.cut is not None:
            wanted = {token.lemma for token in link.original.facts.analysis.tokens_in(match.cut) if token.is_content}
            if len(wanted & told) * 2 < len(wanted):
                yield match, match.cut


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
    likeness = words_kept(pattern, best[1]) if best else 0.0
    if best is None or likeness < 0.75:
        loose = _best(pattern, _windows(text))
        found = words_kept(pattern, loose[1]) if loose else 0.0
        if loose is not None and found > likeness + 0.1 and found >= 0.4:
            region = _region(loose[0], [there for _, there in loose[1].steps if there is not None])
            if not _mostly_quoted(original, region):
                return QuoteMatch(quote, "text", (), found, (), (), region)
    if best is None or likeness < 0.3:
        return QuoteMatch(quote, "none", (), likeness, (), (), None)
    there = [place for _, place in best[1].steps if place is not None]
    differences = tuple(word_differences(pattern, best[0].words, best[1]))
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
        for quote in facts.marked_quotes
        for span in quote.marked
    )
    return inside * 2 > len(region)


_Found = tuple[list[int], tuple[QuoteWord, ...]]


def _exact(pattern: Sequence[QuoteWord], run: _Run) -> list[_Found]:
    """Where all of the pattern's words stand in the run, but for marked omissions and brackets; and what those hide."""
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
    """The negations that an omission within one sentence hides; "not only" denies nothing."""
    if not 0 < first < last < len(run.words) or (quote := run.quotes[first]) is None:
        return
    if _SENTENCE_END.search(quote.document.prose[run.words[first - 1].span.end : run.words[last].span.start]):
        return
    kept = {run.words[place].form for place in (first - 2, first - 1) if place >= 0}
    for place in range(first, last):
        form = run.words[place].form
        if form in _LIMITS and form not in kept and run.words[place + 1].form not in _NOT_ONLY:
            yield run.words[place]


def _cut(run: _Run, places: Sequence[int]) -> Span | None:
    """The limiting clause (but, if, unless ...) of the same sentence with which the original's quote goes on."""
    last = places[-1]
    quote = run.quotes[last]
    if quote is None:
        return None
    rest = [place for place in range(last + 1, len(run.words)) if run.quotes[place] is quote]
    if not rest or not _LIMITING.match(quote.document.prose, run.words[last].span.end):
        return None
    end = _SENTENCE_END.search(quote.document.prose, run.words[rest[0]].span.start)
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
    between = before.document.prose[before.span.end : after.span.start]
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


def _best(pattern: Sequence[QuoteWord], runs: Iterator[_Run]) -> tuple[_Run, QuoteAlignment] | None:
    """The run in which most of the pattern's words stand in order; only the three that share most words are aligned."""
    wanted = {word.form for word in pattern if word.kind == "word"}
    content = wanted - EMPTY_WORDS or wanted
    ranked = []
    for number, run in enumerate(runs):
        forms = {word.form for word in run.words}
        shared = 3 * len(content & forms) + len(wanted & forms)
        if shared:
            ranked.append((-shared, number, run))
    aligned = [(run, align_quotes(pattern, run.words)) for _, _, run in sorted(ranked, key=lambda item: item[:2])[:3]]
    return max(aligned, key=lambda pair: words_kept(pattern, pair[1]), default=None)


def stands_in_marks(quote: Quote, facts: Facts) -> bool:
    """Whether every content word of a short quote is quoted somewhere in a document, in any form of the word."""
    quoted = {word.form[:5] for word in _quoted_run(facts).words}
    wanted = {word.form[:5] for word in quote.words if word.kind == "word" and word.form not in EMPTY_WORDS}
    return wanted <= quoted
