"""The quality floor: which scores pass it."""

from __future__ import annotations

from pathlib import Path

import pytest

import quality
import sets


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A set of one file; its name."""
    (tmp_path / "some.jsonl").write_text('{"id": "1"}\n', encoding="utf-8")
    monkeypatch.setattr(sets, "EVALUATION", tmp_path)
    return "some"


def test_pinned_scores_pass_and_lower_ones_do_not(data: str) -> None:
    floor = quality.pinned({data: {"typed_f1": 0.5}})
    assert quality.compare({data: {"typed_f1": 0.5}}, floor) == []
    assert quality.compare({data: {"typed_f1": 0.6}}, floor) == []
    assert quality.compare({data: {"typed_f1": 0.48}}, floor) == ["some: typed_f1 is 0.4800, the floor is 0.5000"]


def test_other_data_and_a_set_without_a_floor_are_faults(data: str, tmp_path: Path) -> None:
    floor = quality.pinned({data: {"typed_f1": 0.5}})
    (tmp_path / "some.jsonl").write_text('{"id": "2"}\n', encoding="utf-8")
    assert "is not the file" in quality.compare({data: {"typed_f1": 0.9}}, floor)[0]
    assert "has no floor" in quality.compare({"other": {"typed_f1": 0.9}}, floor)[0]


def test_without_the_sets_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quality, "EVALUATION", tmp_path / "none")
    assert quality.main(["--check"]) == 0
    assert "skipped" in capsys.readouterr().out
