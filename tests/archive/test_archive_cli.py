"""``unspin archive`` as its users see it."""

from __future__ import annotations

import json
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import command, invoke, run
from unspin.archive.lock import Lock
from unspin.archive.store import Archive


@pytest.fixture
def source(tmp_path: Path) -> Path:
    records = [{"id": n, "text": f"Text number {n} has more than five words.", "title": f"T{n}"} for n in range(5)]
    path = tmp_path / "five.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture
def archive(tmp_path: Path, source: Path) -> Path:
    assert invoke("archive", "build", tmp_path / "news", source).exit_code == 0
    return tmp_path / "news"


def texts(path: Path) -> dict[str, str]:
    opened = Archive.open(path)
    return {found.id: found.text for found in map(opened.document, opened.numbers.tolist())}


def test_build_add_and_build_again(tmp_path: Path, archive: Path, source: Path) -> None:
    assert len(texts(archive)) == 5
    again = invoke("archive", "build", archive, source)
    assert (again.exit_code, again.stderr) == (0, "")
    assert again.stdout == f"0 documents added, 5 there already; {archive} has 5 documents\n"
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text("The first text of all.")
    added = invoke("archive", "add", archive, tmp_path / "folder")
    assert (added.exit_code, added.stdout) == (0, f"1 document added; {archive} has 6 documents\n")
    assert texts(archive)[f"{tmp_path.as_posix()}/folder/a.txt"] == "The first text of all."
    assert invoke("archive", "add", archive, source, "--quiet").output == ""


def test_what_is_skipped_is_told_with_its_place_and_the_rest_is_added(tmp_path: Path, archive: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(
        'no record\n{"id": 1, "text": "Another text."}\n{"id": "new", "text": " "}\n'
        '{"id": "new", "text": "New text."}\n{"id": "new", "text": "Newer text."}\n'
    )
    result = invoke("archive", "add", archive, tmp_path / "missing.txt", bad)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"unspin: {tmp_path}/missing.txt: skipped: there is no such file",
        f"unspin: {bad}, line 1: skipped: not JSON: Expecting value",
        f"unspin: {bad}, line 2 (id 1): skipped: the archive has another text with its id",
        f"unspin: {bad}, line 3 (id new): skipped: its text is empty",
        f"unspin: {bad}, line 5 (id new): skipped: the archive has another text with its id",
    ]
    assert result.stdout == f"1 document added, 5 skipped; {archive} has 6 documents\n"
    assert texts(archive)["new"] == "New text."
    replaced = invoke("archive", "add", archive, bad, "--replace")
    assert replaced.exit_code == 2
    assert replaced.stdout == f"0 documents added, 2 replaced, 1 there already, 2 skipped; {archive} has 6 documents\n"
    assert (texts(archive)["new"], texts(archive)["1"]) == ("Newer text.", "Another text.")


def test_remove(tmp_path: Path, archive: Path) -> None:
    result = invoke("archive", "remove", archive, "1", "nobody", "1")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"unspin: archive {archive}: there is no document with the id nobody",
        f"unspin: archive {archive}: there is no document with the id 1",
    ]
    assert result.stdout == f"1 document removed; {archive} has 4 documents\n"
    (tmp_path / "ids").write_bytes(b"0\n\n2\r\n")
    assert invoke("archive", "remove", archive, "--ids", tmp_path / "ids").exit_code == 0
    assert invoke("archive", "remove", archive, "--ids", "-", stdin="3\n").exit_code == 0
    assert set(texts(archive)) == {"4"}
    assert invoke("archive", "remove", archive).exit_code == 2
    missing = invoke("archive", "remove", archive, "--ids", tmp_path / "none")
    assert missing.exit_code == 2
    assert "--ids: cannot read" in missing.stderr


