"""Laws of fidelity: nothing different is 1, every finding lowers it, and what was not explained ranks what is left."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from unspin import Change, Document, check
from unspin.align import Link
from unspin.changes import Severity
from unspin.check import compare
from unspin.document import Span
from unspin.fidelity import evidence_of, fidelity

PAGE = Path(__file__).parents[1] / "docs" / "fidelity.md"
ORIGINAL = "Councillor Mara Teel said on Tuesday that 1,200 homes near the Orsk canal would be built by the firm."
FAITHFUL = "On Tuesday councillor Mara Teel said that the firm would build 1,200 homes near the Orsk canal."
CHANGED = "On Tuesday councillor Mara Teel said that the firm would build 2,100 homes near the Orsk canal."


def links_of(original: str, rewrite: str) -> list[Link]:
    return compare(Document(original), Document(rewrite))[0]


def change(confidence: float, severity: Severity = "error") -> Change:
    return Change("unsupported", None, Span(0, 10), "", confidence, severity)


def model() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files("unspin") / "data" / "fidelity.json").read_text("utf-8"))
    return data


def evidence(links: list[Link]) -> dict[str, float]:
    found = evidence_of(links, [])
    return {**{name: max(link[name] for link in found.links) for name in (found.links or ({},))[0]}, **found.whole}


def test_every_kind_of_evidence_has_a_weight_that_speaks_against_fidelity() -> None:
    weights = model()["weights"]
    assert weights.keys() == evidence(links_of(ORIGINAL, FAITHFUL)).keys()
    assert all(weight >= 0 for weight in weights.values())


def test_the_docs_list_the_weights() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"| `{name}` | {weight:.2f} |" in page for name, weight in model()["weights"].items())
    assert f"`{model()['intercept']:.2f}`" in page


def test_a_text_and_itself() -> None:
    found = evidence_of(links_of(ORIGINAL, ORIGINAL), [])
    assert not found.links
    assert not any(found.whole.values())
    assert check(ORIGINAL, ORIGINAL).fidelity == 1
    assert check("", "").fidelity == 1


def test_a_faithful_rewrite_ranks_between_a_copy_and_a_change() -> None:
    faithful, changed = check(ORIGINAL, FAITHFUL), check(ORIGINAL, CHANGED)
    assert not faithful.changes
    assert [change.type for change in changed.changes] == ["number-changed"]
    assert 1 > faithful.fidelity > 0.5 > changed.fidelity


@pytest.mark.parametrize("severity", ["error", "warning"])
@pytest.mark.parametrize("rewrite", [ORIGINAL, FAITHFUL])
def test_each_change_found_lowers_fidelity(rewrite: str, severity: Severity) -> None:
    links = links_of(ORIGINAL, rewrite)
    scores = [fidelity(links, [change(0.6, severity)] * count) for count in range(5)]
    assert scores == sorted(set(scores), reverse=True)


def test_a_surer_change_lowers_fidelity_more_and_a_remark_not_at_all() -> None:
    links = links_of(ORIGINAL, FAITHFUL)
    scores = [fidelity(links, [change(confidence)]) for confidence in (0.5, 0.7, 0.9, 0.95)]
    assert scores == sorted(set(scores), reverse=True)
    assert fidelity(links, [change(0.9, "info")]) == fidelity(links, [])


@pytest.mark.parametrize(
    ("kind", "rewrite"),
    [
        ("values new", FAITHFUL.replace("homes", "homes and 14 shops")),
        ("names new", FAITHFUL.replace("the firm", "Hobart Quill")),
        ("names gone", FAITHFUL.replace("councillor Mara Teel", "a councillor")),
        ("new among kept", FAITHFUL.replace("the firm", "the flamboyant firm")),
        ("gone among kept", FAITHFUL.replace("On Tuesday ", "").replace("homes ", "")),
        ("not backed", FAITHFUL + "\n\nA brass band played waltzes in the snow."),
    ],
)
def test_what_has_no_explanation_counts_where_no_change_is_reported(kind: str, rewrite: str) -> None:
    faithful, other = links_of(ORIGINAL, FAITHFUL), links_of(ORIGINAL, rewrite)
    assert evidence(other)[kind] > evidence(faithful)[kind]
    assert fidelity(other, []) < fidelity(faithful, [])


def test_types_that_are_not_selected_count_all_the_same() -> None:
    every, none = check(ORIGINAL, CHANGED), check(ORIGINAL, CHANGED, select=["quote-altered"])
    assert not none.changes
    assert every.fidelity == none.fidelity
