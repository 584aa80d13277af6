"""Measure check against its budgets: time to help, cold and warm check, batch throughput, memory, installed size.

    python benchmarks/budgets.py [--size] [--page PAGE.md]

Times are the best of several runs, so that other work on the machine counts little. --size measures the installed size
alone: unspin and everything that it requires, without extras. Exit code 1 where a budget is not met.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from articles import article_pairs
from tables import put, table

# Enough that the start, which is a part of it, counts as little as in a batch worth the name.
BATCH = 200


@dataclass(frozen=True)
class Measure:
    """A measured value beside its budget; ``least`` says that the value must be at least, not below, the budget."""

    what: str
    value: float
    budget: float
    unit: str
    least: bool = False

    @property
    def met(self) -> bool:
        """Whether the budget is met."""
        return self.value >= self.budget if self.least else self.value < self.budget

    def row(self) -> tuple[str, str, str, str]:
        """The measure as a row of a table."""
        bound = "at least" if self.least else "under"
        value, budget = f"{self.value:.3g} {self.unit}", f"{bound} {self.budget:g} {self.unit}"
        return self.what, value, budget, "met" if self.met else "NOT MET"


def installed_size() -> Measure:
    """Bytes of unspin and of every distribution that it requires, without extras."""
    todo, seen, size = ["unspin"], set(), 0
    while todo:
        distribution = importlib.metadata.distribution(todo.pop())
        name = distribution.metadata["Name"].lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        size += sum(path.stat().st_size for file in distribution.files or () if (path := Path(file.locate())).is_file())
        for line in distribution.requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                todo.append(requirement.name)
    package = importlib.import_module("unspin")
    if "site-packages" not in str(package.__file__):
        # What was compiled here is not installed.
        files = (path for path in Path(str(package.__file__)).parent.rglob("*") if "__pycache__" not in path.parts)
        size += sum(path.stat().st_size for path in files if path.is_file())
    return Measure("installed size of the default install", size / 1e6, 500, "MB")


def best(action: Callable[[], float], times: int) -> float:
    """The smallest of so many results."""
    return min(action() for _ in range(times))


def command(*arguments: str) -> tuple[float, float]:
    """Seconds and peak megabytes of an unspin command."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "unspin", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"unspin {' '.join(arguments)} ended with exit code {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def warm_check() -> float:
    """Seconds of a check on two articles in a process that has done one before."""
    from unspin import check  # noqa: PLC0415  its import is no part of the other measures

    first, *rest = article_pairs(4)
    check(*first)

    def seconds(pair: tuple[str, str]) -> float:
        started = time.perf_counter()
        check(*pair)
        return time.perf_counter() - started

    return best(lambda: sum(seconds(pair) for pair in rest) / len(rest), 3)


def measures() -> list[Measure]:
    """All budgets, measured."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{side}.txt" for side in ("original", "rewrite")]
        for path, text in zip(paths, article_pairs(1)[0], strict=True):
            path.write_text(text, encoding="utf-8")
        batch = Path(folder) / "pairs.jsonl"
        records = [
            json.dumps({"id": str(number), "original": original, "rewrite": rewrite})
            for number, (original, rewrite) in enumerate(article_pairs(BATCH))
        ]
        batch.write_text("\n".join(records) + "\n", encoding="utf-8")
        checked = ("check", *map(str, paths), "--fail-on", "never")
        cold = [command(*checked) for _ in range(4)]
        pairs = ("check", "--pairs", str(batch), "--format", "jsonl", "--jobs", "2", "--fail-on", "never")
        return [
            Measure("`unspin --help`", best(lambda: command("--help")[0], 5), 0.3, "s"),
            Measure("`check` on two 600-word articles, cold", min(seconds for seconds, _ in cold), 3, "s"),
            Measure("the same, warm, one core", warm_check(), 0.5, "s"),
            Measure(
                "batch `check`, 2 cores, start included",
                BATCH / best(lambda: command(*pairs)[0], 2),
                4,
                "pairs/s",
                least=True,
            ),
            Measure("memory of `check`, peak", max(peak for _, peak in cold), 900, "MB"),
            installed_size(),
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", action="store_true", help="measure the installed size alone")
    parser.add_argument("--page", type=Path, help="put the table into this page: docs/speed.md")
    options = parser.parse_args(arguments)
    measured = [installed_size()] if options.size else measures()
    text = table(("what", "measured", "budget", ""), [measure.row() for measure in measured])
    print(text)
    if options.page:
        put(options.page, "budgets", text)
    return 0 if all(measure.met for measure in measured) else 1


if __name__ == "__main__":
    raise SystemExit(main())
