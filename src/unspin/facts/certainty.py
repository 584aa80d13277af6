"""Certainty: words that say how sure or how real a statement is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unspin.document import Span
from unspin.facts.hedge_words import (
    ACCUSING,
    ADJECTIVES,
    ADVERBS,
    CONDITIONS,
    CONSIDERING,
    LEVELS,
    MODALS,
    NOUNS,
    PASSIVES,
    STATES,
    VERBS,
    Kind,
)
from unspin.language import Analysis, Sentence, Token, span_of

_COMPLEMENTS = ("xcomp", "ccomp", "pcomp")
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj", "csubjpass")
_NO_CRIME = frozenset({"PERSON", "DATE", "GPE", "ORG", "MONEY"})
_AUXILIARY = ("aux", "auxpass")


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word or two that keep a statement from being plain fact, and the predicate or noun that they govern.

    ``level`` in [0, 1]: how near to fact (1.0) the statement is.
    """

    span: Span
    tokens: tuple[Token, ...]
    governed: Token
    kind: Kind
    level: float


def hedges_of(analysis: Analysis) -> list[Hedge]:
    """The hedges of a document in order of place; one over joined verbs ("may fall and break") stands for each."""
    found = [hedge for sentence in analysis.sentences for hedge in _hedges(sentence)]
    unique = {(hedge.span.start, hedge.governed.index): hedge for hedge in found}
    return sorted(unique.values(), key=lambda hedge: (hedge.span.start, hedge.governed.index))


def verb_phrase(token: Token) -> list[Token]:
    """The words of a predicate without arguments: auxiliaries, negation, particle, verb; or the noun alone."""
    if token.pos not in {"VERB", "AUX"}:
        return [token]
    parts = [child for child in token.children if child.dep in {"aux", "auxpass", "neg", "prt"}]
    return sorted([token, *parts], key=lambda part: part.index)


# With "could": "no longer", "barely".
_UNABLE = frozenset({"longer", "barely", "hardly", "scarcely"})


def is_negated(token: Token) -> bool:
    """Whether "not" or "never" stands directly with the word."""
    return any(child.dep == "neg" for child in token.children)


def is_past(token: Token) -> bool:
    """Whether a predicate is told as done: simple past, or a perfect or past auxiliary, without a modal."""
    auxiliaries = [child for child in token.children if child.dep in _AUXILIARY]
    if any(child.tag == "MD" or child.lower == "to" for child in auxiliaries):
        return False
    finite = [child for child in (token, *auxiliaries) if child.tag in {"VBD", "VBZ", "VBP"}]
    perfect = any(child.lemma == "have" for child in auxiliaries)
    return perfect or any(child.tag == "VBD" for child in finite)


def is_present(token: Token) -> bool:
    """Whether a predicate is told as going on: simple or continuous present, without a modal."""
    auxiliaries = [child for child in token.children if child.dep in _AUXILIARY]
    if any(child.tag == "MD" or child.lower == "to" for child in auxiliaries) or is_past(token):
        return False
    return any(child.tag in {"VBZ", "VBP"} for child in (token, *auxiliaries))


def _hedges(sentence: Sentence) -> Iterator[Hedge]:
    for token in sentence.tokens:
        for rule in (_modal, _adverb, _adjective, _complement, _accusation, _noun, _to_be, _condition):
            for hedge in rule(token):
                yield hedge
                yield from _over_joined(hedge)


def _hedge(tokens: tuple[Token, ...], governed: Token, kind: Kind) -> Hedge:
    return Hedge(span_of(tokens), tokens, governed, kind, LEVELS[kind])


def _over_joined(hedge: Hedge) -> Iterator[Hedge]:
    """The same hedge over a joined verb: in "may fall and break" the modal governs both."""
    for child in hedge.governed.children:
        own = any(part.dep in (*_AUXILIARY, *_SUBJECTS) for part in child.children)
        if child.dep == "conj" and child.tag == hedge.governed.tag and child.pos == hedge.governed.pos and not own:
            yield Hedge(hedge.span, hedge.tokens, child, hedge.kind, hedge.level)


