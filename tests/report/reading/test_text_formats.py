from __future__ import annotations

import re

import pytest

from report.reading.samples import hostile, nothing, reading
from unspin.report.concise import to_lines
from unspin.report.reading.full import to_text

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def test_concise_is_a_line_a_finding_in_order_of_place() -> None:
    assert list(to_lines(reading())) == [
        "town.txt:5:1: info twin: tells again what stands elsewhere (see line 1)",
        "town.txt:5:11: info unsupported: a market town is new (see line 1)",
        "town.txt:5:34: error number-changed: 1,200 trees became 2,100 trees (see line 1)",
        "town.txt:7:2: info unbalanced: the quotation mark that opens here is never closed",
        "town.txt:7:2: info unattributed: nobody is said to say this",
        "town.txt:7:26: error contradicts-itself: Ada Prill is 41 and 44 (see line 3)",
        "town.txt:11:1: info twin: tells again what stands elsewhere (see line 9)",
    ]


def test_concise_points_at_the_passage_that_is_not_the_original() -> None:
    lines = list(to_lines(reading(later_is_original=True)))
    assert lines[0].startswith("town.txt:1:1: info twin")
    assert lines[1] == "town.txt:1:30: error number-changed: 2,100 trees became 1,200 trees (see line 5)"


def test_concise_says_nothing_of_a_document_without_findings() -> None:
    assert list(to_lines(nothing())) == []


FULL = """\
town.txt

4 quotes
   line   speaker                 kind       words
   ─────────────────────────────────────────────────────────────────────────────────────────────────
      1   Ada Prill               indirect   The town of Quellmar planted 1,200 trees on Monday
      3   Ada Prill (“she”, the   direct     We dug, ... until it was dark.
          last speaker)
      5   the mayor               indirect   Quellmar, a market town, planted 2,100 trees on Monday
      7   nobody named            direct     It never ends.

Who says how much
   speaker     quotes   words   between marks
   ──────────────────────────────────────────
   Ada Prill        2      15               6
   the mayor        1       9               0

1. error contradicts-itself  80% sure
   first   line 3  Prill, [41], denies that she was paid.
   second  line 7  Prill is [44].
   Ada Prill is 41 and 44.

Twin 1: line 1 and line 5 tell the same  similarity 0.87
2. error number-changed  90% sure
   first   line 1  The town of Quellmar planted [1,200 trees] on Monday, Mayor Ada Prill said.
   second  line 5  Quellmar, a market town, planted [2,100 trees] on Monday, according to the mayor.
   1,200 trees became 2,100 trees.

3. info unsupported  90% sure
   first           nothing in the first
   second  line 5  Quellmar, [a market town], planted 2,100 trees on Monday, according to the mayor.
   a market town is new.

Twin 2: line 9 and line 11 tell the same  similarity 0.90
   first   line 9   A dog sleeps under a tree in Quellmar
   second  line 11  Under a tree in Quellmar, a dog is asleep
   Nothing that was compared differs.

info unbalanced  line 7: the quotation mark that opens here is never closed.
info unattributed  line 7: nobody is said to say this.
   It never ends.

4 quotes by 2 speakers; 2 twins, 2 changes, 1 contradiction (2 errors, 1 info); 2 notices.
"""


def test_full_to_the_letter() -> None:
    assert to_text(reading()) == FULL


def test_full_says_which_passage_is_the_original_where_it_is_the_later_one() -> None:
    assert "tell the same, the second taken for the original  similarity 0.87\n" in to_text(
        reading(later_is_original=True)
    )


def test_full_of_a_document_without_findings() -> None:
    assert to_text(nothing()) == (
        "rain.txt\n\n0 quotes by 0 speakers; 0 twins, 0 changes, 0 contradictions; 0 notices.\n"
    )


def test_full_without_summary_is_findings_alone() -> None:
    assert to_text(nothing(), summary=False) == ""
    text = to_text(reading(), summary=False)
    assert text.startswith("1. error contradicts-itself")
    assert text.rstrip().endswith("It never ends.")


def test_colour_adds_colour_alone() -> None:
    coloured = to_text(reading(), colour=True)
    assert COLOUR.search(coloured)
    stripped = "\n".join(line.rstrip() for line in COLOUR.sub("", coloured).split("\n"))
    assert stripped == to_text(reading())


@pytest.mark.parametrize("width", [40, 60, 120])
def test_full_keeps_to_the_width(width: int) -> None:
    assert max(len(line) for line in to_text(reading(), width=width).split("\n")) <= width


@pytest.mark.parametrize(
    "words", ["\x1b]0;owned\x07", "a\x1b[2Jb", "x\r\nerror: y", "\u202eevil", "\x9b31m", "a\u2028b", "\x00"]
)
def test_nothing_in_a_text_acts_on_the_terminal(words: str) -> None:
    for shown in (to_text(hostile(words)), *to_lines(hostile(words))):
        assert not any(character != "\n" and not character.isprintable() for character in shown)
    lines = list(to_lines(hostile(words)))
    assert len(lines) == 4
    assert not any("\n" in line for line in lines)


def test_marks_of_the_terminal_library_are_plain_words() -> None:
    assert "[bold red]1,200[/]" in to_text(hostile("[bold red]1,200[/]"))
    assert ":smile:" in to_text(hostile(":smile:"))
