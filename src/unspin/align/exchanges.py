"""Two participants of a passage that change parts: who did it to whom, whose title, whose brother, what came in which month.

Both sides' roles are written over common names: a proper name by its canonical form, a pronoun by the name that it stands for, a noun
with a name in apposition by that name, every other word by the lemma of the word of the original that it stands for. Two participants
are exchanged where each has roles that the other had, and fewer that it kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from unspin.align import Link
from unspin.facts import Passage
from unspin.facts.names import Name, same_name
from unspin.facts.roles import GIVING, Role
from unspin.language import Token
from unspin.wordlists import converse_of

Feature = tuple[str, str]

_CORE = frozenset({"agent", "patient", "recipient"})
_AMOUNTS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL"})
_STRONG = _CORE | {"is", "of"}
_EMPTY = frozenset(
    {
        "have",
        "be",
        "do",
        "get",
        "make",
        "take",
        "include",
        "expect",
        "believe",
        "think",
        "seem",
        "appear",
        "consider",
        "know",
        "set",
    }
)
_INFORMING = frozenset({"tell", "inform", "notify", "brief"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two participants that swap roles.

    Each token is a mention that carries one of the roles; ``features`` are the roles that changed hands, as (label, other word).
    """

    original: tuple[Token, Token]
    rewrite: tuple[Token, Token]
    features: tuple[Feature, ...]
    kept: int


@dataclass(slots=True)
class _Participant:
    mentions: list[Token] = field(default_factory=list)
    features: dict[Feature, Token] = field(default_factory=dict)
    named: bool = False


@lru_cache(maxsize=2)
def identities_of(link: Link) -> Identities:
    """The identities of a link, shared by the comparisons that need them."""
    return Identities(link)


class Identities:
    """One name for each thing that both passages speak of."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._names: dict[int, str] = {}
        known: list[str] = []
        for passage in (link.original, link.rewrite):
            for name in passage.names:
                key = next((other for other in known if same_name(other, name.canonical)), name.canonical)
                if key not in known:
                    known.append(key)
                for token in name.tokens:
                    # The tokens of one document are told from those of the other by identity, not by number.
                    self._names[id(token)] = key
        self._apposed: dict[int, str] = {}
        for passage in (link.original, link.rewrite):
            for role in passage.roles:
                if role.label == "is" and role.head.pos == "PROPN" and role.dependent.pos == "NOUN":
                    self._apposed[id(role.dependent)] = self._names.get(id(role.head), "")

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The common names of all that takes parts in either passage."""
        ours = {self.of(role.head, rewrite=False) for role in self._link.original.roles}
        return frozenset(ours | {self.of(role.head, rewrite=True) for role in self._link.rewrite.roles})

    def of(self, token: Token, *, rewrite: bool, through_apposition: bool = True) -> str:
        """The common name of a word of either passage."""
        if name := self._names.get(id(token)):
            return name
        if through_apposition and (name := self._apposed.get(id(token))):
            return name
        if rewrite and (pair := self._link.words.pair(token)) is not None and pair.reason != "antonym":
            return self.of(pair.original, rewrite=False, through_apposition=through_apposition)
        return token.lemma

    def named(self, token: Token) -> bool:
        """Whether the word is part of a proper name."""
        return id(token) in self._names


def exchanges(link: Link) -> Iterator[Exchange]:
    """Every pair of participants of a link that swap roles, names before other words; each participant once."""
    identities = identities_of(link)
    ours = _participants(link.original, identities, rewrite=False)
    theirs = _participants(link.rewrite, identities, rewrite=True)
    pronouns = _pronoun_roles(link.rewrite, identities)
    # What two different verbs do to common nouns ("the bridge carries cars", "cars use the bridge") says nothing.
    doubtful = {
        pair.original.lemma
        for pair in link.words.pairs
        if pair.reason == "same place"
        and not any(both.other == pair.original.lemma for both in converse_of(pair.rewrite.lemma))
    }
    both = sorted(key for key in ours if key in theirs and ours[key].features and theirs[key].features)
    found = []
    for number, x in enumerate(both):
        for y in both[number + 1 :]:
            if not (ours[x].named and ours[y].named) and _part_of(ours, x, y) and _part_of(theirs, y, x):
                # "A jury of seven women" and "the women of the jury" are told the same.
                continue
            exchange = _exchange(ours[x], ours[y], theirs[x], theirs[y]) or _exchange(
                ours[y], ours[x], theirs[y], theirs[x]
            )
            if exchange is None:
                exchange = _replaced(ours[x], ours[y], theirs[y], pronouns) or _replaced(
                    ours[y], ours[x], theirs[x], pronouns
                )
            if exchange is None:
                continue
            named = ours[x].named + ours[y].named
            if named == 2 or not doubtful & {other for _, other in exchange.features}:
                found.append((-named, -len(exchange.features), exchange.original[0].index, {x, y}, exchange))
    taken: set[str] = set()
    for *_, participants, exchange in sorted(found, key=lambda row: row[:3]):
        # Where two things swap, the two things beside them seem to swap as well: that is the same exchange.
        if not (participants | {other for _, other in exchange.features}) & taken:
            taken |= participants
            yield exchange


