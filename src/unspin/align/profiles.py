"""What the alignment of sentences knows of a sentence: weighted terms, a vector, a place."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from unspin.embedding import Vectors, sentence_vectors, word_vectors
from unspin.facts import Facts
from unspin.language import Sentence, Token
from unspin.lexicon import antonyms, derivations, synonyms
from unspin.spelling import american
from unspin.wordlists import REPORTING_VERBS

# Names and numbers tell sentences of one story apart better than other words do.
_NAME_WEIGHT = 1.5
_NUMBER_WEIGHT = 1.5
_PRONOUN_WEIGHT = 0.5
_LIGHT = frozenset(
    {"be", "have", "do", "say", "tell", "also", "not", "so", "then", "there", "make", "get", "go", "take"}
)
_LIGHT_WEIGHT = 0.25

# How far another word can stand for a term: a relative by the lexicon, or a word with a near vector.
_RELATIVE = 0.8
_NEAR = 0.6
_BLOCK = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One sentence, or several taken as one.

    Args:
        terms: Weight of each lemma, name or number.
        reach: How far the sentence covers a term, in (0, 1]: 1 for its own terms, less for their relatives.
        verbs: Those of the terms that are verbs, without verbs of reporting.
        vector: Sum of the sentences' unit vectors.
        place: Middle of the sentence in its document, from 0 to 1.
        heading: Whether it is a heading.
        weight: Sum of the terms' weights.
    """

    terms: Mapping[str, float]
    reach: Mapping[str, float]
    verbs: frozenset[str]
    vector: Vectors
    place: float
    heading: bool
    weight: float = field(init=False)
    _square: float = field(init=False, repr=False)  # of the vector's length

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", math.fsum(self.terms.values()))
        object.__setattr__(self, "_square", float(self.vector @ self.vector))

    def covered_by(self, other: Profile) -> float:
        """Weight of the own terms that the other says too."""
        reach = other.reach
        return math.fsum(weight * reach[term] for term, weight in self.terms.items() if term in reach)


def joined(profiles: Sequence[Profile]) -> Profile:
    """Several sentences of one document as one; at least one is needed."""
    if len(profiles) == 1:
        return profiles[0]
    terms: dict[str, float] = {}
    reach: dict[str, float] = {}
    for profile in profiles:
        for term, weight in profile.terms.items():
            terms[term] = max(weight, terms.get(term, 0.0))
        for term, share in profile.reach.items():
            reach[term] = max(share, reach.get(term, 0.0))
    vector = np.sum([profile.vector for profile in profiles], axis=0)
    place = math.fsum(profile.place for profile in profiles) / len(profiles)
    verbs = frozenset().union(*(profile.verbs for profile in profiles))
    return Profile(terms, reach, verbs, vector, place, all(profile.heading for profile in profiles))


def similarity(one: Profile, other: Profile) -> float:
    """How much two profiles say the same, in [0, 1]: shared terms by weight, and nearness of the vectors."""
    weight = one.weight + other.weight
    shared = (one.covered_by(other) + other.covered_by(one)) / weight if weight else 0.0
    lengths = math.sqrt(one._square * other._square)
    cosine = float(one.vector @ other.vector) / lengths if lengths else 0.0
    # Any two sentences of one story have a cosine of about .3.
    near = min(1.0, max(0.0, (cosine - 0.3) / 0.7))
    return round(0.6 * shared + 0.4 * near, 9) if weight else float(cosine > 0.999)


def profiles_of(original: Facts, rewrite: Facts) -> tuple[list[Profile], list[Profile]]:
    """The profiles of both documents' sentences; terms weigh more the fewer sentences of the two they stand in."""
    counts = [_term_weights(facts) for facts in (original, rewrite)]
    sentences = [term for side in counts for terms in side for term in terms]
    frequency = Counter(sentences)
    total = sum(map(len, counts))
    rarity = {term: math.log(1 + total / count) for term, count in frequency.items()}
    kin = kin_between(*({term for terms in side for term in terms} for side in counts))
    keyed = [_keyed_terms(facts) for facts in (original, rewrite)]
    words_of: dict[str, set[str]] = defaultdict(set)
    for key, words in (item for side in keyed for keys in side for item in keys.items()):
        words_of[key] |= words
    said = [[{word for key in keys for word in words_of[key]} for keys in side] for side in keyed]
    ours, theirs = (
        _profiles(facts, side, rarity, kin, numbers)
        for facts, side, numbers in zip((original, rewrite), counts, said, strict=True)
    )
    return ours, theirs


