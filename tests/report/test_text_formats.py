from __future__ import annotations

import re

import pytest

from report.samples import hostile, report, unchanged
from unspin.report.concise import to_lines
from unspin.report.full import to_text

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def test_concise_is_a_line_a_change_at_its_place() -> None:
    assert list(to_lines(report())) == [
        "desk.txt:3:59: error number-changed: 1,200 trees became 2,100 trees",
        "desk.txt:3:32: info unsupported: a market town stands alone",
        "desk.txt:3:76: warning certainty-changed: may resign became will resign",
        "wire.txt:5:1: warning omitted: Orla Venn denies that she was paid stands alone",
    ]


def test_concise_says_nothing_of_a_faithful_rewrite() -> None:
    assert list(to_lines(unchanged())) == []


def test_full_shows_both_places_in_context_and_the_reason() -> None:
    text = to_text(report())
    assert text.startswith("wire.txt -> desk.txt\n")
    assert "1. error number-changed  97% sure\n" in text
    assert "original  line 3  The town of Quellmar planted [1,200 trees], Mayor Ada Prill said.\n" in text
    assert "rewrite   line 3  Mayor Ada Prill said Quellmar, a market town, had planted [2,100 trees].\n" in text
    assert "1,200 trees became 2,100 trees.\n" in text
    assert "nothing in the original" in text
    assert "nothing in the rewrite" in text
    assert text.endswith(
        "4 changes: 1 error, 2 warnings, 1 info; fidelity 0.03 (how likely it is that nothing changed).\n"
    )


def test_full_says_plainly_that_nothing_changed() -> None:
    assert "No change of meaning found" in to_text(unchanged())


def test_full_without_summary_is_silent_where_nothing_changed() -> None:
    assert to_text(unchanged(), summary=False) == ""
    assert to_text(report(), summary=False).startswith("1. error number-changed")


def test_colour_adds_colour_alone() -> None:
    coloured = to_text(report(), colour=True)
    assert COLOUR.search(coloured)
    stripped = "\n".join(line.rstrip() for line in COLOUR.sub("", coloured).split("\n"))
    assert stripped == to_text(report())


@pytest.mark.parametrize("width", [40, 60, 120])
def test_full_keeps_to_the_width(width: int) -> None:
    assert max(len(line) for line in to_text(report(), width=width).split("\n")) <= width


@pytest.mark.parametrize(
    "words", ["\x1b]0;owned\x07", "a\x1b[2Jb", "x\r\nerror: y", "\u202eevil", "\x9b31m", "a\u2028b"]
)
def test_nothing_in_a_text_acts_on_the_terminal(words: str) -> None:
    for shown in (to_text(hostile(words)), *to_lines(hostile(words))):
        assert not any(character != "\n" and not character.isprintable() for character in shown)
    assert len(list(to_lines(hostile(words)))) == 1
    assert "\n" not in next(to_lines(hostile(words)))


def test_marks_of_the_terminal_library_are_plain_words() -> None:
    assert "[bold red]1,200[/]" in to_text(hostile("[bold red]1,200[/]"))
    assert ":smile:" in to_text(hostile(":smile:"))
