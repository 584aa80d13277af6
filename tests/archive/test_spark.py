"""`reuse` on Spark with executors in this process' Java: the same passages as the local engine's, whatever the partitioning."""

from __future__ import annotations

import gzip
import os
import random
import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from archive.spark_texts import BOILERPLATE, local_passages, records, require_spark, write

require_spark()

from unspin.archive.candidates import LONGER, MOST, Longs, candidates  # noqa: E402
from unspin.archive.corpus import Parameters, Tally  # noqa: E402
from unspin.archive.local import Progress  # noqa: E402
from unspin.archive.spark import SparkError, jobs, kernels, loading, spark_passages  # noqa: E402
from unspin.archive.spark.blocks import Blocks, blocks_in, by_bucket, cells, joined  # noqa: E402
from unspin.archive.spark.session import opened  # noqa: E402
from unspin.archive.stages import FOLDER, Stages  # noqa: E402
from unspin.archive.tokens import Hashes, tokens_of_all  # noqa: E402


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with opened("local[2]", {"spark.driver.memory": "1g"}) as found:
        yield found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("corpus") / "news.jsonl", records())


def on_spark(
    session: Any,
    sources: list[Path],
    against: list[Path] | None = None,
    parameters: Parameters | None = None,
    master: str | None = None,
    **options: Any,
) -> tuple[Any, Tally]:
    tally = Tally()
    found = spark_passages(sources, against, parameters or Parameters(), master, tally, session=session, **options)
    return found, tally


def on_one(
    sources: list[Path], against: list[Path] | None = None, parameters: Parameters | None = None
) -> tuple[Any, Tally]:
    tally = Tally()
    return local_passages(sources, against, parameters or Parameters(), tally), tally


def flat(texts: list[str]) -> tuple[Hashes, Longs]:
    tokens, first_token = tokens_of_all([text.encode() for text in texts])
    return tokens.hashes, first_token


def numbered(texts: list[str]) -> list[dict[str, object]]:
    return [{"id": number, "text": text} for number, text in enumerate(texts)]


def same(one: tuple[Any, Tally], other: tuple[Any, Tally]) -> bool:
    return bool(one[0].equals(other[0])) and one[0].schema == other[0].schema and asdict(one[1]) == asdict(other[1])


@pytest.mark.parametrize("partitions", [None, 1, 13])
def test_the_passages_are_those_of_the_local_engine(session: Any, corpus: Path, partitions: int | None) -> None:
    expected = on_one([corpus])
    assert set(expected[0]["kind"].to_pylist()) == {"verbatim", "near-verbatim", "rewritten", "summarised"}
    assert expected[1].pairs > 100
    assert same(on_spark(session, [corpus], partitions=partitions), expected)


def test_group_by_and_min_length(session: Any, corpus: Path) -> None:
    parameters = Parameters(min_length=400, group_by="outlet")
    expected = on_one([corpus], None, parameters)
    assert 0 < len(expected[0]) < len(on_one([corpus])[0])
    assert same(on_spark(session, [corpus], None, parameters, partitions=3), expected)


@pytest.mark.parametrize("group_by", [None, "outlet"])
def test_against_another_corpus(session: Any, tmp_path: Path, group_by: str | None) -> None:
    some = records(120, seed=8)
    others = records()
    for record, other in zip(some[:30], others[40:], strict=False):
        record["text"] = f"{record['text']} {other['text']}"
    path, other_path = write(tmp_path / "corpus.jsonl.gz", some), write(tmp_path / "other.jsonl", others)
    parameters = Parameters(group_by=group_by)
    expected = on_one([path], [other_path], parameters)
    assert len(expected[0]) > 10
    assert expected[1].sources > 200
    assert same(on_spark(session, [path], [other_path], parameters, partitions=2), expected)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["…", "…"],
        ["word"],
        [BOILERPLATE],
        [BOILERPLATE, BOILERPLATE],
        ["é \u00bd 北京" * 99, "e\u0301 1/2 北京" * 99],
    ],
    ids=["nothing", "no text", "no word", "a word", "one document", "twice the same", "folded"],
)
@pytest.mark.parametrize("against", [False, True])
def test_small_and_odd_corpora(session: Any, tmp_path: Path, texts: list[str], *, against: bool) -> None:
    some = [write(tmp_path / "some.jsonl", numbered(texts))]
    others = [write(tmp_path / "others.jsonl", numbered([BOILERPLATE, "word"]))] if against else None
    assert same(on_spark(session, some, others, partitions=1), on_one(some, others))


