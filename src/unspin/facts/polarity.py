"""Polarity: words that deny, and what they deny."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from unspin.document import Span
from unspin.facts.negation_words import (
    ALMOST_NEGATORS,
    DENYING,
    LACKING,
    NEGATORS,
    NO_ONE,
    PREFIXES,
    REFUSING,
    SHORTEST_BASE,
)
from unspin.facts.polar_words import IDIOMS, MOVING, NOUNS, PHRASES, SIDE_TAKING, SIDES, STATES, VERBS, Axis
from unspin.language import Analysis, Token, span_of

_NO_THING = frozenset({"PERCENT", "MONEY", "DATE", "CARDINAL", "QUANTITY", "TIME"})

NegationKind = Literal["word", "almost", "verb", "lack", "without", "unless"]


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies, and the predicate or noun that it denies.

    ``kind``: "word" (not, never, no, none), "almost" (hardly), "verb" (failed to), "lack" (absence of), "without",
    "unless".
    """

    span: Span
    token: Token
    governed: Token
    kind: NegationKind


def negations_of(analysis: Analysis) -> list[Negation]:
    """The negations of a document in order of place; one over joined verbs stands once for each."""
    found = [negation for token in analysis.tokens for negation in _negations(token)]
    unique = {(negation.span.start, negation.governed.index): negation for negation in found}
    return sorted(unique.values(), key=lambda negation: (negation.span.start, negation.governed.index))


def core(token: Token) -> Token:
    """The word that carries the meaning of a predicate: what follows "be", or the verb itself."""
    if token.lemma in {"be", "become", "remain"} and token.pos in {"AUX", "VERB"}:
        return token.child("acomp", "attr", "oprd") or token
    return token


def unprefixed(word: str) -> str | None:
    """The word without its negative prefix ("unnamed": "named"), or None where nothing like a word is left."""
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST_BASE:
            return word[len(prefix) :].lstrip("-")
    return None


def _negations(token: Token) -> Iterator[Negation]:
    for governed, kind in _scope(token):
        yield Negation(_span(token), token, core(governed), kind)


def _span(token: Token) -> Span:
    following = token.neighbour(1)
    if token.lower == "no" and following is not None and following.lower == "longer":
        return span_of([token, following])
    return token.span


def _scope(token: Token) -> Iterator[tuple[Token, NegationKind]]:
    lower, head = token.lower, token.head
    if lower == "no" and _is_bound(token):
        return
    if lower == "no" and (token.dep == "det" or head.pos in {"NOUN", "PRON"}):
        yield from _without_any(head)
    elif lower == "nor" and token.dep == "cc":
        yield from ((joined, "word") for joined in _after_nor(token, head))
    elif token.dep == "neg" or (lower in NEGATORS and token.dep in {"advmod", "preconj", "cc"}):
        yield from ((governed, "word") for governed in _denied(token, head))
    elif lower in ALMOST_NEGATORS and token.dep == "advmod":
        if head.lower == "any":
            yield from ((verb, "almost") for verb, _ in _without_any(head.head))
        else:
            yield head, "almost"
    elif lower in NO_ONE and token.pos in {"NOUN", "PRON", "DET"}:
        if lower != "neither" or token.dep != "preconj":
            yield from _without_any(token)
    elif lower == "without" and token.pos in {"ADP", "SCONJ"}:
        yield from ((child, "without") for child in token.children if child.dep in {"pobj", "pcomp"})
    elif lower == "unless" and token.dep == "mark":
        yield head, "unless"
    elif lower == "yet" and _after(token) == "to" and head.pos in {"VERB", "AUX"}:
        yield from (
            (verb, "word")
            for child in (head, *head.children)
            if (verb := child.child("xcomp")) and verb.index > token.index
        )
    elif token.lemma in DENYING and token.pos == "VERB":
        yield from ((governed, "verb") for governed in _refused(token))
    elif token.lemma in LACKING or token.lemma in REFUSING:
        yield from ((governed, "lack") for governed in _lacked(token))


def _is_bound(no: Token) -> bool:
    """Whether "no" sets a limit to a quantity, as in "no less than two metres", and denies nothing."""
    than = no.neighbour(2)
    return _after(no) in {"less", "more", "fewer"} and than is not None and than.lower == "than"


def _after(token: Token) -> str:
    following = token.neighbour(1)
    return following.lower if following is not None else ""


def _after_nor(nor: Token, head: Token) -> Iterator[Token]:
    """What "nor" joins to a statement that is denied already; "neither ... nor" has been seen to at "neither"."""
    if not any(child.dep in {"neg", "preconj"} for child in head.children):
        later = (child for child in head.children if child.dep == "conj" and child.index > nor.index)
        yield from (child for child in later if child.pos in {"VERB", "AUX", "ADJ"})