def _modal(token: Token) -> Iterator[Hedge]:
    kind = MODALS.get(token.lower)
    governed = token.head
    if kind is None or token.tag != "MD" or governed.index <= token.index or governed.pos not in {"VERB", "AUX"}:
        return
    unable = is_negated(governed) or any(child.lower in _UNABLE for child in governed.children)
    if kind == "possible" and token.lower == "could" and unable:
        return  # "could not see", "could no longer see" is inability, no doubt
    subject = governed.child("nsubj", "nsubjpass")
    if (
        token.lower == "should"
        and subject is not None
        and token.index < subject.index
        and token.sentence.text[-1:] != "?"
    ):
        yield _hedge((token,), governed, "condition")
        return
    yield _hedge((token,), governed, kind)


def _adverb(token: Token) -> Iterator[Hedge]:
    kind = ADVERBS.get(token.lower)
    if kind == "unlikely" and (token.head.pos != "VERB" or token.index + 1 != token.head.index):
        return  # "almost all", "nearly 40"
    if kind is not None and token.pos == "ADV" and token.head is not token:
        yield _hedge((token,), predicate_beside(token), kind)
    elif token.lemma in {"likelihood", "probability"} and token.dep == "pobj" and token.head.lower == "in":
        all_before = token.child("det", "predet")
        tokens = (token.head, all_before, token) if all_before is not None else (token.head, token)
        # The parser takes the participle after "in all likelihood" for a clause of the noun.
        governed = token.child("acl", "relcl") or predicate_beside(token.head)
        yield _hedge(tokens, governed, "likely")


def predicate_beside(token: Token) -> Token:
    """The verb that an adverb goes with, or the word that it stands before."""
    head = token.head
    if head.pos in {"VERB", "AUX"} or head.dep in {"acomp", "amod"}:
        return head
    following = token.neighbour(1)
    if following is not None and following.pos in {"VERB", "ADJ"}:
        return following
    return next((above for above in head.ancestors() if above.pos in {"VERB", "AUX"}), head)


def _adjective(token: Token) -> Iterator[Hedge]:
    kind = ADJECTIVES.get(token.lower)
    if (
        kind is not None
        and token.dep in {"amod", "compound"}
        and token.head.pos in {"NOUN", "PROPN"}
        and token.index < token.head.index
    ):
        if token.lower in {"set", "due", "free", "bound", "about"}:
            return
        yield _hedge((token,), token.head, kind)


def _complement(token: Token) -> Iterator[Hedge]:
    """Verbs and adjectives with a clause below them: "plans to close", "is likely to", "believe that"."""
    if token.lemma in {"rule", "exclude", "preclude"} and token.pos == "VERB" and is_negated(token):
        left = token.child("xcomp", "ccomp", "pcomp")
        if left is not None and left.pos == "VERB":
            yield _hedge((token,), left, "possible")  # "did not rule out selling"
        return
    if any(hedge_child.dep == "neg" for hedge_child in token.children) and token.lemma not in {
        "expect",
        "believe",
        "think",
    }:
        return
    passive = token.child("auxpass") is not None or token.dep in {"acomp", "amod", "acl"}
    passive = passive or (token.tag == "VBN" and token.child("aux") is None)
    table = PASSIVES if passive else VERBS
    # The model's lemma of "hopes" is "hop".
    lemma = "hope" if token.lower in {"hopes", "hoped", "hoping"} else token.lemma
    kind = table.get(token.lower if passive else lemma)
    if kind is None and token.dep == "acomp":
        kind = STATES.get(token.lower)
    if kind is None or token.pos not in {"VERB", "ADJ", "AUX", "ADV"}:
        return
    governed = next(
        (child for child in token.children if child.dep in _COMPLEMENTS and child.index > token.index), None
    )
    if governed is None and token.lemma in CONSIDERING and token.pos == "VERB" and not passive:
        thing = token.child("dobj")
        if thing is not None and thing.pos == "NOUN" and thing.child("prep") is not None:
            yield _hedge((token,), thing, "wanted")  # "is considering a ban on cars"
        return
    if governed is None and token.lower in {"suspected", "feared"} and token.child("auxpass") is not None:
        thing = token.child("nsubjpass")
        if thing is not None and thing.pos == "NOUN":
            yield _hedge((token,), thing, "believed")  # "arson was suspected"
        return
    if governed is None and passive and token.dep == "acomp":
        # "it is possible that ...": the clause may hang on the verb "be".
        governed = next(
            (child for child in token.head.children if child.dep in _COMPLEMENTS and child.index > token.index), None
        )
    if governed is None and token.lower in {"close", "near"} and token.dep == "acomp":
        governed = next((low for child in token.children if child.lower == "to" for low in child.children), None)
        if governed is None or governed.tag != "VBG":
            return  # "close to signing", not "close to the sea"
    if governed is None or (
        token.lemma not in CONSIDERING and any(child.lower in {"if", "whether"} for child in governed.children)
    ):
        return
    infinitive = any(child.lower == "to" for child in governed.children if child.dep == "aux")
    if token.lemma in {"suggest", "indicate"} and (infinitive or governed.tag in {"VBG", "VB"}):
        return  # "suggests meeting", "suggested that he leave": a proposal
    asked = any(child.lower == "whether" for child in governed.children)
    if kind == "wanted" and token.lemma == "consider" and infinitive and not asked:
        return  # "considers it to be": an opinion
    if (
        passive
        and kind in {"scheduled", "obliged", "intended", "wanted"}
        and not (infinitive or governed.dep == "pcomp")
    ):
        return
    auxiliaries = [
        child
        for child in token.children
        if child.dep in _AUXILIARY and child.lower in {"is", "are", "was", "were", "be"}
    ]
    yield _hedge((*auxiliaries[-1:], token), governed, kind)


