"""Score check on the labelled sets; hold the scores against the pinned floor.

    python benchmarks/quality.py [--jobs 2] [--sets NAME ...] [--output FILE.json] [--page PAGE.md]
                                 [--check | --write-floor]

Prints, for sets with labelled changes, how well places (detection) and places with types (typed) are found, per type,
and how many faithful pairs are left alone (specificity); for sets with labelled pairs, the area under the ROC curve of
fidelity beside that of a rule that counts shared words; for sets of quotes, twins and contradictions the scores of
`read` (the benchmarks of their own say more); and the identity law: no change between a text and itself or
its typographic copies. The sets are read from the folder that UNSPIN_EVALUATION names (default: ../shared/evaluation
beside the repository).

--check compares with benchmarks/floor.json: a lower score, or a set with another hash, ends with exit code 1.
--write-floor pins the scores of this run. Without the sets both say so and end with exit code 0.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reading import score_reading
from sets import EVALUATION, HOME, LABELLED, PUBLIC, READING, hash_of, is_present, pairs_of, scorer
from tables import cell, put, table
from typography import copies

FLOOR = HOME / "benchmarks" / "floor.json"

MANY = "own/written"  # a set of so many texts that half the time would go into copies of its rewrites

# Scores are deterministic on one machine; another processor's rounding may tip a single doubtful parse.
TOLERANCE = 0.005

Scores = dict[str, float]


@dataclass(frozen=True)
class Result:
    """What a set came to: the scores that the floor pins, and either a text or a row of the table of whole pairs."""

    scores: Scores
    text: str = ""
    row: Sequence[object] = ()


def checked(pair: dict[str, Any]) -> dict[str, Any]:
    """What check reports for a pair, in the shape that the scorers read."""
    from unspin import check  # noqa: PLC0415  loaded in the worker
    from unspin.report.model import severity_of  # noqa: PLC0415

    report = check(pair["original"], pair["rewrite"])
    changes = [
        {
            "type": change.type,
            "severity": severity_of(change),
            **{
                side: None if span is None else {"start": span.start, "end": span.end}
                for side, span in (("original", change.original), ("rewrite", change.rewrite))
            },
        }
        for change in report.changes
    ]
    return {"id": pair["id"], "summary": {"fidelity": report.fidelity}, "changes": changes}


def check_all(pairs: Sequence[dict[str, Any]], jobs: int) -> list[dict[str, Any]]:
    """The reports of all pairs, in their order, by so many processes."""
    if jobs == 1:
        return [checked(pair) for pair in pairs]
    # Each process works alone on its core: threads of several get in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        return pool.map(checked, pairs, chunksize=max(1, min(50, len(pairs) // (4 * jobs))))


def score_labelled(name: str, jobs: int) -> Result:
    """Score a set with labelled changes: places, places with types, each type, and the faithful pairs left alone."""
    pairs = pairs_of(name)
    reports = check_all(pairs, jobs)
    score = scorer("score_changes").score(pairs, reports)
    detection, typed, whole = score["detection"], score["typed"], score["pairs"]
    reported = Counter(
        change["type"] for report in reports for change in report["changes"] if change["severity"] != "info"
    )
    kinds = []
    for kind, row in score["by_type"].items():
        right = row["found_with_type"]
        precision = right / reported[kind] if reported[kind] else None
        recall = right / row["labelled"] if row["labelled"] else None
        kinds.append(
            (kind, row["labelled"], reported[kind], row["found"], right, row["false_alarms"], precision, recall)
        )
    text = [
        f"### {name}: {whole['n']} pairs, {detection['labelled']} changes, {detection['reported']} reported\n",
        table(
            ("", "precision", "recall", "F1"),
            [
                (label, row["precision"], row["recall"], row["f1"])
                for label, row in (("place", detection), ("place and type", typed))
            ],
        ),
        f"Specificity {cell(whole['specificity'])} ({whole['faithful']} faithful pairs), "
        f"sensitivity {cell(whole['sensitivity'])} ({whole['changed']} changed pairs).\n",
        table(("type", "labelled", "reported", "found", "with its type", "false alarms", "precision", "recall"), kinds),
    ]
    scores = {"detection_f1": detection["f1"], "typed_f1": typed["f1"], "specificity": round(whole["specificity"], 4)}
    return Result(scores, "\n".join(text))


def score_public(name: str, jobs: int) -> Result:
    """Score a set with labelled pairs by the area under the ROC curve of fidelity, beside that of shared words."""
    rules = scorer("score_pairs")
    pairs = [pair for pair in pairs_of(name) if pair["label"] in {"consistent", "inconsistent"}]
    started = time.perf_counter()
    fidelity = [report["summary"]["fidelity"] for report in check_all(pairs, jobs)]
    seconds = time.perf_counter() - started
    good, bad = (
        [
            (score, rules.overlap(pair["original"], pair["rewrite"]))
            for score, pair in zip(fidelity, pairs, strict=True)
            if pair["label"] == label
        ]
        for label in ("consistent", "inconsistent")
    )
    area, plain = (rules.auc([scores[way] for scores in good], [scores[way] for scores in bad]) for way in (0, 1))
    alone = sum(score >= 0.5 for score, _ in good) / len(good)
    flagged = sum(score < 0.5 for score, _ in bad) / len(bad)
    row = (name, len(pairs), len(bad), area, plain, (alone + flagged) / 2, alone, flagged, f"{seconds:.0f} s")
    return Result({"auc": round(area, 4)}, row=row)


def identity_pairs() -> list[dict[str, Any]]:
    """Each text of the labelled sets beside itself and beside each of its typographic copies; of the largest set the originals."""
    texts = {
        f"{name} {pair['id']} {side}": pair[side]
        for name in LABELLED
        if is_present(name)
        for pair in pairs_of(name)
        for side in (("original", "rewrite") if name != MANY else ("original",))
    }
    once = {text: name for name, text in reversed(texts.items())}
    return [
        {"id": f"{name}: {what}", "original": text, "rewrite": copied}
        for text, name in once.items()
        for what, copied in {"itself": text, **copies(text)}.items()
    ]


def score_identity(jobs: int) -> Result:
    """Count the texts in which a change is reported against the text itself or a typographic copy; none may be."""
    pairs = identity_pairs()
    broken = [report for report in check_all(pairs, jobs) if report["changes"]]
    text = [
        "### Identity\n",
        f"{len(pairs)} pairs of a text and itself or its typographic copy; {len(broken)} with a change reported.",
        *(f"- {report['id']}: {', '.join(change['type'] for change in report['changes'])}" for report in broken[:20]),
    ]
    return Result({"pairs_left_alone": round(1 - len(broken) / len(pairs), 4)}, "\n".join(text) + "\n")


PAIRS_HEAD = (
    "set",
    "pairs",
    "inconsistent",
    "AUC of fidelity",
    "AUC of shared words",
    "balanced accuracy at .5",
    "consistent left alone",
    "inconsistent flagged",
    "time",
)


def measure(names: Sequence[str], jobs: int) -> tuple[dict[str, Scores], str]:
    """The scores of every set that is named (``identity`` is the identity law), and the tables, also printed."""
    scores: dict[str, Scores] = {}
    parts: list[str] = []
    rows: list[Sequence[object]] = []
    for name in names:
        result = (
            score_labelled(name, jobs)
            if name in LABELLED
            else score_public(name, jobs)
            if name in PUBLIC
            else Result(*score_reading(name, jobs))
            if name in READING
            else score_identity(jobs)
        )
        scores[name] = result.scores
        if result.row:
            rows.append(result.row)
        else:
            parts.append(result.text)
            print(result.text, flush=True)
    if rows:
        parts.append("### Whole pairs\n\n" + table(PAIRS_HEAD, rows))
        print(parts[-1], flush=True)
    return scores, "\n".join(parts)


def compare(scores: dict[str, Scores], floor: dict[str, Any]) -> list[str]:
    """What is wrong with the scores, in sentences: sets without a floor, other data, lower scores."""
    faults = []
    for name, found in scores.items():
        pinned = floor.get(name)
        if pinned is None:
            faults.append(f"{name} has no floor; pin one with --write-floor")
            continue
        if name != "identity" and pinned["sha256"] != hash_of(name):
            faults.append(f"{name} is not the file that the floor was measured on; pin new scores with --write-floor")
            continue
        for measured, least in pinned["scores"].items():
            if found[measured] < least - TOLERANCE:
                faults.append(f"{name}: {measured} is {found[measured]:.4f}, the floor is {least:.4f}")
    return faults


def pinned(scores: dict[str, Scores]) -> dict[str, Any]:
    """The floor's content for these scores."""
    return {
        name: {**({} if name == "identity" else {"sha256": hash_of(name)}), "scores": found}
        for name, found in sorted(scores.items())
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and compare or pin."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--sets", nargs="+", help="only these: dev/sentences, public/paws_dev, identity, ...")
    parser.add_argument("--output", type=Path, help="write the scores to this file as JSON")
    parser.add_argument("--page", type=Path, help="put the tables into this page: docs/quality.md")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="fail where a score is below benchmarks/floor.json")
    mode.add_argument("--write-floor", action="store_true", help="pin this run's scores in benchmarks/floor.json")
    options = parser.parse_args(arguments)
    known = (*LABELLED, *READING, *PUBLIC, "identity")
    if unknown := set(options.sets or ()) - set(known):
        parser.error(f"no set {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    names = [name for name in options.sets or known if name == "identity" or is_present(name)]
    if not EVALUATION.is_dir():
        print(f"quality: skipped, there are no labelled sets in {EVALUATION}; UNSPIN_EVALUATION names another folder")
        return 0
    scores, text = measure(names, options.jobs)
    if options.page:
        put(options.page, "quality", text)
    if options.output:
        options.output.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    floor = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.is_file() else {}
    if options.write_floor:
        FLOOR.write_text(json.dumps({**floor, **pinned(scores)}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"\npinned {len(scores)} sets in {FLOOR.relative_to(HOME)}")
    if options.check:
        faults = compare(scores, floor)
        print("\n" + ("\n".join(f"FLOOR: {fault}" for fault in faults) or "every score is at or above its floor"))
        return 1 if faults else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
