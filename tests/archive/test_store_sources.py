"""Files to documents: what is read, in which order, and what is told of the rest."""

from __future__ import annotations

import datetime
import decimal
import gzip
import json
import os
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.archive.sources import Record, Skip, Sources

GOOD = {"id": "a", "text": "Some text.", "title": "T", "outlet": None, "more": [1, {"x": "y"}]}
READ = ("a", "Some text.", {"title": "T", "more": [1, {"x": "y"}]})


def found_in(*paths: Path | str, leave_out: Path | None = None) -> list[Record | Skip]:
    return list(Sources(paths, leave_out=leave_out))


def told(found: list[Record | Skip]) -> list[tuple[int | None, str | None, str]]:
    return [(each.line, each.id, each.reason) for each in found if isinstance(each, Skip)]


def ids(found: list[Record | Skip]) -> list[str | None]:
    return [each.id for each in found]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "A.JSONL.GZ"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    lines = [json.dumps(GOOD).encode(), b"", json.dumps({"id": 7, "text": "\u00e9"}, ensure_ascii=False).encode()]
    data = b"\xef\xbb\xbf" + b"\r\n".join(lines)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.lower().endswith("gz") else data)
    one, two = found_in(tmp_path / name)
    assert isinstance(one, Record)
    assert (one.id, one.text, one.metadata) == READ
    assert two == Record(str(tmp_path / name), 3, "7", "é")


def test_a_bad_record_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    bad = [
        (b"{", None, "not JSON: "),
        (b"\xff\xfe", None, "not UTF-8"),
        (b"[1]", None, "not a JSON object"),
        (b"[" * 100_000, None, "not a record: nested too deeply"),
        (b'{"text": "x"}', None, 'no usable "id": a text or a whole number is needed'),
        (b'{"id": true, "text": "x"}', None, 'no usable "id": a text or a whole number is needed'),
        (b'{"id": "", "text": "x"}', None, 'no usable "id": a text or a whole number is needed'),
        (b'{"id": "b"}', "b", 'no "text"'),
        (b'{"id": "b", "text": 5}', "b", '"text" is no text'),
    ]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(line + b"\n" + json.dumps(GOOD).encode() + b"\n" for line, _, _ in bad))
    found = found_in(path)
    assert [isinstance(each, Skip) for each in found] == [True, False] * len(bad)
    for (line, identity, reason), (_, expected, said) in zip(told(found), bad, strict=True):
        assert (identity, reason[: len(said)]) == (expected, said)
        assert line
        assert line % 2


@pytest.mark.parametrize("keep", [0.5, 0.99])
def test_a_gzip_file_that_ends_early_gives_what_came_before(tmp_path: Path, keep: float) -> None:
    data = gzip.compress(
        b"".join(json.dumps({"id": n, "text": os.urandom(40).hex()}).encode() + b"\n" for n in range(2000))
    )
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(data[: int(keep * len(data))])
    *records, last = found_in(path)
    assert len(records) > 500
    assert isinstance(last, Skip)
    assert last.reason.startswith("the rest of the file cannot be read")
    path.write_bytes(b"no gzip at all")
    assert told(found_in(path))[0][2].startswith("the rest of the file cannot be read")


