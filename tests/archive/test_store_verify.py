"""Whatever is damaged in an archive, it is found and named."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from unspin.archive.errors import ArchiveError
from unspin.archive.files import checksum_of
from unspin.archive.manifest import MANIFEST, SEGMENTS, load, save
from unspin.archive.segments import Segment
from unspin.archive.verify import verify
from unspin.archive.writer import Writer

TEXTS = {str(n): f"The {n} houses of Ada Prill stand near the river of {n} bridges." for n in range(8)}


def archive(path: Path) -> Path:
    with Writer(path, create=True) as writer:
        for identity, text in TEXTS.items():
            writer.add(identity, text)
        writer.commit()
    return path


def forged(path: Path, change: Callable[[Segment, bytearray], None]) -> None:
    """Change the one segment, and write the manifest so that size and checksum agree with it."""
    manifest = load(path)
    (entry,) = manifest.segments
    segment = Segment(path, entry)
    data = bytearray(segment.data[:])
    change(segment, data)
    segment.path.write_bytes(data)
    checksum = list(checksum_of(segment.path))[-1][1]
    save(path, dataclasses.replace(manifest, segments=(dataclasses.replace(entry, blake2b=checksum),)))


def offset(segment: Segment, array: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> int:
    """Where in the file a mapped array begins."""
    whole = np.frombuffer(segment.data, dtype=np.uint8)
    return int(array.__array_interface__["data"][0] - whole.__array_interface__["data"][0])


def swap_postings(segment: Segment, data: bytearray) -> None:
    at = offset(segment, segment.postings)
    data[at : at + 16] = data[at + 8 : at + 16] + data[at : at + 8]


def move_a_posting(segment: Segment, data: bytearray) -> None:
    at = offset(segment, segment.postings)
    data[at : at + 8] = ((int(segment.postings[0]) >> 26 << 26) | (segment.tokens + 5)).to_bytes(8, "little")


def repeat_a_posting(segment: Segment, data: bytearray) -> None:
    at = offset(segment, segment.postings)
    data[at + 8 : at + 16] = (int(segment.postings[0]) + 1).to_bytes(8, "little")


def swap_keys(segment: Segment, data: bytearray) -> None:
    at = offset(segment, segment.keys)
    data[at : at + 16] = data[at + 8 : at + 16] + data[at : at + 8]


def swap_numbers(segment: Segment, data: bytearray) -> None:
    at = offset(segment, segment.numbers)
    data[at : at + 8] = data[at + 4 : at + 8] + data[at : at + 4]


def repeat_a_number(segment: Segment, data: bytearray) -> None:
    at = offset(segment, segment.numbers)
    data[at : at + 4] = data[at + 4 : at + 8]


def spoil_a_text(segment: Segment, data: bytearray) -> None:
    row = segment.table[3]
    data[int(row["place"]) + int(row["record"]) + int(row["packed"]) // 2] ^= 1


def spoil_a_record(segment: Segment, data: bytearray) -> None:
    data[int(segment.table["place"][3])] = ord("{")


def rename_a_record(segment: Segment, data: bytearray) -> None:
    data[int(segment.table["place"][3]) + 2] = ord("9")


def miscount(column: str) -> Callable[[Segment, bytearray], None]:
    def change(segment: Segment, data: bytearray) -> None:
        assert segment.table.dtype.fields
        at = offset(segment, segment.table) + 2 * segment.table.itemsize + segment.table.dtype.fields[column][1]
        data[at] += 1

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (swap_postings, "are not sorted"),
        (move_a_posting, "have positions beyond the last token"),
        (repeat_a_posting, "the postings leave out or make up"),
        (swap_keys, "the index of ids is not sorted"),
        (swap_numbers, "is not found by its id"),
        (repeat_a_number, "the index of ids does not hold every document once"),
        (spoil_a_text, "the text of document 3"),
        (spoil_a_record, "the record of document 3 cannot be read"),
        (rename_a_record, "document 3 (id 9) is not found by its id"),
        (miscount("tokens"), "the numbers of tokens do not add up"),
        (miscount("first"), "the numbers of tokens do not add up"),
        (miscount("characters"), "the text of document 2 (id 2) has 60 characters, not 61"),
        (miscount("digest"), "the text of document 2 is not what was stored"),
        (miscount("place"), "documents overlap in the file"),
        (miscount("packed"), "documents overlap in the file"),
    ],
)
def test_each_law_is_checked_where_no_checksum_would_tell(
    tmp_path: Path, change: Callable[[Segment, bytearray], None], said: str
) -> None:
    forged(archive(tmp_path), change)
    faults = verify(tmp_path)
    assert any(said in fault for fault in faults), faults
    assert all(fault.startswith("segment 00000001: ") for fault in faults)


def test_any_flipped_bit_is_found(tmp_path: Path) -> None:
    (segment,) = (archive(tmp_path) / SEGMENTS).iterdir()
    whole = segment.read_bytes()
    draw = random.Random(0)
    for _ in range(150):
        data = bytearray(whole)
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        segment.write_bytes(data)
        assert verify(tmp_path) != []
    segment.write_bytes(whole)
    assert verify(tmp_path) == []


def test_a_damaged_manifest_is_told(tmp_path: Path) -> None:
    archive(tmp_path)
    whole = (tmp_path / MANIFEST).read_bytes()
    for at in range(len(whole) - 1):
        data = bytearray(whole)
        data[at] ^= 1
        (tmp_path / MANIFEST).write_bytes(data)
        with pytest.raises(ArchiveError):
            verify(tmp_path)


def test_one_damaged_segment_does_not_hide_another(tmp_path: Path) -> None:
    for n, text in enumerate(TEXTS.values()):
        with Writer(tmp_path, create=True, fan=100) as writer:
            writer.add(str(n), text)
            writer.commit()
    files = sorted((tmp_path / SEGMENTS).iterdir())
    files[1].unlink()
    files[3].write_bytes(files[3].read_bytes()[:-7])
    files[5].write_bytes(b"")
    assert [fault.split(": ")[:2] for fault in verify(tmp_path)] == [
        ["segment 00000002", "the file is missing"],
        ["segment 00000004", f"it has {files[3].stat().st_size:,} bytes, not {files[3].stat().st_size + 7:,}"],
        ["segment 00000006", "it cannot be read (cannot mmap an empty file)"],
    ]


def test_an_id_that_stands_twice_is_told(tmp_path: Path) -> None:
    archive(tmp_path)
    with Writer(tmp_path) as writer:
        writer.add("2", "Another text.", replace=True)
        writer.commit()
    manifest = load(tmp_path)
    entries = tuple(dataclasses.replace(entry, removed=()) for entry in manifest.segments)
    save(tmp_path, dataclasses.replace(manifest, segments=entries))
    assert verify(tmp_path) == ["the id 2 stands 2 times"]


def test_progress_counts_the_bytes_of_all_segments(tmp_path: Path) -> None:
    archive(tmp_path)
    read: list[int] = []
    verify(tmp_path, read.append)
    assert sum(read) == sum(entry.bytes for entry in load(tmp_path).segments)
