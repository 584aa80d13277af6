"""The ground on which claims stand: whose words a stretch is, how real its statement is, which thing a noun is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from unspin.contradictions.people import People
from unspin.document import Document, Span
from unspin.facts import Facts
from unspin.facts.names import name_words
from unspin.facts.times import Time
from unspin.language import Sentence, Token

_SPEECH = frozenset("say tell add warn explain claim insist argue note think believe".split())
_UNREAL_DEPS = frozenset({"ccomp", "conj", "xcomp", "pcomp", "acl", "advcl"})
_PAST_WORDS = frozenset("ago earlier previously previous formerly once then historic".split())


class Ground(People):
    """One document's facts, asked in the way in which claims need them. All look-ups are by place."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.document: Document = facts.document
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
        if predicate.sentence.is_question:
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
        return self._only_body if noun.lemma in _BODIES and self.is_unique(noun.lemma) else None

    @cached_property
    def _only_body(self) -> tuple[str, str] | None:
        called = set()
        for name in self.names:
            head = name.head
            near = [child.lemma for child in head.children if child.dep == "appos"]
            near += [head.head.lemma] if head.dep == "appos" else []
            near += [child.lemma for child in head.head.children if child.dep == "attr" and head.dep == "nsubj"]
            seat = any(child.lower in {"based", "headquartered"} for child in head.children)
            acts = name.kind != "person" and head.dep in {"nsubj", "nsubjpass", "dobj", "poss"}
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
        """Whether a sentence tells of another time than the news: it names a year, or says "ago", "earlier", "last".

        What it quotes says nothing of that: "and then it was dark," said Venn, 71.
        """
        if any(
            (_is_of_the_past(token) or _is_years_later(token)) and not self.is_quoted(token.span)
            for token in sentence.tokens
        ):
            return True
        return any(
            (time.get("year") is not None or (time.get("offset-unit") in _LONG and time.get("offset") not in {0, None}))
            and not self.is_quoted(time.span)
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


def _is_of_the_past(token: Token) -> bool:
    after = token.neighbour(1)
    # "then took questions" goes on in the news.
    goes_on = token.lower in {"then", "once"} and after is not None and (after.pos == "VERB" or after.text == ",")
    return token.lower in _PAST_WORDS and not goes_on


def _is_years_later(token: Token) -> bool:
    before = token.neighbour(-1)
    return token.lower in {"later", "before", "after"} and before is not None and before.lemma in _LONG


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


def _is_subject(token: Token) -> bool:
    return token.dep in {"nsubj", "nsubjpass"} and token.pos in {"NOUN", "PROPN", "PRON"}


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = merged[-1].join(span)
        else:
            merged.append(span)
    return merged
