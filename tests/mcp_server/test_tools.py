"""What tools take and give, and what is said of a wrong call."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from unspin.mcp.offer import Offer
from unspin.mcp.tools import fault_of, tools_of

PLAIN = tools_of(Offer(archives={"news": "news.archive"}, characters=50))
FILES = tools_of(Offer(archives={"news": "news.archive"}, folders=("drafts", "wire")))


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("name", ["check", "read", "explain", "trace"])
def test_schemas_are_schemas_of_objects_with_all_that_they_refer_to(name: str) -> None:
    for tools in (PLAIN, FILES):
        for schema in (tools[name].takes, tools[name].gives):
            Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
            assert references(schema) == {f"#/$defs/{one}" for one in schema.get("$defs", {})}
        # Some agents take no arguments of which a schema says "either ... or".
        assert not {"anyOf", "oneOf", "allOf"} & set(tools[name].takes)


def test_a_schema_still_refuses_what_is_no_result() -> None:
    validator = Draft202012Validator(PLAIN["check"].gives)
    assert not validator.is_valid({"id": 1, "error": "no text"})
    assert not validator.is_valid({})
    try:
        list(validator.iter_errors({"changes": [{}], "links": [{}]}))
    except Unresolvable as error:
        pytest.fail(str(error))


def test_trace_and_files_are_offered_only_where_the_user_allows_them() -> None:
    tools = tools_of(Offer())
    assert list(tools) == ["check", "read", "explain"]
    assert not any(name.endswith("_file") for tool in tools.values() for name in tool.takes["properties"])
    assert {"original_file", "rewrite_file"} <= set(FILES["check"].takes["properties"])


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        (
            "check",
            {"original": "A bus."},
            "rewrite is missing; check takes original, rewrite, minimum_confidence and profile",
        ),
        ("check", {"original": "A bus.", "rewrite": 3}, "rewrite must be a string, not an integer"),
        ("check", {"original": None, "rewrite": "A bus."}, "original must be a string, not null"),
        ("check", {"original": "", "rewrite": "A bus."}, "original is empty; give the text itself"),
        ("check", {"original": "A", "rewrite": "B", "profil": 1}, "check takes no 'profil'; did you mean profile?"),
        (
            "check",
            {"original": "A", "rewrite": "B", "profile": "sumary"},
            "profile cannot be 'sumary'; did you mean summary? it is one of newsroom, llm-gate and summary",
        ),
        (
            "check",
            {"original": "A", "rewrite": "B", "minimum_confidence": 80},
            "minimum_confidence cannot be 80; it goes from 0 to 1",
        ),
        (
            "read",
            {"document": "x" * 51},
            "document has 51 characters, and at most 50 are taken; pass it in parts that belong together, or let the user "
            "start the server with a higher --max-characters",
        ),
        ("explain", {"type": "number-chang"}, "type cannot be 'number-chang'; did you mean number-changed"),
        ("trace", {"document": "A bus.", "archive": "old"}, "archive cannot be 'old'; it is one of news"),
        ("trace", {"document": "A", "archive": "news", "check": "yes"}, "check must be a boolean, not a string"),
        ("trace", {"document": "A", "archive": "news", "minimum_length": 0}, "minimum_length cannot be 0"),
    ],
)
def test_a_wrong_call_is_told_what_to_do(tool: str, arguments: dict[str, Any], expected: str) -> None:
    assert str(fault_of(PLAIN[tool], arguments)).startswith(expected)


def test_a_fault_shows_no_more_than_a_bit_of_what_was_given() -> None:
    for arguments in ({"original": "A", "rewrite": "B", "x" * 9000: 1}, {"original": "A", "rewrite": ["B" * 9000]}):
        assert len(str(fault_of(PLAIN["check"], arguments))) < 200


def test_either_a_text_or_a_file() -> None:
    assert fault_of(FILES["read"], {"document": "A bus."}) is None
    assert fault_of(FILES["read"], {"document_file": "bus.txt"}) is None
    assert fault_of(FILES["read"], {}) == "document is missing; give either document or document_file"
    both = fault_of(FILES["read"], {"document": "A bus.", "document_file": "bus.txt"})
    assert both == "document and document_file are both given; give either document or document_file"
    assert fault_of(FILES["check"], {"original": "A bus."}) == "rewrite is missing; give either rewrite or rewrite_file"
