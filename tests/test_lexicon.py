"""Laws and samples of the lexicon, the spellings and the lists of verbs."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin import lexicon
from unspin.lexicon import antonyms, derivations, hypernyms, is_known, similar, synonyms
from unspin.spelling import american, same_spelling
from unspin.wordlists import REPORTING_VERBS, converse_of, reporting_class, reporting_classes

OPPOSITE = {"antonym", "indirect antonym"}


@pytest.mark.parametrize(
    ("one", "other", "pos"),
    [
        ("discharge", "release", "VERB"),
        ("warn", "caution", "VERB"),
        ("accuse", "charge", "VERB"),
        ("buy", "purchase", "VERB"),
        ("begin", "commence", "VERB"),
        ("climb", "rise", "VERB"),
        ("drop", "decline", "VERB"),
        ("approve", "back", "VERB"),
        ("resign", "step down", "VERB"),
        ("take over", "acquire", "VERB"),
        ("cop", "police", "NOUN"),
        ("doctor", "physician", "NOUN"),
        ("jail", "prison", "NOUN"),
        ("angry", "furious", "ADJ"),
    ],
)
def test_words_of_the_news_that_stand_for_each_other(one: str, other: str, pos: str) -> None:
    assert similar(one, pos, other, pos).score >= 0.7
    assert similar(one, pos, other, pos).reason == "synonym"
    assert other in synonyms(one, pos)


@pytest.mark.parametrize(
    ("one", "other", "pos"),
    [
        ("rise", "fall", "VERB"),
        ("climb", "fall", "VERB"),
        ("approve", "reject", "VERB"),
        ("uphold", "overturn", "VERB"),
        ("admit", "deny", "VERB"),
        ("win", "lose", "VERB"),
        ("gain", "loss", "NOUN"),
        ("up", "down", "ADV"),
        ("guilty", "innocent", "ADJ"),
        ("tiny", "huge", "ADJ"),
    ],
)
def test_opposites_score_nothing_in_both_directions(one: str, other: str, pos: str) -> None:
    for left, right in ((one, other), (other, one)):
        found = similar(left, pos, right, pos)
        assert found.score == 0
        assert found.reason in OPPOSITE
        assert right in antonyms(left, pos, indirect=True)
        assert right not in synonyms(left, pos)


@pytest.mark.parametrize(
    ("one", "other", "pos"), [("kill", "die", "VERB"), ("arrest", "convict", "VERB"), ("river", "lake", "NOUN")]
)
def test_neighbours_in_a_story_are_not_synonyms(one: str, other: str, pos: str) -> None:
    assert similar(one, pos, other, pos).score < 0.5


@pytest.mark.parametrize(
    ("one", "pos", "other", "other_pos"),
    [
        ("announce", "VERB", "announcement", "NOUN"),
        ("decide", "VERB", "decision", "NOUN"),
        ("spain", "PROPN", "spanish", "ADJ"),
        ("quick", "ADJ", "quickly", "ADV"),
        ("die", "VERB", "dead", "ADJ"),
        ("fly", "VERB", "flight", "NOUN"),
        ("sell", "VERB", "sale", "NOUN"),
    ],
)
def test_a_word_and_its_derivation(one: str, pos: str, other: str, other_pos: str) -> None:
    assert similar(one, pos, other, other_pos) == similar(other, other_pos, one, pos)
    assert similar(one, pos, other, other_pos).score == 0.9
    assert (other, other_pos) in derivations(one)


def test_opposites_across_parts_of_speech() -> None:
    assert similar("approve", "VERB", "rejection", "NOUN").reason in OPPOSITE
    assert similar("rise", "VERB", "fall", "NOUN").reason in OPPOSITE


def test_a_wider_word_scores_less_the_wider_it_is() -> None:
    near, far = similar("senator", "NOUN", "politician", "NOUN"), similar("dog", "NOUN", "animal", "NOUN")
    assert (near.reason, far.reason) == ("wider", "wider")
    assert similar("politician", "NOUN", "senator", "NOUN").reason == "narrower"
    assert 0.7 >= near.score > far.score > 0
    assert hypernyms("dog", "NOUN")["canine"] == 1


def test_a_rare_sense_makes_a_weaker_synonym() -> None:
    rare = similar("run", "VERB", "melt", "VERB")
    assert rare.reason == "synonym"
    assert rare.score < similar("start", "VERB", "begin", "VERB").score


def test_unknown_words_and_tags_have_no_relatives() -> None:
    assert not is_known("zzyzx", "NOUN")
    assert is_known("dog", "NOUN")
    assert not synonyms("zzyzx", "NOUN") | antonyms("dog", "PUNCT")
    assert not derivations("zzyzx")
    assert similar("zzyzx", "NOUN", "dog", "NOUN").reason == "none"
    assert similar("dog", "PUNCT", "cat", "PUNCT").reason == "none"


WORDS = st.sampled_from(
    ["rise", "fall", "increase", "cut", "house", "home", "kill", "death", "quickly", "high", "say", "buy", "zzyzx"]
)
TAGS = st.sampled_from(["NOUN", "VERB", "ADJ", "ADV", "PROPN", "AUX", "PUNCT"])


@given(WORDS, TAGS, WORDS, TAGS)
def test_similarity_is_symmetric_and_between_zero_and_one(one: str, pos: str, other: str, other_pos: str) -> None:
    there, back = similar(one, pos, other, other_pos), similar(other, other_pos, one, pos)
    assert 0 <= there.score == back.score <= 1
    assert {there.reason, back.reason} in ({there.reason}, {"wider", "narrower"})
    assert similar(one, pos, one, other_pos).score == 1


@pytest.mark.parametrize(
    "pair",
    ["organise organize", "colour color", "traveller traveler", "cheque check", "centre center", "paediatric pediatric",
     "co-operate cooperate", "neighbourhood neighborhood", "analyse analyze", "grey gray"],
)  # fmt: skip
def test_british_and_american_spelling(pair: str) -> None:
    one, other = pair.split()
    assert same_spelling(one, other)
    assert similar(one, "NOUN", other, "NOUN").score == 1


@pytest.mark.parametrize(
    "pair", ["filled filed", "four for", "tour tor", "called caled", "hour hor", "polled poled", "rise size"]
)
def test_words_that_only_look_like_spelling_variants(pair: str) -> None:
    one, other = pair.split()
    assert not same_spelling(one, other)


def _listed_words() -> list[str]:
    text = (files("unspin") / "data" / "supplement.txt").read_text(encoding="utf-8")
    lines = (line.partition(":")[2].replace("|", ",") for line in text.splitlines() if line[:1] in {"s", "o", "u"})
    return sorted({word.strip() for line in lines for word in line.split(",")})


def test_only_spelling_variants_share_a_spelling() -> None:
    words = _listed_words()
    assert all(american(american(word)) == american(word) for word in words)
    shared = {(one, other) for one in words for other in words if one < other and american(one) == american(other)}
    assert {("harbor", "harbour"), ("privatise", "privatize"), ("traveler", "traveller")} <= shared
    regular = {(one, other) for one, other in shared if (one, other) not in {("gaol", "jail"), ("mom", "mum")}}
    assert all(one[0] == other[0] and abs(len(one) - len(other)) <= 1 for one, other in regular)


def test_no_pair_of_the_supplement_is_alike_and_opposite() -> None:
    tables: dict[str, set[tuple[str, str, str]]] = {"same": set(), "opposite": set(), "unlike": set()}
    for line in (files("unspin") / "data" / "supplement.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#") and not line.startswith("family"):
            head, words = line.split(":")
            kind, pos = head.split()
            left, _, right = (part.strip().split(", ") for part in words.partition("|"))
            for one in left:
                for other in right if kind == "opposite" else left:
                    tables[kind] |= {(pos, one, other), (pos, other, one)} if one != other else set()
    assert not tables["same"] & tables["opposite"]
    assert not tables["same"] & tables["unlike"]


def test_converse_verbs_map_the_parts_both_ways() -> None:
    (bought,) = (converse for converse in converse_of("sell") if converse.other == "buy")
    assert bought.roles["agent"] == "from"
    assert bought.roles["patient"] == "patient"
    assert bought.roles["to"] == bought.roles["recipient"] == "agent"
    (sold,) = (converse for converse in converse_of("buy") if converse.other == "sell")
    assert sold.roles["from"] == "agent"
    assert sold.roles["agent"] == "to"
    (lost,) = (converse for converse in converse_of("beat") if converse.other == "lose")
    assert dict(lost.roles) == {"agent": "to", "patient": "agent"}
    assert converse_of("marry")[0].roles == {"agent": "patient", "patient": "agent"}
    assert converse_of("walk") == ()


def test_every_converse_leads_back_to_its_verb() -> None:
    for verb in ("sell", "lend", "teach", "lead", "employ", "own", "bequeath", "export"):
        for converse in converse_of(verb):
            assert any(back.other == verb for back in converse_of(converse.other))


def test_verbs_of_reporting_by_class() -> None:
    assert {"say", "tell", "confirm", "allege", "deny", "urge", "vow"} <= REPORTING_VERBS
    assert "walk" not in REPORTING_VERBS
    classes = [reporting_class(verb) for verb in ("say", "confirm", "claim", "deny", "urge", "vow", "walk")]
    assert classes == ["neutral", "certain", "weak", "denial", "directive", "promise", None]
    assert not reporting_classes()["certain"] & reporting_classes()["weak"]


TAGGED = (
    "rise NOUN, rise VERB, climb VERB, fall VERB, drop NOUN, colour NOUN, color VERB, approve VERB, approval NOUN, "
    "reject VERB, doctor NOUN, physician NOUN, medical ADJ, jail NOUN, jailed ADJ, large ADJ, big ADJ, small ADJ, "
    "quick ADJ, quickly ADV, announce VERB, announcement NOUN, dog NOUN, animal NOUN, spain PROPN, spanish ADJ, not "
    "PART, all DET, every DET, up ADP, down ADP, step down VERB, resign VERB, resignation NOUN, win VERB, winner "
    "NOUN, lose VERB, loss NOUN, nonword NOUN"
)


def test_words_told_apart_early_are_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [item.strip().rsplit(" ", 1) for item in TAGGED.split(",")]
    pairs = [(*one, *other) for one in words for other in words]
    early = [similar.__wrapped__(*pair) for pair in pairs]
    monkeypatch.setattr(lexicon, "_can_be_related", lambda *_: True)
    assert early == [similar.__wrapped__(*pair) for pair in pairs]
    assert any(found.score for found in early)
