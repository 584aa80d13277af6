"""Words that report what somebody says, thinks or shows, by the way they take what is reported."""

from __future__ import annotations

from unspin.language import Sentence
from unspin.wordlists import REPORTING_VERBS, reporting_classes

_CLASSES = reporting_classes()
# Besides the listed verbs: those that report only beside a quote or a clause.
_MORE_SAYING = frozenset(
    "affirm assure begin boast calculate clarify counsel counter elaborate interject mutter object opine point "
    "protest reiterate retort "
    "signal yell sum".split()
)
NAMING = frozenset(
    "call describe label dub brand accuse blame criticise criticize dismiss reject praise condemn denounce dispute "
    "refute rebut".split()
)
# What somebody thinks or a document shows: a report only with a clause as object.
SHOWING = (
    frozenset("anticipate decide hear hold judge project rule see understand worry".split())
    | (
        _CLASSES["certain"]
        - {"acknowledge", "admit", "concede", "confess", "confirm", "disclose", "indicate", "reveal", "remind"}
    )
    | (_CLASSES["weak"] - {"accuse", "allege", "assert", "claim", "contend", "hint", "suggest", "speculate"})
    | frozenset("agree cite address brief outline put quote relate recount undertake forecast".split())
) - {"point out"}
SAYING = (REPORTING_VERBS | _MORE_SAYING) - NAMING - SHOWING
CUES = SAYING | SHOWING | NAMING
# Their first object is whom they address.
NEVER_INVERTED = frozenset("tell inform remind assure urge advise notify brief".split())
# "puts the toll at nine"
FIGURES = frozenset("figure number toll cost total value price loss damage share turnout".split())
# "in the view of"
VIEWS = frozenset("view opinion words eyes judgment judgement estimate account estimation assessment".split())
# What things are done or sorted by; nobody says anything in "according to size".
YARDSTICKS = frozenset(
    "need size age weight rank height length order schedule tariff rule custom tradition preference wish taste ability means merit "
    "degree level status standard criterion requirement specification calendar timetable season weather circumstance condition "
    "instruction guideline price value amount income rate formula method procedure recipe convention category type class colour color "
    "gender race".split()
)
# No speaker is named, but somebody says so.
EVIDENTIAL = frozenset("reportedly allegedly supposedly purportedly apparently".split())
_SOURCE_NOUNS = frozenset(
    "estimate view opinion account claim allegation assertion accusation statement suggestion report word testimony "
    "finding forecast "
    "prediction belief reading assessment insistence complaint warning rumour rumor source".split()
)


_LAST_WORDS = frozenset(
    "say says said show shows showed suggest suggests suggested indicate indicates indicated reveal found".split()
)


def hints_at_source(sentence: Sentence) -> bool:
    """Whether a sentence names a kind of source without a reporting verb: "by one estimate", "reportedly"."""
    words = [token for token in sentence.tokens if token.is_word]
    # The parser often takes the last word of "..., figures show" for a noun.
    before = words[-1].neighbour(-1) if words and words[-1].lower in _LAST_WORDS else None
    ends = before is not None and (before.pos in {"NOUN", "PROPN", "PRON"} or before.text == ",")
    return ends or any(token.lemma in _SOURCE_NOUNS or token.lower in EVIDENTIAL for token in words)
