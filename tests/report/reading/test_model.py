from __future__ import annotations

from dataclasses import replace

import pytest

from report.reading.samples import TEXT, change, hostile, nothing, quote, reading, speaker
from unspin.changes import Severity
from unspin.document import Document
from unspin.report.reading.context import shortened
from unspin.report.reading.model import Twin
from unspin.report.reading.speakers import Share, name_of, resolution, shares


def test_changes_and_contradictions_count_by_severity() -> None:
    assert reading().counts == {"error": 2, "warning": 0, "info": 1}
    assert nothing().counts == {"error": 0, "warning": 0, "info": 0}


@pytest.mark.parametrize(
    ("severity", "select", "reached"),
    [
        ("error", None, True),
        ("error", ["contradicts-itself"], True),
        ("error", ["unsupported"], False),
        ("warning", ["unsupported"], False),
        ("info", ["unsupported"], True),
    ],
)
def test_a_severity_is_reached_by_what_was_selected(
    severity: Severity, select: list[str] | None, reached: bool
) -> None:
    assert reading().narrowed(select=select).reaches(severity) is reached


def test_narrowing_leaves_quotes_twins_and_notices() -> None:
    left = reading().narrowed(ignore=["number-changed", "unsupported", "contradicts-itself"])
    assert (len(left.quotes), len(left.twins), len(left.notices)) == (4, 2, 2)
    assert (left.changes, left.contradictions) == ((), ())


def test_narrowing_by_confidence_keeps_what_is_as_sure() -> None:
    assert len(reading().narrowed(min_confidence=0.9).changes) == 2
    assert reading().narrowed(min_confidence=0.9).contradictions == ()
    assert len(reading().narrowed(min_confidence=0.8).contradictions) == 1


def test_places_of_a_change_follow_the_passages_and_not_the_original() -> None:
    for made in (reading(), reading(later_is_original=True)):
        twin = made.twins[0]
        first, second = twin.places(twin.changes[0])
        assert first is not None
        assert second is not None
        assert twin.first.covers(first)
        assert twin.second.covers(second)


def test_fingerprints_hold_no_offsets_and_tell_repetitions_apart() -> None:
    before = reading()
    moved = replace(before, document=Document(TEXT + "\nOne line more.\n"))
    assert before.change_fingerprints == moved.change_fingerprints
    same = change("number-changed", "1,200 trees", "2,100 trees")
    twin = before.twins[0]
    twice = replace(before, twins=(Twin(twin.first, twin.second, 0.9, (same, same)),))
    assert len(set(twice.change_fingerprints)) == 2
    assert before.contradiction_fingerprints != hostile("x").contradiction_fingerprints


def test_who_says_how_much() -> None:
    made = reading()
    assert shares(made.document, made.quotes) == [Share("Ada Prill", 2, 15, 6), Share("the mayor", 1, 9, 0)]


def test_a_speaker_is_one_whatever_the_case_of_its_first_letter() -> None:
    text = "The mayor said one. The Mayor said two. the mayor said three."
    said = [
        quote(word, who=speaker(words, words, "", text=text), text=text)
        for word, words in (("one", "The mayor"), ("two", "The Mayor"), ("three", "the mayor"))
    ]
    assert shares(Document(text), said) == [Share("the mayor", 3, 3, 3)]


def test_a_name_is_told_with_where_it_comes_from() -> None:
    assert resolution(speaker("she", "Ada Prill", "last speaker")) == "“she”, the last speaker"
    assert resolution(speaker("Prill", "Ada Prill", "short for")) == ""
    assert resolution(speaker("Ada Prill", "Ada Prill")) == ""
    assert name_of(speaker("The town", "The town", "")) == "the town"


@pytest.mark.parametrize("text", ["", "short", "one two three four five six seven eight nine ten eleven", "x" * 90])
def test_shortened_keeps_to_its_length_and_both_ends(text: str) -> None:
    shown = shortened(text, 40)
    assert len(shown) <= 40
    assert shown[:5] == text[:5]
    assert shown[-5:] == text[-5:]
    assert (shown == text) is (len(text) <= 40)
