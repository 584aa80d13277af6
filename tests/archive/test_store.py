"""What an archive keeps, and what its readers and writers may rely on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from unspin.archive import building, candidates, manifest
from unspin.archive.candidates import run_hashes, runs
from unspin.archive.errors import ArchiveError, Refused
from unspin.archive.manifest import BITS, MANIFEST, SEGMENTS, load
from unspin.archive.merging import merge, plan
from unspin.archive.store import Archive
from unspin.archive.tokens import tokens_of
from unspin.archive.verify import verify
from unspin.archive.writer import Writer

TEXTS = {
    "a": "Mayor Ada Prill may resign on Monday, the council said in the old hall.",
    "b": "Élodie’s ﬁve cafés — naïve, 東京, ไทย — opened again. 😀",
    "c": "Too short",
    "d": "?!",
    "e": "one two three four five six seven eight nine ten",
}


def fill(path: Path, texts: dict[str, str] = TEXTS, **options: Any) -> None:
    with Writer(path, create=True, **options) as writer:
        for identity, text in texts.items():
            writer.add(identity, text, {"title": identity.upper()})
        writer.commit()


def one_by_one(path: Path, texts: dict[str, str] = TEXTS, **options: Any) -> None:
    for identity, text in texts.items():
        fill(path, {identity: text}, **options)


def content(path: Path) -> dict[str, str]:
    archive = Archive.open(path)
    documents = [archive.document(number) for number in archive.numbers.tolist()]
    found = {document.id: document.text for document in documents}
    assert len(found) == len(documents) == archive.documents
    return found


def bytes_of(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def many(number: int, words: int = 60) -> dict[str, str]:
    return {f"id {n}": " ".join(f"w{(n * n + 7 * k) % 997}" for k in range(words)) for n in range(number)}


def test_documents_come_back_as_they_were_put_in(tmp_path: Path) -> None:
    metadata = {"title": "Tïtle", "date": "2020-01-02", "outlet": "The Day", "tags": ["x", {"y": 1.5}], "none": None}
    with Writer(tmp_path, create=True) as writer:
        assert [writer.add(identity, text) for identity, text in TEXTS.items()] == ["added"] * 5
        assert writer.add("with", "Text\r\n with  everything\u2028", metadata) == "added"
        assert writer.documents == 6
        writer.commit()
    archive = Archive.open(tmp_path)
    assert {identity: text for identity, text in content(tmp_path).items() if identity != "with"} == TEXTS
    number = archive.find("with")
    assert number is not None
    found = archive.document(number)
    assert (found.id, found.text) == ("with", "Text\r\n with  everything\u2028")
    assert found.metadata == {key: value for key, value in metadata.items() if value is not None}
    assert archive.find("nobody") is None
    with pytest.raises(IndexError):
        archive.document(6)
    with pytest.raises(IndexError):
        archive.document(-1)
    assert verify(tmp_path) == []


def test_postings_are_the_runs_of_words_of_all_documents(tmp_path: Path) -> None:
    fill(tmp_path)
    (segment,) = Archive.open(tmp_path).segments
    tokens = [tokens_of(text).hashes for text in TEXTS.values()]
    first = np.cumsum([0, *map(len, tokens)])
    # The last two tokens of a document begin no run of three.
    begins = np.concatenate([np.arange(len(part)) + 3 <= len(part) for part in tokens])
    expected = runs(np.concatenate(tokens), first, segment.bits)
    assert segment.bits == BITS == 26
    assert segment.tokens == first[-1]
    assert segment.starts.tolist() == first[:-1].tolist()
    assert segment.postings.dtype == np.uint64
    assert segment.postings.tolist() == [value for value in expected.tolist() if begins[value & (2**26 - 1)]]
    with pytest.raises(ValueError, match="read-only"):
        segment.postings[0] = 0


def test_the_manifest_says_how_postings_are_laid_out(tmp_path: Path) -> None:
    fill(tmp_path)
    kept = load(tmp_path)
    assert (kept.bits, kept.width, kept.longer) == (BITS, 3, candidates.LONGER) == (26, 3, manifest.LONGER)
    # Three words of the same hash, with and without the same two after them, are told apart by the next bits.
    hashes = np.array([1, 2, 3, 4, 5, 1, 2, 3, 4, 6], dtype=np.uint64)
    ours = run_hashes(hashes, np.array([0, 10]), BITS)
    assert ours[0] >> np.uint64(BITS + manifest.LONGER) == ours[5] >> np.uint64(BITS + manifest.LONGER)
    assert ours[0] != ours[5]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        one_by_one(tmp_path / name, many(20), fan=3, memory=1000)
    one, two = bytes_of(tmp_path / "one"), bytes_of(tmp_path / "two")
    del one["lock"], two["lock"]
    assert one == two


def test_merged_segments_are_those_that_would_have_been_built_at_once(tmp_path: Path) -> None:
    texts = {**TEXTS, **many(30)}
    one_by_one(tmp_path / "many", texts, fan=1000)
    with Writer(tmp_path / "many", fan=1000) as writer:
        assert writer.remove("a")
        assert writer.remove("id 7")
        writer.commit()
    archive = Archive.open(tmp_path / "many")
    assert len(archive.segments) == 33
    entry = merge(tmp_path / "many", "merged", archive.segments)
    fill(tmp_path / "once", {key: text for key, text in texts.items() if key not in {"a", "id 7"}})
    (once,) = (tmp_path / "once" / SEGMENTS).iterdir()
    assert (tmp_path / "many" / SEGMENTS / "merged.segment").read_bytes() == once.read_bytes()
    assert entry.documents == 33


def test_a_segment_that_lost_some_merges_into_what_is_left(tmp_path: Path) -> None:
    texts = many(40)
    gone = {"id 0", "id 3", "id 4", "id 39", "id 20"}
    fill(tmp_path / "some", {**texts, **TEXTS})
    with Writer(tmp_path / "some") as writer:
        assert all(writer.remove(identity) for identity in sorted(gone))
        writer.commit()
    archive = Archive.open(tmp_path / "some")
    assert archive.totals().removed == 5
    merge(tmp_path / "some", "merged", archive.segments)
    fill(tmp_path / "once", {key: text for key, text in {**texts, **TEXTS}.items() if key not in gone})
    (once,) = (tmp_path / "once" / SEGMENTS).iterdir()
    assert (tmp_path / "some" / SEGMENTS / "merged.segment").read_bytes() == once.read_bytes()


def test_a_hash_that_fills_more_than_a_step_is_merged_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {name: f"{name} {'boiler plate text of the desk ' * 8} {name}" for name in "pqrst"}
    one_by_one(tmp_path / "many", texts, fan=1000)
    monkeypatch.setattr("unspin.archive.merging.merged_postings.__defaults__", (8,))
    merge(tmp_path / "many", "merged", Archive.open(tmp_path / "many").segments)
    fill(tmp_path / "once", texts)
    (once,) = (tmp_path / "once" / SEGMENTS).iterdir()
    assert (tmp_path / "many" / SEGMENTS / "merged.segment").read_bytes() == once.read_bytes()


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([5], [1]),
        ([1, 1, 1], [1, 1, 1]),
        ([1, 1, 1, 1], [4]),
        # A large segment is not written again for the sake of small ones.
        ([90, 1, 1, 1], [1, 1, 1, 1]),
        ([90, 1, 1, 1, 1], [1, 4]),
        # Two that fill a segment need not wait for more, but none is merged beyond the bound.
        ([45, 45, 45], [2, 1]),
        ([100, 100, 100], [1, 1, 1]),
        ([30, 30, 30, 30, 30, 30], [3, 1, 1, 1]),
    ],
)
def test_which_segments_are_merged(sizes: list[int], expected: list[int]) -> None:
    assert plan(sizes, 100, 4) == expected


def test_segments_stay_few_and_their_texts_are_seldom_written_again() -> None:
    sizes: list[int] = []
    written = 0
    for _ in range(2000):
        sizes.append(1)
        groups = plan(sizes, 10**6)
        merged = []
        for count in groups:
            group, sizes = sizes[:count], sizes[count:]
            written += sum(group) if count > 1 else 0
            merged.append(sum(group))
        sizes = merged
        assert len(sizes) <= 30
    assert written <= 12 * 2000


def test_small_additions_are_merged(tmp_path: Path) -> None:
    texts = many(30)
    one_by_one(tmp_path, texts)
    assert len(Archive.open(tmp_path).segments) < 10
    assert content(tmp_path) == texts
    assert verify(tmp_path) == []


def test_little_memory_and_small_segments_hold_the_same(tmp_path: Path) -> None:
    texts = {**many(60), "long": " ".join(map(str, range(900)))}
    with Writer(tmp_path, create=True, memory=4000, most_tokens=1000) as writer:
        fullest = 0
        for identity, text in texts.items():
            writer.add(identity, text)
            fullest += writer.full
            if writer.full:
                writer.commit()
                assert not writer.full
        writer.commit()
    archive = Archive.open(tmp_path)
    assert fullest > 5
    assert len(archive.segments) > 3
    assert max(segment.tokens for segment in archive.segments) <= 1000
    assert content(tmp_path) == texts
    assert verify(tmp_path) == []


def test_another_thread_merges_while_documents_are_added(tmp_path: Path) -> None:
    """What is removed and replaced meanwhile is; how long anything takes changes no byte."""
    texts = many(60)
    changes = {f"id {n}": f"The text of {n} was written anew" for n in range(0, 40, 3)}
    for name, pause in (("fast", 0.0), ("slow", 0.02)):
        with Writer(tmp_path / name, create=True, memory=4000, fan=2, most_tokens=1000) as writer:
            merged = 0
            for identity, text in [*texts.items(), *changes.items()]:
                writer.add(identity, text, replace=identity in changes)
                if writer.full:
                    before = len(Archive.open(tmp_path / name).segments)
                    writer.commit(more=True)
                    merged += len(Archive.open(tmp_path / name).segments) <= before
                    # One of those that may be on their way into a new segment.
                    writer.remove(next(iter(content(tmp_path / name))))
                    time.sleep(pause)
            writer.commit()
        assert merged > 3
        assert verify(tmp_path / name) == []
    kept = content(tmp_path / "fast")
    assert len(kept) < 60
    assert kept.items() <= (texts | changes).items()
    fast, slow = bytes_of(tmp_path / "fast"), bytes_of(tmp_path / "slow")
    del fast["lock"], slow["lock"]
    assert fast == slow
    # The last commit leaves nothing that is to be merged.
    with Writer(tmp_path / "fast", memory=4000, fan=2, most_tokens=1000) as writer:
        writer.commit()
    assert bytes_of(tmp_path / "fast").keys() - {"lock"} == fast.keys()


def test_a_writer_that_is_closed_while_it_merges_leaves_the_last_commit(tmp_path: Path) -> None:
    texts = many(3000)
    with Writer(tmp_path, create=True, memory=10**6, fan=2) as writer:
        for identity, text in texts.items():
            writer.add(identity, text)
            if writer.full:
                writer.commit(more=True)
                committed = writer.documents
        named = {entry.name for entry in load(tmp_path).segments}
    assert {path.name.partition(".")[0] for path in (tmp_path / SEGMENTS).iterdir()} == named
    assert content(tmp_path) == dict(list(texts.items())[:committed])
    assert verify(tmp_path) == []


def test_removed_documents_are_gone_and_vanish_at_a_merge(tmp_path: Path) -> None:
    fill(tmp_path, many(10))
    before = Archive.open(tmp_path)
    with Writer(tmp_path) as writer:
        assert not writer.remove("nobody")
        assert writer.remove("id 3")
        assert not writer.remove("id 3")
        writer.commit()
    archive = Archive.open(tmp_path)
    assert archive.documents == 9
    assert archive.find("id 3") is None
    assert archive.segments[0].alive.tolist() == [n != 3 for n in range(10)]
    with pytest.raises(IndexError, match="was removed"):
        archive.document(3)
    with Writer(tmp_path) as writer:
        writer.remove("id 4")
        writer.remove("id 5")
        writer.commit()
    archive = Archive.open(tmp_path)
    assert (archive.totals().removed, archive.segments[0].documents) == (0, 7)
    # A snapshot knows nothing of what came later, though its file is gone.
    assert before.documents == 10
    assert [before.document(number).id for number in range(10)] == [f"id {n}" for n in range(10)]
    assert not before.segments[0].path.exists()
    with Writer(tmp_path) as writer:
        for n in range(10):
            writer.remove(f"id {n}")
        writer.commit()
    assert Archive.open(tmp_path).segments == ()
    assert verify(tmp_path) == []


def test_an_id_that_is_there(tmp_path: Path) -> None:
    for committed in (False, True):
        with Writer(tmp_path / str(committed), create=True) as writer:
            writer.add("a", "Some text.", {"x": 1, "y": 2})
            writer.add("b", "Other text.")
            if committed:
                writer.commit()
            assert writer.add("a", "Some text.", {"y": 2, "x": 1}) == "there"
            with pytest.raises(Refused, match="another text"):
                writer.add("a", "New text.", {"x": 1, "y": 2})
            with pytest.raises(Refused, match="other metadata"):
                writer.add("a", "Some text.", {"x": 2, "y": 2})
            assert writer.add("a", "New text.", replace=True) == "replaced"
            assert writer.documents == 2
            writer.commit()
        assert content(tmp_path / str(committed)) == {"b": "Other text.", "a": "New text."}
        assert verify(tmp_path / str(committed)) == []


@pytest.mark.parametrize(
    ("identity", "text", "metadata", "reason"),
    [
        ("", "Text", {}, "id is empty"),
        ("a", "", {}, "text is empty"),
        ("a", " \n\t", {}, "text is empty"),
        ("a", "half \ud800 a pair", {}, "not valid Unicode"),
        ("a", "Text", {"x": object()}, "metadata cannot be kept as JSON"),
        ("a", "Text", {"x": float("nan")}, "metadata cannot be kept as JSON"),
        ("a", "more words than may be", {}, "has 5 words, and a document may have 4"),
    ],
)
def test_what_is_refused_costs_nothing(
    tmp_path: Path, identity: str, text: str, metadata: dict[str, Any], reason: str
) -> None:
    with Writer(tmp_path, create=True, most_tokens=4) as writer:
        with pytest.raises(Refused, match=reason):
            writer.add(identity, text, metadata)
        writer.add("good", "Text")
        writer.commit()
    assert content(tmp_path) == {"good": "Text"}


def test_ids_and_metadata_may_hold_what_is_no_unicode(tmp_path: Path) -> None:
    identity = os.fsdecode(b"caf\xe9.txt")
    with Writer(tmp_path, create=True) as writer:
        writer.add(identity, "Text", {"half": "\ud800"})
        writer.commit()
    archive = Archive.open(tmp_path)
    assert archive.find(identity) == 0
    assert archive.document(0).metadata == {"half": "\ud800"}
    assert verify(tmp_path) == []


def test_what_is_not_committed_never_was(tmp_path: Path) -> None:
    fill(tmp_path, {"a": "Text"})
    before = bytes_of(tmp_path)
    with Writer(tmp_path, memory=100) as writer:
        for identity, text in many(20).items():
            writer.add(identity, text)
        writer.remove("a")
    assert bytes_of(tmp_path) == before
    with pytest.raises(ValueError, match="closed"):
        writer.add("b", "Text")
    with pytest.raises(ValueError, match="closed"):
        writer.commit()


def test_a_commit_without_a_change_writes_nothing(tmp_path: Path) -> None:
    one_by_one(tmp_path, many(7))
    before = (tmp_path / MANIFEST).stat().st_mtime_ns, bytes_of(tmp_path)
    with Writer(tmp_path) as writer:
        writer.commit()
        writer.add("id 1", many(2)["id 1"], {"title": "ID 1"})
        writer.commit()
    assert ((tmp_path / MANIFEST).stat().st_mtime_ns, bytes_of(tmp_path)) == before


def test_a_second_writer_is_refused_and_readers_are_not(tmp_path: Path) -> None:
    code = (
        "import sys; from unspin.archive.writer import Writer\n"
        "with Writer(sys.argv[1], create=True) as w:\n"
        "    w.add('a', 'Text'); w.commit(); w.add('b', 'Text'); print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        with pytest.raises(ArchiveError) as caught:
            Writer(tmp_path)
        assert str(caught.value).startswith(f"archive {tmp_path}: process {process.pid} is writing to it; ")
        assert content(tmp_path) == {"a": "Text"}
        process.kill()
    with Writer(tmp_path) as writer, pytest.raises(ArchiveError, match=f"process {os.getpid()} is writing"):
        Writer(tmp_path)
    assert writer.documents == 1


def test_left_overs_of_a_killed_writer_are_ignored_and_swept_up(tmp_path: Path) -> None:
    fill(tmp_path, {"a": "Text"})
    names = set(bytes_of(tmp_path))
    for name in ("segments/00000002.segment", "segments/00000003.segment.part", "manifest.json.part"):
        (tmp_path / name).write_bytes(b"half")
    assert content(tmp_path) == {"a": "Text"}
    assert verify(tmp_path) == []
    with Writer(tmp_path):
        pass
    assert set(bytes_of(tmp_path)) == names


def test_after_each_step_on_the_disk_the_archive_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder as a writer would leave it that was killed before each change of the disk."""
    path = tmp_path / "archive"
    one_by_one(path, many(3), fan=1000)
    states: list[Path] = []

    def photographed(module: Any, name: str) -> None:
        real = getattr(module, name)

        def call(*arguments: Any, **options: Any) -> Any:
            states.append(tmp_path / f"state {len(states)}")
            shutil.copytree(path, states[-1])
            return real(*arguments, **options)

        monkeypatch.setattr(module, name, call)

    for module, name in [(os, "fsync"), (Path, "replace"), (Path, "unlink")]:
        photographed(module, name)
    before = content(path)
    with Writer(path, fan=2) as writer:
        writer.add("new", "A new text of more than five words.")
        writer.remove("id 1")
        writer.commit()
    monkeypatch.undo()
    after = content(path)
    assert (set(before) - set(after), set(after) - set(before)) == ({"id 1"}, {"new"})
    assert len(states) >= 10
    seen = []
    for state in states:
        seen.append(content(state))
        assert seen[-1] in (before, after)
        assert verify(state) == []
        with Writer(state) as writer:
            writer.add("later", "Another text.")
            writer.commit()
        assert content(state) == {**seen[-1], "later": "Another text."}
    assert seen == sorted(seen, key=lambda found: found == after)
    assert before in seen
    assert after in seen


