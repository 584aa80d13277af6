"""The law of an archive: whatever is done to it, it holds what a dictionary would."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.archive.errors import Refused
from unspin.archive.manifest import SEGMENTS
from unspin.archive.merging import merge
from unspin.archive.store import Archive
from unspin.archive.verify import verify
from unspin.archive.writer import Writer

IDS = st.sampled_from(["a", "b", "c", "d", "e"])
TEXTS = st.lists(st.sampled_from(["the", "Élan", "of", "a", "東京", "!"]), min_size=1, max_size=14).map(" ".join)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), IDS, TEXTS),
        st.tuples(st.just("replace"), IDS, TEXTS),
        st.tuples(st.just("remove"), IDS, st.just("")),
        st.tuples(st.sampled_from(["commit", "reopen"]), st.just(""), st.just("")),
    ),
    max_size=25,
)


def do(writer: Writer, model: dict[str, str], step: tuple[str, str, str]) -> None:
    """One step on both; that they agree on what comes of it."""
    name, identity, text = step
    if name == "remove":
        assert writer.remove(identity) == (model.pop(identity, None) is not None)
        return
    try:
        became = writer.add(identity, text, replace=name == "replace")
    except Refused:
        assert name == "add"
        assert model[identity] != text
        return
    if became == "there":
        assert model[identity] == text
        return
    assert became == ("replaced" if identity in model else "added")
    model.pop(identity, None)
    model[identity] = text


def check(path: Path, model: dict[str, str]) -> None:
    archive = Archive.open(path)
    found = [archive.document(number) for number in archive.numbers.tolist()]
    # In the order in which they were added.
    assert [(document.id, document.text) for document in found] == list(model.items())
    assert [archive.find(identity) for identity in model] == archive.numbers.tolist()


@settings(max_examples=120)
@given(STEPS, st.sampled_from([400, 1000, 10**6]), st.sampled_from([2, 4]), st.sampled_from([20, 10**6]))
def test_any_steps_leave_what_a_dictionary_has(
    steps: list[tuple[str, str, str]], memory: int, fan: int, most: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        writer = Writer(path, create=True, memory=memory, fan=fan, most_tokens=most)
        committed: dict[str, str] = {}
        model: dict[str, str] = {}
        for step in [*steps, ("commit", "", ""), ("reopen", "", "")]:
            if step[0] == "commit":
                writer.commit()
                committed = dict(model)
                check(path, committed)
            elif step[0] == "reopen":
                writer.close()
                check(path, committed)
                writer = Writer(path, memory=memory, fan=fan, most_tokens=most)
                model = dict(committed)
            else:
                do(writer, model, step)
            assert writer.documents == len(model)
        writer.close()
        assert verify(path) == []
        if model:
            same_as_built_at_once(path, model)


def same_as_built_at_once(path: Path, model: dict[str, str]) -> None:
    """However the archive came about: merged into one segment, it is the one that these documents make."""
    merge(path, "merged", Archive.open(path).segments)
    with tempfile.TemporaryDirectory() as name:
        with Writer(name, create=True) as writer:
            for identity, text in model.items():
                writer.add(identity, text)
            writer.commit()
        (once,) = (Path(name) / SEGMENTS).iterdir()
        assert (path / SEGMENTS / "merged.segment").read_bytes() == once.read_bytes()
