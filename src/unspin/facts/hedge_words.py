"""The words that hedge, by the kind of doubt that they express.

The kinds follow the usual split of epistemic modality into possibility and probability (Palmer 2001, "Mood and
Modality"), with the evidential kinds of news writing (believed, reported, accused) and the unrealised ones (wanted,
intended, scheduled, future, obliged) beside them.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "possible",
    "likely",
    "unlikely",
    "believed",
    "reported",
    "accused",
    "wanted",
    "intended",
    "scheduled",
    "future",
    "obliged",
    "condition",
]

# How near a statement of this kind is to plain fact (1.0).
LEVELS: dict[Kind, float] = {
    "unlikely": 0.2,
    "possible": 0.5,
    "condition": 0.5,
    "wanted": 0.5,
    "intended": 0.65,
    "reported": 0.6,
    "accused": 0.6,
    "obliged": 0.6,
    "believed": 0.7,
    "likely": 0.75,
    "scheduled": 0.85,
    "future": 0.9,
}


def _kinds(**groups: str) -> dict[str, Kind]:
    return {word: kind for kind, words in groups.items() for word in words.split()}  # type: ignore[misc]


MODALS = _kinds(
    possible="may might could",
    obliged="should must ought",
    future="will would shall 'll wo 'd",
)
ADVERBS = _kinds(
    possible="maybe perhaps possibly potentially conceivably",
    likely="likely probably presumably doubtless",
    believed="apparently seemingly ostensibly",
    reported="reportedly purportedly supposedly",
    accused="allegedly",
    unlikely="almost nearly",
)
# Before a noun: "the planned takeover"; after "be", with a clause: "it is likely to rise".
ADJECTIVES = _kinds(
    possible="possible potential tentative provisional preliminary unconfirmed",
    likely="likely probable expected anticipated presumed projected forecast",
    unlikely="unlikely improbable",
    believed="apparent",
    reported="reported rumoured rumored purported supposed so-called",
    accused="alleged suspected accused",
    wanted="proposed mooted draft would-be prospective attempted",
    intended="planned intended threatened",
    scheduled="scheduled due set poised bound upcoming forthcoming",
)
# "is believed to have fled", "was due to appear": a participle or adjective of "be" with an infinitive.
PASSIVES = _kinds(
    possible="liable free",
    likely="expected likely anticipated projected forecast predicted presumed assumed tipped",
    unlikely="unlikely",
    believed="believed thought understood feared estimated considered suspected felt",
    reported="reported rumoured rumored said claimed supposed",
    accused="alleged accused suspected charged",
    wanted="proposed keen eager willing",
    intended="planned intended prepared ready determined",
    scheduled="scheduled due set poised bound about slated",
    obliged="required obliged forced ordered told urged asked supposed",
)
# "it is possible that he fled".
STATES = _kinds(possible="possible conceivable", likely="probable close near")
# "police believe (that) he fled", "the firm plans to close", "it seems to work".
VERBS = _kinds(
    likely="expect anticipate predict forecast project assume presume",
    believed="believe think suspect fear reckon seem appear estimate suppose doubt guess suggest indicate",
    accused="allege",
    wanted="hope want wish seek propose consider mull contemplate weigh desire aspire try attempt",
    intended="plan intend aim threaten offer prepare vow pledge promise agree",
    obliged="need order urge ask require instruct recommend demand request advise",
)
# "a plan to close the pool", "the risk of flooding", "the chance that it will fail".
NOUNS = _kinds(
    possible="possibility chance risk danger prospect potential threat",
    likely="likelihood probability expectation forecast prediction",
    believed="belief suspicion impression fear estimate",
    reported="rumour rumor speculation report",
    accused="allegation accusation suspicion charge",
    wanted="talk negotiation discussion proposal bid attempt hope effort ambition wish desire",
    intended="plan intention offer aim promise pledge threat",
)
ACCUSING = frozenset(["accuse", "charge", "suspect", "indict", "prosecute"])
# Verbs whose object is not yet done: "is weighing a sale of the mill".
CONSIDERING = frozenset("consider contemplate mull plan propose seek weigh".split())
# Two strengths of what ought to be: advice and order.
ADVISING = frozenset("should ought advise advised recommend recommended suggest encouraged encourage".split())
ORDERING = frozenset("must require required order ordered force forced oblige obliged compel compelled".split())
# Words of what can be done or is allowed: "may travel" and "are open to", "could be drunk" and "safe to drink".
ABILITY = frozenset(
    """able allowed available capable eligible enough entitled free open permitted possible safe welcome allow enable
    permit let""".split()
)
CONDITIONS = frozenset({"if", "unless", "provided", "providing"})
TELLING_WHEN = frozenset({"when", "once", "after", "since", "because", "as", "now"})

# How much of a set, or how often: 1.0 is all of it, 0.0 nothing of it.
SCOPES: dict[str, float] = {
    "all": 1.0,
    "every": 1.0,
    "each": 1.0,
    "everyone": 1.0,
    "everybody": 1.0,
    "most": 0.75,
    "majority": 0.75,
    "bulk": 0.75,
    "none": 1.0,
    "many": 0.5,
    "numerous": 0.5,
    "lot": 0.5,
    "lots": 0.5,
    "dozens": 0.5,
    "hundreds": 0.5,
    "plenty": 0.5,
    "several": 0.35,
    "some": 0.3,
    "various": 0.35,
    "certain": 0.3,
    "few": 0.1,
}
FREQUENCIES: dict[str, float] = {
    "always": 1.0,
    "invariably": 1.0,
    "usually": 0.75,
    "generally": 0.75,
    "mostly": 0.75,
    "normally": 0.75,
    "typically": 0.75,
    "often": 0.55,
    "frequently": 0.55,
    "regularly": 0.55,
    "sometimes": 0.3,
    "occasionally": 0.3,
    "rarely": 0.1,
    "seldom": 0.1,
    "hardly": 0.1,
}
# How far a statement holds: "partly caused by".
DEGREES: dict[str, float] = {
    "partly": 0.4,
    "partially": 0.4,
    "largely": 0.75,
    "mainly": 0.75,
    "chiefly": 0.75,
    "entirely": 1.0,
    "wholly": 1.0,
    "fully": 1.0,
    "completely": 1.0,
    "totally": 1.0,
    "exclusively": 1.0,
    "solely": 1.0,
}
ALMOST = frozenset({"almost", "nearly", "virtually", "practically"})
