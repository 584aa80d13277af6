"""certainty-changed: the rewrite is surer, less sure, or more general than the original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from unspin.align.predicates import Counterpart, counterpart
from unspin.align.scopes import scope_moves
from unspin.changes.registry import Change, Example, change_type
from unspin.contrasts import contrast
from unspin.document import Span
from unspin.facts.certainty import Hedge, is_past, is_present, verb_phrase
from unspin.facts.hedge_words import ABILITY, ADVISING, MODALS, ORDERING, TELLING_WHEN, Kind
from unspin.language import Token, span_of
from unspin.wordlists import reporting_class

if TYPE_CHECKING:
    from unspin.align import Link

_ONE_STATEMENT = 80  # characters: two hedges lost this near each other count as one change
_DOUBTS = frozenset({"possible", "likely", "unlikely", "believed", "reported"})

# Kinds between which news writing moves without a change of meaning.
_ALIKE: frozenset[frozenset[Kind]] = frozenset(
    frozenset(pair)
    for pair in (
        ("possible", "believed"),
        ("possible", "reported"),
        ("possible", "accused"),
        ("possible", "condition"),
        ("likely", "believed"),
        ("likely", "scheduled"),
        ("likely", "obliged"),
        ("believed", "reported"),
        ("believed", "accused"),
        ("reported", "accused"),
        ("wanted", "intended"),
        ("wanted", "likely"),
        ("wanted", "obliged"),
        ("wanted", "condition"),
        ("wanted", "possible"),
        ("intended", "condition"),
        ("intended", "scheduled"),
        ("intended", "future"),
        ("intended", "likely"),
        ("intended", "obliged"),
        ("scheduled", "future"),
        ("obliged", "future"),
        ("obliged", "scheduled"),
        ("condition", "future"),
        ("condition", "obliged"),
    )
)
# Confidence of a move between two kinds that are not alike.
_MOVES: dict[frozenset[Kind], float] = {
    frozenset({"possible", "future"}): 0.85,
    frozenset({"possible", "scheduled"}): 0.75,
    frozenset({"possible", "likely"}): 0.6,
    frozenset({"possible", "intended"}): 0.55,
    frozenset({"wanted", "future"}): 0.65,
    frozenset({"wanted", "scheduled"}): 0.65,
    frozenset({"likely", "future"}): 0.65,
    frozenset({"likely", "unlikely"}): 0.9,
    frozenset({"unlikely", "future"}): 0.85,
}
_TO_FACT: dict[Kind, float] = {
    "possible": 0.9,
    "likely": 0.85,
    "unlikely": 0.9,
    "believed": 0.8,
    "reported": 0.75,
    "accused": 0.9,
    "wanted": 0.8,
    "intended": 0.8,
    "scheduled": 0.75,
    "future": 0.7,
    "obliged": 0.65,
    "condition": 0.6,
}


@change_type(
    name="certainty-changed",
    severity="warning",
    precedence=45,
    reports="A hedge, a modality or a scope is lost, added or changed: may, likely, reportedly, alleged, planned; "
    "some, most, all.",
    matters="An allegation told as a fact can be a libel; a plan told as done, or some told as all, is a false report.",
    fine="Another hedge of the same strength (may for could, expected for likely, alleged for accused of, plans for "
    "intends), also when it stands elsewhere in the sentence.",
    sure="Surest where the verb is the same and only the hedge is gone; less sure between two hedges of different "
    "strength.",
    must_report=[
        Example("The mill may close in May.", "The mill will close in May.", "may close", "will close"),
        Example("Tarn allegedly forged the deed.", "Tarn forged the deed.", "allegedly forged", "forged"),
        Example("Most of the pupils failed the test.", "All of the pupils failed the test.", "Most", "All"),
    ],
    must_stay_silent=[
        Example("The mill may close in May.", "The mill could close in May."),
        Example("The driver is believed to have fled.", "Police think the driver fled."),
        Example("Many villagers left the valley.", "A lot of villagers left the valley."),
    ],
)
def certainty_changed(link: Link) -> Iterator[Change]:
    """Pair the hedges of both sides by what they govern, then by kind.

    A hedge left over is yielded where the other side makes its statement without one; scopes are paired by their noun.
    """
    yield from _conditions(link)
    yield from _hedges(link)
    yield from _scopes(link)


def _hedges(link: Link) -> Iterator[Change]:
    ours = [hedge for hedge in link.original.hedges if hedge.kind != "condition"]
    theirs = [hedge for hedge in link.rewrite.hedges if hedge.kind != "condition"]
    moved: list[tuple[Hedge, Hedge, float]] = []
    for first, second in _same_statement(link, ours, theirs):
        if first in ours and second in theirs:
            ours.remove(first)
            theirs.remove(second)
            if (confidence := max(_move(first.kind, second.kind), _stricter(first, second))) >= 0.5:
                moved.append((first, second, confidence))
            else:
                ours = [hedge for hedge in ours if not _doubles(hedge, first)]
                theirs = [hedge for hedge in theirs if not _doubles(hedge, second)]
    for first in list(ours):
        spare = next((hedge for hedge in theirs if _move(first.kind, hedge.kind) == 0), None)
        if spare is not None:
            ours.remove(first)
            theirs.remove(spare)
    found = [
        _moved(link, first, second, confidence)
        for first, second, confidence in moved
        if not _made_good(first, theirs) and not _made_good(second, ours)
    ]
    found += [change for hedge in ours if not _kept(link, hedge) for change in _lost(link, hedge, theirs, lost=True)]
    if not found and not theirs:
        found += [change for hedge in ours if not _kept(link, hedge) for change in _belief_told(link, hedge)]
    found += [change for hedge in theirs if not _kept(link, hedge) for change in _lost(link, hedge, ours, lost=False)]
    yield from _merged(found)


def _merged(found: list[Change]) -> Iterator[Change]:
    """Without the weaker of two changes that meet: a plan told as done loses "planned" and "would" at once."""
    kept: list[Change] = []
    for change in sorted(found, key=lambda change: -change.confidence):
        near = (
            abs(change.original.start - other.original.start) < _ONE_STATEMENT
            and change.original.start != other.original.start
            for other in kept
            if change.original and other.original
        )
        if not any(near):
            kept.append(change)
    yield from kept


def _doubles(hedge: Hedge, other: Hedge) -> bool:
    """Whether two hedges of one side say the same of the same word: "charged with two counts"."""
    return hedge.governed is other.governed and hedge.kind == other.kind


def _kept(link: Link, hedge: Hedge) -> bool:
    """Whether the hedging word itself stands on the other side, in some other construction."""
    return any(link.words.backed(token) for token in hedge.tokens if token.pos in {"VERB", "NOUN", "ADJ", "ADV"})


def _made_good(hedge: Hedge, spare: list[Hedge]) -> bool:
    """Whether a hedge without partner on the other side says the same."""
    return hedge.kind != "future" and any(other.kind == hedge.kind for other in spare)


def _same_statement(link: Link, ours: list[Hedge], theirs: list[Hedge]) -> list[tuple[Hedge, Hedge]]:
    """Hedges of both sides over the same statement, those of like kinds first."""
    found = []
    for first in ours:
        other = counterpart(link, first.governed)
        for second in theirs:
            back = counterpart(link, second.governed)
            if (other and other.token is second.governed) or (back and back.token is first.governed):
                found.append((first, second))
    return sorted(found, key=lambda pair: (pair[0].kind != pair[1].kind, _move(pair[0].kind, pair[1].kind)))


def _move(first: Kind, second: Kind) -> float:
    pair = frozenset({first, second})
    return 0.0 if len(pair) == 1 or pair in _ALIKE else _MOVES.get(pair, 0.6)


def _stricter(first: Hedge, second: Hedge) -> float:
    """What a move between advice and order counts for: "should boil", "must boil"."""
    strengths = [
        next((name for token in hedge.tokens for name, words in _STRENGTHS if token.lower in words), "")
        for hedge in (first, second)
    ]
    return 0.65 if set(strengths) == {"advice", "order"} else 0.0


_STRENGTHS = (("advice", ADVISING), ("order", ORDERING))


def _moved(link: Link, first: Hedge, second: Hedge, confidence: float) -> Change:
    return _change(link, _phrase(first), _phrase(second), confidence, _facts(first), _facts(second))


def _facts(hedge: Hedge) -> dict[str, Any]:
    words = hedge.governed.sentence.document.slice(hedge.span)
    return {"kind": hedge.kind, "level": hedge.level, "words": words}


def _change(link: Link, ours: Span, theirs: Span, confidence: float, *facts: dict[str, Any]) -> Change:
    """A change from the words of one side to those of the other; ``facts`` were compared, the original's first."""
    before, after = link.original.document.slice(ours), link.rewrite.document.slice(theirs)
    return Change(
        type="certainty-changed",
        original=ours,
        rewrite=theirs,
        message=f"“{before}” became “{after}”",
        confidence=round(confidence, 2),
        why=dict(zip(("original", "rewrite"), facts, strict=True)),
    )


