"""Attributions: who is said to have said what; and whether two texts mean the same speaker."""

from __future__ import annotations

import pytest

from unspin.document import Document
from unspin.facts import Facts
from unspin.facts.attribution import Attribution
from unspin.facts.speakers import Verdict, compare_speakers, introductions
from unspin.language import analyse


def facts_of(text: str) -> Facts:
    return Facts(analyse(Document(text))[0])


def only(text: str) -> tuple[Attribution, str]:
    (found,) = facts_of(text).attributions
    return found, " ... ".join(span.of(text) for span in found.content)


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Orla Venn said that the crew was tired.", "Orla Venn", "the crew was tired"),
        ("The crew was tired, Orla Venn said.", "Orla Venn", "The crew was tired"),
        ("The merger could fail, analysts at Moss & Co said.", "analysts at Moss & Co", "The merger could fail"),
        ("According to the coroner, Max Orle had drowned.", "the coroner", "Max Orle had drowned"),
        ("Sales fell, according to an audit by Moss & Keane.", "an audit by Moss & Keane", "Sales fell"),
        ("Police believe the van was stolen.", "Police", "the van was stolen"),
        ("Venn, who chairs the board, told reporters that the pier was safe.", "Venn", "the pier was safe"),
    ],
)
def test_indirect_statements(text: str, speaker: str, content: str) -> None:
    found, words = only(text)
    assert found.speaker is not None
    assert found.speaker.text == speaker
    assert words == content


@pytest.mark.parametrize(
    "text",
    [
        "Orla Venn did not say that the crew was tired.",
        "She declined to say who had won.",
        "Children under twelve will continue to travel free.",
        "The crew rowed home and slept.",
        "Goods were taxed according to size.",
    ],
)
def test_nothing_is_attributed(text: str) -> None:
    assert facts_of(text).attributions == []


def test_the_addressee_is_no_speaker() -> None:
    found, _ = only("Orla Venn told the magazine Beacon that ministers had ignored the warning.")
    assert found.speaker is not None
    assert found.addressee is not None
    assert found.speaker.name == "Orla Venn"
    assert "Beacon" in found.addressee.names


def test_a_semicolon_parts_two_claims() -> None:
    text = "According to the coroner, Max Orle had drowned; his neighbour left town."
    _, words = only(text)
    assert words == "Max Orle had drowned"


def test_reportedly_has_no_speaker() -> None:
    found, words = only("The pier was reportedly sold.")
    assert found.speaker is None
    assert found.kind == "evidential"
    assert "sold" in words


@pytest.mark.parametrize(
    ("original", "rewrite", "verdict"),
    [
        ("Orla Venn said it rained.", "Venn said it rained.", "same"),
        ("Orla Venn said it rained.", "Max Venn said it rained.", "different"),
        ("Orla Venn said it rained.", "Max Orle said it rained.", "different"),
        ("Minister Vera Holt said it rained.", "The minister said it rained.", "same"),
        ("A spokesman for Brask said it rained.", "Brask said it rained.", "same"),
        ("The authors said it rained.", "The company said it rained.", "different"),
        ("He said it rained.", "She said it rained.", "different"),
        ("Witnesses said it rained.", "Onlookers said it rained.", "unknown"),
        ("Ms Holt said it rained.", "Mr Holt said it rained.", "different"),
        ("A charity said it rained.", "Government officials said it rained.", "different"),
        ("He said it rained.", "Commentators said it rained.", "different"),
        ("A spokesman for Norway's army said it rained.", "A spokesman for the Norwegian army said it rained.", "same"),
    ],
)
def test_speakers_are_compared_across_texts(original: str, rewrite: str, verdict: Verdict) -> None:
    ours, theirs = facts_of(original), facts_of(rewrite)
    first, second = ours.attributions[0].speaker, theirs.attributions[0].speaker
    assert first is not None
    assert second is not None
    known = [*introductions(ours.names), *introductions(theirs.names)]
    assert compare_speakers(first, second, known) == verdict
    assert compare_speakers(first, first, known) == "same"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Orla Venn said the vote was fair but told a rally that it was stolen.",
            ["the vote was fair", "it was stolen"],
        ),
        ("The cliff is shrinking and, by the estimate of Orla Venn, will be gone by May.", ["will be gone by May"]),
        ("Farmers dispute the count, which was made at night.", ["the count"]),
        (
            "Three judges voted to fine Max Orle; one abstained, the federation said.",
            ["Three judges voted to fine Max Orle", "one abstained"],
        ),
    ],
)
def test_how_far_a_statement_reaches(text: str, content: list[str]) -> None:
    pieces = [piece.of(text) for found in facts_of(text).attributions for piece in found.content]
    assert pieces == content


def test_who_was_told_has_said_nothing() -> None:
    text = "Orla Venn had complained to Max Orle and had been told to wait."
    speakers = [found.speaker.name for found in facts_of(text).attributions if found.speaker and found.verb == "tell"]
    assert speakers == []
