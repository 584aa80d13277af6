"""Titles: a person who holds two offices that exclude each other, and an office for one that two people hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from unspin.contradictions.claims import Claim
from unspin.contradictions.ground import Ground
from unspin.facts.names import Name, name_words
from unspin.language import Token, span_of

# Offices of which nobody holds two of one row at a time.
_ROWS = tuple(
    frozenset(part.strip() for part in row.split(","))
    for row in (
        "police chief, fire chief, police constable, sheriff",
        "finance minister, foreign minister, defence minister, interior minister, health minister, education minister, "
        "justice minister, transport minister, environment minister, prime minister, trade minister",
        "prosecutor, defence lawyer, judge",
        "constable, inspector, superintendent, sergeant",
        "private, corporal, sergeant, lieutenant, colonel, captain, major, general",
        "archbishop, bishop, rabbi, imam",
        "goalkeeper, striker, defender, midfielder",
        "nurse, surgeon, midwife, dentist, veterinarian, paramedic",
        "ambassador, consul",
        "pilot, co-pilot",
        "mayor, governor, prime minister, police chief, fire chief, sheriff, judge, prosecutor, bishop, archbishop, "
        "headmaster, headmistress, ambassador, general, foreign minister, finance minister, interior minister",
        "chief executive, chief financial officer, chief operating officer, finance director",
        # Trades of people who are named for what befell them, not for what they do beside it.
        "nurse, surgeon, midwife, dentist, veterinarian, paramedic, plumber, carpenter, electrician, roofer, butcher, baker, "
        "bricklayer, librarian, postman, mechanic, hairdresser, pharmacist, firefighter, judge, prosecutor",
    )
)
_ROW_OF = {office: {number for number, row in enumerate(_ROWS) if office in row} for row in _ROWS for office in row}
_RANKED = frozenset(
    "mayor director editor chairman chairwoman chair president minister manager governor principal head headmaster "
    "headmistress treasurer secretary commissioner ambassador coach premier".split()
)
_BELOW = frozenset("deputy vice assistant associate".split())
# Offices with one holder at a time.
_UNIQUE = frozenset(
    "mayor|prime minister|police chief|fire chief|governor|king|queen|bishop|archbishop|headmaster|headmistress|"
    "chief executive|head|chairman|chairwoman|director|principal|premier|chancellor".split("|")
)
_OF_THE_TOWN = frozenset({"mayor", "police chief", "fire chief"})
_FIELDS = frozenset(
    "police fire prime finance foreign defence defense interior health education justice transport environment trade "
    "chief co head defence financial operating executive managing artistic music sports news".split()
)
_SHORT = {"ceo": "chief executive", "cfo": "chief financial officer", "coo": "chief operating officer"}
_SPELT = {"defense": "defence", "attorney": "lawyer", "vet": "veterinarian", "keeper": "goalkeeper"}
_TRADES = _ROWS[-1] - {"judge", "prosecutor"}
_VOID = frozenset(
    "former ex then acting interim future incoming outgoing elect designate candidate would retired honorary shadow new "
    "next first previous late onetime caretaker nominee ousted longtime old nominated hopeful current sitting young "
    "emeritus temporary assistant-elect fellow rival".split()
)
_CHANGING = frozenset(
    "promote appoint resign become elect succeed replace nominate retire quit oust dismiss sack predecessor successor once "
    "election inaugurate swear demote transfer ex former defeat previously challenger candidate formerly".split()
)
_HEADS = (
    frozenset(office.split()[-1] for row in _ROWS for office in row)
    | _RANKED
    | {office.split()[-1] for office in _UNIQUE}
    | frozenset({"attorney", "vet", "keeper", "ceo", "cfo", "coo"})
)


@dataclass(frozen=True)
class _Held:
    """An office at one mention of its holder: its name, whether it is a lower rank of it, whose office it is."""

    name: Name
    key: str
    shown: str
    office: str
    rank: str
    body: str
    tokens: tuple[Token, ...]

    @cached_property
    def title(self) -> str:
        """The office with its rank, as it is said."""
        return f"{self.rank} {self.office}".strip()


def held_offices(ground: Ground) -> list[_Held]:
    """The offices that people are said to hold now."""
    found = []
    for name in ground.names:
        if name.is_pronoun or ground.is_quoted(name.span) or (who := ground.person(name)) is None:
            continue
        if _is_over(name) or ground.is_past(name.tokens[0].sentence):
            continue
        if len(who[0].split()) < 2 or set(who[0].split()) & (_HEADS | _FIELDS):
            continue
        for tokens in (*_before(name), *_beside(ground, name)):
            if held := _office(ground, name, who, tokens):
                found.append(held)
                break
    return found


def title_claims(ground: Ground, held: list[_Held]) -> Iterator[Claim]:
    """The offices of people whose office the document does not say to have changed."""
    seen: dict[str, list[_Held]] = {}
    for one in held:
        seen.setdefault(one.key, []).append(one)
    for key, offices in seen.items():
        if len({one.title for one in offices}) != 2 or _changes(ground, key):
            continue
        for one in offices:
            source = ground.source_of(span_of(one.tokens))
            yield Claim("title", (key,), one.shown, one.title, "is", one.title, span_of(one.tokens), 0.9, source)


def titles_agree(held: list[_Held], one: Claim, other: Claim) -> bool:
    """Whether nothing keeps one person from holding both offices."""
    first, second = (next(h for h in held if span_of(h.tokens) == claim.span) for claim in (one, other))
    if first.office == second.office:
        if first.office.split()[-1] not in _RANKED | {"chief"} or first.rank == second.rank:
            return True
        return bool(first.body and second.body and first.body != second.body)
    rows = _ROW_OF.get(first.title, set()) & _ROW_OF.get(second.title, set())
    return not rows


def holder_claims(ground: Ground, held: list[_Held]) -> Iterator[Claim]:
    """Who holds an office that one person holds at a time, where the document says of what, or never says it."""
    told = {one.office for one in held if one.body}
    for one in held:
        if one.office in _OF_THE_TOWN - told and not one.rank and not _changes(ground, one.key):
            span = span_of([*one.tokens, *one.name.tokens])
            source = ground.source_of(span)
            yield Claim("title", (one.office,), f"the {one.office}", one.key, "is", one.shown, span, 0.75, source)
        if one.office in _UNIQUE and not one.rank and one.body and not _changes(ground, one.key):
            span = span_of([*one.tokens, *one.name.tokens])
            source = ground.source_of(span)
            subject = f"the {one.office} of {one.body.title() if one.body.islower() else one.body}"
            yield Claim("title", (one.office, one.body), subject, one.key, "is", one.shown, span, 0.85, source)


def holders_agree(ground: Ground, one: Claim, other: Claim) -> bool:
    """Whether two holders may be one person, or two of whom one sentence tells: they share a part of their names."""
    sentences = [ground.facts.analysis.sentence_at(claim.span.start) for claim in (one, other)]
    return sentences[0] is sentences[1] or bool(set(one.value.split()) & set(other.value.split()))


def _before(name: Name) -> Iterator[list[Token]]:
    """The words right before a name, up to its own beginning where the name begins with a title: "Deputy Mayor Lunde"."""
    words = [token for token in name.tokens if token.lower.rstrip(".") in _HEADS | _FIELDS | _BELOW]
    inside = list(name.tokens[: len(words)]) if words == list(name.tokens[: len(words)]) else []
    run = list(reversed(inside))
    token = name.tokens[0].neighbour(-1)
    while token is not None and len(run) < 6 and (token.pos in {"NOUN", "PROPN", "ADJ", "ADV"} or token.text == "-"):
        run.append(token)
        token = token.neighbour(-1)
    run.reverse()
    if run and run[-1].lemma in _HEADS:
        yield run


def _beside(ground: Ground, name: Name) -> Iterator[list[Token]]:
    """Appositions and complements: "Dahl, the fire chief of Brunvik," "the mayor of Feldmoor, Gitte Raun,"."""
    head = name.head
    nouns = [child for child in head.children if child.dep == "appos" and child.pos in {"NOUN", "PROPN"}]
    if head.dep == "appos" and head.head.pos in {"NOUN", "PROPN"}:
        nouns.append(head.head)
    if head.dep == "appos" and head.head.dep == "pobj" and head.head.head.lower == "of":
        # The parser hangs the name on the town: "the mayor of Halvik, Arne Dahl,".
        nouns.append(head.head.head.head)
    if head.dep == "nsubj" and head.head.lower == "is" and ground.is_asserted(head.head):
        nouns += [child for child in head.head.children if child.dep == "attr"]
    for noun in nouns:
        if noun.lemma not in _HEADS or any(child.dep in {"conj", "cc"} for child in noun.children):
            continue
        left = [child for child in noun.children if child.index < noun.index and child.dep != "punct"]
        words = [token for child in left for token in child.subtree() if child.dep in {"compound", "amod", "nmod"}]
        yield [*words, noun]


def _office(ground: Ground, name: Name, who: tuple[str, str], run: list[Token]) -> _Held | None:
    noun = run[-1]
    if noun.tag in {"NNS", "NNPS"}:
        return None
    words = [token.lower.rstrip(".") for token in run]
    place = len(run) - 1
    office = [_SPELT.get(noun.lemma, noun.lemma)]
    rank = ""
    first = place
    for step in range(place - 1, -1, -1):
        word = words[step]
        if word in _BELOW:
            rank, first = word, step
        elif word in _FIELDS and step == first - 1 and not rank:
            office.insert(0, _SPELT.get(word, word))
            first = step
        elif word != "-":
            break
    rest = words[:first]
    trade = noun.lemma in _TRADES
    if (
        set(rest) & _VOID
        or _is_void_before(run[0], allowed={"a"} if trade else set())
        or any(word.endswith("-elect") for word in words)
    ):
        return None
    after = name.tokens[-1].neighbour(1)
    if after is not None and after.lower in {"elect", "designate", "and"}:
        return None
    title = " ".join(office).replace("chief executive officer", "chief executive")
    title = _SHORT.get(title, title)
    if title == "chief" or (title not in _ROW_OF and title not in _UNIQUE and noun.lemma not in _RANKED):
        return None
    tokens = tuple(run[first:])
    return _Held(name, *who, title, rank, _body(ground, name, noun, run[:first]), tokens)


def _is_void_before(token: Token, *, allowed: set[str]) -> bool:
    before = [other.lower for step in (-1, -2) if (other := token.neighbour(step))]
    return bool(set(before) & (_VOID | {"as", "a", "an", "one"}) - allowed)


def _body(ground: Ground, holder: Name, noun: Token, before: list[Token]) -> str:
    """The town or body whose office it is, "" where the words do not say."""
    of = next((child for child in noun.children if child.dep == "prep" and child.lower in {"of", "for", "at"}), None)
    if of is not None and (of_what := of.child("pobj")) is not None:
        name = ground.name_of(of_what)
        if name is not None:
            return _body_words(name)
        bare = all(child.dep in {"det", "punct", "appos"} for child in of_what.children)
        the = any(child.lower == "the" for child in of_what.children)
        return of_what.lemma if of_what.tag == "NN" and bare and the else ""
    with_name = next(
        (child for child in holder.head.children if child.dep == "prep" and child.lower in {"of", "from"}), None
    )
    owned = ground.name_of(with_name.child("pobj")) if with_name is not None else None
    if owned is not None and not owned.is_pronoun:
        return _body_words(owned)
    places = [token for token in before if token.pos == "PROPN"]
    if places and places == before:
        return " ".join(name_words(" ".join(token.text for token in places)))
    owner = noun.child("poss")
    name = ground.name_of(owner) if owner is not None else None
    return _body_words(name) if name is not None and not name.is_pronoun else ""


def _body_words(name: Name) -> str:
    """The words of a body's name, without a title that the names took for a part of it: "Feldmoor Mayor"."""
    return " ".join(name_words(" ".join(token.text for token in name.tokens if token.lower not in _HEADS)))


def _changes(ground: Ground, key: str) -> bool:
    """Whether a sentence that names a person speaks of an office won, lost or left."""
    return key in ground.people_beside(_CHANGING)


def _is_over(name: Name) -> bool:
    """Whether a relative clause tells of the office as past: "Mayor Karl Voss, who led the town in the nineties"."""
    return any(
        child.dep == "relcl"
        and child.tag == "VBD"
        and child.lemma in {"lead", "serve", "govern", "hold", "run", "rule"}
        for child in name.head.children
    )
