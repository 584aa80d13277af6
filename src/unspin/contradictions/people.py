"""People: who is meant by a name, a surname, a "he" or a "she"; several possible owners are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from unspin.facts import Facts
from unspin.facts.first_names import FEMALE_FIRST_NAMES, MALE_FIRST_NAMES
from unspin.facts.names import FEMALE_WORDS, MALE_PRONOUNS, MALE_WORDS, TITLES, Name, name_words
from unspin.language import Sentence, Token
from unspin.lexicon import is_person

# What stands before a name and is no part of it, beside the titles that the names know.
_OFFICE_WORDS = frozenset("police fire vice deputy prime chief mayor former late young old".split()) | TITLES
# Two people of one name.
_NAMESAKES = frozenset("younger elder namesake namesakes jr jnr sr snr junior senior".split())
_TRACES = ("also named", "also called", "same name", "named after", "no relation", "name is also", "not related")
_REACH = 6  # sentences that "he" or "she" may look back where nobody else comes in between
_PERSONAL = frozenset("live write bear marry die sleep drive weep smile swim retire study grow teach sing".split())


class People:
    """The names of one document, each with the one person for whom it stands."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.sentences = facts.analysis.sentences
        self._beside: dict[frozenset[str], frozenset[str]] = {}
        self.names = _whole(facts.names)
        self._name_at = {token.index: name for name in self.names for token in name.tokens}
        self._name_at.update((name.tokens[0].index, name) for name in self._missed_surnames())

    def name_of(self, token: Token | None) -> Name | None:
        """The mention that a token is part of, or None."""
        return None if token is None else self._name_at.get(token.index)

    @cached_property
    def _full_names(self) -> dict[tuple[str, ...], str]:
        found: dict[tuple[str, ...], str] = {}
        for name in self.names:
            if not name.is_pronoun and len(words := _person_words(_text(name))) > 1:
                found.setdefault(words, _display(_text(name)))
        return found

    def _missed_surnames(self) -> Iterator[Name]:
        """Surnames of people named in full that the parser took for common nouns, as names."""
        owners: dict[str, Name] = {}
        for name in self.names:
            if not name.is_pronoun and len(name.tokens) > 1 and name.kind != "place":
                owners.setdefault(name.tokens[-1].text, name)
        common = {token.text for token in self.facts.analysis.tokens if token.text.islower()}
        for token in self.facts.analysis.tokens:
            owner = owners.get(token.text)
            if owner is not None and token.index not in self._name_at and token.lower not in common:
                yield Name((token,), owner.kind, owner.canonical, "surname")

    @cached_property
    def _by_end(self) -> dict[tuple[str, str], set[tuple[str, ...]]]:
        found: dict[tuple[str, str], set[tuple[str, ...]]] = {}
        for words in self._full_names:
            found.setdefault(("last", words[-1]), set()).add(words)
            found.setdefault(("first", words[0]), set()).add(words)
        return found

    def person(self, name: Name) -> tuple[str, str] | None:
        """A key and a display name of the one person whom a mention stands for; None where it may be several."""
        if name.is_pronoun:
            words = _person_words(name.canonical)
            shown = _display(name.canonical)
        else:
            words = _person_words(_text(name))
            shown = _display(_text(name))
        if not words:
            return None
        if len(words) == 1:
            last = self._by_end.get(("last", words[0]), set())
            first = self._by_end.get(("first", words[0]), set())
            if len(last | first) > 1:
                return None
            if last or first:
                words = next(iter(last or first))
                shown = self._full_names[words]
        key = " ".join(words)
        return None if key in self.namesakes else (key, shown)

    @cached_property
    def namesakes(self) -> frozenset[str]:
        """Keys of names that the document gives to two people."""
        found = set()
        for sentence in self.sentences:
            lower = sentence.text.lower()
            words = {token.lower.rstrip(".") for token in sentence.tokens}
            if words & _NAMESAKES or any(trace in lower for trace in _TRACES):
                for name in self.names_in(sentence):
                    found.add(" ".join(_person_words(_text(name))))
                    found.add(" ".join(_person_words(name.canonical)))
        return frozenset(found)

    @cached_property
    def _names_by_sentence(self) -> dict[int, list[Name]]:
        found: dict[int, list[Name]] = {}
        for name in self.names:
            found.setdefault(name.tokens[0].sentence.index, []).append(name)
        return found

    def names_in(self, sentence: Sentence) -> list[Name]:
        """The mentions in a sentence, pronouns included."""
        return self._names_by_sentence.get(sentence.index, [])

    @cached_property
    def people(self) -> frozenset[str]:
        """Keys of the names that stand for people: by the parser's word, or because they do what people do."""
        found = set()
        for name in self._name_at.values():
            who = self.person(name)
            if who is None:
                continue
            head = name.head
            acts = head.dep in {"nsubj", "nsubjpass"} and head.head.lemma in _PERSONAL and " " in who[0]
            if name.is_pronoun or name.kind == "person" or (acts and len(name.tokens) < 4):
                found.add(who[0])
        return frozenset(found)

    def people_in(self, sentence: Sentence) -> set[str]:
        """Keys of the people named in a sentence, without pronouns."""
        found = set()
        for name in self.names_in(sentence):
            if not name.is_pronoun and name.kind in {"person", "other"} and (who := self.person(name)):
                found.add(who[0])
        return found

    def people_beside(self, lemmas: frozenset[str]) -> frozenset[str]:
        """Keys of the people who are named, or meant by a pronoun, in a sentence that holds one of the words."""
        if lemmas not in self._beside:
            found = set()
            for sentence in self.sentences:
                if any(token.lemma in lemmas or token.lower in lemmas for token in sentence.tokens):
                    found |= {who[0] for name in self.names_in(sentence) if (who := self.person(name))}
            self._beside[lemmas] = frozenset(found)
        return self._beside[lemmas]

    def is_alone(self, key: str, token: Token) -> bool:
        """Whether a person is the only one who is named or told of before a token, in its sentence and the two before."""
        index = token.sentence.index
        for sentence in self.sentences[max(0, index - 2) : index + 1]:
            if self.people_in(sentence) - {key}:
                return False
            for other in sentence.tokens:
                ahead = sentence.index < index or other.index < token.index
                if ahead and _is_somebody(other) and not _describes(other):
                    return False
        return True

    def brings_up_somebody(self, sentence: Sentence, before: Token) -> bool:
        """Whether a sentence, up to a token, tells of somebody without a name: "a man", "a neighbour"."""
        return any(
            token.index < before.index
            and _is_somebody(token)
            and not _describes(token)
            and any(child.lower in {"a", "an", "another"} for child in token.children)
            for token in sentence.tokens
        )

    @cached_property
    def places_beside(self) -> list[frozenset[str]]:
        """For each sentence with two names or more, the names in it: what one may say of the other stands there."""
        found = []
        for names in self._names_by_sentence.values():
            words = frozenset(" ".join(name_words(name.canonical)) for name in names if not name.is_pronoun)
            if len(words) > 1:
                found.append(words)
        return found

    def sure_pronoun(self, token: Token) -> tuple[str, str] | None:
        """The person whom "he" or "she" stands for where nobody else is near: one name and no other person's noun."""
        index = token.sentence.index
        unfit = FEMALE_WORDS if token.lower in MALE_PRONOUNS else MALE_WORDS
        for sentence in reversed(self.sentences[max(0, index - _REACH) : index + 1]):
            ahead = [other for other in sentence.tokens if sentence.index < index or other.index < token.index]
            named = {
                who
                for other in ahead
                if (name := self.name_of(other)) is not None
                and not name.is_pronoun
                and (name.kind != "place" or len(name.tokens) > 1)
                and (who := self.person(name))
            }
            if any(_is_somebody(other) and other.lemma not in unfit and not _describes(other) for other in ahead):
                return None
            people = {who for who in named if who[0] in self.people}
            if people:
                return next(iter(people)) if len(people) == 1 else None
        return None


