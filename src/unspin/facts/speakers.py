"""Speakers: who a statement is given to, and whether two texts mean the same one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from unspin.document import Span
from unspin.facts.names import (
    FEMALE_PRONOUNS,
    FEMALE_WORDS,
    MALE_PRONOUNS,
    MALE_WORDS,
    TITLES,
    Name,
    name_words,
    same_name,
)
from unspin.facts.source_kinds import kinds_apart
from unspin.language import Token, span_of

SpeakerKind = Literal["name", "pronoun", "noun"]
Verdict = Literal["same", "different", "unknown"]
Resolution = Literal["named", "short for", "last speaker", "nearest person", "described so", ""]

# Those who speak for a body: the body and its voice are one source to a reader.
VOICES = frozenset(
    "spokesman spokeswoman spokesperson official officer representative source insider statement release letter "
    "report lawyer attorney "
    "agent manager executive director chairman chairwoman chair head chief president secretary member leader boss "
    "owner founder partner "
    "employee staff police minister ministry department office government company firm group".split()
)
BODIES = frozenset(
    "company firm group maker manufacturer union charity agency ministry department government council court bank "
    "club school hospital "
    "police force army committee commission board regulator watchdog party team body authority publisher developer "
    "operator airline "
    "carrier retailer chain".split()
)
# Those who rarely speak for a body.
_OUTSIDERS = frozenset(
    "author researcher scientist expert analyst critic resident witness neighbour neighbor opponent campaigner "
    "activist patient victim "
    "relative historian academic economist customer passenger tenant parent survivor protester".split()
)
_ANYBODY = frozenset("person man woman one someone somebody other they that those this who".split())


def _gender(word: str) -> str | None:
    if word in MALE_WORDS or word in MALE_PRONOUNS:
        return "male"
    return "female" if word in FEMALE_WORDS or word in FEMALE_PRONOUNS else None


@dataclass(frozen=True, eq=False)
class Speaker:
    """A source as it is named at one place.

    ``head`` is the noun, name or pronoun; ``names`` are the canonical names that stand for the speaker here,
    ``roles`` the lower-case nouns and titles that describe it, ``attached`` the names of what it belongs to or speaks
    for. ``resolved`` is the canonical name that the words stand for, where one was found, and ``how`` says from what.
    """

    head: Token
    span: Span
    text: str
    kind: SpeakerKind
    names: frozenset[str]
    roles: frozenset[str]
    attached: frozenset[str]
    resolved: str | None = None
    how: Resolution = ""

    @cached_property
    def name(self) -> str:
        """The canonical name, or the words where there is none."""
        return self.resolved or min(self.names, default=self.text)

    @property
    def gender(self) -> str | None:
        """Male or female, where a pronoun, a title or a noun says so."""
        found = {gender for word in (self.head.lower, *self.roles) if (gender := _gender(word))}
        return found.pop() if len(found) == 1 else None


_OUTSIDE = frozenset({"relcl", "acl", "advcl", "punct", "ccomp", "parataxis", "dep", "prep", "appos", "cc", "conj"})


def speaker_at(head: Token, names: Sequence[Name], text: str) -> Speaker:
    """The speaker whose noun, name or pronoun is ``head``."""
    core = _contiguous(_below(head, _OUTSIDE), head)
    for child in head.children:
        if (
            child.dep == "prep"
            and child.lower in {"of", "for", "at", "from", "with", "by"}
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
    if head.dep == "appos" and head.pos == "PROPN":
        own |= {
            id(token) for token in _below(head.head, frozenset({"relcl", "acl", "advcl", "prep", "poss", "cc", "conj"}))
        }
    standing, attached, named = set(), set(), set()
    stop = next((token.index for token in head.subtree() if token.text == ";" and token.index > head.index), None)
    everything = {id(token) for token in head.subtree() if stop is None or token.index < stop} | own
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
        for token in head.subtree()
        if id(token) in own and id(token) not in named and token.pos in {"NOUN", "PROPN"}
    }
    if kind == "name":
        roles |= {word for token in core if (word := token.lower.rstrip(".")) in TITLES and id(token) not in named}
    span = span_of(core)
    return Speaker(
        head, span, text[span.start : span.end], kind, frozenset(standing), frozenset(roles), frozenset(attached)
    )


def in_sentence(speaker: Speaker) -> str:
    """The speaker's words as they read inside a sentence: "the minister" for "The minister"."""
    first, _, rest = speaker.text.partition(" ")
    article = first.lower() in {"the", "a", "an", "his", "her", "its", "their", "he", "she", "they", "it"}
    return f"{first.lower()} {rest}".strip() if article else speaker.text


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
    # A head that is a mark is no word of the run that it was taken from.
    by_index = {token.index: token for token in (*tokens, head)}
    first = last = head.index
    while first - 1 in by_index:
        first -= 1
    while last + 1 in by_index:
        last += 1
    run = [by_index[index] for index in range(first, last + 1)]
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
    before = name.tokens[0].neighbour(-1)
    if before is not None and before.pos == "NOUN" and name.kind != "place":
        # "the charity Dry Land": the parser does not always join the two.
        words.add(before.lemma)
    for token in name.tokens:
        if token.lower.rstrip(".") in TITLES or (token is not top and token.entity == ""):
            words.add(token.lower.rstrip("."))
    return {word.lower() for word in words}


