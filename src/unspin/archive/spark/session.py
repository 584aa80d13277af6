"""A session of Spark, with a clear word where none can be had, and never an endless wait."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent import futures
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from uuid import uuid4

from unspin.archive.spark.errors import SparkError

T = TypeVar("T")

JAVA = 17
"""The oldest Java that Spark 4 runs on."""
WAIT = 60.0
"""Seconds in which a master has to answer, and a cluster to give the first executor."""

# Seconds for Java to start, and to look again.
_START, _WAKE = 60.0, 0.5
_PORT = 7077
_CHECK_MASTER = "check the master's URL, that it runs, and Spark's settings"
_INSTALL = 'run: pip install "unspin[spark]"'
_INSTALL_JAVA = (
    f"install Java {JAVA} or newer (Debian: apt-get install openjdk-{JAVA}-jre-headless), or set JAVA_HOME to one"
)

_SETTINGS = {
    "spark.app.name": "unspin reuse",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # A slice of the corpus travels with its task, the passages come back to the driver: in MiB, and without a limit.
    "spark.rpc.message.maxSize": "1024",
    "spark.driver.maxResultSize": "0",
}
# Nothing of a session on one machine is to be seen from another.
_LOCAL = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


@contextmanager
def opened(master: str, settings: Mapping[str, str], wait: float = WAIT) -> Iterator[Any]:
    """A new ``pyspark.sql.SparkSession``, stopped at the end.

    Args:
        master: ``local[2]``, ``spark://host:7077`` or any other that Spark knows.
        settings: Spark's own settings, which go before those made here. Those of the driver's Java count only for the first
            session of a process.
        wait: Seconds to wait for the master to answer, and then for an executor.

    Raises:
        ModuleNotFoundError: pyspark or pandas is missing.
        SparkError: pyspark or Java is too old, Java is missing, a session is there already, or nobody answers in time.
    """
    pyspark = _pyspark()
    from py4j.protocol import Py4JError  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415

    _require_java()
    context = pyspark.SparkContext
    if context._active_spark_context is not None:
        raise SparkError("this process has a Spark session already", "hand it over as session=, or stop it first")
    chosen = _SETTINGS | (_LOCAL if is_local(master) else {}) | dict(settings)
    conf = pyspark.SparkConf().setMaster(master).setAll(list(chosen.items()))
    # Some managers (YARN's) are asked again and again for a quarter of an hour. By another thread, as all that Java is asked:
    # an interrupt may come meanwhile.
    started = time.monotonic()
    last = started + _START + 2 * wait
    with futures.ThreadPoolExecutor(1) as pool:
        future = pool.submit(_begun, conf, master, wait)
        try:
            while not futures.wait([future], timeout=_WAKE).done:
                if time.monotonic() > last:
                    raise SparkError(f"{master} gave no session within {last - started:.0f} seconds", _CHECK_MASTER)
            session = future.result()
        finally:
            while not future.done():
                _end_java(context)
                futures.wait([future], timeout=_WAKE)
    try:
        yield session
    finally:
        with suppress(Py4JError, OSError):
            session.stop()


def _begun(conf: Any, master: str, wait: float) -> Any:
    """A session that has an executor."""
    from pyspark import SparkContext  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    _start_java(SparkContext, conf)
    _require_answer(SparkContext._jvm, master, wait)
    try:
        session = SparkSession.builder.config(conf=conf).getOrCreate()
    except Exception as error:
        raise SparkError(f"no session with {master}: {reason_of(error)}", _CHECK_MASTER) from error
    try:
        context = session.sparkContext
        # Executors run the Python that runs here, unless PYSPARK_PYTHON says otherwise.
        if context.pythonExec == "python3":
            context.pythonExec = sys.executable
        if not is_local(master):
            _require_executor(context, master, wait)
    except BaseException:
        session.stop()
        raise
    return session


def _end_java(context: Any) -> None:
    """End the driver's Java, so that whoever waits for its answer goes on; the next session starts another."""
    gateway, context._gateway, context._jvm = context._gateway, None, None
    if gateway is not None:
        gateway.proc.kill()


def is_local(master: str) -> bool:
    """Whether executors are threads of the driver."""
    return re.fullmatch(r"local(\[.*\])?", master) is not None


