"""What the whole corpus offers to put into a sentence: names, phrases, words that are near but others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from unspin import lexicon
from unspin.embedding import word_vectors
from unspin.language import Sentence


@dataclass
class Stock:
    """Words of the whole corpus to put in: names by label, near but other words by lemma and tag, adjectives, phrases, clauses.

    ``usual`` are the lemmas that are common enough to stand for another; ``without`` names functions of this module not to use.
    """

    names: dict[str, list[str]] = field(default_factory=dict)
    near: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    adjectives: dict[str, list[str]] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    usual: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


def stock_of(sentences: Sequence[Sentence]) -> Stock:
    """What the corpus offers to put in."""
    stock = Stock()
    named: dict[str, Counter[str]] = defaultdict(Counter)
    lemmas: Counter[tuple[str, str]] = Counter()
    adjectives: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for entity in sentence.entities:
            name = sentence.text[entity.span.start : entity.span.end]
            if (
                entity.label in {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT"}
                and name[:1].isupper()
                and len(name) < 40
            ):
                named[entity.label][name] += 1
        for token in sentence.tokens:
            if (
                token.pos in {"VERB", "NOUN", "ADJ", "ADV"}
                and token.lemma.isalpha()
                and len(token.lemma) > 2
                and not token.entity
            ):
                lemmas[token.lemma, token.pos] += 1
            if token.dep == "amod" and token.pos == "ADJ" and token.head.pos == "NOUN":
                adjectives[token.head.lemma][token.lower] += 1
            parts = token.subtree()
            place = sentence.text[parts[0].start : parts[-1].end]
            if (
                token.dep == "prep"
                and token.head.pos == "VERB"
                and 2 < len(parts) < 9
                and token.lower != "of"
                and '"' not in place
            ):
                stock.phrases.append(place)
            elif token.dep in {"advcl", "relcl"} and 3 < len(parts) < 12 and '"' not in place and place[:1].islower():
                stock.clauses.append((", " if token.dep == "relcl" else " ") + place)
    stock.names = {
        label: sorted(name for name, count in names.items() if count < 40)
        for label, names in named.items()
        if len(names) > 50
    }
    stock.adjectives = {noun: sorted(found) for noun, found in adjectives.items() if len(found) > 4}
    stock.near = near_words(lemmas)
    stock.usual = frozenset(lemma for (lemma, _), count in lemmas.items() if count >= 8)
    return stock


def near_words(lemmas: Counter[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """For each common word others that stand near it as vectors, and are no synonyms, wider or narrower words, nor of its family."""
    found = {}
    for part in ("VERB", "NOUN", "ADJ", "ADV"):
        words = sorted(lemma for (lemma, pos), count in lemmas.items() if pos == part and count >= 6)
        vectors = word_vectors(words)
        cosines = vectors @ vectors.T
        for row, word in enumerate(words):
            order = np.argsort(-cosines[row], kind="stable")[1:60]
            near = [
                words[column]
                for column in order
                if 0.2 < cosines[row, column] < 0.8
                and words[column][:4] != word[:4]
                and lexicon.similar(word, part, words[column], part).score < 0.1
            ]
            if len(near) >= 3:
                found[word, part] = near[:14]
    return found
