"""Pairs from Parquet, and from files that gzip has packed."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]
import pytest

from cli.running import ORIGINAL, REWRITE, invoke
from unspin.batch import BadRecord, Pair, count_records, read_records
from unspin.batch.records import RecordsError, sniff, unpacked

GOOD = {"id": "a", "original": ORIGINAL, "rewrite": REWRITE, "label": 1}


def packed(rows: list[dict[str, Any]], **options: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), stream, **options)
    return stream.getvalue()


def stream(data: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type,unused-ignore]


def test_rows_are_pairs_and_bad_ones_are_told() -> None:
    data = packed([GOOD, {**GOOD, "id": None}, {**GOOD, "id": "b", "rewrite": " "}, {**GOOD, "id": "c"}])
    assert sniff(stream(data)) == "parquet"
    assert count_records(stream(data), form="parquet") == 4
    assert list(read_records(stream(data))) == [
        Pair(1, "a", ORIGINAL, REWRITE),
        BadRecord(2, None, 'no usable "id": a text or a whole number is needed'),
        BadRecord(3, "b", 'the text "rewrite" is empty'),
        Pair(4, "c", ORIGINAL, REWRITE),
    ]


def test_whole_numbers_are_ids() -> None:
    assert [record.id for record in read_records(stream(packed([{**GOOD, "id": 7}])))] == [7]


@pytest.mark.parametrize(
    ("data", "reason", "remedy"),
    [
        (packed([{"id": 1, "text": "x"}]), "no column 'original' or 'rewrite'", "name the columns"),
        (b"PAR1 and no more", "cannot be read as Parquet", "write it anew"),
        (packed([GOOD])[:-9], "cannot be read as Parquet", "write it anew"),
    ],
)
def test_what_is_no_parquet_of_pairs(data: bytes, reason: str, remedy: str) -> None:
    with pytest.raises(RecordsError, match=reason) as caught:
        list(read_records(stream(data), form="parquet"))
    assert remedy in caught.value.remedy


def test_a_file_that_is_damaged_inside_is_read_up_to_there() -> None:
    data = bytearray(
        packed([{**GOOD, "id": str(number)} for number in range(300)], row_group_size=64, compression="gzip")
    )
    middle = len(data) // 2
    data[middle : middle + 40] = b"\0" * 40
    *pairs, last = read_records(stream(bytes(data)), form="parquet")
    assert 0 < len(pairs) < 300
    assert all(isinstance(pair, Pair) for pair in pairs)
    assert isinstance(last, BadRecord)
    assert "the rest of the file cannot be read" in last.error


def test_a_pipe_is_refused() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(RecordsError, match="from a pipe"):
        list(read_records(io.BufferedReader(Pipe(packed([GOOD]))), form="parquet"))  # type: ignore[arg-type,unused-ignore]


def test_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(RecordsError, match="needs pyarrow") as caught:
        list(read_records(stream(packed_before), form="parquet"))
    assert caught.value.remedy == "install unspin[corpus]"


packed_before = packed([GOOD])


@pytest.mark.parametrize("name", ["pairs.parquet", "pairs.jsonl.gz", "pairs", "pairs.csv.gz"])
def test_files_are_checked_by_suffix_and_content(tmp_path: Path, name: str) -> None:
    line = json.dumps(GOOD).encode()
    head = b"id,original,rewrite\n" + f'a,"{ORIGINAL}","{REWRITE}"\n'.encode()
    content = {"pairs.parquet": packed([GOOD]), "pairs.csv.gz": gzip.compress(head)}.get(name, gzip.compress(line))
    path = tmp_path / name
    path.write_bytes(content)
    result = invoke("check", "--pairs", path, "--jobs", "1")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["id"] == "a"


def test_an_archive_that_breaks_off_is_told_after_its_good_records() -> None:
    data = gzip.compress(b"".join(json.dumps({**GOOD, "id": number}).encode() + b"\n" for number in range(3)))
    content = unpacked(stream(data[:-9]))
    *pairs, last = read_records(content, form="jsonl")
    assert all(isinstance(pair, Pair) for pair in pairs)
    assert isinstance(last, BadRecord)
    assert "the rest of the file cannot be read" in last.error


def test_a_damaged_file_gives_a_message_and_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "pairs.parquet"
    path.write_bytes(b"PAR1")
    result = invoke("check", "--pairs", path, "--jobs", "1")
    assert result.exit_code == 2
    assert f"cannot read {path}: it cannot be read as Parquet" in result.stderr