def _whole(names: Sequence[Name]) -> list[Name]:
    """The mentions, a first name and a surname that the parser took for two names made one."""
    whole: list[Name] = []
    for name in names:
        before = whole[-1] if whole else None
        if before is not None and not name.is_pronoun and not before.is_pronoun and _belong_together(before, name):
            tokens = (*before.tokens, *name.tokens)
            whole[-1] = Name(tokens, "person", " ".join(token.text for token in tokens), "same words")
        else:
            whole.append(name)
    return whole


def _belong_together(first: Name, last: Name) -> bool:
    end, start = first.tokens[-1], last.tokens[0]
    people = {first.kind, last.kind} <= {"person", "other"} and "person" in {first.kind, last.kind}
    # The parser takes rare surnames for places.
    people = people or end.lower in MALE_FIRST_NAMES | FEMALE_FIRST_NAMES
    title = end.lower.rstrip(".") in _OFFICE_WORDS
    return people and not title and end.index + 1 == start.index and end.dep == "compound" and end.head in last.tokens


def _is_somebody(noun: Token) -> bool:
    return noun.tag == "NN" and is_person(noun.lemma)


def _describes(noun: Token) -> bool:
    """Whether a noun is said of a name beside it: a title, an apposition, a complement; or of what may be (a "as")."""
    return noun.dep in {"compound", "appos", "attr", "nmod", "poss"} or any(
        child.dep in {"appos", "compound"} and child.pos == "PROPN" for child in noun.children
    )


def _text(name: Name) -> str:
    return " ".join(token.text for token in name.tokens)


def _person_words(text: str) -> tuple[str, ...]:
    words = name_words(text)
    while len(words) > 1 and words[0] in _OFFICE_WORDS:
        words = words[1:]
    return words


def _display(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in _OFFICE_WORDS:
        words.pop(0)
    return " ".join(words)
