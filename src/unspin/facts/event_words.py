"""The words that join two events, by what they say of them."""

from __future__ import annotations

from typing import Literal

Relation = Literal["order", "cause", "contrast", "until", "loose"]

# Before a clause. "order": the clause comes first; the words of LATER turn that round.
CLAUSE_MARKS: dict[str, Relation] = {
    "after": "order",
    "once": "order",
    "before": "order",
    "until": "until",
    "till": "until",
    "because": "cause",
    "although": "contrast",
    "though": "contrast",
    "despite": "contrast",
    "since": "loose",
    "as": "loose",
    "when": "loose",
    "while": "loose",
    "whereas": "loose",
    "given": "loose",
}
# Before a noun or an -ing form.
PREPOSITIONS: dict[str, Relation] = {
    "after": "order",
    "following": "order",
    "before": "order",
    "until": "until",
    "because": "cause",
    "due": "cause",
    "owing": "cause",
    "thanks": "cause",
    "despite": "contrast",
    "since": "loose",
    "amid": "loose",
    "over": "loose",
    "with": "loose",
    "on": "loose",
}
LATER = frozenset({"before"})
# Verbs between two events: the relation, and whether the subject comes first (or is the cause).
VERBS: dict[str, tuple[Relation, bool]] = {
    "follow": ("order", False),
    "precede": ("order", True),
    "cause": ("cause", True),
    "prompt": ("cause", True),
    "trigger": ("cause", True),
    "spark": ("cause", True),
    "provoke": ("cause", True),
    "bring": ("cause", True),
    "bring about": ("cause", True),
    "force": ("cause", True),
    "lead to": ("cause", True),
    "contribute to": ("cause", True),
    "result in": ("cause", True),
    "result from": ("cause", False),
    "stem from": ("cause", False),
    "arise from": ("cause", False),
}
# Verbs that name the cause of what is their object: "blamed the delay on the strike".
BLAMING = frozenset({"blame on", "attribute to", "ascribe to", "put down to"})
