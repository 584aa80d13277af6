"""Roles: who does what to whom, and what is what to whom, as labelled edges between words.

Active and passive, relative clauses, participles and shared subjects are resolved to the same edges, so that "X accused Y", "Y was
accused by X" and "X, who accused Y" agree. Labels: ``agent``, ``patient``, ``is`` (title, apposition, "X is a Y"), ``of`` (possessor,
maker or whole: "X's Y", "Y of X", "Y by X", "X, whose Y"), and ``to``, ``from``, ``in`` … for prepositions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unspin.document import Span
from unspin.language import Analysis, Sentence, Token
from unspin.lexicon import hypernyms

_RELATIVES = frozenset({"who", "whom", "which", "that"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_MAKERS = frozenset(
    "film book novel memoir play song album painting report study survey poll article letter design".split()
)

GIVING = frozenset(
    "give sell tell lend pay send hand offer show teach report say explain describe reveal submit transfer".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """One edge: ``dependent`` plays the part ``label`` for ``head``. For ``is`` the head is the thing, the dependent what it is."""

    label: str
    head: Token
    dependent: Token

    @property
    def span(self) -> Span:
        """From the one word to the other."""
        return self.head.span.join(self.dependent.span)


def roles_of(analysis: Analysis) -> list[Role]:
    """The roles that a document states, sentence by sentence."""
    return [role for sentence in analysis.sentences for role in _sentence_roles(sentence)]


def is_passive(verb: Token) -> bool:
    """Whether a verb is used in the passive, a bare past participle after its noun ("the man accused of") included."""
    if any(child.dep in {"nsubjpass", "auxpass", "agent"} for child in verb.children):
        return True
    return verb.dep in {"acl", "relcl"} and verb.tag == "VBN" and verb.child("nsubj") is None


def conjuncts(token: Token) -> list[Token]:
    """The token and the words that are joined to it by "and", "or" or commas."""
    found = [token]
    for word in found:
        found.extend(child for child in word.children if child.dep == "conj" and child.pos != "VERB")
    return found


def subjects_of(verb: Token) -> list[Token]:
    """The subject words of a verb, taken from its antecedent or the verb that it shares its subject with where it has none."""
    for child in verb.children:
        if child.dep in _SUBJECTS:
            return [word for part in conjuncts(child) for word in [_antecedent(part)]]
    if verb.dep in {"acl", "relcl"} and verb.head.pos in _NOMINAL:
        return [verb.head]
    if verb.dep in {"conj", "xcomp", "advcl"} and verb.head.pos in {"VERB", "AUX"} and verb.head is not verb:
        if verb.dep == "xcomp" and (thing := verb.head.child("dobj")) is not None:
            return conjuncts(thing)
        return subjects_of(verb.head)
    return []


def _antecedent(token: Token) -> Token:
    if token.lower in _RELATIVES and token.tag in {"WP", "WDT"}:
        for above in token.ancestors():
            if above.dep == "relcl":
                return above.head
    return token


def _sentence_roles(sentence: Sentence) -> Iterator[Role]:
    for token in sentence.tokens:
        if token.pos == "VERB" or (token.pos == "AUX" and token.dep not in {"aux", "auxpass"}):
            yield from _verb_roles(token)
        if token.pos in {"NOUN", "PROPN", "PRON", "NUM"}:
            yield from _noun_roles(token)


def _verb_roles(verb: Token) -> Iterator[Role]:
    passive = is_passive(verb)
    subjects = subjects_of(verb)
    if verb.lemma in {"be", "become", "remain"} and not passive:
        yield from _copula(verb, subjects)
    else:
        # "The film inspired by X": a shared subject of an active verb must not become the patient of a bare participle's verb.
        # "X is owed a million": with an object of its own, the passive's subject is the one who receives.
        told = "recipient" if verb.child("dobj") is not None else "patient"
        yield from (Role(told if passive else "agent", verb, subject) for subject in subjects)
    yield from _misplaced(verb, passive=passive)
    for child in verb.children:
        if child.dep == "agent":
            yield from (Role("agent", verb, word) for word in _objects(child))
        elif child.dep in {"dobj", "dative", "oprd"} and child.pos != "ADP":
            label = "recipient" if child.dep == "dative" else "patient"
            yield from (Role(label, verb, _antecedent(word)) for word in conjuncts(child))
        elif child.dep in {"prep", "dative"}:
            thing = verb.child("dobj")
            made = child.lower == "by" and not passive and thing is not None and thing.lemma in _MAKERS
            # "inspired the film by X": the parser hangs the maker on the verb.
            yield from (
                (Role("of", thing, word) for word in _objects(child)) if made and thing else _prepositional(verb, child)
            )


def _misplaced(verb: Token, *, passive: bool) -> Iterator[Role]:
    """Agents and recipients that the parser hangs on the noun between: "was told of the plan by X", "reported her fears to X"."""
    if passive and verb.child("agent") is None:
        between = [thing for child in verb.children if child.dep in {"prep", "oprd"} for thing in _objects(child)]
        between += [child for child in verb.children if child.dep == "dobj"]
        label, marks = "agent", {"by"}
    elif (
        not passive
        and verb.lemma in GIVING
        and not any(child.dep == "dative" or child.lower == "to" for child in verb.children)
    ):
        between = [child for child in verb.children if child.dep == "dobj"]
        label, marks = "to", {"to"}
    else:
        return
    for thing in between:
        for child in thing.children:
            if child.dep == "prep" and child.lower in marks:
                yield from (Role(label, verb, word) for word in _objects(child))


def _copula(verb: Token, subjects: list[Token]) -> Iterator[Role]:
    for child in verb.children:
        if child.dep in {"attr", "acomp"}:
            yield from (Role("is", subject, word) for subject in subjects for word in conjuncts(child))
        elif child.dep == "prep":
            yield from (Role(child.lower, subject, word) for subject in subjects for word in _objects(child))


def _prepositional(head: Token, preposition: Token) -> Iterator[Role]:
    for word in _objects(preposition):
        yield Role(preposition.lower, head, _antecedent(word))
    for nested in preposition.children:
        if nested.dep == "prep":
            yield from _prepositional(head, nested)


def _objects(preposition: Token) -> list[Token]:
    child = preposition.child("pobj", "pcomp")
    return conjuncts(child) if child is not None else []


def _noun_roles(noun: Token) -> Iterator[Role]:
    for child in noun.children:
        if child.dep == "poss":
            yield Role("of", noun, _whose(child, noun))
        elif child.dep == "appos":
            yield from _apposition(noun, child)
        elif child.dep == "prep":
            label_of = child.lower == "of" or (child.lower == "by" and noun.lemma in _MAKERS)
            for word in _objects(child):
                yield Role("of" if label_of else child.lower, noun, word)
        elif child.dep in {"compound", "nmod"} and noun.pos == "PROPN" and _is_title(child):
            yield Role("is", noun, child)
        elif child.dep == "amod":
            yield Role("amod", noun, child)


def _whose(possessor: Token, noun: Token) -> Token:
    if possessor.lower != "whose":
        return possessor
    return next((above.head for above in noun.ancestors() if above.dep == "relcl"), possessor)


def _office(noun: Token, other: Token) -> Token:
    """What a person's name in apposition is: "the director of the glass museum, Tor Veld" is no museum."""
    above = noun.head.head
    of = noun.dep == "pobj" and noun.head.lower == "of" and noun.pos == above.pos == "NOUN"
    if of and other.entity == "PERSON" and _is_person(above) and not _is_person(noun):
        return above
    return noun


