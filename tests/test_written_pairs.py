"""What was written by hand to train the judge: well-formed, and apart from what it is measured on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from unspin.changes import all_types

HOME = Path(__file__).resolve().parents[1]
FILES = sorted((HOME / "training" / "judge" / "written").glob("*.jsonl"))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_is_whole(path: Path) -> None:
    types = {kind.name for kind in all_types()}
    for line in lines(path):
        assert set(line) == {"original", "faithful", "changed"}
        assert len(line["faithful"]) == 2
        assert len({change["type"] for change in line["changed"]}) == 3
        assert not any("[[" in text or text == line["original"] for text in line["faithful"])
        for change in line["changed"]:
            assert change["type"] in types
            marks = change["text"].count("[["), change["text"].count("]]")
            assert marks == ((0, 0) if change["type"] == "omitted" else (1, 1)), change["text"]
            if change["type"] in {"unsupported", "quote-invented"}:
                assert change["was"] is None
            else:
                assert change["was"] in line["original"], change["was"]


def test_nothing_measured_is_trained_on() -> None:
    trained = [line["original"] for path in FILES for line in lines(path)]
    assert len(FILES) == 20
    assert len(trained) == len(set(trained)) == 1960
    measured = {
        pair["original"]
        for path in (HOME / "benchmarks" / "data").glob("*.jsonl")
        for pair in lines(path)
        if "original" in pair
    }
    assert len(measured) > 300
    assert not measured & set(trained)
