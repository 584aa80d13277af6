"""Names of a link that have no counterpart on the other side, and which of them took whose place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unspin.align import Link
from unspin.align.substitutions import coverage
from unspin.document import Span
from unspin.facts import Facts
from unspin.facts.names import Name, NameKind, name_words, same_name
from unspin.language import Token
from unspin.lexicon import derivations

_PERSONAL = frozenset("he she it they his her its their".split())
_LITTLE_ELSE = (
    0.6  # share of the other words that stayed, from which the one name missing and the one new answer to each other
)
_PLACING = frozenset({"near", "outside", "inside", "into", "around", "towards", "toward"})


@dataclass(frozen=True, slots=True)
class Renamed:
    """A name of the original and the name that stands in its place in the rewrite."""

    kind: NameKind
    original: Span
    rewrite: Span
    names: tuple[str, str]
    how: str
    confidence: float


def renamed(link: Link) -> Iterator[Renamed]:
    """Yield the names that were exchanged for another: same place in the sentence, or the one missing and the one new of a kind."""
    missing = _strangers(link.original.names, link.rewrite.names, link.rewrite.facts)
    new = _strangers(link.rewrite.names, link.original.names, link.original.facts)
    used: set[int] = set()
    for theirs in new:
        known = known_in(theirs, link.original.facts)
        for ours in missing:
            if id(ours) in used or not _one_kind(ours, theirs):
                continue
            how = _how(ours, theirs, missing, new, link)
            if how is None or (known and how != "same place"):
                continue
            used.add(id(ours))
            kind = _kind(ours, theirs)
            confidence = {"same place": 0.9, "part of the name": 0.9}.get(how, 0.75) - (0.15 if known else 0.0)
            yield Renamed(kind, ours.span, theirs.span, (_words(ours), _words(theirs)), how, round(confidence, 2))
            break


def added_names(link: Link) -> Iterator[Name]:
    """Yield the names in the rewrite's side that the original does not know and that replace none of its names."""
    replaced = {change.rewrite for change in renamed(link)}
    for name in _strangers(link.rewrite.names, link.original.names, link.original.facts):
        if name.span not in replaced and not known_in(name, link.original.facts):
            yield name


def known_in(name: Name, facts: Facts) -> bool:
    """Whether a document speaks of the named thing, or holds the name's words at all."""
    if any(_alike(name, other) for other in facts.names if not other.is_pronoun):
        return True
    words = set(name_words(_words(name)))
    return words <= facts.name_words


def _strangers(names: Sequence[Name], others: Sequence[Name], facts: Facts) -> list[Name]:
    """The names that no name of the other side of the link stands for, and whose words the other side does not hold."""
    mentions = [other for other in others if not other.is_pronoun]
    tokens = {word for other in others for word in name_words(_words(other))}
    return [
        name
        for name in names
        if not name.is_pronoun
        and any(token.pos in {"PROPN", "ADJ"} for token in name.tokens)
        and not any(_alike(name, other) for other in mentions)
        and not (
            set(name_words(_words(name)))
            <= tokens | (facts.words | facts.name_words if name.kind == "other" else set())
        )
    ]


def _alike(name: Name, other: Name) -> bool:
    """Whether two mentions can name one thing: by their chains, as spelling variants, or as a country and its adjective."""
    if same_name(name.canonical, other.canonical):
        return True
    first, second = name_words(name.canonical), name_words(other.canonical)
    ours, theirs = "".join(first), "".join(second)
    if "nationality" in (name.kind, other.kind):
        stem = min(len(ours), len(theirs), max(4, min(len(ours), len(theirs)) - 2))
        return ours[:stem] == theirs[:stem] or any(word == theirs for word, _ in derivations(ours))
    return False


def _kind(ours: Name, theirs: Name) -> NameKind:
    """What both names name: what follows "in" or "outside" on both sides is a place whatever the model calls it."""
    if "person" not in (ours.kind, theirs.kind) and _follows_place_word(ours) and _follows_place_word(theirs):
        return "place"
    return ours.kind if ours.kind != "other" else theirs.kind


def _follows_place_word(name: Name) -> bool:
    """Whether the name follows "outside", or "in" after a verb; "shares in X" says nothing of a place."""
    before = name.tokens[0].neighbour(-1)
    return before is not None and (
        before.lower in _PLACING or (before.lower in {"in", "at"} and before.head.pos == "VERB")
    )


def _one_kind(ours: Name, theirs: Name) -> bool:
    """The model's labels are unsure for unknown names: only people and places, or nationalities and others, are kept apart."""
    if "nationality" in (ours.kind, theirs.kind):
        return ours.kind == theirs.kind
    return (
        "other" in (ours.kind, theirs.kind)
        or ours.kind == theirs.kind
        or {ours.kind, theirs.kind} != {"person", "place"}
    )


def _how(ours: Name, theirs: Name, missing: Sequence[Name], new: Sequence[Name], link: Link) -> str | None:
    a, b = name_words(_words(ours)), name_words(_words(theirs))
    if len(a) > 1 and len(b) > 1 and (a[-1] == b[-1] or a[0] == b[0]):
        return "part of the name"
    pair = link.words.pair(ours.head)
    if pair is not None and pair.rewrite is theirs.head and pair.reason == "same place":
        return "same place"
    if link.words.partner(ours.head.head) is theirs.head.head and ours.head.dep == theirs.head.dep:
        return "same place"
    if _same_part(ours.head, theirs.head, link):
        return "same place"
    alone = [name for name in missing if _one_kind(name, theirs)], [name for name in new if _one_kind(ours, name)]
    if len(alone[0]) != 1 or len(alone[1]) != 1 or ours.kind != theirs.kind or ours.kind == "other":
        return None
    if ours.kind == "nationality" or (coverage(link) >= _LITTLE_ELSE and not _for_pronoun(theirs, link)):
        return "the only one missing and the only new one"
    return None


def _same_part(ours: Token, theirs: Token, link: Link) -> bool:
    mine, yours = _part(ours), _part(theirs)
    if mine is None or yours is None or mine[0] != yours[0]:
        return False
    return link.words.partner(mine[1]) is yours[1] and link.words.backed(mine[1])


def _part(word: Token) -> tuple[str, Token] | None:
    """Whether a word is the one who does what a verb says or the one to whom it is done, in the active or the passive, and the verb."""
    if word.dep == "pobj" and word.head.dep == "agent":
        return "agent", word.head.head
    if word.dep in {"nsubj", "dobj", "nsubjpass"} and word.head.pos == "VERB":
        return ("agent" if word.dep == "nsubj" else "patient"), word.head
    return None


def _for_pronoun(theirs: Name, link: Link) -> bool:
    """Whether a name is the subject where the original has a pronoun: the name tells who it is, and nobody was replaced."""
    subject = theirs.head.dep in {"nsubj", "nsubjpass"}
    return subject and any(
        token.pos == "PRON" and token.dep in {"nsubj", "nsubjpass", "poss"} and token.lower in _PERSONAL
        for token in link.original.tokens
    )


def _words(name: Name) -> str:
    return " ".join(token.text for token in name.tokens)
