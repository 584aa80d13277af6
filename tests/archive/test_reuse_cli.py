"""``unspin reuse`` as its users see it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path

import pytest

from archive.reuse_texts import found, mixed_corpus, pairs, prose, write
from cli.running import command, invoke, run
from unspin.archive.stages import FOLDER


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus.jsonl", {"a": prose(1), "b": prose(1), "c": prose(2)})


def test_it_says_what_was_found(tmp_path: Path, corpus: Path) -> None:
    result = invoke("reuse", corpus, "--output", tmp_path / "found")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"1 passage in 1 cluster, 3 documents; see {tmp_path}/found/passages.jsonl\n"
    assert pairs(tmp_path / "found") == [("b", "a")]
    assert invoke("reuse", corpus, "-o", tmp_path / "found", "-q").output == ""


def test_every_option(tmp_path: Path, corpus: Path) -> None:
    theirs = write(tmp_path / "x.jsonl", [{"id": "x", "text": prose(1), "outlet": "Day"}])
    more = write(tmp_path / "y.jsonl", [{"id": "y", "text": prose(2), "outlet": "Day"}])
    options: list[str | Path] = [
        "--against",
        theirs,
        "--against",
        more,
        "--min-length",
        "160",
        "--group-by",
        "outlet",
        "--jobs",
        "2",
    ]
    result = invoke("reuse", corpus, "-o", tmp_path / "found", *options, "--engine", "local", "--keep-stages")
    assert result.stdout == f"3 passages in 2 clusters, 3 documents against 2; see {tmp_path}/found/passages.jsonl\n"
    assert pairs(tmp_path / "found") == [("a", "x"), ("b", "x"), ("c", "y")]
    assert (tmp_path / "found" / FOLDER).is_dir()
    report = json.loads((tmp_path / "found" / "report.json").read_text())
    assert report["parameters"] == {"min_length": 160, "group_by": "outlet"}
    assert (report["documents"], report["against"], report["engine"]) == (3, 2, "local")


def test_what_is_skipped_is_told_and_the_rest_is_done(tmp_path: Path, corpus: Path) -> None:
    bad = write(tmp_path / "bad.jsonl", [{"id": "a", "text": "Again."}, {"id": "\u001b[2J", "text": ""}, {"id": 1}])
    result = invoke("reuse", corpus, bad, tmp_path / "gone.txt", "-o", tmp_path / "found")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"unspin: {bad}, line 1 (id a): skipped: another document has its id",
        f"unspin: {bad}, line 2 (id \\x1b[2J): skipped: its text is empty",
        f'unspin: {bad}, line 3 (id 1): skipped: no "text"',
        f"unspin: {tmp_path}/gone.txt: skipped: there is no such file",
    ]
    assert ", 4 skipped; see " in result.stdout
    assert len(found(tmp_path / "found")) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing option '--output'"),
        (["-o", "found", "--min-length", "0"], "0 is not in the range"),
        (["-o", "found", "--jobs", "0"], "0 is not in the range"),
        (["-o", "found", "--group-by", "text"], "documents cannot be grouped by 'text'"),
        (["-o", "found", "--engine", "abacus"], "'abacus' is not one of"),
    ],
)
def test_usage(tmp_path: Path, corpus: Path, arguments: list[str], message: str) -> None:
    placed = [str(tmp_path / "found") if argument == "found" else argument for argument in arguments]
    process = run("reuse", corpus, *placed)
    assert process.returncode == 2
    assert message in process.stderr.decode()
    assert not (tmp_path / "found").exists()


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "file").write_text("")
    result = invoke("reuse", corpus, "-o", tmp_path / "file")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"unspin: {tmp_path}/file: file exists; ")


def test_without_a_document_nothing_is_written(tmp_path: Path, corpus: Path) -> None:
    """A slip in a path does not replace what an earlier run has found."""
    assert invoke("reuse", corpus, "-o", tmp_path / "found").exit_code == 0
    before = found(tmp_path / "found")
    missing = tmp_path / "corpsu.jsonl"
    for arguments in ([missing], [corpus, "--against", missing]):
        result = invoke("reuse", *arguments, "-o", tmp_path / "found")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            f"unspin: {missing}: there is no such file; no document could be read, so nothing was written: check the paths\n"
        )
        assert found(tmp_path / "found") == before != []


def test_a_value_to_group_by_that_no_document_has(tmp_path: Path, corpus: Path) -> None:
    result = invoke("reuse", corpus, "-o", tmp_path / "found", "--group-by", "oulet")
    assert result.exit_code == 2
    assert "no document has a value 'oulet' to group by: check the name" in result.stderr
    assert not (tmp_path / "found" / "passages.jsonl").exists()


def test_a_missing_library_is_named(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'numba'", name="numba")

    monkeypatch.setattr("unspin.archive.local.Engine.read", missing)
    result = invoke("reuse", corpus, "-o", tmp_path / "found")
    assert result.exit_code == 2
    assert result.stderr == 'unspin: reuse needs numba: pip install "unspin[corpus]"\n'


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_so_and_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    write(folder / "a.jsonl", mixed_corpus(30))
    process = subprocess.Popen(
        [*command("reuse", folder, "-o", tmp_path / "found")], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "found" / FOLDER).exists() and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(number)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert told.decode() == "unspin: stopped; what was finished is kept, and the same command goes on from there\n"
    assert run("reuse", folder, "-o", tmp_path / "found").returncode == 0
    assert found(tmp_path / "found")


def test_progress_is_shown_to_people_alone(tmp_path: Path, corpus: Path) -> None:
    assert run("reuse", corpus, "-o", tmp_path / "found").stderr == b""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
        process = subprocess.Popen(
            command("reuse", corpus, "-o", tmp_path / "found"), stdout=subprocess.PIPE, stderr=theirs, env=environment
        )
        os.close(theirs)
        shown = b""
        try:
            while part := terminal.read(4096):
                shown += part
        except OSError:
            pass
        process.communicate()
    for stage in (b"reading", b"finding pairs", b"comparing", b"writing"):
        assert stage in shown
