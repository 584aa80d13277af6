"""Measure how check sees what a rewrite did to a quote; prints the altered set's table, a row a variant.

    python benchmarks/altered.py [--jobs 2] [--show VARIANT] [--only TEXT]

Each item of quotes/altered_dev.jsonl is a rewrite of one sentence that quotes an article; the article is the original
of a check, the item its rewrite. An item is flagged when any change of severity warning or error is reported, of
whatever type. A row holds the number of items, the share flagged and the share flagged by each type; the benign
variants should read 0, all others 1. --show prints the items of a variant (or of "all") that are judged wrongly, with
what was reported; --only keeps the items whose label or variant holds the text.

The sets are read from the folder that UNSPIN_EVALUATION names (default: ../shared/evaluation beside the repository).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sets import EVALUATION
from tables import table

SET = EVALUATION / "quotes" / "altered_dev.jsonl"
DOCUMENTS = EVALUATION / "quotes" / "altered_dev_documents.jsonl"

Item = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """An item and what check reports for it: type, severity, confidence and message of each change."""

    item: Item
    changes: tuple[tuple[str, str, float, str], ...]

    @property
    def types(self) -> set[str]:
        """The types of the changes that count: warnings and errors."""
        return {name for name, severity, _, _ in self.changes if severity != "info"}

    @property
    def wrong(self) -> bool:
        """Whether a benign item is flagged, or any other is not."""
        benign: bool = self.item["label"] == "benign"
        return bool(self.types) == benign


def read(path: Path) -> list[Item]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judged(work: tuple[str, Sequence[Item]]) -> list[Verdict]:
    """The verdicts on all items of one article, which is analysed once."""
    from unspin.check import compare_facts  # noqa: PLC0415  loaded in the worker
    from unspin.document import Document  # noqa: PLC0415
    from unspin.facts import Facts  # noqa: PLC0415
    from unspin.language import analyse  # noqa: PLC0415
    from unspin.report.model import severity_of  # noqa: PLC0415

    text, items = work
    first, *others = analyse(Document(text), *(Document(item["rewrite"]) for item in items))
    original = Facts(first)
    found = []
    for item, analysis in zip(items, others, strict=True):
        _, changes = compare_facts(original, Facts(analysis))
        found.append(
            Verdict(
                item,
                tuple((change.type, severity_of(change), change.confidence, change.message) for change in changes),
            )
        )
    return found


def verdicts(items: Sequence[Item], texts: dict[str, str], jobs: int) -> Iterator[Verdict]:
    """The verdicts on all items, article by article, by so many processes."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item["document"]].append(item)
    work = [(texts[name], group) for name, group in groups.items()]
    if jobs == 1:
        for one in work:
            yield from judged(one)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for found in pool.imap(judged, work):
            yield from found


def rows(found: Sequence[Verdict]) -> Iterator[tuple[object, ...]]:
    """A row a variant: label, variant, items, share flagged, and the share that each type flags."""
    groups: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in found:
        groups[verdict.item["label"], verdict.item["variant"]].append(verdict)
    for key, group in sorted(groups.items()):
        by_type = Counter(name for verdict in group for name in verdict.types)
        shares = ", ".join(f"{name} {count / len(group):.3f}" for name, count in by_type.most_common())
        yield *key, len(group), sum(bool(verdict.types) for verdict in group) / len(group), shares


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and what is asked to be shown; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1, choices=(1, 2), help="processes")
    parser.add_argument(
        "--show", metavar="VARIANT", help='print the items of this variant, or of "all", judged wrongly'
    )
    parser.add_argument("--only", metavar="TEXT", default="", help="only items whose label or variant holds this")
    options = parser.parse_args(arguments)
    if not SET.exists():
        print(f"skipped: no {SET}")
        return 0
    items = [item for item in read(SET) if options.only in f"{item['label']} {item['variant']}"]
    texts = {line["id"]: line["text"] for line in read(DOCUMENTS)}
    found = list(verdicts(items, texts, options.jobs))
    for verdict in found:
        item = verdict.item
        if options.show in (item["variant"], "all") and verdict.wrong:
            print(f"{item['id']} {item['variant']} {item['document']}")
            print(f"  original: {item['quote_in_original']!r}\n  rewrite:  {item['rewrite']!r}")
            for change in verdict.changes:
                print("    {} {} {:.2f} {}".format(*change))
    print(table(("label", "variant", "items", "flagged", "by type"), rows(found)), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
