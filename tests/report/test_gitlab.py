from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from report.hostile_words import HOSTILE, WORDS
from report.public_schemas import GITLAB
from report.samples import change, hostile, report, unchanged
from report.snapshots import assert_snapshot
from unspin.report.gitlab import joined, piece, to_text
from unspin.report.model import Report
from unspin.report.sites import Record


def issues(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)
    jsonschema.Draft202012Validator(GITLAB).validate(found)
    return found


def test_snapshots() -> None:
    assert_snapshot("report.gitlab.json", to_text(report()))


@pytest.mark.parametrize("made", [report(), unchanged(), *map(hostile, HOSTILE)])
def test_every_report_follows_the_schema(made: Report) -> None:
    assert len(issues(to_text(made))) == len(made.changes)


@given(WORDS)
def test_whatever_the_words_the_report_follows_the_schema(words: str) -> None:
    assert len(issues(to_text(hostile(words)))) == 1


def test_an_issue_stands_in_the_rewrite_or_where_the_lost_words_were() -> None:
    found = issues(to_text(report()))
    assert [(issue["check_name"], issue["severity"]) for issue in found] == [
        ("number-changed", "major"),
        ("unsupported", "info"),
        ("certainty-changed", "minor"),
        ("omitted", "minor"),
    ]
    assert found[0]["location"] == {"path": "desk.txt", "lines": {"begin": 3, "end": 3}}
    assert found[3]["location"] == {"path": "wire.txt", "lines": {"begin": 5, "end": 5}}


def test_fingerprints_differ_between_changes_and_pairs_but_not_between_runs() -> None:
    twice = replace(report(), changes=(change("omitted", "1,200 trees", None),) * 2)
    assert len({issue["fingerprint"] for issue in issues(to_text(twice))}) == 2
    log = joined("pairs.jsonl")
    parts = [
        log.begin(),
        log.add(piece(report(), Record("pairs.jsonl", 1, "a"))),
        log.add(piece(unchanged(), Record("pairs.jsonl", 2, "b"))),
        log.add(piece(report(), Record("pairs.jsonl", 3, "c"))),
        log.fail(Record("pairs.jsonl", 4, None), "not JSON"),
        log.fail(Record("pairs.jsonl", 5, None), "not JSON"),
        log.end(),
    ]
    found = issues("".join(parts))
    assert len({issue["fingerprint"] for issue in found}) == len(found) == 10
    assert [issue["location"]["lines"]["begin"] for issue in found] == [1] * 4 + [3] * 4 + [4, 5]
    moved = Record("pairs.jsonl", 8, "a")
    assert json.loads(f"[{piece(report(), moved)}]")[0]["fingerprint"] == found[0]["fingerprint"]


def test_no_pairs_make_an_empty_array() -> None:
    log = joined("pairs.jsonl")
    assert issues(log.begin() + log.end()) == []


def test_a_message_without_words_ends_in_them() -> None:
    added, lost = change("unsupported", None, "a market town"), change("omitted", "Orla Venn denies", None)
    made = replace(report(), changes=(replace(added, message="It is new"), replace(lost, message="“Orla” is gone")))
    assert [issue["description"] for issue in issues(to_text(made))] == ["It is new: “a market town”", "“Orla” is gone"]
