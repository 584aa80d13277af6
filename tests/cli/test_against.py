"""check --against: files under git, the working copy against a revision. The git here is the real one."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from cli.project import ENVIRONMENT, FERRY, FERRY_NOW, TRAM, commit, git, new_project, write
from cli.running import invoke, run
from unspin.batch import BadRecord, Pair
from unspin.cli.git import GitError, content
from unspin.cli.many import NoRecordsError
from unspin.cli.revisions import WorkingCopy
from unspin.document import Document
from unspin.schema import check_schema


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in ENVIRONMENT.items():
        if name.startswith("GIT_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"articles/ferry.md": FERRY, "articles/tram.txt": TRAM, "same.txt": TRAM, "code.py": "x = 1\n"}
    folder = new_project(tmp_path / "project", files)
    monkeypatch.chdir(folder)
    return folder


def opened(revision: str, *files: str | Path) -> list[Pair | BadRecord]:
    with WorkingCopy(revision, tuple(map(str, files))).opened(quiet=False) as records:
        return list(records)


def ids(revision: str, *files: str | Path) -> list[str]:
    found = opened(revision, *files)
    assert [one for one in found if isinstance(one, BadRecord)] == []
    return [str(one.id) for one in found]


def texts(record: Pair | BadRecord) -> tuple[str, str]:
    assert isinstance(record, Pair)
    assert isinstance(record.original, Document)
    assert isinstance(record.rewrite, Document)
    return record.original.text, record.rewrite.text


def names(record: Pair | BadRecord) -> tuple[str, str]:
    assert isinstance(record, Pair)
    assert isinstance(record.original, Document)
    assert isinstance(record.rewrite, Document)
    return record.original.name, record.rewrite.name


def error(revision: str, *files: str) -> str:
    with pytest.raises(NoRecordsError) as caught:
        opened(revision, *files)
    return str(caught.value)


# Which files are compared with what.


def test_every_text_that_differs_is_compared_with_what_it_was(project: Path) -> None:
    write(project, {"articles/ferry.md": FERRY_NOW, "code.py": "x = 2\n", "untracked.txt": TRAM})
    git(project, "add", "code.py")
    (record,) = opened("HEAD")
    assert texts(record) == (FERRY, FERRY_NOW)
    assert names(record) == ("HEAD:articles/ferry.md", "articles/ferry.md")
    assert record.id == "articles/ferry.md"


def test_staged_and_unstaged_edits_count_alike(project: Path) -> None:
    write(project, {"articles/ferry.md": FERRY_NOW})
    git(project, "add", ".")
    assert ids("HEAD") == ["articles/ferry.md"]
    write(project, {"articles/ferry.md": FERRY})
    assert ids("HEAD") == []


def test_paths_are_those_from_where_the_user_stands(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, {"articles/ferry.md": FERRY_NOW, "same.txt": FERRY})
    git(project, "config", "diff.relative", "true")
    monkeypatch.chdir(project / "articles")
    assert ids("HEAD") == ["../same.txt", "ferry.md"]
    assert ids("HEAD", "ferry.md", "./ferry.md", project / "articles" / "ferry.md") == ["ferry.md"]
    assert ids("HEAD", ".") == ["ferry.md"]
    assert ids("HEAD", "..") == ["../same.txt", "ferry.md"]


def test_a_file_that_was_renamed_is_compared_with_what_it_was(project: Path) -> None:
    git(project, "mv", "articles/ferry.md", "lorn.md")
    assert ids("HEAD") == []
    write(project, {"lorn.md": FERRY_NOW})
    (record,) = opened("HEAD", "lorn.md")
    assert texts(record) == (FERRY, FERRY_NOW)
    assert names(record) == ("HEAD:articles/ferry.md", "lorn.md")


def test_branches_tags_and_older_commits(project: Path) -> None:
    git(project, "tag", "--annotate", "--message", "first", "v1")
    commit(project, {"articles/ferry.md": FERRY_NOW})
    git(project, "branch", "edition/late")
    assert ids("HEAD") == ids("edition/late") == ids("edition/late", "articles/ferry.md") == ids(":/texts") == []
    for name in ("v1", "HEAD~1", "HEAD^", git(project, "rev-parse", "v1^{}").strip()):
        assert ids(name) == ["articles/ferry.md"], name


@pytest.mark.usefixtures("project")
def test_one_text_of_another_name() -> None:
    (record,) = opened("HEAD:articles/tram.txt", "articles/ferry.md")
    assert texts(record) == (TRAM, FERRY)
    assert names(record) == ("HEAD:articles/tram.txt", "articles/ferry.md")
    assert "HEAD:articles/tram.txt is one text: name one file" in error("HEAD:articles/tram.txt", "a.md", "b.md")
    assert "HEAD:articles is a folder" in error("HEAD:articles", "same.txt")


def test_word_files_and_pages_are_read_as_such(project: Path) -> None:
    docx = pytest.importorskip("docx")
    pytest.importorskip("trafilatura")

    def word(text: str) -> bytes:
        document, stream = docx.Document(), io.BytesIO()
        document.add_paragraph(text)
        document.save(stream)
        return stream.getvalue()

    page = "<html><body><article><h1>Tram</h1><p>{}</p></article></body></html>"
    commit(project, {"desk.docx": word(FERRY), "tram.html": page.format(TRAM)})
    write(project, {"desk.docx": word(TRAM), "tram.html": page.format(FERRY)})
    desk, tram = opened("HEAD")
    assert "Ada Prill" in texts(desk)[0]
    assert TRAM.strip() == texts(desk)[1].strip()
    assert "<p>" not in texts(tram)[0]
    assert "3 crowns" in texts(tram)[0]


# What there is nothing to compare of.


def test_new_deleted_emptied_and_linked_files_are_skipped(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(project, {"empty.txt": ""})
    write(project, {"new.txt": TRAM, "staged.txt": FERRY, "articles/tram.txt": None, "empty.txt": TRAM})
    (project / "link.txt").symlink_to("/etc/hosts")
    git(project, "add", "staged.txt", "link.txt")
    assert ids("HEAD", "new.txt", "staged.txt", "articles/tram.txt", "empty.txt", "link.txt", "same.txt") == []
    assert capsys.readouterr().err.splitlines() == [
        "unspin: articles/tram.txt: skipped: it was deleted since HEAD",
        "unspin: empty.txt: skipped: it was empty in HEAD",
        "unspin: link.txt: skipped: it is a symbolic link or a project of its own",
        "unspin: new.txt: skipped: it is new since HEAD",
        "unspin: staged.txt: skipped: it is new since HEAD",
        "unspin: nothing to check: no other text differs from HEAD",
    ]


def test_a_link_that_took_the_place_of_a_text_is_not_followed(project: Path, tmp_path: Path) -> None:
    write(tmp_path, {"secret.txt": "The safe opens with 4711."})
    write(project, {"same.txt": None})
    (project / "same.txt").symlink_to(tmp_path / "secret.txt")
    assert ids("HEAD") == ids("HEAD", "same.txt") == []


def test_a_link_that_took_the_place_of_a_folder_is_not_followed(project: Path, tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/ferry.md": "The safe opens with 4711."})
    write(project, {"articles/ferry.md": None, "articles/tram.txt": None})
    (project / "articles").rmdir()
    (project / "articles").symlink_to(tmp_path / "elsewhere")
    assert ids("HEAD") == ids("HEAD", "articles") == []
    (record,) = opened("HEAD", "articles/ferry.md")
    assert isinstance(record, BadRecord)
    assert "it lies outside of this project" in record.error


def test_nothing_is_committed_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, {"a.txt": TRAM})
    git(tmp_path, "add", "a.txt")
    monkeypatch.chdir(tmp_path)
    result = invoke("check", "--against", "HEAD", "a.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "a.txt: skipped: it is new since HEAD" in result.stderr


def test_quiet_says_nothing_of_what_is_skipped(project: Path) -> None:
    write(project, {"new.txt": TRAM})
    result = invoke("check", "--against", "HEAD", "new.txt", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


# What cannot be checked.


def test_files_that_cannot_be_compared_do_not_keep_the_others_from_it(project: Path, tmp_path: Path) -> None:
    write(tmp_path, {"outside.txt": TRAM})
    write(project, {"articles/ferry.md": FERRY_NOW, "same.txt": b"\x00\x01"})
    found = opened("HEAD", "gone.txt", "../outside.txt", "same.txt", "articles/ferry.md")
    assert [one.id for one in found] == ["../outside.txt", "articles/ferry.md", "gone.txt", "same.txt"]
    told = {one.id: one.error for one in found if isinstance(one, BadRecord)}
    assert told["../outside.txt"] == "it lies outside of this project; run unspin in its own, or give two files"
    assert told["gone.txt"] == "cannot read gone.txt: there is no such file; check the path"
    assert told["same.txt"].startswith("cannot read same.txt: ")
    assert len(told) == 3


def test_an_unfinished_merge_is_an_error(project: Path) -> None:
    git(project, "checkout", "--quiet", "-b", "late")
    commit(project, {"same.txt": FERRY})
    git(project, "checkout", "--quiet", "main")
    commit(project, {"same.txt": FERRY_NOW})
    with pytest.raises(subprocess.CalledProcessError):
        git(project, "merge", "late")
    (record,) = opened("HEAD")
    assert isinstance(record, BadRecord)
    assert record.error == "its merge is not finished; resolve the conflict first"


def test_a_text_in_lfs_is_told(project: Path) -> None:
    commit(project, {"large.txt": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 10\n"})
    write(project, {"large.txt": TRAM})
    (large,) = opened("HEAD")
    assert isinstance(large, BadRecord)
    assert "HEAD:large.txt: it lies in Git LFS; write it to a file with `git cat-file --filters`" in large.error


def test_a_text_that_git_has_lost(project: Path) -> None:
    write(project, {"same.txt": FERRY})
    blob = git(project, "rev-parse", "HEAD:same.txt").strip()
    (project / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert error("HEAD") == f"git cannot tell: unable to read {blob}"
    with pytest.raises(GitError, match="git does not have it here; `git fetch` may get it"):
        content(blob, 10)


@pytest.mark.parametrize(
    "name",
    ["--help", "-h", "--output=pwned.txt", "-", "", "HEAD; touch pwned.txt", "$(touch pwned.txt)", "HEAD..HEAD", "nope",
     "HEAD\nHEAD", "0" * 40, "@{upstream}", "HEAD:nope.txt", "HEAD^{tree}^{commit}"],
)  # fmt: skip
def test_what_is_no_revision_is_told_and_never_an_option(project: Path, name: str) -> None:
    write(project, {"same.txt": FERRY})
    result = invoke("check", f"--against={name}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "revision" in result.stderr
    assert not list(project.glob("**/pwned*"))


def test_outside_of_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain").mkdir()
    monkeypatch.chdir(tmp_path / "plain")
    assert "this folder is not: run unspin in a working copy, or give two files" in error("HEAD")
    git(tmp_path / "plain", "init", "--quiet", "--bare", ".")
    assert "must be run in a work tree" in error("HEAD")


@pytest.mark.usefixtures("project")
def test_a_project_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "dubious ownership" in error("HEAD")
    assert "`git config --global --add safe.directory FOLDER` says so" in error("HEAD")


def test_without_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    assert error("HEAD") == "--against needs git, which cannot be run (no such file or directory)"


def test_a_shallow_clone_says_what_to_fetch(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(project, {"same.txt": FERRY})
    git(tmp_path, "clone", "--quiet", "--depth", "1", project.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert ids("HEAD") == []
    for name in ("HEAD^", git(project, "rev-parse", "HEAD^").strip()):
        assert "in this shallow clone: fetch it with `git fetch --deepen=N`" in error(name)
    git(tmp_path / "shallow", "fetch", "--quiet", "--deepen=1")
    assert ids("HEAD^") == ["same.txt"]


# Hostile names and settings.

HOSTILE = ["--output=pwned.md", "-q.md", ":(glob)*.md", ":!x.md", "a\nb.md", "tab\t.md", "$(touch pwned).md", '"q".md', "ü.md",
           "HEAD", " .md", "\x1b[31m.md"]  # fmt: skip


@pytest.mark.parametrize("named", [False, True])
def test_hostile_names_of_files_are_names(project: Path, named: bool) -> None:
    commit(project, dict.fromkeys(HOSTILE, FERRY))
    write(project, dict.fromkeys(HOSTILE, FERRY_NOW))
    (project / os.fsdecode(b"\xff.md")).write_text(FERRY)
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "a name that is not UTF-8", "--", os.fsdecode(b"\xff.md"))
    (project / os.fsdecode(b"\xff.md")).write_text(FERRY_NOW)
    expected = {*HOSTILE, os.fsdecode(b"\xff.md")} if named else {*HOSTILE, os.fsdecode(b"\xff.md")} - {"HEAD"}
    found = opened("HEAD", *(expected if named else ()))
    assert {one.id for one in found} == expected
    assert all(texts(one) == (FERRY, FERRY_NOW) for one in found)


def test_hostile_names_come_through_the_command_line(project: Path) -> None:
    files = [name.encode() for name in HOSTILE] + [b"\xff.md"]
    for name in files:
        (project / os.fsdecode(name)).write_text("Ada Prill has 300 trees.\n")
    commit(project, {})
    for name in files:
        (project / os.fsdecode(name)).write_text("Ada Prill has 300 trees .\n")
    before = set(project.iterdir())
    done = subprocess.run(
        [sys.executable, "-m", "unspin", "check", "--against", "HEAD", "--format", "jsonl", "--", *files],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == len(files)
    assert set(project.iterdir()) == before


def test_no_program_that_the_project_names_is_run(project: Path) -> None:
    trap = project / "trap.sh"
    trap.write_text('#!/bin/sh\ntouch pwned\ncat "$1" 2>/dev/null\n')
    trap.chmod(0o755)
    for key in (
        "diff.external",
        "core.fsmonitor",
        "diff.trap.command",
        "diff.trap.textconv",
        "core.pager",
        "pager.diff",
    ):
        git(project, "config", key, str(trap))
    write(project, {".gitattributes": "*.md diff=trap\n", "articles/ferry.md": FERRY_NOW})
    assert ids("HEAD", "articles") == ["articles/ferry.md"]
    assert not (project / "pwned").exists()


# The whole command.


def checked(*arguments: str | Path) -> Any:
    return invoke("check", "--against", "HEAD", "--jobs", "1", *arguments)


@pytest.fixture
def edited(project: Path) -> Path:
    write(
        project, {"articles/ferry.md": FERRY_NOW, "articles/tram.txt": TRAM.replace("Quellmar", "the port of Quellmar")}
    )
    return project


@pytest.mark.usefixtures("edited")
def test_the_report_for_people() -> None:
    result = checked()
    assert result.exit_code == 1
    assert result.stderr == ""
    head, *_ = result.stdout.splitlines()
    assert head == "HEAD:articles/ferry.md -> articles/ferry.md"
    assert "1. error number-changed" in result.stdout
    assert "\n\nHEAD:articles/tram.txt -> articles/tram.txt\n" in result.stdout


@pytest.mark.usefixtures("edited")
def test_lines_of_the_other_formats_are_those_of_the_working_copy() -> None:
    where = ("articles/ferry.md", 3)
    line = checked("--format", "concise").stdout.splitlines()[0]
    assert line.startswith("articles/ferry.md:3:60: error number-changed: ")
    for text in checked("--format", "jsonl").stdout.splitlines():
        jsonschema.validate(json.loads(text), check_schema())
        assert json.loads(text)["id"] == json.loads(text)["rewrite"]["name"]
    assert "::error file=articles/ferry.md,line=3,endLine=3,col=60," in checked("--format", "github").stdout
    issue = json.loads(checked("--format", "gitlab").stdout)[0]
    assert (issue["location"]["path"], issue["location"]["lines"]["begin"]) == where
    diagnostic = json.loads(checked("--format", "rdjson").stdout)["diagnostics"][0]
    assert (diagnostic["location"]["path"], diagnostic["location"]["range"]["start"]["line"]) == where
    assert "related_locations" not in diagnostic
    row = next(csv.DictReader(io.StringIO(checked("--format", "csv").stdout)))
    assert (row["rewrite_file"], int(row["rewrite_line"])) == where
    assert (row["original_file"], row["original_line"]) == ("HEAD:articles/ferry.md", "3")
    suite = ElementTree.fromstring(checked("--format", "junit").stdout)[0]
    assert suite.get("name") == "HEAD:articles/ferry.md -> articles/ferry.md"
    result = json.loads(checked("--format", "sarif").stdout)["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == where
    assert "relatedLocations" not in result


def test_words_that_are_missing_are_shown_where_they_are_missing(project: Path) -> None:
    """Their line in the revision is no line of the file that people have before them."""
    write(project, {"articles/tram.txt": "A new first line about trams.\n\n" + TRAM.replace(", the council said", "")})
    sides = ("--select", "attribution-dropped,omitted", "--fail-on", "never")
    lines = checked("--format", "concise", *sides).stdout.splitlines()
    assert lines
    assert all(line.startswith("articles/tram.txt:3:1: ") for line in lines)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("form", ["html", "docx", "markdown", "annotation", "claimreview"])
def test_formats_of_one_pair_are_refused(form: str) -> None:
    result = checked("--format", form)
    assert result.exit_code == 2
    assert f"--format {form} shows one pair: use full, concise, json, jsonl, " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--pairs", "x.jsonl"], "give one"),
        (["--rewrite-text", "x"], "give no other text with it"),
        (["-"], "give no other text with it"),
        (["--threads", "2"], "--threads goes with one pair"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_does_not_go_with_it(arguments: list[str], said: str) -> None:
    result = invoke("check", "--against", "HEAD", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_settings_allowed_changes_and_a_baseline_hold(edited: Path) -> None:
    write(edited, {"unspin.toml": 'ignore = ["number-changed"]\n'})
    assert checked("--format", "concise").stdout == ""
    write(edited, {"unspin.toml": None})
    assert invoke("baseline", "write", "known.json", "--against", "HEAD", "--jobs", "1").exit_code == 0
    known = json.loads((edited / "known.json").read_text())
    assert [one["type"] for one in known["pairs"]['id "articles/ferry.md"']] == ["number-changed"]
    result = checked("--format", "jsonl", "--baseline", "known.json")
    assert result.exit_code == 0
    assert json.loads(result.stdout.splitlines()[0])["summary"]["accepted"] == 1


def test_a_file_that_fails_ends_in_2_and_the_others_are_there(edited: Path) -> None:
    write(edited, {"same.txt": ""})
    result = run("check", "--against", "HEAD", "--jobs", "2", "--format", "concise")
    assert result.returncode == 2
    assert b"articles/ferry.md:3:60: error number-changed" in result.stdout
    assert b"same.txt: not checked: cannot read same.txt: it is empty" in result.stdout
    assert b"unspin: same.txt: not checked: cannot read same.txt: it is empty" in result.stderr
    told = json.loads(checked("--format", "rdjson").stdout)["diagnostics"][-1]
    assert (told["location"]["path"], told["code"]["value"]) == ("same.txt", "not-checked")
    run_of = json.loads(checked("--format", "sarif").stdout)["runs"][0]
    (note,) = run_of["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("same.txt was not checked: cannot read same.txt: it is empty")


# How many may fail.

PAIRS = "".join(
    json.dumps({"id": number, "original": "Lorn has 300 trees.", "rewrite": f"Lorn has {count} trees."}) + "\n"
    for number, count in enumerate((300, 300, 300, 900))
)


@pytest.mark.parametrize(
    ("rate", "code", "said"),
    [
        ("0", 1, ""),
        ("24.9%", 1, "more than the --fail-rate of 24.9%"),
        ("25%", 0, "within the --fail-rate of 25%"),
        ("0.25", 0, "1 of 4 pairs (25%) with changes at or above --fail-on: within the --fail-rate of 25%"),
    ],
)
def test_fail_rate_is_the_share_that_may_fail(tmp_path: Path, rate: str, code: int, said: str) -> None:
    write(tmp_path, {"pairs.jsonl": PAIRS})
    result = invoke("check", "--pairs", tmp_path / "pairs.jsonl", "--jobs", "1", "--summary", "--fail-rate", rate)
    assert result.exit_code == code
    assert said in result.stderr
    table = [line.split() for line in result.stderr.splitlines()]
    assert (["their", "share", "25%"] in table) == (rate != "0")


def test_fail_rate_lets_no_pair_pass_that_could_not_be_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"pairs.jsonl": PAIRS + "{}\n", "unspin.toml": 'fail-rate = "50%"\n'})
    monkeypatch.chdir(tmp_path)
    result = invoke("check", "--pairs", "pairs.jsonl", "--jobs", "1")
    assert result.exit_code == 2
    assert "1 of 4 pairs (25%)" in result.stderr


@pytest.mark.parametrize("rate", ["2", "-1", "2 per cent", "nan", "101%", "1e-2", "", "%"])
def test_what_is_no_share(rate: str) -> None:
    result = invoke("check", "--pairs", "-", f"--fail-rate={rate}")
    assert result.exit_code == 2
    assert "is no share: give per cent such as 2%" in result.stderr


def test_fail_rate_goes_with_many_pairs() -> None:
    result = invoke("check", "--original-text", "a", "--rewrite-text", "b", "--fail-rate", "2%")
    assert result.exit_code == 2
    assert "--fail-rate goes with --pairs or --against" in result.stderr
