"""Links between events: which comes first, which causes which."""

from __future__ import annotations

import pytest

from unspin import check
from unspin.document import Document
from unspin.facts.events import event_links_of
from unspin.language import analyse


@pytest.mark.parametrize(
    ("text", "relation", "first", "second"),
    [
        ("The mayor left after the council voted.", "order", "voted", "left"),
        ("After the council voted, the mayor left.", "order", "voted", "left"),
        ("The mayor left before the council voted.", "order", "left", "voted"),
        ("The mayor left following the vote.", "order", "vote", "left"),
        ("The closure followed the discovery of cracks.", "order", "discovery", "closure"),
        ("The race was stopped because the rain froze.", "cause", "froze", "stopped"),
        ("The race was stopped because of the ice.", "cause", "ice", "stopped"),
        ("The race was stopped due to the ice.", "cause", "ice", "stopped"),
        ("The fire led to the evacuation of the school.", "cause", "fire", "evacuation"),
        ("The rash was caused by a mould.", "cause", "mould", "rash"),
        ("Rask won although she was ill.", "contrast", "was", "won"),
        ("Rask won despite the injury.", "contrast", "injury", "won"),
        ("The bus slid as the bridge was icy.", "loose", "was", "slid"),
    ],
)
def test_links(text: str, relation: str, first: str, second: str) -> None:
    links = event_links_of(analyse(Document(text))[0])
    assert (relation, first, second) in [(link.relation, link.first.text, link.second.text) for link in links]


@pytest.mark.parametrize("text", ["The mill opened after 1990.", "The mill closed before Monday.", "The mill is old."])
def test_dates_are_no_events(text: str) -> None:
    assert event_links_of(analyse(Document(text))[0]) == []


def test_spans_cover_the_joining_word() -> None:
    document = Document("The mayor left after the council voted because the hall was cold.")
    links = event_links_of(analyse(document)[0])
    assert {link.marker.text for link in links} == {"after", "because"}
    assert all(document.slice(link.span).startswith(link.marker.text) for link in links)


PAIRS = [
    ("The guards fled after thieves broke the lock.", "Thieves broke the lock after the guards fled."),
    ("The mill closed because sales had collapsed.", "Sales collapsed because the mill had closed."),
    ("The match went ahead because the pitch had dried.", "The match went ahead although the pitch had dried."),
]


@pytest.mark.parametrize(("original", "rewrite"), PAIRS)
def test_swapped_sides_still_report(original: str, rewrite: str) -> None:
    for sides in ((original, rewrite), (rewrite, original)):
        assert [change.type for change in check(*sides).changes] == ["link-changed"]


@pytest.mark.parametrize("text", [text for pair in PAIRS for text in pair])
def test_a_text_and_itself(text: str) -> None:
    assert check(text, text).changes == ()
