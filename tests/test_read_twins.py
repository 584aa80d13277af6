"""What read says of twins: which passages, what changed between them, and where that stands in the document."""

from __future__ import annotations

import sys

import pytest

from unspin import read

OPENING = "The zoo in Marlow opened its new hall for otters on Friday, after three years of work."
FIRST = "Keeper Lorna Stubb says 14 otters have moved into the new hall, which cost the town two million crowns"
SECOND = (
    "According to keeper Lorna Stubb, 41 otters have moved into the new hall, which cost the town two million crowns"
)
CLOSING = "Children under six get in free. The old hall will be pulled down in the spring."
TEXT = "\n\n".join([OPENING, FIRST, SECOND, CLOSING])


def test_a_change_is_placed_in_both_passages_of_the_document() -> None:
    (twin,) = read(TEXT).twins
    assert (twin.first.of(TEXT), twin.second.of(TEXT), twin.later_is_original) == (FIRST, SECOND, False)
    (change,) = twin.changes
    assert change.type == "number-changed"
    assert change.original is not None
    assert change.rewrite is not None
    assert (change.original.of(TEXT), change.rewrite.of(TEXT)) == ("14 otters", "41 otters")
    assert twin.first.covers(change.original)
    assert twin.second.covers(change.rewrite)


def test_the_later_passage_may_be_the_original() -> None:
    (twin,) = read(TEXT, original="later").twins
    assert (twin.first.of(TEXT), twin.second.of(TEXT), twin.later_is_original) == (FIRST, SECOND, True)
    (change,) = twin.changes
    assert change.original is not None
    assert change.rewrite is not None
    assert (change.original.of(TEXT), change.rewrite.of(TEXT)) == ("41 otters", "14 otters")


def test_a_faithful_copy_has_no_changes() -> None:
    text = TEXT.replace("41 otters", "14 otters")
    (twin,) = read(text).twins
    assert twin.changes == ()
    assert 0.5 < twin.similarity < 1


def test_the_same_words_twice_are_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def unasked(*_: object) -> None:
        raise AssertionError("a text was checked against its copy")

    monkeypatch.setattr(sys.modules["unspin.read"], "compare", unasked)
    text = "\n\n".join([FIRST + ".", OPENING, CLOSING, FIRST + "."])
    (twin,) = read(text).twins
    assert (twin.similarity, twin.changes) == (1.0, ())


def test_a_number_in_other_marks_is_no_change() -> None:
    quoted = 'The hall is "the best in the land", said the architect Paul Orme, who built it for the town of Marlow.'
    curly = quoted.replace(' "the', " “the").replace('land"', "land”")
    (twin,) = read("\n\n".join([quoted, OPENING, CLOSING, curly])).twins
    assert (twin.similarity, twin.changes) == (1.0, ())


def test_a_document_without_repetition_has_no_twins() -> None:
    assert read("\n\n".join([OPENING, FIRST, CLOSING])).twins == ()
