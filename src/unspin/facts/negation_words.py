"""The words that deny: plain negators, verbs and nouns that deny what they govern, and prefixes."""

from __future__ import annotations

NEGATORS = frozenset({"not", "n't", "never", "nor", "n’t", "neither"})
ALMOST_NEGATORS = frozenset({"hardly", "barely", "scarcely", "rarely", "seldom"})
NO_ONE = frozenset({"none", "nobody", "nothing", "neither", "nowhere"})
# Verbs whose complement did not happen or is not so.
DENYING = frozenset(
    {
        "fail",
        "refuse",
        "decline",
        "deny",
        "avoid",
        "prevent",
        "stop",
        "bar",
        "forbid",
        "prohibit",
        "ban",
        "refrain",
        "omit",
        "neglect",
        "cease",
        "block",
        "reject",
        "dispute",
        "rule",
        "exclude",
    }
)
# "a lack of funds" has none, "the failure to pay" is not paying.
LACKING = frozenset({"lack", "absence", "dearth", "devoid"})
REFUSING = frozenset({"refusal", "failure", "inability", "unwillingness", "reluctance"})
# Words that say no by themselves: an unpaired one on the other side may stand for a negation.
NEGATIVE = (
    DENYING
    | LACKING
    | REFUSING
    | frozenset(
        [
            "miss",
            "missing",
            "absent",
            "lose",
            "escape",
            "except",
            "exclude",
            "oppose",
            "against",
            "less",
            "little",
            "few",
            "unlike",
            "instead",
            "rather",
            "despite",
            "beyond",
            "yet",
            "still",
            "only",
            "unable",
            "impossible",
            "unlikely",
            "without",
            "remain",
            "empty",
            "spare",
            "withhold",
            "drop",
            "abandon",
            "cancel",
            "neither",
            "contrary",
            "false",
            "wrong",
            "untrue",
            "unclear",
            "pending",
            "outstanding",
            "disagree",
            "doubt",
            "reluctant",
            "hold",
            "keep",
            "merely",
            "non",
            "out",
            "off",
            "short",
            "too",
            "wait",
            "resist",
            "ignore",
            "poorly",
            "badly",
            "wrongly",
            "insufficiently",
            "inadequately",
            "insufficiency",
            "deficiency",
            "paucity",
            "shortage",
            "scarcity",
            "deficit",
            "gap",
            "denial",
            "free",
            "lacking",
            "mixed",
        ]
    )
)
PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis")
# A shorter rest is no word of its own: the prefixes of "under" and "issue" are none.
SHORTEST_BASE = 4
