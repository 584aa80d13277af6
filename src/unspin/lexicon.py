"""What words mean beside each other: synonyms, opposites, wider and narrower words, derivations.

From WordNet 3.0 (``data/lexicon.txt.gz``, made by ``training/build_lexicon.py``) and a supplement of news words
(``data/supplement.txt``). Lemmas are lower case, several words joined by spaces ("step down"). Parts of speech are
Universal tags; names count as nouns and auxiliaries as verbs. An unknown word or tag has no relatives.
"""

from __future__ import annotations

import gzip
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import permutations
from typing import Literal

from unspin.spelling import same_spelling

Reason = Literal[
    "same",
    "spelling",
    "derivation",
    "synonym",
    "wider",
    "narrower",
    "akin",
    "antonym",
    "indirect antonym",
    "unlike",
    "none",
]

_PARTS = {
    "NOUN": "n",
    "PROPN": "n",
    "VERB": "v",
    "AUX": "v",
    "ADJ": "a",
    "ADV": "r",
    "DET": "a",
    "ADP": "r",
    "PART": "r",
}
_TAGS = {"n": "NOUN", "v": "VERB", "a": "ADJ", "r": "ADV"}
_NAMED_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}

# A sense below this share of a word's uses is too rare to speak for the word.
_RARE = 0.02
# Shared senses that make up this share of both words' uses make full synonyms.
_FULL = 0.25
# Words with more kinds than this below them ("act", "person", "move") are wider than most others without saying much.
_WIDE = {"n": 400, "v": 60}
_MOST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Similarity:
    """How much alike two words are: ``score`` in [0, 1] and the relation that gives it; opposites score 0."""

    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Entry:
    senses: tuple[tuple[int, float], ...]
    antonyms: frozenset[str]
    derivations: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Synset:
    words: tuple[str, ...]
    wider: tuple[int, ...]
    akin: tuple[int, ...]
    below: int


class _Dictionary:
    """The lines of the built file; each is taken apart when it is first asked for."""

    def __init__(self, text: str) -> None:
        entries, synsets = text.split("\n\n")
        self._entries = entries.split("\n")
        self._synsets = synsets.split("\n")

    @lru_cache(maxsize=2**16)  # noqa: B019  one dictionary a process
    def entry(self, lemma: str, part: str) -> _Entry | None:
        """A lemma's line, or None."""
        key = f"{lemma} {part}\t"
        place = bisect_left(self._entries, key)
        if place == len(self._entries) or not self._entries[place].startswith(key):
            return None
        _, senses, antonyms, derivations = self._entries[place].split("\t")
        numbers = (sense.split(".") for sense in senses.split())
        return _Entry(
            tuple((int(number), int(percent) / 100) for number, percent in numbers),
            frozenset(antonyms.split("|") if antonyms else ()),
            frozenset((item[:-2], item[-1]) for item in derivations.split("|") if item),
        )

    @lru_cache(maxsize=2**16)  # noqa: B019
    def synset(self, number: int) -> _Synset:
        """A synset by its number."""
        words, wider, akin, below = self._synsets[number].split("\t")
        return _Synset(
            tuple(words.split("|")) if words else (),
            tuple(map(int, wider.split())),
            tuple(map(int, akin.split())),
            int(below),
        )


@dataclass(frozen=True, slots=True)
class _Supplement:
    same: dict[tuple[str, str], frozenset[str]]
    opposite: dict[tuple[str, str], frozenset[str]]
    unlike: dict[tuple[str, str], frozenset[str]]
    family: dict[tuple[str, str], frozenset[tuple[str, str]]]


@lru_cache(maxsize=1)
def _dictionary() -> _Dictionary:
    return _Dictionary(
        gzip.decompress((files("unspin") / "data" / "lexicon.txt.gz").read_bytes()).decode().rstrip("\n")
    )


def _pairs(kind: str, words: str) -> Iterator[tuple[str, str]]:
    sides = [[word.strip() for word in side.split(",")] for side in words.split("|")]
    if kind == "opposite":
        for one in sides[0]:
            for other in sides[1]:
                yield one, other
                yield other, one
    else:
        yield from permutations(sides[0], 2)


