from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given

from report.hostile_words import HOSTILE, WORDS
from report.samples import ORIGINAL, REWRITE, hostile, report, unchanged
from report.snapshots import assert_snapshot
from unspin.report.csvformat import COLUMNS, joined, piece, to_text
from unspin.report.sites import Record


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_snapshots() -> None:
    assert_snapshot("report.csv", to_text(report()))


def test_a_row_a_change_with_both_places() -> None:
    first, added, _, lost = rows(to_text(report()))
    assert (first["type"], first["severity"], first["confidence"]) == ("number-changed", "error", "0.97")
    for side, text, words in (("original", ORIGINAL, "1,200 trees"), ("rewrite", REWRITE, "2,100 trees")):
        assert text[int(first[f"{side}_start"]) : int(first[f"{side}_end"])] == words == first[f"{side}_words"]
    assert not any(added[name] for name in COLUMNS if name.startswith("original_"))
    assert not any(lost[name] for name in COLUMNS if name.startswith("rewrite_"))


def test_lines_end_as_the_standard_says() -> None:
    text = to_text(report())
    assert text.count("\r\n") == text.count("\n") == 5


def test_pairs_have_their_id_and_a_failed_one_is_a_row() -> None:
    log = joined("pairs.jsonl")
    parts = [
        log.begin(),
        log.add(piece(report(), Record("pairs.jsonl", 1, "=1"))),
        log.add(piece(unchanged(), Record("pairs.jsonl", 2, "b"))),
        log.fail(Record("pairs.jsonl", 3, 7), "no text"),
        log.end(),
    ]
    found = rows("".join(parts))
    assert [row["id"] for row in found] == ["'=1"] * 4 + ["7"]
    assert (found[4]["type"], found[4]["message"], found[4]["rewrite_line"]) == ("not-checked", "no text", "3")


def test_no_change_no_row() -> None:
    assert rows(to_text(unchanged())) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_is_a_formula_or_acts(words: str) -> None:
    (row,) = rows(to_text(hostile(words)))
    assert not any(text.lstrip().startswith(tuple("=+-@＝＋－＠\t\r")) for text in row.values())
    assert not any(re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e]", text) for text in row.values())


@given(WORDS)
def test_whatever_the_words_every_row_has_every_column(words: str) -> None:
    table = list(csv.reader(io.StringIO(to_text(hostile(words)), newline=""), strict=True))
    assert [len(row) for row in table] == [len(COLUMNS)] * 2
    assert not any(cell.startswith(tuple("=+-@")) for cell in table[1])