def _lost(link: Link, hedge: Hedge, spare: list[Hedge], *, lost: bool) -> Iterator[Change]:
    """The change where a hedge of one side finds its statement on the other side without any hedge."""
    match = counterpart(link, hedge.governed) or _testimony(link, hedge)
    if match is None or match.opposite:
        return
    confidence = _TO_FACT[hedge.kind] * _strength(match)
    other = match.token
    if not lost and match.likeness < 0.5 and hedge.kind in {"future", "scheduled", "obliged"}:
        return  # "was moved to Monday", "will be held on Monday"
    if not _told_as_fact(hedge, other) or any(_near(other, unused.governed) for unused in spare):
        return
    if _contrasted(hedge, other) or (hedge.kind == "possible" and _ability_told(hedge.governed, other)):
        return
    if hedge.kind in {"reported", "accused", "believed"} and _attributed(other) and not _attributed(hedge.governed):
        return
    if confidence < 0.5:
        return
    hedged, plain = _phrase(hedge), span_of(verb_phrase(other))
    facts, fact = _facts(hedge), {"kind": "fact", "level": 1.0, "words": other.sentence.document.slice(plain)}
    if not lost:
        yield _change(link, plain, hedged, confidence, fact, facts)
        return
    change = _change(link, hedged, plain, confidence, facts, fact)
    yield replace(change, severity="error") if hedge.kind == "accused" else change


