"""Fit the weights of fidelity: what speaks for a change in pairs in which none is reported.

    python training/fit_fidelity.py PAIRS.jsonl.gz [--pairs 2330] [--jobs 2] [--evidence EVIDENCE.jsonl]

PAIRS holds {"original", "rewrite", "label": consistent | inconsistent, "from": "SET/PART"} lines. Half of the weight goes to a
seeded sample of its sets of edits and summaries, half to the pairs of benchmarks/data, alone and joined to longer texts. Weights
are kept from falling below 0: every kind of evidence speaks against fidelity or not at all. Writes src/unspin/data/fidelity.json,
and prints how well each set is told apart. --evidence keeps what was measured on the pairs: to fit again then takes seconds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unspin import Document
from unspin.check import compare
from unspin.fidelity import unexplained
from unspin.report.model import severity_of

HOME = Path(__file__).resolve().parents[1]
# Left out: sets whose "consistent" lets small differences pass.
SETS = ("summedits_pairs", "demetr_core", "condaqa_edits", "paws", "menli", "iterater", "defacto")
SEED = 20
PENALTY = 0.002
LONGEST = 3_000
ROUNDS = 5_000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """A pair: the set that it is from, and whether it is faithful."""

    source: str
    original: str
    rewrite: str
    faithful: bool


def sampled(path: Path, number: int) -> Iterator[Labelled]:
    """As many pairs of each set as each can give, to about ``number`` in all; as many faithful ones as others, if there are."""
    kept: dict[tuple[str, bool], list[Labelled]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            source = record["from"].split("/")[0]
            if source in SETS and len(record["original"]) + len(record["rewrite"]) <= LONGEST:
                faithful = record["label"] == "consistent"
                kept[source, faithful].append(Labelled(source, record["original"], record["rewrite"], faithful))
    share = number // (2 * len(SETS))
    for key in sorted(kept):
        pairs = kept[key]
        yield from random.Random(SEED).sample(pairs, min(len(pairs), share))


def own() -> Iterator[Labelled]:
    """The labelled pairs of benchmarks/data, and texts of several of them one after the other."""
    pairs: list[Labelled] = []
    for name in ("sentences", "articles"):
        with (HOME / "benchmarks" / "data" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            pairs += [
                Labelled(name, record["original"], record["rewrite"], not record["changes"])
                for record in map(json.loads, lines)
            ]
    yield from pairs
    rng = random.Random(SEED)
    faithful = [pair for pair in pairs if pair.faithful and pair.source == "sentences"]
    changed = [pair for pair in pairs if not pair.faithful and pair.source == "sentences"]
    for number in range(120):
        parts = rng.sample(faithful, rng.randint(3, 14))
        if number % 2:
            parts[: rng.randint(1, 3)] = rng.sample(changed, rng.randint(1, 3))
            rng.shuffle(parts)
        original = "\n\n".join(part.original for part in parts)
        yield Labelled("joined", original, "\n\n".join(part.rewrite for part in parts), not number % 2)


def measured(pair: Labelled) -> tuple[dict[str, float], bool]:
    """What a pair leaves unexplained, and whether a change is reported."""
    links, changes = compare(Document(pair.original), Document(pair.rewrite))
    return unexplained(links), any(severity_of(change) != "info" for change in changes)


def fitted(evidence: Floats, changed: Floats, weight: Floats, sources: npt.NDArray[np.str_]) -> tuple[Floats, float]:
    """Weights, none below 0, and the intercept of the probability that a pair is faithful.

    Logistic regression with a penalty on squares, by accelerated projected gradient. While the weights are found each set has an
    intercept of its own: what tells one set from another says nothing of changes.
    """
    scale = np.maximum(evidence.std(axis=0), 1e-9)
    kinds = evidence.shape[1]
    columns = np.hstack([evidence / scale, -(sources[:, None] == np.unique(sources)).astype(float)])
    penalty = np.where(np.arange(columns.shape[1]) < kinds, PENALTY, 0.0)
    step = 4 / float(np.linalg.norm(columns * np.sqrt(weight)[:, None], 2)) ** 2
    found = ahead = np.zeros(columns.shape[1])
    speed = 1.0
    for _ in range(ROUNDS):
        gradient = columns.T @ (weight * (_logistic(columns @ ahead) - changed)) + penalty * ahead
        following = ahead - step * gradient
        following[:kinds] = np.maximum(0.0, following[:kinds])
        faster = (1 + np.sqrt(1 + 4 * speed**2)) / 2
        ahead = following + (speed - 1) / faster * (following - found)
        found, speed = following, faster
    weights = found[:kinds] / scale
    intercept = 0.0
    for _ in range(ROUNDS):
        intercept += 3 * float(np.sum(weight * (_logistic(evidence @ weights - intercept) - changed)))
    return weights, intercept


def _logistic(score: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-score)))


def area(faithful: Floats, changed: Floats) -> float:
    """Chance that a faithful pair scores above a changed one; ties count half."""
    return float(np.mean((faithful[:, None] > changed) + 0.5 * (faithful[:, None] == changed)))


@dataclass(frozen=True)
class Measured:
    """A labelled pair as the model sees it: its set, its label, whether a change is reported, and what is unexplained."""

    source: str
    changed: bool
    reported: bool
    evidence: dict[str, float]


def measured_pairs(path: Path, *, number: int, jobs: int, keep: Path | None) -> list[Measured]:
    """Every pair as the model sees it; read from ``keep`` where that is there."""
    if keep is not None and keep.exists():
        return [Measured(**json.loads(line)) for line in keep.read_text(encoding="utf-8").splitlines()]
    pairs = [*sampled(path, number), *own()]
    with get_context("spawn").Pool(jobs) as pool:
        found = pool.map(measured, pairs, chunksize=20)
    rows = [
        Measured(pair.source, not pair.faithful, reported, evidence)
        for pair, (evidence, reported) in zip(pairs, found, strict=True)
    ]
    if keep is not None:
        keep.write_text("".join(json.dumps(asdict(row)) + "\n" for row in rows), encoding="utf-8")
    return rows


def weights_of(sources: npt.NDArray[np.str_], changed: Floats) -> Floats:
    """What each pair counts: own and public pairs half each, every set alike, and in a set the faithful as much as the changed."""
    weight = np.zeros(len(sources))
    shared = {True: 0.0, False: 0.0}
    for source in np.unique(sources):
        for label in (0.0, 1.0):
            chosen = (sources == source) & (changed == label)
            if chosen.any():
                # A handful of pairs weighs as a handful.
                weight[chosen] = min(1.0, chosen.sum() / 50) / chosen.sum()
                shared[source in SETS] += float(weight[chosen].sum())
    return np.asarray(weight / np.where(np.isin(sources, SETS), shared[True], shared[False]))


def main() -> None:
    """Measure, fit, write, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs_file", metavar="PAIRS.jsonl.gz", type=Path)
    parser.add_argument("--pairs", type=int, default=2_330)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--evidence", type=Path, help="where to keep or find the evidence of the pairs")
    options = parser.parse_args()
    rows = measured_pairs(options.pairs_file, number=options.pairs, jobs=options.jobs, keep=options.evidence)
    names = list(rows[0].evidence)
    evidence = np.array([[row.evidence[name] for name in names] for row in rows])
    changed = np.array([row.changed for row in rows], dtype=float)
    sources = np.array([row.source for row in rows])
    quiet = np.array([not row.reported for row in rows])
    weight = weights_of(sources, changed)[quiet]
    weights, intercept = fitted(evidence[quiet], changed[quiet], weight / weight.sum(), sources[quiet])
    data = {
        "intercept": round(intercept, 4),
        "weights": {name: round(float(value), 4) for name, value in zip(names, weights, strict=True)},
    }
    text = json.dumps(data, indent=2) + "\n"
    (HOME / "src" / "unspin" / "data" / "fidelity.json").write_text(text, encoding="utf-8")
    print(text)
    print("Pairs without a reported change, faithful and changed; area under the ROC curve between them:")
    score = intercept - evidence @ weights
    for source in np.unique(sources):
        faithful, other = (score[quiet & (sources == source) & (changed == label)] for label in (0.0, 1.0))
        if len(faithful) and len(other):
            print(f"{source:18} {len(faithful):5} {len(other):5}  {area(faithful, other):.3f}")


if __name__ == "__main__":
    main()
