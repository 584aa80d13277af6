"""Negations, what they deny, and words at one end of an axis."""

from __future__ import annotations

import pytest

from unspin import check
from unspin.document import Document
from unspin.facts.polarity import negations_of, parity, polars_of, unprefixed
from unspin.language import Analysis, Token, analyse


def analysis(text: str) -> Analysis:
    return analyse(Document(text))[0]


def word(found: Analysis, text: str) -> Token:
    return next(token for token in found.tokens if token.text == text)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("The panel did not approve the dam.", "approve"),
        ("The panel never approved the dam.", "approved"),
        ("The ruling was not lawful.", "lawful"),
        ("Nobody told the tenants.", "told"),
        ("None of the schools was rated poor.", "rated"),
        ("The agency received no complaint.", "received"),
        ("The firm failed to deliver the pumps.", "deliver"),
        ("He denied that he took the bribe.", "took"),
        ("Guards prevented the men from leaving.", "leaving"),
        ("They were freed without charge.", "charge"),
        ("She will strike unless the firm pays.", "pays"),
        ("The bill has yet to pass.", "pass"),
        ("There was a lack of water.", "water"),
    ],
)
def test_what_is_denied(text: str, denied: str) -> None:
    found = analysis(text)
    assert parity(word(found, denied), negations_of(found)) == 1


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("He did not fail to pay.", "pay"),
        ("Not only the mill closed.", "closed"),
        ("No fewer than 40 people came.", "came"),
        ("The council refused the firm a grant to replace the boat.", "replace"),
    ],
)
def test_what_is_not_denied(text: str, stated: str) -> None:
    found = analysis(text)
    assert parity(word(found, stated), negations_of(found)) == 0


def test_neither_denies_both_verbs() -> None:
    found = analysis("The lawyer would neither confirm nor deny it.")
    assert {negation.governed.text for negation in negations_of(found)} >= {"confirm", "deny"}


@pytest.mark.parametrize(
    ("text", "axis", "sign", "target"),
    [
        ("Exports rose by 4 percent.", "direction", 1, "Exports"),
        ("Exports did not rise.", "direction", -1, "Exports"),
        ("Exports were down 4 percent.", "direction", -1, "Exports"),
        ("The bank cut its forecast.", "direction", -1, "forecast"),
        ("There was a rise in thefts.", "direction", 1, "thefts"),
        ("She voted against the levy.", "stance", -1, "levy"),
        ("She voted in favour of the levy.", "stance", 1, "levy"),
        ("The levy was backed by the mayor.", "stance", 1, "levy"),
        ("The union turned down the offer.", "stance", -1, "offer"),
        ("The trust denied that the delay harmed anyone.", "truth", -1, "harmed"),
    ],
)
def test_ends_of_an_axis(text: str, axis: str, sign: int, target: str) -> None:
    found = analysis(text)
    polars = polars_of(found.tokens, negations_of(found))
    assert (axis, sign, target) in [(polar.axis, polar.sign, polar.target.text) for polar in polars]


def test_prefixes() -> None:
    assert unprefixed("unnamed") == "named"
    assert unprefixed("non-binding") == "binding"
    assert unprefixed("under") is None
    assert unprefixed("named") is None


PAIRS = [
    ("The panel approved the dam.", "The panel did not approve the dam."),
    ("Wheat exports rose by 4 percent.", "Wheat exports fell by 4 percent."),
    ("Odile Marr voted for the levy.", "Odile Marr voted against the levy."),
    ("The court rejected the appeal.", "The court upheld the appeal."),
]


@pytest.mark.parametrize(("original", "rewrite"), PAIRS)
def test_swapped_sides_still_report(original: str, rewrite: str) -> None:
    for sides in ((original, rewrite), (rewrite, original)):
        assert [change.type for change in check(*sides).changes] == ["polarity-flipped"]


@pytest.mark.parametrize("text", [text for pair in PAIRS for text in pair])
def test_a_text_and_itself(text: str) -> None:
    assert check(text, text).changes == ()
