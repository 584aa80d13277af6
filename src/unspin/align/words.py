"""Which words of a passage say what which words of another say.

Every pair of content words gets a likeness (same word, same name or quantity, derivation, synonym, hypernym, near vectors), raised by
agreement of their neighbours in the parse and in the text; pairs are then taken greedily, the best first, each word once. What is left
over is paired where it stands in the same place: between the same words, or under the same head with the same part. The greedy choice
after Sultan, Bethard and Sumner (2014), "Back to Basics for Monolingual Alignment".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from unspin.facts import Passage
from unspin.facts.names import same_name
from unspin.language import Token
from unspin.lexicon import is_known, similar

Reason = Literal[
    "same word", "same name", "same quantity", "derivation", "synonym", "hypernym", "vectors", "antonym", "same place"
]

_REASONS: dict[str, Reason] = {
    "same": "same word",
    "spelling": "same word",
    "derivation": "derivation",
    "wider": "hypernym",
    "narrower": "hypernym",
    "akin": "hypernym",
}

Forms = dict[int, tuple[str, ...]]

_COARSE = {"PROPN": "NOUN", "PRON": "NOUN", "AUX": "VERB"}
_FUNCTION = frozenset({"ADP", "SCONJ", "PART", "CCONJ", "DET", "AUX"})
_LIGHT = frozenset({"be", "have", "do", "will", "would", "can", "could", "may", "might", "shall", "should", "must"})

_LEXICAL = 0.55  # likeness from which a pair stands without support
_SUPPORTED = 0.25  # likeness from which a pair stands when its neighbours agree
_NEAR = 0.55  # cosine from which two words count as near
_HEAD, _SIDE, _MOST = 0.15, 0.1, 0.45  # what agreeing neighbours add: one of the parse, one of the text, all together


@dataclass(frozen=True, slots=True)
class WordPair:
    """Two words that stand for each other: how much alike they are in [0, 1], and why."""

    original: Token
    rewrite: Token
    similarity: float
    reason: Reason


class WordAlignment:
    """One-to-one correspondence between the words of two passages."""

    def __init__(self, pairs: Iterable[WordPair]) -> None:
        self.pairs = tuple(sorted(pairs, key=lambda pair: pair.rewrite.index))
        self._pair_of = {id(token): pair for pair in self.pairs for token in (pair.original, pair.rewrite)}

    def pair(self, token: Token) -> WordPair | None:
        """The pair that a token of either side stands in."""
        return self._pair_of.get(id(token))

    def partner(self, token: Token) -> Token | None:
        """The word of the other side that stands for this one."""
        pair = self.pair(token)
        return None if pair is None else pair.rewrite if pair.original is token else pair.original

    def backed(self, token: Token) -> bool:
        """Whether the other side has a word for this one that means the same or nearly so."""
        pair = self.pair(token)
        return pair is not None and pair.reason not in {"same place", "antonym"}


def align_words(original: Passage, rewrite: Passage) -> WordAlignment:
    """Align the words of two passages, content words first, then the function words between them."""
    ours = [token for token in original.tokens if _counts(token)]
    theirs = [token for token in rewrite.tokens if _counts(token)]
    if not ours or not theirs:
        return WordAlignment(())
    pairs = _Pairs()
    likenesses = _likenesses(original, rewrite, ours, theirs)
    sure = {(pair[0].index, pair[1].index) for pair in likenesses if pair[2] >= 0.9}
    left, right = _neighbours(ours), _neighbours(theirs)
    scale = len(theirs) / len(ours)
    place = {token.index: number for number, token in enumerate(ours)}
    there = {token.index: number for number, token in enumerate(theirs)}
    ranked = []
    for a, b, score, reason in likenesses:
        support = _support(left[a.index], right[b.index], sure)
        if score >= _LEXICAL or (score >= _SUPPORTED and support >= 0.2):
            drift = abs(place[a.index] * scale - there[b.index]) / max(len(theirs), 1)
            ranked.append((score + support - 0.1 * drift, -a.index, -b.index, a, b, score, reason))
    for _, _, _, a, b, score, reason in sorted(ranked, key=lambda row: row[:3], reverse=True):
        pairs.add(a, b, score, reason)
    _pair_places(ours, theirs, left, right, pairs)
    _pair_function_words(original.tokens, rewrite.tokens, pairs)
    return WordAlignment(pairs.found)


class _Pairs:
    """The pairs found so far; each word is taken once."""

    def __init__(self) -> None:
        self.found: list[WordPair] = []
        self.of_original: dict[int, int] = {}
        self.of_rewrite: dict[int, int] = {}

    def add(self, a: Token, b: Token, score: float, reason: Reason) -> None:
        if a.index not in self.of_original and b.index not in self.of_rewrite:
            self.found.append(WordPair(a, b, round(score, 4), reason))
            self.of_original[a.index] = b.index
            self.of_rewrite[b.index] = a.index

    def joined(self, a: int, b: int) -> bool:
        return self.of_original.get(a) == b


def _counts(token: Token) -> bool:
    if token.pos == "PRON":
        return token.lower not in {"it", "there", "which", "that", "who", "what", "this"}
    return (token.is_content and token.lemma not in _LIGHT) or (token.is_word and token.pos in {"X", "SYM", "INTJ"})


def _likenesses(
    original: Passage, rewrite: Passage, ours: Sequence[Token], theirs: Sequence[Token]
) -> list[tuple[Token, Token, float, Reason]]:
    from unspin.embedding import word_vectors  # noqa: PLC0415  numpy is loaded when first needed

    near = word_vectors([token.lower for token in ours]) @ word_vectors([token.lower for token in theirs]).T
    keys, other_keys = _keys(original), _keys(rewrite)
    names, other_names = _name_of(original), _name_of(rewrite)
    forms, others = {token.index: _forms(token) for token in ours}, {token.index: _forms(token) for token in theirs}
    found = []
    there = [(b, other_keys.get(b.index), other_names.get(b.index)) for b in theirs]
    for a, row in zip(ours, near.tolist(), strict=True):
        key, name = keys.get(a.index), names.get(a.index)
        for (b, other, other_name), cosine in zip(there, row, strict=True):
            score, reason = _likeness(a, b, cosine, forms, others)
            if key is not None and key == other and score < 0.95:
                score, reason = 0.95, "same quantity"
            if score < 0.6 and name and other_name and same_name(name, other_name) and "PRON" in (a.pos, b.pos):
                score, reason = 0.6, "same name"
            if score >= _SUPPORTED:
                found.append((a, b, score, reason))
    return found


def _likeness(a: Token, b: Token, cosine: float, forms: Forms, others: Forms) -> tuple[float, Reason]:
    if a.lower == b.lower:
        return 1.0, "same word"
    if "PROPN" in (a.pos, b.pos) and a.text[:1].isupper() and b.text[:1].isupper():
        # Two names are the same or they are not: neighbours in the vector space are other people.
        return (0.9, "same name") if a.lemma == b.lemma else (0.0, "vectors")
    best = _words_alike(a.lemma, a.pos, b.lemma, b.pos, round(cosine, 2))
    if best[0] >= 0.85 or (len(forms[a.index]) == 1 and len(others[b.index]) == 1):
        return best
    # "turned down" is no turning: the verb with its particle is looked up as one word.
    phrases = [
        _words_alike(one, a.pos, other, b.pos, 0.0)
        for one in forms[a.index]
        for other in others[b.index]
        if " " in one or " " in other
    ]
    return max([best, *phrases], key=lambda found: (found[1] == "antonym", found[0]))


def _forms(token: Token) -> tuple[str, ...]:
    """The lemma, and the phrases of the lexicon that a verb makes with the words after it: "turn down", "take to court"."""
    if token.pos != "VERB":
        return (token.lemma,)
    found = [token.lemma]
    for child in token.children:
        if child.dep in {"prt", "advmod", "prep", "dobj", "acomp", "xcomp"} and child.index > token.index:
            found.append(f"{token.lemma} {child.lemma}")
            found.extend(
                f"{token.lemma} {child.lemma} {below.lemma}" for below in child.children if below.dep == "pobj"
            )
    return tuple(form for form in found if form == token.lemma or is_known(form, "VERB"))


@lru_cache(maxsize=65_536)
def _words_alike(a: str, pos: str, b: str, other_pos: str, cosine: float) -> tuple[float, Reason]:
    if a == b:
        return 1.0, "same word"
    found = similar(a, pos, b, other_pos)
    if found.reason in {"antonym", "indirect antonym"}:
        return 0.4, "antonym"
    if found.reason == "unlike":
        # Near in every other way, and not the same to a reader (charged, convicted): only the place can pair them.
        return 0.0, "vectors"
    score, reason = found.score, _REASONS.get(found.reason, "synonym")
    same_kind = _COARSE.get(pos, pos) == _COARSE.get(other_pos, other_pos)
    if cosine >= _NEAR and pos not in {"NUM", "PRON"} and other_pos not in {"NUM", "PRON"}:
        by_vector = (0.5 if same_kind else 0.4) + 0.8 * (cosine - _NEAR)
        if by_vector > score:
            return min(by_vector, 0.85), "vectors"
    return score, reason


def _keys(passage: Passage) -> dict[int, str]:
    """The meaning of each word that is part of a number or a time."""
    return {
        token.index: fact.key
        for facts in (passage.quantities, passage.times)
        for fact in facts
        for token in passage.facts.analysis.tokens_in(fact.span)
        if token.pos == "NUM" or any(character.isdigit() for character in token.text)
    }


def _name_of(passage: Passage) -> dict[int, str]:
    return {token.index: name.canonical for name in passage.names for token in name.tokens}


def _neighbours(tokens: Sequence[Token]) -> dict[int, tuple[frozenset[int], frozenset[int]]]:
    """For each word the content words next to it in the parse (through prepositions), and next to it in the text."""
    kept = {token.index for token in tokens}
    parse: dict[int, set[int]] = {token.index: set() for token in tokens}
    for token in tokens:
        above = next((head for head in token.ancestors() if head.index in kept), None)
        if above is not None:
            parse[token.index].add(above.index)
            parse[above.index].add(token.index)
    return {
        token.index: (
            frozenset(parse[token.index]),
            frozenset(tokens[k].index for k in (number - 1, number + 1) if 0 <= k < len(tokens)),
        )
        for number, token in enumerate(tokens)
    }


def _support(
    left: tuple[frozenset[int], frozenset[int]],
    right: tuple[frozenset[int], frozenset[int]],
    sure: set[tuple[int, int]],
) -> float:
    parse = sum(1 for i in left[0] for j in right[0] if (i, j) in sure)
    text = sum(1 for i in left[1] for j in right[1] if (i, j) in sure)
    return min(_HEAD * parse + _SIDE * text, _MOST)


def _pair_places(
    ours: Sequence[Token],
    theirs: Sequence[Token],
    left: dict[int, tuple[frozenset[int], frozenset[int]]],
    right: dict[int, tuple[frozenset[int], frozenset[int]]],
    pairs: _Pairs,
) -> None:
    """Pair what is left over where it stands in the same place on both sides."""
    candidates = []
    for i, a in enumerate(ours):
        if a.index in pairs.of_original:
            continue
        for j, b in enumerate(theirs):
            if b.index in pairs.of_rewrite or _COARSE.get(a.pos, a.pos) != _COARSE.get(b.pos, b.pos):
                continue
            before = i > 0 and j > 0 and pairs.joined(ours[i - 1].index, theirs[j - 1].index)
            after = i + 1 < len(ours) and j + 1 < len(theirs) and pairs.joined(ours[i + 1].index, theirs[j + 1].index)
            ends = (before or i == j == 0) and (after or (i + 1 == len(ours) and j + 1 == len(theirs)))
            parse = sum(pairs.joined(p, q) for p in left[a.index][0] for q in right[b.index][0])
            same_part = (
                a.dep == b.dep and a.head is not a and b.head is not b and pairs.joined(a.head.index, b.head.index)
            )
            score = 0.3 * (before + after) + 0.2 * ends + 0.2 * min(parse, 3) + 0.2 * same_part
            if score >= 0.6:
                candidates.append((score, -abs(i - j), -i, -j, a, b))
    for *_, a, b in sorted(candidates, key=lambda row: row[:4], reverse=True):
        pairs.add(a, b, 0.0, "same place")


def _pair_function_words(ours: Sequence[Token], theirs: Sequence[Token], pairs: _Pairs) -> None:
    """Prepositions, particles and conjunctions follow the words that they join."""
    waiting = [token for token in theirs if token.pos in _FUNCTION or token.lemma in _LIGHT]
    for same in (True, False):
        for a in ours:
            if (a.pos not in _FUNCTION and a.lemma not in _LIGHT) or a.index in pairs.of_original:
                continue
            best = max(
                (
                    b
                    for b in waiting
                    if b.index not in pairs.of_rewrite and (a.lower == b.lower) is same and a.pos == b.pos
                ),
                key=lambda b: (_joins(a, b, pairs), -abs(a.index - b.index)),
                default=None,
            )
            if best is not None and _joins(a, best, pairs) >= (1 if same else 2):
                pairs.add(a, best, float(same), "same word" if same else "same place")


def _joins(a: Token, b: Token, pairs: _Pairs) -> int:
    """How many of the words that a function word joins are joined on the other side too."""
    heads = pairs.joined(a.head.index, b.head.index)
    below = any(pairs.joined(p.index, q.index) for p in a.children for q in b.children)
    return int(heads) + int(below)


def unaligned(tokens: Iterable[Token], words: WordAlignment) -> Iterator[Token]:
    """The content words among ``tokens`` that nothing on the other side stands for."""
    for token in tokens:
        if _counts(token) and words.pair(token) is None:
            yield token
