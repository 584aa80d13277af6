"""Names in a document, each mention chained to one canonical name.

The chains follow plain rules, in this order: the same words; a title before a name is no part of it; a surname or first name alone
stands for the one full name that it ends or begins; an acronym stands for the one longer name whose initials it has; the beginning of
an organisation's name stands for it. A pronoun stands for the nearest person before it who is the subject of a clause, else for the
nearest person before it, in the same or the two preceding sentences; a pronoun that contradicts a title's or a relation word's gender
passes that person over.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unspin.document import Span
from unspin.facts.first_names import FEMALE_FIRST_NAMES, MALE_FIRST_NAMES
from unspin.facts.name_forms import TITLES, is_acronym, name_words, same_name, title_words
from unspin.language import Analysis, Sentence, Token, span_of

NameKind = Literal["person", "organisation", "place", "nationality", "work", "other"]

_KINDS: dict[str, NameKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "nationality",
    "WORK_OF_ART": "work",
    "PRODUCT": "work",
    "LAW": "work",
    "EVENT": "other",
}
_NOT_NAMES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})

MALE_WORDS = frozenset(
    "mr sir lord king prince duke count baron father son brother husband uncle nephew grandfather grandson widower boy man "
    "gentleman actor waiter policeman fireman chairman spokesman businessman fisherman boyfriend stepfather".split()
)
FEMALE_WORDS = frozenset(
    "mrs ms miss lady dame queen princess duchess countess baroness mother daughter sister wife aunt niece grandmother "
    "granddaughter widow girl woman actress waitress policewoman chairwoman spokeswoman businesswoman girlfriend stepmother".split()
)
MALE_PRONOUNS = frozenset({"he", "him", "his", "himself"})
FEMALE_PRONOUNS = frozenset({"she", "her", "hers", "herself"})
_PRONOUNS = MALE_PRONOUNS | FEMALE_PRONOUNS
# Written with a capital, and never names by themselves.
_CAPITALISED = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december christmas easter".split()
)
_MOST_FIRST_NAMES = 3
_REACH = 2  # sentences that a pronoun looks back


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One mention of a named thing.

    Mentions with the same ``canonical`` are the same thing in this document; ``how`` says what chained them: "same words", "surname",
    "first name", "acronym", "short form", "pronoun".
    """

    tokens: tuple[Token, ...]
    kind: NameKind
    canonical: str
    how: str

    @property
    def span(self) -> Span:
        """The words of the mention, without a title before them."""
        return span_of(self.tokens)

    @property
    def head(self) -> Token:
        """The token of the mention that the rest of the sentence hangs on."""
        inside = set(map(id, self.tokens))
        return next(
            (token for token in self.tokens if id(token.head) not in inside or token.head is token), self.tokens[-1]
        )

    @property
    def is_pronoun(self) -> bool:
        """Whether the mention is a pronoun, so that ``canonical`` is a guess."""
        return self.how == "pronoun"

    @property
    def key(self) -> str:
        """The canonical name in lower case without marks: equal keys mean the same thing in both documents of a pair."""
        return " ".join(name_words(self.canonical))


def names_of(analysis: Analysis) -> list[Name]:
    """The mentions of named things and the personal pronouns, in order of place."""
    mentions = [mention for sentence in analysis.sentences for mention in _mentions(sentence)]
    chained = _chain(mentions)
    return sorted([*chained, *_pronouns(analysis, chained)], key=lambda name: name.span.start)


def gender_of(name: Name) -> Literal["male", "female"] | None:
    """What a title or a relation word at the mention, else the person's first name, says of the gender."""
    first = name.tokens[0]
    words = {
        token.lower.rstrip(".") for token in name.head.children if token.dep in {"compound", "appos", "nmod", "amod"}
    }
    if (before := first.neighbour(-1)) is not None:
        words.add(before.lower.rstrip("."))
    if name.head.dep == "appos":
        words.add(name.head.head.lower)
    if words & (MALE_WORDS | FEMALE_WORDS):
        return "male" if words & MALE_WORDS else "female"
    given, *family = name_words(name.canonical) or ("",)
    if name.kind != "person" or not family:
        return None
    return "male" if given in MALE_FIRST_NAMES else "female" if given in FEMALE_FIRST_NAMES else None


def _mentions(sentence: Sentence) -> Iterator[tuple[tuple[Token, ...], NameKind]]:
    """Entities of the model, and runs of proper nouns that it did not see."""
    taken: set[int] = set()
    for entity in sentence.entities:
        if entity.label not in _KINDS:
            continue
        for part in _split(entity.tokens):
            if tokens := _trim(part):
                taken.update(token.index for token in tokens)
                yield tokens, _KINDS[entity.label]
    run: list[Token] = []
    for token in (*sentence.tokens, None):
        named = (
            token is not None and token.pos == "PROPN" and token.index not in taken and token.entity not in _NOT_NAMES
        )
        if token is not None and named and token.text[:1].isupper():
            run.append(token)
        else:
            if tokens := _trim(tuple(run)):
                yield tokens, "other"
            run = []


