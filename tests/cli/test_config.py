from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from cli.running import ORIGINAL, REWRITE, invoke

INLINE = ("check", "--original-text", ORIGINAL, "--rewrite-text", REWRITE)
BAD = 'slect = []\nfail-on = "eror"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: Path, text: str, name: str = "unspin.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def types(*arguments: str) -> list[str]:
    found = json.loads(invoke(*INLINE, "--format", "json", *arguments).stdout)
    return [f"{one['severity']} {one['type']}" for one in found["changes"]]


def test_config_shows_each_setting_and_where_it_is_from(folder: Path) -> None:
    put(folder, 'fail-on = "warning"\naliases = [["the \\"mill\\"", "Marn"]]\nmin-confidence = {omitted = 0.5}\n')
    result = invoke("config", "--profile", "summary")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert 'fail-on = "warning" # unspin.toml:1:1' in lines
    assert "shortened = true # profile summary" in lines
    assert 'profile = "summary" # --profile' in lines
    assert "# select: not set" in lines
    shown = tomllib.loads(result.stdout)
    assert shown["aliases"] == [['the "mill"', "Marn"]]
    put(folder, result.stdout)
    again = tomllib.loads(invoke("config").stdout)
    assert again == shown


def test_config_as_json(folder: Path) -> None:
    put(folder, '[tool.unspin.severity]\nomitted = "info"\n', "pyproject.toml")
    shown = json.loads(invoke("config", "--format", "json").stdout)
    assert shown["severity"] == {"omitted": {"value": "info", "from": "pyproject.toml:2:1"}}
    assert shown["fail-on"] == {"value": "error", "from": "default"}
    assert shown["min-confidence"] == {"default": {"value": 0.0, "from": "default"}}


@pytest.mark.parametrize(
    "arguments",
    [("config",), INLINE, ("read", "--text", ORIGINAL), ("trace", "--text", ORIGINAL, "--against", "a.txt")],
)
def test_bad_settings_end_in_2_with_every_fault(folder: Path, arguments: tuple[str, ...]) -> None:
    put(folder, BAD)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "unspin: unspin.toml:1:1: no setting 'slect'; did you mean 'select'?",
        "unspin: unspin.toml:2:1: no fail-on 'eror'; did you mean 'error'?",
    ]
    assert invoke(*arguments, "--config", "gone.toml").exit_code == 2


def test_bad_settings_leave_an_output_file_alone(folder: Path) -> None:
    put(folder, BAD)
    put(folder, "kept", "report.json")
    assert invoke(*INLINE, "--output", "report.json").exit_code == 2
    assert (folder / "report.json").read_text(encoding="utf-8") == "kept"


def test_no_config_takes_no_file(folder: Path) -> None:
    put(folder, BAD)
    assert invoke("config", "--no-config").exit_code == 0
    result = invoke("config", "--no-config", "--config", "unspin.toml")
    assert result.exit_code == 2
    assert "--config names a file of settings and --no-config refuses them" in result.stderr


@pytest.mark.usefixtures("folder")
def test_an_unknown_profile_is_told() -> None:
    result = invoke(*INLINE, "--profile", "sumary")
    assert result.exit_code == 2
    assert "no profile 'sumary'; did you mean 'summary'?" in result.stderr


def test_a_check_follows_the_file_and_the_command_line_goes_first(folder: Path) -> None:
    assert types() == ["error polarity-flipped", "warning certainty-changed"][::-1]
    put(folder, 'fail-on = "never"\nignore = ["polarity-flipped"]\nseverity = {certainty-changed = "info"}\n')
    assert types() == ["info certainty-changed"]
    assert invoke(*INLINE).exit_code == 0
    assert types("--ignore", "certainty-changed") == ["error polarity-flipped"]
    assert types("--select", "polarity-flipped") == ["error polarity-flipped"]
    assert invoke(*INLINE, "--ignore", "omitted", "--fail-on", "error").exit_code == 1


def test_nothing_left_to_report_is_told(folder: Path) -> None:
    put(folder, 'select = ["omitted"]\nignore = ["omitted"]\n')
    result = invoke(*INLINE)
    assert result.exit_code == 2
    assert "unspin.toml:2:1 leaves no type of change to report" in result.stderr
    put(folder, 'select = ["contradicts-itself"]\n')
    result = invoke(*INLINE)
    assert "unspin.toml:1:1 leaves no type of change to report" in result.stderr


def test_the_format_of_the_file_is_that_of_check(folder: Path) -> None:
    put(folder, 'format = "html"\n')
    put(folder, json.dumps({"id": 1, "original": ORIGINAL, "rewrite": REWRITE}) + "\n", "pairs.jsonl")
    assert invoke(*INLINE).stdout.startswith("<!doctype html>")
    assert "certainty-changed" in invoke(*INLINE, "--format", "concise").stdout
    # A page shows one pair: many come out as lines, as ever.
    assert json.loads(invoke("check", "--pairs", "pairs.jsonl", "--jobs", "1").stdout)["id"] == 1


def test_pairs_follow_the_settings(folder: Path) -> None:
    put(folder, json.dumps({"id": 1, "original": ORIGINAL, "rewrite": REWRITE}) + "\n", "pairs.jsonl")
    put(folder, 'severity = {polarity-flipped = "info", certainty-changed = "off"}\naliases = [["one", "two"]]\n')
    result = invoke("check", "--pairs", "pairs.jsonl", "--jobs", "1")
    assert result.exit_code == 0
    assert [one["severity"] for one in json.loads(result.stdout)["changes"]] == ["info"]
    sarif = json.loads(invoke("check", "--pairs", "pairs.jsonl", "--jobs", "1", "--format", "sarif").stdout)
    assert [one["level"] for one in sarif["runs"][0]["results"]] == ["note"]


def test_read_follows_the_settings(folder: Path) -> None:
    text = (
        "Tilda Venn, 34, has run the ferry since spring. The council met twice and reached no decision on the fare. "
        "Tilda Venn, who is 43, was not there."
    )
    assert invoke("read", "--text", text).exit_code == 1
    put(folder, 'severity = {contradicts-itself = "off"}\n')
    assert invoke("read", "--text", text).exit_code == 0
    assert invoke("read", "--text", text, "--select", "contradicts-itself").exit_code == 1


def test_a_trace_with_checks_follows_the_settings(folder: Path) -> None:
    told = (
        "The works council of Brell sold 1,187 homes by the old harbour on Monday, and the mayor of the town, Ada Prill, "
        "said that the money would go to the new school that is to be built beside the mill next spring."
    )
    put(folder, told, "wire.txt")
    command = ("trace", "--text", told.replace("1,187", "1,781"), "--against", "wire.txt", "--check")
    assert invoke(*command).exit_code == 1
    put(folder, 'severity = {number-changed = "warning"}\n')
    assert invoke(*command).exit_code == 0
    entry = {"type": "number-changed", "original": "1,187", "rewrite": "1,781", "reason": "checked", "who": "Ada"}
    found = json.loads(invoke(*command, "--format", "json").stdout)["passages"][0]["changes"][0]
    entry |= {side: found[side]["text"] for side in ("original", "rewrite")}
    put(folder, "[[allow]]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in entry.items()), "allow.toml")
    result = invoke(*command, "--allow", "allow.toml", "--fail-on", "warning")
    assert (result.exit_code, result.stderr) == (0, "unspin: 1 accepted change left out\n")
    assert invoke("trace", "--text", told, "--against", "wire.txt").exit_code == 0
