"""Which quote of the original a quote of the rewrite takes its words from, and where the two differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from unspin.align.quote_differences import value_kind
from unspin.align.quote_limits import cut_edges, cut_limit, hidden_limits
from unspin.align.quote_search import (
    Found,
    Run,
    exact_places,
    groups,
    longest_head,
    longest_tail,
    may_share_speaker,
    nearest,
    quoted_run,
    text_run,
    windows,
)
from unspin.align.quote_words import EMPTY_WORDS, Difference, word_differences, words_kept
from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.quote_words import QuoteWord, quote_words
from unspin.facts.quotes import Quote
from unspin.language import Token

if TYPE_CHECKING:
    from unspin.align import Link

Source = Literal["quote", "text", "none"]


@dataclass(frozen=True, eq=False)
class QuoteMatch:
    """A quote of the rewrite and where its words come from.

    ``source`` is "quote" where they are (or were) words that the original quotes, "text" where the original has them
    outside its marks, "none" where it has not. ``originals`` are the quotes that hold them, in the order of the words.
    ``likeness`` in [0, 1] is the share of words found there in order. ``differences`` are empty for a faithful quote,
    and for one that is ``stitched``: clean pieces of several quotes, or of one in another order, run together.
    ``hidden`` holds the negations and limiting words that an omission hides, ``brackets`` the words in brackets that
    stand for a number, a negation or a hedge which they do not hold, ``edges`` what was lost at the edges of a quote
    that is whole otherwise. ``region`` is the stretch of the original that the words come from, ``cut`` a limiting
    clause (but, if, unless ...) that follows it in its sentence and is left out.
    """

    rewrite: Quote
    source: Source
    originals: tuple[Quote, ...]
    likeness: float
    differences: tuple[Difference, ...] = ()
    hidden: tuple[Token, ...] = ()
    brackets: tuple[Difference, ...] = ()
    edges: tuple[Difference, ...] = ()
    stitched: tuple[Span, ...] = ()
    region: Span | None = None
    cut: Span | None = None


_LEAST_PIECE = 3  # words of each piece of a stitched quote
_ALIKE = 0.75  # likeness from which a quote is looked for nowhere but among quotes
_LEAST_ALIKE = 0.3
_LEAST_ALIKE_TEXT = 0.4
_SIGNED_WITH = re.compile(r"[.!?…][\"'”’]*\s+[—–-]*\s*((?:[^\W\d_][\w.'’-]*\s?){1,4})$")


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
    for match in quotes_of_link(link):
        if match.cut is not None:
            told = {
                token.lemma
                for token in link.rewrite.facts.analysis.tokens
                if not any(token.span.overlaps(piece) for piece in match.rewrite.marked)
            }
            wanted = {token.lemma for token in link.original.facts.analysis.tokens_in(match.cut) if token.is_content}
            if not wanted or len(wanted & told) * 2 < len(wanted):
                yield match, match.cut


def stands_in_marks(quote: Quote, facts: Facts) -> bool:
    """Whether every content word of a short quote is quoted somewhere in a document, in any form of the word."""
    quoted = {word.form[:5] for word in quoted_run(facts).words}
    wanted = {word.form[:5] for word in quote.words if word.kind == "word" and word.form not in EMPTY_WORDS}
    return wanted <= quoted


def pattern_of(quote: Quote) -> tuple[QuoteWord, ...]:
    """The words of a quote with an "interruption" between its pieces: what stood there may be left out."""
    words: list[QuoteWord] = []
    for before, piece in zip([None, *quote.marked], quote.marked, strict=False):
        if before is not None:
            words.append(QuoteWord("…", Span(before.end, piece.start), "interruption"))
        words.extend(quote_words(quote.document.prose, piece))
    return tuple(words)


def _match(quote: Quote, original: Facts) -> QuoteMatch:
    pattern, run = pattern_of(quote), quoted_run(original)
    if not any(word.kind == "word" for word in pattern):
        return QuoteMatch(quote, "quote", (), 1.0)
    exact = [_clean(quote, pattern, found, original) for found in exact_places(pattern, run)]
    if exact:
        return min(exact, key=lambda match: len(match.brackets) + len(match.hidden) + len(match.edges))
    joined = _joined(quote, pattern, run)
    if joined is not None:
        return joined
    text = text_run(original)
    for found in exact_places(pattern, text):
        region = text.region(found.places)
        if region is not None and _is_signed(original, region):
            return QuoteMatch(quote, "quote", (), 1.0, region=region)
        if not mostly_quoted(original, region):
            return QuoteMatch(quote, "text", (), 1.0, region=region)
    best = nearest(pattern, groups(run))
    likeness = words_kept(pattern, best[1]) if best else 0.0
    if best is None or likeness < _ALIKE:
        loose = nearest(pattern, windows(text))
        kept = words_kept(pattern, loose[1]) if loose else 0.0
        if loose is not None and kept > likeness + 0.1 and kept >= _LEAST_ALIKE_TEXT:
            region = loose[0].region([there for _, there in loose[1].steps if there is not None])
            if not mostly_quoted(original, region):
                return QuoteMatch(quote, "text", (), kept, region=region)
    if best is None or likeness < _LEAST_ALIKE:
        return QuoteMatch(quote, "none", (), likeness)
    there = [place for _, place in best[1].steps if place is not None]
    differences = tuple(word_differences(pattern, best[0].words, best[1]))
    return QuoteMatch(quote, "quote", best[0].quotes_at(there), likeness, differences, region=best[0].region(there))


def _clean(quote: Quote, pattern: Sequence[QuoteWord], found: Found, original: Facts) -> QuoteMatch:
    """The match of a quote all of whose words stand in the original's quotes, but for marked omissions and brackets."""
    run = quoted_run(original)
    hidden: list[Token] = []
    brackets: list[Difference] = []
    for number, first, last in found.gaps:
        mark = pattern[number]
        if mark.kind == "bracket":
            swapped = _swapped(quote, mark, run.words[first:last])
            brackets.extend([swapped] if swapped is not None else [])
        else:
            hidden.extend(hidden_limits(original, run, first, last))
    return QuoteMatch(
        quote,
        "quote",
        run.quotes_at(found.places),
        1.0,
        hidden=tuple(hidden),
        brackets=tuple(brackets),
        edges=tuple(cut_edges(original, run, found.places, quote)),
        region=run.region(found.places),
        cut=cut_limit(run, found.places),
    )


