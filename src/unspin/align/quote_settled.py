"""Which differences lie inside a quote and are settled by comparing the quote with the quote that it was taken from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from unspin.align.quotes import QuoteMatch, match_quotes
from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.quotes import Quote
from unspin.facts.reporting import SAYING
from unspin.language import Sentence, Token

_BESIDE = 60  # code points between a quote and the words that say who speaks


def settled_in_quotes(original: Facts, rewrite: Facts, ours: Span | None, theirs: Span | None) -> bool:
    """Whether two places are words of a quote of the rewrite and words of the quote that it was taken from.

    Such a quote is compared word for word as a quote. An excerpt or a marked omission takes words out of the sentence
    in which they were said; what a comparison of the sentences makes of that (a subject without its verb, a negation
    that stands before the excerpt) is no change. It holds for quotes all of whose statement stands between marks: where
    the rewrite leads into a quote with words of its own ("said he would 'resign'"), the whole is its statement.
    """
    return any(_settles(match, original, rewrite, ours, theirs) for match in _alone(original, rewrite))


def is_quote_only(original: Facts, rewrite: Facts, sentences: Sequence[Sentence]) -> bool:
    """Whether a sentence of the rewrite holds a quote, from a quote of the original, all of whose statement is marked."""
    return any(
        sentence.span.overlaps(piece)
        for match in _alone(original, rewrite)
        for piece in match.rewrite.marked
        for sentence in sentences
    )


def _settles(match: QuoteMatch, original: Facts, rewrite: Facts, ours: Span | None, theirs: Span | None) -> bool:
    if theirs is not None and any(theirs.overlaps(piece) for piece in match.rewrite.marked):
        return True
    pieces = [piece for quote in original.marked_quotes for piece in quote.marked]
    if ours is None or not any(ours.overlaps(piece) for piece in pieces):
        return False
    if theirs is None:
        return match.region is not None and match.region.covers(ours) and any(piece.covers(ours) for piece in pieces)
    # Words that the original quotes, compared with a word that only says that somebody speaks.
    cue = match.rewrite.cue
    if cue is not None and theirs.overlaps(cue) and any(piece.covers(ours) for piece in pieces):
        return True
    beside = match.rewrite.document.prose[match.rewrite.span.end : theirs.start]
    return (
        theirs.start >= match.rewrite.span.end
        and len(beside) <= _BESIDE
        and all(token.lemma in SAYING for token in rewrite.analysis.tokens_in(theirs) if token.is_word)
    )


@lru_cache(maxsize=8)
def _alone(original: Facts, rewrite: Facts) -> tuple[QuoteMatch, ...]:
    return tuple(
        match
        for match in match_quotes(original, rewrite)
        if match.source == "quote" and match.rewrite.closed and _is_whole_statement(match.rewrite, rewrite)
    )


def _is_whole_statement(quote: Quote, facts: Facts) -> bool:
    """Whether what is given to the quote's speaker stands between marks, all of it."""
    given = [
        piece
        for found in facts.attributions
        if any(piece.overlaps(span) for piece in found.content for span in quote.marked)
        for piece in found.content
    ]
    if not given:
        return _only_reported(quote, facts)
    return not any(
        token.is_word and not _is_marked(token, facts)
        for piece in given
        for token in facts.analysis.tokens_in(piece)
        if piece.covers(token.span)
    )


def _only_reported(quote: Quote, facts: Facts) -> bool:
    """Whether outside the marks the quote's sentences say no more than that somebody says something."""
    outside = [
        token
        for sentence in facts.analysis.sentences
        if any(sentence.span.overlaps(piece) for piece in quote.marked)
        for token in sentence.tokens
        if token.is_word and not _is_marked(token, facts)
    ]
    verbs = [token for token in outside if token.pos in {"VERB", "AUX"}]
    return not outside or (bool(verbs) and all(token.lemma in SAYING for token in verbs))


def _is_marked(token: Token, facts: Facts) -> bool:
    return any(token.span.overlaps(piece) for quote in facts.marked_quotes for piece in quote.marked)
