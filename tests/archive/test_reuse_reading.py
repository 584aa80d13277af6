"""Documents are read fast, and are the same as those of the plain reader."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reuse_texts import prose
from unspin.archive import reading
from unspin.archive.corpus import Parameters, Tally
from unspin.archive.reading import Documents, Reading, group_of
from unspin.archive.sources import Record, Skip, Sources

WHOLE = json.dumps({"id": "x", "text": "Some text.", "outlet": "Day"}).encode()

values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4))
records = st.fixed_dictionaries({}, optional={"id": values, "text": values, "outlet": values, "other": values})
some_lines = st.one_of(
    records.map(json.dumps).map(str.encode),
    st.sampled_from([WHOLE, WHOLE + b"\r", b"", b"  ", b"null", b"[1]", WHOLE[:-3], b'{"id": "\\ud800", "text": "x"}']),
    st.binary(max_size=6).map(lambda some: some.replace(b"\n", b"")),
)


def plain(found: Record | Skip, name: str | None) -> Record | Skip:
    """Of the metadata the value to group by alone."""
    if isinstance(found, Skip):
        return found
    return replace(found, metadata={key: value for key, value in found.metadata.items() if key == name})


@given(
    lines=st.lists(some_lines, max_size=8),
    end=st.sampled_from([b"", b"\n"]),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    chunk=st.sampled_from([1, 7, 40, 1 << 20]),
    name=st.sampled_from([None, "outlet"]),
)
def test_fast_and_plain_reading_agree(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    lines: list[bytes],
    end: bytes,
    mark: bytes,
    chunk: int,
    name: str | None,
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    content = mark + b"\n".join(lines) + end
    (folder / "a.jsonl").write_bytes(content)
    half = len(content) // 2
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(content[:half]) + gzip.compress(content[half:]) + bytes(5))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "_CHUNK", chunk)
        patched.setattr(reading, "_COMPRESSED", chunk)
        fast = list(Reading([folder], group_by=name))
    assert fast == [plain(found, name) for found in Sources([folder])]


@pytest.mark.parametrize("cut", [5, 500, 2000])
def test_of_a_broken_gzip_file_the_whole_lines_are_taken(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "broken.jsonl.gz"
    lines = [json.dumps({"id": n, "text": prose(n)}) for n in range(30)]
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:cut])
    *taken, fault = Reading([path])
    assert isinstance(fault, Skip)
    assert fault.reason.startswith("the rest of the file cannot be read: ")
    assert fault.line == len(taken) + 1
    assert [found.id for found in taken if isinstance(found, Record)] == [str(n) for n in range(len(taken))]
    assert (len(taken) > 0) == (cut == 2000)


def test_a_file_that_is_no_gzip_file(tmp_path: Path) -> None:
    path = tmp_path / "no.jsonl.gz"
    path.write_bytes(WHOLE)
    (fault,) = Reading([path])
    assert isinstance(fault, Skip)


def test_a_line_much_longer_than_what_is_read_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CHUNK", 100)
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps({"id": 1, "text": "word " * 10_000}) + "\n" + WHOLE.decode())
    long, short = Reading([path])
    assert isinstance(long, Record)
    assert len(long.text) == 50_000
    assert short == Record(str(path), 2, "x", "Some text.", {})


def test_how_far_it_is_is_told_in_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_bytes(WHOLE + b"\n")
    documents = Documents([tmp_path / "a.jsonl"], [tmp_path / "b.jsonl"], Parameters(), tally := Tally())
    assert [record.source[-7:] for record in documents] == ["b.jsonl", "a.jsonl"]
    assert documents.done == documents.size() == 2 * len(WHOLE) + 2
    assert (tally.documents, tally.sources, tally.characters) == (1, 1, 20)


def test_what_a_document_is_grouped_by() -> None:
    def group(value: object) -> str | None:
        return group_of(Record("", None, "", "", {"outlet": value}), Parameters(group_by="outlet"))

    assert [group(value) for value in ("Day", 5, [1, {"b": 1, "a": 2}], None)] == [
        "Day", "5", '[1, {"a": 2, "b": 1}]', None,
    ]  # fmt: skip
    assert group_of(Record("", None, "", "", {"outlet": "Day"}), Parameters()) is None
