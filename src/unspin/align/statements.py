"""Which attributed statement of the rewrite tells which attributed statement of the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from unspin.align import Link
from unspin.facts import Facts
from unspin.facts.attribution import Attribution
from unspin.facts.speakers import Introduced, introductions
from unspin.language import Token

_LEAST_SHARED = 0.5
_LEAST_SHARED_AFAR = 0.7
_LIGHT = frozenset({"be", "have", "do", "say", "tell", "will", "would", "can", "could"})


@dataclass(frozen=True, eq=False)
class StatementPair:
    """Two attributions of one statement; ``likeness`` in [0, 1] is the share of content words that stand in both."""

    original: Attribution
    rewrite: Attribution
    likeness: float


def content_tokens(facts: Facts, attribution: Attribution) -> list[Token]:
    """The content words of what is attributed."""
    tokens = [token for span in attribution.content for token in facts.analysis.tokens_in(span)]
    return [token for token in tokens if token.is_content and token.lemma not in _LIGHT]


@lru_cache(maxsize=8)
def introduced(original: Facts, rewrite: Facts) -> Introduced:
    """Which nouns describe which name, in either document."""
    return [*introductions(original.names), *introductions(rewrite.names)]


def match_statements(link: Link) -> list[StatementPair]:
    """The statements that both sides of a link attribute, each at most once; of nested ones the outermost."""
    ours = _outermost(link.original.attributions)
    theirs = _outermost(link.rewrite.attributions)
    words = {id(found): content_tokens(link.original.facts, found) for found in ours}
    words |= {id(found): content_tokens(link.rewrite.facts, found) for found in theirs}
    edges = []
    for number, mine in enumerate(ours):
        here = {id(token) for token in words[id(mine)]}
        for place, yours in enumerate(theirs):
            there = words[id(yours)]
            shared = sum(id(partner) in here for token in there if (partner := link.words.partner(token)) is not None)
            likeness = 2 * shared / max(1, len(here) + len(there))
            if likeness >= _LEAST_SHARED and shared >= min(2, len(here), len(there)):
                edges.append((-likeness, number, place))
    pairs, used = [], set[tuple[str, int]]()
    for likeness, number, place in sorted(edges):
        if ("original", number) not in used and ("rewrite", place) not in used:
            used |= {("original", number), ("rewrite", place)}
            pairs.append(StatementPair(ours[number], theirs[place], -likeness))
    return sorted(pairs, key=lambda pair: pair.rewrite.span.start)


@lru_cache(maxsize=8)
def _statements(facts: Facts) -> tuple[tuple[Attribution, frozenset[str]], ...]:
    return tuple(
        (found, frozenset(token.lemma for token in content_tokens(facts, found)))
        for found in _outermost(facts.attributions)
    )


def statements_elsewhere(link: Link) -> Iterator[tuple[Attribution, list[StatementPair]]]:
    """Statements of the rewrite without a match in their link, each with those of the whole original that say the same.

    Sentences are often linked by the speakers in them; statements that changed speakers then stand in other links.
    """
    matched = {id(pair.rewrite) for pair in match_statements(link)}
    for found in _outermost(link.rewrite.attributions):
        words = frozenset(token.lemma for token in content_tokens(link.rewrite.facts, found))
        if id(found) in matched or len(words) < 2:
            continue
        pairs = []
        for other, theirs in _statements(link.original.facts):
            likeness = 2 * len(words & theirs) / max(1, len(words) + len(theirs))
            if likeness >= _LEAST_SHARED_AFAR and len(words & theirs) > 1:
                pairs.append(StatementPair(other, found, likeness))
        if pairs:
            yield found, sorted(pairs, key=lambda pair: (-pair.likeness, pair.original.span.start))


def _outermost(found: Sequence[Attribution]) -> list[Attribution]:
    return [
        inner
        for inner in found
        if inner.kind != "evidential"
        and not any(outer is not inner and any(piece.covers(inner.span) for piece in outer.content) for outer in found)
    ]