def _split(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The parts of an entity between "to" and "from": the model takes "Aske to Munde" for one place."""
    part: list[Token] = []
    for token in tokens:
        if token.lower in {"to", "from"}:
            yield tuple(part)
            part = []
        else:
            part.append(token)
    yield tuple(part)


def _trim(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The mention without articles, titles, possessive endings and marks at its ends."""
    words = list(tokens)
    while words and (words[0].pos in {"DET", "PUNCT"} or words[0].lower in {"'s", "the"} or not words[0].is_word):
        words.pop(0)
    while words and (words[-1].lower in {"'s", "’s", "'", "’"} or not words[-1].is_word):
        words.pop()
    words = words[title_words([token.text for token in words]) :]
    if len(words) == 1 and words[0].lower.rstrip(".") in TITLES | _CAPITALISED:
        return ()
    # A capital at the start of a sentence makes no name of a common noun.
    common = len(words) == 1 and words[0].pos == "NOUN" and words[0] is words[0].sentence.tokens[0]
    return () if common else tuple(words)


def _chain(mentions: list[tuple[tuple[Token, ...], NameKind]]) -> list[Name]:
    kinds: dict[str, list[NameKind]] = {}
    for tokens, kind in mentions:
        kinds.setdefault(_text(tokens), []).append(kind)
    kind_of = {text: max(found, key=found.count) for text, found in kinds.items()}
    full = {text: name_words(text) for text in kinds if text}
    names = []
    # A name stands many times in a long document: whom it stands for is found once.
    canonicals = {text: _canonical(text, full, kind_of) for text in kinds}
    for tokens, kind in sorted(mentions, key=lambda mention: mention[0][0].index):
        text = _text(tokens)
        canonical, how = canonicals[text]
        seen: list[NameKind] = [other for name in (canonical, text) for other in kinds[name] if other != "other"]
        names.append(Name(tokens, max(seen or [kind], key=seen.count), canonical, how))
    return names


def _canonical(text: str, full: dict[str, tuple[str, ...]], kinds: dict[str, NameKind]) -> tuple[str, str]:
    words = full[text]
    longer = {
        other_words: other
        for other, other_words in sorted(full.items())
        if len(other_words) > len(words) and _can_shorten(kinds[text], kinds[other])
    }
    if words:
        for how, found in (
            ("surname", [w for w in longer if w[-len(words) :] == words and len(w) <= len(words) + _MOST_FIRST_NAMES]),
            ("first name", [w for w in longer if w[0] == words[0] and len(words) == 1 and len(w) <= 3]),
            ("short form", [w for w in longer if w[: len(words)] == words and len(w) > len(words)]),
            ("acronym", [w for w, other in longer.items() if is_acronym(text, other)]),
        ):
            if len(found) == 1:
                return longer[found[0]], how
            # Two possible owners: the mention stays a name of its own rather than be given to the wrong one.
            if found:
                break
    same = min((other for other, other_words in full.items() if other_words == words), default=text)
    return same, "same words"


def _can_shorten(short: NameKind, long: NameKind) -> bool:
    """Whether a name of one kind can be short for one of another: "New York" is not the "New York Times"."""
    return short not in {"place", "nationality"} or long in {short, "person"}


def _text(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.text for token in tokens)


def _pronouns(analysis: Analysis, names: list[Name]) -> Iterator[Name]:
    people = [name for name in names if name.kind in {"person", "other"}]
    starts = [name.tokens[0].sentence.index for name in people]
    genders: dict[str, str] = {}
    for name in people:
        if gender := gender_of(name):
            genders.setdefault(name.canonical, gender)
    for sentence in analysis.sentences:
        for token in sentence.tokens:
            if token.lower not in _PRONOUNS or token.pos != "PRON":
                continue
            gender = "male" if token.lower in MALE_PRONOUNS else "female"
            first = bisect.bisect_left(starts, sentence.index - _REACH)
            last = bisect.bisect_right(starts, sentence.index)
            near = [
                name
                for name in people[first:last]
                if name.tokens[0].index < token.index and genders.get(name.canonical, gender) == gender
            ]
            if near:
                chosen = max(near, key=lambda name: _likely(name, sentence))
                yield Name((token,), chosen.kind, chosen.canonical, "pronoun")


def _likely(name: Name, sentence: Sentence) -> tuple[bool, int, bool, int]:
    """Nearest sentence first, its subject before others."""
    head = name.head
    subject = head.dep in {"nsubj", "nsubjpass"}
    return name.kind == "person", -(sentence.index - head.sentence.index), subject, head.index


__all__ = [
    "FEMALE_PRONOUNS",
    "FEMALE_WORDS",
    "MALE_PRONOUNS",
    "MALE_WORDS",
    "TITLES",
    "Name",
    "NameKind",
    "gender_of",
    "name_words",
    "names_of",
    "same_name",
]