def test_parquet_gives_what_json_lines_give(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": ["a", "b", None, "d"],
            "text": ["Some text.", None, "x", "y"],
            "title": ["T", None, None, None],
            "more": [[1, 2], None, None, None],
            "date": [datetime.date(2020, 1, 2), None, None, None],
            "at": [datetime.datetime(2020, 1, 2, 3, 4), None, None, None],
            "price": [decimal.Decimal("1.50"), None, None, None],
            "share": [float("nan"), None, None, 0.5],
            "raw": [b"caf\xc3\xa9", None, None, None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    found = found_in(tmp_path / "a.parquet")
    assert isinstance(found[0], Record)
    assert found[0].metadata == {
        "title": "T",
        "more": [1, 2],
        "date": "2020-01-02",
        "at": "2020-01-02T03:04:00",
        "price": "1.50",
        "raw": "café",
    }
    assert told(found) == [
        (2, "b", '"text" is no text'),
        (3, None, 'no usable "id": a text or a whole number is needed'),
    ]
    assert found[3] == Record(str(tmp_path / "a.parquet"), 4, "d", "y", {"share": 0.5})


def test_parquet_that_is_none_or_has_other_columns(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"no Parquet")
    pq.write_table(pa.table({"id": ["a"], "body": ["x"]}), tmp_path / "b.parquet")
    whole = tmp_path / "c.parquet"
    pq.write_table(pa.table({"id": list(map(str, range(5000))), "text": ["x" * 9] * 5000}), whole, row_group_size=1000)
    data = bytearray(whole.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 60] = b"\xff" * 60
    whole.write_bytes(data)
    found = found_in(tmp_path)
    assert [each.source for each in found if isinstance(each, Skip)] == [str(tmp_path / f"{n}.parquet") for n in "abc"]
    reasons = [reason for _, _, reason in told(found)]
    assert reasons[0].startswith("it cannot be read as Parquet: ")
    assert reasons[1] == "it has no column 'text'"
    assert reasons[2].startswith("it cannot be read as Parquet: ")


def test_folders_are_read_in_the_order_of_their_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "d/b.txt",
        "d/a/z.md",
        "d/a/y.txt",
        "d/c.jsonl",
        "d/.hidden/x.txt",
        "d/.x.txt",
        "d/archive/manifest.json",
    ):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(json.dumps(GOOD) if name.endswith("jsonl") else f"The text of {name}.")
    Path("d/loop").symlink_to("..")
    Path("d/link.txt").symlink_to("b.txt")
    expected = ["d/a/y.txt", "d/a/z.md", "d/b.txt", "a", "d/link.txt"]
    assert ids(found_in("./d/", leave_out=Path("d/archive"))) == expected
    assert ids(found_in(tmp_path / "d" / "b.txt", "d/b.txt")) == [f"{tmp_path.as_posix()}/d/b.txt", "d/b.txt"]
    (text,) = found_in("d/b.txt")
    assert text == Record("d/b.txt", None, "d/b.txt", "The text of d/b.txt.", {"encoding": "utf-8"})


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "b.txt").write_bytes(b"  \n")
    (tmp_path / "c.json").write_text("[]")
    (tmp_path / "d.txt").write_text("Good text.")
    os.mkfifo(tmp_path / "e.txt")
    (tmp_path / "f.jsonl").symlink_to("nowhere")
    found = found_in(tmp_path, tmp_path / "missing", "nul\0.txt")
    assert [reason.split(",")[0] for _, _, reason in told(found)] == [
        "it is a PNG image",
        "it holds nothing but white space",
        "JSON is read one record a line",
        "it is no file",
        "there is no such file",
        "there is no such file",
        "embedded null byte",
    ]
    assert len(found) == 8


def test_progress_ends_at_the_size_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Good text.")
    (tmp_path / "b.jsonl").write_text(f"{json.dumps(GOOD)}\n" * 3)
    with gzip.open(tmp_path / "c.jsonl.gz", "wb") as stream:
        stream.write(json.dumps(GOOD).encode())
    pq.write_table(pa.table({"id": ["a"], "text": ["x"]}), tmp_path / "d.parquet")
    (tmp_path / "e.bin").write_bytes(b"\0" * 5)
    sources = Sources([tmp_path, tmp_path / "missing"])
    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    seen = [sources.done for _ in sources]
    assert seen == sorted(seen)
    assert sources.done == sources.size() == size


@given(
    st.lists(st.binary(max_size=60), max_size=5), st.sampled_from(["x.jsonl", "x.jsonl.gz", "x.parquet", "x", "x.md"])
)
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], name: str) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(b"\n".join(lines))
    assert all(isinstance(each, Record | Skip) for each in found_in(path))
