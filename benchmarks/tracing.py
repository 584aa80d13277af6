"""Time one text traced in an archive of 200,000 documents, and count what is found.

    python benchmarks/tracing.py [--documents 200000] [--queries 200] [--archive DIR] [--page PAGE.md]

The archive is made of the planted corpus of the evaluation sets (20,000 English documents of about 400 words) and of as many
copies of it as are needed, each with a vocabulary of its own: all but the most frequent words are exchanged for others that are
about as frequent. It lies in a temporary folder, or in --archive, where it is made only once. A query is 400 words of a PAN document,
with or without a stretch of 120 words in their middle that was taken from a document of the archive, word by word or with some
words exchanged. (Half of the PAN documents were themselves written from pages that the planted corpus holds as well, in each of its
vocabularies: most passages come of that.) The times are those of ``unspin.trace`` in one process on one core, once everything has been read
for the first time; the archive has been opened.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from sets import EVALUATION
from tables import put, table
from unspin import trace
from unspin.archive.store import Archive
from unspin.archive.writer import Writer

CORPUS = EVALUATION / "reuse" / "planted_documents.jsonl.gz"
ASKED = EVALUATION / "reuse" / "pan13_train_documents.jsonl.gz"
KEPT = 300
BAND = 40
WORDS = 120
KINDS = {"nothing": None, "a stretch word by word": 0.0, "15 % of its words exchanged": 0.15, "30 %": 0.3}

_WORD = re.compile(r"[A-Za-z]+")


def documents_of(path: Path) -> list[tuple[str, str]]:
    """Ids and texts."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [(record["id"], record["text"]) for record in map(json.loads, lines)]


def by_frequency(texts: list[str]) -> list[str]:
    """All words in lower case, the most frequent ones first."""
    found = Counter(word for text in texts for word in _WORD.findall(text.lower()))
    return sorted(found, key=lambda word: (-found[word], word))


def shifted(words: list[str], seed: int) -> Callable[[str], str]:
    """Exchanges every word but the most frequent for one that is about as frequent, the same word always for the same."""
    source = random.Random(seed)
    others = words[:KEPT]
    for begin in range(KEPT, len(words), BAND):
        band = words[begin : begin + BAND]
        source.shuffle(band)
        others += band
    exchange = dict(zip(words, others, strict=True))

    def one(match: re.Match[str]) -> str:
        word = match[0]
        other = exchange[word.lower()]
        return other.capitalize() if word[0].isupper() else other

    return lambda text: _WORD.sub(one, text)


def documents(number: int) -> Iterator[tuple[str, str]]:
    """So many documents."""
    originals = documents_of(CORPUS)
    words = by_frequency([text for _, text in originals])
    made = 0
    for seed in range(1 + number // len(originals)):
        shift = shifted(words, seed) if seed else lambda text: text
        for identity, text in originals:
            if made == number:
                return
            yield f"{seed}/{identity}", shift(text)
            made += 1


def build(folder: Path, number: int) -> float:
    """Make the archive; the seconds that took, the making of texts left out."""
    spent = 0.0
    with Writer(folder, create=True) as writer:
        for identity, text in documents(number):
            started = time.perf_counter()
            writer.add(identity, text)
            if writer.full:
                writer.commit()
            spent += time.perf_counter() - started
        started = time.perf_counter()
        writer.commit()
    return spent + time.perf_counter() - started


def query(archive: Archive, text: str, exchanged: float | None, source: random.Random) -> tuple[str, str | None]:
    """A text with a stretch of some document, and the document's id."""
    words = text.split()[:400]
    if exchanged is None:
        return " ".join(words), None
    numbers = archive.numbers
    stored = archive.document(int(numbers[source.randrange(len(numbers))]))
    theirs = stored.text.split()
    begin = source.randrange(max(1, len(theirs) - WORDS))
    taken = theirs[begin : begin + WORDS]
    for at in source.sample(range(len(taken)), round(exchanged * len(taken))):
        taken[at] = source.choice(words)
    middle = (len(words) - len(taken)) // 2
    return " ".join([*words[:middle], *taken, *words[middle + len(taken) :]]), stored.id


def measured(archive: Archive, queries: int) -> str:
    """The table of times and of what was found."""
    texts = [text for _, text in documents_of(ASKED) if len(text.split()) >= 400]
    source = random.Random(7)
    rows = []
    for name, exchanged in KINDS.items():
        asked = [query(archive, text, exchanged, source) for text in source.sample(texts, queries)]
        times, hits, passages = [], 0, 0
        for text, _ in asked:
            trace(text, archive=archive)
        for text, wanted in asked:
            started = time.perf_counter()
            found = trace(text, archive=archive)
            times.append(1000 * (time.perf_counter() - started))
            hits += any(passage.source.id == wanted for passage in found.passages)
            passages += len(found.passages)
        middle, high = np.percentile(times, [50, 95])
        said = "–" if exchanged is None else f"{hits / len(asked):.3f}"
        rows.append((name, f"{middle:.1f}", f"{high:.1f}", f"{max(times):.1f}", said, f"{passages / len(asked):.1f}"))
    head = ("taken from a document", "ms, median", "ms, 95 of 100", "ms, most", "share found", "passages a query")
    return table(head, rows)


def main() -> None:
    """Build, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200_000, help="documents of the archive (default 200000)")
    parser.add_argument("--queries", type=int, default=200, help="queries of each kind (default 200)")
    parser.add_argument("--archive", type=Path, help="where the archive is or shall be, in place of a temporary folder")
    parser.add_argument("--page", type=Path, help="put the table into this page")
    options = parser.parse_args()
    if not (CORPUS.exists() and ASKED.exists()):
        raise SystemExit("the evaluation sets are not here; UNSPIN_EVALUATION names their folder")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.archive or Path(temporary) / "archive"
        built = "" if (folder / "manifest.json").exists() else f"built in {build(folder, options.documents):.0f} s; "
        archive = Archive.open(folder)
        totals = archive.totals()
        told = (
            f"{totals.documents:,} documents, {totals.tokens / 1e6:.0f} million words, {totals.segments} segments; "
            f"{built}{totals.bytes / 1e6:.0f} MB, {totals.ratio:.2f} times the text.\n"
        )
        text = f"{told}\n{measured(archive, options.queries)}"
    print(text)
    if options.page:
        put(options.page, "trace", text)


if __name__ == "__main__":
    main()
