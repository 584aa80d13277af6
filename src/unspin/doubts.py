"""Words that the judge doubts, as changes: a type by what stands there and what it took the place of.

The comparisons of ``changes`` see what they were written for. The judge doubts words of the rewrite that the original does not back, and
words of the original that the rewrite does not keep; here neighbouring ones become one place, and a place gets the type that a
reader would look for it under. ``confidence`` says how sure that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unspin.changes import Change
from unspin.language import Token, span_of
from unspin.lexicon import is_person

if TYPE_CHECKING:
    from unspin.align import Link

# From this chance on a word may be part of a place; what is then reported is decided by the confidence of the whole place.
_DOUBTED = 0.4
_LONGEST_GAP = 2
_PHRASES = frozenset(
    {"appos", "prep", "advcl", "relcl", "acl", "npadvmod", "amod", "advmod", "conj", "compound", "nummod"}
)
_WHERE = frozenset({"GPE", "LOC", "FAC"})
_WHEN = frozenset({"DATE", "TIME"})
_HOW_MUCH = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
_MODAL = frozenset(
    "may might could would will can must should reportedly allegedly possibly probably perhaps likely apparently".split()
)
_DENIALS = frozenset({"not", "n't", "n’t", "no", "never", "none", "nobody", "nothing", "neither", "nor"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that the judge doubts: the words on either side (one side may be empty), and the type of change that it would be."""

    original: tuple[Token, ...]
    rewrite: tuple[Token, ...]
    type: str


def doubts(link: Link) -> Iterator[Doubt]:
    """The places of a link's passages that the judge doubts, those of the rewrite first."""
    judgement = link.judgement
    if judgement is None:
        return
    theirs = _groups(
        [token for token in link.rewrite.tokens if token.is_word and judgement.doubt(token.span) >= _DOUBTED]
    )
    ours = _groups(
        [token for token in link.original.tokens if token.is_word and judgement.loss(token.span) >= _DOUBTED]
    )
    taken: set[int] = set()
    for group in theirs:
        partners = _partners(group, link, ours)
        taken |= {id(token) for token in partners}
        if _hedged(partners) and _hedged(group):
            # Hedges of both sides are compared by what they say; to the judge they are other words.
            continue
        yield Doubt(partners, group if partners else _phrase(group), _type(partners, group))
    for group in ours:
        if not taken & {id(token) for token in group}:
            phrase = _phrase(group)
            yield Doubt(phrase, (), _type(phrase, ()))


def change_of(doubt: Doubt, link: Link) -> Change:
    """The change that a doubt is reported as; its confidence is not yet known."""
    judgement = link.judgement
    assert judgement is not None
    ours, theirs = (span_of(side) if side else None for side in (doubt.original, doubt.rewrite))
    was = link.original.document.slice(ours) if ours else ""
    became = link.rewrite.document.slice(theirs) if theirs else ""
    if ours and theirs:
        message = f"“{was}” became “{became}”"
    else:
        message = "The original does not say this" if theirs else "The rewrite does not say this"
    return Change(
        type=doubt.type,
        original=ours,
        rewrite=theirs,
        message=message,
        why={
            "judge": {
                "not backed": round(judgement.doubt(theirs), 3) if theirs else None,
                "not kept": round(judgement.loss(ours), 3) if ours else None,
                "sentence backed": round(judgement.backed, 3),
            }
        },
    )


def _hedged(tokens: Sequence[Token]) -> bool:
    return any(token.lower in _MODAL for token in tokens)


def _groups(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Neighbouring tokens together, across a word or two between them; without those that carry no meaning alone."""
    groups: list[list[Token]] = []
    for token in tokens:
        last = groups[-1][-1] if groups else None
        if last is not None and last.sentence is token.sentence and token.index - last.index <= _LONGEST_GAP:
            groups[-1].append(token)
        else:
            groups.append([token])
    return [tuple(group) for group in groups if any(_tells(token) for token in group)]


def _tells(token: Token) -> bool:
    return token.is_content or token.lower in _MODAL or token.lower in _DENIALS or token.pos in {"ADP", "PRON", "SCONJ"}


def _partners(group: Sequence[Token], link: Link, lost: Sequence[tuple[Token, ...]]) -> tuple[Token, ...]:
    """The words of the original whose place a group took: those aligned with it, or lost ones that hang on the same word."""
    found = [partner for token in group if (partner := link.words.partner(token)) is not None and partner.is_word]
    if found:
        # Far apart, they are no one place.
        found.sort(key=lambda token: token.index)
        near = [token for token in found if token.sentence is found[0].sentence and token.index - found[0].index < 12]
        return tuple(near)
    heads = {id(link.words.partner(token.head)) for token in group if link.words.partner(token.head) is not None}
    for other in lost:
        if any(id(token.head) in heads for token in other):
            return other
    return ()


def _phrase(group: tuple[Token, ...]) -> tuple[Token, ...]:
    """The whole phrase or clause that a group makes up most of."""
    inside = set(map(id, group))
    top = next((token for token in group if id(token.head) not in inside), group[0])
    candidates = [top, *(token for token in top.ancestors() if id(token) not in inside)][:2]
    for head in candidates:
        below = head.subtree()
        words = [token for token in below if token.is_content]
        covered = sum(id(token) in inside for token in words)
        whole = below[-1].index - below[0].index == len(below) - 1
        if head.dep in _PHRASES and whole and words and covered >= 0.6 * len(words):
            return tuple(token for token in below if token.is_word)
    return group


def _type(ours: Sequence[Token], theirs: Sequence[Token]) -> str:
    """The type of change by the words of either side."""
    words = [*theirs, *ours]
    lowers = {token.lower for token in words}
    entities = {token.entity for token in (theirs or ours)}
    if {token.lower for token in theirs} & _DENIALS or {token.lower for token in ours} & _DENIALS:
        return "polarity-flipped" if theirs else "omitted"
    if not theirs:
        return "omitted"
    if not ours:
        return "certainty-changed" if len(theirs) == 1 and lowers & _MODAL else "unsupported"
    if lowers & _MODAL and all(token.pos in {"AUX", "VERB", "ADV"} for token in words):
        return "certainty-changed"
    if entities & _WHEN:
        return "time-changed"
    if entities & _HOW_MUCH or any(token.pos == "NUM" for token in words):
        return "number-changed"
    if entities & _WHERE or all(token.pos == "ADP" for token in theirs):
        return "place-changed"
    if any(token.pos in {"VERB", "AUX"} for token in words):
        return "predicate-changed"
    if any(token.pos in {"PROPN", "PRON"} for token in words) or any(
        is_person(token.lemma) for token in words if token.pos == "NOUN"
    ):
        return "entity-changed"
    return "predicate-changed"
