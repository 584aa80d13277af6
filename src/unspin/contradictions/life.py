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
_SPEAKING = frozenset("say tell announce add warn explain promise insist confirm".split())
_AFTER_DEATH = frozenset({"widow", "widower", "funeral"})
_FINDING = frozenset({"find", "recover", "identify", "discover"})
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today".split())
_BEDS = frozenset("hospital stable critical intensive care condition coma".split())


def life_claims(ground: Ground) -> Iterator[Claim]:
    """Who is told to be dead, and who to be alive at the time of writing."""
    for token in ground.facts.analysis.tokens:
        if token.pos in {"VERB", "AUX"}:
            found = _dies(ground, token) or _lives(ground, token) or _speaks(ground, token)
        elif token.tag == "NN" and (
            token.lemma in _AFTER_DEATH or (token.lemma == "body" and token.head.lemma in _FINDING)
        ):
            found = _bereft(ground, token)
        elif token.lower == "late" and token.dep == "amod":
            found = _late(ground, token)
        else:
            continue
        if found is None:
            continue
        value, (key, shown), tokens = found
        span = span_of(tokens)
        if ground.is_quoted(span):
            continue
        # Who spoke this week can have died since; whoever is recovering has not died at all.
        for when in (
            ("now", "this week") if value == "dead for long" else ("this week",) if "week" in value else ("now",)
        ):
            state = value.split()[0]
            yield Claim("life", (when, key), shown, state, "is", state, span, 0.85, ground.source_of(span))


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
    if verb.lemma == "survive" and verb.child("agent") is not None and (mourned := verb.child("nsubjpass")) is not None:
        who = _who(ground, mourned)
        return ("dead", who, [verb]) if who is not None else None
    if verb.lemma in {"pronounce", "declare", "find"} and any(
        child.lower == "dead" and child.dep in {"oprd", "acomp"} for child in verb.children
    ):
        found = verb.child("nsubjpass")
        who = _who(ground, found) if found is not None else None
        return ("dead", who, [verb]) if who is not None else None
    active = verb.lemma in _DYING and verb.tag == "VBD"
    subject = verb.child("nsubj") if active else verb.child("nsubjpass") if verb.lemma in _KILLED else None
    if subject is not None and subject.lower == "who" and verb.dep == "relcl":
        subject = verb.head
    # "was shot" kills nobody by itself.
    if not active and not any(child.lower in {"was", "been", "were"} for child in verb.children):
        return None  # a plot is told in the present
    if subject is None or (not active and verb.lemma not in {"kill", "murder", "execute", "assassinate"}):
        return None
    who = _who(ground, subject)
    long = any(time.get("year") is not None for time in ground.times_in(verb.sentence))
    return ("dead for long" if long else "dead", who, [verb]) if who is not None else None


def _bereft(ground: Ground, noun: Token) -> Found | None:
    """Who has a widow or a funeral: "Bals's widow", "the funeral of Henrik Bals"."""
    owner = noun.child("poss")
    of = noun.child("prep")
    if owner is None and of is not None and of.lower == "of":
        owner = of.child("pobj")
    name = ground.name_of(owner)
    if owner is None or name is None or name.is_pronoun or owner is not name.head:
        return None
    who = _who(ground, owner)
    return ("dead", who, [noun]) if who is not None else None


def _speaks(ground: Ground, verb: Token) -> Found | None:
    """Who said something on a weekday, and so was alive in the week of the news."""
    if verb.lemma not in _SPEAKING or verb.tag != "VBD" or not ground.is_asserted(verb):
        return None
    days = {token.lower for child in verb.children for token in (child, *child.children)} & _DAYS
    subject = verb.child("nsubj")
    if not days or subject is None or ground.is_past(verb.sentence):
        return None
    who = _who(ground, subject)
    return ("alive this week", who, [verb]) if who is not None else None


def _late(ground: Ground, token: Token) -> Found | None:
    name = ground.name_of(token.head)
    before = token.neighbour(-1)
    if name is None or name.is_pronoun or before is None or before.lower not in {"the", "his", "her"}:
        return None
    behind = name.tokens[-1].neighbour(1)
    owns = behind is not None and behind.lower in {"'s", "’s"}
    if owns or token.head.dep == "compound":
        return None
    who = ground.person(name)
    return ("dead for long", who, [token, *name.tokens]) if who is not None and len(who[0].split()) > 1 else None


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
    lives = verb.lemma == "live" and verb.tag == "VBZ"
    expected = (
        verb.lemma == "expect"
        and auxiliaries == {"is"}
        and ((to := verb.child("xcomp")) is not None and to.lemma in {"recover", "survive", "live"})
    )
    if not (recovering or in_bed or expected or lives) or any(child.dep == "neg" for child in verb.children):
        return None
    if not expected and not ground.is_asserted(verb):
        return None
    subject = verb.child("nsubj", "nsubjpass")
    if subject is None:
        return None
    if subject.lower == "who" and verb.dep == "relcl":
        subject = verb.head
    name = ground.name_of(subject)
    # "Her work lives on": a place to live in tells of a person.
    if lives and (verb.child("prep") is None or name is None or name.is_pronoun):
        return None
    who = _who(ground, subject)
    words = [verb, *(child for child in verb.children if child.dep in {"aux", "auxpass"})]
    return ("alive", who, words) if who is not None else None
