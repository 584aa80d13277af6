"""Time check beside simpler ways of comparing two texts, in one run on one core.

    python benchmarks/speed.py [--pairs 8] [--page PAGE.md]

Prints a Markdown table of milliseconds a pair of 600-word articles and their ratio to a word diff. The ratio, not the
time, is what another machine will see again.
"""

from __future__ import annotations

import argparse
import difflib
import time
from collections.abc import Callable
from pathlib import Path

from articles import article_pairs
from tables import put, table
from unspin import Document, check
from unspin.align import align
from unspin.facts import Facts
from unspin.language import analyse

Way = Callable[[str, str], object]


def word_diff(original: str, rewrite: str) -> object:
    """The standard library's diff of two lists of words."""
    return difflib.SequenceMatcher(None, original.split(), rewrite.split(), autojunk=False).get_opcodes()


def parse(original: str, rewrite: str) -> object:
    """Sentences, tokens, parse and names of both texts: what spaCy costs by itself."""
    return analyse(Document(original), Document(rewrite))


def link(original: str, rewrite: str) -> object:
    """Everything up to the alignment of sentences."""
    return align(*(Facts(analysis) for analysis in analyse(Document(original), Document(rewrite))))


WAYS: dict[str, Way] = {
    "word diff (difflib)": word_diff,
    "sentences and parse alone (nupunkt, spaCy)": parse,
    "the same, and the alignment of sentences": link,
    "`check`: everything": check,
}


def milliseconds(way: Way, pairs: list[tuple[str, str]]) -> float:
    """Mean time of a pair; the better of two rounds."""
    rounds = []
    for _ in range(2):
        started = time.perf_counter()
        for pair in pairs:
            way(*pair)
        rounds.append(time.perf_counter() - started)
    return 1000 * min(rounds) / len(pairs)


def main() -> None:
    """Time every way on the same pairs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=8, help="article pairs to time on (default 8)")
    parser.add_argument("--page", type=Path, help="put the table into this page: docs/speed.md")
    options = parser.parse_args()
    pairs = article_pairs(options.pairs)
    check(*pairs[0])
    times = {name: milliseconds(way, pairs) for name, way in WAYS.items()}
    words = sum(len(text.split()) for pair in pairs for text in pair) / len(pairs)
    least = times["word diff (difflib)"]
    rows = [(name, f"{spent:.1f}", f"{spent / least:.1f}") for name, spent in times.items()]
    text = table(("way of comparing", f"ms a pair ({words:.0f} words in all)", "times a word diff"), rows)
    print(text)
    if options.page:
        put(options.page, "peers", text)


if __name__ == "__main__":
    main()
