"""Where words of a quote stand in a document: word for word, or as nearly as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from unspin.align.quote_words import EMPTY_WORDS, QuoteAlignment, align_quotes, words_kept
from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.quote_words import QuoteWord, quote_words, same_form
from unspin.facts.quotes import Quote
from unspin.facts.speakers import Speaker


@dataclass(frozen=True, slots=True)
class Run:
    """Words in order, with the quote that each stands in; None for words of the text at large."""

    words: tuple[QuoteWord, ...]
    quotes: tuple[Quote | None, ...]

    def quotes_at(self, places: Sequence[int]) -> tuple[Quote, ...]:
        """The quotes that the words at these places stand in, each once, in order of first use."""
        found: list[Quote] = []
        for place in places:
            quote = self.quotes[place]
            if quote is not None and quote not in found:
                found.append(quote)
        return tuple(found)

    def region(self, places: Sequence[int]) -> Span | None:
        """The stretch from the first of the places to the last; None without places."""
        if not places:
            return None
        return Span(self.words[min(places)].span.start, self.words[max(places)].span.end)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pattern's words stand in a run, and the stretches of the run that omissions and brackets skip.

    ``places`` has one place for each plain word of the pattern. A gap is (place of the pattern's word that skips, first
    place skipped, place after the last one skipped).
    """

    places: tuple[int, ...]
    gaps: tuple[tuple[int, int, int], ...]


_LONGEST_BRACKET = 8  # words that one bracket may stand for
_BETWEEN_QUOTES = 400  # code points between two quotes that a quote may go on across


@lru_cache(maxsize=8)
def quoted_run(facts: Facts) -> Run:
    """All words that a document quotes, in order."""
    pairs = [(word, quote) for quote in facts.marked_quotes for word in quote.words if word.kind != "ellipsis"]
    return Run(tuple(word for word, _ in pairs), tuple(quote for _, quote in pairs))


@lru_cache(maxsize=8)
def text_run(facts: Facts) -> Run:
    """All words of a document, in order, quoted or not."""
    words = [
        word
        for block in facts.document.blocks
        for word in quote_words(facts.document.prose, block.span)
        if word.kind != "ellipsis"
    ]
    return Run(tuple(words), (None,) * len(words))


def exact_places(pattern: Sequence[QuoteWord], run: Run) -> list[Found]:
    """Everywhere that all of the pattern's words stand in the run, but for marked omissions and brackets."""
    first = next((word for word in pattern if word.kind == "word"), None)
    if first is None:
        return []
    starts = (place for place, word in enumerate(run.words) if same_form(word.form, first.form))
    return [found for start in starts if (found := _from(pattern, run, start)) is not None]


def _from(pattern: Sequence[QuoteWord], run: Run, start: int) -> Found | None:
    places: list[int] = []
    gaps: list[tuple[int, int, int]] = []
    for mark, stretch in _stretches(pattern):
        here: tuple[int, ...] | None
        if not places:
            here = _run_on(stretch, run, places, start)
        else:
            first = places[-1] + 1
            skipped = _LONGEST_BRACKET if pattern[mark].kind == "bracket" else len(run.words)
            ends = range(first, min(first + skipped, len(run.words)) + 1)
            here = next((found for end in ends if (found := _run_on(stretch, run, places, end)) is not None), None)
            if here is not None:
                gaps.append((mark, first, here[0] if here else first))
        if here is None:
            return None
        places.extend(here)
    return Found(tuple(places), tuple(gaps))


def _stretches(pattern: Sequence[QuoteWord]) -> list[tuple[int, list[QuoteWord]]]:
    """The plain words between omissions and brackets, each stretch with the place of the mark before it, -1 at first."""
    found: list[tuple[int, list[QuoteWord]]] = [(-1, [])]
    for number, word in enumerate(pattern):
        mark, words = found[-1]
        if word.kind == "word":
            words.append(word)
        elif words:
            found.append((number, []))
        elif word.kind != "bracket" or mark < 0:
            # Of an ellipsis beside a bracket the ellipsis says how much may be left out.
            found[-1] = (number, words)
    return found


def _run_on(words: Sequence[QuoteWord], run: Run, places: Sequence[int], start: int) -> tuple[int, ...] | None:
    """The places of words that stand one after the other from a place on, in one source with those before; else None."""
    if start + len(words) > len(run.words):
        return None
    found: list[int] = []
    for here, word in enumerate(words, start):
        if not same_form(run.words[here].form, word.form) or not _one_source(run, [*places, *found][-1:], here):
            return None
        found.append(here)
    return tuple(found)


def _one_source(run: Run, places: Sequence[int], here: int) -> bool:
    """Whether the next word stands in the same quote, or at the head of the next quote of the same speaker."""
    if not places:
        return True
    before, after = run.quotes[places[-1]], run.quotes[here]
    if before is after:
        return True
    if before is None or after is None or here != places[-1] + 1:
        return False
    return after.span.start - before.span.end <= _BETWEEN_QUOTES and may_share_speaker(before, after)


def may_share_speaker(first: Quote, second: Quote) -> bool:
    """Whether nothing says that two quotes of a document have two speakers."""
    return _may_be_one(first.speaker, second.speaker)


def _may_be_one(one: Speaker | None, other: Speaker | None) -> bool:
    if one is None or other is None or one.head is other.head:
        return True
    return bool(one.names & other.names) or "pronoun" in (one.kind, other.kind) or one.head.lemma == other.head.lemma


def groups(run: Run) -> Iterator[Run]:
    """The run cut into its quotes, consecutive ones of near paragraphs joined."""
    start = 0
    for place in range(1, len(run.words) + 1):
        if place < len(run.words):
            before, after = run.quotes[place - 1], run.quotes[place]
            near = before is after or (
                before is not None
                and after is not None
                and after.span.start - before.span.end <= 200
                and may_share_speaker(before, after)
            )
            if near:
                continue
        if place > start:
            yield Run(run.words[start:place], run.quotes[start:place])
        start = place


def windows(run: Run) -> Iterator[Run]:
    """The run in pieces of 120 words that overlap by 40."""
    size, step = 120, 80
    for start in range(0, max(1, len(run.words) - size + step), step):
        yield Run(run.words[start : start + size], run.quotes[start : start + size])


def nearest(pattern: Sequence[QuoteWord], runs: Iterator[Run]) -> tuple[Run, QuoteAlignment] | None:
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


def longest_head(pattern: Sequence[QuoteWord], run: Run) -> list[tuple[int, int]]:
    """The longest beginnings of a pattern of plain words that stand in the run, as (first place, words); most words first."""
    found = [(_same(pattern, run, start), start) for start in range(len(run.words))]
    return [(start, length) for length, start in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:8] if length]


def longest_tail(pattern: Sequence[QuoteWord], run: Run) -> list[tuple[int, int]]:
    """The same for the ends of a pattern."""
    turned = Run(run.words[::-1], run.quotes[::-1])
    last = len(run.words)
    return [(last - start - length, length) for start, length in longest_head(pattern[::-1], turned)]


def _same(pattern: Sequence[QuoteWord], run: Run, start: int) -> int:
    length = 0
    while (
        length < len(pattern)
        and start + length < len(run.words)
        and run.quotes[start + length] is run.quotes[start]
        and same_form(run.words[start + length].form, pattern[length].form)
    ):
        length += 1
    return length