def _is_person(noun: Token) -> bool:
    return "person" in hypernyms(noun.lemma, "NOUN")


def _apposition(noun: Token, other: Token) -> Iterator[Role]:
    """A name and what it is, whichever stands first; two lists of one length are read in parallel ("A and B, the x and the y")."""
    lists = (conjuncts(noun), [word for word in conjuncts(other) if word.dep in {"appos", "conj"}])
    if noun.dep == "conj" and len(lists[1]) > 1:
        first = noun.head
        while first.dep == "conj":
            first = first.head
        lists = ([word for word in conjuncts(first) if word.index <= noun.index], lists[1])
    if len(lists[1]) > 1 and len(lists[0]) == len(lists[1]):
        yield from (Role("is", thing, what) for thing, what in zip(*lists, strict=True))
        return
    if other.pos == "NOUN" and (named := _name_before(other)) is not None:
        yield Role("is", named, other)
        return
    noun = _office(noun, other)
    thing, what = (other, noun) if other.pos == "PROPN" and noun.pos != "PROPN" else (noun, other)
    yield Role("is", thing, what)


def _name_before(noun: Token) -> Token | None:
    """The name that a comma parts from a description: "A, the lawyer, and B, the judge" is parsed as one chain."""
    first = min(
        (child for child in noun.children if child.index < noun.index), key=lambda child: child.index, default=noun
    )
    comma = first.neighbour(-1)
    before = comma.neighbour(-1) if comma is not None and comma.text == "," else None
    return before if before is not None and before.pos == "PROPN" else None


def _is_title(token: Token) -> bool:
    return token.pos == "NOUN" or (token.pos == "PROPN" and not token.entity.startswith("PERSON"))