_STEM = 4  # letters that a country and its adjective share
_ADJECTIVES = ("an", "ese", "ish", "i", "ch")
Introduced = Sequence[tuple[str, frozenset[str]]]


def introductions(names: Sequence[Name]) -> Introduced:
    """Each name with the nouns that describe it somewhere in the document."""
    found: dict[str, set[str]] = {}
    for name in names:
        if not name.is_pronoun:
            found.setdefault(name.canonical, set()).update(described_as(name))
    return [(name, frozenset(words)) for name, words in sorted(found.items())]


def compare_speakers(original: Speaker, rewrite: Speaker, introduced: Introduced) -> Verdict:
    """Whether two speakers are the same source.

    ``introduced`` says which nouns describe which name: "the minister" may be Vera Holt only where a text calls her
    one. The verdict is "unknown" where nothing decides: a pronoun that resolves to nothing, a noun never tied to a
    name.
    """
    if original.gender and rewrite.gender and original.gender != rewrite.gender:
        return "different"
    if name_words(original.text) == name_words(rewrite.text) and "pronoun" not in (original.kind, rewrite.kind):
        return "same"
    if _one_and_many(original, rewrite) or _one_and_many(rewrite, original):
        return "different"
    if _another_word_for(original, rewrite) or _another_word_for(rewrite, original):
        return "same"
    if original.names and rewrite.names:
        return _compare_names(original, rewrite, introduced)
    if "pronoun" in (original.kind, rewrite.kind):
        return "same" if original.head.lower == rewrite.head.lower else "unknown"
    if original.names or rewrite.names:
        named, plain = (original, rewrite) if original.names else (rewrite, original)
        return _compare_description(named, plain, introduced)
    return _compare_nouns(original, rewrite)


def _one_and_many(one: Speaker, other: Speaker) -> bool:
    """Whether a "he" or "she" stands against people in the plural."""
    return one.kind == "pronoun" and one.gender is not None and other.kind == "noun" and other.head.tag == "NNS"


def _another_word_for(full: Speaker, short: Speaker) -> bool:
    """Whether a noun is one of several for the other speaker: "the Elster man and former captain", "the former captain"."""
    return short.kind == "noun" and any(
        child.dep in {"conj", "appos"} and child.lemma == short.head.lemma and child.tag in {"NN", "NNP"}
        for child in full.head.children
    )


def _nouns(speaker: Speaker) -> set[str]:
    """The nouns that say what kind of source it is, those of its name included."""
    return {*speaker.roles, *(word for name in speaker.names | speaker.attached for word in name_words(name))}


def _any_same(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(same_name(first, second) for first in ours for second in theirs)


def _any_akin(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two names share a word, or one has a country and the other its adjective."""
    first, second = ({word for name in names for word in name_words(name)} for names in (ours, theirs))
    return _any_same(ours, theirs) or any(
        one[:_STEM] == other[:_STEM] and (one.endswith(_ADJECTIVES) or other.endswith(_ADJECTIVES))
        for one in first
        for other in second
        if min(len(one), len(other)) > _STEM
    )


def _compare_names(original: Speaker, rewrite: Speaker, introduced: Introduced) -> Verdict:
    if _any_same(original.names, rewrite.names) or _any_same(original.names, rewrite.attached):
        return "same"
    if "pronoun" in (original.kind, rewrite.kind):
        # What a pronoun stands for is a guess, and no ground for a report.
        return "unknown"
    if _any_same(original.attached, rewrite.names):
        # A body's officer for the body: fine for its voice, doubtful for anybody else.
        return "same" if original.roles & VOICES else "unknown"
    ours = {
        word for name, described in introduced if _any_same(frozenset({name}), original.names) for word in described
    }
    if any(word in ours for name in rewrite.names for word in name_words(name)):
        return "unknown"
    return "different"


def _compare_description(named: Speaker, plain: Speaker, introduced: Introduced) -> Verdict:
    if _any_same(named.names, plain.attached):
        return "same" if plain.roles & VOICES else "unknown"
    role = plain.head.lemma
    if role in named.roles:
        return "same"
    holders = frozenset(name for name, described in introduced if role in described)
    if _any_same(holders, named.names):
        return "same"
    if holders and role not in BODIES | _ANYBODY:
        return "different"
    described = {word for name, words in introduced if _any_same(frozenset({name}), named.names) for word in words}
    return "different" if kinds_apart(_nouns(named) | described, _nouns(plain)) else "unknown"


def _compare_nouns(original: Speaker, rewrite: Speaker) -> Verdict:
    if original.head.lemma == rewrite.head.lemma:
        apart = bool(original.attached and rewrite.attached) and not _any_akin(original.attached, rewrite.attached)
        return "different" if apart else "same"
    if original.roles & rewrite.roles:
        return "same"
    for one, other in ((original, rewrite), (rewrite, original)):
        if one.head.lemma in _OUTSIDERS and other.head.lemma in BODIES and not one.attached:
            return "different"
    return "different" if kinds_apart(_nouns(original), _nouns(rewrite)) else "unknown"
