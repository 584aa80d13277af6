"""Fit the weights of fidelity, and say how well it holds on pairs that it was not fitted on.

    python training/fit_fidelity.py EVIDENCE.jsonl [--page docs/fidelity.md]

EVIDENCE is what evidence.py writes; the confidence of changes is fitted on it first (fit_confidence.py), within the same folds. Half
of the weight goes to sets that label whole pairs, half to sets with labelled changes, alone and joined to longer texts; in each set
the faithful pairs count as much as the others. All figures are of five folds in which pairs of one original stay together. Writes
src/unspin/data/fidelity.json; --page puts the tables into a page.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from diagram import reliability_diagram
from fit_confidence import (
    COMPARISONS,
    DOUBTS,
    HOME,
    PASS,
    PICTURES,
    Models,
    Rows,
    asked,
    bins_table,
    changes_of,
    models_of,
)
from logistic import FOLDS, Floats, area, calibration, calibration_error, fitted, folds_of, logistic

sys.path.insert(0, str(HOME / "benchmarks"))

from sets import PUBLIC
from tables import put, table
from unspin.changes import Change
from unspin.fidelity import Evidence, against, weighed
from unspin.report.model import severity_of

DATA = HOME / "src" / "unspin" / "data" / "fidelity.json"
JUDGED = frozenset({"not backed", "word doubted", "not kept", "word lost"})
PENALTY = 0.001
# The link with most evidence depends on the weights, and these on the link.
TURNS = 4
ENOUGH = 50


def evidence_of(row: dict[str, Any], changes: Sequence[Change]) -> Evidence:
    """A pair's evidence with these changes found."""
    found = math.fsum(against(1 - change.confidence) for change in changes if severity_of(change) != "info")
    return Evidence(tuple(row["unexplained"]["links"]), {**row["unexplained"]["whole"], "changes found": found})


def columns_of(evidence: Sequence[Evidence], names: Sequence[str], weights: dict[str, float]) -> Floats:
    """A row for each pair: the evidence of the link that weighs most, and that of the whole."""
    rows = []
    for pair in evidence:
        worst = max(pair.links, key=lambda link: weighed(Evidence((link,), {}), weights), default={})
        rows.append([{**worst, **pair.whole}.get(name, 0.0) for name in names])
    return np.array(rows)


def model_of(
    evidence: Sequence[Evidence], changed: Floats, weight: Floats, sets: npt.NDArray[np.str_], names: Sequence[str]
) -> tuple[dict[str, float], float]:
    """Weights by kind of evidence, none below 0 (0 for kinds that are not among ``names``), and the intercept.

    While the weights are found each set has an intercept of its own: what tells one set from another says nothing of changes.
    """
    everything = [*evidence[0].whole, *max((pair.links for pair in evidence), key=len)[0]]
    weights = {name: float(name in names) for name in everything}
    own = -(sets[:, None] == np.unique(sets)).astype(float)
    free = np.array([False] * len(names) + [True] * own.shape[1])
    penalty = np.where(free, 0.0, PENALTY)
    for _ in range(TURNS):
        columns = np.hstack([columns_of(evidence, names, weights), own])
        found = fitted(columns, changed, weight, free=free, penalty=penalty)
        weights |= dict(zip(names, map(float, found), strict=False))
    return weights, intercept_of(np.array([weighed(pair, weights) for pair in evidence]), changed, weight)


def intercept_of(score: Floats, changed: Floats, weight: Floats) -> float:
    """The intercept with which the probabilities of change add up to the share that is changed; by bisection."""
    low, high = float(score.min()) - 20, float(score.max()) + 20
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if float((weight * (logistic(score - middle) - changed)).sum()) > 0 else (low, middle)
        )
    return low


def chances(evidence: Sequence[Evidence], model: tuple[dict[str, float], float]) -> Floats:
    """The fidelity of each pair."""
    return logistic(np.array([model[1] - weighed(pair, model[0]) for pair in evidence]))


