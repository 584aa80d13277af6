"""Words that stand at one of two ends: up or down, for or against, so or not so."""

from __future__ import annotations

from typing import Literal

Axis = Literal["direction", "stance", "truth"]

_UP = """rise climb increase grow gain jump soar surge rally advance expand swell improve recover rebound leap double
    triple"""
_DOWN = """fall drop decrease decline slip sink plunge dip tumble shrink slump slide plummet dwindle contract worsen
    halve"""
_RAISE = "raise increase boost lift hike expand double triple push"
_CUT = "cut lower reduce slash decrease trim halve shrink"
_FOR = """support back approve accept endorse favour favor welcome uphold adopt ratify pass embrace champion allow
    permit authorise authorize"""
_AGAINST = "oppose reject refuse dismiss veto spurn defeat overturn quash forbid prohibit ban block"
_SO = "admit concede acknowledge confirm"
_NOT_SO = "deny dispute refute"

VERBS: dict[str, tuple[Axis, int]] = {
    **dict.fromkeys(_UP.split(), ("direction", 1)),
    **dict.fromkeys(_DOWN.split(), ("direction", -1)),
    **dict.fromkeys(_FOR.split(), ("stance", 1)),
    **dict.fromkeys(_AGAINST.split(), ("stance", -1)),
    **dict.fromkeys(_SO.split(), ("truth", 1)),
    **dict.fromkeys(_NOT_SO.split(), ("truth", -1)),
}
# With an object: "raised its forecast".
MOVING: dict[str, int] = {**dict.fromkeys(_RAISE.split(), 1), **dict.fromkeys(_CUT.split(), -1)}
# "a rise in exports", "the fall of the crown".
NOUNS: dict[str, int] = {
    **dict.fromkeys(["rise", "increase", "growth", "gain", "jump", "surge", "rally", "improvement"], 1),
    **dict.fromkeys(["fall", "drop", "decline", "decrease", "cut", "reduction", "slump", "dip", "slide"], -1),
}
PHRASES: dict[tuple[str, str], tuple[Axis, int]] = {
    ("go", "up"): ("direction", 1),
    ("pick", "up"): ("direction", 1),
    ("go", "down"): ("direction", -1),
    ("come", "down"): ("direction", -1),
    ("turn", "down"): ("stance", -1),
    ("rule", "out"): ("stance", -1),
    ("shut", "down"): ("stance", -1),
    ("take", "up"): ("stance", 1),
    ("throw", "out"): ("stance", -1),
    ("vote", "down"): ("stance", -1),
    ("strike", "down"): ("stance", -1),
    ("wave", "through"): ("stance", 1),
}
# Verbs with an object that says for or against together with them: "cleared the way for", "gave the green light to".
IDIOMS: dict[tuple[str, str], int] = {
    **dict.fromkeys([("clear", "way"), ("pave", "way"), ("open", "way"), ("open", "door")], 1),
    **dict.fromkeys([("give", "light"), ("give", "ahead"), ("give", "approval"), ("give", "backing")], 1),
    **dict.fromkeys([("give", "blessing"), ("give", "permission"), ("give", "support"), ("grant", "permission")], 1),
    **dict.fromkeys([("bar", "way"), ("block", "way"), ("stand", "way"), ("close", "door"), ("shut", "door")], -1),
    **dict.fromkeys([("withhold", "approval"), ("refuse", "permission"), ("deny", "permission")], -1),
}
# Verbs that say nothing of the side taken until a preposition does: "voted against", "came out in favour of".
SIDES = {"for": 1, "against": -1}
SIDE_TAKING = frozenset(
    {"vote", "argue", "campaign", "rule", "speak", "come", "decide", "lobby", "ballot", "protest", "rally", "march"}
)
# After "be": "exports were down", "he is opposed to it".
STATES: dict[str, tuple[Axis, int]] = {
    "up": ("direction", 1),
    "down": ("direction", -1),
    "higher": ("direction", 1),
    "lower": ("direction", -1),
    "opposed": ("stance", -1),
    "against": ("stance", -1),
}
