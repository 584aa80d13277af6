from __future__ import annotations

import re
from dataclasses import replace

import pytest

from report.pages import Page, assert_linked, assert_self_contained, plain
from report.reading.samples import TEXT, hostile, nothing, quote, reading, speaker
from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.reading.html import COLOURS, to_html
from unspin.report.reading.model import Reading, Twin


def said(page: str) -> list[str]:
    """The paragraphs of the document as they read, without labels and cards."""
    article = re.search(r"<article.*?</article>", page, re.DOTALL)
    assert article
    paragraphs = re.findall(r"<p class=\"block [^>]*>(.*?)</p>", article[0], re.DOTALL)
    labels = r'<span class="note">.*?</span></span></span>|<a class="tag.*?</a>'
    return [plain(re.sub(labels, "", paragraph, flags=re.DOTALL)) for paragraph in paragraphs]


def test_the_page_holds_the_document_word_for_word() -> None:
    assert said(to_html(reading())) == TEXT.strip().split("\n\n")


def test_every_id_is_there_once_and_every_link_leads_to_one() -> None:
    assert_linked(to_html(reading()))


@pytest.mark.parametrize("made", [reading(), nothing(), hostile("http:")])
def test_the_page_needs_nothing_else_and_its_policy_forbids_more(made: Reading) -> None:
    assert_self_contained(to_html(made))


def test_quotes_are_marked_by_kind_and_speaker_and_named_at_their_end() -> None:
    page = to_html(reading())
    assert '<span class="said direct speaker-0" data-changes="q2">We dug,</span>' in page
    assert '<span class="said direct speaker-0" data-changes="q2">until it was dark.<span class="note">' in page
    assert 'id="said-2" href="#quote-2" data-change="q2" aria-describedby="card-2"' in page
    assert '<span class="said direct speaker-nobody" data-changes="q4">It never ends.' in page
    assert page.count('id="said-') == page.count('id="quote-') == page.count('id="card-') == 4


def test_the_card_and_the_list_tell_how_a_speaker_was_found() -> None:
    page = to_html(reading())
    card = re.search(r'<span class="card" role="tooltip" id="card-2">.*?</span></span>', page, re.DOTALL)
    assert card
    assert plain(card[0]) == "Ada Prill from “she”, the last speakerdirect quote, “said”, 95% sure"
    entry = re.search(r'<li id="quote-2".*?</li>', page, re.DOTALL)
    assert entry
    words = " ".join(plain(entry[0]).split())
    assert words == "Q2 Ada Prill from “she”, the last speaker direct, 95% sure We dug, ... until it was dark. line 3"


def test_notices_stand_with_their_quote() -> None:
    entry = re.search(r'<li id="quote-4".*?</li>', to_html(reading()), re.DOTALL)
    assert entry
    assert "nobody named" in entry[0]
    assert "the quotation mark that opens here is never closed" in entry[0]


def test_a_twin_links_its_passages_to_each_other() -> None:
    page = to_html(reading())
    assert '<a class="tag" id="twin-1-first" href="#twin-1-second">twin 1, see line 5</a>' in page
    assert '<a class="tag" id="twin-1-second" href="#twin-1-first">twin 1, see line 1</a>' in page
    assert re.findall(r'class="sentence twin" data-link="(\d+)"', page) == ["1", "1", "2", "2"]


def test_both_places_of_a_finding_are_marked_and_in_the_list() -> None:
    page = to_html(reading())
    assert '<mark class="error" data-changes="1">41<a class="tag error" id="first-1" href="#change-1"' in page
    assert '<mark class="error" data-changes="1">44<a class="tag error" id="second-1" href="#change-1"' in page
    assert '<ins class="info" data-changes="3">a market town' in page
    entry = re.search(r'<li id="change-1".*?</li>', page, re.DOTALL)
    assert entry
    words = " ".join(plain(entry[0]).split())
    assert words.startswith("1 contradicts-itself error, 80% sure Ada Prill is 41 and 44.")
    assert "first 41 line 3 second 44 line 7" in words


def test_who_says_how_much() -> None:
    row = re.search(r"<tr><th scope=\"row\"><button.*?</tr>", to_html(reading()), re.DOTALL)
    assert row
    assert plain(row[0]) == "Ada Prill2156"


def test_a_document_without_anything_is_said_to_be_one() -> None:
    page = to_html(nothing())
    assert "Nothing found that disagrees" in page
    assert "Nobody is quoted." in page
    assert "data-changes=" not in page
    assert Page(page).elements


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


def test_overlapping_quotes_twins_and_findings_keep_the_text_whole() -> None:
    text = "One two three. Four five six."
    crossing = Change("number-changed", Span(4, 19), Span(20, 24), "it differs", 0.9, "info")
    who = speaker("One", "One", text=text)
    made = Reading(
        Document(text),
        (quote("two three. Four", who=who, text=text), quote("three", kind="scare", text=text)),
        (Twin(Span(0, 14), Span(15, 29), 0.9, (crossing,)),),
        (),
        (),
    )
    page = to_html(made)
    assert said(page) == [text]
    assert 'data-changes="q1 q2"' in page
    assert_linked(page)


def test_more_speakers_than_colours_begin_again() -> None:
    text = " ".join(f"Name{number} said word{number}." for number in range(COLOURS + 1))
    quotes = tuple(
        quote(f"word{number}", who=speaker(f"Name{number}", f"Name{number}", text=text), text=text)
        for number in range(COLOURS + 1)
    )
    page = to_html(replace(nothing(), document=Document(text), quotes=quotes))
    assert page.count("said direct speaker-0") == 2


def test_same_reading_same_bytes() -> None:
    assert to_html(reading()) == to_html(reading())
