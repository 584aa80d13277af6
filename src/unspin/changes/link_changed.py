"""link-changed: the rewrite changes the order in time of two events, or what caused what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unspin.align.predicates import arguments, counterpart
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.facts import Passage
from unspin.facts.certainty import verb_phrase
from unspin.facts.events import EventLink
from unspin.language import Token, span_of

if TYPE_CHECKING:
    from unspin.align import Link

# Confidence of a move from one relation to another between the same two events in the same places.
_MOVES = {
    ("order", "cause"): 0.75,
    ("cause", "contrast"): 0.9,
    ("contrast", "cause"): 0.9,
}
# The same, where the two events have also changed places.
_TURNED = {
    ("order", "order"): 0.9,
    ("cause", "cause"): 0.9,
    ("cause", "order"): 0.75,
    ("order", "cause"): 0.8,
    ("order", "until"): 0.6,
    ("until", "order"): 0.6,
    ("loose", "order"): 0.6,
    ("order", "loose"): 0.6,
}
# What happened at the same time told as the cause.
_LOOSE_TO_CAUSE = {"while": 0.65, "amid": 0.55}


@change_type(
    name="link-changed",
    severity="error",
    precedence=50,
    reports="Two events that both texts tell come in another order, or one becomes the cause of the other, or is no "
    "longer its cause.",
    matters="What came first and what brought it about decides who is to blame.",
    fine="The same order or cause told from the other end: A before B, B after A; because, since, as and due to for "
    "each other.",
    sure="Surest where both events keep their verbs and only the joining word or their places differ.",
    must_report=[
        Example(
            "The guards fled after thieves broke the lock.",
            "Thieves broke the lock after the guards fled.",
            "after thieves broke",
            "after the guards fled",
        ),
        Example(
            "Because the lock was broken, the guard left the gate.",
            "Although the lock was broken, the guard left the gate.",
            "Because",
            "Although",
        ),
    ],
    must_stay_silent=[
        Example("Lund resigned before the report appeared.", "The report appeared after Lund resigned."),
        Example("The race was cancelled because of the storm.", "The race was cancelled due to the storm."),
    ],
)
def link_changed(link: Link) -> Iterator[Change]:
    """Pair the event links of both sides by their events; yield those turned round or of another kind.

    Then yield the causes, and the order of events told in two sentences, that only the rewrite has.
    """
    if not link.original.tokens or not link.rewrite.tokens:
        return
    ours, theirs = link.original.event_links, link.rewrite.event_links
    explained: set[int] = set()
    for second in theirs:
        pairs = [(first, turned) for first in ours if (turned := _same_events(link, first, second)) is not None]
        if pairs:
            explained.add(id(second))
        confidences = [_confidence(first, second, turned=turned) for first, turned in pairs]
        if pairs and min(confidences) > 0:
            first, turned = pairs[0]
            yield _change(link, first, second, confidences[0], turned=turned)
    for second in theirs:
        if id(second) not in explained:
            yield from _new_link(link, second)


def _confidence(first: EventLink, second: EventLink, *, turned: bool) -> float:
    loose = next((one for one in (first, second) if one.relation == "loose"), None)
    if loose is first and not turned and second.relation == "cause":
        return _LOOSE_TO_CAUSE.get(loose.marker.lower, 0.0)
    if loose is not None and (loose.marker.lower != "when" or loose.second.tag != "VBD" or loose.second.lemma == "be"):
        return 0.0  # as, since, over and amid may say either order, and what was so "when" may have been so before
    return (_TURNED if turned else _MOVES).get((first.relation, second.relation), 0.0)


def _same_events(link: Link, first: EventLink, second: EventLink) -> bool | None:
    """Whether two links join the same events: None if not, else whether the events have changed places.

    One event must be the same beyond doubt; for the other it is enough that the alignment puts it in the same place.
    """
    for turned, (earlier, later) in ((False, (second.first, second.second)), (True, (second.second, second.first))):
        likeness = (_likeness(link, first.first, earlier), _likeness(link, first.second, later))
        if min(likeness) > 0 and max(likeness) == 2:
            return turned
    return None


def _likeness(link: Link, ours: Token, theirs: Token) -> int:
    """2 where both words tell the same event, 1 where they may, 0 where nothing says so."""
    match = counterpart(link, ours)
    if match is not None and match.token is theirs and not match.opposite:
        return 2 if match.likeness >= 0.55 else 1
    if link.words.partner(ours) is theirs:
        return 1
    wanted = {id(other) for argument in arguments(ours) if (other := link.words.partner(argument)) is not None}
    free = link.words.partner(theirs) is None and match is None
    return int(free and any(id(argument) in wanted for argument in arguments(theirs)))


def _change(link: Link, first: EventLink, second: EventLink, confidence: float, *, turned: bool) -> Change:
    ours, theirs = _phrase(first), _phrase(second)
    before, after = link.original.document.slice(ours), link.rewrite.document.slice(theirs)
    return Change(
        type="link-changed",
        original=ours,
        rewrite=theirs,
        message=f"“{before}” became “{after}”" + (", the other way round" if turned else ""),
        confidence=confidence,
        why={"original": _facts(first), "rewrite": _facts(second)},
    )


def _facts(link: EventLink) -> dict[str, str]:
    return {"relation": link.relation, "first": link.first.text, "second": link.second.text}


def _phrase(link: EventLink) -> Span:
    """The joining word with the event that hangs on it."""
    if link.marker.pos == "VERB":
        return link.marker.span
    hanging = link.first if link.span.covers(link.first.span) else link.second
    return span_of([link.marker, *verb_phrase(hanging)])


def _new_link(link: Link, second: EventLink) -> Iterator[Change]:
    """A cause or an order between two events that the original tells in two sentences, without one."""
    if second.relation not in {"cause", "order"} or second.marker.pos == "VERB" or second.marker.lower == "for":
        return
    hanging, main = (
        (second.first, second.second) if second.span.covers(second.first.span) else (second.second, second.first)
    )
    match = counterpart(link, main)
    if match is None or match.likeness < 0.8 or not (match.shared or match.likeness >= 0.95):
        return
    effect = match.token
    told = _told(link, hanging)
    joined = told is not None and second.relation == "cause" and _side_by_side(told, effect)
    if told is None or (told.sentence is effect.sentence and not joined):
        return
    if second.relation == "order" and counterpart(link, hanging) is None:
        return
    if any(
        own.marker.sentence is effect.sentence and own.relation in {"order", "cause"}
        for own in link.original.event_links
    ):
        return
    theirs = _phrase(second)
    after = link.rewrite.document.slice(theirs)
    yield Change(
        type="link-changed",
        original=span_of(verb_phrase(effect)),
        rewrite=theirs,
        message=f"“{after}” joins two events that the original tells apart",
        confidence=0.75 if second.relation == "cause" else 0.55,
        why={"original": None, "rewrite": _facts(second)},
    )


def _side_by_side(one: Token, other: Token) -> bool:
    """Whether two events are joined by "and" alone, each with its own subject."""
    for first, second in ((one, other), (other, one)):
        if second.dep == "conj" and second.head is first and second.child("nsubj", "nsubjpass") is not None:
            return any(child.dep == "cc" and child.lower == "and" for child in first.children)
    return False


def _told(link: Link, event: Token) -> Token | None:
    """Where the original tells the event: the word that stands for it, or the same word anywhere in the document."""
    partner = link.words.partner(event)
    if partner is not None and link.words.backed(event):
        return partner
    return next((token for token in _all(link.original) if token.lemma == event.lemma and token.pos == event.pos), None)


def _all(passage: Passage) -> tuple[Token, ...]:
    return passage.facts.analysis.tokens
