from __future__ import annotations

import re

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from report.hostile_words import HOSTILE, WORDS
from report.samples import hostile, report, unchanged
from report.snapshots import assert_snapshot
from unspin.report.markdown import escaped, to_text
from unspin.report.places import one_line

# Tables and struck words as on code hosts, HTML as it is.
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def inline(text: str) -> list[Token]:
    blocks = READER.parse(text)
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    return blocks[1].children or []


def tags(text: str) -> list[str]:
    return re.findall(r"<[^>]*>", READER.render(text))


def test_snapshots() -> None:
    assert_snapshot("report.md", to_text(report()))
    assert_snapshot("unchanged.md", to_text(unchanged()))


def test_a_table_and_quotations() -> None:
    page = READER.render(to_text(report()))
    assert page.count("<tr>") == 5
    assert page.count("<blockquote>") == 4
    assert "<td>number-changed</td>" in page
    assert "<strong>Orla Venn denies that she was paid</strong>." in page


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_are_markup(words: str) -> None:
    assert tags(to_text(hostile(words))) == tags(to_text(hostile("harmless")))


@given(WORDS)
def test_escaped_words_are_read_as_they_were(words: str) -> None:
    text = escaped(words)
    if not text:
        return
    found = inline(text)
    assert {token.type for token in found} <= {"text", "text_special"}
    shown = "".join(token.content for token in found).replace("\u2060", "")
    assert shown == one_line(words).strip().replace("\u2060", "")


@given(WORDS)
def test_words_neither_leave_their_cell_nor_their_quotation(words: str) -> None:
    assert tags(f"> “{escaped(words)}”") == tags("> “x”")
    assert tags(f"| a |\n|---|\n| {escaped(words)} |\n") == tags("| a |\n|---|\n| x |\n")


@pytest.mark.parametrize("words", ["@someone", "see #12", "GH-3", "www.example.org", "https://example.org"])
def test_nothing_is_linked_or_called(words: str) -> None:
    assert not re.search(r"@\w|#\d|GH-\d|www\.|://", escaped(words))


def test_same_report_same_bytes() -> None:
    assert to_text(report()) == to_text(report())
