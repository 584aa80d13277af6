from __future__ import annotations

import pytest

from cli.running import invoke
from unspin import __version__, read
from unspin.changes import ChangeType, all_types
from unspin.contradictions import explained


def test_the_list_has_a_line_for_every_type() -> None:
    result = invoke("explain")
    assert result.exit_code == 0
    for kind in all_types():
        assert [kind.name, kind.severity] in [line.split()[:2] for line in result.stdout.splitlines()]


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.name)
def test_a_type_is_explained_from_its_own_documentation(kind: ChangeType) -> None:
    result = invoke("explain", kind.name)
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    assert words.startswith(f"{kind.name} ({kind.severity})")
    for text in (kind.reports, kind.matters, kind.fine, kind.sure):
        assert " ".join(text.split()) in words
    for example in (*kind.must_report, *kind.must_stay_silent):
        assert f"original: {' '.join(example.original.split())}" in words
        assert f"rewrite: {' '.join(example.rewrite.split())}" in words
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_what_contradicts_itself_is_explained_too() -> None:
    result = invoke("explain", explained.NAME)
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    for text in (explained.REPORTS, explained.FINE, *explained.MUST_REPORT, *explained.MUST_STAY_SILENT):
        assert " ".join(text.split()) in words
    assert explained.NAME in invoke("explain").stdout


@pytest.mark.parametrize("text", explained.MUST_REPORT)
def test_what_must_be_reported_as_a_contradiction_is(text: str) -> None:
    assert len(read(text).contradictions) == 1


@pytest.mark.parametrize("text", explained.MUST_STAY_SILENT)
def test_what_is_no_contradiction_stays_silent(text: str) -> None:
    assert not read(text).contradictions


def test_an_unknown_type_is_answered_with_the_nearest() -> None:
    result = invoke("explain", "quote-alterd")
    assert result.exit_code == 2
    assert "did you mean quote-altered" in result.stderr


def test_version() -> None:
    assert invoke("--version").stdout == f"unspin {__version__}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("check", "--help"), ("explain", "-h")])
def test_help_shows_examples(arguments: tuple[str, ...]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 0
    assert "  unspin " in result.stdout
