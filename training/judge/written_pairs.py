"""Training records from pairs written by hand: news, heavily reworded, faithful or with one change of meaning.

    python training/judge/written_pairs.py RECORDS.jsonl.gz [--times 1]

The files in written/ hold an original a line, {"original", "faithful": [text, ...], "changed": [{"type", "text", "was"}, ...]}: in a
changed text [[ ]] stands round the words that carry the change, and ``was`` is what the original says there. All of it is fiction. Every
fifth original of what was written lies in benchmarks/data/written.jsonl instead, to measure with.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from records import Record, write_records

WRITTEN = Path(__file__).parent / "written"
# Whole claims are marked where an attribution is lost: their words have counterparts, so that no word is to be doubted.
CLAIMS = {"attribution-dropped"}
VERDICTS = {"polarity-flipped": "contradicted", "unsupported": "unbacked", "omitted": "backed"}


def written() -> Iterator[dict[str, Any]]:
    """Every line, by file."""
    for path in sorted(WRITTEN.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def unmarked(text: str) -> tuple[str, list[list[int]]]:
    """A changed text without its brackets, and the place that they stood round, if any."""
    start = text.find("[[")
    if start < 0:
        return text, []
    end = text.index("]]") - 2
    return text[:start] + text[start + 2 : end + 2] + text[end + 4 :], [[start, end]]


def records() -> Iterator[Record]:
    """The records of every line."""
    for line in written():
        original = line["original"]
        for text in line["faithful"]:
            # Something harmless may have been left out.
            yield Record(original, text, "backed", None, [], None, "written faithful")
        for change in line["changed"]:
            text, new = unmarked(change["text"])
            start = original.index(change["was"]) if change["was"] else 0
            gone = [[start, start + len(change["was"])]] if change["was"] else None
            kind = change["type"]
            yield Record(
                original,
                text,
                VERDICTS.get(kind, "unfaithful"),
                None if gone is None else False,
                None if kind in CLAIMS else new,
                None if kind in CLAIMS else gone,
                f"written {kind}",
            )


def main() -> None:
    """Write the records and count them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--times", type=int, default=1, help="write every record so often")
    options = parser.parse_args()
    found = list(records())
    print(write_records(options.records, found * options.times), "records")
    for source, count in Counter(record.source for record in found).most_common():
        print(source, count)


if __name__ == "__main__":
    main()