def _exchange(x: _Participant, y: _Participant, x_after: _Participant, y_after: _Participant) -> Exchange | None:
    shared = (x.features.keys() & y.features.keys()) | (x_after.features.keys() & y_after.features.keys())
    to_y = sorted((x.features.keys() & y_after.features.keys()) - shared)
    if not to_y:
        return None
    to_x = sorted((y.features.keys() & x_after.features.keys()) - shared)
    kept = len(((x.features.keys() & x_after.features.keys()) | (y.features.keys() & y_after.features.keys())) - shared)
    named = x.named and y.named
    twice = {verb for one in (x, y, x_after, y_after) for verb in _told_twice(one)}
    to_y, to_x = ([feature for feature in row if feature[1] not in twice] for row in (to_y, to_x))
    for ours in to_y:
        for theirs in to_x:
            kind = _kind(ours, theirs, named=named)
            if kind == "decisive" or (kind == "likely" and len(to_x) + len(to_y) > kept):
                tokens = (x.features[ours], y.features[theirs]), (x_after.features[theirs], y_after.features[ours])
                return Exchange(*tokens, (ours, theirs), kept)
    # One of the two may come back with another preposition: "X against Y" turned into "Y with X".
    for label, other in to_y:
        for before in y.features:
            after = next((f for f in x_after.features if f[1] == before[1] and f not in shared), None)
            if kept == 0 and label in {"agent", "patient"} and other not in _EMPTY and after and before[1] != other:
                tokens = (
                    (x.features[label, other], y.features[before]),
                    (x_after.features[after], y_after.features[label, other]),
                )
                return Exchange(*tokens, ((label, other), after), kept)
    return None


def _told_twice(one: _Participant) -> set[str]:
    """The verbs under which one participant plays two parts: bought it first, sold it later; which is which is lost here."""
    labels: dict[str, set[str]] = {}
    for label, verb in one.features:
        labels.setdefault(verb, set()).add(label)
    return {verb for verb, found in labels.items() if len(found & (_CORE | {"from", "to"})) > 1}


def _part_of(found: dict[str, _Participant], x: str, y: str) -> bool:
    """Whether one of the two is said to be of the other, whichever way round."""
    return any(("of", b) in found[a].features or ("of of", b) in found[a].features for a, b in ((x, y), (y, x)))


def _replaced(
    x: _Participant, y: _Participant, y_after: _Participant, pronouns: dict[Feature, Token]
) -> Exchange | None:
    """The exchange in which a pronoun stands where the second was: "X bought it from Y", "Y bought it from him"."""
    if not (x.named and y.named):
        return None
    for label, verb in x.features.keys() & y_after.features.keys() - y.features.keys():
        for before in y.features.keys() - y_after.features.keys():
            if label in _CORE and before[1] == verb and before in pronouns and verb not in _EMPTY:
                tokens = (
                    (x.features[label, verb], y.features[before]),
                    (y_after.features[label, verb], pronouns[before]),
                )
                return Exchange(*tokens, ((label, verb), before), 0)
    return None


def _pronoun_roles(passage: Passage, identities: Identities) -> dict[Feature, Token]:
    """The roles that pronouns play in the rewrite."""
    return {
        _normal(role, identities, rewrite=True): role.dependent
        for role in passage.roles
        if role.dependent.pos == "PRON" and role.label not in {"is", "amod", "of"}
    }


