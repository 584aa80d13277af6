"""`reuse` on a real cluster: a master and two workers of Spark's standalone mode, on the loopback address of this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from archive.spark_texts import local_passages, records, require_spark, write

require_spark()

import pyspark  # noqa: E402

from unspin.archive.corpus import Parameters, Tally  # noqa: E402
from unspin.archive.spark import SparkError, spark_passages  # noqa: E402

LOOPBACK = "127.0.0.1"
SETTINGS = {
    "spark.driver.memory": "1g",
    "spark.driver.host": LOOPBACK,
    "spark.driver.bindAddress": LOOPBACK,
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    # A lost executor's results are given up at once.
    "spark.shuffle.io.retryWait": "100ms",
}


class Cluster:
    """Processes of Spark's own distribution, each the leader of its group, so that what it starts ends with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        try:
            _, log = self._start("master", "org.apache.spark.deploy.master.Master", "--host", LOOPBACK, "--port", "0")
            self.url = waited_for(log, rf"Starting Spark master at (spark://{LOOPBACK}:\d+)")
            logs = [self._add_worker() for _ in range(2)]
            for log in logs:
                waited_for(log, r"(Successfully registered with master)")
        except BaseException:
            self.stop()
            raise

    def _add_worker(self) -> Path:
        name = f"worker-{len(self.workers)}"
        options = ["--host", LOOPBACK, "--cores", "1", "--memory", "1g", "--work-dir", str(self._folder / name)]
        worker, log = self._start(name, "org.apache.spark.deploy.worker.Worker", *options, self.url)
        self.workers.append(worker)
        return log

    def _start(self, name: str, *arguments: str) -> tuple[subprocess.Popen[bytes], Path]:
        home = Path(pyspark.__file__).parent
        log = self._folder / f"{name}.log"
        # Pages of its own would be served to everybody otherwise; a port that is free is taken.
        environment = os.environ | {"SPARK_LOCAL_IP": LOOPBACK, "SPARK_DAEMON_MEMORY": "256m", "SPARK_HOME": str(home)}
        command = [str(home / "bin" / "spark-class"), *arguments[:1], "--webui-port", "0", *arguments[1:]]
        with log.open("wb") as told:
            process = subprocess.Popen(
                command, stdout=told, stderr=told, stdin=subprocess.DEVNULL, env=environment, start_new_session=True
            )
        self._processes.append(process)
        return process, log

    def stop(self) -> None:
        for process in reversed(self._processes):
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, with no chance to clean up."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def waited_for(log: Path, pattern: str) -> str:
    last = time.monotonic() + 60
    while time.monotonic() < last:
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"{log.name} does not say {pattern}:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("corpus") / "news.jsonl", records())


@pytest.fixture(scope="module")
def expected(corpus: Path) -> Any:
    return local_passages([corpus], None, Parameters(), Tally())


def on(cluster: Cluster, corpus: Path, partitions: int | None = None, **settings: str) -> Any:
    options: dict[str, Any] = {"settings": SETTINGS | settings, "partitions": partitions, "wait": 60.0}
    return spark_passages([corpus], None, Parameters(), cluster.url, Tally(), **options)


def test_more_is_asked_for_than_the_cluster_has(cluster: Cluster, corpus: Path) -> None:
    with pytest.raises(SparkError, match=r"gave no executor within 3 seconds; see that a worker is there"):
        spark_passages(
            [corpus],
            None,
            Parameters(),
            cluster.url,
            Tally(),
            settings=SETTINGS | {"spark.executor.memory": "900g"},
            wait=3,
        )


def test_two_workers_find_the_same_passages(cluster: Cluster, corpus: Path, expected: Any) -> None:
    assert len(expected) > 200
    assert on(cluster, corpus, partitions=4).equals(expected)


class Watch(threading.Thread):
    """Kills a worker when the second job is under way: some tasks of a stage are done, others are not."""

    def __init__(self, worker: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self._worker = worker
        self.done: tuple[int, int] | None = None
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            context = pyspark.SparkContext._active_spark_context
            with suppress(Exception):
                tracker = context.statusTracker() if context else None
                for stage in tracker.getActiveStageIds() if tracker else []:
                    info = tracker.getStageInfo(stage) if tracker else None
                    if stage > 0 and info is not None and 2 <= info.numCompletedTasks < info.numTasks:
                        kill(self._worker)
                        self.done = info.numCompletedTasks, info.numTasks
                        return
            time.sleep(0.02)


def test_a_worker_that_is_killed_in_mid_job_changes_nothing(cluster: Cluster, corpus: Path, expected: Any) -> None:
    watch = Watch(cluster.workers[1])
    watch.start()
    try:
        found = on(cluster, corpus, partitions=12)
    finally:
        watch.over.set()
        watch.join()
    assert watch.done is not None, "the job was over before the worker could be killed"
    assert cluster.workers[1].poll() == -signal.SIGKILL
    assert found.equals(expected)
    assert cluster.workers[0].poll() is None
