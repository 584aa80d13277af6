"""What `reuse` finds, and what it writes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive.reuse_texts import (
    RESULTS,
    edited,
    found,
    lines,
    mixed_corpus,
    pairs,
    prose,
    reused,
    sentences,
    write,
    written,
)
from unspin import reuse
from unspin.archive import local


def test_a_copied_passage_is_found_with_its_places(tmp_path: Path) -> None:
    first, second = sentences(1, 12), sentences(2, 12)
    copied = first[4:9]
    texts = {"first": " ".join(first), "second": " ".join(second[:3] + copied + second[3:])}
    (passage,) = reused(tmp_path, texts)
    assert (passage["document"], passage["source"]) == ("second", "first")
    here = texts["second"][passage["start"] : passage["end"]]
    there = texts["first"][passage["source_start"] : passage["source_end"]]
    assert here == there == " ".join(copied).rstrip(".")
    assert (passage["kind"], passage["similarity"], passage["cluster"]) == ("verbatim", 1.0, 0)


def test_the_later_document_took_it_from_the_earlier_one(tmp_path: Path) -> None:
    text = prose(1)
    assert [(p["document"], p["source"]) for p in reused(tmp_path, {"z": text, "a": text, "m": text})] == [
        ("a", "z"), ("m", "z"), ("m", "a"),
    ]  # fmt: skip


def test_identical_documents_and_copied_leads(tmp_path: Path) -> None:
    lead = sentences(3, 5)
    texts = {
        "one": prose(1),
        "same": prose(1),
        "lead": " ".join(lead + sentences(4, 9)),
        "led": " ".join(lead + sentences(5, 9)),
    }
    same, led = reused(tmp_path, texts)
    assert (same["start"], same["end"]) == (0, len(texts["one"]) - 1)
    assert (led["start"], led["source_start"]) == (0, 0)
    assert texts["led"][: led["end"]].startswith(" ".join(lead).rstrip("."))


def test_edited_and_reordered_copies_are_found(tmp_path: Path) -> None:
    own = sentences(6, 12)
    texts = {"own": " ".join(own), "edited": edited(" ".join(own), 1), "turned": " ".join(own[6:] + own[:6])}
    passages = reused(tmp_path, texts)
    kinds = {p["kind"] for p in passages if p["document"] == "edited"}
    assert kinds == {"near-verbatim"}
    covered = sum(p["end"] - p["start"] for p in passages if (p["document"], p["source"]) == ("turned", "own"))
    assert covered > 0.8 * len(texts["turned"])


def test_places_are_code_points_whatever_the_marks(tmp_path: Path) -> None:
    text = prose(7).replace("e", "e\u0301").replace("a", "𝒂")
    texts = {"plain": prose(7), "marked": "\u0301\u0308 𝒜☃ — " + text}
    (passage,) = reused(tmp_path, texts)
    assert (passage["start"], passage["end"]) == (8, len(texts["marked"]) - 1)
    assert passage["kind"] == "verbatim"


@pytest.mark.parametrize("texts", [{}, {"a": "Word"}, {"a": "Word", "b": "word"}, {"a": "…", "b": "☃ ☃"}])
def test_nothing_to_find(tmp_path: Path, texts: dict[str, str]) -> None:
    assert reused(tmp_path, texts) == []
    report = json.loads((tmp_path / "found" / "report.json").read_text())
    assert (report["documents"], report["passages"], report["clusters"], report["skipped"]) == (len(texts), 0, 0, [])
    for name in ("passages", "clusters"):
        assert (tmp_path / "found" / f"{name}.jsonl").read_bytes() == b""
        assert pq.read_table(tmp_path / "found" / f"{name}.parquet").num_rows == 0


def test_a_text_of_ten_megabytes(tmp_path: Path) -> None:
    passage = prose(9)
    many = "".join(
        f"Line {number} names {number * 7919 % 1_000_003} things and no more.\n" for number in range(230_000)
    )
    assert len(many) > 10_000_000
    half = len(many) // 2
    (passage_found,) = reused(tmp_path, {"short": passage, "long": f"{many[:half]}\n{passage}\n{many[half:]}"})
    assert abs(passage_found["start"] - half) < 60
    assert passage_found["end"] - passage_found["start"] >= len(passage) - 1


def test_min_length_counts_on_both_sides(tmp_path: Path) -> None:
    shared = sentences(11, 3)
    length = len(" ".join(shared)) - 1
    texts = {
        "a": " ".join(sentences(12, 5) + shared + sentences(13, 5)),
        "b": " ".join(sentences(14, 5) + shared + sentences(15, 5)),
    }
    assert len(reused(tmp_path, texts, min_length=length)) == 1
    assert reused(tmp_path, texts, min_length=length + 40) == []


def test_documents_of_one_group_are_not_compared(tmp_path: Path) -> None:
    text = prose(1)
    outlets = {"a": "Day", "b": "Day", "c": "Night", "d": None, "e": 5, "f": "5"}
    corpus = write(tmp_path / "c.jsonl", [{"id": n, "text": text, "outlet": outlet} for n, outlet in outlets.items()])
    reuse([corpus], output=tmp_path / "found", group_by="outlet")
    missing = {("b", "a"), ("f", "e")}
    names = list(outlets)
    every = {(later, name) for at, name in enumerate(names) for later in names[at + 1 :]}
    assert set(pairs(tmp_path / "found")) == every - missing
    reuse([corpus], output=tmp_path / "all")
    assert set(pairs(tmp_path / "all")) == every


def test_against_another_corpus(tmp_path: Path) -> None:
    ours = write(tmp_path / "ours.jsonl", {"same": prose(1), "b": prose(2), "c": prose(2)})
    theirs = write(tmp_path / "theirs.jsonl", {"same": prose(1), "x": prose(2), "y": prose(2), "z": prose(3)})
    report = reuse([ours], against=[theirs], output=tmp_path / "found")
    assert pairs(tmp_path / "found") == [("same", "same"), ("b", "x"), ("b", "y"), ("c", "x"), ("c", "y")]
    assert (report["documents"], report["against"], report["skipped"]) == (3, 4, [])
    first, second = lines(tmp_path / "found" / "clusters.jsonl")
    assert [(place["document"], place["against"]) for place in first["places"]] == [("same", True), ("same", False)]
    assert [(place["document"], place["against"]) for place in second["places"]] == [
        ("x", True), ("y", True), ("b", False), ("c", False),
    ]  # fmt: skip
    assert reuse([ours], against=[], output=tmp_path / "none")["against"] == 0
    assert found(tmp_path / "none") == []


def test_every_kind_of_source(tmp_path: Path) -> None:
    text = prose(1)
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(text)
    write(folder / "b.jsonl", {"b": text})
    (folder / "c.ndjson.gz").write_bytes(gzip.compress(json.dumps({"id": 3, "text": text}).encode()))
    pq.write_table(pa.table({"id": [4], "text": [text], "outlet": ["Day"]}), folder / "d.parquet")
    (folder / ".hidden.txt").write_text(text)
    # The results lie in a folder that is read.
    for _ in range(2):
        report = reuse([folder], output=folder / "found")
        assert report["documents"] == 4
        assert [document for document, _ in pairs(folder / "found")] == ["b", "3", "3", "4", "4", "4"]
    assert pairs(folder / "found")[0][1] == f"{folder.as_posix()}/a.txt"


def test_invalid_utf_8_and_what_else_cannot_be_taken(tmp_path: Path) -> None:
    text = prose(1)
    bad = tmp_path / "bad.jsonl"
    good = json.dumps({"id": "good", "text": text}).encode()
    bad.write_bytes(
        good
        + b'\n{"id": "a", "text": "\xff"}\n\n'
        + good
        + b'\n{"id": "b", "text": " "}\n{"id": "\\ud800", "text": "x"}\n'
        b'{"id": "c", "text": "\\ud800"}\n{"id": true, "text": "x"}\n{"id": "", "text": "x"}\nno\n'
        + json.dumps({"id": "last", "text": text}).encode()
    )
    report = reuse([bad, tmp_path / "missing.txt"], output=tmp_path / "found")
    assert pairs(tmp_path / "found") == [("last", "good")]
    assert [(skip["line"], skip["id"], skip["reason"]) for skip in report["skipped"]] == [
        (2, None, "not UTF-8"),
        (4, "good", "another document has its id"),
        (5, "b", "its text is empty"),
        (6, "\ud800", "its id is not valid Unicode"),
        (7, "c", "its text is not valid Unicode"),
        (8, None, 'no usable "id": a text or a whole number is needed'),
        (9, None, 'no usable "id": a text or a whole number is needed'),
        (10, None, "not JSON: Expecting value"),
        (None, None, "there is no such file"),
    ]


def test_parquet_and_json_lines_hold_the_same(tmp_path: Path) -> None:
    reused(tmp_path, mixed_corpus())
    for name in ("passages", "clusters"):
        rows = pq.read_table(tmp_path / "found" / f"{name}.parquet").to_pylist()
        assert rows
        assert rows == lines(tmp_path / "found" / f"{name}.jsonl")
    assert list(found(tmp_path / "found")[0]) == [
        *("document", "start", "end", "source", "source_start", "source_end", "kind", "similarity", "cluster")
    ]
    assert sorted(path.name for path in (tmp_path / "found").iterdir()) == sorted([*RESULTS, "report.json"])


def test_passages_are_in_order_and_counted(tmp_path: Path) -> None:
    texts = mixed_corpus()
    passages = reused(tmp_path, texts)
    number = {name: at for at, name in enumerate(texts)}
    keys = [(number[p["document"]], p["start"], number[p["source"]], p["source_start"]) for p in passages]
    assert keys == sorted(keys)
    report = json.loads((tmp_path / "found" / "report.json").read_text())
    assert report["passages"] == len(passages) == sum(report["kinds"].values())
    assert report["characters"] == sum(map(len, texts.values()))
    assert report["clusters"] == len({p["cluster"] for p in passages})
    assert report["parameters"] == {"min_length": 150, "group_by": None}
    made = [which for which in range(3, 60) if which % 12 in (3, 6, 9, 10)]
    assert {(f"d{which:03}", f"d{which - 2:03}") for which in made} <= set(pairs(tmp_path / "found"))


@pytest.mark.parametrize("sizes", [(1 << 20, 1 << 24, 1 << 13), (300, 400, 3), (1, 1, 1)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_same_bytes_whatever_the_jobs_and_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, int, int], jobs: int
) -> None:
    corpus = write(tmp_path / "c.jsonl", mixed_corpus())
    reuse([corpus], output=tmp_path / "plain")
    for name, size in zip(("_CUT", "_BLOCK", "_PAIRS"), sizes, strict=True):
        monkeypatch.setattr(local, name, size)
    reuse([corpus], output=tmp_path / "other", jobs=jobs)
    assert written(tmp_path / "other") == written(tmp_path / "plain")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_length": 0}, "a passage has at least 1 character, not 0"),
        ({"jobs": 0}, "jobs must be at least 1, not 0"),
        ({"group_by": "text"}, "documents cannot be grouped by 'text'"),
    ],
)
def test_arguments_out_of_range(tmp_path: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        reuse([tmp_path], output=tmp_path / "found", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "found").exists()
