"""Print what check misses and what it reports wrongly on a labelled set, pair by pair, for reading.

    python benchmarks/errors.py sentences|articles|FILE.jsonl [--type TYPE] [--only missed|false] [--pair ID]

The sets are read from the folder named by UNSPIN_EVALUATION (default: ../shared/evaluation beside the repository). In a set that labels
whole pairs only, every change reported for a consistent pair is a false alarm.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from unspin import check
from unspin.report.model import severity_of

HOME = Path(__file__).resolve().parents[1]
EVALUATION = Path(os.environ.get("UNSPIN_EVALUATION", HOME.parent / "shared" / "evaluation"))


def find(name: str) -> Path:
    """The file of a set, by its short name or path."""
    for path in (EVALUATION / "dev" / f"{name}.jsonl", EVALUATION / "public" / f"{name}.jsonl", Path(name)):
        if path.is_file():
            return path
    raise SystemExit(f"no set {name!r} in {EVALUATION}")


def overlaps(gold: dict, found: dict) -> bool:
    """Whether a reported change meets a labelled one: in the rewrite, or in the original where a side has no span."""
    for side in ("rewrite", "original"):
        if gold[side] is not None and found[side] is not None:
            return gold[side][0] < found[side][1] and found[side][0] < gold[side][1]
    return False


def show(change: dict, pair: dict) -> str:
    """One line for a change: its type and its words on both sides."""
    words = [repr(pair[side][slice(*change[side])]) if change[side] else "-" for side in ("original", "rewrite")]
    return f"{change['type']}: {words[0]} -> {words[1]} {change.get('note') or ''}"


def main() -> None:
    """Run check over the set and print the errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set")
    parser.add_argument("--type")
    parser.add_argument("--only", choices=["missed", "false"])
    parser.add_argument("--pair", help="show this pair with everything reported")
    parser.add_argument("--limit", type=int, default=10**9, help="check only the first so many pairs")
    arguments = parser.parse_args()
    totals = {"found": 0, "typed": 0, "missed": 0, "false": 0}
    with find(arguments.set).open(encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines][: arguments.limit]
    for pair in pairs:
        if arguments.pair and pair["id"] != arguments.pair:
            continue
        gold = pair.get("changes")
        if gold is None and pair.get("label") != "consistent":
            continue
        report = check(pair["original"], pair["rewrite"])
        found = [
            {
                "type": change.type,
                "original": change.original and (change.original.start, change.original.end),
                "rewrite": change.rewrite and (change.rewrite.start, change.rewrite.end),
                "note": f"({change.confidence:.2f}) {change.message}",
            }
            for change in report.changes
            if severity_of(change) != "info"
        ]
        met = [(g, f) for g in gold or [] for f in found if overlaps(g, f)]
        missed = [g for g in gold or [] if not any(g is m for m, _ in met) and arguments.type in (None, g["type"])]
        false = [f for f in found if not any(f is m for _, m in met) and arguments.type in (None, f["type"])]
        totals["missed"] += len(missed)
        totals["false"] += len(false)
        totals["found"] += len({id(g) for g, _ in met})
        totals["typed"] += len({id(g) for g, f in met if g["type"] == f["type"]})
        rows = [("MISSED", g) for g in missed if arguments.only != "false"]
        rows += [("FALSE ", f) for f in false if arguments.only != "missed"]
        if arguments.pair:
            rows = [("gold  ", g) for g in gold or []] + [("found ", f) for f in found]
        if rows or arguments.pair:
            print(f"== {pair['id']}")
            if len(pair["original"]) + len(pair["rewrite"]) < 1500:
                print(f"   O {pair['original']}\n   R {pair['rewrite']}")
            for mark, change in rows:
                print(f"   {mark} {show(change, pair)}")
    print(totals)


if __name__ == "__main__":
    main()
