"""Kinds of sources, as far as nouns tell: those that no writer takes for one another, and those that could be the same people."""

from __future__ import annotations

from collections.abc import Iterable

_KINDS = {
    "state": "government ministry minister official council councillor mayor authority department administration president premier "
    "chancellor secretary agency regulator watchdog commission senator parliament state city inspector ombudsman inspectorate treasury",
    "law": "police officer detective investigator prosecutor sheriff constable authority agency inspector official policeman judge court "
    "tribunal magistrate coroner",
    "science": "scientist researcher professor academic institute university study survey report economist analyst historian expert "
    "geologist engineer laboratory author astronomer biologist geographer archaeologist seismologist observatory",
    "trade": "company firm maker manufacturer operator airline retailer chain bank brewer builder developer supplier executive manager "
    "boss chief owner director group restaurateur hotelier carrier publisher shop store shareholder investor producer",
    "aid": "charity campaigner activist volunteer campaign group",
    "work": "union worker striker nurse teacher driver employee staff",
    "press": "newspaper magazine broadcaster station journalist reporter radio daily website commentator columnist pundit critic analyst",
    "people": "resident neighbour neighbor witness villager passenger customer tenant parent local protester onlooker bystander fan "
    "supporter survivor",
    "kin": "mother father sister brother wife husband son daughter family relative uncle aunt cousin parent widow",
    "care": "doctor hospital surgeon paramedic clinic physician nurse medic",
    "sport": "coach club player team captain federation league manager trainer referee official",
    "side": "rebel insurgent opposition militant guerrilla separatist opponent",
    "defence": "lawyer attorney solicitor barrister defence defense counsel",
    "weather": "forecaster meteorologist bureau agency office",
}
_OF_NOUN: dict[str, frozenset[str]] = {}
for _kind, _nouns in _KINDS.items():
    for _noun in _nouns.split():
        _OF_NOUN[_noun] = _OF_NOUN.get(_noun, frozenset()) | {_kind}


def kinds_of(nouns: Iterable[str]) -> frozenset[str]:
    """The kinds that lower-case nouns tell of; none where no noun is listed."""
    return frozenset(kind for noun in nouns for kind in _OF_NOUN.get(noun, ()))


def kinds_apart(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether the nouns for two sources tell of kinds that have nothing in common."""
    first, second = kinds_of(ours), kinds_of(theirs)
    return bool(first and second) and not first & second
