"""place-changed: the rewrite gives another place or direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unspin.align import Link
from unspin.align.exchanges import Identities, identities_of
from unspin.align.names import renamed
from unspin.align.substitutions import contrasts_in, is_located, other_things
from unspin.changes.registry import Change, Example, change_type
from unspin.document import Span
from unspin.facts import Passage
from unspin.language import Token, span_of

_WHERE = {
    "in": "in", "inside": "in", "within": "in", "at": "in", "throughout": "in",
    "near": "near", "beside": "near", "alongside": "near", "around": "near", "by": "near",
    "outside": "outside", "beyond": "outside",
    "on": "on", "onto": "on", "aboard": "on", "atop": "on",
    "under": "under", "beneath": "under", "underneath": "under",
    "over": "over",
    "behind": "behind", "opposite": "opposite", "off": "off",
    "from": "from", "to": "to", "towards": "to", "toward": "to", "for": "to", "into": "to",
}  # fmt: skip
# A preposition that tells where is never only grammar; "in" and "on" often are, and change with the verb.
_TELLING = frozenset({"near", "outside", "under", "over", "behind", "opposite", "off"})
# Before common nouns only these tell where on their own; "at" and "over" often hang on the verb or noun before them.
_PHYSICAL = frozenset(
    "near beside alongside outside beyond under beneath underneath behind opposite off close next".split()
)
_LONG = {
    "close to": "near",
    "next to": "near",
    "outside of": "outside",
    "inside of": "in",
    "vicinity of": "near",
    "outskirts of": "near",
}
# Which differences of the telling ones are no difference of place: under a bridge is near it, off the coast near it.
_COMPATIBLE = frozenset(
    {
        frozenset({"near", "off"}),
        frozenset({"near", "opposite"}),
        frozenset({"near", "behind"}),
        frozenset({"near", "outside"}),
        frozenset({"over", "on"}),
    }
)
_PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class _Where:
    relation: str
    preposition: Token
    thing: Token
    place: bool

    @property
    def span(self) -> Span:
        return span_of((self.preposition, self.thing))


@change_type(
    name="place-changed",
    severity="error",
    precedence=32,
    reports="Another place is named, or the relation to it or the direction differs: near, in, outside, from, to, north, south.",
    matters="Where a thing happened decides whom it concerns.",
    fine="A part for the whole that the text itself names, a preposition that the verb asks for, a place left out.",
    sure="Surest for compass points and for names; less sure for prepositions before common nouns.",
    must_report=[
        Example("The van was found outside Torvik.", "The van was found in Torvik.", "outside Torvik", "in Torvik"),
        Example(
            "They camped on the north shore of the lake.",
            "They camped on the south shore of the lake.",
            "north",
            "south",
        ),
        Example("The ferry from Aske to Munde sank.", "The ferry from Munde to Aske sank.", "from Aske", "to Aske"),
    ],
    must_stay_silent=[
        Example("He arrived in Torvik on Monday.", "He got to Torvik on Monday."),
        Example("The hut near the river burned down.", "The hut close to the river burned down."),
    ],
)
def place_changed(link: Link) -> Iterator[Change]:
    """Yield places renamed, places in another relation, and directions turned round."""
    for change in renamed(link):
        if change.kind == "place":
            yield _change(change.original, change.rewrite, change.names, change.confidence, change.how)
    for found in contrasts_in(link):
        if found.contrast.type == "place-changed":
            yield _change(found.original, found.rewrite, found.words, 0.9, found.contrast.name)
    for pair in other_things(link):
        if is_located(pair.rewrite):
            words = pair.original.text, pair.rewrite.text
            yield _change(pair.original.span, pair.rewrite.span, words, 0.6, pair.how)
    yield from _relations(link)


def _change(original: Span, rewrite: Span, words: tuple[str, str], confidence: float, how: str) -> Change:
    return Change(
        type="place-changed",
        original=original,
        rewrite=rewrite,
        message=f"“{words[0]}” became “{words[1]}”",
        confidence=confidence,
        why={"original": words[0], "rewrite": words[1], "how": how},
    )


def _relations(link: Link) -> Iterator[Change]:
    identities = identities_of(link)
    ours = _by_thing(link.original, identities, rewrite=False)
    after = _by_thing(link.rewrite, identities, rewrite=True)
    single = {
        thing: (ours[thing][0], after[thing][0])
        for thing in after
        if len(ours.get(thing, ())) == len(after[thing]) == 1
    }
    # Two relations on either side ("from the port to the port"): which stands against which is a guess, so `single`.
    turned = [both for both in single.values() if {both[0].relation, both[1].relation} == {"from", "to"}]
    if len(turned) > 1:
        # From A to B became from B to A: one change.
        yield _moved(
            _join([before for before, _ in turned]), _join([now for _, now in turned]), 0.85, "turned round", link
        )
    for before, now in single.values():
        if len(turned) > 1 and (before, now) in turned:
            continue
        if _differ(before, now, link):
            confidence = 0.85 if before.place or now.place else 0.7
            yield _moved(before.span, now.span, confidence, f"{before.relation} became {now.relation}", link)


def _moved(ours: Span, theirs: Span, confidence: float, how: str, link: Link) -> Change:
    words = link.original.document.slice(ours), link.rewrite.document.slice(theirs)
    return _change(ours, theirs, words, confidence, how)


def _join(places: list[_Where]) -> Span:
    return span_of([token for place in places for token in (place.preposition, place.thing)])


def _differ(ours: _Where, theirs: _Where, link: Link) -> bool:
    relations = {ours.relation, theirs.relation}
    if len(relations) == 1 or frozenset(relations) in _COMPATIBLE:
        return False
    if relations == {"from", "to"}:
        # "Left for", "moved from": the verb gives the direction its sense.
        plain = {ours.preposition.lower, theirs.preposition.lower} <= {"into", "out", "from", "of"}
        return ((ours.place and theirs.place) or plain) and link.words.backed(_governor(theirs.preposition))
    if relations & {"from", "to"}:
        return False
    if not (ours.place or theirs.place) and not {ours.preposition.lower, theirs.preposition.lower} & _PHYSICAL:
        return False
    return bool(relations & _TELLING) and (ours.place or theirs.place or link.words.partner(ours.thing) is theirs.thing)


def _governor(preposition: Token) -> Token:
    head = preposition.head
    return head.head if head.pos in {"ADP", "PROPN"} else head


def _by_thing(passage: Passage, identities: Identities, *, rewrite: bool) -> dict[str, list[_Where]]:
    found: dict[str, list[_Where]] = {}
    for preposition, thing, place in _placed(passage):
        relation = _relation(preposition)
        grammar = preposition.lower == "for" and preposition.head.lemma not in {"bind", "bound", "leave", "head"}
        if relation is None or grammar or _passive_agent(preposition):
            continue
        key = identities.of(thing, rewrite=rewrite, through_apposition=False)
        found.setdefault(key, []).append(_Where(relation, preposition, thing, place))
    return found


def _placed(passage: Passage) -> Iterator[tuple[Token, Token, bool]]:
    """Prepositions with what they place, and whether that is a place by name.

    Before a name the nearest preposition in the text counts: the parser often hangs unknown names wrongly.
    """
    named: set[int] = set()
    for name in passage.names:
        named.update(token.index for token in name.tokens)
        before = name.tokens[0].neighbour(-1)
        if before is not None and before.pos == "DET":
            before = before.neighbour(-1)
        if before is not None and before.pos in {"ADP", "SCONJ"} and not name.is_pronoun:
            place = name.kind == "place" or any(token.entity in _PLACES for token in name.tokens)
            yield before, name.tokens[-1], place
    for token in passage.tokens:
        thing = token.child("pobj") if token.pos in {"ADP", "SCONJ"} else None
        if (
            thing is not None
            and thing.index not in named
            and thing.pos == "NOUN"
            and thing.entity not in {"DATE", "TIME"}
        ):
            yield token, thing, thing.entity in _PLACES


def _relation(preposition: Token) -> str | None:
    before, after = preposition.neighbour(-1), preposition.neighbour(1)
    for pair in ((before, preposition), (preposition, after)):
        if pair[0] is not None and pair[1] is not None and (long := _LONG.get(f"{pair[0].lower} {pair[1].lower}")):
            return long
    return _WHERE.get(preposition.lower)


def _passive_agent(preposition: Token) -> bool:
    """Whether "by" names who did it or made it, not what is near."""
    return preposition.lower == "by" and (preposition.dep == "agent" or preposition.head.pos in {"NOUN", "VERB"})