def _accusation(token: Token) -> Iterator[Hedge]:
    """Words of accusation with the crime: "accused of fraud", "charged with three counts of fraud"."""
    if token.lemma in ACCUSING and token.pos == "VERB":
        for preposition in token.children:
            if preposition.dep == "prep" and preposition.lower in {"of", "with"}:
                yield from (_hedge((token, preposition), crime, "accused") for crime in _crimes(preposition))
    elif token.lemma == "charge" and (token.head.lower == "in" or token.head.lemma in {"take", "have"}):
        return  # who is in charge of something is accused of nothing
    elif token.lemma in {"suspicion", "charge", "count", "accusation", "allegation"} and token.pos == "NOUN":
        for preposition in token.children:
            if preposition.dep == "prep" and preposition.lower == "of":
                yield from (_hedge((token, preposition), crime, "accused") for crime in _crimes(preposition))
            elif preposition.dep == "compound" and preposition.entity == "" and token.lemma != "count":
                yield _hedge((token,), preposition, "accused")


def _crimes(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.lemma in {"count", "charge", "series"} and child.dep == "pobj":
            yield from (crime for below in child.children if below.lower == "of" for crime in _crimes(below))
        elif child.dep in {"pcomp", "pobj"} and child.entity not in _NO_CRIME and child.pos != "PRON":
            yield child


def _noun(token: Token) -> Iterator[Hedge]:
    kind = NOUNS.get(token.lemma)
    if kind is None or token.pos != "NOUN":
        return
    for child in token.children:
        if child.dep in {"acl", "ccomp", "xcomp"} and child.index > token.index:
            marks = {part.lower for part in child.children if part.dep in {"aux", "mark"}}
            if marks & {"to", "that"}:
                yield _hedge((token,), child, kind)
        elif (
            child.dep == "prep"
            and child.lower in {"of", "for"}
            and kind in {"possible", "likely", "intended", "wanted"}
        ):
            for below in child.children:
                if below.dep == "pcomp" or (below.dep == "pobj" and child.lower == "of" and kind == "possible"):
                    yield _hedge((token, child), below, kind)


def _to_be(token: Token) -> Iterator[Hedge]:
    """A future without a modal: "is to head an inquiry", "is going to quit"."""
    if token.lemma != "be" and not (token.lower == "going" and token.tag == "VBG"):
        return
    verb = next((child for child in token.children if child.dep == "xcomp" and child.index > token.index), None)
    if verb is None or not any(child.lower == "to" and child.index == token.index + 1 for child in verb.children):
        return
    subject = token.child("nsubj")
    if (
        token.lemma == "be"
        and subject is not None
        and subject.lemma in {"plan", "aim", "goal", "purpose", "idea", "task", "job"}
    ):
        return
    yield _hedge((token,), verb, "future")


def _condition(token: Token) -> Iterator[Hedge]:
    if (
        token.lower in CONDITIONS
        and token.dep == "mark"
        and token.head.dep in {"advcl", "ccomp"}
        and _opens_condition(token)
    ):
        yield _hedge((token,), token.head, "condition")


def _opens_condition(mark: Token) -> bool:
    before = mark.neighbour(-1)
    # "asked if", "to see if" open an indirect question; "as if", "even if" state no condition.
    return before is None or not (before.pos == "VERB" or before.lower in {"as", "even"})
