from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from report.hostile_words import HOSTILE, WORDS
from report.public_schemas import RDJSON
from report.samples import REWRITE, hostile, place, report, unchanged
from report.snapshots import assert_snapshot
from unspin.changes import Change
from unspin.document import Document
from unspin.report.model import Report
from unspin.report.rdjson import joined, piece, to_text
from unspin.report.sites import Record


def diagnostics(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    jsonschema.Draft202012Validator(RDJSON).validate(found)
    assert found["source"] == {"name": "unspin"}
    listed: list[dict[str, Any]] = found["diagnostics"]
    return listed


def test_snapshots() -> None:
    assert_snapshot("report.rdjson.json", to_text(report()))


@pytest.mark.parametrize("made", [report(), unchanged(), *map(hostile, HOSTILE)])
def test_every_report_follows_the_schema(made: Report) -> None:
    assert len(diagnostics(to_text(made))) == len(made.changes)


@given(WORDS)
def test_whatever_the_words_the_report_follows_the_schema(words: str) -> None:
    assert len(diagnostics(to_text(hostile(words)))) == 1


def test_a_diagnostic_stands_in_the_rewrite_and_names_the_original() -> None:
    first, added, _, lost = diagnostics(to_text(report()))
    assert (first["severity"], first["code"]) == ("ERROR", {"value": "number-changed"})
    (related,) = first["related_locations"]
    assert (first["location"]["path"], related["location"]["path"]) == ("desk.txt", "wire.txt")
    where = first["location"]["range"]
    line = REWRITE.split("\n")[where["start"]["line"] - 1]
    assert line[where["start"]["column"] - 1 : where["end"]["column"] - 1] == "2,100 trees"
    assert "related_locations" not in added
    assert (lost["location"]["path"], lost["severity"]) == ("wire.txt", "WARNING")


def test_columns_count_bytes() -> None:
    text = "é😀 paid 12 men"
    made = Report(
        Document("x"), Document(text), (), (Change("number-changed", None, place(text, "12"), "it differs"),), 0.5
    )
    where = diagnostics(to_text(made))[0]["location"]["range"]
    encoded = text.encode()
    assert encoded[where["start"]["column"] - 1 : where["end"]["column"] - 1] == b"12"


def test_pairs_stand_at_the_lines_of_their_records() -> None:
    log = joined("pairs.jsonl")
    parts = [
        log.begin(),
        log.fail(Record("pairs.jsonl", 1, "x"), "no text"),
        log.add(piece(report(), Record("pairs.jsonl", 2, "a"))),
        log.end(),
    ]
    found = diagnostics("".join(parts))
    assert [one["location"]["range"]["start"]["line"] for one in found] == [1, 2, 2, 2, 2]
    assert found[0]["message"] == "Pair x: not checked: no text"
    empty = joined("pairs.jsonl")
    assert diagnostics(empty.begin() + empty.end()) == []
