"""Laws of confidence and of what only the judge doubts: places stand where they say, and no doubt makes a change less sure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from unspin import Document, check
from unspin.align import Link
from unspin.candidates import DOUBTS
from unspin.changes import all_types
from unspin.check import candidates, judged_links, reported
from unspin.confidence import KINDS, logit, models
from unspin.document import Span
from unspin.doubts import doubts
from unspin.facts import Facts
from unspin.judge import Judgement, Pieces
from unspin.language import analyse

PAGE = Path(__file__).parents[1] / "docs" / "confidence.md"
ORIGINAL = "The ferry company cancelled the evening crossing to Tarn Island because of high waves."
REWORDED = "Because the waves were high, the evening crossing to Tarn Island was called off by the ferry company."


class Says:
    """A judge that doubts the words that it is told to, and backs a pair that holds none of them."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        return [self._judgement(original, rewrite) for original, rewrite in pairs]

    def _judgement(self, original: str, rewrite: str) -> Judgement:
        doubts, losses = self._pieces(rewrite), self._pieces(original)
        backed, kept = (0.1 if pieces.chances.max() > 0.5 else 0.9 for pieces in (doubts, losses))
        return Judgement(backed, 0.95 - backed, 0.05, kept, doubts, losses)

    def _pieces(self, text: str) -> Pieces:
        words = text.split(" ")
        starts = np.cumsum([0, *(len(word) + 1 for word in words[:-1])])
        chances = np.array([0.95 if word.strip(".,") in self.words else 0.02 for word in words], dtype=np.float32)
        return Pieces(starts, starts + [len(word) for word in words], chances, 0.1)


def links(original: str, rewrite: str, *doubted: str) -> list[Link]:
    ours, theirs = map(Facts, analyse(Document(original), Document(rewrite)))
    return judged_links(ours, theirs, Says(*doubted))


def doubted_places(original: str, rewrite: str, *doubted: str) -> list[tuple[str, str, str]]:
    return [
        (found.type, " ".join(token.text for token in found.original), " ".join(token.text for token in found.rewrite))
        for link in links(original, rewrite, *doubted)
        for found in doubts(link)
    ]


def test_every_type_is_of_a_kind_that_has_a_model() -> None:
    assert KINDS.keys() == {kind.name for kind in all_types()}
    assert models().keys() == {*KINDS.values(), DOUBTS}


def test_no_chance_makes_a_change_less_sure() -> None:
    for model in models().values():
        for name in ("rule", "place", "doubt", "loss", "not backed", "not kept"):
            assert model["weights"].get(name, 0.0) >= 0


def test_the_docs_list_the_weights() -> None:
    page = PAGE.read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads((files("unspin") / "data" / "confidence.json").read_text("utf-8"))
    for kind, model in data["models"].items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {kind} | {model['threshold']:.3f} |"))
        assert f"| {model['level']:.3f} |" in row


@pytest.mark.parametrize(
    ("rewrite", "doubted", "place"),
    [
        (ORIGINAL.replace("cancelled", "delayed"), "delayed", ("predicate-changed", "cancelled", "delayed")),
        (ORIGINAL.replace("waves.", "waves and strong fog."), "fog", ("unsupported", "", "strong fog")),
        (ORIGINAL.replace(" because of high waves", ""), "high waves", ("omitted", "high waves", "")),
        (ORIGINAL.replace("Tarn", "Orsk"), "Orsk", ("entity-changed", "Tarn", "Orsk")),
    ],
)
def test_a_doubted_word_becomes_a_place_with_what_it_took_the_place_of(
    rewrite: str, doubted: str, place: tuple[str, str, str]
) -> None:
    found = doubted_places(ORIGINAL, rewrite, *doubted.split())
    assert len(found) == 1
    assert found[0][0] in {place[0], "place-changed"}
    assert place[1] in found[0][1]
    assert place[2].split()[-1:] == found[0][2].split()[-1:]


def test_nothing_is_doubted_where_the_judge_has_no_doubt() -> None:
    assert doubted_places(ORIGINAL, REWORDED) == []


def test_a_judgement_tells_places_of_the_documents() -> None:
    before = "Nobody was hurt.\n\n"
    [_, link] = links(before + ORIGINAL, before + REWORDED, "called")
    judgement = link.judgement
    assert judgement is not None
    place = (before + REWORDED).index("called")
    assert judgement.doubt(Span(place, place + 6)) == pytest.approx(0.95)
    assert judgement.doubt(Span(place + 7, place + 10)) == pytest.approx(0.02)
    assert judgement.most_doubted == pytest.approx(0.95)
    assert judgement.most_lost == pytest.approx(0.02)


def test_invisible_and_curly_characters_move_no_place() -> None:
    original = "The ferry company\u200b cancelled “the evening crossing”  to Tarn Island."
    [link] = links(original, original.replace("cancelled", "delayed"), "cancelled")
    assert link.judgement is not None
    place = original.index("cancelled")
    assert link.judgement.loss(Span(place, place + 9)) == pytest.approx(0.95)
    assert link.judgement.loss(Span(0, place)) == pytest.approx(0.02)


@pytest.mark.parametrize(("least", "places"), [(0.0, ["delayed"]), (1.0, [])])
def test_only_what_is_sure_enough_is_reported(least: float, places: list[str]) -> None:
    rewrite = ORIGINAL.replace("cancelled", "delayed")
    shipped = {kind: {**model, "threshold": least, "thresholds": {}} for kind, model in models().items()}
    found = reported(candidates(links(ORIGINAL, rewrite, "delayed")), shipped)
    assert [rewrite[change.rewrite.start : change.rewrite.end] for change in found if change.rewrite] == places


def test_a_doubt_beside_what_a_comparison_found_is_not_reported() -> None:
    original, rewrite = "The 40 men cancelled the crossing.", "The 70 men delayed the crossing."
    every = {kind: {**model, "threshold": 0.0, "thresholds": {}} for kind, model in models().items()}
    judged = links(original, rewrite, "delayed")
    assert DOUBTS in [candidate.kind for candidate in candidates(judged)]
    assert [change.type for change in reported(candidates(judged), every)] == ["number-changed"]


def test_log_odds_are_bounded() -> None:
    assert [logit(0.0), logit(0.5), logit(1.0)] == [-5.0, 0.0, 5.0]


def test_a_judge_of_ones_own_is_asked() -> None:
    calm = check(ORIGINAL, REWORDED, judge=Says()).fidelity
    assert check(ORIGINAL, REWORDED, judge=Says("called")).fidelity < calm
