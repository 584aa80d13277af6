"""What worker processes do with a report in the tests; they import it by name."""

from __future__ import annotations

import os
import signal

from unspin.batch import Pair
from unspin.report.model import Report


def count(report: Report, pair: Pair) -> tuple[str | int, int]:
    """The id and the number of changes; some ids do harm."""
    match pair.id:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(3)
        case "raise":
            raise RuntimeError("no luck")
    return pair.id, len(report.changes)


def process(_report: Report, _pair: Pair) -> int:
    """Which process it was."""
    return os.getpid()
