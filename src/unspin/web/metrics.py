"""What the server counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from unspin.web.work import Work

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Metrics:
    """The numbers of one server."""

    def __init__(self, work: Work) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_OfWork(work))
        self._requests = Counter(
            "unspin_requests", "Requests answered.", ["route", "method", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "unspin_request_seconds",
            "Seconds from a request's headers to the end of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """One request; ``route`` is an address without what differs by request."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All numbers in the text format."""
        return generate_latest(self._registry)


class _OfWork(Collector):
    """The processes and their jobs, as they are when asked."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def collect(self) -> Iterator[Metric]:
        """The numbers."""
        work = self._work
        yield GaugeMetricFamily("unspin_jobs_waiting", "Jobs that wait for a process.", len(work.queue))
        yield GaugeMetricFamily("unspin_jobs_running", "Jobs at work.", len(work.running))
        yield GaugeMetricFamily("unspin_processes_ready", "Processes that have loaded their models.", work.ready)
        died = CounterMetricFamily("unspin_processes_ended", "Processes that ended before their time.", labels=["why"])
        for why in ("idle", "at work", "too long", "cancelled"):
            died.add_metric([why.replace(" ", "_")], work.died[why])
        yield died
