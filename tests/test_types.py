"""Every type of change is documented, and its own examples hold for the whole check."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cases import Expected, meets, report_of, show
from unspin.changes import all_types
from unspin.changes.registry import SEVERITIES, ChangeType, Example

FIFTEEN = {
    "attribution-changed",
    "attribution-dropped",
    "certainty-changed",
    "entity-changed",
    "link-changed",
    "number-changed",
    "omitted",
    "place-changed",
    "polarity-flipped",
    "predicate-changed",
    "quote-altered",
    "quote-invented",
    "role-swapped",
    "time-changed",
    "unsupported",
}


@dataclass(frozen=True)
class Case:
    kind: ChangeType
    example: Example

    def __str__(self) -> str:
        return f"{self.kind.name}: {self.example.rewrite}"


REPORTED = [Case(kind, example) for kind in all_types() for example in kind.must_report]
SILENT = [Case(kind, example) for kind in all_types() for example in kind.must_stay_silent]


def test_the_types_are_the_fifteen() -> None:
    assert {kind.name for kind in all_types()} == FIFTEEN


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.name)
class TestDocumentation:
    def test_every_heading_is_filled(self, kind: ChangeType) -> None:
        for heading in ("reports", "matters", "fine", "sure"):
            text = getattr(kind, heading)
            assert len(text.split()) >= 5, f"{kind.name}: {heading} says too little: {text!r}"
            assert text == text.strip()
            assert text.endswith("."), f"{kind.name}: {heading} is no sentence: {text!r}"
        assert kind.severity in SEVERITIES

    def test_both_kinds_of_examples(self, kind: ChangeType) -> None:
        assert len(kind.must_report) >= 2, f"{kind.name} needs two examples that must be reported"
        assert len(kind.must_stay_silent) >= 2, f"{kind.name} needs two examples that must stay silent"

    def test_the_module_bears_its_name(self, kind: ChangeType) -> None:
        assert kind.compare.__module__ == f"unspin.changes.{kind.name.replace('-', '_')}"

    def test_reported_examples_say_where(self, kind: ChangeType) -> None:
        for example in kind.must_report:
            assert example.changed_original or example.changed_rewrite, f"{kind.name}: no changed words in {example}"
            assert (example.changed_original or "") in example.original, example
            assert (example.changed_rewrite or "") in example.rewrite, example


def test_precedences_are_distinct() -> None:
    precedences = [kind.precedence for kind in all_types()]
    assert len(set(precedences)) == len(precedences)


@pytest.mark.parametrize("case", REPORTED, ids=str)
def test_reported(case: Case) -> None:
    example = case.example
    report = report_of(example.original, example.rewrite)
    expected = Expected(case.kind.name, example.changed_original, example.changed_rewrite)
    said = show(report, report.changes) or "  nothing"
    assert any(meets(change, expected, report) for change in report.changes), f"{example}\nreported:\n{said}"


@pytest.mark.parametrize("case", SILENT, ids=str)
def test_silent(case: Case) -> None:
    report = report_of(case.example.original, case.example.rewrite)
    wrong = [change for change in report.changes if change.type == case.kind.name]
    assert not wrong, f"{case.example}\nreported:\n{show(report, wrong)}"
