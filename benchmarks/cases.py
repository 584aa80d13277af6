"""How long cases take to be kept, decided about, found and deleted, and how large they are.

    python benchmarks/cases.py --cases FILE|URL [--number 5000]

The database must be an empty one. Each case has two texts of 600 words and 20 changes; words are drawn as often as their rank says
(Zipf), from 30,000 invented ones, with a fixed seed. Times are medians in milliseconds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from unspin.cases import Cases, Text

VOCABULARY = 30_000


class Newsroom:
    """Draws words, texts and cases."""

    def __init__(self) -> None:
        self.draw = random.Random(1)
        letters = ["bcdfglmnprst", "aeiou"] * 2
        self.words = ["".join(map(self.draw.choice, letters)) + f"{rank:x}" for rank in range(VOCABULARY)]
        self._weights = [1 / rank for rank in range(1, VOCABULARY + 1)]

    def text(self, words: int) -> str:
        """So many words."""
        return " ".join(self.draw.choices(self.words, self._weights, k=words))

    def keep(self, cases: Cases) -> str:
        """Keep one more case; its id."""
        changes = [{"type": "number-changed", "message": self.text(40), "fingerprint": f"{n:016x}"} for n in range(20)]
        original, rewrite = Text("wire.txt", self.text(600)), Text("desk.txt", self.text(600))
        return cases.create(original, rewrite, {"changes": changes}, title=self.text(6), who="Orla Venn").id


def median(work: Callable[[], object], repeats: int) -> float:
    """How many milliseconds the work takes."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    """Keep cases, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", required=True, metavar="FILE|URL")
    parser.add_argument("--number", type=int, default=5000)
    options = parser.parse_args()
    cases, newsroom = Cases(options.cases), Newsroom()
    cases.upgrade()
    ids: list[str] = []
    draw, words = newsroom.draw, newsroom.words
    common, rare = iter(words), iter(words[5000:])
    works: dict[str, tuple[Callable[[], object], int]] = {
        "keep a case": (lambda: ids.append(newsroom.keep(cases)), options.number),
        "decide": (
            lambda: cases.decide(draw.choice(ids), f"{draw.randrange(20):016x}", "accepted", "so be it", "x"),
            200,
        ),
        "open a case": (lambda: cases.get(draw.choice(ids)), 50),
        "list 50": (cases.list, 50),
        "search a rare word": (lambda: cases.search(next(rare)), 50),
        "search a common word": (lambda: cases.search(next(common)), 10),
        "search both": (lambda: cases.search(f"{next(rare)} {next(common)}"), 10),
        "delete": (lambda: cases.delete(ids.pop(), "x"), 9),
    }
    for name, (work, repeats) in works.items():
        print(f"{name:24}{median(work, repeats):8.1f} ms", flush=True)
    cases.close()
    if "://" not in options.cases:
        print(f"{'a case on disk':24}{Path(options.cases).stat().st_size / options.number / 1000:8.1f} kB")


if __name__ == "__main__":
    main()
