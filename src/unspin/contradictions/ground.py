"""The ground on which claims stand: whose words a stretch is, how real its statement is, who is meant by a name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from unspin.document import Document, Span
from unspin.facts import Facts
from unspin.facts.names import FEMALE_WORDS, MALE_PRONOUNS, MALE_WORDS, TITLES, Name, name_words
from unspin.facts.times import Time
from unspin.language import Sentence, Token
from unspin.lexicon import is_person

# What stands before a name and is no part of it, beside the titles that the names know.
_OFFICE_WORDS = frozenset("police fire vice deputy prime chief mayor former late young old".split()) | TITLES
# Two people of one name.
_NAMESAKES = frozenset("younger elder namesake namesakes jr jnr sr snr junior senior".split())
_TRACES = ("also named", "also called", "same name", "named after", "no relation", "name is also", "not related")
_SPEECH = frozenset("say tell add warn explain claim insist argue note think believe".split())
_REACH = 6  # sentences that "he" or "she" may look back where nobody else comes in between
_PERSONAL = frozenset("live write bear marry die sleep drive weep smile swim retire study grow teach sing".split())
_UNREAL_DEPS = frozenset({"ccomp", "conj", "xcomp", "pcomp", "acl", "advcl"})
PAST_WORDS = frozenset("ago earlier previously previous formerly once then historic".split())


class Ground:
    """One document's facts, asked in the way in which claims need them. All look-ups are by place."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.document: Document = facts.document
        self.sentences = facts.analysis.sentences
        self._quoted = _merged(span for quote in facts.marked_quotes for span in quote.marked)
        self._attributed = sorted(
            (
                (piece, found.speaker.name if found.speaker is not None else "?")
                for found in facts.attributions
                for piece in found.content
            ),
            key=lambda item: (item[0].start, item[0].end),
        )
        self._attributed_starts = [piece.start for piece, _ in self._attributed]
        self._doubted = {hedge.governed.index for hedge in facts.hedges}
        self._denied = {negation.governed.index for negation in facts.negations}
        self._beside: dict[frozenset[str], frozenset[str]] = {}
        self.names = _whole(facts.names)
        self._name_at = {token.index: name for name in self.names for token in name.tokens}
        self._name_at.update((name.tokens[0].index, name) for name in self._missed_surnames())

    # Whose words, and how real.

    def is_quoted(self, span: Span) -> bool:
        """Whether a stretch stands between quotation marks, wholly or in part."""
        place = bisect_right(self._quoted, span.start, key=lambda quoted: quoted.start) - 1
        return any(0 <= k < len(self._quoted) and self._quoted[k].overlaps(span) for k in (place, place + 1))

    def source_of(self, span: Span) -> str:
        """Who is said to say a stretch in indirect speech, "" for the writer, "?" for a source without a name."""
        place = bisect_right(self._attributed_starts, span.start)
        for piece, speaker in reversed(self._attributed[max(0, place - 6) : place]):
            if piece.start <= span.start and span.end <= piece.end:
                return speaker
        return ""

    def is_asserted(self, predicate: Token) -> bool:
        """Whether a predicate is told as a fact: not denied, doubted, planned, asked or told under a condition."""
        if predicate.sentence.text.rstrip().endswith("?"):
            return False
        for token in (predicate, *predicate.ancestors()):
            if token.index in self._doubted or token.index in self._denied:
                return False
            marks = {child.lower for child in token.children if child.dep in {"mark", "aux", "advmod"}}
            if marks & {"if", "unless", "whether", "would", "could", "might", "may", "should", "will", "to", "had"}:
                return False
            if token.dep not in _UNREAL_DEPS:
                break
            if token.dep == "ccomp" and (token.head.lemma in _SPEECH or token.index < token.head.index):
                break
        return True

    def is_told(self, predicate: Token) -> bool:
        """The same for a predicate that denies in itself ("no one was hurt"): not doubted, asked or told under a condition."""
        marks = {child.lower for child in predicate.children if child.dep in {"mark", "aux"}}
        doubted = any(token.index in self._doubted for token in (predicate, *predicate.ancestors()))
        return not doubted and not marks & {"if", "unless", "whether", "would", "could", "might"}

    # Names.

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

    # Things.

    def thing(self, token: Token) -> tuple[str, str] | None:
        """A key and display of the thing that a noun, a name or an "it" stands for, None where that is not plain."""
        if token.lower in {"it", "its", "which"}:
            before = self._antecedent(token)
            return self.thing(before) if before is not None else None
        name = self.name_of(token)
        if name is not None and not name.is_pronoun:
            words = name_words(name.canonical)
            return (" ".join(words), name.canonical) if words else None
        if token.pos not in {"NOUN", "PROPN"} or token.tag in {"NNS", "NNPS"} or token.entity in {"DATE", "TIME"}:
            return None
        if any(child.lower in {"another", "each", "every", "any", "other", "no", "some"} for child in token.children):
            return None
        return token.lemma, f"the {token.lemma}"

    def _antecedent(self, token: Token) -> Token | None:
        """The subject that "it" takes up: of the clause before in its sentence, else of the sentence before."""
        if token.lower == "which":
            return next((above.head for above in token.ancestors() if above.dep == "relcl"), None)
        here = [other for other in token.sentence.tokens if other.index < token.index and _is_subject(other)]
        own = [other for other in here if other.lower not in {"it", "which"}]
        if here:
            return own[-1] if len(own) == 1 else None
        if token.sentence.index == 0:
            return None
        previous = self.sentences[token.sentence.index - 1]
        subjects = [other for other in previous.tokens if _is_subject(other) and other.head.dep in {"ROOT", "conj"}]
        if not subjects:
            return None
        return self._antecedent(subjects[0]) if subjects[0].lower == "it" else subjects[0]

    @cached_property
    def _lemmas(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for token in self.facts.analysis.tokens:
            if token.tag in {"NNS", "NNPS"}:
                found[token.lemma] = found.get(token.lemma, 0) + 1
        return found

    def is_unique(self, noun: str) -> bool:
        """Whether the document knows one thing only that the noun names: no plural of it, no "another", no "second" one."""
        return noun not in self._lemmas and noun not in self._others

    def the_only_body(self, noun: Token) -> tuple[str, str] | None:
        """The one firm or body whom "the company" takes up: the only organisation that the document calls one."""
        if noun.lemma not in _BODIES or not self.is_unique(noun.lemma):
            return None
        called = set()
        for name in self.names:
            head = name.head
            near = [child.lemma for child in head.children if child.dep == "appos"]
            near += [head.head.lemma] if head.dep == "appos" else []
            near += [child.lemma for child in head.head.children if child.dep == "attr" and head.dep == "nsubj"]
            seat = any(child.lower in {"based", "headquartered"} for child in head.children)
            acts = name.kind == "organisation" and head.dep in {"nsubj", "nsubjpass", "poss"}
            body = seat or acts or not _BODIES.isdisjoint(near) or not _MAKERS.isdisjoint(near)
            if body and not name.is_pronoun and (who := self.person(name)):
                called.add(who)
        return next(iter(called)) if len(called) == 1 else None

    def is_other(self, noun: str) -> bool:
        """Whether the document tells of another one, a second or a previous one of a noun's kind."""
        return noun in self._others

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(
            token.head.lemma
            for token in self.facts.analysis.tokens
            if token.lower in _OTHERS and token.dep in {"det", "amod", "nummod"} and token.head.pos in {"NOUN", "PROPN"}
        )

    def is_past(self, sentence: Sentence) -> bool:
        """Whether a sentence tells of another time than the news: it names a year, or says "ago", "earlier", "last"."""
        if any(token.lower in PAST_WORDS for token in sentence.tokens):
            return True
        return any(
            time.get("year") is not None or (time.get("offset-unit") in _LONG and time.get("offset") not in {0, None})
            for time in self.times_in(sentence)
        )

    @cached_property
    def _times(self) -> dict[int, list[int]]:
        return self.facts.places_of(self.facts.times)

    def is_past_at(self, span: Span) -> bool:
        """Whether the sentence of a stretch tells of another time than the news."""
        sentence = self.facts.analysis.sentence_at(span.start)
        return sentence is not None and self.is_past(sentence)

    def times_in(self, sentence: Sentence) -> list[Time]:
        """The times that stand in a sentence."""
        return [self.facts.times[place] for place in self._times.get(sentence.index, ())]


_LONG = frozenset({"month", "year", "decade"})
_BODIES = frozenset("company firm group business manufacturer charity carrier retailer chain".split())
_MAKERS = frozenset("maker producer brewer builder developer operator".split())
_OTHERS = frozenset(
    "another other second third previous earlier first next new old similar separate different last nearby".split()
)


def _whole(names: Sequence[Name]) -> list[Name]:
    """The mentions, a first name and a surname that the parser took for two names made one."""
    whole: list[Name] = []
    for name in names:
        before = whole[-1] if whole else None
        if before is not None and not name.is_pronoun and not before.is_pronoun and _belong_together(before, name):
            tokens = (*before.tokens, *name.tokens)
            whole[-1] = Name(tokens, name.kind, " ".join(token.text for token in tokens), "same words")
        else:
            whole.append(name)
    return whole


def _belong_together(first: Name, last: Name) -> bool:
    end, start = first.tokens[-1], last.tokens[0]
    people = {first.kind, last.kind} <= {"person", "other"} and "person" in {first.kind, last.kind}
    title = end.lower.rstrip(".") in _OFFICE_WORDS
    return people and not title and end.index + 1 == start.index and end.dep == "compound" and end.head in last.tokens


def subject_of(verb: Token) -> Token | None:
    """The subject word of a verb: its own, what a relative clause or a participle is about, or that of the verb before "and"."""
    own = verb.child("nsubj", "nsubjpass")
    if own is not None:
        relative = verb.dep == "relcl" and own.lower in {"who", "which", "that"}
        return verb.head if relative else own
    if verb.dep == "acl":
        return verb.head
    if (verb.dep == "conj" and verb.head.pos in {"VERB", "AUX"}) or (verb.dep == "advcl" and verb.tag == "VBN"):
        return subject_of(verb.head)
    return None


def _is_somebody(noun: Token) -> bool:
    return noun.tag == "NN" and is_person(noun.lemma)


def _describes(noun: Token) -> bool:
    """Whether a noun is said of a name beside it: a title, an apposition, a complement; or of what may be (a "as")."""
    return noun.dep in {"compound", "appos", "attr", "nmod", "poss"} or any(
        child.dep in {"appos", "compound"} and child.pos == "PROPN" for child in noun.children
    )


def _is_subject(token: Token) -> bool:
    return token.dep in {"nsubj", "nsubjpass"} and token.pos in {"NOUN", "PROPN", "PRON"}


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


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = merged[-1].join(span)
        else:
            merged.append(span)
    return merged
