"""Hedges and scopes: what is found, what it governs, how strong it is."""

from __future__ import annotations

import pytest

from unspin import check
from unspin.document import Document
from unspin.facts.certainty import Hedge, hedges_of, is_past, is_present, verb_phrase
from unspin.facts.hedge_words import LEVELS
from unspin.facts.scopes import scopes_of
from unspin.language import analyse


def hedges(text: str) -> list[Hedge]:
    return hedges_of(analyse(Document(text))[0])


@pytest.mark.parametrize(
    ("text", "kind", "governed"),
    [
        ("The pier may collapse.", "possible", "collapse"),
        ("The pier will probably collapse.", "likely", "collapse"),
        ("Orla Venn allegedly stole the car.", "accused", "stole"),
        ("Orla Venn was accused of stealing the car.", "accused", "stealing"),
        ("Orla Venn was charged with three counts of fraud.", "accused", "fraud"),
        ("Police questioned the alleged thief.", "accused", "thief"),
        ("The driver is believed to have fled.", "believed", "fled"),
        ("Police believe the driver fled.", "believed", "fled"),
        ("The mill is likely to close.", "likely", "close"),
        ("The mill is due to close.", "scheduled", "close"),
        ("The mill plans to close a hall.", "intended", "close"),
        ("The council hopes to open the library.", "wanted", "open"),
        ("There is a chance that the pool will close.", "possible", "close"),
        ("The stain was in all likelihood left by a lamp.", "likely", "left"),
        ("She is to head the inquiry.", "future", "head"),
        ("If convicted, she faces two years.", "condition", "convicted"),
        ("The firm must pay the fine.", "obliged", "pay"),
    ],
)
def test_a_hedge_and_what_it_governs(text: str, kind: str, governed: str) -> None:
    assert (kind, governed) in [(hedge.kind, hedge.governed.text) for hedge in hedges(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The crew could not see the coast.",
        "The pier collapsed on Sunday.",
        "He asked if the shop was open.",
        "We never will.",
    ],
)
def test_no_hedge(text: str) -> None:
    assert hedges(text) == []


def test_a_modal_governs_joined_verbs() -> None:
    assert {hedge.governed.text for hedge in hedges("The roof may crack and fall.")} == {"crack", "fall"}


def test_spans_slice_back_to_the_words() -> None:
    document = Document("The roof may crack. It is expected to hold, reportedly.")
    for hedge in hedges_of(analyse(document)[0]):
        words = document.slice(hedge.span)
        assert all(token.text in words for token in hedge.tokens)


def test_levels_lie_below_fact() -> None:
    assert all(0 < level < 1 for level in LEVELS.values())


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("All of the pupils left.", 1.0),
        ("Almost all of the pupils left.", 0.9),
        ("Most pupils left.", 0.75),
        ("Some pupils left.", 0.3),
        ("Few pupils left.", 0.1),
        ("A few pupils left.", 0.3),
        ("Tarn is one of the largest mills.", 0.4),
        ("The crash was partly caused by ice.", 0.4),
    ],
)
def test_scope_levels(text: str, level: float) -> None:
    assert [scope.level for scope in scopes_of(analyse(Document(text))[0].sentences[0])] == [level]


@pytest.mark.parametrize("text", ["Some 2,000 people came.", "It was the most famous mill in the valley."])
def test_no_scope(text: str) -> None:
    assert scopes_of(analyse(Document(text))[0].sentences[0]) == []


def test_tense_and_verb_phrase() -> None:
    tokens = {
        token.text: token
        for token in analyse(Document("The mill has not closed. It is hiring. It will grow."))[0].tokens
    }
    assert is_past(tokens["closed"])
    assert not is_past(tokens["grow"])
    assert is_present(tokens["hiring"])
    assert not is_present(tokens["closed"])
    assert [token.text for token in verb_phrase(tokens["closed"])] == ["has", "not", "closed"]


PAIRS = [
    ("The mill may close in May.", "The mill will close in May."),
    ("Orla Venn allegedly forged the deed.", "Orla Venn forged the deed."),
    ("Most of the pupils failed the test.", "All of the pupils failed the test."),
    ("The firm plans to sell the hall.", "The firm has sold the hall."),
]


@pytest.mark.parametrize(("original", "rewrite"), PAIRS)
def test_swapped_sides_still_report(original: str, rewrite: str) -> None:
    for sides in ((original, rewrite), (rewrite, original)):
        assert [change.type for change in check(*sides).changes] == ["certainty-changed"]


@pytest.mark.parametrize("text", [text for pair in PAIRS for text in pair])
def test_a_text_and_itself(text: str) -> None:
    assert check(text, text).changes == ()


def test_an_accusation_that_loses_its_hedge_is_an_error() -> None:
    (change,) = check("Orla Venn allegedly forged the deed.", "Orla Venn forged the deed.").changes
    assert change.severity == "error"
    (change,) = check("The mill may close in May.", "The mill closes in May.").changes
    assert change.severity is None