def _testimony(link: Link, hedge: Hedge) -> Counterpart | None:
    """What somebody is yet to say, where the other side tells it: "is expected to say that he took", "took"."""
    told = hedge.governed.child("ccomp")
    if told is None or reporting_class(hedge.governed.lemma) is None or hedge.kind not in _YET_TO_COME:
        return None
    match = counterpart(link, told)
    return match if match is not None and match.likeness >= 0.8 and not _attributed(match.token) else None


_YET_TO_COME = frozenset({"likely", "intended", "scheduled", "wanted"})


def _contrasted(hedge: Hedge, other: Token) -> bool:
    """Whether a word with the statement excludes the hedging word: charged and convicted are compared elsewhere."""
    near = [other, *other.children, *list(other.ancestors())[:3]]
    return any(
        contrast(ours, theirs)
        for token in hedge.tokens
        for there in near
        for ours, theirs in ((token.lower, there.lower), (token.lemma, there.lemma))
    )


def _ability_told(governed: Token, other: Token) -> bool:
    """Whether one of two statements says in a word of its own what can be done or is allowed."""
    return any(
        token.lemma in ABILITY or (token.pos == "ADJ" and token.lower.endswith(("able", "ible")))
        for verb in (governed, other)
        for token in (verb, *verb.children)
    )


def _belief_told(link: Link, hedge: Hedge) -> Iterator[Change]:
    """The change where "police believe that ..." is told as "police said that ..."."""
    verb = hedge.tokens[-1]
    believer = verb.child("nsubj")
    if hedge.kind not in {"believed", "likely"} or verb.pos != "VERB" or believer is None or verb.child("auxpass"):
        return
    other = link.words.partner(believer)
    if other is None or other.dep != "nsubj" or reporting_class(other.head.lemma) not in {"neutral", "certain"}:
        return
    told = other.head
    if counterpart(link, told) is not None and link.words.backed(told):
        return
    content = told.child("ccomp") or (told.head if told.dep in {"ccomp", "parataxis"} else None)
    if content is None or any(link.words.partner(token) for token in told.children if token.dep == "neg"):
        return
    theirs = span_of([other, *verb_phrase(told)]) if other.index < told.index else told.span
    ours = span_of([believer, verb])
    yield _change(link, ours, theirs, 0.55, _facts(hedge), {"kind": "fact", "level": 1.0, "words": told.text})


