"""Alive or dead: the late Henrik Bals, who is recovering further on."""

from __future__ import annotations

from collections.abc import Iterator

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.language import Token, span_of

_DYING = frozenset("die perish drown".split())
_KILLED = frozenset("kill murder shoot stab execute assassinate".split())
_GETTING_BETTER = frozenset("recover recuperate convalesce".split())
_STAYING = frozenset("remain stay".split())
_BEDS = frozenset("hospital stable critical intensive care condition coma".split())


def life_claims(ground: Ground) -> Iterator[Claim]:
    """Who is told to be dead, and who to be alive at the time of writing."""
    for token in ground.facts.analysis.tokens:
        if token.pos in {"VERB", "AUX"}:
            found = _dies(ground, token) or _lives(ground, token)
        elif token.lower == "late" and token.dep == "amod":
            found = _late(ground, token)
        else:
            continue
        if found is None:
            continue
        value, (key, shown), tokens = found
        span = span_of(tokens)
        if not ground.is_quoted(span):
            yield Claim("life", (key,), shown, value, "is", value, span, 0.85, ground.source_of(span))


def _who(ground: Ground, token: Token) -> tuple[str, str] | None:
    name = ground.name_of(token)
    if name is None:
        return None
    who = ground.sure_pronoun(token) if name.is_pronoun else ground.person(name)
    return who if who is not None and len(who[0].split()) > 1 else None


Found = tuple[str, tuple[str, str], list[Token]]


def _dies(ground: Ground, verb: Token) -> Found | None:
    if verb.tag not in {"VBD", "VBN"} or not ground.is_asserted(verb):
        return None
    active = verb.lemma in _DYING and verb.tag == "VBD"
    subject = verb.child("nsubj") if active else verb.child("nsubjpass") if verb.lemma in _KILLED else None
    if subject is not None and subject.lower == "who" and verb.dep == "relcl":
        subject = verb.head
    # "was shot" kills nobody by itself.
    if subject is None or (not active and verb.lemma not in {"kill", "murder", "execute", "assassinate"}):
        return None
    who = _who(ground, subject)
    return ("dead", who, [verb]) if who is not None else None


def _late(ground: Ground, token: Token) -> Found | None:
    name = ground.name_of(token.head)
    before, after = token.neighbour(-1), token.neighbour(1)
    if name is None or name.is_pronoun or before is None or before.lower not in {"the", "his", "her"} or after is None:
        return None
    if (
        name.kind in {"place", "organisation", "work"}
        or token.head.dep == "compound"
        or (
            name.tokens[-1].neighbour(1) is not None and name.tokens[-1].neighbour(1).lower in {"'s", "’s"}  # type: ignore[union-attr]
        )
    ):
        return None
    who = ground.person(name)
    return ("dead", who, [token, *name.tokens]) if who is not None and len(who[0].split()) > 1 else None


def _lives(ground: Ground, verb: Token) -> Found | None:
    """Present tense only: whoever "was recovering" may have died since."""
    auxiliaries = {child.lower for child in verb.children if child.dep in {"aux", "auxpass"}}
    recovering = verb.lemma in _GETTING_BETTER and verb.tag == "VBG" and auxiliaries <= {"is", "'s"} and auxiliaries
    in_bed = (
        (verb.lemma in _STAYING or verb.lower == "is")
        and verb.tag == "VBZ"
        and any(
            low.lemma in _BEDS
            for child in verb.children
            if child.dep in {"prep", "acomp", "attr"}
            for low in (child, *child.children)
        )
    )
    expected = (
        verb.lemma == "expect"
        and auxiliaries == {"is"}
        and ((to := verb.child("xcomp")) is not None and to.lemma in {"recover", "survive", "live"})
    )
    if not (recovering or in_bed or expected) or any(child.dep == "neg" for child in verb.children):
        return None
    if not expected and not ground.is_asserted(verb):
        return None
    subject = verb.child("nsubj", "nsubjpass")
    if subject is None:
        return None
    if subject.lower == "who" and verb.dep == "relcl":
        subject = verb.head
    who = _who(ground, subject)
    words = [verb, *(child for child in verb.children if child.dep in {"aux", "auxpass"})]
    return ("alive", who, words) if who is not None else None
