"""Words of a link that stand in one place and say different things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unspin.align import Link
from unspin.contrasts import Contrast, contrast, is_listed, longest_phrase
from unspin.document import Span
from unspin.embedding import word_similarity
from unspin.language import Token, span_of
from unspin.lexicon import hypernyms, is_concrete, is_person

_STAYED = 0.75  # coverage from which a link has stayed but for a word or two
_STAYED_BY_KIND = 0.55  # the same, where the word that was exchanged stands before a noun that stayed
_MOST_REWORDED = 2
# "Ministry of labour", "ministry of finance": what follows "of" tells one from another.
_BODIES = frozenset(
    "ministry minister department office board council committee secretary director court university institute agency school "
    "professor college bureau commission faculty chamber house".split()
)
_ALIKE = 0.42  # cosine from which two nouns can name one thing
_VAGUE = frozenset(
    "person people man woman thing place part side area site number figure group member official resident".split()
)
_WHERE = frozenset(
    "in at near outside inside to from into on onto under behind beside above towards toward through across".split()
)


@dataclass(frozen=True, slots=True)
class Substitution:
    """A word of the original and the word of the rewrite that took its place; ``how`` says why they are held against each other."""

    original: Token
    rewrite: Token
    how: str


@dataclass(frozen=True, slots=True)
class Contrasted:
    """Two phrases of a link that exclude each other."""

    contrast: Contrast
    original: Span
    rewrite: Span
    words: tuple[str, str]


def other_things(link: Link) -> Iterator[Substitution]:
    """Yield nouns for things, people and places that another such noun took the place of, all around it having stayed.

    Nouns for qualities, acts and ideas are left out: they are reworded all the time ("functions", "features").
    """
    covered, reworded = coverage(link), _reworded(link)
    if covered < _STAYED_BY_KIND:
        return
    for pair in link.words.pairs:
        ours, theirs = pair.original, pair.rewrite
        if pair.reason != "same place" or not ours.pos == theirs.pos == "NOUN" or not _tell_apart(ours, theirs, link):
            continue
        if _other_kind(ours, theirs) or (covered >= _STAYED and reworded <= _MOST_REWORDED):
            yield Substitution(ours, theirs, "another thing in the same place")


def _tell_apart(ours: Token, theirs: Token, link: Link) -> bool:
    if ours.lemma in _VAGUE or theirs.lemma in _VAGUE:
        return False
    if not _other_kind(ours, theirs) and not (is_concrete(ours.lemma) and is_concrete(theirs.lemma)):
        return False
    if ours.dep != theirs.dep or link.words.partner(ours.head) is not theirs.head:
        return False
    if ours.lemma in hypernyms(theirs.lemma, "NOUN") or theirs.lemma in hypernyms(ours.lemma, "NOUN"):
        return False
    return word_similarity(ours.lower, theirs.lower) < _ALIKE


def _other_kind(ours: Token, theirs: Token) -> bool:
    """Whether two words tell two kinds of one thing apart, whatever they are themselves: "migraine pill", "epilepsy pill"."""
    if ours.dep == theirs.dep == "compound":
        return ours.head.lemma == theirs.head.lemma
    body = ours.head.head
    return (
        ours.head.lower == theirs.head.lower == "of" and body.lemma == theirs.head.head.lemma and body.lemma in _BODIES
    )


def is_located(noun: Token) -> bool:
    """Whether a noun says where: it follows a preposition of place and names no person."""
    return noun.dep == "pobj" and noun.head.lower in _WHERE and not is_person(noun.lemma)


def _reworded(link: Link) -> int:
    return sum(pair.reason in {"synonym", "hypernym", "vectors"} for pair in link.words.pairs)


def coverage(link: Link) -> float:
    """Share of the content words of both sides that have a word of the same meaning on the other side, in [0, 1]."""
    words = [token for passage in (link.original, link.rewrite) for token in passage.tokens if token.is_content]
    return sum(link.words.backed(token) for token in words) / max(1, len(words))


def contrasts_in(link: Link) -> Iterator[Contrasted]:
    """Yield listed phrases of the original's side that a phrase of the same set, but another group, replaces in the rewrite.

    Only where each side holds one phrase of the set that the other does not: with two candidates nobody knows which took whose place.
    """
    ours, theirs = _listed(link.original.tokens), _listed(link.rewrite.tokens)
    # A word that the other side has as well was not exchanged.
    only_ours = {phrase: tokens for phrase, tokens in ours.items() if phrase not in theirs and not _kept(tokens, link)}
    only_theirs = {
        phrase: tokens for phrase, tokens in theirs.items() if phrase not in ours and not _kept(tokens, link)
    }
    for phrase, tokens in only_ours.items():
        matches = [other for other in only_theirs if contrast(phrase, other)]
        rivals = [other for other in only_ours if matches and contrast(other, matches[0])]
        if len(matches) == 1 and len(rivals) == 1 and (found := contrast(phrase, matches[0])):
            others = only_theirs[matches[0]]
            if _denied(link, tokens) != _denied(link, others):
                # "Not hurt" and "unhurt" say the same.
                continue
            if _comparable(tokens, others, link, loose=found.type == "predicate-changed"):
                yield Contrasted(found, span_of(tokens), span_of(others), (phrase, matches[0]))


def _denied(link: Link, tokens: Sequence[Token]) -> bool:
    words = {id(token) for token in tokens} | {id(token.head) for token in tokens if token.dep in {"acomp", "attr"}}
    return any(
        id(negation.governed) in words for passage in (link.original, link.rewrite) for negation in passage.negations
    )


def _kept(tokens: Sequence[Token], link: Link) -> bool:
    return all(link.words.backed(token) and _faithful(token, link) for token in tokens)


def _faithful(token: Token, link: Link) -> bool:
    """Whether the word's partner is no member of another group of its own set ("north" and "south" have near vectors)."""
    partner = link.words.partner(token)
    return partner is None or contrast(token.lemma, partner.lemma) is None


