"""The benchmark of altered quotes: what counts as flagged, and what as wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import altered

TEXT = "“We lost nine boats that night,” said the skipper, Jon Aske."


def item(label: str, rewrite: str) -> altered.Item:
    return {"id": "1", "document": "d", "label": label, "variant": label, "rewrite": rewrite, "quote_in_original": ""}


def test_items_are_judged_against_their_article() -> None:
    items = [item("benign", TEXT), item("altered", TEXT.replace("nine", "six")), item("altered", TEXT)]
    found = list(altered.verdicts(items, {"d": TEXT}, 1))
    assert [verdict.types for verdict in found] == [set(), {"quote-altered"}, set()]
    assert [verdict.wrong for verdict in found] == [False, False, True]
    assert [row[:4] for row in altered.rows(found)] == [("altered", "altered", 2, 0.5), ("benign", "benign", 1, 0.0)]


def test_a_remark_flags_nothing() -> None:
    verdict = altered.Verdict(item("benign", TEXT), (("quote-altered", "info", 0.3, ""),))
    assert verdict.types == set()


def test_without_the_set_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(altered, "SET", tmp_path / "none")
    assert altered.main([]) == 0
    assert "skipped" in capsys.readouterr().out
