from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from cli.running import ORIGINAL, REWRITE, invoke
from unspin import check
from unspin.report.jsonformat import to_json
from unspin.schema import check_schema

INLINE = ("--original-text", ORIGINAL, "--rewrite-text", REWRITE)
SAME = ("--original-text", ORIGINAL, "--rewrite-text", ORIGINAL)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "wire.txt").write_text(ORIGINAL, encoding="utf-8")
    (tmp_path / "desk.txt").write_text(REWRITE, encoding="utf-8")
    return tmp_path / "wire.txt", tmp_path / "desk.txt"


def test_two_files_are_compared_and_changes_end_in_1(files: tuple[Path, Path]) -> None:
    result = invoke("check", *files)
    assert result.exit_code == 1
    assert "[may resign]" in result.stdout
    assert "polarity-flipped" in result.stdout
    assert "desk.txt" in result.stdout.splitlines()[0]
    assert result.stderr == ""


def test_a_text_and_itself_end_in_0(files: tuple[Path, Path]) -> None:
    result = invoke("check", files[0], files[0])
    assert result.exit_code == 0
    assert "No change of meaning found" in result.stdout


@pytest.mark.parametrize("side", ["original", "rewrite"])
def test_one_side_is_standard_input(files: tuple[Path, Path], side: str) -> None:
    paths = ("-", files[1]) if side == "original" else (files[0], "-")
    result = invoke("check", *paths, "--format", "json", stdin=ORIGINAL if side == "original" else REWRITE)
    found = json.loads(result.stdout)
    assert found[side]["name"] == "-"
    assert found["summary"]["changes"] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        INLINE,
        ("--original-text", ORIGINAL, "desk.txt"),
        ("wire.txt", "--rewrite-text", REWRITE),
        ("--rewrite-text", REWRITE, "--", "wire.txt"),
    ],
)
def test_inline_text_takes_the_place_of_a_file(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(files[0].parent)
    result = invoke("check", "--format", "json", *arguments)
    assert json.loads(result.stdout)["summary"]["changes"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the original is missing"),
        (("a.txt",), "the rewrite is missing"),
        (("a.txt", "b.txt", "c.txt"), "two files are compared"),
        (("a.txt", "b.txt", "--original-text", "x"), "--original-text leaves 1 of the two files to give"),
        (("a.txt", "--original-text", "x", "--rewrite-text", "y"), "leaves 0 of the two files to give"),
        (("-", "-"), "standard input can be one side only"),
        (("--pairs", "p.jsonl", "a.txt"), "--pairs brings its own texts"),
        (("--pairs", "p.jsonl", "--rewrite-text", "x"), "--pairs brings its own texts"),
        (("--pairs", "p.jsonl", "--format", "html"), "--format html shows one pair"),
        (("--pairs", "p.jsonl", "--format", "full"), "--format full shows one pair"),
        ((*SAME, "--jobs", "2"), "--jobs goes with --pairs"),
        (("--pairs", "pairs.jsonl", "--threads", "2"), "--threads goes with one pair"),
        ((*SAME, "--summary"), "--summary goes with --pairs"),
        ((*SAME, "--min-confidence", "1.5"), "1.5 is not in the range"),
        ((*SAME, "--format", "xml"), "'xml' is not one of"),
        ((*SAME, "--select", "number-change"), "did you mean number-changed"),
        ((*SAME, "--ignore", "omitted,quote-alterd"), "did you mean quote-altered"),
        ((*SAME, "--select", "certainty-changed", "--ignore", "certainty-changed"), "leaves no type of change"),
        (("--colour", "never"), "No such option"),
    ],
)
def test_a_wrong_call_ends_in_2_and_says_why(arguments: tuple[str, ...], said: str) -> None:
    result = invoke("check", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


@pytest.mark.parametrize("bad", ["missing", "directory", "empty", "blank", "binary"])
def test_a_file_that_cannot_be_read_ends_in_2_and_is_named(files: tuple[Path, Path], bad: str) -> None:
    path = files[0].parent / bad
    match bad:
        case "directory":
            path.mkdir()
        case "empty":
            path.touch()
        case "blank":
            path.write_text(" \n\n")
        case "binary":
            path.write_bytes(bytes(range(256)) * 20)
    result = invoke("check", files[0], path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"unspin: cannot read {path}: ")
    assert "; " in result.stderr
    assert result.stdout == ""


def test_every_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    result = invoke("check", tmp_path / "one", tmp_path / "two")
    assert [line.rsplit("/", 1)[1][:3] for line in result.stderr.splitlines()] == ["one", "two"]


@pytest.mark.parametrize("text", ["", " \n", "\udce9t\udce9"])
def test_inline_text_that_is_none_is_refused(text: str) -> None:
    result = invoke("check", "--original-text", ORIGINAL, "--rewrite-text", text)
    assert result.exit_code == 2
    assert "cannot read --rewrite-text" in result.stderr


def test_json_is_what_the_library_says_and_follows_the_schema() -> None:
    result = invoke("check", *INLINE, "--format", "json")
    assert result.stdout == to_json(check(ORIGINAL, REWRITE))
    jsonschema.validate(json.loads(result.stdout), check_schema())
    line = invoke("check", *INLINE, "--format", "jsonl").stdout
    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(result.stdout)


def test_concise_and_html() -> None:
    concise = invoke("check", *INLINE, "--format", "concise").stdout
    assert concise.splitlines()[0].startswith("rewrite:1:17: warning certainty-changed: ")
    assert invoke("check", *INLINE, "--format", "html").stdout.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "never"), 0),
        (("--select", "certainty-changed"), 0),
        (("--select", "certainty-changed", "--fail-on", "warning"), 1),
        (("--ignore", "polarity-flipped"), 0),
        (("--min-confidence", "1"), 0),
    ],
)
def test_exit_code_follows_what_is_reported_and_its_severity(arguments: tuple[str, ...], code: int) -> None:
    assert invoke("check", *INLINE, *arguments).exit_code == code