@lru_cache(maxsize=1)
def _supplement() -> _Supplement:
    family: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    found: dict[str, dict[tuple[str, str], set[str]]] = {
        kind: defaultdict(set) for kind in ("same", "opposite", "unlike")
    }
    for line in (files("unspin") / "data" / "supplement.txt").read_text(encoding="utf-8").splitlines():
        head, _, words = line.partition(":")
        if head == "family":
            members = [
                (word, _NAMED_PARTS[part]) for word, part in (item.strip().rsplit(" ", 1) for item in words.split(","))
            ]
            for member in members:
                family[member].update(other for other in members if other[0] != member[0])
        elif line and not line.startswith("#"):
            kind, part = head.split()
            for one, other in _pairs(kind, words):
                found[kind][one, _NAMED_PARTS[part]].add(other)
    kinds = {kind: {key: frozenset(words) for key, words in table.items()} for kind, table in found.items()}
    families = {key: frozenset(members) for key, members in family.items()}
    return _Supplement(kinds["same"], kinds["opposite"], kinds["unlike"], families)


def _listed(table: dict[tuple[str, str], frozenset[str]], lemma: str, part: str) -> frozenset[str]:
    return table.get((lemma, part), frozenset())


def _senses(lemma: str, part: str) -> tuple[tuple[int, float], ...]:
    entry = _dictionary().entry(lemma, part)
    return entry.senses if entry else ()


def is_known(lemma: str, pos: str) -> bool:
    """Whether the lexicon has the word in this part of speech."""
    return pos in _PARTS and _dictionary().entry(lemma, _PARTS[pos]) is not None


def synonyms(lemma: str, pos: str) -> frozenset[str]:
    """Words that share a sense with the lemma that is not rare for it, and those of the supplement; never the lemma."""
    part = _PARTS.get(pos, "")
    words = set(_listed(_supplement().same, lemma, part))
    for number, weight in _senses(lemma, part):
        if weight >= _RARE:
            words.update(_dictionary().synset(number).words)
    return frozenset(words - {lemma} - _listed(_supplement().unlike, lemma, part) - _direct_antonyms(lemma, part))


def antonyms(lemma: str, pos: str, *, indirect: bool = False) -> frozenset[str]:
    """Words that mean the opposite.

    Args:
        lemma: The word.
        pos: Its part of speech.
        indirect: Also opposites of the words that mean the same ("climb" against "fall", through "rise"); less sure.
    """
    part = _PARTS.get(pos, "")
    found = set(_direct_antonyms(lemma, part))
    if indirect:
        found |= _indirect_antonyms(lemma, part)
    return frozenset(found)


@lru_cache(maxsize=2**14)
def _direct_antonyms(lemma: str, part: str) -> frozenset[str]:
    entry = _dictionary().entry(lemma, part)
    return (entry.antonyms if entry else frozenset()) | _listed(_supplement().opposite, lemma, part)


@lru_cache(maxsize=2**14)
def _indirect_antonyms(lemma: str, part: str) -> frozenset[str]:
    dictionary = _dictionary()
    close: set[str] = set()
    for number, weight in _senses(lemma, part):
        if weight >= _FULL:
            synset = dictionary.synset(number)
            close.update(synset.words)
            for akin in synset.akin:
                close.update(dictionary.synset(akin).words)
    found: set[str] = set()
    for word in close - {lemma}:
        entry = dictionary.entry(word, part)
        for opposite in entry.antonyms if entry else ():
            found.add(opposite)
            found.update(
                other
                for number, weight in _senses(opposite, part)
                if weight >= _FULL
                for synset in (number, *dictionary.synset(number).akin)
                for other in dictionary.synset(synset).words
            )
    return frozenset(found - {lemma} - close - _direct_antonyms(lemma, part))


