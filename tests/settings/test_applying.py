from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin import check
from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.model import Report, severity_of
from unspin.settings import Settings
from unspin.settings.aliases import Aliases
from unspin.settings.applying import Rules
from unspin.settings.rounding import only_rounded

ORIGINAL = "Orla Venn told the council of Marn that 1,187 homes were sold."
REWRITE = "The minister told the council of Tarn that about 1,150 homes were sold."


def change(kind: str, ours: str, theirs: str, confidence: float = 0.8, **why: Any) -> Change:
    def span(text: str, words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    return Change(kind, span(ORIGINAL, ours), span(REWRITE, theirs), "", confidence, why=why)


NUMBERS = ({"kind": "count", "value": 1187, "counted": "home"}, {"kind": "count", "value": 1150, "counted": "home"})
ROUNDED = {"original": NUMBERS[0], "rewrite": {**NUMBERS[1], "bound": "about"}}
CHANGES = (
    change("entity-changed", "Orla Venn", "The minister", 0.6, original="Venn", rewrite="minister"),
    change("place-changed", "Marn", "Tarn", 0.9),
    change("number-changed", "1,187", "about 1,150", 0.7, **ROUNDED),
)
REPORT = Report(Document(ORIGINAL), Document(REWRITE), (), CHANGES, 0.1)


def kept(settings: Settings) -> Sequence[str]:
    return [one.type for one in Rules(settings).report(REPORT).result.changes]


def test_the_default_leaves_a_report_as_it_is() -> None:
    assert Rules(Settings()).report(REPORT).result == REPORT


def test_each_type_has_its_own_severity_and_confidence() -> None:
    rules = Rules(
        Settings(severity={"place-changed": "info"}, min_confidence=0.8, min_confidence_of={"entity-changed": 0.5})
    )
    report = rules.report(REPORT).result
    assert [(one.type, severity_of(one)) for one in report.changes] == [
        ("entity-changed", "error"),
        ("place-changed", "info"),
    ]
    assert report.counts == {"error": 1, "warning": 0, "info": 1}
    assert report.fidelity == REPORT.fidelity


def test_selected_and_ignored_types() -> None:
    assert kept(Settings(select=("place-changed", "number-changed"), ignore=("number-changed",))) == ["place-changed"]


def test_an_exchange_of_aliases_is_no_change() -> None:
    assert kept(Settings(aliases=(("the minister", "Orla Venn"),))) == ["place-changed", "number-changed"]
    assert kept(Settings(aliases=(("the minister", "Ada Prill"),))) == kept(Settings())


@pytest.mark.parametrize(
    ("original", "rewrite", "same"),
    [
        ("Orla Venn", "the Minister", True),
        ("Orla Venn’s", "the minister's", True),
        ("the  Marn\nTown Council", "Council", True),
        ("Orla Venn and the council", "the minister and Marn Town Council", True),
        ("Orla Venn", "Orla Venn", False),  # nothing is exchanged
        ("Orla Venn", "the council", False),  # names of two groups
        ("Orla Venn", "the former minister", False),  # more than an exchange
        ("Orla Venn", "", False),
        ("", "", False),
        ("Orla Vennberg", "the minister", False),
    ],
)
def test_which_phrases_are_the_same(original: str, rewrite: str, same: bool) -> None:
    aliases = Aliases([["Orla Venn", "the minister"], ["Marn Town Council", "the council"]])
    assert aliases.same(original, rewrite) == same
    assert aliases.same(rewrite, original) == same


def test_speakers_are_exchanged_though_the_places_are_quotes() -> None:
    spoken = change(
        "attribution-changed",
        "Orla Venn told",
        "The minister told the",
        original_speaker="Venn",
        rewrite_speaker="Prill",
    )
    assert not Aliases([["Orla Venn", "minister"]]).only_exchanged(spoken, "one quote", "another quote")
    assert Aliases([["Venn", "Prill"]]).only_exchanged(spoken, "one quote", "another quote")


@pytest.mark.parametrize(
    ("exact", "rounded", "bound", "tolerance", "silent"),
    [
        (1187, 1150, "about", 5, True),
        (1187, 1100, "about", 5, False),
        (1187, 1150, "", 5, False),  # it does not say that it is rounded
        (1187, 1250, "nearly", 6, True),
        (1187, 1150, "nearly", 5, False),  # nearly looks upwards
        (1187, 1150, "more than", 5, True),
        (1187, 1250, "more than", 6, False),  # more than looks downwards
        (1187, 1190.5, "about", 5, False),  # no rounder than it was
        (40, 50, "about", 50, False),
        (1187, 1187, "about", 5, False),
        (0, 10, "about", 5, False),
        (12.5, 12, "about", 5, True),
        ([10, 12], 11, "about", 50, False),
    ],
)
def test_which_numbers_are_only_rounded(exact: Any, rounded: float, bound: str, tolerance: float, silent: bool) -> None:
    why = {
        "original": {"value": exact, "kind": "count"},
        "rewrite": {"value": rounded, "kind": "count", "bound": bound},
    }
    assert only_rounded(change("number-changed", "1,187", "about 1,150", 0.8, **why), tolerance) == silent


def test_another_unit_is_no_rounding() -> None:
    why = {"original": {"value": 1187, "unit": "mile"}, "rewrite": {"value": 1200, "unit": "km", "bound": "about"}}
    assert not only_rounded(change("number-changed", "1,187", "about 1,150", 0.8, **why), 5)


@given(st.floats(0, 50), st.floats(0, 50))
def test_more_tolerance_never_reports_more(one: float, two: float) -> None:
    less, more = sorted((one, two))
    assert set(kept(Settings(rounding=more))) <= set(kept(Settings(rounding=less)))


@given(st.floats(0, 1), st.lists(st.sampled_from([one.type for one in CHANGES])).map(tuple))
def test_rules_only_take_away_and_twice_is_once(least: float, ignored: tuple[str, ...]) -> None:
    rules = Rules(Settings(min_confidence=least, ignore=ignored))
    once = rules.report(REPORT).result
    assert rules.report(once).result == once
    assert all(one in REPORT.changes for one in once.changes)


@pytest.mark.parametrize(
    ("original", "rewrite", "silent"),
    [
        ("1,187", "nearly 1,200", True),
        ("1,187", "just over 1,200", False),
        ("$5.41 million", "about $5.2 million", True),
        ("1,187", "nearly 1,200 in Marn", False),  # more than a number
        ("1,187", "nearly £1,200", False),
        ("none", "nearly 1,200", False),
        ("", "nearly 1,200", False),
    ],
)
def test_numbers_that_only_the_judge_doubts_are_read_again(original: str, rewrite: str, silent: bool) -> None:
    doubt = change("number-changed", "1,187", "about 1,150", 0.9, judge={"not backed": 0.9})
    assert only_rounded(doubt, 5, original, rewrite) == silent


@pytest.mark.parametrize(
    ("original", "rewrite", "kind"),
    [
        ("Brell Motors closed its works in Tarn.", "BMX closed its works in Tarn.", "entity-changed"),
        ('"The pier is lost," Orla Venn said.', '"The pier is lost," Ira Volt said.', "attribution-changed"),
        ('He said: "We trust Marn Town Council."', 'He said: "We trust the council."', "quote-altered"),
    ],
)
def test_real_checks_with_aliases(original: str, rewrite: str, kind: str) -> None:
    report = check(original, rewrite)
    assert [one.type for one in report.changes] == [kind]
    groups = (("Brell Motors", "BMX"), ("Orla Venn", "Ira Volt"), ("Marn Town Council", "the council"))
    assert Rules(Settings(aliases=groups)).report(report).result.changes == ()
    assert Rules(Settings(aliases=(("Brell", "BMX"), ("Orla", "Ira")))).report(report).result == report


def test_a_real_check_with_rounding() -> None:
    report = check("The works council of Brell sold 1,187 homes.", "The works council of Brell sold about 1,100 homes.")
    assert [one.type for one in report.changes] == ["number-changed"]
    assert Rules(Settings(rounding=10)).report(report).result.changes == ()
    assert Rules(Settings(rounding=5)).report(report).result == replace(report)


LONG = """The drug helped most patients, but it had no effect on children. Doctor Ada Prill led the study. The mayor took
bribes, two witnesses said. She denies it. The council may sell the tannery if repairs cost too much. Rain fell on Monday. Nobody
expected it to last. Orla Venn rejected the offer."""
SHORT = "The drug helped most patients. The mayor took bribes, two witnesses said. Rain fell on Monday."


def test_a_summary_may_leave_out_sentences_and_not_what_turns_those_that_it_tells() -> None:
    report = check(LONG, SHORT)
    lost = {
        LONG[one.original.start : one.original.end] for one in report.changes if one.type == "omitted" and one.original
    }
    assert "Orla Venn rejected the offer" in lost
    shown = Rules(Settings(shortened=True)).report(report).result.changes
    told = {LONG[one.original.start : one.original.end] for one in shown if one.original}
    assert {"but it had no effect on children", "She denies it"} <= told
    assert "Orla Venn rejected the offer" not in told
    assert told < lost
    assert set(Rules(Settings(shortened=True)).report(check(SHORT, SHORT)).result.changes) == set()


@pytest.mark.parametrize(
    ("kind", "words", "silent"),
    [
        ("a denial or dispute", "She denies it", False),
        ("a limitation", "She denies it", True),
        ("a limitation", "but it had no effect on children", False),
        ("a denial or dispute", "Orla Venn rejected the offer", True),
    ],
)
def test_what_is_left_out_whole_is_silent_unless_it_denies_what_is_told(kind: str, words: str, silent: bool) -> None:
    report = check(LONG, SHORT)
    start = LONG.index(words)
    omission = Change("omitted", Span(start, start + len(words)), None, "left out", 0.9, why={"kind": kind})
    made = replace(report, changes=(omission,))
    assert (Rules(Settings(shortened=True)).report(made).result.changes == ()) == silent
    assert Rules(Settings()).report(made).result.changes == (omission,)
