"""Twins: passages of one document that say the same, and those that only look alike."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.align.twin_scores import Sayings
from unspin.align.twins import TwinSpans, find_twins
from unspin.document import Document
from unspin.facts import Facts
from unspin.language import analyse

FERRY = "The ferry Anna Holm carried 240 passengers from Elster to the island of Munde on Monday."
AGAIN = "On Monday 240 passengers were carried from Elster to Munde island by the ferry Anna Holm."
OTHERS = [
    "Fishermen sold their catch on the quay before dawn.",
    "The museum of glass has a new roof and a new director.",
    "A choir from the valley will sing in the cathedral tonight.",
]


def facts_of(text: str) -> Facts:
    return Facts(analyse(Document(text))[0])


def twins(text: str) -> list[tuple[str, str]]:
    return [
        (text[one.first.start : one.first.end], text[one.second.start : one.second.end])
        for one in find_twins(facts_of(text))
    ]


TWINS = {
    "far below": (FERRY, AGAIN),
    "two sentences against one": (
        "The composer Wim Aldous has died at his house near Brenton. He was 90.",
        "Composer Wim Aldous has died in his house near Brenton at the age of 90.",
    ),
    "roles exchanged": (
        "Mayor Rufus Bell (left) talks with the head of the brigade, Nell Sayer, outside the library",
        "Mayor Nell Sayer (left) talks to the head of the brigade, Rufus Bell, outside the library",
    ),
    "denied": (
        "The farmer Otto Kemp said he had never seen the two strangers on his land before that night.",
        "Farmer Otto Kemp said that he had seen both strangers on his land before that night.",
    ),
}

NO_TWINS = {
    "prices": (
        "Wheat rose 1.8 percent to 241 crowns a tonne.",
        "Barley fell 0.4 percent to 176 crowns a tonne.",
    ),
    "results": (
        "Thornby beat Eastmoor 2-1 with a goal by Carl Dunning in the 85th minute.",
        "Ashcombe beat Westmoor 2-1 with a goal by Ned Fairley in the 86th minute.",
    ),
    "two people": (
        "Philippa Dray, whose boat was destroyed, leaves the court after the verdict on Friday",
        "Walter Eccles, whose boat was damaged, arrives at the court before the verdict on Friday",
    ),
    "measurements": (
        "Gusts of 127 kilometres an hour have been measured at Cape Morrow, the weather service says.",
        "Gusts of 119 kilometres an hour have been measured at Point Sella, the weather service says.",
    ),
    "question and answer": (
        "Would you ever move away from the village of Corbeck for good?",
        "I would move away from the village of Corbeck for good for love alone.",
    ),
    "headline and lead": (
        "Brask buys rival Corran for 1.2 billion",
        "The biscuit maker Brask has agreed to buy its rival Corran for 1.2 billion crowns in cash, in a deal that would "
        "make it the second-largest food group in the country.",
    ),
    "one subject": (
        "The mayor, who opened the new quay, asked drivers to come early.",
        "The mayor spoke with the owner of the ferry on the quay about the fares.",
    ),
    "too short": ("Nobody was hurt.", "Nobody was hurt."),
}


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize("apart", [False, True])
def test_passages_that_say_the_same_are_twins(name: str, apart: bool) -> None:
    first, second = TWINS[name]
    between = OTHERS[:2] if apart else []
    assert twins("\n\n".join([OTHERS[2], first, *between, second])) == [(first, second)]


def test_a_caption_beside_its_copy_may_be_told_in_mostly_other_words() -> None:
    first = "Keeper Lorna Stubb lifts a newborn otter out of its box at the zoo in Marlow on Friday"
    second = "At Marlow zoo keeper Lorna Stubb takes a newly born otter from its box on Saturday"
    assert twins("\n\n".join([OTHERS[2], first, second, OTHERS[0]])) == [(first, second)]


@pytest.mark.parametrize("name", NO_TWINS)
@pytest.mark.parametrize("apart", [False, True])
def test_passages_that_only_look_alike_are_none(name: str, apart: bool) -> None:
    first, second = NO_TWINS[name]
    between = OTHERS[:2] if apart else []
    assert twins("\n\n".join([first, *between, second, OTHERS[2]])) == []


def test_parallel_statements_of_one_paragraph_are_none() -> None:
    assert twins("Nurses earn 2,900 crowns a month. Doctors earn 6,200 crowns a month. Nothing was agreed on.") == []


def test_a_text_without_repetition_has_none() -> None:
    assert twins("\n\n".join([FERRY, *OTHERS])) == []


def test_a_passage_pasted_twice_is_one_twin() -> None:
    passage = f"{FERRY} {OTHERS[1]}"
    text = "\n\n".join([passage, OTHERS[2], passage])
    assert twins(text) == [(passage, passage)]
    assert [one.similarity for one in find_twins(facts_of(text))] == [1.0]


def test_a_text_and_the_same_text_again_are_verbatim_twins_paragraph_by_paragraph() -> None:
    paragraphs = [FERRY, f"{OTHERS[0]} {OTHERS[1]}", "She said that the whole valley had heard the old bells of Munde."]
    found = find_twins(facts_of("\n\n".join(paragraphs * 2)))
    text = "\n\n".join(paragraphs * 2)
    assert [(one.first.of(text), one.second.of(text)) for one in found] == [(one, one) for one in paragraphs]
    assert {one.similarity for one in found} == {1.0}


def test_other_words_are_less_than_the_same_words() -> None:
    (found,) = find_twins(facts_of(f"{FERRY}\n\n{OTHERS[0]}\n\n{AGAIN}"))
    assert 0.7 < found.similarity < 1.0


@pytest.mark.parametrize("text", ["", "   \n\n ", "…", FERRY])
def test_nothing_and_one_sentence_have_none(text: str) -> None:
    assert find_twins(facts_of(text)) == []


def test_hundreds_of_copies_of_a_sentence_are_held_against_few_others(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    agreement = Sayings.agreement

    def counted(self: Sayings, *passages: tuple[int, ...]) -> object:
        nonlocal compared
        compared += 1
        return agreement(self, *passages)

    monkeypatch.setattr(Sayings, "agreement", counted)
    found = find_twins(facts_of(f"{FERRY} " * 500))
    assert 0 < len(found) <= 250
    assert compared < 500 * 20


def is_tight(facts: Facts, found: TwinSpans) -> bool:
    """Whether both passages begin and end with a sentence, and keep within a block."""
    starts = {sentence.span.start: sentence.block for sentence in facts.analysis.sentences}
    ends = {sentence.span.end: sentence.block for sentence in facts.analysis.sentences}
    return all(starts[span.start] is ends[span.end] for span in (found.first, found.second))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([FERRY, AGAIN, *OTHERS]), st.sampled_from([" ", "\n\n", "  \n"])), max_size=9)
)
def test_passages_are_apart_tight_in_order_and_the_same_each_time(parts: list[tuple[str, str]]) -> None:
    text = "".join(sentence + gap for sentence, gap in parts)
    facts = facts_of(text)
    found = find_twins(facts)
    spans = sorted(span for one in found for span in (one.first, one.second))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(is_tight(facts, one) and one.first.end <= one.second.start and 0 <= one.similarity <= 1 for one in found)
    assert found == sorted(found, key=lambda one: one.first)
    assert found == find_twins(facts_of(text))
