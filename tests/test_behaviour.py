"""Every case under tests/behaviour: the whole check reports what the case expects, and nothing else."""

from __future__ import annotations

import pytest

from cases import Case, CaseError, Expected, all_cases, findings, meets, parse, report_of, show


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.place} {case.title}")
def test_case(case: Case) -> None:
    report = report_of(case.original, case.rewrite)
    reported = findings(report)
    missing = []
    for expected in case.expected:
        change = next((change for change in reported if meets(change, expected, report)), None)
        if change is None:
            missing.append(f"  {expected}")
        else:
            reported.remove(change)
    said = show(report, findings(report)) or "  nothing"
    texts = f"{case.place}\n  original: {case.original}\n  rewrite:  {case.rewrite}\nreported:\n{said}"
    assert not missing, "\n".join(["expected, but not reported:", *missing, texts])
    assert not reported, f"reported, but not expected:\n{show(report, reported)}\n{texts}"


def test_there_are_cases() -> None:
    assert len(all_cases()) >= 30


class TestFormat:
    def test_a_case_with_paragraphs_and_two_expectations(self) -> None:
        text = """# Prose of the file

## Two changes
Prose of the case.
original: Nine boats sank.

    Two crews swam.
rewrite:  Six boats sank.
    Three crews swam.
expected: number-changed "Nine boats" -> "Six boats"
expected: omitted "Two crews swam." -> -

## Silence
original: Nine boats sank.
rewrite: 9 boats sank.
expected: nothing
"""
        first, second = parse(text, "some.md")
        assert (first.title, first.place) == ("Two changes", "some.md:3")
        assert first.original == "Nine boats sank.\n\nTwo crews swam."
        assert first.rewrite == "Six boats sank.\nThree crews swam."
        assert first.expected == (
            Expected("number-changed", "Nine boats", "Six boats"),
            Expected("omitted", "Two crews swam.", None),
        )
        assert second.expected == ()

    @pytest.mark.parametrize(
        ("body", "complaint"),
        [
            ("rewrite: B.\nexpected: nothing", "no `original:`"),
            ("original: A.\nrewrite: B.", "no `expected:`"),
            ("original: A.\noriginal: A.\nrewrite: B.\nexpected: nothing", "a second `original:`"),
            ('original: A.\nrewrite: B.\nexpected: omitted "A" "B"', "not an expectation"),
            ('original: A.\nrewrite: B.\nexpected: nothing\nexpected: omitted "A" -> -', "not an expectation"),
            ('original: A.\nrewrite: B.\nexpected: omitted "C" -> -', "does not hold"),
            ("original: A.\nrewrite: B.\nexpected: omitted - -> -", "no words on either side"),
            ("original: A.\nrewrite: B.\nexpcted: nothing", "expected a key"),
        ],
    )
    def test_a_broken_case_is_named(self, body: str, complaint: str) -> None:
        with pytest.raises(CaseError, match=r"some\.md:\d+: .*" + complaint):
            list(parse(f"## A case\n{body}\n", "some.md"))

    def test_types_and_places_are_both_compared(self) -> None:
        report = report_of("The mayor opened nine schools in May.", "The mayor opened nine schools in May.")
        assert not any(meets(change, Expected("number-changed", "nine", "nine"), report) for change in report.changes)