def _swapped(quote: Quote, mark: QuoteWord, ours: Sequence[QuoteWord]) -> Difference | None:
    """A bracket whose words stand for a number, a negation or a hedge that they do not hold, or put a negation in."""
    if any(word.kind == "bracket" and word.form == mark.form for word in ours):
        return None
    theirs = tuple(quote_words(quote.document.prose, Span(mark.span.start + 1, mark.span.end - 1)))
    kind = value_kind(ours, theirs)
    if kind is None or (kind != "negation" and value_kind(ours, ()) != kind):
        # A bracket may add a number or a hedge: it says openly that these are not the speaker's words.
        return None
    place = ours[0].span.join(ours[-1].span) if ours else mark.span
    return Difference(tuple(ours), theirs, place, mark.span)


def _joined(quote: Quote, pattern: Sequence[QuoteWord], run: Run) -> QuoteMatch | None:
    """A quote made of clean pieces of several quotes, or of one in another order; None where it is none."""
    pieces = _pieces(pattern)
    if len(pieces) > 1:
        found = [exact_places(piece, run) for piece in pieces]
        if all(found):
            return _of_pieces(quote, run, [one[0].places for one in found], marked=True)
    plain = [word for word in pattern if word.kind == "word"]
    for start, length in longest_head(plain, run):
        for stop, others in longest_tail(plain, run):
            least = len(plain) - length
            if others < least or min(length, least) < _LEAST_PIECE or least <= 0:
                continue
            here, there = range(start, start + length), range(stop + others - least, stop + others)
            if run.quotes[start] is run.quotes[stop] and there.start >= here.stop:
                return None
            return _of_pieces(quote, run, [tuple(here), tuple(there)], marked=False)
    return None


def _pieces(pattern: Sequence[QuoteWord]) -> list[list[QuoteWord]]:
    """The stretches between the places where an attribution interrupts a quote."""
    pieces: list[list[QuoteWord]] = [[]]
    for word in pattern:
        if word.kind == "interruption":
            pieces.append([])
        else:
            pieces[-1].append(word)
    return [piece for piece in pieces if any(word.kind == "word" for word in piece)]


def _of_pieces(quote: Quote, run: Run, places: Sequence[Sequence[int]], *, marked: bool) -> QuoteMatch:
    everywhere = [place for piece in places for place in piece]
    originals = run.quotes_at(everywhere)
    regions = tuple(region for piece in places if (region := run.region(piece)) is not None)
    # Each piece stands between marks of its own: nobody is misled about one speaker's words.
    harmless = marked and all(may_share_speaker(originals[0], other) for other in originals[1:])
    return QuoteMatch(quote, "quote", originals, 1.0, stitched=() if harmless else regions, region=regions[0])


def mostly_quoted(facts: Facts, region: Span | None) -> bool:
    """Whether more than half of a stretch stands between marks."""
    if region is None:
        return False
    inside = sum(
        max(0, min(span.end, region.end) - max(span.start, region.start))
        for quote in facts.marked_quotes
        for span in quote.marked
    )
    return inside * 2 > len(region)


def _is_signed(facts: Facts, region: Span) -> bool:
    """Whether a stretch stands in a pull quote without marks: a block that ends with the name of who says it."""
    block = next((block.span for block in facts.document.blocks if region.start in block.span), None)
    match = _SIGNED_WITH.search(facts.document.prose, block.start, block.end) if block else None
    if match is None or region.end > match.start(1):
        return False
    # The parser knows few such names, a sentence of a name alone; one that is told of elsewhere is somebody's.
    name = match.group(1).strip()
    return all(word[0].isupper() for word in name.split()) and facts.document.prose.count(name) > 1
