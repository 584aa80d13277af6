"""How sure a change is: a logistic model over what the comparison says of it and what the judge says of its place.

One model for each kind of finding (quotes, attributions, values, statements, places that only the judge doubts), with a level of its own
for every type. The numbers lie in ``data/confidence.json``, made by ``training/fit_confidence.py``; ``docs/confidence.md`` lists them, with
the threshold of each kind: what is less sure is not reported.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from unspin.document import Span

if TYPE_CHECKING:
    from unspin.align import Link
    from unspin.changes import Change
    from unspin.doubts import Doubt
    from unspin.language import Token

Model = dict[str, Any]

_SUREST = 0.99
_MOST = 5.0  # no logit counts for more

KINDS = {
    "quote-altered": "quotes", "quote-invented": "quotes",
    "attribution-changed": "attributions", "attribution-dropped": "attributions",
    "number-changed": "values", "time-changed": "values", "place-changed": "values", "entity-changed": "values",
    "role-swapped": "values", "polarity-flipped": "statements", "certainty-changed": "statements", "link-changed": "statements",
    "predicate-changed": "statements", "unsupported": "statements", "omitted": "statements",
}  # fmt: skip
"""The kind of finding that a type belongs to."""


def evidence_of_change(change: Change, link: Link, beside: int) -> dict[str, float]:
    """What speaks for a change that a comparison found: its own rule's confidence and the judge's doubts, as logits in [-5, 5].

    And how well the rest of the link is understood. ``beside`` is the number of other changes that the comparisons found in the link.
    """
    from unspin.align.substitutions import coverage  # noqa: PLC0415

    return {
        "rule": logit(change.confidence),
        **_of_judge(link, change.original, change.rewrite),
        "rest covered": coverage(link),
        "found beside": math.log1p(beside),
    }


def evidence_of_doubt(doubt: Doubt, link: Link, beside: int, others: int) -> dict[str, float]:
    """What speaks for a place that only the judge doubts: its doubts, and what the lexicon and the documents say of the words.

    ``beside`` is the number of changes that the comparisons found in the same link, ``others`` that of other doubted places.
    """
    from unspin.align.substitutions import coverage  # noqa: PLC0415
    from unspin.align.support import said  # noqa: PLC0415
    from unspin.language import span_of  # noqa: PLC0415

    ours, theirs = (span_of(side) if side else None for side in (doubt.original, doubt.rewrite))
    words = [token for token in doubt.rewrite or doubt.original if token.is_content]
    return {
        **_of_judge(link, ours, theirs),
        "alike": _alike(doubt),
        "said elsewhere": said(doubt.rewrite, link.original.facts)
        if theirs
        else said(doubt.original, link.rewrite.facts),
        "rest covered": coverage(link),
        "words": math.log1p(len(words)),
        "aligned": sum(map(link.words.backed, words)) / max(1, len(words)),
        "found beside": math.log1p(beside),
        "doubts beside": math.log1p(others),
    }


def _of_judge(link: Link, ours: Span | None, theirs: Span | None) -> dict[str, float]:
    judgement = link.judgement
    if judgement is None:
        return {"place": 0.0, "doubt": 0.0, "loss": 0.0, "not backed": 0.0, "not kept": 0.0, "unjudged": 1.0}
    doubt, loss = (judgement.doubt(theirs) if theirs else None), (judgement.loss(ours) if ours else None)
    return {
        # One doubted word on either side is enough: what took its place may well stand on both.
        "place": logit(max(doubt or 0.0, loss or 0.0)),
        "doubt": logit(doubt) if doubt is not None else 0.0,
        "loss": logit(loss) if loss is not None else 0.0,
        "not backed": logit(1 - judgement.backed),
        "not kept": logit(1 - judgement.kept),
        "unjudged": 0.0,
    }


def _alike(doubt: Doubt) -> float:
    """The likeness of the words that stand for each other, at its highest, in [0, 1]; 0 where one side is empty."""
    from unspin.embedding import word_similarity  # noqa: PLC0415
    from unspin.lexicon import similar  # noqa: PLC0415

    def likeness(one: Token, other: Token) -> float:
        listed = similar(one.lemma, one.pos, other.lemma, other.pos)
        if listed.reason in {"antonym", "unlike", "indirect antonym"}:
            return 0.0
        return max(listed.score, word_similarity(one.lower, other.lower))

    pairs = [(one, other) for one in doubt.original for other in doubt.rewrite if one.is_content and other.is_content]
    return max((likeness(one, other) for one, other in pairs), default=0.0)


def logit(chance: float) -> float:
    """The log-odds of a chance, in [-5, 5]."""
    chance = min(max(chance, 1e-9), 1 - 1e-9)
    return max(-_MOST, min(_MOST, math.log(chance / (1 - chance))))


def chance(evidence: Mapping[str, float], model: Model, change_type: str) -> float:
    """The chance in [0, .99], to two digits, that a person would call it a change of meaning, by a model of its kind."""
    score = model["levels"].get(change_type, model["level"])
    score += math.fsum(weight * evidence[name] for name, weight in model["weights"].items())
    return min(_SUREST, round(1 / (1 + math.exp(-score)), 2))


def threshold(model: Model, change_type: str) -> float:
    """The chance from which a change is reported."""
    return float(model["thresholds"].get(change_type, model["threshold"]))


@lru_cache(maxsize=1)
def models() -> dict[str, Model]:
    """The shipped models by kind: the values of ``KINDS``, and "doubts" for places that only the judge doubts.

    A model holds ``levels`` by type (``level`` for others), ``weights`` by kind of evidence, and ``thresholds`` by type (``threshold``
    for others).
    """
    found: dict[str, Model] = json.loads((files("unspin") / "data" / "confidence.json").read_text(encoding="utf-8"))[
        "models"
    ]
    return found