def test_what_cannot_be_read_is_told_as_by_the_local_engine(session: Any, tmp_path: Path) -> None:
    lines = '{"id": 1, "text": "A text."}\n{"id": 1, "text": "Another text."}\nnothing\n{"id": 2, "text": "\\ud800"}\n'
    (tmp_path / "bad.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    sources = [tmp_path / "bad.jsonl.gz", tmp_path / "missing.txt"]
    found = on_spark(session, sources, partitions=1)
    assert same(found, on_one(sources))
    assert len(found[1].skips) == 4


def test_a_document_of_many_blocks_and_one_that_many_have(session: Any, tmp_path: Path) -> None:
    """All pairs of a dozen documents that are nearly the same, and one long text that holds many of the others."""
    some = records(60, seed=2)
    copied = str(some[0]["text"])
    found = list(some)
    found.extend({"id": f"copy {n}", "text": copied[n:]} for n in range(12))
    found.append({"id": "long", "text": "\n\n".join(str(record["text"]) for record in some for _ in range(2))})
    path = write(tmp_path / "some.jsonl", found)
    expected = on_one([path])
    assert len(expected[0]) > 100
    assert same(on_spark(session, [path], partitions=3), expected)


def test_texts_may_wait_in_a_folder(
    session: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_CHUNK", 1 << 17)
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "mine.txt").write_text("Mine.")
    assert same(on_spark(session, [corpus], folder=folder.as_uri(), partitions=2), on_one([corpus]))
    assert os.listdir(folder) == ["mine.txt"]
    (tmp_path / "empty.jsonl").touch()
    found, _ = on_spark(session, [tmp_path / "empty.jsonl"], folder=str(tmp_path / "none"))
    assert len(found) == 0
    with pytest.raises(SparkError, match=r"a job failed: .*No FileSystem for scheme"):
        on_spark(session, [corpus], folder="nowhere://texts")


def test_texts_that_executors_do_not_find(
    session: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if one of the blocks had been written to the disk of another machine."""
    real = loading.chunks_of
    monkeypatch.setattr("unspin.archive.spark.engine.chunks_of", lambda blocks: [next(iter(real(blocks)))[1:]])
    with pytest.raises(SparkError, match="executors do not find the texts; name a folder"):
        on_spark(session, [corpus], folder=str(tmp_path / "texts"), partitions=1)
    assert os.listdir(tmp_path / "texts") == []


def stopping(at: str, when: float) -> tuple[Progress, list[tuple[str, int, int]]]:
    """A progress that raises once so much of a stage is done, and what it was told."""
    seen: list[tuple[str, int, int]] = []

    def told(stage: str, done: int, total: int) -> None:
        seen.append((stage, done, total))
        if stage == at and done >= when * total:
            raise KeyboardInterrupt

    return told, seen


def test_a_run_goes_on_where_another_was_stopped(
    session: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of finding pairs, with some of them compared; at last nothing is left to do for Spark."""
    monkeypatch.setattr(jobs, "_MOST", 1 << 14)
    expected = on_one([corpus])
    folder = tmp_path / "texts"
    options: dict[str, Any] = {"partitions": 2, "folder": str(folder)}
    told: list[set[str]] = []
    for at, when in (("finding", 0.3), ("comparing", 0.3), ("none", 0)):
        stages = Stages(tmp_path / "found")
        progress, seen = stopping(at, when)
        if at == "none":
            assert same(on_spark(session, [corpus], stages=stages, progress=progress, **options), expected)
        else:
            with pytest.raises(KeyboardInterrupt):
                on_spark(session, [corpus], stages=stages, progress=progress, **options)
            assert len(os.listdir(folder)) == 1
        stages.release(keep=True)
        # That pairs were found before is told as well.
        told.append({stage for stage, done, _ in seen if stage != "finding" or not done})
        for stage in {stage for stage, _, _ in seen}:
            shares = [done / total for name, done, total in seen if name == stage]
            assert shares == sorted(shares)
            assert at == stage or shares[-1] == 1
    assert told == [{"reading", "finding"}, {"finding", "comparing"}, {"comparing"}]
    assert os.listdir(folder) == []
    # The last run compared what the one before had left.
    parts = sorted(int(path.stem) for path in (tmp_path / "found" / FOLDER / "spark-passages").glob("*.rows"))
    assert len(parts) > 3
    assert next(done for stage, done, _ in seen if stage == "comparing") in parts
    stages = Stages(tmp_path / "found")
    try:
        assert same(on_spark(None, [corpus], master="nobody://", stages=stages), expected)
    finally:
        stages.release(keep=False)


def test_the_settings_of_the_callers_session_stay(session: Any, corpus: Path) -> None:
    names = [
        "spark.sql.shuffle.partitions",
        "spark.sql.adaptive.enabled",
        "spark.sql.execution.arrow.maxRecordsPerBatch",
    ]
    before = [session.conf.get(name) for name in names]
    on_spark(session, [corpus], partitions=2)
    assert [session.conf.get(name) for name in names] == before


def test_the_example_of_the_page_runs(session: Any, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Path(__file__).parents[2] / "docs" / "spark.md"
    monkeypatch.chdir(corpus.parent)
    Path("corpus.jsonl").write_bytes(corpus.read_bytes())
    names = {"session": session}
    for block in re.findall(r"^```py\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        exec(block, names)
    assert names["table"].equals(on_one([corpus], None, Parameters(group_by="outlet"))[0])
    with pytest.raises(ValueError, match="either a master or a session"):
        spark_passages([], None, Parameters(), "local[1]", Tally(), session=session)


# Without Spark: what its tasks do.


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("is_against", [False, True])
def test_runs_in_parts_and_buckets_make_the_same_pairs(seed: int, *, is_against: bool) -> None:
    """The kernels on documents in any parts, in any order, with any number of buckets: the pairs of ``candidates``."""
    chance = random.Random(seed)
    some = records(120, seed)
    hashes, first_token = flat([str(record["text"]) for record in some])
    groups = np.array([chance.randrange(-1, 40) for _ in some], dtype=np.int32)
    sources = len(some) // 3 if is_against else None
    expected = candidates(hashes, first_token, groups=groups, sources=sources)
    assert len(expected) > 5

    cuts = sorted({0, len(some), *(chance.randrange(len(some)) for _ in range(4))})
    parts = list(pairwise(cuts))
    chance.shuffle(parts)
    bits, buckets = len(hashes).bit_length(), chance.randrange(1, 9)
    part_of = {part: hashes[first_token[part[0]] : first_token[part[1]]] for part in parts}
    local = {part: first_token[part[0] : part[1] + 1] - first_token[part[0]] for part in parts}
    common, _ = kernels.very_common(hashes, first_token)
    # Every second time only half of them are known: that makes no difference.
    by_five = np.unique(common >> np.uint64(bits + LONGER))[:: 1 + seed % 2]
    assert len(by_five) > 0
    shares = []
    for part in parts:
        owners = np.arange(*part, dtype=np.int32)
        runs = kernels.runs_of(part_of[part], local[part], owners, first_token[part[0] : part[1]], bits)
        assert len(runs.values) <= len(part_of[part])
        shares.append(kernels.in_buckets(runs, by_five, bits, buckets))
    pairs = []
    for bucket in range(2 * buckets):
        mine = [[values[bounds[bucket] : bounds[bucket + 1]] for values in runs] for runs, bounds in shares]
        runs = kernels.Runs(*map(np.concatenate, zip(*mine, strict=True)))
        only = -1 if sources is None else sources
        pairs.append(kernels.shared(runs, bits, by_five=bucket >= buckets, groups=groups, sources=only))
    found, bounds = kernels.pair_buckets(kernels.Shared(*map(np.concatenate, zip(*pairs, strict=True))), buckets)
    heavy = [
        kernels.heavy_pairs(kernels._in(found, np.arange(begin, end)), len(some)) for begin, end in pairwise(bounds)
    ]
    assert sorted(np.concatenate(heavy).tolist()) == expected.tolist()


def test_no_part_sends_more_of_a_common_run_than_proves_it_common() -> None:
    """Ten thousand documents with the same words: each run goes out for as many documents as make it common, not for all."""
    texts = ["one two three four five six seven eight nine ten"] * 10_000
    hashes, first_token = flat(texts)
    bits = len(hashes).bit_length()
    owners = np.arange(len(texts), dtype=np.int32)
    runs = kernels.runs_of(hashes, first_token, owners, first_token[:-1], bits)
    # The last two tokens of a document begin no run.
    assert len(runs.values) == 8 * (MOST + 1) + 2 * len(texts)
    # One document that says a run ten thousand times: as many places as are too many.
    hashes, first_token = flat(["one two three four five " * 10_000])
    runs = kernels.runs_of(hashes, first_token, owners[:1], first_token[:-1], len(hashes).bit_length())
    assert len(runs.values) < 5 * (kernels._MANY + 1) + 10


def test_runs_that_would_fill_a_bucket_are_spread_by_the_words_after_them() -> None:
    words = [f"w{number}" for number in range(500)]
    chance = random.Random(1)
    texts = ["in the evening " + " ".join(chance.sample(words, 20)) for _ in range(3000)]
    hashes, first_token = flat(texts)
    bits = len(hashes).bit_length()
    common, places = kernels.very_common(hashes, first_token)
    assert places.max() == 3000
    runs = kernels.runs_of(hashes, first_token, np.arange(3000, dtype=np.int32), first_token[:-1], bits)
    _, bounds = kernels.in_buckets(runs, np.unique(common >> np.uint64(bits + LONGER)), bits, 10)
    sizes = np.diff(bounds)
    assert sizes[10:].sum() >= 3000
    assert sizes[10:].max() < 1000


def test_blocks_hold_all_documents_in_order() -> None:
    texts = ["", "a", "é" * 40_000, "b" * 70_000, "c", "\ud800", "d" * 65_536, ""]
    found = Blocks(texts)
    batches = list(found)
    back = [block.text(number) for block in blocks_in(batches) for number in block.documents]
    assert back == [text.encode("utf-8", "replace") for text in texts]
    assert found.lengths.tolist() == list(map(len, back))
    assert [block.number for block in blocks_in(batches)] == list(range(found.count))
    assert list(Blocks([])) == []


def test_arrays_go_through_columns_of_bytes() -> None:
    values = np.arange(10, dtype=np.uint64)
    column = cells(values, np.array([0, 0, 3, 10]))
    assert [len(cell.as_py()) for cell in column] == [0, 24, 56]
    assert joined(column, np.uint64).tolist() == values.tolist()
    assert joined(column.slice(1, 1), np.uint64).tolist() == [0, 1, 2]
    batch = by_bucket("bucket", np.array([0, 0, 4, 4, 10]), {"values": values})
    assert batch.column("bucket").to_pylist() == [1, 3]
    assert joined(batch.column("values").slice(1), np.uint64).tolist() == [4, 5, 6, 7, 8, 9]
