"""Of several changes at one place one is reported."""

from __future__ import annotations

import pytest

from unspin import Change
from unspin.check import arbitrate
from unspin.document import Span


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        # Inside of what was said, and somewhere else in the original: nothing to do with who said it.
        (Change("certainty-changed", Span(4, 8), Span(5, 9), "", confidence=0.3), True),
        (Change("number-changed", Span(14, 16), Span(15, 17), "", confidence=0.9), True),
        # About the same words of the original.
        (Change("attribution-changed", Span(22, 30), Span(0, 3), "", confidence=0.6), False),
        (Change("attribution-dropped", Span(4, 8), Span(5, 20), "", confidence=0.5), False),
    ],
)
def test_a_dropped_attribution_hides_nothing_but_what_is_about_the_same_words(other: Change, kept: bool) -> None:
    dropped = Change("attribution-dropped", Span(20, 35), Span(0, 20), "", confidence=0.7)
    assert (len(arbitrate([dropped, other])) == 2) is kept


def test_of_two_changes_at_one_place_the_more_specific_stays() -> None:
    place = Span(3, 9)
    changes = [
        Change("unsupported", None, place, "", confidence=0.9),
        Change("time-changed", place, place, "", confidence=0.5),
    ]
    assert [change.type for change in arbitrate(changes)] == ["time-changed"]
