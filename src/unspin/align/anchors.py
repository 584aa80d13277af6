"""What a number or a time hangs on: the words round it that tell which number of the other side it answers to."""

from __future__ import annotations

from collections.abc import Sequence

from unspin.align import Link
from unspin.document import Span
from unspin.facts import Passage
from unspin.language import Token
from unspin.lexicon import hypernyms, similar

_LIGHT = frozenset({"be", "have", "do", "say", "get", "make"})


def anchors(passage: Passage, span: Span) -> list[Token]:
    """The content words that the words in ``span`` hang on, nearest first: their heads, and the heads' subjects."""
    inside = passage.facts.analysis.tokens_in(span)
    if not inside:
        return []
    own = set(map(id, inside))
    top = next((token for token in inside if id(token.head) not in own or token.head is token), inside[0])
    found: list[Token] = []
    for token in top.ancestors():
        if id(token) not in own and token.is_content and token.lemma not in _LIGHT:
            found.append(token)
        if token.pos in {"VERB", "AUX"}:
            found.extend(
                child
                for child in token.children
                if child.dep in {"nsubj", "nsubjpass", "dobj"} and id(child) not in own
            )
            break
        if len(found) >= 3:
            break
    return found


def agreement(link: Link, ours: Sequence[Token], theirs: Sequence[Token]) -> float:
    """The share, in [0, 1], of the words of the shorter list that the other list has a counterpart of."""
    if not ours or not theirs:
        return 0.0
    there = {id(token) for token in theirs}
    met = 0
    for token in ours:
        partner = link.words.partner(token)
        if (partner is not None and id(partner) in there) or any(token.lemma == other.lemma for other in theirs):
            met += 1
    return min(1.0, met / min(len(ours), len(theirs)))


def same_noun(link: Link, ours: Token | None, theirs: Token | None) -> float | None:
    """How alike two counted nouns are in [0, 1]; None where one of the two is not told."""
    if ours is None or theirs is None:
        return None
    if ours.lemma == theirs.lemma:
        return 1.0
    if link.words.partner(ours) is theirs:
        return 0.9 if link.words.backed(ours) else 0.6
    if theirs.lemma in _parts(ours) or ours.lemma in _parts(theirs):
        return 0.9
    if (ours.lemma in _ANYONE and _is_person(theirs)) or (theirs.lemma in _ANYONE and _is_person(ours)):
        return 0.8
    return similar(ours.lemma, ours.pos, theirs.lemma, theirs.pos).score


_ANYONE = frozenset({"people", "person", "individual", "member"})


def _parts(noun: Token) -> set[str]:
    """The lemmas of a compound: "staff" and "member" in "staff members"."""
    return {child.lemma for child in noun.children if child.dep == "compound"}


def _is_person(noun: Token) -> bool:
    return not _ANYONE.isdisjoint(hypernyms(noun.lemma, "NOUN"))
