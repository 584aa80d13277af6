"""What only a process of its own shows: exit codes, pipes, signals, full disks, what is loaded."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import ORIGINAL, REWRITE, command, run

INLINE = ("--original-text", ORIGINAL, "--rewrite-text", REWRITE)
PAIR = json.dumps({"id": 1, "original": ORIGINAL, "rewrite": REWRITE}).encode() + b"\n"
FULL = Path("/dev/full")


def test_exit_codes_and_streams() -> None:
    result = run("check", *INLINE, "--format", "concise")
    assert (result.returncode, result.stderr) == (1, b"")
    assert len(result.stdout.splitlines()) == 2
    assert run("check", "missing.txt", "missing.txt").returncode == 2
    assert run("chekc").returncode == 2


@pytest.mark.parametrize("way", ["stdout", "output"])
def test_a_full_disk_ends_in_2_with_one_line(way: str) -> None:
    with FULL.open("wb") as full:
        result = subprocess.run(
            command("check", *INLINE, *(("--output", FULL) if way == "output" else ())),
            stdout=full if way == "stdout" else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 2
    name = b"standard output" if way == "stdout" else b"/dev/full"
    assert (
        result.stderr
        == b"unspin: cannot write " + name + b": no space left on device; " + result.stderr.split(b"; ")[1]
    )


@pytest.mark.parametrize("place", ["", "missing/out.json", "missing/too/out.json"])
def test_an_output_that_cannot_be_written_ends_in_2(tmp_path: Path, place: str) -> None:
    result = run("check", *INLINE, "--output", tmp_path / place)
    assert result.returncode == 2
    assert result.stderr.startswith(f"unspin: cannot write {tmp_path / place}: ".encode())
    assert result.stdout == b""


def test_a_reader_that_goes_away_is_no_error_message() -> None:
    with subprocess.Popen(
        command("check", "--pairs", "-", "--jobs", "1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(PAIR * 3)
        process.stdin.close()
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 2


def interrupted(*arguments: str | Path, number: int = signal.SIGINT) -> tuple[bytes, bytes]:
    """Two records in, the first of them bad; interrupted when the second is out or in work. Both streams."""
    with subprocess.Popen(
        command("check", "--pairs", "-", "--jobs", "1", *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"not a record\n" + PAIR)
        process.stdin.flush()
        said = process.stderr.readline()
        results = b"" if arguments else process.stdout.readline() + process.stdout.readline()
        process.send_signal(number)
        results, said = results + process.stdout.read(), said + process.stderr.read()
        assert process.wait(60) == 128 + number
    assert b"Traceback" not in said
    assert b"unspin: stopped after" in said
    return results, said


def test_an_interruption_keeps_what_is_done() -> None:
    results, said = interrupted()
    assert [json.loads(line)["id"] for line in results.splitlines()] == [None, 1]
    assert b"stopped after 2 pairs; their results are in standard output\n" in said


def test_a_termination_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    results, said = interrupted("--format", "json", "--output", path, number=signal.SIGTERM)
    assert results == b""
    assert json.loads(path.read_bytes())[0] == {"id": None, "error": "line 1: not JSON: Expecting value"}
    assert str(path).encode() in said
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["check", "--help"],
        ["read", "--help"],
        ["read", "x"],
        ["--version"],
        ["explain"],
        ["explain", "omitted"],
        ["check", "x"],
    ],
)
def test_quick_answers_load_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from unspin.cli import run; run(sys.argv[1:]);"
        "print(sorted({'spacy', 'thinc', 'rich', 'jinja2', 'nupunkt', 'tokenizers', 'onnxruntime'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(("closed", "said"), [("<&-", "standard input"), (">&-", "standard output")])
def test_a_closed_standard_stream_is_told(tmp_path: Path, closed: str, said: str) -> None:
    path = tmp_path / "wire.txt"
    path.write_text(ORIGINAL)
    script = f'"$0" -m unspin check {"-" if closed == "<&-" else path} {path} {closed}'
    result = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr.startswith("unspin: cannot ")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_name_that_is_not_utf_8_is_shown_and_escaped(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text(ORIGINAL)
    found = json.loads(run("check", path, path, "--format", "json").stdout)
    assert found["original"]["name"] == str(path)


def test_a_terminal_in_another_encoding_is_no_obstacle() -> None:
    result = run("check", *INLINE, environment={"PYTHONIOENCODING": "ascii"})
    assert result.returncode == 1
    assert result.stdout.isascii()


def test_a_fault_of_the_program_never_looks_like_changes_found() -> None:
    code = "import sys, unspin, unspin.cli; unspin.check = lambda *a, **k: 1 / 0; sys.exit(unspin.cli.run())"
    result = subprocess.run([sys.executable, "-c", code, "check", *INLINE], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "ZeroDivisionError" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("unspin: this is a fault of unspin itself")
