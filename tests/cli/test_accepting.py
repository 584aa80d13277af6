from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.running import ORIGINAL, REWRITE, invoke

PAIRS = ("--pairs", "pairs.jsonl", "--jobs", "1")
ALLOW = """
[[allow]]
type = "polarity-flipped"
original = "approved"
rewrite = "rejected"
reason = "the wire was wrong"
who = "Ada Prill"

[[allow]]
type = "omitted"
original = "for now"
reason = "house rule"
who = "Ira Volt"

[[allow]]
type = "omitted"
original = "so far"
reason = "house rule"
who = "Ira Volt"
until = 2001-05-04
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    record = {"id": 1, "original": ORIGINAL, "rewrite": REWRITE}
    for name, text in (
        ("wire.txt", ORIGINAL),
        ("desk.txt", REWRITE),
        ("allow.toml", ALLOW),
        ("pairs.jsonl", json.dumps(record) + "\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def checked(*arguments: str) -> tuple[dict[str, int], list[str]]:
    found: dict[str, Any] = json.loads(invoke("check", *arguments, "--format", "json").stdout)
    found = found[0] if isinstance(found, list) else found
    return found["summary"], [one["type"] for one in found["changes"]]


@pytest.mark.parametrize("texts", [("wire.txt", "desk.txt"), PAIRS], ids=["two", "pairs"])
def test_accepted_changes_are_left_out_and_counted(texts: tuple[str, ...]) -> None:
    summary, types = checked(*texts, "--allow", "allow.toml")
    assert types == ["certainty-changed"]
    assert (summary["accepted"], summary["error"]) == (1, 0)
    result = invoke("check", *texts, "--allow", "allow.toml")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "unspin: allow.toml:15:1: expired on 2001-05-04, and counts no more: omitted “so far” → “” (Ira Volt)",
        "unspin: allow.toml:9:1: accepts nothing that was found: omitted “for now” → “”",
    ]
    assert invoke("check", *texts, "--allow", "allow.toml", "--quiet").stderr == ""


def test_the_summaries_tell_the_number() -> None:
    assert (
        "1 change: 1 warning; 1 accepted; fidelity"
        in invoke("check", "wire.txt", "desk.txt", "--allow", "allow.toml").stdout
    )
    table = invoke("check", *PAIRS, "--allow", "allow.toml", "--summary").stderr
    assert "changes accepted" in table


def test_the_settings_name_the_allow_file_from_their_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "unspin.toml").write_text('allow = "allow.toml"\n', encoding="utf-8")
    (folder / "sport").mkdir()
    monkeypatch.chdir(folder / "sport")
    assert checked("../wire.txt", "../desk.txt")[1] == ["certainty-changed"]


@pytest.mark.parametrize(
    "command", [("check", "wire.txt", "desk.txt", "--baseline", "gone.json"), ("read", "wire.txt")]
)
def test_bad_files_of_accepted_changes_end_in_2(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "allow.toml").write_text("[[allow]]\ntype = 'omitted'\n", encoding="utf-8")
    result = invoke(*command, "--allow", "allow.toml")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "allow.toml:1:1: the entry lacks reason and who" in result.stderr
    assert ("gone.json: cannot be read" in result.stderr) == (command[0] == "check")


def test_read_leaves_out_accepted_contradictions(folder: Path) -> None:
    text = (
        "Tilda Venn, 34, has run the ferry since spring. The council met twice and reached no decision on the fare. "
        "Tilda Venn, who is 43, was not there."
    )
    found = json.loads(invoke("read", "--text", text, "--format", "json").stdout)["contradictions"]
    first, second = (text[found[0][side]["start"] : found[0][side]["end"]] for side in ("first", "second"))
    entry = {"type": "contradicts-itself", "original": first, "rewrite": second, "reason": "two Tildas", "who": "Ada"}
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in entry.items())
    (folder / "allow.toml").write_text(f"[[allow]]\n{lines}\n", encoding="utf-8")
    result = invoke("read", "--text", text, "--allow", "allow.toml")
    assert result.exit_code == 0
    assert result.stderr == "unspin: 1 accepted change left out\n"


@pytest.mark.parametrize("texts", [("wire.txt", "desk.txt"), PAIRS], ids=["two", "pairs"])
def test_a_baseline_leaves_only_new_changes(folder: Path, texts: tuple[str, ...]) -> None:
    result = invoke("baseline", "write", "known.json", *texts)
    assert result.exit_code == 0
    assert result.stderr == "known.json: 2 changes known of 1 pair\n"
    assert checked(*texts, "--baseline", "known.json")[1] == []
    longer = f"It snowed in Marn. {ORIGINAL}", f"It snowed in Tarn. {REWRITE}"
    (folder / "wire.txt").write_text(longer[0], encoding="utf-8")
    (folder / "desk.txt").write_text(longer[1], encoding="utf-8")
    record = {"id": 1, "original": longer[0], "rewrite": longer[1]}
    (folder / "pairs.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    summary, types = checked(*texts, "--baseline", "known.json")
    assert len(types) == summary["changes"] == 1
    assert summary["accepted"] == 2
    (folder / "unspin.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    assert checked(*texts) == (summary, types)
    assert invoke("baseline", "update", "known.json", *texts).exit_code == 0
    assert checked(*texts)[1] == []
    assert len(next(iter(json.loads((folder / "known.json").read_text(encoding="utf-8"))["pairs"].values()))) == 3


def test_a_record_that_cannot_be_checked_costs_only_itself(folder: Path) -> None:
    with (folder / "pairs.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"id": 2}\n')
    result = invoke("baseline", "write", "known.json", *PAIRS)
    assert result.exit_code == 2
    assert "pairs.jsonl, line 2 (id 2): not checked" in result.stderr
    assert list(json.loads((folder / "known.json").read_text(encoding="utf-8"))["pairs"]) == ["id 1"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("write", "known.json", "wire.txt"), "after FILE, name two texts"),
        (("write", "known.json", "-", "-"), "after FILE, name two texts"),
        (("write", "known.json", "wire.txt", "--pairs", "pairs.jsonl"), "--pairs brings its own texts"),
        (("write", "known.json", "wire.txt", "desk.txt", "--jobs", "2"), "--jobs goes with --pairs"),
        (("write", "known.json", "wire.txt", "gone.txt"), "gone.txt"),
        (("write", "known.json", "--pairs", "gone.jsonl"), "cannot read gone.jsonl"),
        (("write", "known.json", "wire.txt", "desk.txt", "--judge", "hf:gone"), "--judge"),
        (("update", "known.json", "wire.txt", "desk.txt"), "known.json: cannot be read"),
    ],
)
def test_what_cannot_be_done_ends_in_2_and_writes_nothing(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    result = invoke("baseline", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (folder / "known.json").exists()