def test_types_are_chosen_by_comma_lists_and_repetition() -> None:
    both, one = {"certainty-changed", "polarity-flipped"}, {"polarity-flipped"}
    for arguments, expected in (
        (("--select", "certainty-changed, polarity-flipped"), both),
        (("--select", "certainty-changed", "--select", "polarity-flipped"), both),
        (("--select", "certainty-changed,polarity-flipped", "--ignore", "certainty-changed"), one),
    ):
        result = invoke("check", *INLINE, "--format", "json", *arguments)
        assert {found["type"] for found in json.loads(result.stdout)["changes"]} == expected


@pytest.mark.parametrize(
    ("arguments", "settings", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {}, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], settings: dict[str, str], coloured: bool
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in invoke("check", *INLINE, *arguments).output) is coloured


def test_quiet_says_nothing_of_a_faithful_rewrite() -> None:
    result = invoke("check", *SAME, "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    assert invoke("check", *INLINE, "-q").stdout.startswith("1. warning certainty-changed")


def test_output_goes_to_the_file_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("before")
    path.chmod(0o640)
    result = invoke("check", *INLINE, "--format", "json", "--output", path)
    assert (result.exit_code, result.output) == (1, "")
    assert json.loads(path.read_text(encoding="utf-8"))["summary"]["changes"] == 2
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_output_follows_a_link_and_leaves_it(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    invoke("check", *INLINE, "--output", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert "certainty-changed" in (tmp_path / "target").read_text(encoding="utf-8")


@pytest.mark.parametrize("judge", ["wise", "hf:./no/such/folder", "hf:"])
@pytest.mark.parametrize("how", ["pair", "pairs"])
def test_a_judge_that_is_not_there_is_told_before_anything_is_checked(tmp_path: Path, judge: str, how: str) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(json.dumps({"id": "a", "original": ORIGINAL, "rewrite": REWRITE}) + "\n", encoding="utf-8")
    given = INLINE if how == "pair" else ("--pairs", pairs)
    result = invoke("check", *given, "--judge", judge)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("unspin: --judge: ")
    assert len(result.stderr.splitlines()) == 1


def test_the_number_of_cores_does_not_change_the_report() -> None:
    reports = [invoke("check", *INLINE, "--format", "json", "--threads", str(number)).stdout for number in (1, 2, 3)]
    assert reports[0] == reports[1] == reports[2]
