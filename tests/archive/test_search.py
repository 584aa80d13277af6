"""Which documents of an archive are worth a comparison: those that ``candidates`` finds among the same documents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from unspin.archive import search
from unspin.archive.candidates import MOST, candidates
from unspin.archive.search import likely_sources, shared_runs
from unspin.archive.store import Archive
from unspin.archive.tokens import tokens_of
from unspin.archive.writer import Writer


def build(path: Path, texts: dict[str, str], *, most_tokens: int = 1 << 26, fan: int = 1000) -> Archive:
    with Writer(path, create=True, most_tokens=most_tokens, fan=fan) as writer:
        for identity, text in texts.items():
            writer.add(identity, text)
        writer.commit()
    return Archive.open(path)


def likely(archive: Archive, text: str) -> list[str]:
    return [archive.document(number).id for number in likely_sources(archive, tokens_of(text)).numbers.tolist()]


def expected(texts: dict[str, str], document: str) -> list[str]:
    """What is found among the same documents with the new one as the last of them."""
    hashes = [tokens_of(text).hashes for text in [*texts.values(), document]]
    pairs = candidates(np.concatenate(hashes), np.cumsum([0, *map(len, hashes)]))
    names = list(texts)
    return [names[other] for one, other in pairs.tolist() if one == len(texts)]


def random_texts(seed: int, number: int) -> tuple[dict[str, str], str]:
    """Documents with boilerplate and with stretches of each other, and one more of the kind."""
    random = np.random.default_rng(seed)
    words = [f"w{n}" for n in range(400)]
    boilerplate = " ".join(random.choice(words, 12))
    made: list[str] = []
    for _ in range(number + 1):
        parts = [" ".join(random.choice(words, random.integers(0, 50)))]
        for _ in range(random.integers(0, 3)):
            if made:
                theirs = made[random.integers(0, len(made))].split()
                begin = random.integers(0, len(theirs) + 1)
                parts.append(" ".join(theirs[begin : begin + random.integers(2, 12)]))
        parts += [boilerplate] * int(random.random() < 0.7)
        parts += [" ".join(["again and again"] * int(random.integers(0, 40)))] * int(random.random() < 0.2)
        made.append(" ".join([*parts, words[0]]))
    return {f"id {n}": text for n, text in enumerate(made[:-1])}, made[-1]


@pytest.mark.parametrize("seed", range(6))
def test_the_candidates_among_the_same_documents_are_found(tmp_path: Path, seed: int) -> None:
    texts, document = random_texts(seed, 60)
    whole = build(tmp_path / "whole", texts)
    parts = build(tmp_path / "parts", texts, most_tokens=300)
    assert len(whole.segments) == 1
    assert len(parts.segments) > 5
    for text in [document, *list(texts.values())[::7]]:
        assert likely(whole, text) == likely(parts, text) == expected(texts, text)


def test_removed_documents_are_as_if_they_had_never_been(tmp_path: Path) -> None:
    texts, document = random_texts(99, 60)
    build(tmp_path, texts, most_tokens=600)
    gone = list(texts)[1::9]
    with Writer(tmp_path, fan=1000) as writer:
        assert all(writer.remove(identity) for identity in gone)
        writer.commit()
    left = {identity: text for identity, text in texts.items() if identity not in gone}
    archive = Archive.open(tmp_path)
    assert archive.totals().removed
    for text in [document, *texts.values()]:
        assert likely(archive, text) == expected(left, text)


def test_long_documents_are_looked_up_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, _ = random_texts(5, 40)
    archive = build(tmp_path, texts)
    document = " ".join(list(texts.values())[::4])
    at_once = likely(archive, document)
    monkeypatch.setattr(search, "_BLOCK", 7)
    assert likely(archive, document) == at_once
    assert len(at_once) >= 10


def test_a_run_that_many_documents_have_counts_in_its_longer_form(tmp_path: Path) -> None:
    same = {f"id {n}": f"the mayor said a{n} b{n} c{n} d{n}" for n in range(MOST + 5)}
    texts = {**same, "wanted": "the mayor said that budgets were late again this year"}
    archive = build(tmp_path, texts)
    found = likely_sources(archive, tokens_of("the mayor said"))
    assert (found.numbers.tolist(), found.shared, found.rare) == ([], True, False)
    found = likely_sources(archive, tokens_of("the mayor said that budgets"))
    assert (found.shared, found.rare) == (True, True)
    assert likely(archive, "the mayor said that budgets were late again") == ["wanted"]
    nothing = likely_sources(archive, tokens_of("quite other words than those"))
    assert (nothing.numbers.tolist(), nothing.shared, nothing.rare) == ([], False, False)


@pytest.mark.parametrize("text", ["", "one", "one two", "?!"])
def test_too_few_words_share_nothing(tmp_path: Path, text: str) -> None:
    archive = build(tmp_path, {"a": "one two three four"})
    assert not likely_sources(archive, tokens_of(text)).shared
    assert shared_runs(tokens_of(text), [tokens_of("one two three")]) == (False, False)


def test_an_archive_without_documents_has_no_sources(tmp_path: Path) -> None:
    archive = build(tmp_path, {})
    found = likely_sources(archive, tokens_of("one two three four five"))
    assert (found.numbers.tolist(), found.shared) == ([], False)


def test_runs_shared_in_memory() -> None:
    ours = tokens_of("one two three four")
    assert shared_runs(ours, [tokens_of("x one two three"), tokens_of("other words here")]) == (True, True)
    assert shared_runs(ours, [tokens_of("one two three")] * MOST) == (True, False)
    assert shared_runs(ours, [tokens_of("two one three")]) == (False, False)
