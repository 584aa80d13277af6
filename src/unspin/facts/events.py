"""Events: their order in time and their causes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unspin.document import Span
from unspin.facts.event_words import CLAUSE_MARKS, LATER, PREPOSITIONS, VERBS, Relation
from unspin.language import Analysis, Token, span_of

_NO_EVENT = frozenset({"DATE", "TIME", "PERSON", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})


@dataclass(frozen=True, slots=True)
class EventLink:
    """Two events and what joins them.

    ``first`` is the earlier event ("order", "until"), the cause ("cause"), what is conceded ("contrast"), or the event
    of the clause that hangs on the other ("loose": as, since, when ..., which may mean several of these). ``marker``
    is the joining word.
    """

    span: Span
    relation: Relation
    first: Token
    second: Token
    marker: Token


def event_links_of(analysis: Analysis) -> list[EventLink]:
    """The links between events of a document in order of place."""
    found = [link for token in analysis.tokens for rule in (_clause, _preposition, _verb) for link in rule(token)]
    return sorted(found, key=lambda link: link.span.start)


def _link(relation: Relation, marker: Token, hanging: Token, main: Token, *, later: bool = False) -> EventLink:
    first, second = (main, hanging) if later else (hanging, main)
    return EventLink(span_of([marker, hanging]), relation, first, second, marker)


def _clause(token: Token) -> Iterator[EventLink]:
    """A clause with its joining word ("after engineers found cracks") and the verb that it hangs on."""
    relation = CLAUSE_MARKS.get(token.lower)
    verb = token.head
    if (
        relation is None
        or token.dep not in {"mark", "advmod"}
        or verb.dep not in {"advcl", "ccomp", "conj"}
        or token.index > verb.index
    ):
        return
    if any(
        part.index < token.index and part.dep not in {"advmod", "npadvmod", "cc", "punct"} for part in verb.children
    ):
        return
    if verb.head.pos in {"VERB", "AUX"} and verb.head is not verb:
        yield _link(relation, token, verb, verb.head, later=token.lower in LATER or relation == "until")


def _preposition(token: Token) -> Iterator[EventLink]:
    """An event named after a preposition: "after the vote", "because of the breach", "before leaving"."""
    relation = PREPOSITIONS.get(token.lower)
    taken_for_verb = token.lower == "following" and token.dep in {"xcomp", "advcl", "acl"}
    if relation is None or not (taken_for_verb or token.dep in {"prep", "pcomp", "mark", "advmod", "acomp"}):
        return
    inner = next(
        (child for child in token.children if child.dep in {"prep", "pcomp"} and child.lower in {"of", "to"}), token
    )
    if relation == "cause" and inner is token:
        return
    hanging = next(
        (
            child
            for child in (*inner.children, *token.children)
            if child is not inner and child.dep in {"pobj", "pcomp", "dobj"}
        ),
        None,
    )
    if hanging is None or hanging.entity in _NO_EVENT or hanging.pos in {"PRON", "NUM", "DET"}:
        return
    main = next((above for above in token.ancestors() if above.pos in {"VERB", "AUX"} or _event_noun(above)), None)
    if main is not None:
        yield _link(relation, token, hanging, main, later=token.lower in LATER or relation == "until")


def _event_noun(token: Token) -> bool:
    return token.pos == "NOUN" and any(child.dep == "prep" and child.lower == "of" for child in token.children)


def _verb(token: Token) -> Iterator[EventLink]:
    """Two events joined by a verb: "the closure followed the discovery", "the rash was caused by a mould"."""
    if token.pos != "VERB":
        return
    agent = next(
        (low for child in token.children if child.dep == "agent" for low in child.children if low.dep == "pobj"), None
    )
    for child in token.children:
        other = child if child.dep == "dobj" else child.child("pobj") if child.dep == "prep" else None
        key = token.lemma if child.dep == "dobj" else f"{token.lemma} {child.lower}"
        subject = token.child("nsubj")
        if other is None or subject is None or key not in VERBS:
            continue
        yield _between(token, key, subject, other)
    if agent is not None and token.lemma in VERBS:
        undergoer = token.child("nsubjpass") or (token.head if token.dep == "acl" else None)
        if undergoer is not None:
            yield _between(token, token.lemma, agent, undergoer)


def _between(verb: Token, key: str, subject: Token, other: Token) -> EventLink:
    relation, subject_first = VERBS[key]
    first, second = (subject, other) if subject_first else (other, subject)
    return EventLink(verb.span, relation, first, second, verb)
