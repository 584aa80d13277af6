from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from report.reading.samples import TEXT, hostile, nothing, place, reading
from report.schemas import closed
from unspin.report.reading.jsonformat import failure_line, to_dict, to_json, to_line
from unspin.schema import read_schema


def validate(value: Any) -> None:
    jsonschema.Draft202012Validator(closed(read_schema())).validate(value)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(read_schema())


@pytest.mark.parametrize(
    "made", [reading(), reading(later_is_original=True), nothing(), hostile("\x1b[1m</script>\U0001f600")]
)
def test_every_way_of_writing_a_reading_follows_the_schema(made: Any) -> None:
    for value in (json.loads(to_json(made)), json.loads(to_line(made))):
        validate(value)
    assert json.loads(to_json(made)) == json.loads(to_line(made))
    assert "\n" not in to_line(made)


def test_a_failure_follows_the_schema() -> None:
    validate(json.loads(failure_line("missing.txt", "there is no such file")))


@pytest.mark.parametrize(
    ("key", "value"),
    [("schema_version", 2), ("summary", {}), ("quotes", [{"start": 0}]), ("twins", [{}]), ("surprise", 1)],
)
def test_the_schema_refuses_what_the_contract_does_not_know(key: str, value: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate({**to_dict(reading()), key: value})


def test_the_contract_to_the_letter() -> None:
    found = to_dict(reading())
    assert list(found) == [
        "schema_version", "unspin", "document", "summary", "quotes", "speakers", "twins", "contradictions", "notices",
    ]  # fmt: skip
    assert found["document"] == {"name": "town.txt", "characters": len(TEXT)}
    assert found["summary"] == {
        "quotes": 4, "speakers": 2, "twins": 2, "changes": 2, "contradictions": 1, "notices": 2,
        "error": 2, "warning": 0, "info": 1,
    }  # fmt: skip
    dug, dark = place("We dug,"), place("until it was dark.")
    she = place("she")
    assert found["quotes"][1] == {
        "start": dug.start,
        "end": dark.end,
        "text": 'We dug," she said, "until it was dark.',
        "spans": [[dug.start, dug.end], [dark.start, dark.end]],
        "marked": [[dug.start, dug.end], [dark.start, dark.end]],
        "kind": "direct",
        "speaker": {"start": she.start, "end": she.end, "text": "she", "name": "Ada Prill", "how": "last speaker"},
        "cue": {"start": place("said").start, "end": place("said").end, "text": "said"},
        "closed": True,
        "confidence": 0.9512,
    }
    assert found["quotes"][3]["speaker"] is None
    assert found["quotes"][3]["closed"] is False
    assert found["speakers"][0] == {"name": "Ada Prill", "quotes": 2, "words": 15, "quoted_words": 6}
    twin = found["twins"][0]
    assert list(twin) == ["first", "second", "similarity", "original", "changes"]
    assert (twin["similarity"], twin["original"]) == (0.8712, "first")
    assert list(twin["changes"][0]) == [
        "type", "severity", "confidence", "first", "second", "message", "why", "fingerprint",
    ]  # fmt: skip
    assert twin["changes"][0]["first"]["text"] == "1,200 trees"
    assert twin["changes"][0]["why"] == {"original": {"value": 1200.0}}
    assert twin["changes"][1]["first"] is None
    assert list(found["contradictions"][0]) == [
        "type", "severity", "what", "subject", "confidence", "first", "second", "message", "why", "fingerprint",
    ]  # fmt: skip
    assert found["contradictions"][0]["why"] == {"first": {"value": 41}, "second": {"value": 44.0}}
    assert found["notices"][0]["kind"] == "unbalanced"


def test_first_is_first_whichever_passage_is_the_original() -> None:
    twin = to_dict(reading(later_is_original=True))["twins"][0]
    assert twin["original"] == "second"
    assert twin["changes"][0]["first"]["text"] == "1,200 trees"
    assert twin["changes"][0]["second"]["text"] == "2,100 trees"


def test_places_slice_back_to_the_text() -> None:
    def places(value: Any) -> list[dict[str, Any]]:
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        found = [one for part in inside for one in places(part)]
        return [value, *found] if isinstance(value, dict) and {"start", "end", "text"} <= set(value) else found

    found = places(to_dict(reading()))
    assert len(found) > 15
    for one in found:
        assert TEXT[one["start"] : one["end"]] == one["text"]
