from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from report.samples import ORIGINAL, REWRITE, hostile, report, unchanged
from report.schemas import closed
from unspin.report.jsonformat import failure_line, from_dict, to_dict, to_json, to_line
from unspin.schema import check_schema


def validate(value: Any) -> None:
    jsonschema.Draft202012Validator(closed(check_schema())).validate(value)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(check_schema())


@pytest.mark.parametrize("made", [report(), unchanged(), hostile("\x1b[1m</script>\U0001f600")])
def test_every_way_of_writing_a_report_follows_the_schema(made: Any) -> None:
    for value in (json.loads(to_json(made)), json.loads(to_line(made)), json.loads(to_line(made, identity="p1"))):
        validate(value)


@pytest.mark.parametrize("made", [report(), unchanged(), hostile("\x1b[1m</script>\U0001f600")])
def test_a_report_comes_back_from_its_json(made: Any) -> None:
    written = to_json(made)
    assert to_json(from_dict(json.loads(written), made.original, made.rewrite)) == written


@pytest.mark.parametrize("identity", ["p1", 17, None])
def test_a_failure_follows_the_schema(identity: str | int | None) -> None:
    validate(json.loads(failure_line(identity, "no text")))


@pytest.mark.parametrize(
    ("key", "value"),
    [("schema_version", 2), ("summary", {}), ("changes", [{"type": "number-changed"}]), ("surprise", 1)],
)
def test_the_schema_refuses_what_the_contract_does_not_know(key: str, value: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate({**to_dict(report()), key: value})


def test_the_contract_to_the_letter() -> None:
    found = to_dict(report())
    assert list(found) == ["schema_version", "unspin", "original", "rewrite", "summary", "links", "changes"]
    assert found["original"] == {"name": "wire.txt", "characters": len(ORIGINAL)}
    assert found["rewrite"] == {"name": "desk.txt", "characters": len(REWRITE)}
    assert found["summary"] == {"changes": 4, "error": 1, "warning": 2, "info": 1, "fidelity": 0.0312}
    assert found["links"][0] == {"original": [[0, 21]], "rewrite": [[0, 21]], "similarity": 0.9123}
    assert found["links"][3]["rewrite"] == []
    start = ORIGINAL.index("1,200")
    assert list(found["changes"][0]) == [
        "type", "severity", "confidence", "original", "rewrite", "message", "why", "fingerprint",
    ]  # fmt: skip
    assert found["changes"][0]["original"] == {"start": start, "end": start + 11, "text": "1,200 trees"}
    assert found["changes"][0]["why"] == {"original": {"value": 1200.0, "exact": True}}
    assert found["changes"][1]["original"] is None
    assert found["changes"][1]["confidence"] == 0.5123
    assert found["changes"][3]["rewrite"] is None


def test_places_slice_back_to_the_text() -> None:
    for found in to_dict(report())["changes"]:
        for side, text in (("original", ORIGINAL), ("rewrite", REWRITE)):
            if found[side]:
                assert text[found[side]["start"] : found[side]["end"]] == found[side]["text"]


def test_a_line_is_one_line_and_begins_with_the_id() -> None:
    line = to_line(hostile("a\nb\u2028c"), identity=7)
    assert "\n" not in line
    assert next(iter(json.loads(line))) == "id"


def test_letters_are_not_escaped() -> None:
    assert "é" in to_json(hostile("é"))
