from __future__ import annotations

import re

import pytest

from report.pages import Page, assert_linked, assert_self_contained, plain
from report.samples import ORIGINAL, REWRITE, hostile, place, report, unchanged
from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.html import to_html
from unspin.report.model import LinkedSpans, Report


def said(page: str, side: str) -> list[str]:
    """The paragraphs of one side as they read, without the labels of changes."""
    article = re.search(rf'<article id="{side}".*?</article>', page, re.DOTALL)
    assert article
    paragraphs = re.findall(r"<p class=\"block [^>]*>(.*?)</p>", article[0], re.DOTALL)
    return [plain(re.sub(r'<a class="tag.*?</a>', "", paragraph, flags=re.DOTALL)) for paragraph in paragraphs]


def test_the_page_holds_both_texts_word_for_word() -> None:
    page = to_html(report())
    for side, text in (("original", ORIGINAL), ("rewrite", REWRITE)):
        assert said(page, side) == text.strip().split("\n\n")


def test_changes_are_marked_by_element_label_and_severity() -> None:
    page = to_html(report())
    tag = '<a class="tag error" id="{}-1" href="#change-1"'
    assert f'<mark class="error" data-changes="1">1,200 trees{tag.format("original")}' in page
    assert f'<mark class="error" data-changes="1">2,100 trees{tag.format("rewrite")}' in page
    assert '<ins class="info" data-changes="2">a market town' in page
    assert '<del class="warning" data-changes="4">Orla Venn denies that she was paid' in page
    assert page.count('<span class="unseen"> error, number-changed</span></a>') == 2


def test_the_list_tells_type_severity_confidence_reason_and_facts() -> None:
    page = to_html(report())
    entry = re.search(r'<li id="change-1".*?</li>', page, re.DOTALL)
    assert entry
    words = " ".join(plain(entry[0]).split())
    assert words.startswith("1 number-changed error, 97% sure 1,200 trees became 2,100 trees.")
    assert "original 1,200 trees line 3 rewrite 2,100 trees line 3" in words
    assert words.endswith("What was compared original value1200.0 exacttrue")


def test_linked_sentences_carry_the_same_number() -> None:
    page = to_html(report())
    numbers = re.findall(r'class="sentence" data-link="(\d+)"', page)
    assert numbers == ["0", "1", "2", "3", "0", "1", "2"]


def test_every_id_is_there_once_and_every_link_leads_to_one() -> None:
    assert_linked(to_html(report()))


def test_the_page_needs_nothing_else_and_its_policy_forbids_more() -> None:
    assert_self_contained(to_html(report()))


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "</p></article><b>", '" onclick="x', "&lt;", "\x00\x1b[1m", "{{ 7 * 7 }}", "\u202ex"],
)
def test_texts_names_and_facts_are_never_markup(words: str) -> None:
    page = to_html(hostile(words))
    harmless = Page(to_html(hostile("harmless")))
    assert [tag for tag, _ in Page(page).elements] == [tag for tag, _ in harmless.elements]
    assert not any(character < " " and character != "\n" for character in page)
    assert "\u202e" not in page


def test_a_faithful_rewrite_is_said_to_be_one() -> None:
    page = to_html(unchanged())
    assert "No change of meaning found" in page
    assert Page(page).elements
    assert "data-changes=" not in page


def test_overlapping_changes_that_cross_sentences_keep_the_text_whole() -> None:
    text = "One two three. Four five six."
    changes = (
        Change("number-changed", None, place(text, "two three. Four"), "it differs", 0.9, "info"),
        Change("number-changed", None, place(text, "three"), "it differs", 0.9, "error"),
        Change("number-changed", None, place(text, "Four five"), "it differs", 0.9, "warning"),
    )
    sentences = tuple(LinkedSpans((), (span,), 0.0) for span in (Span(0, 14), Span(15, 29)))
    page = to_html(Report(Document("Nothing."), Document(text), sentences, changes, 0.1))
    assert said(page, "rewrite") == [text]
    assert '<ins class="error" data-changes="1 2">three<a class="tag error" id="rewrite-2"' in page
    assert page.count('id="rewrite-1"') == page.count('id="rewrite-3"') == 1
    Page(page)


def test_same_report_same_bytes() -> None:
    assert to_html(report()) == to_html(report())