def profiles_within(facts: Facts) -> list[Profile]:
    """The profiles of one document's sentences, to be held against each other; relatives are not reached: see ``kin_between``."""
    counts = _term_weights(facts)
    frequency = Counter(term for terms in counts for term in terms)
    rarity = {term: math.log(1 + len(counts) / count) for term, count in frequency.items()}
    keyed = _keyed_terms(facts)
    words_of: dict[str, set[str]] = defaultdict(set)
    for key, words in (item for keys in keyed for item in keys.items()):
        words_of[key] |= words
    said = [{word for key in keys for word in words_of[key]} for keys in keyed]
    return _profiles(facts, counts, rarity, {}, said)


def _profiles(
    facts: Facts,
    counts: Sequence[Mapping[str, float]],
    rarity: Mapping[str, float],
    kin: Mapping[str, Mapping[str, float]],
    said: Sequence[Iterable[str]],
) -> list[Profile]:
    sentences = facts.analysis.sentences
    vectors = sentence_vectors([sentence.text for sentence in sentences])
    profiles = []
    for number, (sentence, terms) in enumerate(zip(sentences, counts, strict=True)):
        reach: dict[str, float] = {}
        for term in terms:
            for other, share in kin.get(term, {}).items():
                reach[other] = max(share, reach.get(other, 0.0))
        reach |= dict.fromkeys((*terms, *said[number]), 1.0)
        weighted = {term: weight * rarity[term] for term, weight in terms.items()}
        place = (number + 0.5) / len(sentences)
        verbs = frozenset(
            term
            for token in sentence.tokens
            if token.pos == "VERB" and (term := _term(token)) in terms and _tells(token)
        )
        profiles.append(Profile(weighted, reach, verbs, vectors[number], place, sentence.block.kind == "heading"))
    return profiles


def _term_weights(facts: Facts) -> list[dict[str, float]]:
    """The terms of each sentence with the weight of their kind."""
    found: list[dict[str, float]] = [{} for _ in facts.analysis.sentences]

    def add(sentence: Sentence, term: str, weight: float) -> None:
        terms = found[sentence.index]
        terms[term] = max(weight, terms.get(term, 0.0))

    for token in facts.analysis.tokens:
        if token.is_content:
            add(token.sentence, _term(token), _kind_weight(token))
    for name in facts.names:
        if all(token.pos == "PRON" for token in name.tokens):
            for word in name.canonical.lower().split():
                add(name.tokens[0].sentence, american(word), _PRONOUN_WEIGHT)
    return found


def _keyed_terms(facts: Facts) -> list[dict[str, set[str]]]:
    """For each sentence the values of its quantities and times, each with its terms; "12 months" is "a year"."""
    found: list[dict[str, set[str]]] = [defaultdict(set) for _ in facts.analysis.sentences]
    values = [(quantity.key, quantity.span) for quantity in facts.quantities]
    values += [(time.key, time.span) for time in facts.times]
    for key, span in values:
        for token in facts.analysis.tokens_in(span):
            if token.is_content:
                found[token.sentence.index][key].add(_term(token))
    return found


def _term(token: Token) -> str:
    return american(token.lower if token.pos in {"PROPN", "NUM"} else token.lemma)


def _tells(token: Token) -> bool:
    return token.lemma not in _LIGHT and token.lemma not in REPORTING_VERBS


def _kind_weight(token: Token) -> float:
    if token.lemma in _LIGHT:
        return _LIGHT_WEIGHT
    if token.pos == "PROPN":
        return _NAME_WEIGHT
    return _NUMBER_WEIGHT if token.pos == "NUM" else 1.0


@lru_cache(maxsize=2**14)
def _relatives(term: str) -> frozenset[str]:
    """Words that can stand for a term; opposites count, for a sentence that says the contrary is a counterpart too."""
    found = {word for word, _ in derivations(term)}
    for pos in ("NOUN", "VERB", "ADJ", "ADV"):
        found |= synonyms(term, pos) | antonyms(term, pos)
    return frozenset(found)


def kin_between(ours: set[str], theirs: set[str]) -> dict[str, dict[str, float]]:
    """For each term that stands on one side only, how far, in (0, 1], the terms of the other side only can stand for it."""
    kin: dict[str, dict[str, float]] = defaultdict(dict)
    left, right = sorted(ours - theirs), sorted(theirs - ours)

    def add(pairs: Iterable[tuple[str, str]], share: float) -> None:
        for one, other in pairs:
            kin[one][other] = kin[other][one] = share

    if left and right:
        vectors = word_vectors(right).T
        for start in range(0, len(left), _BLOCK):
            rows, columns = np.nonzero(word_vectors(left[start : start + _BLOCK]) @ vectors >= _NEAR)
            add(((left[start + row], right[column]) for row, column in zip(rows, columns, strict=True)), _NEAR)
    for mine, others in ((left, frozenset(right)), (right, frozenset(left))):
        for term in mine:
            add(((term, other) for other in _relatives(term) & others), _RELATIVE)
    return kin