def weights_of(sets: npt.NDArray[np.str_], changed: Floats) -> Floats:
    """What each pair counts: labelled changes and labelled pairs half each, every set alike, in a set the faithful as much as others."""
    weight = np.zeros(len(sets))
    shared = {True: 0.0, False: 0.0}
    for name in np.unique(sets):
        for label in (0.0, 1.0):
            chosen = (sets == name) & (changed == label)
            if chosen.any():
                # A handful of pairs weighs as a handful.
                weight[chosen] = min(1.0, chosen.sum() / ENOUGH) / chosen.sum()
                shared[name in PUBLIC] += float(weight[chosen].sum())
    return np.asarray(weight / np.where(np.isin(sets, PUBLIC), shared[True], shared[False]))


def in_folds(
    rows: Rows, fold_models: Sequence[Models], kinds: Sequence[str], *, judged: bool, compared: bool
) -> Floats:
    """The fidelity of each pair by models that never saw it, from the judge's evidence, the comparisons' or both."""
    folds = folds_of([row["group"] for row in rows])
    changed = np.array([float(not row["faithful"]) for row in rows])
    sets = np.array([row["set"] for row in rows])
    weight = weights_of(sets, changed)
    found = np.zeros(len(rows))
    for fold in range(FOLDS):
        evidence = [evidence_of(row, changes_of(row, fold_models[fold], kinds)) for row in rows]
        names = [*evidence[0].whole, *max((pair.links for pair in evidence), key=len)[0]]
        always = {"reworded", "many links", "changes found"}
        chosen = [name for name in names if name in always or (judged if name in JUDGED else compared)]
        inside = folds != fold
        model = model_of(
            [pair for pair, take in zip(evidence, inside, strict=True) if take],
            changed[inside],
            weight[inside],
            sets[inside],
            chosen,
        )
        found[~inside] = chances([pair for pair, take in zip(evidence, inside, strict=True) if not take], model)
    return found


def main() -> None:
    """Fit, write, report."""
    rows, page = asked(__doc__)
    sets = np.array([row["set"] for row in rows])
    changed = np.array([float(not row["faithful"]) for row in rows])
    weight = weights_of(sets, changed)

    fold_models = [models_of(rows, fold) for fold in range(FOLDS)]
    ways = {
        "comparisons only": in_folds(rows, [PASS] * FOLDS, COMPARISONS, judged=False, compared=True),
        "judge only": in_folds(rows, fold_models, (DOUBTS,), judged=True, compared=False),
        "both": in_folds(rows, fold_models, (*COMPARISONS, DOUBTS), judged=True, compared=True),
    }
    lines = []
    for name in dict.fromkeys(sets):
        good, bad = (sets == name) & (changed == 0), (sets == name) & (changed == 1)
        if good.any() and bad.any():
            both = good | bad
            error = calibration_error(ways["both"][both], 1 - changed[both], weight[both])
            lines.append(
                (name, int(good.sum()), int(bad.sum()), *(area(way[good], way[bad]) for way in ways.values()), error)
            )
    error = calibration_error(ways["both"], 1 - changed, weight)
    lines.append(("all, weighted", int((changed == 0).sum()), int(changed.sum()), *[None] * len(ways), error))
    parts = {
        "folds": table(("set", "faithful", "changed", *(f"AUC, {way}" for way in ways), "calibration error"), lines)
    }
    bins = calibration(ways["both"], 1 - changed, weight)
    parts["reliability"] = bins_table("fidelity", "faithful", bins)
    reliability_diagram(PICTURES / "fidelity.svg", bins, "fidelity", "share that is faithful")

    models = models_of(rows)
    evidence = [evidence_of(row, changes_of(row, models, (*COMPARISONS, DOUBTS))) for row in rows]
    names = [*evidence[0].whole, *max((pair.links for pair in evidence), key=len)[0]]
    weights, intercept = model_of(evidence, changed, weight, sets, names)
    data: dict[str, Any] = {
        "intercept": round(intercept, 4),
        "weights": {name: round(weights[name], 4) for name in names},
    }
    DATA.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    parts["weights"] = table(
        ("evidence", "weight"), [(f"`{name}`", f"{value:.2f}") for name, value in data["weights"].items()]
    )
    parts["weights"] += f"\nThe intercept is `{data['intercept']:.2f}`.\n"
    for name, text in parts.items():
        print(text)
        if page:
            put(page, name, text)


if __name__ == "__main__":
    main()