def test_info(archive: Path) -> None:
    invoke("archive", "remove", archive, "1")
    found = json.loads(invoke("archive", "info", archive, "--format", "json").stdout)
    assert list(found) == [
        "schema_version", "documents", "removed", "characters", "tokens", "segments", "bytes", "text_bytes", "ratio",
    ]  # fmt: skip
    size = sum(file.stat().st_size for file in archive.rglob("*") if file.is_file() and file.name != "lock")
    assert {key: found[key] for key in ("documents", "removed", "tokens", "segments", "bytes")} == {
        "documents": 4, "removed": 1, "tokens": 32, "segments": 1, "bytes": size,
    }  # fmt: skip
    assert found["ratio"] == round(size / found["text_bytes"], 3)
    text = invoke("archive", "info", archive).stdout
    assert "documents   4 (1 removed)\n" in text
    assert f"{size:,} bytes" in text


def test_verify(archive: Path) -> None:
    assert invoke("archive", "verify", archive).output == f"{archive} is whole\n"
    assert invoke("archive", "verify", archive, "--quiet").output == ""
    (segment,) = (archive / "segments").iterdir()
    data = bytearray(segment.read_bytes())
    data[100] ^= 1
    segment.write_bytes(data)
    result = invoke("archive", "verify", archive)
    assert (result.exit_code, result.stdout) == (2, f"{archive} is damaged\n")
    assert f"unspin: archive {archive}: segment 00000001: the checksum of the file differs" in result.stderr


@pytest.mark.parametrize("name", ["add", "remove", "info", "verify"])
def test_no_archive_is_one_line_and_makes_none(tmp_path: Path, source: Path, name: str) -> None:
    missing = tmp_path / "missing"
    result = invoke("archive", name, missing, *([source] if name in {"add", "remove"} else []))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"unspin: archive {missing}: there is no archive; ")
    assert len(result.stderr.splitlines()) == 1
    assert not missing.exists()


def test_a_second_writer_is_told_who_writes(archive: Path, source: Path) -> None:
    lock = Lock(archive)
    result = run("archive", "add", archive, source)
    lock.release()
    assert result.returncode == 2
    assert b"is writing to it; wait until that has finished\n" in result.stderr
    assert run("archive", "add", archive, source).returncode == 0


@pytest.mark.parametrize(("size", "code"), [("1M", 0), ("2g", 0), ("64MiB", 0), ("1K", 2), ("much", 2), ("-1M", 2)])
def test_memory_is_a_size(archive: Path, source: Path, size: str, code: int) -> None:
    result = invoke("archive", "add", archive, source, f"--memory={size}")
    assert result.exit_code == code
    assert ("--memory" in result.stderr) == (code == 2)


def test_an_archive_may_lie_among_its_sources(tmp_path: Path, source: Path) -> None:
    result = invoke("archive", "build", tmp_path / "news", tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert source.exists()
    assert invoke("archive", "add", tmp_path / "news", tmp_path).stdout.startswith(
        "0 documents added, 5 there already;"
    )


def test_a_bar_is_shown_on_a_terminal_alone(tmp_path: Path, source: Path) -> None:
    ours, theirs = pty.openpty()
    arguments = command("archive", "build", tmp_path / "news", source, tmp_path / "missing")
    environment = {"TERM": "xterm", "COLUMNS": "90", "PATH": ""}
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=theirs, env=environment) as process:
        said, _ = process.communicate(timeout=60)
    shown = b""
    with open(ours, "rb", buffering=0, closefd=True) as terminal, open(theirs, "wb", buffering=0):
        shown = terminal.read(100_000)
    assert said == f"5 documents added, 1 skipped; {tmp_path / 'news'} has 5 documents\n".encode()
    assert b"adding" in shown
    assert b"skipped: there is no such file" in shown


def test_quick_answers_load_nothing_heavy() -> None:
    code = (
        "import sys; from unspin.cli import run; run(sys.argv[1:]);"
        "print(sorted({'numpy', 'numba', 'pyarrow', 'rich', 'spacy'} & set(sys.modules)))"
    )
    for arguments in (["archive", "--help"], ["archive", "add", "--help"], ["archive", "add"]):
        result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
        assert result.stdout.splitlines()[-1] == "[]"