def _kind(ours: Feature, theirs: Feature, *, named: bool) -> Literal["decisive", "likely"] | None:
    """How much an exchange of two roles says; roles of different kinds changing hands say little."""
    (label, other), (label_after, other_after) = ours, theirs
    if other == other_after and label != label_after and {label, label_after} & _CORE:
        return None if other in _EMPTY else "decisive"
    if label == label_after == "is":
        return "decisive"
    if label == label_after and other != other_after and other not in _EMPTY:
        return "likely"
    return "likely" if named and {label, label_after} <= _STRONG else None


def _participants(passage: Passage, identities: Identities, *, rewrite: bool) -> dict[str, _Participant]:
    found: dict[str, _Participant] = {}

    def add(participant: Token, label: str, other: str) -> None:
        key = identities.of(participant, rewrite=rewrite)
        entry = found.setdefault(key, _Participant())
        entry.mentions.append(participant)
        entry.named |= identities.named(participant)
        if other != key:
            entry.features.setdefault((label, other), participant)

    inside = _inside_names(passage.names)
    pronouns = {token.index for name in passage.names if name.is_pronoun for token in name.tokens}
    for role in passage.roles:
        if inside.get(role.head.index, -1) == inside.get(role.dependent.index, -2):
            continue
        if {role.head.entity, role.dependent.entity} & _AMOUNTS:
            # "Paid a million for the field", "bought the field for a million": amounts change parts without harm.
            continue
        if pronouns & {role.head.index, role.dependent.index}:
            # Whom a pronoun stands for is a guess: not enough to say that parts were exchanged.
            continue
        if role.label == "is":
            add(role.head, "is", _phrase(role.dependent, identities, rewrite=rewrite))
        elif role.label == "amod":
            continue
        else:
            label, verb = _normal(role, identities, rewrite=rewrite)
            if role.dependent.pos in {"NOUN", "PROPN"}:
                add(role.dependent, label, verb)
            if role.head.pos in {"NOUN", "PROPN"}:
                add(role.head, f"{label} of", identities.of(role.dependent, rewrite=rewrite))
    for before, preposition, after in _beside(passage):
        add(after, f"beside {preposition}", identities.of(before, rewrite=rewrite))
        add(before, f"beside {preposition} of", identities.of(after, rewrite=rewrite))
    return found


def _inside_names(names: list[Name]) -> dict[int, int]:
    return {token.index: number for number, name in enumerate(names) for token in name.tokens}


def _phrase(token: Token, identities: Identities, *, rewrite: bool) -> str:
    """A title or description as one string: "vice president" is another office than "president"."""
    parts = [child for child in token.children if child.dep in {"compound", "amod", "nmod"} and child.is_word]
    lemmas = [identities.of(part, rewrite=rewrite, through_apposition=False).lower() for part in [*parts, token]]
    return " ".join(sorted(lemmas))


def _normal(role: Role, identities: Identities, *, rewrite: bool) -> tuple[str, str]:
    """The role under the verb's converse, where the link has both and that comes first: "sold to" and "bought from" are one."""
    verb = identities.of(role.head, rewrite=rewrite)
    label = role.label
    if (label == "to" and role.head.lemma in GIVING) or (label == "patient" and role.head.lemma in _INFORMING):
        label = "recipient"
    own = role.head.lemma
    if own != verb:
        # Aligned to its converse ("lost to" for "beat"): the parts are those of the other verb.
        label = next(
            (both.roles[label] for both in converse_of(own) if both.other == verb and label in both.roles), label
        )
    for converse in sorted(converse_of(verb), key=lambda converse: converse.other):
        if converse.other < verb and converse.other in identities.verbs and label in converse.roles:
            return converse.roles[label], converse.other
    return label, verb


def _beside(passage: Passage) -> Iterator[tuple[Token, str, Token]]:
    """A noun, a preposition and the noun after it, whatever the parser hangs it on: "to trams in March and to buses in April"."""
    for sentence in passage.sentences:
        for token in sentence.tokens:
            before, after = token.neighbour(-1), token.child("pobj")
            if (
                token.pos == "ADP"
                and before is not None
                and after is not None
                and before.pos in {"NOUN", "PROPN", "NUM"}
            ):
                yield before, token.lower, after
