"""Laws of the judge: what it says of a pair depends on the pair alone, and every word piece stands where it says."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.judge import Judgement, Pieces, bundled, load

CLOSING = "The Halden Bridge will close for six weeks from Monday, the council said."
PAIRS = [
    (CLOSING, CLOSING),
    (CLOSING, "The Halden Bridge will close for nine weeks from Monday, the council said."),
    (CLOSING, "The bridge shuts on Monday."),
    ("About 1,200 drivers cross the bridge every day.", "Some 2,100 drivers use it each day."),
    ("Größe 😀 naïve café — “Ørsted” 東京", "東京 café 😀!"),
    ("", ""),
    ("Rain fell. " * 80, "Rain fell on the town. " * 80),
    ("x", "y z"),
]


def bits(judgement: Judgement) -> tuple[object, ...]:
    sides = (judgement.doubts, judgement.losses)
    return (
        *(judgement.backed, judgement.unbacked, judgement.contradicted, judgement.kept),
        *(array.tobytes() for side in sides for array in (side.starts, side.ends, side.chances)),
    )


def test_a_pair_gets_the_same_bits_alone_among_others_and_on_any_number_of_cores() -> None:
    alone = [bits(bundled(1).judge([pair])[0]) for pair in PAIRS]
    for threads in (1, 2, 5):
        judge = bundled(threads)
        assert [bits(found) for found in judge.judge(PAIRS)] == alone
        assert [bits(found) for found in judge.judge(PAIRS[::-1] * 3)] == alone[::-1] * 3


def test_another_process_says_the_same() -> None:
    code = f"from unspin.judge import bundled; print(*[found.backed.hex() for found in bundled().judge({PAIRS!r})])"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    assert said.stdout.split() == [found.backed.hex() for found in bundled().judge(PAIRS)]
    assert said.stderr == ""


def check_shape(original: str, rewrite: str, found: Judgement) -> None:
    assert found.backed + found.unbacked + found.contradicted == pytest.approx(1, abs=1e-9)
    assert all(0 <= chance <= 1 for chance in (found.backed, found.unbacked, found.contradicted, found.kept))
    for text, pieces in ((original, found.losses), (rewrite, found.doubts)):
        assert pieces.starts.shape == pieces.ends.shape == pieces.chances.shape
        assert pieces.chances.dtype == np.float32
        assert ((pieces.chances >= 0) & (pieces.chances <= 1)).all()
        assert ((pieces.starts >= 0) & (pieces.starts < pieces.ends) & (pieces.ends <= len(text))).all()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_any_text_is_judged(pairs: list[tuple[str, str]]) -> None:
    found = bundled().judge(pairs)
    assert len(found) == len(pairs)
    for (original, rewrite), judgement in zip(pairs, found, strict=True):
        check_shape(original, rewrite, judgement)


def test_strange_and_endless_texts_are_judged() -> None:
    strange = [
        "",
        "\0",
        "\ud83d",
        "a\udc00b",
        "[CLS] [SEP] [MASK]",
        "\u202e\ufeff",
        "a" * 10**6,
        "word " * 200_000,
        " " * 10**6,
    ]
    pairs = [(text, other) for text in strange for other in ("The dam broke.", text)]
    for (original, rewrite), found in zip(pairs, bundled().judge(pairs), strict=True):
        check_shape(original, rewrite, found)


def test_pieces_stand_where_they_say_on_both_sides() -> None:
    original, rewrite = PAIRS[4]
    found = bundled().judge([(original, rewrite)])[0]

    def texts(text: str, pieces: Pieces) -> list[str]:
        return [text[start:end] for start, end in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)]

    assert texts(rewrite, found.doubts) == ["東", "京", "café", "😀", "!"]
    said = texts(original, found.losses)
    assert "".join(said) == "".join(original.split())
    assert {"😀", "naïve", "café", "“", "”"} <= set(said)


def test_half_a_surrogate_pair_moves_no_place() -> None:
    found = bundled().judge([("The dam broke.", "The \ud83d dam broke.")])[0]
    assert found.doubts.starts.tolist() == [0, 4, 6, 10, 15]


def test_a_long_pair_loses_the_end_of_its_longer_side() -> None:
    long, short = "Rain fell. " * 200, "Snow fell in the north. " * 5
    longest = json.loads((files("unspin") / "data/judge.json").read_text("utf-8"))["longest"]
    for original, rewrite in ((long, short), (short, long)):
        found = bundled().judge([(original, rewrite)])[0]
        read = {len(found.losses.chances), len(found.doubts.chances)}
        assert read == {30, longest - 3 - 30}
        cut = found.losses if original == long else found.doubts
        assert cut.highest(len(long) - 5, len(long)) == cut.otherwise
    both = bundled().judge([(long, long)])[0]
    assert len(both.losses.chances) + len(both.doubts.chances) == longest - 3


def test_a_span_is_answered_by_the_pieces_that_it_touches() -> None:
    pieces = Pieces(
        np.array([0, 4, 9]), np.array([3, 9, 10]), np.array([0.25, 0.75, 0.5], dtype=np.float32), otherwise=0.125
    )
    assert [pieces.highest(*span) for span in ((0, 3), (2, 5), (5, 6), (8, 10), (0, 10))] == [
        0.25,
        0.75,
        0.75,
        0.75,
        0.75,
    ]
    assert [pieces.mean(*span) for span in ((0, 3), (2, 5), (9, 10), (0, 10))] == [0.25, 0.5, 0.5, 0.5]
    assert pieces.highest(3, 4) == pieces.mean(3, 4) == pieces.highest(10, 12) == 0.125


def test_the_same_words_are_backed_and_another_number_less_so() -> None:
    same, other = bundled().judge(PAIRS[:2])
    assert same.backed > 0.5
    assert same.backed > other.backed
    start = PAIRS[1][1].index("nine")
    assert other.doubts.highest(start, start + 4) > same.doubts.highest(start, start + 3)
    rest = other.doubts.mean(0, start)
    assert other.doubts.mean(start, start + 4) > rest


def test_nothing_asked_nothing_said() -> None:
    assert bundled().judge([]) == []


def test_a_judge_is_loaded_by_name() -> None:
    assert load("bundled") == bundled()
    assert load("bundled", threads=2) == bundled(2)
    with pytest.raises(ValueError, match='no judge is called "best": use "bundled"'):
        load("best")
    with pytest.raises(ValueError, match="at least one thread"):
        bundled(0)
