"""The benchmarks: which scores pass the quality floor, tables, typographic copies."""

from __future__ import annotations

from pathlib import Path

import pytest

import quality
import sets
import tables
import typography


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


class TestTables:
    def test_a_table(self) -> None:
        assert (
            tables.table(("a", "b"), [(1, 0.5), ("x", None)]) == "| a | b |\n| --- | --- |\n| 1 | 0.500 |\n| x | – |\n"
        )

    def test_a_table_is_put_where_the_page_asks_for_it(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_text("Before.\n<!-- begin some -->\nold\n<!-- end some -->\nAfter.\n", encoding="utf-8")
        tables.put(page, "some", "| new \\1 |")
        tables.put(page, "some", "| new \\1 |")
        assert page.read_text(encoding="utf-8") == (
            "Before.\n<!-- begin some -->\n\n| new \\1 |\n\n<!-- end some -->\nAfter.\n"
        )
        with pytest.raises(ValueError, match="has no place"):
            tables.put(page, "other", "text")


def test_typographic_copies_differ_in_typography_alone() -> None:
    text = '"It\'s late," she said. He asked: "Why 12 boats?"\n\nNobody knew.'
    made = typography.copies(text)
    assert made["curly marks"] == "“It’s late,” she said. He asked: “Why 12 boats?”\n\nNobody knew."
    assert set(made) == set(typography.COPIES) - {"straight marks", "other line breaks"}
    for copied in made.values():
        assert typography.straight(copied).split() == text.split()
    assert typography.wrapped("one two three\n\nfour five", 8) == "one two\nthree\n\nfour\nfive"
