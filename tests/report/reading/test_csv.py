from __future__ import annotations

import csv
import io

import pytest

from report.reading.samples import TEXT, hostile, nothing, reading
from report.snapshots import assert_snapshot
from unspin.report.cells import cell
from unspin.report.reading.csvformat import COLUMNS, joined, to_text


def rows(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written, newline=""), strict=True))


def test_snapshots() -> None:
    assert_snapshot("reading.csv", to_text(reading()))


def test_a_row_a_quote() -> None:
    found = rows(to_text(reading()))
    assert [row["speaker"] for row in found] == ["Ada Prill", "Ada Prill", "the mayor", ""]
    second = found[1]
    assert second == {
        "document": "town.txt",
        "quote": "2",
        "line": "3",
        "column": "2",
        "start": str(TEXT.index("We dug")),
        "end": str(TEXT.index('." Prill') + 1),
        "kind": "direct",
        "speaker": "Ada Prill",
        "speaker_words": "she",
        "how": "last speaker",
        "cue": "said",
        "words": "We dug, ... until it was dark.",
        "quoted_words": "We dug, ... until it was dark.",
        "closed": "yes",
        "confidence": "0.9512",
    }
    assert found[0]["quoted_words"] == ""
    assert found[3]["closed"] == "no"


def test_rows_end_as_the_standard_says() -> None:
    written = to_text(reading())
    assert written.count("\r\n") == written.count("\n") == 5
    assert written.startswith(",".join(COLUMNS) + "\r\n")


def test_no_quote_no_row() -> None:
    assert rows(to_text(nothing())) == []


@pytest.mark.parametrize(
    "words",
    ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r\n=1+1", " =1", "＝1+1", "－1"],
)
def test_no_cell_is_a_formula(words: str) -> None:
    for row in rows(to_text(hostile(words))):
        for name in ("document", "speaker", "speaker_words", "cue", "words", "quoted_words"):
            assert row[name].lstrip()[0] not in "=+-@＝＋－＠\t\r", name
    assert cell("a = b") == "a = b"
    assert cell("") == ""


@pytest.mark.parametrize("words", ['say "no", he', "a,b;c", "a\nb", "\x00", "\u202eevil", "“x”"])
def test_whatever_the_words_every_row_has_every_column(words: str) -> None:
    parsed = list(csv.reader(io.StringIO(to_text(hostile(words)), newline=""), strict=True))
    assert [len(row) for row in parsed] == [len(COLUMNS)] * 2
    assert all(character.isprintable() for row in parsed for text in row for character in text)


def test_many_documents_are_one_table() -> None:
    table = joined("")
    found = rows(
        "".join([table.begin(), table.take(reading()), table.take(nothing()), table.take(reading()), table.end()])
    )
    assert [row["quote"] for row in found] == ["1", "2", "3", "4"] * 2