def _denied(token: Token, head: Token) -> Iterator[Token]:
    inside = (head.pos == "AUX" and head.dep == "aux") or head.lower == "longer"
    governed = head.head if inside else head
    following = token.neighbour(1)
    if following is not None and (
        following.lower in {"only", "just"} or (following.tag in {"JJR", "RBR"} and following.lower != "longer")
    ):
        return  # "not only" and "no fewer than" deny nothing
    yield governed
    if token.lower in {"neither", "never"} or head.pos == "VERB":
        for child in governed.children:
            bare = not any(part.dep in {"nsubj", "nsubjpass", "aux", "neg"} for part in child.children)
            if child.dep == "conj" and child.tag == governed.tag and bare and _joined_by_or(governed):
                yield child


def _joined_by_or(token: Token) -> bool:
    return any(child.dep == "cc" and child.lower in {"or", "nor"} for child in token.children)


def _without_any(noun: Token) -> Iterator[tuple[Token, NegationKind]]:
    """What "no" denies: the verb in "no complaint was received" and "received no complaint", elsewhere the noun."""
    above = noun
    while (
        above.dep in {"conj", "pobj", "prep"}
        and above.head is not above
        and above.head.pos != "VERB"
        and above.dep != "pobj"
    ):
        above = above.head
    if above.dep in {"nsubj", "nsubjpass", "dobj", "attr", "expl", "dative"} and above.head.pos in {"VERB", "AUX"}:
        verb = above.head
        yield (noun if verb.lemma in {"be", "have"} and above.dep in {"attr", "dobj"} else verb), "word"
    else:
        yield noun, "word"


def _refused(verb: Token) -> Iterator[Token]:
    has_object = any(child.dep in {"dobj", "dative"} for child in verb.children)
    for child in verb.children:
        if child.dep in {"xcomp", "ccomp"} and child.index > verb.index and not has_object and not _asked(child):
            yield child
        elif child.dep == "prep" and child.lower == "from":
            yield from (below for below in child.children if below.dep == "pcomp")


def _asked(clause: Token) -> bool:
    return any(child.dep == "mark" and child.lower in {"whether", "if"} for child in clause.children)


def _lacked(token: Token) -> Iterator[Token]:
    if token.lemma in REFUSING:
        yield from (child for child in token.children if child.dep == "acl" and child.index > token.index)
        return
    if token.pos == "VERB":
        yield from (child for child in token.children if child.dep == "dobj")
    for child in token.children:
        if child.dep == "prep" and child.lower == "of":
            yield from (below for below in child.children if below.dep == "pobj")


@dataclass(frozen=True, slots=True)
class Polar:
    """A word at one end of an axis ("rose", "voted against", "denied"), with what it is said of.

    ``sign`` is 1 or -1 and counts negations; ``target`` is what rises, what is supported or opposed, or what is
    so or not so; ``holder`` is who takes the side, where the text says.
    """

    span: Span
    token: Token
    axis: Axis
    sign: int
    target: Token
    holder: Token | None


def parity(token: Token, negations: Iterable[Negation]) -> int:
    """1 where the negations leave the word denied, 0 where there is none or they cancel each other."""
    found = list(negations)
    return _count(token, found, depth=3) % 2


def _count(token: Token, negations: list[Negation], depth: int) -> int:
    if depth == 0:
        return 0
    total = 0
    for negation in negations:
        if negation.governed is token:
            total += 1
            if negation.kind in {"verb", "lack"} and negation.token is not token:
                total += _count(negation.token, negations, depth - 1)
    return total


def polars_of(tokens: Iterable[Token], negations: Iterable[Negation]) -> list[Polar]:
    """The words at one end of an axis among the tokens, each with its target; those without a target are left out."""
    denied = list(negations)
    found = []
    for token in tokens:
        for axis, sign, words, target, holder in _polar(token):
            states = [above for above in (token.head, token.head.head) if token.pos != "VERB" and above.lemma == "be"]
            verbs = (core(token), token, *states)
            flipped = -sign if any(parity(verb, denied) for verb in verbs) else sign
            found.append(Polar(span_of(words), token, axis, flipped, target, holder))
    return found


