"""`unspin reuse --engine spark` as its users see it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archive.spark_texts import records, require_spark, write
from cli.running import invoke, run
from unspin.archive.stages import FOLDER

require_spark()

# Small parts, so that there are many to be compared.
CODE = "import sys; from unspin.archive.spark import jobs; jobs._MOST = 1 << 14; from unspin.cli import run; sys.exit(run(sys.argv[1:]))"
FILES = ("passages.parquet", "passages.jsonl", "clusters.parquet", "clusters.jsonl")


def started(corpus: Path, output: Path) -> tuple[subprocess.Popen[bytes], list[bytes], threading.Thread]:
    """A run with a terminal for standard error, and what is shown there."""
    options = [
        "--engine",
        "spark",
        "--master",
        "local[2]",
        "--spark-memory",
        "900m",
        "--spark-conf",
        "spark.ui.enabled=false",
    ]
    options += ["--spark-folder", str(output.parent / "texts"), "--spark-wait", "90"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, "reuse", str(corpus), "-o", str(output), *options],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        start_new_session=True,
    )
    os.close(theirs)
    shown: list[bytes] = []

    def read() -> None:
        with os.fdopen(ours, "rb", buffering=0) as terminal:
            try:
                while part := terminal.read(4096):
                    shown.append(part)
            except OSError:
                pass

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    return process, shown, reader


def wait_for(pattern: str, folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 240
    while not list(folder.glob(pattern)):
        assert process.poll() is None, "it ended before it was stopped"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_run_that_is_stopped_and_killed_goes_on_and_finds_the_same(tmp_path: Path) -> None:
    corpus, output = write(tmp_path / "corpus.jsonl", records()), tmp_path / "found"
    stages = output / FOLDER

    process, shown, reader = started(corpus, output)
    wait_for("spark-texts", stages, process)
    # As Ctrl-C does, which reaches all processes of the terminal.
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) == 128 + signal.SIGINT
    reader.join(60)
    told = b"".join(shown).decode()
    assert "reading" in told
    assert "Traceback" not in told
    assert told.endswith("unspin: stopped; what was finished is kept, and the same command goes on from there\r\n")

    process, shown, reader = started(corpus, output)
    wait_for("spark-passages.part/*.rows", stages, process)
    process.kill()
    process.wait(60)
    part = min((stages / "spark-passages.part").glob("*.rows"))
    before = part.stat().st_ino, part.stat().st_mtime_ns
    reader.join(60)
    told = b"".join(shown).decode()
    assert "finding pairs" in told
    # The texts are in their folder already.
    assert "reading" not in told

    process, shown, reader = started(corpus, output)
    # Both are there until all is done, and this run has made neither.
    wait_for("spark-passages.part/*.rows", stages, process)
    assert (part.stat().st_ino, part.stat().st_mtime_ns) == before
    assert process.wait(240) == 0
    reader.join(60)
    told = b"".join(shown).decode()
    assert "comparing" in told
    assert "reading" not in told
    assert not stages.exists()
    assert os.listdir(tmp_path / "texts") == []
    assert run("reuse", corpus, "-o", tmp_path / "local").returncode == 0
    for name in FILES:
        assert (output / name).read_bytes() == (tmp_path / "local" / name).read_bytes()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--spark-memory", "4g"], "--spark-memory goes with --engine spark"),
        (["--master", "local[2]"], "--master goes with --engine spark"),
        (["--engine", "spark", "--spark-memory", "4"], "--spark-memory: '4' is no size: write 4g or 900m, say"),
        (["--engine", "spark", "--spark-conf", "cores=2"], "--spark-conf: 'cores=2' is no setting: write spark."),
        (["--engine", "spark", "--spark-conf", "spark.x"], "--spark-conf: 'spark.x' is no setting: write spark."),
        (["--engine", "spark", "--spark-conf", "spark.master=yarn"], "the master is named by --master"),
        (["--engine", "spark", "--spark-wait", "0"], "0.0 is not in the range x>=1"),
    ],
)
def test_usage(tmp_path: Path, options: list[str], message: str) -> None:
    result = invoke("reuse", tmp_path, "-o", tmp_path / "found", *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "found").exists()


def test_what_is_wrong_with_spark_is_said_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write(tmp_path / "corpus.jsonl", records(2))
    command = ["reuse", str(corpus), "-o", str(tmp_path / "found"), "--engine", "spark", "--master"]
    result = run(*command, "nonsense")
    assert result.returncode == 2
    assert result.stderr.decode().startswith("unspin: Spark: Java ended as soon as it was started: Exception ")
    assert result.stderr.decode().endswith("Spark's settings\n")
    result = run(*command, "spark://127.0.0.1:9", "--spark-wait", "1")
    assert result.returncode == 2
    assert result.stderr.decode() == (
        "unspin: Spark: no master answers at spark://127.0.0.1:9; start it, or check the host and the port\n"
    )
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    result = run(*command, "local[1]")
    assert result.returncode == 2
    assert result.stderr.decode().startswith(f"unspin: Spark: there is no Java ({tmp_path}/bin/java); install Java 17")