def test_a_reader_follows_a_writer_that_deletes_what_it_was_about_to_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one(tmp_path, many(3))
    stale, real = [load(tmp_path)], load
    with Writer(tmp_path, fan=2) as writer:
        writer.add("new", "A new text.")
        writer.commit()
    monkeypatch.setattr("unspin.archive.store.load", lambda path: stale.pop() if stale else real(path))
    assert Archive.open(tmp_path).documents == 4


def damaged_archives(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    def copied(name: str) -> Path:
        fill(tmp_path / name)
        return tmp_path / name

    yield tmp_path / "nothing", "there is no archive"
    (tmp_path / "file").write_text("x")
    yield tmp_path / "file", "there is no archive"
    path = copied("cut")
    (path / MANIFEST).write_bytes((path / MANIFEST).read_bytes()[:-9])
    yield path, "manifest.json is damaged"
    path = copied("edited")
    (path / MANIFEST).write_text((path / MANIFEST).read_text().replace('"documents":5', '"documents":4'))
    yield path, "manifest.json is damaged"
    path = copied("newer")
    (path / MANIFEST).write_text('{"format": 2}')
    yield path, "it has format 2, and this version of unspin reads format 1"
    path = copied("missing")
    next((path / SEGMENTS).iterdir()).unlink()
    yield path, "it is missing, though the manifest names it"
    path = copied("short")
    segment = next((path / SEGMENTS).iterdir())
    segment.write_bytes(segment.read_bytes()[:-1])
    yield path, "bytes, not"
    path = copied("empty")
    next((path / SEGMENTS).iterdir()).write_bytes(b"")
    yield path, "it cannot be read"


def test_what_is_no_whole_archive_is_told(tmp_path: Path) -> None:
    for path, reason in damaged_archives(tmp_path):
        with pytest.raises(ArchiveError, match=reason) as caught:
            Archive.open(path)
        assert str(path) in str(caught.value)
        with pytest.raises(ArchiveError, match=reason):
            Writer(path)


def test_a_folder_with_other_things_is_not_made_an_archive(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(ArchiveError, match=r"holds other things, such as 'thesis\.txt'"):
        Writer(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_archive_of_other_tokens_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    Archive.open(tmp_path).ensure_searchable()
    monkeypatch.setattr(building, "kernel", lambda: "0" * 16)
    with pytest.raises(ArchiveError, match="another version of unspin"):
        Writer(tmp_path)
    with pytest.raises(ArchiveError, match="another version of unspin"):
        Archive.open(tmp_path).ensure_searchable()


def test_the_archive_is_at_most_three_times_its_texts(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    # Words of this many letters compress about as English does.
    words = ["".join(map(chr, random.integers(97, 123, n))) for n in random.integers(2, 9, 4000)]
    texts = {str(n): " ".join(words[int(i)] for i in random.zipf(1.3, 400) % 4000) for n in range(200)}
    fill(tmp_path, texts)
    totals = Archive.open(tmp_path).totals()
    assert totals.documents == 200
    assert totals.text_bytes == totals.characters == sum(map(len, texts.values()))
    assert totals.bytes == sum(map(len, bytes_of(tmp_path).values())) - len(f"{os.getpid()}\n")
    assert totals.ratio <= 3


def test_a_run_with_the_hash_that_stands_for_none_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_ones(hashes: np.ndarray[tuple[int], np.dtype[np.uint64]], _first: object, _bits: int) -> Any:
        return np.full(len(hashes), 2**64 - 1, dtype=np.uint64)

    monkeypatch.setattr(building, "run_hashes", all_ones)
    with Writer(tmp_path, create=True) as writer:
        for identity, text in TEXTS.items():
            writer.add(identity, text)
        writer.commit()
        assert verify(tmp_path) == []


@pytest.mark.parametrize("array", ["table", "numbers"])
def test_tables_that_contradict_each_other_are_told(tmp_path: Path, array: str) -> None:
    """As after a fault of the disk: neither a search nor a merge follows what they say to places that are not there."""
    fill(tmp_path, many(20))
    segment = Archive.open(tmp_path).segments[0]
    data = bytearray(segment.path.read_bytes())
    begin = data.find(getattr(segment, array).tobytes())
    data[begin : begin + 64] = b"\xff" * 64
    segment.path.write_bytes(data)
    with pytest.raises(ArchiveError, match="contradict each other; it is damaged: `unspin archive verify` says more"):
        Archive.open(tmp_path).ensure_searchable()
    with pytest.raises(ArchiveError, match="contradict each other"):
        merge(tmp_path, "merged", Archive.open(tmp_path).segments)
    assert not list(tmp_path.rglob("merged*"))
    assert verify(tmp_path)
