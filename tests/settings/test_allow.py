from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.full import to_text
from unspin.report.jsonformat import to_dict
from unspin.report.model import Report
from unspin.settings import Rules, Settings, SettingsError
from unspin.settings.allow import Allowed, read_allowed

TODAY = date(2031, 5, 4)
GOOD = """
[[allow]]
type = "entity-changed"
original = "the “old  mill”"
rewrite = "the 'new' mill"
reason = "renamed in spring"
who = "Ada Prill"
until = 2031-05-04

[[allow]]
type = "omitted"
original = "for now"
reason = "house rule"
who = "Ira Volt"
"""


def read(folder: Path, text: str) -> Allowed:
    (folder / "unspin-allow.toml").write_text(text, encoding="utf-8")
    return read_allowed(folder / "unspin-allow.toml", TODAY, "unspin-allow.toml")


def test_entries_match_by_words_whatever_the_marks_and_white_space(tmp_path: Path) -> None:
    allowed = read(tmp_path, GOOD)
    assert allowed.matching("entity-changed", 'the "old mill"', "the\n‘new’ mill ") == {0}
    assert allowed.matching("omitted", "for now", "") == {1}
    assert allowed.matching("entity-changed", 'the "old mill"', "the newer mill") == frozenset()
    assert allowed.matching("place-changed", 'the "old mill"', "the 'new' mill") == frozenset()
    assert allowed.matching("omitted", "for now", "for good") == frozenset()
    assert [entry.who for entry in allowed.unused(frozenset({0}))] == ["Ira Volt"]
    assert str(allowed.entries[1]) == "omitted “for now” → “”"


def test_an_entry_holds_up_to_the_end_of_its_day(tmp_path: Path) -> None:
    assert len(read(tmp_path, GOOD).entries) == 2
    late = read(tmp_path, GOOD.replace("2031-05-04", "2031-05-03"))
    assert [entry.type for entry in late.entries] == ["omitted"]
    assert [(entry.type, entry.origin) for entry in late.expired] == [("entity-changed", "unspin-allow.toml:2:1")]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = """note = 1
[[allow]]
type = "omited"
original = 3
reson = "x"
who = " "
until = "2031-05-04"
[[allow]]
type = "omitted"
until = 2031-05-04T10:00:00
"""
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    assert [str(problem).removeprefix("unspin-allow.toml:") for problem in caught.value.problems] == [
        "1:1: no key 'note': entries stand under [[allow]]",
        "2:1: the entry lacks reason",
        "3:1: no type 'omited'; did you mean 'omitted'?",
        "4:1: original is a text",
        "5:1: no key 'reson'; did you mean 'reason'?",
        "6:1: who is empty",
        "7:1: until is a day, such as 2031-05-04, without quotation marks",
        "8:1: the entry has no words: give original, rewrite or both, as the report shows them",
        "8:1: the entry lacks reason and who",
        "10:1: until is a day, such as 2031-05-04, without quotation marks",
    ]


@pytest.mark.parametrize("text", ["allow = 3", "allow = [1]", "[allow]\ntype = 'omitted'"])
def test_what_is_no_list_of_entries_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="each entry stands under a head of its own"):
        read(tmp_path, text)


def test_accepted_changes_leave_the_report_and_are_counted(tmp_path: Path) -> None:
    text = "It is closed for now."
    change = Change("omitted", Span(13, 20), None, "“for now” is left out", 0.8)
    report = Report(Document(text), Document("It is closed."), (), (change,), 0.4)
    assert "accepted" not in to_dict(Rules(Settings()).report(report).result)["summary"]
    judged = Rules(Settings(), read(tmp_path, GOOD)).report(report)
    assert (judged.result.changes, judged.accepted, judged.used) == ((), 1, frozenset({1}))
    assert to_dict(judged.result)["summary"]["accepted"] == 1
    assert "No other change of meaning found; 1 accepted; fidelity 0.40" in to_text(judged.result)
