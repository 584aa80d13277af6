from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.model import Report
from unspin.settings import Rules, Settings, SettingsError
from unspin.settings.baseline import Baseline, known_of, pair_name, read_baseline

ORIGINAL, REWRITE = "Marn sold 12 homes in May.", "Tarn sold 21 homes in May."


def report(original: str = ORIGINAL, rewrite: str = REWRITE, *words: tuple[str, str, str]) -> Report:
    def span(text: str, part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    found = words or (("place-changed", "Marn", "Tarn"), ("number-changed", "12", "21"))
    changes = tuple(Change(kind, span(original, ours), span(rewrite, theirs), "") for kind, ours, theirs in found)
    return Report(Document(original, name="wire.txt"), Document(rewrite, name="desk.txt"), (), changes, 0.2)


def adopted(*reports: Report) -> Baseline:
    return Baseline({pair_name(one): known_of(one) for one in reports})


def test_what_is_known_is_not_reported() -> None:
    judged = Rules(Settings(), baseline=adopted(report())).report(report())
    assert judged.result.changes == ()
    assert judged.result.accepted == judged.accepted == 2


def test_only_new_changes_are_reported_after_edits_elsewhere() -> None:
    ours, theirs = f"Snow fell. {ORIGINAL} Ada Prill left.", f"It snowed.\n\n{REWRITE} Ira Volt left."
    later = report(
        ours,
        theirs,
        ("place-changed", "Marn", "Tarn"),
        ("number-changed", "12", "21"),
        ("entity-changed", "Ada Prill", "Ira Volt"),
    )
    judged = Rules(Settings(), baseline=adopted(report())).report(later)
    assert [one.type for one in judged.result.changes] == ["entity-changed"]
    assert judged.accepted == 2


def test_another_pair_knows_nothing_of_it() -> None:
    rules = Rules(Settings(), baseline=adopted(report()))
    assert len(rules.report(report(), identity=7).result.changes) == 2
    assert pair_name(report(), 7) != pair_name(report(), "7")


def test_an_update_keeps_the_other_pairs_and_drops_what_is_gone() -> None:
    known = Baseline({"id 1": [{"fingerprint": "a"}], "id 2": [{"fingerprint": "b"}]})
    after = known.updated({"id 2": [], "id 3": [{"fingerprint": "c"}]})
    assert json.loads(after.to_json()) == {
        "unspin_baseline": 1,
        "pairs": {"id 1": [{"fingerprint": "a"}], "id 3": [{"fingerprint": "c"}]},
    }


WORDS = st.text(min_size=1, max_size=5)
PAIRS = st.dictionaries(
    WORDS, st.lists(st.fixed_dictionaries({"fingerprint": WORDS, "type": WORDS}), min_size=1, max_size=3), max_size=3
)


@given(PAIRS)
def test_a_written_baseline_reads_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, pairs: dict[str, list[dict[str, str]]]
) -> None:
    path = tmp_path_factory.mktemp("baseline") / "known.json"
    path.write_bytes(Baseline(pairs).to_json().encode("utf-8"))
    assert read_baseline(path) == Baseline(pairs)
    assert read_baseline(path).to_json() == Baseline(pairs).to_json()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "known.json: cannot be read: no such file or directory; `unspin baseline write` makes one"),
        (b"\xff", "known.json: not UTF-8"),
        (b'{\n "a" 1}', "known.json:2:6: not JSON: expecting ':' delimiter"),
        (b"[" * 100_000, "known.json: not JSON: nested too deeply"),
        (b"[]", "known.json: no baseline: `unspin baseline write` makes one"),
        (b'{"unspin_baseline": 2, "pairs": {}}', "known.json: no baseline of version 1: write it anew"),
        (b'{"unspin_baseline": 1, "pairs": {"a": [{}]}}', "known.json: no baseline of version 1: write it anew"),
        (b'{"unspin_baseline": 1}', "known.json: no baseline of version 1: write it anew"),
    ],
)
def test_what_is_no_baseline_is_told(tmp_path: Path, data: bytes | None, said: str) -> None:
    path = tmp_path / "known.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SettingsError) as caught:
        read_baseline(path, "known.json")
    assert [str(problem) for problem in caught.value.problems] == [said]
