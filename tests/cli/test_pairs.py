from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from cli.running import ORIGINAL, REWRITE, invoke
from unspin import check
from unspin.report.jsonformat import to_line
from unspin.schema import check_schema

PAIRS: list[dict[str, Any]] = [
    {"id": "changed", "original": ORIGINAL, "rewrite": REWRITE},
    {"id": 2, "original": ORIGINAL, "rewrite": ORIGINAL, "label": "consistent"},
]
LINES = "".join(json.dumps(pair) + "\n" for pair in PAIRS)
BAD = LINES + '{"id": "half", "original": "Only this."}\nnot a record\n'


@cache
def checked(form: str, jobs: int) -> Result:
    """The good and the bad records from standard input; run once for all tests that look at it."""
    return invoke("check", "--pairs", "-", "--format", form, "--jobs", str(jobs), "--summary", stdin=BAD)


def test_each_pair_gives_the_line_that_it_gives_alone() -> None:
    assert checked("jsonl", 1).stdout.splitlines()[:2] == [
        to_line(check(pair["original"], pair["rewrite"]), identity=pair["id"]) for pair in PAIRS
    ]


def test_bad_records_are_told_twice_and_the_rest_is_checked() -> None:
    result = checked("jsonl", 1)
    assert result.exit_code == 2
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["changed", 2, "half", None]
    assert lines[2] == {"id": "half", "error": 'line 3: no text "rewrite"'}
    for line in lines:
        jsonschema.validate(line, check_schema())
    assert 'unspin: standard input, line 3 (id half): not checked: no text "rewrite"\n' in result.stderr
    assert "unspin: standard input, line 4: not checked: not JSON" in result.stderr


def test_the_summary_counts_pairs_and_changes() -> None:
    table = [line.split() for line in checked("jsonl", 1).stderr.splitlines()]
    assert ["pairs", "checked", "2"] in table
    assert ["pairs", "that", "could", "not", "be", "checked", "2"] in table
    assert ["pairs", "with", "changes", "1"] in table
    assert ["pairs", "at", "or", "above", "--fail-on", "1"] in table
    assert ["certainty-changed", "0", "1", "0"] in table
    assert ["all", "1", "1", "0"] in table


def test_one_process_and_two_write_the_same_bytes() -> None:
    assert checked("jsonl", 1).stdout_bytes == checked("jsonl", 2).stdout_bytes


def test_json_is_one_array_of_the_lines() -> None:
    assert json.loads(checked("json", 2).stdout) == [
        json.loads(line) for line in checked("jsonl", 1).stdout.splitlines()
    ]


def test_concise_names_the_pair() -> None:
    lines = checked("concise", 2).stdout.splitlines()
    assert lines[0].startswith("changed:rewrite:1:17: warning certainty-changed: ")
    assert lines[-2:] == [
        'half: not checked: no text "rewrite"',
        "4: not checked: not JSON: Expecting value",
    ]


def test_a_csv_file_with_options(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, ["id", "original", "rewrite"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(PAIRS)
    output = tmp_path / "out.jsonl"
    result = invoke("check", "--pairs", path, "--select", "certainty-changed", "--output", output)
    assert (result.exit_code, result.output) == (0, "")
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["summary"]["changes"]) for line in lines] == [("changed", 1), ("2", 0)]


def test_changes_and_no_failures_end_in_1() -> None:
    assert invoke("check", "--pairs", "-", "--quiet", stdin=LINES).exit_code == 1


@pytest.mark.parametrize(("form", "text"), [("jsonl", ""), ("json", "[]\n"), ("concise", "")])
def test_no_pairs_no_results(form: str, text: str) -> None:
    result = invoke("check", "--pairs", "-", "--format", form)
    assert (result.exit_code, result.stdout) == (0, text)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.jsonl", None, "no such file or directory"),
        ("folder", "", "is a directory"),
        ("pairs.csv", "a,b\n1,2\n", "names no column 'id' or 'original' or 'rewrite'"),
    ],
)
def test_a_file_of_pairs_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif content is not None:
        path.write_text(content)
    result = invoke("check", "--pairs", path, "--output", tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert str(path) in result.stderr
    assert said in result.stderr
    assert not (tmp_path / "out.jsonl").exists()
