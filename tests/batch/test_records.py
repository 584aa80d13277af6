from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.batch import BadRecord, Pair, count_records, read_records
from unspin.batch.records import RecordsError, sniff

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: bool(text.strip()))
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5)


def stream(data: bytes | str) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(data if isinstance(data, bytes) else data.encode()))


def records(data: bytes | str) -> list[Pair | BadRecord]:
    return list(read_records(stream(data)))


def as_csv(rows: list[tuple[str, str, str]], end: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "original", "rewrite"])
    writer.writerows(rows)
    return out.getvalue()


@settings(deadline=None)
@given(ROWS)
def test_json_lines_come_back(rows: list[tuple[str, str, str]]) -> None:
    lines = [json.dumps({"id": a, "original": b, "rewrite": c, "label": "x"}, ensure_ascii=False) for a, b, c in rows]
    found = records("\n".join(lines))
    assert found == [Pair(number, *row) for number, row in enumerate(rows, start=1)]


@settings(deadline=None)
@given(ROWS, st.sampled_from(["\n", "\r\n"]))
def test_csv_comes_back_with_line_ends_inside_texts(rows: list[tuple[str, str, str]], end: str) -> None:
    data = as_csv(rows, end).encode()
    found = [record for record in read_records(stream(data), form="csv") if isinstance(record, Pair)]
    assert [(pair.id, pair.original, pair.rewrite) for pair in found] == rows
    assert count_records(io.BytesIO(data), form="csv") == len(rows)


@pytest.mark.parametrize(
    ("line", "identity", "error"),
    [
        (b"{", None, "not JSON: Expecting property name enclosed in double quotes"),
        (b"[1]", None, "not a JSON object"),
        (b'"text"', None, "not a JSON object"),
        (b"\xff\xfe", None, "not UTF-8"),
        (b"[" * 100_000, None, "not a record: nested too deeply"),
        (b'{"original": "a", "rewrite": "b"}', None, 'no usable "id": a text or a whole number is needed'),
        (b'{"id": true, "original": "a", "rewrite": "b"}', None, 'no usable "id": a text or a whole number is needed'),
        (b'{"id": 1.5, "original": "a", "rewrite": "b"}', None, 'no usable "id": a text or a whole number is needed'),
        (b'{"id": "", "original": "a", "rewrite": "b"}', None, 'no usable "id": a text or a whole number is needed'),
        (b'{"id": 0, "original": "a"}', 0, 'no text "rewrite"'),
        (b'{"id": "x", "original": null, "rewrite": "b"}', "x", 'no text "original"'),
        (b'{"id": "x", "original": "a", "rewrite": " "}', "x", 'the text "rewrite" is empty'),
        (b'{"id": "x", "original": "a", "rewrite": "\\ud800"}', "x", 'the text "rewrite" is not valid Unicode'),
    ],
)
def test_a_bad_record_is_told_with_its_line(line: bytes, identity: str | int | None, error: str) -> None:
    good = b'{"id": 7, "original": "a", "rewrite": "b"}\n'
    assert records(good + b"\n" + line + b"\n" + good) == [
        Pair(1, 7, "a", "b"),
        BadRecord(3, identity, error),
        Pair(4, 7, "a", "b"),
    ]


def test_a_csv_row_with_other_columns_is_a_bad_record() -> None:
    found = records("id,original,rewrite\n1,a,b\n2,a\n3,a,b,c\n4,,b\n\n5,a,b\n")
    assert found == [
        Pair(2, "1", "a", "b"),
        BadRecord(3, None, "2 columns where the head line has 3"),
        BadRecord(4, None, "4 columns where the head line has 3"),
        BadRecord(5, "4", 'the text "original" is empty'),
        Pair(7, "5", "a", "b"),
    ]


def test_csv_bytes_that_are_not_utf_8_spoil_their_row_alone() -> None:
    found = records(b"id,original,rewrite\n1,caf\xe9,b\n2,a,b\n")
    assert found == [BadRecord(2, "1", 'the text "original" is not valid Unicode'), Pair(3, "2", "a", "b")]


def test_csv_columns_stand_in_any_order_among_others() -> None:
    assert records("rewrite, label ,id,original\nb,x,1,a\n") == [Pair(2, "1", "a", "b")]


def test_csv_without_the_columns_is_refused_by_name() -> None:
    with pytest.raises(RecordsError, match="no column 'id'"):
        records("number,original,rewrite\n1,a,b\n")


def test_texts_longer_than_the_csv_default_are_read() -> None:
    long = "word " * 100_000
    assert records(f"id,original,rewrite\n1,{long},b\n") == [Pair(2, "1", long, "b")]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_passed_over(mark: bytes) -> None:
    assert records(mark + b'{"id": 1, "original": "a", "rewrite": "b"}\n') == [Pair(1, 1, "a", "b")]
    assert records(mark + b"id,original,rewrite\n1,a,b\n") == [Pair(2, "1", "a", "b")]


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b'{"id": 1, "original": "a", "rewrite": "b"}', "jsonl"),
        (b"\n\n  {}", "jsonl"),
        (b"id,original,rewrite\n", "csv"),
        (b"garbage", "jsonl"),
        (b"", "jsonl"),
    ],
)
def test_the_first_line_tells_the_layout_and_nothing_is_consumed(head: bytes, form: str) -> None:
    source = stream(head)
    assert sniff(source) == form
    assert source.read() == head


def test_an_empty_input_holds_no_records() -> None:
    assert records(b"") == []
    assert list(read_records(stream(b""), form="csv")) == []
