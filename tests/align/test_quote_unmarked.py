"""Quoted words that a rewrite gives without their marks: a remark that disturbs no finding."""

from __future__ import annotations

from unspin import Change, check
from unspin.check import arbitrate
from unspin.document import Span
from unspin.report.model import severity_of

ORIGINAL = 'Ilse Grann runs the harbour at Aske. "We never lent anybody a boat without a deposit, and we will not begin now," she said.'


def remarks(rewrite: str) -> list[str]:
    return [
        rewrite[change.rewrite.start : change.rewrite.end]
        for change in check(ORIGINAL, rewrite).changes
        if change.rewrite is not None and change.why.get("difference") == "marks-removed"
    ]


def test_the_speakers_we_outside_marks_is_a_remark() -> None:
    rewrite = "Ilse Grann, who runs the harbour at Aske, said we never lent anybody a boat without a deposit, and we will not begin now."
    assert remarks(rewrite) == ["we never lent anybody a boat without a deposit, and we will not begin now"]
    report = check(ORIGINAL, rewrite)
    assert report.counts == {"error": 0, "warning": 0, "info": 1}
    assert not report.reaches("warning")


def test_marks_that_stay_and_words_that_change_are_no_remark() -> None:
    assert remarks(ORIGINAL) == []
    assert remarks("Ilse Grann said that the harbour had never lent anybody a boat without a deposit.") == []
    assert remarks("Ilse Grann said: “We never lent anybody a boat without a deposit.”") == []


def test_a_remark_never_takes_the_place_of_a_finding() -> None:
    place = Span(0, 10)
    remark = Change("quote-altered", place, place, "", confidence=0.9, severity="info")
    finding = Change("unsupported", place, place, "", confidence=0.5)
    assert [severity_of(change) for change in arbitrate([remark, finding])] == ["warning"]
