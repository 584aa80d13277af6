"""Measure what fidelity and the confidence of changes are fitted on: every labelled pair as the comparisons and the judge see it.

    python training/evidence.py EVIDENCE.jsonl [--jobs 2]

Reads the labelled sets that benchmarks/sets.py knows, but for those that are held out and for those of `read`, and texts joined of
several pairs. One line a pair: its set, its group (pairs of one original are never parted), whether it is faithful, what is
unexplained, and every candidate with its evidence and the labelled changes that it meets (null where nobody labelled places).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME / "benchmarks"))

from sets import LABELLED, PUBLIC, is_present, pairs_of, scorer  # noqa: E402
from unspin import Document  # noqa: E402
from unspin.check import candidates, judged_links  # noqa: E402
from unspin.facts import Facts  # noqa: E402
from unspin.fidelity import evidence_of  # noqa: E402
from unspin.language import analyse  # noqa: E402
from unspin.report.model import severity_of  # noqa: E402

SEED = 20
JOINED = 160
SETS = tuple(name for name in (*LABELLED, *PUBLIC) if "held_out" not in name)


@dataclass(frozen=True)
class Labelled:
    """A pair to measure. ``changes`` are its labelled changes, or None where only the whole pair is labelled."""

    set: str
    id: str
    original: str
    rewrite: str
    faithful: bool
    changes: list[dict[str, Any]] | None
    group: str


def labelled() -> Iterator[Labelled]:
    """Every pair of the sets, then texts of several pairs one after the other."""
    short: list[Labelled] = []
    for name in SETS:
        for pair in pairs_of(name) if is_present(name) else ():
            group = hashlib.sha256(pair["original"].encode()).hexdigest()[:12]
            texts = pair["original"], pair["rewrite"]
            if "changes" in pair:
                found = Labelled(name, pair["id"], *texts, not pair["changes"], pair["changes"], group)
                short += [found] if name.endswith("sentences") else []
                yield found
            elif pair["label"] in {"consistent", "inconsistent"}:
                yield Labelled(
                    name, pair["id"], *texts, pair["label"] == "consistent", None, str(pair["group"] or group)
                )
    yield from joined(short)


def joined(pairs: Sequence[Labelled]) -> Iterator[Labelled]:
    """Texts of several short pairs; each second one is wholly faithful."""
    rng = random.Random(SEED)
    kept, changed = ([pair for pair in pairs if pair.faithful is label] for label in (True, False))
    for number in range(JOINED if kept and changed else 0):
        parts = rng.sample(kept, rng.randint(4, 24))
        if number % 2:
            parts[: rng.randint(1, 3)] = rng.sample(changed, rng.randint(1, 3))
            rng.shuffle(parts)
        original, rewrite = ("\n\n".join(getattr(part, side) for part in parts) for side in ("original", "rewrite"))
        # In a fold of their own: their parts stand in every other.
        yield Labelled("joined", f"joined-{number}", original, rewrite, not number % 2, None, f"joined {number}")


def measured(pair: Labelled) -> dict[str, Any]:
    """A pair's line."""
    overlap = scorer("score_changes").overlap
    ours, theirs = map(Facts, analyse(Document(pair.original), Document(pair.rewrite)))
    links = judged_links(ours, theirs)
    rows = []
    for candidate in candidates(links):
        change = candidate.change
        place = {
            side: span and (span.start, span.end)
            for side, span in (("original", change.original), ("rewrite", change.rewrite))
        }
        row = {"type": change.type, "kind": candidate.kind, "info": severity_of(change) == "info", **place}
        if pair.changes is not None:
            row["meets"] = [number for number, gold in enumerate(pair.changes) if overlap(gold, row) > 0]
        else:
            row["meets"] = [] if pair.faithful else None
        rows.append({**row, "evidence": candidate.evidence})
    return {
        "set": pair.set,
        "id": pair.id,
        "group": pair.group,
        "faithful": pair.faithful,
        "changes": pair.changes,
        "candidates": rows,
        "unexplained": asdict(evidence_of(links, ())),
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evidence", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sets", nargs="+", help="only these; the joined texts are left out then")
    options = parser.parse_args()
    pairs = [pair for pair in labelled() if not options.sets or pair.set in options.sets]
    with get_context("spawn").Pool(options.jobs) as pool, options.evidence.open("w", encoding="utf-8") as lines:
        for number, row in enumerate(pool.imap(measured, pairs, chunksize=10), 1):
            lines.write(json.dumps(row) + "\n")
            if number % 500 == 0:
                print(f"{number} of {len(pairs)}", flush=True)


if __name__ == "__main__":
    main()
