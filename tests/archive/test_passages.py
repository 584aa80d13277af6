"""Passages: places in code points, and how much of the wording was kept."""

from __future__ import annotations

import numpy as np
import pytest

from unspin.archive.collection import Collection
from unspin.archive.passages import Passage, _similarity, passages
from unspin.archive.tokens import tokens_of

SOURCE = (
    "The harbour board of Osterwick voted on Monday to close the old coal pier. Its planks have not borne a loaded cart "
    "since the storm of 1987, the harbour master said. Repairs would cost four million crowns, more than the town takes "
    "in berthing fees in nine years. Anglers, who meet on the pier each morning, carried a petition into the hall."
)
BEFORE = "Elsewhere the week was quiet, and the weather kept most people indoors. "
AFTER = " A concert in the park was moved to Sunday because of rain."


def shared(document: str, source: str = SOURCE) -> list[Passage]:
    collection = Collection.of([tokens_of(document), tokens_of(source)])
    return [passage for _, _, passage in passages(collection, np.array([[0, 1]]))]


@pytest.mark.parametrize(
    "change", [str, str.upper, lambda text: text.replace(",", " –"), lambda text: text.replace("a", "á")]
)
def test_the_same_words_are_verbatim(change: object) -> None:
    copied = change(SOURCE)  # type: ignore[operator]
    (passage,) = shared(BEFORE + copied + AFTER)
    assert (passage.kind, passage.similarity) == ("verbatim", 1.0)
    assert (BEFORE + copied + AFTER)[passage.start : passage.end] == copied.rstrip(".")
    assert SOURCE[passage.source_start : passage.source_end] == SOURCE.rstrip(".")


def test_few_words_changed_are_near_verbatim() -> None:
    edited = SOURCE.replace("old coal pier", "former coal jetty").replace("on Monday ", "")
    (passage,) = shared(BEFORE + edited + AFTER)
    assert passage.kind == "near-verbatim"
    assert 0.8 < passage.similarity < 1


def test_many_words_changed_are_rewritten() -> None:
    rewritten = (
        "On Monday the board that runs the harbour at Osterwick decided that the old coal pier will be shut. A loaded cart has "
        "not crossed its planks since the storm of 1987, according to the harbour master. To repair it would take four million "
        "crowns, which is more than nine years of berthing fees bring the town. A petition was carried into the hall by the "
        "anglers who meet there every morning."
    )
    (passage,) = shared(BEFORE + rewritten + AFTER)
    assert passage.kind == "rewritten"
    assert passage.similarity < 0.8


def test_a_much_longer_source_was_summarised() -> None:
    rest = (
        " Two members were absent. The mayor opened the meeting with a word on the fair. A ferry captain asked for lamps. "
        "The clerk read a letter from the county about the road. Nobody spoke for the railway. "
    )
    source = (
        f"The harbour board of Osterwick met on Monday.{rest}It voted to close the old coal pier.{rest}Repairs of the pier would cost four "
        f"million crowns, the harbour master told the board.{rest}Anglers carried a petition against it into the hall.{rest}"
    )
    summary = (
        "Osterwick's harbour board voted on Monday to close the old coal pier, repairs of which would cost four million crowns, the "
        "harbour master said. Anglers carried a petition into the hall."
    )
    kinds = {passage.kind for passage in shared(BEFORE + summary + AFTER, source)}
    assert kinds == {"summarised"}


def test_unrelated_texts_share_nothing() -> None:
    assert shared(BEFORE * 3 + AFTER * 3) == []


def test_places_are_code_points() -> None:
    before = "Wind 🌬️ und Wetter: ein e\u0301toile. "
    (passage,) = shared(before + SOURCE)
    assert passage.start == len(before)


@pytest.mark.parametrize("first", [0, 0xD7FD, 0x10FFFD, 1 << 30])
def test_the_similarity_does_not_depend_on_the_numbers_of_words(first: int) -> None:
    words = np.array([0, 1, 2, 3, 4], dtype=np.int32) + np.int32(first)
    assert _similarity(words, words.copy()) == 1
    # Two of five and two of four stand in both in the same order.
    assert _similarity(words, words[[1, 0, 4, 0]]) == pytest.approx(4 / 9)
