"""Time what cuts a text into tokens and runs of words and sorts these, in one run on one core.

    python benchmarks/kernels.py [--page PAGE.md]

On the planted corpus of the evaluation sets (20,000 English documents, 45 MB). Prints a Markdown table: megabytes of text a
second beside what Python and numpy do by themselves. The times are the best of several rounds; the ratio, not the time, is what
another machine will see again. `benchmarks/tracing.py` times looking up.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sets import EVALUATION
from tables import put, table
from unspin.archive.candidates import run_hashes, runs
from unspin.archive.postings import packed
from unspin.archive.tokens import tokens_of, tokens_of_all, tokens_of_bytes

CORPUS = EVALUATION / "reuse" / "planted_documents.jsonl.gz"
LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстувшжыз"
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
    whole = np.array([0, len(hashes)])
    found = run_hashes(hashes, whole, BITS)
    texts = [text.encode() for text in documents]

    def everything() -> None:
        tokens, first_token = tokens_of_all(texts)
        runs(tokens.hashes, first_token, BITS)

    ways: list[tuple[str, float, Callable[[], object]]] = [
        (
            "words by a regular expression: `re.findall(r'\\w+', text.lower())`",
            size,
            lambda: _one_by_one(documents, lambda text: re.findall(r"\w+", text.lower())),
        ),
        ("`tokens_of`, a document at a time", size, lambda: _one_by_one(documents, tokens_of)),
        ("`tokens_of_bytes`, all documents as one", size, lambda: tokens_of_bytes(data)),
        ("the same, spelled in Cyrillic letters", len(foreign) / 1e6, lambda: tokens_of_bytes(foreign)),
        ("`run_hashes`", size, lambda: run_hashes(hashes, whole, BITS)),
        ("`packed`", size, lambda: packed(found, 0, BITS)),
        ("`numpy.sort` of as many values", size, lambda: np.sort(found)),
        ("`tokens_of_all` and `runs`, from texts to postings", size, everything),
    ]
    speeds = [(name, megabytes / seconds(way)) for name, megabytes, way in ways]
    plain = speeds[0][1]
    rows = [(name, f"{speed:.0f}", f"{speed / plain:.1f}") for name, speed in speeds]
    return table((f"what, on {size:.0f} MB of text", "MB/s", "times the regular expression"), rows)


def _one_by_one(documents: list[str], work: Callable[[str], object]) -> None:
    for text in documents:
        work(text)


def main() -> None:
    """Time everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, help="put the table into this page")
    options = parser.parse_args()
    if not CORPUS.exists():
        raise SystemExit("the evaluation sets are not here; UNSPIN_EVALUATION names their folder")
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line)["text"] for line in lines]
    text = throughput(documents)
    print(text)
    if options.page:
        put(options.page, "kernels", text)


if __name__ == "__main__":
    main()
