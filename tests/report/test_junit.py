from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from report.hostile_words import HOSTILE, WORDS
from report.samples import hostile, report, unchanged
from report.snapshots import assert_snapshot
from unspin.changes import all_types
from unspin.report.junit import Gate, joined, piece, to_text
from unspin.report.sites import Record


def suites(text: str) -> list[Any]:
    """As a reader of others reads it."""
    import junitparser

    return list(junitparser.JUnitXml.fromstring(text.encode("utf-8")))


def of_pairs() -> str:
    log = joined("pairs.jsonl")
    return "".join(
        [
            log.begin(),
            log.add(piece(report(), Record("pairs.jsonl", 1, "a"))),
            log.fail(Record("pairs.jsonl", 2, None), "not JSON"),
            log.add(piece(unchanged(), Record("pairs.jsonl", 3, 7))),
            log.end(),
        ]
    )


def failed(suite: Any) -> dict[str, Any]:
    return {case.name: case.result[0] for case in suite if case.result}


def test_snapshots() -> None:
    assert_snapshot("report.junit.xml", to_text(report()))
    assert_snapshot("pairs.junit.xml", of_pairs())


def test_a_case_a_type_and_the_grave_ones_fail() -> None:
    (suite,) = suites(to_text(report()))
    assert [case.name for case in suite] == sorted(kind.name for kind in all_types())
    assert (suite.tests, suite.failures, suite.errors) == (len(all_types()), 1, 0)
    assert set(failed(suite)) == {"number-changed"}
    failure = failed(suite)["number-changed"]
    assert failure.message == "1,200 trees became 2,100 trees"
    assert "rewrite desk.txt:3:59: 2,100 trees" in failure.text
    outputs = {case.name: case.system_out for case in suite if case.system_out}
    assert set(outputs) == {"certainty-changed", "omitted", "unsupported"}


@pytest.mark.parametrize(("gate", "number"), [(Gate("warning"), 3), (Gate("error"), 1), (Gate(None), 0)])
def test_what_fails_is_what_the_gate_asks(gate: Gate, number: int) -> None:
    (suite,) = suites(to_text(report(), gate=gate))
    assert suite.failures == len(failed(suite)) == number


def test_only_the_types_that_were_looked_for_are_cases() -> None:
    (suite,) = suites(to_text(report(), gate=Gate(types={"omitted", "unsupported"})))
    assert [case.name for case in suite] == ["omitted", "unsupported"]


def test_pairs_are_suites_and_a_failed_one_has_an_error() -> None:
    first, broken, last = suites(of_pairs())
    assert [suite.name for suite in (first, broken, last)] == ["a", "line 2", "7"]
    assert (first.failures, broken.errors, last.failures) == (1, 1, 0)
    assert failed(broken)["check"].message == "pairs.jsonl:2: not checked: not JSON"
    assert "rewrite pairs.jsonl:1: 2,100 trees" in failed(first)["number-changed"].text


def test_no_pairs_no_suites() -> None:
    log = joined("pairs.jsonl")
    assert suites(log.begin() + log.end()) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_are_markup(words: str) -> None:
    (suite,) = suites(to_text(hostile(words)))
    assert suite.failures == 1


@settings(max_examples=50)
@given(WORDS)
def test_whatever_the_words_the_document_is_well_formed(words: str) -> None:
    text = to_text(hostile(words))
    (suite,) = suites(text)
    assert len(list(suite)) == len(all_types())
    assert all(character == "\n" or character >= " " for character in text)


def test_same_report_same_bytes() -> None:
    assert to_text(report()) == to_text(report())
