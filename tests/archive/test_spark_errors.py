"""What is said where Spark cannot be used."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.spark_texts import BOILERPLATE, require_spark, write

require_spark()

from unspin.archive.corpus import Parameters, Tally  # noqa: E402
from unspin.archive.errors import ArchiveError  # noqa: E402
from unspin.archive.spark import SparkError, jobs, session, spark_passages  # noqa: E402


def told(master: str = "local[1]", **options: object) -> str:
    tally = Tally()
    with pytest.raises(SparkError) as caught:
        spark_passages(["missing.txt"], None, Parameters(), master, tally, **options)  # type: ignore[arg-type]
    # Nothing was read for nothing.
    assert tally == Tally()
    assert isinstance(caught.value, ArchiveError)
    return str(caught.value)


def java(folder: Path, says: str) -> None:
    (folder / "bin").mkdir()
    (folder / "bin" / "java").write_text(f"#!/bin/sh\n{says}\n")
    (folder / "bin" / "java").chmod(0o755)


def test_no_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert told().startswith(f"Spark: there is no Java ({tmp_path}/bin/java); install Java 17 or newer")
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert told().startswith("Spark: there is no Java (java); install")


@pytest.mark.parametrize(("version", "named"), [("1.8.0_402", "8"), ("11.0.22", "11"), ("16-ea", "16")])
def test_java_is_too_old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, named: str) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    java(tmp_path, f"echo 'openjdk version \"{version}\" 2020-01-01' >&2")
    assert f"bin/java is Java {named}, too old; install Java 17 or newer" in told()


def test_java_that_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    java(tmp_path, "echo whatever; exit 1")
    assert "does not tell its version" in told()


@pytest.mark.parametrize("name", ["pyspark", "pandas"])
def test_pyspark_is_missing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModuleNotFoundError, match=r"unspin\[spark\]") as caught:
        spark_passages([], None, Parameters(), "local[1]", Tally())
    assert caught.value.name == "pyspark"


def test_pyspark_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyspark.__version__", "3.5.8")
    assert told() == 'Spark: pyspark 3.5.8 is too old; run: pip install "unspin[spark]"'


@pytest.mark.parametrize("master", ["spark://127.0.0.1:9", "spark://127.0.0.1:9,127.0.0.1:10"])
def test_no_master_answers(master: str) -> None:
    started = time.monotonic()
    assert told(master, wait=1) == f"Spark: no master answers at {master}; start it, or check the host and the port"
    assert time.monotonic() - started < 30


def test_a_master_that_is_none() -> None:
    assert told("sparks://here").startswith("Spark: no session with sparks://here: ")


def test_a_session_is_there_already() -> None:
    with session.opened("local[1]", {}):
        assert told().startswith("Spark: this process has a Spark session already; ")


def test_a_failing_job_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As where executors have another version: they all tell theirs."""
    path = write(tmp_path / "a.jsonl", [{"id": 1, "text": BOILERPLATE}])
    with session.opened("local[1]", {}) as opened:
        monkeypatch.setattr(jobs, "__version__", "0.0.0")
        with pytest.raises(SparkError, match=r"executors have another unspin than 0\.0\.0; install the same version"):
            spark_passages([path], None, Parameters(), None, Tally(), session=opened, partitions=1)
        monkeypatch.setattr(jobs, "_COUNTED", "version int, block int, words bigint, common binary, places binary")
        with pytest.raises(SparkError, match=r"^Spark: a job failed: .+; see the logs of the executors"):
            spark_passages([path], None, Parameters(), None, Tally(), session=opened, partitions=1)


def test_an_interrupt_ends_the_jobs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The first job would take a minute; the session can be used afterwards."""
    path = write(tmp_path / "a.jsonl", [{"id": 1, "text": BOILERPLATE}])

    def slow(batches: Any) -> Iterator[Any]:
        time.sleep(60)
        yield from jobs_count(batches)

    jobs_count = jobs._count
    # Whoever starts the suite in the background may have it ignore interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    with session.opened("local[1]", {}) as opened:
        opened.range(1).collect()
        started = time.monotonic()
        threading.Timer(2, signal.raise_signal, [signal.SIGINT]).start()
        monkeypatch.setattr(jobs, "_count", slow)
        with pytest.raises(KeyboardInterrupt):
            spark_passages([path], None, Parameters(), None, Tally(), session=opened, partitions=1)
        monkeypatch.undo()
        assert time.monotonic() - started < 30
        assert len(spark_passages([path], None, Parameters(), None, Tally(), session=opened, partitions=1)) == 0
