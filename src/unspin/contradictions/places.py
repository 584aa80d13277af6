"""Places: a person born, a firm based, an accident that happened in two places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground, subject_of
from unspin.facts.names import FEMALE_PRONOUNS, MALE_PRONOUNS, Name, name_words
from unspin.language import Token

Size = Literal["country", "region", "town", "street", "venue"]

_SIZES: dict[Size, frozenset[str]] = {
    "street": frozenset("street road lane avenue drive highway motorway route way bridge square corner".split()),
    "venue": frozenset(
        "hall hotel stadium arena church cathedral school theatre theater hospital airport station park museum club "
        "university college centre center court prison building house mall library ground field gym bar restaurant".split()
    ),
    "region": frozenset(
        "county district region province state valley island islands coast north south east west northern southern "
        "eastern western central sea ocean bay gulf lake river mountains hills desert forest peninsula midwest".split()
    ),
}
_KINDS_OF_PLACE = frozenset().union(*_SIZES.values())
# Places so large that they hold others that a text names.
_LARGE = frozenset(
    "africa asia europe america antarctica australia oceania us uk england scotland wales ireland france germany spain "
    "italy portugal greece turkey russia ukraine poland norway sweden denmark finland iceland netherlands belgium austria "
    "switzerland hungary romania bulgaria serbia croatia china japan india pakistan afghanistan iran iraq syria israel "
    "lebanon jordan egypt libya tunisia algeria morocco nigeria kenya ethiopia sudan somalia uganda tanzania ghana congo "
    "zimbabwe canada mexico brazil argentina chile peru colombia venezuela cuba haiti indonesia malaysia thailand vietnam "
    "philippines singapore taiwan korea bangladesh nepal myanmar yemen qatar kuwait alabama alaska arizona arkansas "
    "california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana "
    "maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon "
    "pennsylvania tennessee texas utah vermont virginia wisconsin wyoming queensland victoria tasmania ontario quebec".split()
)
EVENTS = frozenset(
    "accident crash collision fire blaze explosion shooting stabbing robbery burglary attack murder killing incident "
    "avalanche landslide derailment wreck theft bombing blast raid kidnapping earthquake wedding funeral ceremony concert "
    "summit festival conference exhibition vigil rally fair wake".split()
)
HAPPENING = frozenset("happen occur take hold break".split())


def place_claims(ground: Ground) -> Iterator[Claim]:
    """Where people were born and live, firms are based, and what befell a place only once happened."""
    for token in ground.facts.analysis.tokens:
        if token.lower == "based":
            yield from _seat(ground, token)
        if (
            token.dep != "prep"
            or token.lower not in {"in", "at", "near"}
            or token.head.pos not in {"VERB", "AUX", "NOUN"}
        ):
            continue
        if (place := _named_place(ground, token)) is None or ground.is_quoted(place.span):
            continue
        verb = token.head
        found = _of_event(ground, verb) if verb.pos != "NOUN" else _event_in(ground, verb)
        found = found or _of_person(ground, verb)
        if found is None or not _is_told(ground, verb) or (found[0] == "event" and ground.is_past(verb.sentence)):
            continue
        introduces = verb.pos == "NOUN" and any(child.lower in {"a", "an"} for child in verb.children)
        what, (key, shown), said = found
        span = token.span.join(place.span)
        value = " ".join(name_words(_shown(place)))
        source = ground.source_of(span)
        yield Claim(
            "place",
            (what, key, _size(place)),
            shown,
            value,
            said,
            f"{token.lower} {_shown(place)}",
            span,
            0.8,
            source,
            introduces,
        )


def places_agree(ground: Ground, one: Claim, other: Claim) -> bool:
    """Whether one place can lie in the other, as far as the document and the words tell."""
    name, other_name = one.value, other.value
    if (set(name.split()) & set(other_name.split())) - _KINDS_OF_PLACE:
        return True
    if {one.said.split()[0], other.said.split()[0]} & {"near"}:
        return True
    return any(name in places and other_name in places for places in ground.places_beside)


def _named_place(ground: Ground, preposition: Token) -> Name | None:
    """The place that a preposition names at once: "in Halvik", "in the town of Halvik"; not "in Halvik's port"."""
    noun = preposition.child("pobj")
    if (
        noun is not None
        and noun.lemma in {"town", "village", "city", "hamlet"}
        and (of := noun.child("prep")) is not None
    ):
        noun = of.child("pobj") if of.lower == "of" else None
    name = ground.name_of(noun)
    if noun is None or name is None or name.is_pronoun or name.kind == "work" or noun is not name.head:
        return None
    if not all(token.text[:1].isupper() for token in name.tokens) or any(
        child.dep == "conj" for child in noun.children
    ):
        return None
    return name


def _shown(place: Name) -> str:
    return " ".join(token.text for token in place.tokens)


def _size(place: Name) -> Size:
    words = name_words(_shown(place))
    if set(words) & _LARGE:
        return "country"
    return next((size for size, markers in _SIZES.items() if set(words) & markers), "town")


def _of_event(ground: Ground, verb: Token) -> tuple[str, tuple[str, str], str] | None:
    """An event that happened in the place: its noun, of which the document knows one."""
    if verb.lemma not in HAPPENING or (
        verb.lemma == "take" and (thing := verb.child("dobj")) is not None and (thing.lemma != "place")
    ):
        return None
    subject = verb.child("nsubjpass" if verb.lemma == "hold" else "nsubj")
    if subject is None or (found := ground.thing(subject)) is None or found[0] not in EVENTS:
        return None
    if not ground.is_unique(found[0]):
        return None
    return "event", found, "happened"


def _seat(ground: Ground, based: Token) -> Iterator[Claim]:
    """Where a firm is based by an adjective: "the Halvik-based company", "Brask, a Halvik-based maker of coats"."""
    hyphen = based.neighbour(-1)
    place = ground.name_of(hyphen.neighbour(-1)) if hyphen is not None and hyphen.text == "-" else None
    noun = based.head
    if place is None or place.is_pronoun or noun.pos not in {"NOUN", "PROPN"} or noun is based:
        return
    named = noun.head if noun.dep == "appos" else noun
    if (name := ground.name_of(named)) is not None and not name.is_pronoun:
        who = ground.person(name)
    else:
        who = ground.the_only_body(named) if named is noun and _is_definite(noun) else None
    if who is None or ground.is_quoted(based.span):
        return
    shown = _shown(place)
    span = place.span.join(based.span)
    yield Claim(
        "place", ("seat", who[0], _size(place)), who[1], " ".join(name_words(shown)), "is based", f"in {shown}", span,
        0.8, ground.source_of(span), presupposed=True,
    )  # fmt: skip


def _is_definite(noun: Token) -> bool:
    return any(child.lower == "the" for child in noun.children)


def _is_told(ground: Ground, head: Token) -> bool:
    verb = head if head.pos != "NOUN" else next((above for above in head.ancestors() if above.pos == "VERB"), None)
    return verb is None or ground.is_asserted(verb)


def _event_in(ground: Ground, noun: Token) -> tuple[str, tuple[str, str], str] | None:
    """An event with its place: "the fire in Halvik"; bare and plural ones are of no known event."""
    if noun.lemma not in EVENTS or noun.tag != "NN" or not ground.is_unique(noun.lemma):
        return None
    if not any(child.lower in {"the", "a", "an"} for child in noun.children):
        return None
    found = ground.thing(noun)
    return ("event", found, "happened") if found is not None else None


def _of_person(ground: Ground, verb: Token) -> tuple[str, tuple[str, str], str] | None:
    if verb.lower == "born" or verb.lemma == "bear":
        what, said = "birth", "was born"
    elif verb.lower in {"based", "headquartered"}:
        what, said = "seat", "is based"
    elif verb.lower == "lives":
        what, said = "home", "lives"
    else:
        return None
    subject = subject_of(verb)
    if subject is None:
        return None
    if subject.lower in MALE_PRONOUNS | FEMALE_PRONOUNS:
        who = ground.sure_pronoun(subject)
    elif (name := ground.name_of(subject)) is not None and not name.is_pronoun:
        who = ground.person(name)
    elif what == "seat":
        who = ground.the_only_body(subject)
    else:
        who = None
    return (what, who, said) if who is not None else None
