"""Measure quotes: altered, invented and reassigned ones against labels; marked stretches against a gold set.

    python benchmarks/quotes.py altered [--show VARIANT]     share of rewrites flagged, a row a variant
    python benchmarks/quotes.py spans polnear_dev|gum_news   writes predictions for score_quotes.py and prints its
    figures

The sets are read from the folder named by UNSPIN_EVALUATION (default: ../shared/evaluation beside the repository).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from unspin.align import Link
from unspin.changes import Change, get_type
from unspin.document import Document
from unspin.facts import Facts, Passage
from unspin.language import analyse

HOME = Path(__file__).resolve().parents[1]
EVALUATION = Path(os.environ.get("UNSPIN_EVALUATION", HOME.parent / "shared" / "evaluation"))
TYPES = ("quote-altered", "quote-invented", "attribution-changed", "omitted")


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def reported(original: Facts, rewrite: Facts) -> list[Change]:
    """What the types that look at quotes report for a rewrite, whichever sentences it is linked to."""
    link = Link(Passage(original, ()), Passage(rewrite, rewrite.analysis.sentences), 1.0)
    return [change for name in TYPES for change in get_type(name).compare(link)]


def altered(show: str | None) -> None:
    """Print the share of rewrites flagged for each variant, by type."""
    cases: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in read(EVALUATION / "quotes" / "altered_dev.jsonl"):
        cases[case["document"]].append(case)
    documents = {line["id"]: line["text"] for line in read(EVALUATION / "quotes" / "altered_dev_documents.jsonl")}
    counts: Counter[tuple[str, str]] = Counter()
    flagged: Counter[tuple[str, str, str]] = Counter()
    for name, group in cases.items():
        analyses = analyse(Document(documents[name]), *(Document(case["rewrite"]) for case in group))
        original = Facts(analyses[0])
        for case, analysis in zip(group, analyses[1:], strict=True):
            changes = reported(original, Facts(analysis))
            key = (case["label"], case["variant"])
            counts[key] += 1
            for kind in {change.type for change in changes} | ({"any"} if changes else set()):
                flagged[*key, kind] += 1
            if show == case["variant"] and bool(changes) == (case["label"] in {"benign", "clip"}):
                print(f"{case['id']} {name}\n  O {case['quote_in_original']}\n  R {case['rewrite']}")
                for change in changes:
                    print(f"    {change.type} {change.confidence} {change.message} {dict(change.why)}")
    print(f"{'label':<11}{'variant':<22}{'n':>5}  any   " + "   ".join(TYPES))
    for key, number in sorted(counts.items()):
        shares = "   ".join(f"{flagged[*key, kind] / number:.3f}" for kind in ("any", *TYPES))
        print(f"{key[0]:<11}{key[1]:<22}{number:>5}  {shares}")
    for label in sorted({key[0] for key in counts}):
        number = sum(count for key, count in counts.items() if key[0] == label)
        found = sum(count for key, count in flagged.items() if key[0] == label and key[2] == "any")
        print(f"{label:<33}{number:>5}  {found / number:.3f}")


def spans(name: str) -> None:
    """Predict quotes for a gold set and print the scorer's figures."""
    gold = EVALUATION / "quotes" / f"{name}.jsonl"
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as handle:
        for line in read(gold):
            facts = Facts(analyse(Document(line["text"]))[0])
            quotes = [
                {
                    "spans": [[span.start, span.end] for span in quote.content],
                    "marked": [[span.start, span.end] for span in quote.marked],
                    "kind": quote.kind,
                    "speaker": {"start": quote.speaker.span.start, "end": quote.speaker.span.end}
                    if quote.speaker
                    else None,
                }
                for quote in facts.quotes
            ]
            handle.write(json.dumps({"id": line["id"], "quotes": quotes}) + "\n")
        handle.flush()
        subprocess.run([sys.executable, str(EVALUATION / "score_quotes.py"), str(gold), handle.name], check=True)


def main() -> None:
    """Run one of the two measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["altered", "spans"])
    parser.add_argument("set", nargs="?", default="polnear_dev")
    parser.add_argument("--show", help="print the errors of this variant")
    arguments = parser.parse_args()
    if arguments.what == "altered":
        altered(arguments.show)
    else:
        spans(arguments.set)


if __name__ == "__main__":
    main()
