"""Speakers: who a statement is given to, and whether two texts mean the same one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from unspin.document import Span
from unspin.facts.names import Name
from unspin.language import Token, span_of

SpeakerKind = Literal["name", "pronoun", "noun"]
Verdict = Literal["same", "different", "unknown"]

_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev", "st", "jr", "sr"]
)
_GENDER = {
    "he": "m",
    "him": "m",
    "his": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "mr": "m",
    "sir": "m",
    "mrs": "f",
    "ms": "f",
}
_GENDER |= {
    "miss": "f",
    "dame": "f",
    "lady": "f",
    "man": "m",
    "woman": "f",
    "father": "m",
    "mother": "f",
    "husband": "m",
    "wife": "f",
}
_GENDER |= {
    "brother": "m",
    "sister": "f",
    "son": "m",
    "daughter": "f",
    "spokesman": "m",
    "spokeswoman": "f",
    "widow": "f",
}
# Those who speak for a body: the body and its voice are one source to a reader.
_VOICES = frozenset(
    [
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "officer",
        "representative",
        "source",
        "insider",
        "statement",
        "release",
        "letter",
        "report",
        "lawyer",
        "attorney",
        "agent",
        "manager",
        "executive",
        "director",
        "chairman",
        "chairwoman",
        "chair",
        "head",
        "chief",
        "president",
        "secretary",
        "member",
        "leader",
        "boss",
        "owner",
        "founder",
        "partner",
        "employee",
        "staff",
        "police",
        "minister",
        "ministry",
        "department",
        "office",
        "government",
        "company",
        "firm",
        "group",
    ]
)
_BODIES = frozenset(
    [
        "company",
        "firm",
        "group",
        "maker",
        "manufacturer",
        "union",
        "charity",
        "agency",
        "ministry",
        "department",
        "government",
        "council",
        "court",
        "bank",
        "club",
        "school",
        "hospital",
        "police",
        "force",
        "army",
        "committee",
        "commission",
        "board",
        "regulator",
        "watchdog",
        "party",
        "team",
        "university",
        "institute",
        "association",
        "body",
        "authority",
        "newspaper",
        "magazine",
        "paper",
        "outlet",
        "broadcaster",
        "publisher",
        "developer",
        "operator",
        "airline",
        "carrier",
        "retailer",
        "chain",
        "bureau",
        "trust",
        "fund",
    ]
)
_PEOPLE = frozenset(
    [
        "people",
        "person",
        "man",
        "woman",
        "one",
        "someone",
        "somebody",
        "others",
        "other",
        "they",
        "that",
        "those",
        "this",
        "who",
    ]
)


@dataclass(frozen=True, eq=False)
class Speaker:
    """A source as it is named at one place.

    ``head`` is the noun, name or pronoun; ``names`` are the canonical names that stand for the speaker here, ``roles`` the lower-case
    nouns and titles that describe it, ``attached`` the names of what it belongs to or speaks for.
    """

    head: Token
    span: Span
    text: str
    kind: SpeakerKind
    names: frozenset[str]
    roles: frozenset[str]
    attached: frozenset[str]

    @cached_property
    def name(self) -> str:
        """The canonical name, or the words where there is none."""
        return min(self.names, default=self.text)

    @property
    def gender(self) -> str | None:
        """ "m" or "f" where the words say so."""
        words = [self.head.lower, *sorted(self.roles)]
        return next((_GENDER[word] for word in words if word in _GENDER), None)


_OUTSIDE = frozenset({"relcl", "acl", "advcl", "punct", "ccomp", "parataxis", "dep", "prep", "appos", "cc", "conj"})


def speaker_at(head: Token, names: Sequence[Name], text: str) -> Speaker:
    """The speaker whose noun, name or pronoun is ``head``."""
    core = _contiguous([token for token in _below(head, _OUTSIDE)], head)
    for child in head.children:
        if (
            child.dep == "prep"
            and child.lower in {"of", "for", "at", "from", "with"}
            and child.index == core[-1].index + 1
        ):
            core = _contiguous([*core, *_below(child, frozenset({"relcl", "acl", "advcl", "punct", "appos"}))], head)
    own = {
        id(token)
        for token in _below(
            head, frozenset({"relcl", "acl", "advcl", "prep", "poss", "cc", "conj", "ccomp", "parataxis"})
        )
    }
    own |= {id(head)}
    if head.dep == "appos":
        own |= {
            id(token) for token in _below(head.head, frozenset({"relcl", "acl", "advcl", "prep", "poss", "cc", "conj"}))
        }
    standing, attached, named = set(), set(), set()
    everything = {id(token) for token in head.subtree()} | own
    for name in names:
        places = {id(token) for token in name.tokens}
        if id(head) in places or (places <= own and name.kind not in {"place", "work"} and _same_rank(head, name)):
            standing.add(name.canonical)
            named |= places
        elif places & everything:
            attached.add(name.canonical)
            named |= places
    kind: SpeakerKind = "pronoun" if head.pos == "PRON" else "name" if standing or head.pos == "PROPN" else "noun"
    if kind == "name" and not standing:
        standing.add(text[span_of(core).start : span_of(core).end])
        named |= {id(token) for token in core}
    roles = {
        token.lemma
        for token in head.subtree() + [head]
        if id(token) in own and id(token) not in named and token.pos in {"NOUN", "PROPN"}
    }
    if kind == "name":
        roles |= {
            token.lower.rstrip(".")
            for token in core
            if token.lower.rstrip(".") in _GENDER or token.lower.rstrip(".") in _TITLES
        }
    span = span_of(core)
    return Speaker(
        head, span, text[span.start : span.end], kind, frozenset(standing), frozenset(roles), frozenset(attached)
    )


def _same_rank(head: Token, name: Name) -> bool:
    """Whether the name is another word for the head: its apposition or what it is in apposition to."""
    top = next((token for token in name.tokens if token.head not in name.tokens), name.tokens[-1])
    if (top.dep == "appos" and top.head is head) or (head.dep == "appos" and head.head is top):
        return True
    # "spokeswoman Ana Reuel": a title that the parser took for the head.
    return (
        head.pos == "NOUN"
        and top.head is head
        and top.index > head.index
        and top.dep not in {"poss", "compound", "nmod"}
    )


def _below(head: Token, without: frozenset[str]) -> list[Token]:
    found = [head]
    for token in found:
        found.extend(child for child in token.children if child.dep not in without)
    return found


def _contiguous(tokens: Iterable[Token], head: Token) -> list[Token]:
    """The run of tokens around the head, without marks at its ends."""
    by_index = {token.index: token for token in tokens}
    first = last = head.index
    while first - 1 in by_index:
        first -= 1
    while last + 1 in by_index:
        last += 1
    run = [by_index[index] if index in by_index else head for index in range(first, last + 1)]
    while len(run) > 1 and not run[0].is_word:
        run.pop(0)
    while len(run) > 1 and not run[-1].is_word:
        run.pop()
    return run


def described_as(name: Name) -> set[str]:
    """The nouns that stand with a mention: its title, its apposition, what it is said to be."""
    top = next((token for token in name.tokens if token.head not in name.tokens), name.tokens[-1])
    near = [
        child
        for child in top.children
        if child.dep in {"compound", "appos", "nmod", "amod"} and child not in name.tokens
    ]
    if top.dep in {"appos", "compound", "nmod"}:
        near.append(top.head)
    if top.dep in {"nsubj", "nsubjpass"}:
        near.extend(child for child in top.head.children if child.dep == "attr")
        if top.head.lemma in {"lead", "run", "head", "own", "chair", "found", "manage"}:
            near.append(top.head)
    words = set()
    for token in near:
        words |= {
            other.lemma
            for other in (token, *token.children)
            if other.pos in {"NOUN", "PROPN"} and other not in name.tokens
        }
    for child in top.children:
        if child.dep == "relcl" and child.lemma in {
            "lead",
            "run",
            "head",
            "own",
            "chair",
            "found",
            "manage",
            "represent",
        }:
            words |= {other.lemma for other in child.subtree() if other.pos in {"NOUN", "PROPN"}}
    for token in name.tokens:
        if token.lower.rstrip(".") in _TITLES or (token is not top and token.entity == ""):
            words.add(token.lower.rstrip("."))
    return {word.lower() for word in words}


def name_key(name: str) -> tuple[str, ...]:
    """The words of a name that count when names are compared: no titles, no possessive, lower case."""
    words = [word.strip(".,'’\"").lower() for word in name.replace("’s", "").replace("'s", "").split()]
    kept = [word for word in words if word and word not in _TITLES and word not in {"the", "a", "an", "of"}]
    return tuple(kept or words)


def same_name(first: str, second: str) -> bool:
    """Whether two names may be the same: one's words end or hold the other's, or one is the other's initials."""
    ours, theirs = name_key(first), name_key(second)
    if not ours or not theirs:
        return False
    short, long = sorted((ours, theirs), key=len)
    if ours == theirs or (len(short) < len(long) and set(short) <= set(long)):
        return True
    if (
        short[-1] == long[-1]
        and len(short) > 1
        and short[0][0] == long[0][0]
        and (len(short[0]) <= 2 or len(long[0]) <= 2)
    ):
        return True
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)


