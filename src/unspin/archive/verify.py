"""Is an archive what was written? Every checksum and every law of its files, and what is wrong in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unspin.archive.building import kernel
from unspin.archive.errors import ArchiveError
from unspin.archive.files import checksum_of
from unspin.archive.manifest import BITS, WIDTH, Entry, Manifest, load
from unspin.archive.segments import Segment, key_of
from unspin.archive.tokens import tokens_of_bytes

_CHUNK = 1 << 20
_DOCUMENTS = 1 << 12
_MOST_FAULTS = 20
_MISSING = "the file is missing"

Progress = Callable[[int], object]


def verify(path: str | Path, progress: Progress = lambda _bytes: None) -> list[str]:
    """What is wrong with the last state that was committed, a sentence each; nothing for an archive that is whole.

    The whole archive is read, in little memory. A writer may be at work meanwhile: where it has deleted what was to be
    verified, its newer state is.

    Args:
        path: The archive's folder.
        progress: Is told how many bytes more of the segments have been checked.

    Raises:
        ArchiveError: There is no archive, or its manifest cannot be read.
    """
    folder = Path(path)
    manifest = load(folder)
    while True:
        faults = _faults(folder, manifest, progress)
        newer = load(folder)
        if _MISSING not in "".join(faults) or newer == manifest:
            return faults
        manifest = newer


def _faults(folder: Path, manifest: Manifest, progress: Progress) -> list[str]:
    faults: list[str] = []
    whole: list[Segment] = []
    for entry in manifest.segments:
        found = _first_few(_faults_of_segment(folder, manifest, entry, whole, progress))
        faults += [f"segment {entry.name}: {fault}" for fault in found]
    names = [entry.name for entry in manifest.segments]
    if len(set(names)) < len(names):
        faults.append("manifest: it names a segment twice")
    return faults + list(_first_few(_ids_that_stand_twice(whole)))


def _first_few(faults: Iterator[str]) -> Iterator[str]:
    for number, fault in enumerate(faults):
        if number == _MOST_FAULTS:
            yield "and more of the kind"
            return
        yield fault


def _faults_of_segment(
    folder: Path, manifest: Manifest, entry: Entry, whole: list[Segment], progress: Progress
) -> Iterator[str]:
    """What is wrong with one segment; it is added to ``whole`` if its tables can be trusted."""
    if list(entry.removed) != sorted(set(entry.removed)):
        yield "the removed documents are not in order"
        return
    try:
        segment = Segment(folder, entry)
    except FileNotFoundError:
        yield _MISSING
        return
    except ArchiveError as error:
        yield error.reason
        return
    for read, checksum in checksum_of(segment.path):
        progress(read)
        if checksum and checksum != entry.blake2b:
            yield "the checksum of the file differs from the manifest's"
    tables = list(_faults_of_tables(segment))
    yield from tables
    yield from _faults_of_postings(segment)
    if not tables:
        whole.append(segment)
        yield from _faults_of_documents(segment, same_kernel=manifest.kernel == kernel())


def _faults_of_tables(segment: Segment) -> Iterator[str]:
    table = segment.table
    places = table["place"].astype(np.int64)
    ends = places + table["record"] + table["packed"]
    if (places[1:] < ends[:-1]).any() or (len(table) and ends[-1] > segment.entry.bytes):
        yield "documents overlap in the file"
    tokens = table["tokens"].astype(np.int64)
    if (segment.starts != np.cumsum(tokens) - tokens).any() or int(tokens.sum()) != segment.tokens:
        yield "the numbers of tokens do not add up"
    if segment.tokens > 1 << BITS:
        yield f"it has more than {1 << BITS:,} tokens"
    if (np.sort(segment.numbers) != np.arange(segment.documents)).any():
        yield "the index of ids does not hold every document once"
    if (segment.keys[1:] < segment.keys[:-1]).any():
        yield "the index of ids is not sorted"


def _faults_of_postings(segment: Segment) -> Iterator[str]:
    postings = segment.postings
    runs = np.maximum(segment.table["tokens"].astype(np.int64) - (WIDTH - 1), 0)
    if int(runs.sum()) != len(postings):
        yield f"it has {len(postings):,} postings, and its documents have {int(runs.sum()):,} runs of words"
    expected = _positions(segment.starts, runs, segment.tokens)
    seen = np.zeros(segment.tokens, dtype=np.bool_)
    mask = np.uint64((1 << BITS) - 1)
    for begin in range(0, len(postings), _CHUNK):
        # One more than the chunk, so that neighbours on both sides of a cut are compared.
        values = postings[begin : begin + _CHUNK + 1]
        if (values[1:] <= values[:-1]).any():
            yield f"postings {begin:,} to {begin + len(values) - 1:,} are not sorted"
        positions = (values[:_CHUNK] & mask).astype(np.int64)
        outside = positions >= segment.tokens
        if outside.any():
            yield f"postings {begin:,} to {begin + len(positions) - 1:,} have positions beyond the last token"
        seen[positions[~outside]] = True
        segment.forget()
    if (seen != expected).any():
        yield f"the postings leave out or make up {np.count_nonzero(seen != expected):,} positions"


def _positions(starts: npt.NDArray[np.int64], runs: npt.NDArray[np.int64], tokens: int) -> npt.NDArray[np.bool_]:
    """Where a run begins."""
    begins = np.zeros(tokens + 1, dtype=np.int8)
    within = (runs > 0) & (starts + runs <= tokens)
    begins[starts[within]] += 1
    begins[(starts + runs)[within]] -= 1
    return np.cumsum(begins, dtype=np.int8)[:tokens].astype(np.bool_)


def _faults_of_documents(segment: Segment, *, same_kernel: bool) -> Iterator[str]:
    keys = np.empty(segment.documents, dtype=np.uint64)
    keys[segment.numbers] = segment.keys
    for number in range(segment.documents):
        if number % _DOCUMENTS == 0:
            segment.forget()
        row = segment.table[number]
        try:
            record = json.loads(segment.record(number))
            identity, metadata = record
            if not isinstance(identity, str) or not isinstance(metadata, dict):
                raise TypeError
        except (ValueError, TypeError, RecursionError):
            yield f"the record of document {number} cannot be read"
            continue
        named = f"document {number} (id {identity})"
        if key_of(identity) != int(keys[number]):
            yield f"{named} is not found by its id"
        try:
            text = segment.text_bytes(number)
            characters = len(text.decode("utf-8"))
        except ArchiveError as error:
            yield error.reason
            continue
        except UnicodeDecodeError:
            yield f"the text of {named} is no UTF-8"
            continue
        if characters != row["characters"] or len(text) != row["bytes"]:
            yield f"the text of {named} has {characters:,} characters, not {row['characters']:,}"
        if same_kernel and len(tokens_of_bytes(text)) != row["tokens"]:
            yield f"{named} has {len(tokens_of_bytes(text)):,} tokens, not {row['tokens']:,}"


def _ids_that_stand_twice(segments: list[Segment]) -> Iterator[str]:
    """Ids of more than one document that was not removed."""
    if not segments:
        return
    left = [segment.alive[segment.numbers] for segment in segments]
    keys = np.concatenate([segment.keys[kept] for segment, kept in zip(segments, left, strict=True)])
    sorted_keys = np.sort(keys)
    twice = np.unique(sorted_keys[1:][sorted_keys[1:] == sorted_keys[:-1]])
    for key in twice:
        ids = [segment.id(number) for segment in segments for number in _numbers_with(segment, key)]
        for identity in sorted({identity for identity in ids if ids.count(identity) > 1}):
            yield f"the id {identity} stands {ids.count(identity)} times"


def _numbers_with(segment: Segment, key: np.uint64) -> list[int]:
    begin, end = np.searchsorted(segment.keys, key, side="left"), np.searchsorted(segment.keys, key, side="right")
    return [int(number) for number in segment.numbers[begin:end] if segment.alive[number]]