def _listed(tokens: Sequence[Token]) -> dict[str, tuple[Token, ...]]:
    """The listed phrases among the tokens, the longest first, none inside another."""
    found: dict[str, tuple[Token, ...]] = {}
    place = 0
    while place < len(tokens):
        step = 1
        for length in range(longest_phrase(tokens[place].lower, tokens[place].lemma), 0, -1):
            window = tuple(tokens[place : place + length])
            phrase = next((form for form in _forms(window) if is_listed(form)), None)
            if phrase is not None:
                found.setdefault(phrase, window)
                step = length
                break
        place += step
    return found


def _forms(window: Sequence[Token]) -> list[str]:
    plain = " ".join(token.lower for token in window)
    if window[-1].tag in {"JJR", "RBR"}:
        # "The smaller firm" and "its larger rival" can be told of two firms in one breath.
        return [plain]
    return [plain, " ".join([*(token.lower for token in window[:-1]), window[-1].lemma])]


def _comparable(ours: Sequence[Token], theirs: Sequence[Token], link: Link, *, loose: bool) -> bool:
    """Whether two phrases can hold one place: aligned, modifying words that are aligned, or (``loose``) both left over."""
    for a in ours:
        partner = link.words.partner(a)
        if partner is not None and any(partner is b for b in theirs):
            return True
    if link.words.partner(_governor(_outer(ours))) is _governor(_outer(theirs)):
        return True
    unpaired = all(link.words.pair(token) is None for token in (*ours, *theirs))
    return loose and unpaired


def _governor(token: Token) -> Token:
    """The word that a phrase hangs on, through prepositions: the agent after "by" hangs on the verb like a subject."""
    head = token.head
    while head.pos == "ADP" and head.head is not head:
        head = head.head
    return head


def _outer(tokens: Sequence[Token]) -> Token:
    inside = set(map(id, tokens))
    return next((token for token in tokens if id(token.head) not in inside), tokens[-1])
