"""Which words of a passage say what which words of another say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unspin.facts import Passage
from unspin.language import Token


@dataclass(frozen=True, slots=True)
class WordPair:
    """Two words that stand for each other: how much alike in [0, 1], and why."""

    original: Token
    rewrite: Token
    similarity: float
    reason: str


class WordAlignment:
    """One-to-one correspondence between words; marks and most function words are left out."""

    def __init__(self, pairs: Iterable[WordPair]) -> None:
        self.pairs = tuple(pairs)
        self._pair_of = {id(token): pair for pair in self.pairs for token in (pair.original, pair.rewrite)}

    def pair(self, token: Token) -> WordPair | None:
        """The pair that a token of either side stands in."""
        return self._pair_of.get(id(token))

    def partner(self, token: Token) -> Token | None:
        """The word of the other side that stands for this one."""
        pair = self.pair(token)
        return None if pair is None else pair.rewrite if pair.original is token else pair.original


def align_words(original: Passage, rewrite: Passage) -> WordAlignment:
    """Align the content words of two passages."""
    pairs = []
    free = [token for token in rewrite.tokens if token.is_word]
    for token in original.tokens:
        if token.is_word and (match := next((other for other in free if other.lemma == token.lemma), None)):
            free.remove(match)
            pairs.append(WordPair(token, match, 1.0, "same word"))
    return WordAlignment(pairs)
