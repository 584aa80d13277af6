"""Fit the confidence of changes, and say how well it holds on pairs that it was not fitted on.

    python training/fit_confidence.py EVIDENCE.jsonl [--page docs/confidence.md]

EVIDENCE is what evidence.py writes. A logistic model for each kind of finding, with a level for every type; all figures are of five
folds in which pairs of one original stay together: each pair is scored by a model that never saw it. Writes
src/unspin/data/confidence.json; --page puts the tables into a page.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from diagram import reliability_diagram
from logistic import FOLDS, Floats, calibration, calibration_error, fitted, folds_of

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME / "benchmarks"))

from sets import scorer  # noqa: E402
from tables import put, table  # noqa: E402
from unspin.candidates import DOUBTS, Candidate  # noqa: E402
from unspin.changes import Change  # noqa: E402
from unspin.check import reported  # noqa: E402
from unspin.confidence import chance  # noqa: E402
from unspin.document import Span  # noqa: E402

PICTURES = HOME / "docs" / "images"
DATA = HOME / "src" / "unspin" / "data" / "confidence.json"
JUDGED = ("place", "not backed", "not kept", "unjudged")
REST = ("rest covered", "found beside")
EVIDENCE = {
    "quotes": ("rule",),
    "attributions": ("rule", *JUDGED, *REST),
    "values": ("rule", *JUDGED, *REST),
    "statements": ("rule", *JUDGED, *REST),
    DOUBTS: (
        "doubt",
        "loss",
        "not backed",
        "not kept",
        "alike",
        "said elsewhere",
        "rest covered",
        "words",
        "aligned",
        "doubts beside",
    ),
}
FREE = frozenset({"unjudged", "alike", "said elsewhere", "words", "aligned", "doubts beside", *REST})
PENALTY = {"level": 0.0, "type": 0.02, "evidence": 0.004}
# A pair of which only the whole is labelled says less of a place: its candidates weigh so much.
WHOLE_PAIR = 0.25
# The candidates of a set that is five times as large as the others and reworded more heavily than most texts are.
WEIGHTS = {"own/written": 0.3}
# Under this a finding of a comparison is not reported; a place that only the judge doubts must be surer.
THRESHOLDS = {"quotes": 0.25, "attributions": 0.25, "values": 0.25, "statements": 0.25, DOUBTS: 0.8}
# Never: whether leaving something out misleads, the judge cannot tell; to shorten is no change.
TYPE_THRESHOLDS = {DOUBTS: {"omitted": 1.0}}

Rows = list[dict[str, Any]]
Models = dict[str, dict[str, Any]]
Bins = Sequence[tuple[float, float, float]]


@dataclass(frozen=True)
class Table:
    """The candidates of one kind as numbers: a level, a column a type, a column each kind of evidence."""

    columns: Floats
    labels: Floats
    weight: Floats
    types: tuple[str, ...]
    folds: npt.NDArray[np.int64]


def is_labelled(row: dict[str, Any], candidate: dict[str, Any]) -> bool:
    """Whether it is known of a candidate if it is a change."""
    return candidate["meets"] is not None and not candidate["info"] and row["set"] != "joined"


def weight_of(row: dict[str, Any]) -> float:
    """What a candidate of a pair counts."""
    return WHOLE_PAIR if row["changes"] is None else WEIGHTS.get(row["set"], 1.0)


def is_right(candidate: dict[str, Any]) -> bool:
    """Whether a candidate meets a labelled change."""
    return bool(candidate["meets"])


def table_of(rows: Rows, kind: str) -> Table:
    """The labelled candidates of a kind."""
    found = [
        (row, candidate)
        for row in rows
        for candidate in row["candidates"]
        if candidate["kind"] == kind and is_labelled(row, candidate)
    ]
    types = tuple(sorted({candidate["type"] for _, candidate in found}))
    columns = [
        [
            1.0,
            *(float(candidate["type"] == name) for name in types),
            *(candidate["evidence"][name] for name in EVIDENCE[kind]),
        ]
        for _, candidate in found
    ]
    return Table(
        np.array(columns),
        np.array([float(is_right(candidate)) for row, candidate in found]),
        np.array([weight_of(row) for row, _ in found]),
        types,
        folds_of([row["group"] for row, _ in found]),
    )


def model_of(data: Table, kind: str, chosen: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """The model of a kind, fitted on some of its candidates."""
    names = EVIDENCE[kind]
    free = np.array([True] * (1 + len(data.types)) + [name in FREE for name in names])
    penalty = np.array([PENALTY["level"], *[PENALTY["type"]] * len(data.types), *[PENALTY["evidence"]] * len(names)])
    found = fitted(data.columns[chosen], data.labels[chosen], data.weight[chosen], free=free, penalty=penalty)
    level, levels, weights = found[0], found[1 : 1 + len(data.types)], found[1 + len(data.types) :]
    return {
        "level": round(float(level), 3),
        "levels": {name: round(float(level + value), 3) for name, value in zip(data.types, levels, strict=True)},
        "weights": {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)},
        "threshold": THRESHOLDS[kind],
        "thresholds": TYPE_THRESHOLDS.get(kind, {}),
    }


def models_of(rows: Rows, without: int | None = None) -> Models:
    """The models of all kinds, fitted on every fold but one, or on all."""
    return {
        kind: model_of(data, kind, data.folds != (-1 if without is None else without))
        for kind in EVIDENCE
        if (data := table_of(rows, kind)).columns.size
    }


def changes_of(row: dict[str, Any], models: Models, kinds: Iterable[str]) -> list[Change]:
    """What would be reported of a pair, of the candidates of some kinds, by these models."""
    candidates = []
    for found in row["candidates"]:
        if found["kind"] in kinds:
            spans = (Span(*found[side]) if found[side] else None for side in ("original", "rewrite"))
            severity = "info" if found["info"] else None
            change = Change(found["type"], *spans, "", severity=severity)
            alone = {"found beside": 0.0} if tuple(kinds) == (DOUBTS,) else {}
            candidates.append(Candidate(change, found["kind"], {**found["evidence"], **alone}))
    return reported(candidates, models)


Way = tuple[str, Callable[[dict[str, Any], Models], list[Change]]]
COMPARISONS = tuple(kind for kind in EVIDENCE if kind != DOUBTS)
WAYS: tuple[Way, ...] = (
    ("comparisons only", lambda row, _: changes_of(row, PASS, COMPARISONS)),
    ("judge only", lambda row, models: changes_of(row, models, (DOUBTS,))),
    ("comparisons, doubted by the judge", lambda row, models: changes_of(row, models, COMPARISONS)),
    ("both", lambda row, models: changes_of(row, models, tuple(EVIDENCE))),
)
PASS: Models = {
    kind: {"level": 0.0, "levels": {}, "weights": {"rule": 1.0}, "threshold": 0.0, "thresholds": {}}
    for kind in COMPARISONS
}


def scored(rows: Rows, fold_models: Sequence[Models]) -> str:
    """A table: each labelled set, by each way, scored by models that never saw the pair."""
    folds = folds_of([row["group"] for row in rows])
    lines = []
    for name in dict.fromkeys(row["set"] for row in rows if row["changes"] is not None):
        chosen = [(row, fold_models[fold]) for row, fold in zip(rows, folds, strict=True) if row["set"] == name]
        gold = [{"id": row["id"], "changes": row["changes"]} for row, _ in chosen]
        for way, report in WAYS:
            predicted = [
                {"id": row["id"], "changes": [_plain(change) for change in report(row, models)]}
                for row, models in chosen
            ]
            score = scorer("score_changes").score(gold, predicted)
            detection, typed = score["detection"], score["typed"]
            lines.append(
                (
                    name,
                    way,
                    detection["precision"],
                    detection["recall"],
                    detection["f1"],
                    typed["f1"],
                    score["pairs"]["specificity"],
                )
            )
    return table(("set", "", "precision", "recall", "F1", "typed F1", "specificity"), lines)


def _plain(change: Change) -> dict[str, Any]:
    places = {
        side: span and (span.start, span.end)
        for side, span in (("original", change.original), ("rewrite", change.rewrite))
    }
    return {"type": change.type, "severity": change.severity, **places}


def reliability(rows: Rows, fold_models: Sequence[Models]) -> tuple[Bins, str, str]:
    """The confidence of reported changes beside the share that a person labelled, as bins and as a table; the calibration error by kind."""
    folds = folds_of([row["group"] for row in rows])
    chances, labels, weight, kinds = [], [], [], []
    for row, fold in zip(rows, folds, strict=True):
        for found in row["candidates"]:
            if not is_labelled(row, found) or found["kind"] not in fold_models[fold]:
                continue
            model = fold_models[fold][found["kind"]]
            sure = chance(found["evidence"], model, found["type"])
            if sure >= model["threshold"]:
                chances.append(sure)
                labels.append(float(is_right(found)))
                weight.append(weight_of(row))
                kinds.append(found["kind"])
    all_ = [np.array(values) for values in (chances, labels, weight)]
    bins = calibration(*all_)
    errors: list[tuple[object, ...]] = [("all", len(chances), f"{calibration_error(*all_):.3f}")]
    for kind, number in Counter(kinds).items():
        chosen = np.array([name == kind for name in kinds])
        errors.append((kind, number, f"{calibration_error(*(values[chosen] for values in all_)):.3f}"))
    return bins, bins_table("confidence", "labelled", bins), table(("kind", "changes", "calibration error"), errors)


def bins_table(across: str, up: str, bins: Bins) -> str:
    """The bins of a reliability diagram as a table."""
    return table((across, up, "part of all"), [tuple(f"{value:.2f}" for value in found) for found in bins])


def weights_table(models: Models) -> str:
    """The shipped numbers."""
    names = tuple(dict.fromkeys(name for evidence in EVIDENCE.values() for name in evidence))
    return table(
        ("kind", "threshold", "level", *names),
        [
            (kind, model["threshold"], model["level"], *(model["weights"].get(name, "") for name in names))
            for kind, model in models.items()
        ],
    )


def asked(description: str | None) -> tuple[Rows, Path | None]:
    """The rows of the evidence that the command line names, and the page to put tables into."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evidence", type=Path)
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    return [json.loads(line) for line in options.evidence.read_text(encoding="utf-8").splitlines()], options.page


def main() -> None:
    """Fit, write, report."""
    rows, page = asked(__doc__)
    fold_models = [models_of(rows, fold) for fold in range(FOLDS)]
    models = models_of(rows)
    DATA.write_text(json.dumps({"models": models}, indent=1) + "\n", encoding="utf-8")
    parts = {"ablation": scored(rows, fold_models), "weights": weights_table(models)}
    bins, parts["reliability"], parts["errors"] = reliability(rows, fold_models)
    reliability_diagram(PICTURES / "confidence.svg", bins, "confidence", "share labelled as changes")
    for name, text in parts.items():
        print(text)
        if page:
            put(page, name, text)


if __name__ == "__main__":
    main()