@contextmanager
def _told() -> Iterator[None]:
    """Turn what Spark raises when a job fails, or Java dies, into a ``SparkError``."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JError, OSError) as error:
        remedy = "see the logs of the executors; where memory was short, give more or ask for more partitions"
        raise SparkError(f"a job failed: {reason_of(error)}", remedy) from error


def interruptible(session: Any, work: Callable[[], T], told: Callable[[float], None] = lambda _share: None) -> T:
    """What the work comes to, done by another thread: an interrupt ends its jobs, and does not come in the middle of a call to Java.

    Args:
        session: The session whose jobs they are.
        work: What to do.
        told: Called now and then with the share of the tasks of its jobs that are done, from 0 to 1.

    Raises:
        SparkError: A job failed, or Java died.
    """
    context, group = session.sparkContext, f"unspin-{uuid4().hex}"
    share = 0.0

    def grouped() -> T:
        context.setJobGroup(group, "unspin reuse")
        return work()

    def look_on() -> None:
        nonlocal share
        while not futures.wait([future], timeout=_WAKE).done:
            # Java may have died; then the work ends with the reason.
            with suppress(Exception):
                share = max(share, _share_done(context.statusTracker(), group))

    with futures.ThreadPoolExecutor(2) as pool:
        future = pool.submit(grouped)
        pool.submit(look_on)
        try:
            # Again and again: a signal that reaches another thread is seen by this one only when it wakes.
            while not futures.wait([future], timeout=_WAKE).done:
                told(share)
            with _told():
                return future.result()
        finally:
            while not future.done():
                with suppress(Exception):
                    context.cancelJobGroup(group)
                futures.wait([future], timeout=0.2)


def _share_done(tracker: Any, group: str) -> float:
    """How much of the tasks that the group's jobs have so far is done."""
    stages = [stage for job in tracker.getJobIdsForGroup(group) for stage in tracker.getJobInfo(job).stageIds]
    found = [info for info in map(tracker.getStageInfo, stages) if info is not None]
    done, total = (sum(getattr(info, name) for info in found) for name in ("numCompletedTasks", "numTasks"))
    return done / total if total else 0.0


def reason_of(error: Exception) -> str:
    """The line that says most: of what Python raised on an executor the last one, otherwise the first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    if lines[0].startswith("An error occurred while calling") and len(lines) > 1:
        # Where py4j was; what Java said comes then.
        lines = [lines[1].removeprefix(": "), *lines[2:]]
    return lines[-1] if "Python worker" in lines[0] else lines[0]


def _pyspark() -> Any:
    try:
        import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: F401, PLC0415
        import pyspark  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        import pyspark.errors  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    except ModuleNotFoundError as error:
        # pyspark brings pandas only where it is asked to.
        raise ModuleNotFoundError(f"{error.name} is not installed; {_INSTALL}", name="pyspark") from error
    if int(pyspark.__version__.partition(".")[0]) < 4:
        raise SparkError(f"pyspark {pyspark.__version__} is too old", _INSTALL)
    return pyspark


def _start_java(context: Any, conf: Any) -> None:
    """Start the driver's Java, which is kept until Python ends. What it writes to standard error is shown only if it fails."""
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415

    if context._gateway is not None:
        return
    with tempfile.TemporaryFile() as told:
        try:
            gateway = launch_gateway(conf, popen_kwargs={"stderr": told})  # type: ignore[no-untyped-call,unused-ignore]
        except (PySparkException, OSError) as error:
            told.seek(0)
            lines = [line for line in told.read().decode("utf-8", "replace").splitlines() if line[:1].strip()]
            # The last one that is not of a stack trace.
            reason = lines[-1] if lines else "it said nothing"
            raise SparkError(f"Java ended as soon as it was started: {reason}", _CHECK_MASTER) from error
    context._ensure_initialized(gateway=gateway, conf=conf)


def _require_java() -> None:
    """Look for Java where Spark's scripts do: in JAVA_HOME, and only without it on the path."""
    home = os.path.expandvars("$JAVA_HOME")
    name = "java" if home in ("", "$JAVA_HOME") else os.path.join(home, "bin", "java")
    path = shutil.which(name)
    if path is None:
        raise SparkError(f"there is no Java ({name})", _INSTALL_JAVA)
    try:
        told = subprocess.run([path, "-version"], capture_output=True, text=True, check=False, timeout=WAIT).stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SparkError(f"{path} cannot be run", _INSTALL_JAVA) from error
    # Java 8 called itself 1.8.
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    if found is None:
        raise SparkError(f"{path} does not tell its version", _INSTALL_JAVA)
    if int(found[1]) < JAVA:
        raise SparkError(f"{path} is Java {found[1]}, too old", _INSTALL_JAVA)


def _require_answer(jvm: Any, master: str, wait: float) -> None:
    """Knock at a standalone master's port before Spark does, which would try for a minute and not say what was wrong."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415

    if not master.startswith("spark://"):
        return
    last = time.monotonic() + wait
    places = [place.rpartition(":") for place in master.removeprefix("spark://").split(",")]
    while True:
        for host, _, port in places:
            connection = jvm.java.net.Socket()
            try:
                address = jvm.java.net.InetSocketAddress(host or port, int(port) if host and port.isdigit() else _PORT)
                connection.connect(address, 1000 * max(1, min(5, round(last - time.monotonic()))))
                return
            except Py4JError:
                continue
            finally:
                connection.close()
        if time.monotonic() > last:
            raise SparkError(f"no master answers at {master}", "start it, or check the host and the port")
        time.sleep(0.5)


def _require_executor(context: Any, master: str, wait: float) -> None:
    """Wait for an executor: without one the first job would wait for ever."""
    last = time.monotonic() + wait
    # The driver counts as one.
    while context._jsc.sc().getExecutorMemoryStatus().size() < 2:
        if time.monotonic() > last:
            raise SparkError(
                f"{master} gave no executor within {wait:g} seconds",
                "see that a worker is there and has as many cores and as much memory free as spark.executor.cores and "
                "spark.executor.memory ask for",
            )
        time.sleep(0.2)