@lru_cache(maxsize=2**14)
def hypernyms(lemma: str, pos: str) -> dict[str, int]:
    """Wider words of the senses that are not rare, each with its distance: 1 for the next wider, at most 3."""
    part = _PARTS.get(pos, "")
    found: dict[str, int] = {}
    for number, _ in _wider(lemma, part):
        for word in _dictionary().synset(number).words:
            distance = min(level for place, level in _wider(lemma, part) if place == number)
            found[word] = min(distance, found.get(word, distance))
    found.pop(lemma, None)
    return found


@lru_cache(maxsize=2**14)
def _wider(lemma: str, part: str) -> tuple[tuple[int, int], ...]:
    """Synsets above the common senses of a word, with their distance."""
    dictionary = _dictionary()
    found: dict[int, int] = {}
    level = [number for number, weight in _senses(lemma, part) if weight >= 0.1]
    for distance in range(1, _MOST_LEVELS + 1):
        level = [wider for number in level for wider in dictionary.synset(number).wider]
        for number in level:
            found.setdefault(number, distance)
    return tuple(found.items())


def derivations(lemma: str) -> frozenset[tuple[str, str]]:
    """Words of the family with their tags: for "announce" ("announcement", "NOUN"), for "spain" ("spanish", "ADJ")."""
    return frozenset((word, _TAGS[part]) for own in _TAGS for word, part in _derived(lemma, own))


def _derived(lemma: str, part: str) -> frozenset[tuple[str, str]]:
    entry = _dictionary().entry(lemma, part)
    return (entry.derivations if entry else frozenset()) | _supplement().family.get((lemma, part), frozenset())


_NONE = Similarity(0.0, "none")


@lru_cache(maxsize=2**17)
def similar(lemma_a: str, pos_a: str, lemma_b: str, pos_b: str) -> Similarity:
    """How much alike two words are, and the closest relation between them; symmetric but for "wider" and "narrower".

    1 for the same word or another spelling of it, .9 for a derivation, up to .85 for synonyms by the share of their
    uses that they have in common, .75 for a synonym of a derivation, up to .7 for a wider or narrower word, .65 for
    adjectives that are akin, 0 for opposites and strangers. "wider" means that the second word is wider.
    """
    if lemma_a == lemma_b:
        return Similarity(1.0, "same")
    if same_spelling(lemma_a, lemma_b):
        return Similarity(1.0, "spelling")
    part_a, part_b = _PARTS.get(pos_a), _PARTS.get(pos_b)
    if part_a is None or part_b is None or not _can_be_related(lemma_a, lemma_b):
        return _NONE
    if part_a == part_b:
        return _same_part(lemma_a, lemma_b, part_a)
    return _across_parts(lemma_a, part_a, lemma_b, part_b)


def _can_be_related(one: str, other: str) -> bool:
    """False only where two words are strangers in every part of speech: a quick way out for most pairs of words."""
    own, near = surroundings(one)
    other_own, other_near = surroundings(other)
    return not own.isdisjoint(other_near) or not near.isdisjoint(other_own)


@lru_cache(maxsize=2**14)
def surroundings(lemma: str) -> tuple[frozenset[str | int], frozenset[str | int]]:
    """Words of the lemma's family with their senses; the same with all words and senses that these stand in a relation to.

    Two words of which neither has its family in the other's surroundings are strangers: ``similar`` gives 0.
    """
    dictionary, supplement = _dictionary(), _supplement()
    family = {(lemma, part) for part in _TAGS}.union(*(_derived(lemma, part) for part in _TAGS))
    own: set[str | int] = set()
    near: set[str | int] = set()
    # A word stands for another part of speech too where it has no family there.
    for word, part in {(word, part) for word, _ in family for part in _TAGS}:
        senses = {number for number, _ in _senses(word, part)}
        own |= senses | {word}
        near.update(number for number, _ in _wider(word, part))
        near.update(akin for number in senses for akin in dictionary.synset(number).akin)
        near |= {derived for derived, _ in _derived(word, part)} | _direct_antonyms(word, part)
        near |= _indirect_antonyms(word, part)
        near |= _listed(supplement.same, word, part) | _listed(supplement.unlike, word, part)
    return frozenset(own), frozenset(own | near)


