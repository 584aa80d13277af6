"""Time what cuts a text into tokens and n-grams, indexes these and looks them up, in one run on one core.

    python benchmarks/kernels.py [--postings 80000000] [--page PAGE.md]

On the planted corpus of the evaluation sets (20,000 English documents, 45 MB). Prints two Markdown tables: megabytes of
text a second beside what Python and numpy do by themselves, and milliseconds of looking up n-grams in a mapped file. The
times are the best of several rounds; the ratio, not the time, is what another machine will see again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sets import EVALUATION
from tables import put, table
from unspin.archive.ngrams import ngrams, packed, places_of
from unspin.archive.tokens import tokens_of, tokens_of_bytes

CORPUS = EVALUATION / "reuse" / "planted_documents.jsonl.gz"
LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстувшжыз"
WIDTH = 5
BITS = 28
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """The time of the best of several rounds, after one that loads and compiles."""
    work()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def throughput(documents: list[str]) -> str:
    """The table of megabytes of text a second."""
    data = "\n".join(documents).encode()
    cyrillic = str.maketrans(LATIN + LATIN.upper(), CYRILLIC + CYRILLIC.upper())
    foreign = "\n".join(documents).translate(cyrillic).encode()
    size = len(data) / 1e6
    hashes = tokens_of_bytes(data).hashes
    grams = ngrams(hashes, WIDTH)

    def everything() -> None:
        packed(np.concatenate([ngrams(tokens_of(text).hashes, WIDTH) for text in documents]), 0, BITS)

    ways: list[tuple[str, float, Callable[[], object]]] = [
        (
            "words by a regular expression: `re.findall(r'\\w+', text.lower())`",
            size,
            lambda: _one_by_one(documents, lambda text: re.findall(r"\w+", text.lower())),
        ),
        ("`tokens_of`, a document at a time", size, lambda: _one_by_one(documents, tokens_of)),
        ("`tokens_of_bytes`, all documents as one", size, lambda: tokens_of_bytes(data)),
        ("the same, spelled in Cyrillic letters", len(foreign) / 1e6, lambda: tokens_of_bytes(foreign)),
        (f"`ngrams` of {WIDTH} tokens", size, lambda: ngrams(hashes, WIDTH)),
        ("`packed`", size, lambda: packed(grams, 0, BITS)),
        ("`numpy.sort` of as many values", size, lambda: np.sort(grams)),
        ("`tokens_of`, `ngrams` and `packed`, a document at a time", size, everything),
    ]
    speeds = [(name, megabytes / seconds(way)) for name, megabytes, way in ways]
    plain = speeds[0][1]
    rows = [(name, f"{speed:.0f}", f"{speed / plain:.1f}") for name, speed in speeds]
    return table((f"what, on {size:.0f} MB of text", "MB/s", "times the regular expression"), rows)


def _one_by_one(documents: list[str], work: Callable[[str], object]) -> None:
    for text in documents:
        work(text)


def look_ups(postings: int) -> str:
    """The table of milliseconds a look-up of 400 n-grams, half of which are there."""
    source = np.random.default_rng(1)
    # Sorted already: sums of random steps are spread as random numbers are.
    steps = np.cumsum(source.standard_exponential(postings))
    values = (steps / (steps[-1] * (1 + 1e-9)) * 2.0**64).astype(np.uint64)
    del steps
    with tempfile.NamedTemporaryFile() as file:
        values.tofile(file.name)
        asked = [_wanted(values, source) for _ in range(ROUNDS)]
        del values
        mapped: npt.NDArray[np.uint64] = np.memmap(file.name, dtype=np.uint64, mode="r")
        places_of(asked[0][:1], mapped, BITS, 60)
        first: list[float] = []
        again: list[float] = []
        for times in (first, again):
            for wanted in asked:
                started = time.perf_counter()
                places_of(wanted, mapped, BITS, 60)
                times.append(1000 * (time.perf_counter() - started))
    rows = [("new n-grams each time", f"{np.median(first):.2f}"), ("the same once more", f"{np.median(again):.2f}")]
    return table((f"`places_of` 400 n-grams among {postings:,} places, the file in memory", "ms"), rows)


def _wanted(values: npt.NDArray[np.uint64], source: np.random.Generator) -> npt.NDArray[np.uint64]:
    there = values[source.integers(0, len(values), 200)]
    return source.permutation(np.concatenate([there, source.integers(0, 2**64, 200, dtype=np.uint64)]))


def main() -> None:
    """Time everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=80_000_000, help="places in the index (default 80000000)")
    parser.add_argument("--page", type=Path, help="put the tables into this page")
    options = parser.parse_args()
    if not CORPUS.exists():
        raise SystemExit("the evaluation sets are not here; UNSPIN_EVALUATION names their folder")
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line)["text"] for line in lines]
    text = throughput(documents) + "\n" + look_ups(options.postings)
    print(text)
    if options.page:
        put(options.page, "kernels", text)


if __name__ == "__main__":
    main()