def _strength(match: Counterpart) -> float:
    """How surely the other side's predicate tells the same event."""
    if match.likeness >= 0.9:
        return 1.0
    if match.likeness >= 0.5:
        return 0.95 if match.shared else 0.85
    return 0.85 if match.shared >= 2 else 0.7


def _told_as_fact(hedge: Hedge, other: Token) -> bool:
    """Whether the other side tells the statement as fact, so that the loss of this kind of hedge matters."""
    if other.pos not in {"VERB", "AUX"}:
        if hedge.governed.pos == "VERB" and hedge.governed.lemma == other.lemma and other.head is other:
            return True  # a verb that the parser took for a noun
        if hedge.kind == "wanted" and hedge.tokens[-1].pos == "VERB":
            return False  # "considers a ban", "discusses a ban"
        if hedge.kind == "accused":
            return hedge.governed.pos == "NOUN"
        return hedge.governed.pos == other.pos and hedge.kind not in {"future", "scheduled", "obliged"}
    modals = {child.lower for child in other.children if child.tag == "MD"}
    if modals:
        return MODALS.get(min(modals)) == "future" and hedge.kind in _DOUBTS
    if hedge.kind in {"future", "scheduled"}:
        return is_past(other) and other.tag != "VBG"  # "was leaving" may lie ahead as well as "would leave"
    finite = is_past(other) or is_present(other)
    if hedge.kind == "wanted" and other.dep == "xcomp" and other.head.lemma in _DECIDING:
        return is_past(other.head)
    if hedge.kind in {"intended", "wanted", "obliged"}:
        under_way = hedge.governed.dep == "ccomp" or any(child.dep == "aux" for child in other.children)
        return is_past(other) or (is_present(other) and under_way)
    return finite or other.dep in {"acl", "relcl", "advcl", "xcomp", "conj", "amod"}


_DECIDING = frozenset({"choose", "decide", "opt", "resolve", "vote"})


def _near(token: Token, other: Token) -> bool:
    return token is other or token.head is other or other.head is token


def _attributed(token: Token) -> bool:
    """Whether the statement stands as what somebody says."""
    for above in (token, *token.ancestors()):
        if above.dep == "ccomp" and above.head.lemma not in {"make", "let", "see"}:
            return True
    return any(other.lower == "according" for other in token.sentence.tokens)


def _phrase(hedge: Hedge) -> Span:
    """The hedge with the verb phrase that it governs, where they stand near each other."""
    whole = span_of([*hedge.tokens, *verb_phrase(hedge.governed)])
    words = sum(1 for token in hedge.governed.sentence.tokens if whole.overlaps(token.span))
    return whole if words <= 7 else hedge.span


def _conditions(link: Link) -> Iterator[Change]:
    """The changes from "if convicted" to "when convicted", or back."""
    for passage, first_side in ((link.original, True), (link.rewrite, False)):
        for hedge in passage.hedges:
            if hedge.kind != "condition":
                continue
            pair = link.words.pair(hedge.governed)
            if pair is None or pair.similarity < 0.5:
                continue
            other = pair.rewrite if first_side else pair.original
            marks = [
                child for child in other.children if child.dep in {"mark", "advmod"} and child.lower in TELLING_WHEN
            ]
            if not marks or marks[0].index > other.index:
                continue
            hedged, sure = _phrase(hedge), span_of([marks[0], *verb_phrase(other)])
            fact = {"kind": "fact", "level": 1.0, "words": marks[0].text}
            if first_side:
                yield _change(link, hedged, sure, 0.75, _facts(hedge), fact)
            else:
                yield _change(link, sure, hedged, 0.6, fact, _facts(hedge))


def _scopes(link: Link) -> Iterator[Change]:
    for move in scope_moves(link):
        facts = [{"scope": level} for level in (move.before, move.after)]
        yield _change(link, move.original, move.rewrite, move.confidence, *facts)