def _same_part(one: str, other: str, part: str) -> Similarity:
    supplement = _supplement()
    if other in _listed(supplement.opposite, one, part):
        return Similarity(0.0, "antonym")
    if other in _listed(supplement.unlike, one, part):
        return Similarity(0.0, "unlike")
    if other in _listed(supplement.same, one, part):
        return Similarity(0.85, "synonym")
    if other in _direct_antonyms(one, part) or one in _direct_antonyms(other, part):
        return Similarity(0.0, "antonym")
    found = [_as_synonym(one, other, part), _as_wider(one, other, part)]
    if (other, part) in _derived(one, part):
        found.append(Similarity(0.9, "derivation"))
    if part == "a" and _akin(one, other):
        found.append(Similarity(0.65, "akin"))
    best = max(found, key=lambda similarity: similarity.score)
    if best.score < 0.65 and (other in _indirect_antonyms(one, part) or one in _indirect_antonyms(other, part)):
        return Similarity(0.0, "indirect antonym")
    return best


def _across_parts(one: str, part: str, other: str, other_part: str) -> Similarity:
    if (other, other_part) in _derived(one, part) or (one, part) in _derived(other, other_part):
        return Similarity(0.9, "derivation")
    # The family of each word in the other's part of speech, the word itself included where it has that use.
    ours = {word for word, found in _derived(one, part) if found == other_part} | {one}
    theirs = {word for word, found in _derived(other, other_part) if found == part} | {other}
    compared = [_same_part(word, other, other_part) for word in sorted(ours)] + [
        _same_part(one, word, part) for word in sorted(theirs)
    ]
    if any(similarity.reason == "antonym" for similarity in compared):
        return Similarity(0.0, "antonym")
    best = max(compared, key=lambda similarity: similarity.score)
    return Similarity(round(min(0.75, 0.9 * best.score), 3), best.reason) if best.score > 0 else _NONE


def _as_synonym(one: str, other: str, part: str) -> Similarity:
    theirs = dict(_senses(other, part))
    shared = sum(math.sqrt(weight * theirs[number]) for number, weight in _senses(one, part) if number in theirs)
    if shared < _RARE:
        return _NONE if not shared else Similarity(0.4, "synonym")
    return Similarity(round(0.5 + 0.35 * min(1.0, shared / _FULL), 3), "synonym")


def _as_wider(one: str, other: str, part: str) -> Similarity:
    best = _NONE
    for narrow, wide, reason in ((one, other, "wider"), (other, one, "narrower")):
        above = dict(_wider(narrow, part))
        for number, weight in _senses(wide, part):
            if number in above and weight >= 0.1:
                general = max(0.0, math.log10(max(1, _dictionary().synset(number).below) / _WIDE[part]))
                score = round(max(0.2, 0.75 - 0.05 * above[number] - 0.25 * general), 3)
                if score > best.score:
                    best = Similarity(score, "wider" if reason == "wider" else "narrower")
    return best


def _akin(one: str, other: str) -> bool:
    """Whether one adjective stands in the cluster of the other's common sense."""
    for ours, theirs in ((one, other), (other, one)):
        senses = {number for number, weight in _senses(theirs, "a") if weight >= 0.1}
        for number, weight in _senses(ours, "a"):
            if weight >= 0.1 and senses.intersection(_dictionary().synset(number).akin):
                return True
    return False


def is_concrete(lemma: str) -> bool:
    """Whether the commonest sense of a noun is a thing, a person, a place or a substance, not a quality, an act or an idea."""
    return _falls_under(lemma, "physical entity")


def is_person(lemma: str) -> bool:
    """Whether the commonest sense of a noun is a person."""
    return _falls_under(lemma, "person")


@lru_cache(maxsize=2**14)
def _falls_under(lemma: str, kind: str) -> bool:
    senses = _senses(lemma, "n")
    level = {max(senses, key=lambda sense: sense[1])[0]} if senses else set()
    seen: set[int] = set()
    while level:
        seen |= level
        level = {wider for number in level for wider in _dictionary().synset(number).wider} - seen
    return any(kind in _dictionary().synset(number).words for number in seen)
