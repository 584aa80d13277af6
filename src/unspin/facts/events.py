"""Events: their order in time and their causes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unspin.document import Span
from unspin.facts.event_words import BLAMING, CLAUSE_MARKS, LATER, PREPOSITIONS, VERBS, Relation
from unspin.facts.polar_words import MOVING
from unspin.language import Analysis, Token, span_of

_NO_EVENT = frozenset({"DATE", "TIME", "PERSON", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
_SPELLS = frozenset({"second", "minute", "hour", "day", "night", "week", "month", "year", "decade", "time"})
_PHASES = frozenset({"begin", "start", "end", "finish", "conclude", "happen", "occur"})


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
    main = _event(main)
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
        part.index < token.index and part.dep not in {"advmod", "npadvmod", "cc", "punct"} and not _is_time(part)
        for part in verb.children
    ):
        return
    main = _main(verb.head)
    if main is not None and verb.head is not verb:
        yield _link(relation, token, _event(verb), main, later=token.lower in LATER or relation == "until")


def _is_time(part: Token) -> bool:
    """Whether a part of a clause only says when: "on Sunday" before "hours after the dam broke"."""
    return part.dep == "prep" and any(child.entity in {"DATE", "TIME"} for child in part.children)


def _main(above: Token) -> Token | None:
    """The event that a clause hangs on, found from its head: "was found to be lame", "fell in the year after"."""
    if above.dep == "xcomp" and above.lemma == "be":
        return above.head
    if above.pos in {"VERB", "AUX"}:
        return above
    if above.lemma in _SPELLS:
        return next((token for token in above.ancestors() if token.pos in {"VERB", "AUX"}), None)
    return None


def _event(verb: Token) -> Token:
    """The event that a clause tells: the trial in "before the trial ends"."""
    named = verb.child("nsubj")
    return named if named is not None and named.pos == "NOUN" and verb.lemma in _PHASES else verb


def _preposition(token: Token) -> Iterator[EventLink]:
    """An event named after a preposition: "after the vote", "because of the breach", "before leaving"."""
    relation = PREPOSITIONS.get(token.lower)
    taken_for_verb = token.lower == "following" and token.dep in {"xcomp", "advcl", "acl"}
    if token.lower == "for" and token.dep == "prep" and token.head.pos == "VERB":
        relation = "cause" if (told := token.child("pcomp")) is not None and told.tag == "VBG" else None
    if relation is None or not (taken_for_verb or token.dep in {"prep", "pcomp", "mark", "advmod", "acomp"}):
        return
    inner = next(
        (child for child in token.children if child.dep in {"prep", "pcomp"} and child.lower in {"of", "to"}), token
    )
    if relation == "cause" and inner is token and token.lower != "for":
        return
    hanging = next(
        (
            child
            for child in (*inner.children, *token.children)
            if child is not inner and child.dep in {"pobj", "pcomp", "dobj"}
        ),
        None,
    )
    if hanging is not None and hanging.lower == "which" and token.head.dep in {"relcl", "advcl"}:
        yield from _after_which(token, relation)
        return
    if hanging is None or hanging.entity in _NO_EVENT or hanging.pos in {"PRON", "NUM", "DET"}:
        return
    main = next((above for above in token.ancestors() if above.pos in {"VERB", "AUX"} or _event_noun(above)), None)
    if main is not None:
        hanging = _misread_clause(main, hanging)
        yield _link(relation, token, hanging, main, later=token.lower in LATER or relation == "until")


def _after_which(token: Token, relation: Relation) -> Iterator[EventLink]:
    """The order told by "closed, after which its owner retired": what stands before "which" comes first."""
    verb = token.head
    above = next((head for head in verb.ancestors() if head.pos in {"VERB", "AUX"}), None)
    if relation == "order" and above is not None:
        first, second = (verb, above) if token.lower in LATER else (above, verb)
        yield EventLink(span_of([token, verb]), relation, first, second, token)


def _misread_clause(main: Token, noun: Token) -> Token:
    """The verb of a clause that the parser read as a noun after a preposition and a joined verb.

    In "withdrew after his horse, Dominion, was found lame" the noun is the subject of "found".
    """
    joined = any(child.dep == "cc" for child in main.children)
    later = next((child for child in main.children if child.dep == "conj" and child.index > noun.index), None)
    if joined or later is None or later.pos != "VERB" or later.child("nsubj", "nsubjpass") is not None:
        return noun
    return later


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
    yield from _blamed(token)
    yield from _result(token)


def _blamed(verb: Token) -> Iterator[EventLink]:
    """A cause that somebody names: "put the delay down to the strike", "the delay is blamed on the strike"."""
    particle = verb.child("prt")
    effect = verb.child("nsubjpass", "dobj")
    for child in (*verb.children, *(effect.children if effect is not None else ())):
        key = " ".join([verb.lemma, *([particle.lower] if particle else []), child.lower])
        cause = child.child("pobj") if child.dep == "prep" and key in BLAMING else None
        if cause is not None and effect is not None and effect.pos == "NOUN":
            yield EventLink(verb.span, "cause", cause, effect, verb)


def _result(verb: Token) -> Iterator[EventLink]:
    """What an event does to another: "its closure cut admissions", "the slump, resulting in delays"."""
    subject = verb.child("csubj", "nsubj")
    if verb.lemma in MOVING and subject is not None and verb.child("dobj") is not None:
        if subject.dep == "csubj" or _event_noun(subject):
            yield EventLink(verb.span, "cause", subject, verb, verb)
    elif verb.tag == "VBG" and verb.dep == "advcl" and verb.head.pos == "VERB" and subject is None:
        for child in verb.children:
            other = child.child("pobj") if child.dep == "prep" else child if child.dep == "dobj" else None
            key = verb.lemma if child.dep == "dobj" else f"{verb.lemma} {child.lower}"
            if other is not None and VERBS.get(key) == ("cause", True):
                yield EventLink(verb.span, "cause", verb.head, other, verb)


def _between(verb: Token, key: str, subject: Token, other: Token) -> EventLink:
    relation, subject_first = VERBS[key]
    first, second = (subject, other) if subject_first else (other, subject)
    return EventLink(verb.span, relation, first, second, verb)
