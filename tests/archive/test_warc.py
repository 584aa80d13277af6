"""WARC as a source: pages become documents, and what is wrong is told."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.archive.sources import Record, Skip, Sources

PAGE = "<html><head><title>Calm at sea</title></head><body><p>“We won,” said Zoë Crane of Lorn.</p></body></html>"


def http(body: bytes, kind: str = "text/html", status: int = 200, more: str = "") -> bytes:
    return f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def record(url: str, block: bytes, kind: str = "response", more: str = "") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"{f'WARC-Target-URI: {url}' + chr(13) + chr(10) if url else ''}WARC-Date: 2026-03-04T05:06:07Z\r\n{more}"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _chunked(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n0\r\n\r\n"


GOOD = record("https://lorn.invalid/1", http(PAGE.encode()))


def found_in(folder: Path, data: bytes, name: str = "a.warc") -> list[Record | Skip]:
    (folder / name).write_bytes(data)
    return list(Sources([folder / name]))


def told(found: list[Record | Skip]) -> list[tuple[int | None, str | None, str]]:
    return [(each.line, each.id, each.reason) for each in found if isinstance(each, Skip)]


def test_a_page_that_cannot_be_unpacked_is_told(tmp_path: Path) -> None:
    bad = http(b"no gzip", more="Content-Encoding: gzip\r\n")
    skip, good = found_in(tmp_path, record("https://lorn.invalid/x", bad) + GOOD)
    assert isinstance(skip, Skip)
    assert skip.id == "https://lorn.invalid/x"
    assert isinstance(good, Record)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_are_documents_named_by_their_address(tmp_path: Path, name: str) -> None:
    latin = http(PAGE.encode("cp1252"), "text/html; charset=windows-1252")
    packed = http(
        _chunked(gzip.compress(PAGE.encode())), more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    )
    records = [GOOD, record("<https://lorn.invalid/2>", latin), record("https://lorn.invalid/3", packed)]
    data = b"".join(map(gzip.compress, records)) if name.endswith("gz") else b"".join(records)
    found = found_in(tmp_path, data, name)
    assert [(each.line, each.id) for each in found] == [(n, f"https://lorn.invalid/{n}") for n in (1, 2, 3)]
    for each in found:
        assert isinstance(each, Record)
        assert each.text == "“We won,” said Zoë Crane of Lorn."
        assert each.metadata["title"] == "Calm at sea"
        assert each.metadata["date"] == "2026-03-04T05:06:07+00:00"


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    others = [
        record("https://lorn.invalid/a.png", http(b"\x89PNG", "image/png")),
        record("https://lorn.invalid/gone", http(PAGE.encode(), status=404)),
        record("https://lorn.invalid/1", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    ]
    assert [each.id for each in found_in(tmp_path, b"".join(others) + GOOD)] == ["https://lorn.invalid/1"]


@pytest.mark.parametrize(
    ("bad", "identity", "reason"),
    [
        (record("https://lorn.invalid/x", b"no response"), "https://lorn.invalid/x", "no HTTP response"),
        (record("", http(PAGE.encode())), None, "names no address"),
        (record("https://lorn.invalid/x", http(b"<html></html>")), "https://lorn.invalid/x", "without a main text"),
        (record("https://lorn.invalid/x", http(b" " * 10_000_001)), "https://lorn.invalid/x", "more than 10 MB"),
        (
            record("https://lorn.invalid/x", http(PAGE.encode()), more="WARC-Truncated: length\r\n"),
            "https://lorn.invalid/x",
            "breaks off",
        ),
    ],
)
def test_a_bad_record_is_told_and_the_next_is_read(
    tmp_path: Path, bad: bytes, identity: str | None, reason: str
) -> None:
    skip, good = found_in(tmp_path, bad + GOOD)
    assert isinstance(skip, Skip)
    assert (skip.line, skip.id) == (1, identity)
    assert reason in skip.reason
    assert good.id == "https://lorn.invalid/1"


def test_files_that_break_off_or_are_no_archive(tmp_path: Path) -> None:
    assert told(found_in(tmp_path, GOOD + GOOD[:-60])) == [(2, "https://lorn.invalid/1", "the record breaks off")]
    assert told(found_in(tmp_path, GOOD + b"WARC nonsense\r\n\r\n"))[0][0] == 2
    assert "cannot be read" in told(found_in(tmp_path, b"words and more\r\n\r\n"))[0][2]
    assert told(found_in(tmp_path, b"")) == [(None, None, "it holds no responses of a web archive")]


def test_progress_comes_to_the_size_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(GOOD)
    sources = Sources([tmp_path / "a.warc"])
    list(sources)
    assert sources.done == sources.size() == len(GOOD)


@pytest.mark.parametrize("missing", ["fastwarc.warc", "trafilatura"])
def test_what_to_install_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert told(found_in(tmp_path, GOOD)) == [(None, None, "reading WARC needs unspin[corpus,documents]")]


@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, len(GOOD) - 1), put=st.binary(min_size=1, max_size=4))
def test_damaged_bytes_give_records_and_skips(tmp_path_factory: pytest.TempPathFactory, place: int, put: bytes) -> None:
    data = GOOD[:place] + put + GOOD[place + len(put) :] + GOOD
    for each in found_in(tmp_path_factory.getbasetemp(), data):
        assert isinstance(each, Record | Skip)
