"""Twins: passages of one document that say the same, and those that only look alike."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.align.twins import find_twins
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


def twins(text: str) -> list[tuple[str, str]]:
    return [
        (text[one.first.start : one.first.end], text[one.second.start : one.second.end])
        for one in find_twins(Facts(analyse(Document(text))[0]))
    ]


def test_a_sentence_told_again_far_below_is_a_twin() -> None:
    assert twins("\n\n".join([FERRY, *OTHERS, AGAIN])) == [(FERRY, AGAIN)]


def test_a_text_without_repetition_has_none() -> None:
    assert twins("\n\n".join([FERRY, *OTHERS])) == []


def test_sentences_told_in_parallel_are_no_twins() -> None:
    assert (
        twins("Wheat rose 1.8 percent to 241 crowns a tonne.\n\nBarley fell 0.4 percent to 176 crowns a tonne.") == []
    )


def test_a_passage_pasted_twice_is_one_twin() -> None:
    passage = f"{FERRY} {OTHERS[1]}"
    assert twins("\n\n".join([passage, OTHERS[2], passage])) == [(passage, passage)]


def test_nothing_and_one_sentence_have_none() -> None:
    assert twins("") == []
    assert twins(FERRY) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([FERRY, AGAIN, *OTHERS]), max_size=8))
def test_passages_do_not_overlap(sentences: list[str]) -> None:
    text = "\n\n".join(sentences)
    spans = sorted(span for one in find_twins(Facts(analyse(Document(text))[0])) for span in (one.first, one.second))
    assert all(before.end <= after.start for before, after in pairwise(spans))