def _polar(token: Token) -> Iterator[tuple[Axis, int, list[Token], Token, Token | None]]:
    agent = next(
        (low for child in token.children if child.dep == "agent" for low in child.children if low.dep == "pobj"), None
    )
    if token.pos == "VERB":
        doer = agent or (token.child("nsubj") if token.child("nsubjpass") is None else None)
        yield from ((*found, doer) for found in (_side(token) or _idiom(token) or _verb(token)))
    elif token.pos == "NOUN" and token.lemma in NOUNS:
        for child in token.children:
            what = child.child("pobj") if child.dep == "prep" and child.lower in {"in", "of"} else None
            if what is not None and what.entity not in _NO_THING and what.pos != "NUM":
                yield "direction", NOUNS[token.lemma], [token], what, None
    elif token.lower in {"favour", "favor"} and token.head.lower == "in" and token.head.head.lemma in {"be", "remain"}:
        below = [low for child in token.children if child.lower == "of" for low in child.children if low.dep == "pobj"]
        if below:
            yield "stance", 1, [token.head, token], below[0], token.head.head.child("nsubj")
    elif token.lower in STATES and token.head.lemma in _STATED:
        axis, sign = STATES[token.lower]
        holder = token.head.child("nsubj")
        below = [low for child in (token, *token.children) for low in child.children if low.dep == "pobj"]
        compared = any(child.lower == "than" for child in token.children)
        if axis == "direction" and holder is not None and not compared:
            yield axis, sign, [token], holder, None
        elif axis == "stance" and below:
            yield axis, sign, [token], below[0], holder


_STATED = frozenset({"be", "remain", "stand", "end", "close", "finish", "open", "trade"})


def _side(verb: Token) -> list[tuple[Axis, int, list[Token], Token]]:
    """A side taken: "voted against the offer"; the parser may hang "against" on the count of votes."""
    if verb.lemma not in SIDE_TAKING:
        return []
    found: list[tuple[Axis, int, list[Token], Token]] = []
    for child in verb.subtree():
        favour = child.child("pobj") if child.lower == "in" and child.head is verb else None
        if favour is not None and favour.lemma in {"favour", "favor", "support"}:
            of = favour.child("prep")
            if of is not None and (target := of.child("pobj")) is not None:
                found.append(("stance", 1, [verb, child, favour], target))
        elif child.dep == "prep" and child.lower in SIDES and (target := child.child("pobj")) is not None:
            between = takewhile(lambda above: above is not verb, child.ancestors())
            near = child.index - verb.index <= 4
            if all(above.dep in {"prep", "pobj"} for above in between):
                found.append(("stance", SIDES[child.lower], [verb, child] if near else [child], target))
    return found[:1]


def _idiom(verb: Token) -> list[tuple[Axis, int, list[Token], Token]]:
    """A side taken in a fixed phrase: "cleared the way for the sale", "stood in the way of the sale"."""
    inner = [child for child in verb.children if child.dep in {"dobj", "nsubjpass"}]
    inner += [low for child in verb.children if child.lower == "in" for low in child.children if low.dep == "pobj"]
    for noun in inner:
        sign = IDIOMS.get((verb.lemma, noun.lemma))
        if sign is None:
            continue
        for child in (*noun.children, *verb.children):
            target = child.child("pobj", "pcomp") if child.lower in {"for", "of", "to"} else None
            if target is None and child.dep == "dative":
                target = child.child("pobj") or child
            if target is not None:
                return [("stance", sign, [verb, noun], target)]
    return []


def _verb(verb: Token) -> Iterator[tuple[Axis, int, list[Token], Token]]:
    particle = verb.child("prt")
    axis, sign = PHRASES.get((verb.lemma, particle.lower), (None, 0)) if particle else VERBS.get(verb.lemma, (None, 0))
    words = [verb, particle] if particle else [verb]
    moved = verb.child("nsubjpass") or verb.child("dobj")
    if particle is None and verb.lemma in MOVING and moved is not None:
        yield "direction", MOVING[verb.lemma], words, moved
    elif particle is not None and verb.lemma == "pick" and verb.child("dobj") is not None:
        yield "stance", 1, words, verb.child("dobj") or verb
    elif axis == "direction":
        riser = verb.child("nsubj", "nsubjpass")
        if riser is not None and verb.child("dobj") is None:
            yield axis, sign, words, riser
    elif axis == "truth":
        clause = verb.child("ccomp", "xcomp") or verb.child("dobj")
        if clause is not None and clause.pos != "PRON":
            yield axis, sign, words, clause
    elif axis == "stance" and (thing := _thing(verb)) is not None:
        yield axis, sign, words, thing


def _thing(verb: Token) -> Token | None:
    """What is backed or opposed: the object, the noun that the verb describes, or what is "called an offer"."""
    described = verb.head if verb.dep == "acl" and verb.tag == "VBN" else None
    to = next((child for child in verb.children if child.lower == "to" and child.dep == "prep"), None)
    if verb.lower == "opposed" and to is not None and (below := to.child("pobj")) is not None:
        return below  # "is opposed to the plan"
    thing = verb.child("nsubjpass") or verb.child("dobj") or described
    clause = verb.child("ccomp")
    if thing is None and verb.lemma == "rule":
        thing = next((child for child in verb.children if child.dep in {"xcomp", "ccomp"} and child.tag == "VBG"), None)
    if thing is None and clause is not None:
        thing = clause.child("oprd", "attr")
    return thing