def compare_speakers(original: Speaker, rewrite: Speaker, introduced: Sequence[tuple[str, frozenset[str]]]) -> Verdict:
    """Whether two speakers are the same source.

    ``introduced`` lists (canonical name, nouns it is described with) of the original: "the minister" may be Vera Holt only where the
    original calls her one. "unknown" where nothing decides: a pronoun that resolves to nothing, a noun never tied to a name.
    """
    if original.names and rewrite.names:
        return _compare_names(original, rewrite, introduced)
    if (
        original.gender
        and rewrite.gender
        and original.gender != rewrite.gender
        and "pronoun" in (original.kind, rewrite.kind)
    ):
        return "different"
    if "pronoun" in (original.kind, rewrite.kind):
        return "same" if original.head.lower == rewrite.head.lower else "unknown"
    if original.names or rewrite.names:
        named, plain = (original, rewrite) if original.names else (rewrite, original)
        return _compare_description(named, plain, introduced)
    if original.head.lemma == rewrite.head.lemma or original.roles & rewrite.roles:
        ours, theirs = original.attached, rewrite.attached
        apart = bool(ours and theirs) and not any(same_name(first, second) for first in ours for second in theirs)
        return "different" if apart and original.head.lemma == rewrite.head.lemma else "same"
    return "unknown"


def _compare_names(original: Speaker, rewrite: Speaker, introduced: Sequence[tuple[str, frozenset[str]]]) -> Verdict:
    if any(same_name(first, second) for first in original.names for second in rewrite.names):
        return "same"
    if any(same_name(first, second) for first in original.names for second in rewrite.attached):
        return "same"
    if any(same_name(first, second) for first in original.attached for second in rewrite.names):
        # A body's officer for the body: fine for its voice, wrong for a private person.
        return "same" if original.roles & _VOICES else "unknown"
    if any(
        same_name(name, mine) and any(word in described for other in rewrite.names for word in name_key(other))
        for name, described in introduced
        for mine in original.names
    ):
        return "unknown"
    return "different"


def _compare_description(named: Speaker, plain: Speaker, introduced: Sequence[tuple[str, frozenset[str]]]) -> Verdict:
    if any(same_name(first, second) for first in named.names for second in plain.attached):
        return "same" if plain.roles & _VOICES else "unknown"
    role = plain.head.lemma
    if role in named.roles:
        return "same"
    holders = [name for name, described in introduced if role in described]
    if any(same_name(name, mine) for name in holders for mine in named.names):
        return "same"
    if holders and role not in _PEOPLE | _BODIES:
        return "different"
    return "unknown"
