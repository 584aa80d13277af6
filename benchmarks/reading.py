"""Scores of what `read` finds, and of what `check` says of quotes, as quality.py prints and pins them."""

from __future__ import annotations

import contextlib
import io
from collections import defaultdict

import altered
import contradictions
import quotes
import twins
from sets import pairs_of
from tables import table

Scores = dict[str, float]


def score_reading(name: str, jobs: int) -> tuple[Scores, str]:
    """The scores of one of the sets in sets.READING, and a table of them."""
    if name.endswith("/twins"):
        # The benchmark of its own prints tables; here one row a score is enough.
        with contextlib.redirect_stdout(io.StringIO()):
            scores = dict(twins.score_set(name, errors=False))
    elif name.endswith("/contradictions"):
        found = contradictions.score(pairs_of(name))
        scores = {"precision": found.precision or 0.0, "recall": found.recall or 0.0}
    elif name == "quotes/altered_dev":
        scores = _altered(jobs)
    else:
        scores = _quotes(name)
    scores = {measure: round(float(score), 4) for measure, score in scores.items()}
    return scores, f"### {name}\n\n" + table(("score", "value"), list(scores.items()))


def _quotes(name: str) -> Scores:
    documents = pairs_of(name)
    read = quotes.unspin_quotes()
    predicted = [read(document["text"]) for document in documents]
    scores: Scores = {}
    for task in ("marked", "contents"):
        score = quotes.scores(documents, predicted, task)
        scores |= {f"{task}_f1": score["f1"], f"{task}_speaker_f1": score["speaker_f1"]}
    return scores


def _altered(jobs: int) -> Scores:
    """Of each variant the share judged rightly: harmless ones left alone, all others flagged."""
    texts = {line["id"]: line["text"] for line in altered.read(altered.DOCUMENTS)}
    right: dict[str, list[bool]] = defaultdict(list)
    for verdict in altered.verdicts(altered.read(altered.SET), texts, min(jobs, 2)):
        right[f"{verdict.item['label']}_{verdict.item['variant']}"].append(not verdict.wrong)
    return {variant: sum(found) / len(found) for variant, found in sorted(right.items())}
