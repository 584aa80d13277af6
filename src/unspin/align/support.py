"""Whether a document says a word at all, in this or another form: what must hold before anything is called added or dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from unspin.embedding import word_vectors
from unspin.facts import Facts
from unspin.language import Token
from unspin.lexicon import similar, surroundings
from unspin.spelling import american

_SAYS = 0.6  # lexicon likeness from which one word says another
_NEAR = 0.5  # cosine from which a word counts as said in other words


class Vocabulary:
    """The words of one document, to look others up in."""

    def __init__(self, facts: Facts) -> None:
        self._tokens = [token for token in facts.analysis.tokens if token.is_content]
        self._says: dict[tuple[str, str, str], bool] = {}

    @cached_property
    def _lemmas(self) -> dict[str, str]:
        return {token.lemma: token.pos for token in self._tokens} | {token.lower: token.pos for token in self._tokens}

    @cached_property
    def _surroundings(self) -> list[tuple[str, frozenset[str | int], frozenset[str | int]]]:
        return [(lemma, *surroundings(lemma)) for lemma in self._lemmas]

    @cached_property
    def _vectors(self) -> np.ndarray:
        return word_vectors(sorted({token.lower for token in self._tokens}))

    def says(self, token: Token) -> bool:
        """Whether the document holds the word, a form or synonym of it, or a word very near."""
        word = token.lemma, token.lower, token.pos
        if word not in self._says:
            self._says[word] = self._finds(token)
        return self._says[word]

    def _finds(self, token: Token) -> bool:
        if token.lemma in self._lemmas or token.lower in self._lemmas:
            return True
        if any(
            similar(token.lemma, token.pos, lemma, self._lemmas[lemma]).score >= _SAYS for lemma in self._related(token)
        ):
            return True
        if token.pos in {"PROPN", "NUM"} or not len(self._vectors):
            return False
        return bool((self._vectors @ word_vectors([token.lower])[0]).max() >= _NEAR)

    def _related(self, token: Token) -> set[str]:
        """The lemmas that are no strangers to the word: all the others are as unlike as can be."""
        own, near = surroundings(token.lemma)
        # An index of families and surroundings costs more than it saves.
        found = {
            lemma
            for lemma, family, around in self._surroundings
            if not own.isdisjoint(around) or not near.isdisjoint(family)
        }
        return found | self._spelt.get(american(token.lemma), set())

    @cached_property
    def _spelt(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for lemma in self._lemmas:
            found[american(lemma)].add(lemma)
        return found


_vocabularies: WeakKeyDictionary[Facts, Vocabulary] = WeakKeyDictionary()


def vocabulary_of(facts: Facts) -> Vocabulary:
    """The vocabulary of a document; built once as long as its facts live."""
    if facts not in _vocabularies:
        _vocabularies[facts] = Vocabulary(facts)
    return _vocabularies[facts]


def said(tokens: Sequence[Token], facts: Facts) -> float:
    """Share of the content words among ``tokens`` that a document says, in [0, 1]; 1.0 where there are none."""
    words = [token for token in tokens if token.is_content]
    vocabulary = vocabulary_of(facts)
    return sum(vocabulary.says(token) for token in words) / len(words) if words else 1.0
