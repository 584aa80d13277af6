from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from report.hostile_words import HOSTILE, WORDS
from report.samples import REWRITE, change, hostile, place, report, unchanged
from report.snapshots import assert_snapshot
from unspin.document import Block, Document, Span
from unspin.report.docx import MissingLibraryError, require, to_bytes
from unspin.report.findings import Result

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(made: Result) -> Any:
    import docx

    return docx.Document(io.BytesIO(to_bytes(made)))


def commented(made: Result) -> dict[int, str]:
    """The words between the marks of each comment, straight from the file."""
    with zipfile.ZipFile(io.BytesIO(to_bytes(made))) as file:
        body = ElementTree.fromstring(file.read("word/document.xml"))
    running: set[int] = set()
    words: dict[int, str] = {}
    for element in body.iter():
        number = int(element.get(f"{W}id") or 0)
        if element.tag == f"{W}commentRangeStart":
            running.add(number)
            words[number] = ""
        elif element.tag == f"{W}commentRangeEnd":
            running.remove(number)
        elif element.tag == f"{W}t":
            words |= {one: words[one] + (element.text or "") for one in running}
    return dict(sorted(words.items()))


def told(made: Result) -> str:
    """Paragraphs, and comments with their words, as one text."""
    file = opened(made)
    lines = [f"{paragraph.style.name}: {paragraph.text}" for paragraph in file.paragraphs]
    words = commented(made)
    for comment in file.comments:
        lines += ["", f"[{words[comment.comment_id]}] {comment.author} ({comment.initials})", *comment.text.split("\n")]
    return "\n".join(lines) + "\n"


def test_snapshots() -> None:
    assert_snapshot("report.docx.txt", told(report()))


def test_the_rewrite_is_there_word_for_word() -> None:
    assert [paragraph.text for paragraph in opened(report()).paragraphs] == REWRITE.strip().split("\n\n")


def test_a_comment_a_change_at_its_words() -> None:
    assert list(commented(report()).values()) == [
        "2,100 trees",
        "a market town",
        "will resign",
        "She will resign next year.",
    ]
    comments = list(opened(report()).comments)
    assert comments[0].text.split("\n") == [
        "error: number-changed, 97% sure",
        "1,200 trees became 2,100 trees",
        "Original, line 3: “1,200 trees”",
    ]


def test_nothing_changed_no_comment() -> None:
    assert list(opened(unchanged()).comments) == []


def test_comments_overlap() -> None:
    changes = (change("unsupported", None, "a market town"), change("entity-changed", None, "Quellmar, a market"))
    assert list(commented(replace(report(), changes=changes)).values()) == ["a market town", "Quellmar, a market"]


def test_comments_lie_inside_one_another_and_reach_over_paragraphs() -> None:
    text = "One two three.\n\nFour five."
    spans = [
        place(text, words) for words in ("One two three", "two", "two three", "three.\n\nFour", "Four five", "five")
    ]
    changes = tuple(replace(change("unsupported", None, "a market town"), rewrite=span) for span in spans)
    made = replace(report(), rewrite=Document(text), links=(), changes=changes)
    assert list(commented(made).values()) == [
        "One two three", "two", "two three", "three.Four", "Four five", "five",
    ]  # fmt: skip


def test_words_in_no_block_and_lost_words_without_a_sentence_still_get_a_comment() -> None:
    text = "One two.\n\n* * *\n\nThree."
    blocks = (Block(Span(0, 8)), Block(place(text, "Three.")))
    rewrite = Document(text, blocks=blocks)
    stars = replace(change("unsupported", None, "Mayor"), rewrite=place(text, "* * *"))
    made = replace(report(), rewrite=rewrite, links=(), changes=(stars, change("omitted", "1,200 trees", None)))
    assert len(list(opened(made).comments)) == 2


def test_headings_lists_and_markup() -> None:
    text = "# News\n\n- **One** day"
    blocks = (Block(place(text, "News"), "heading"), Block(place(text, "**One** day"), "list-item"))
    markup = (Span(10, 12), Span(15, 17))
    made = replace(report(), rewrite=Document(text, blocks=blocks, markup=markup), links=(), changes=())
    found = [(paragraph.style.name, paragraph.text) for paragraph in opened(made).paragraphs]
    assert found == [("Heading 1", "News"), ("List Bullet", "One day")]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_are_markup(words: str) -> None:
    file = opened(hostile(words))
    assert len(list(file.comments)) == 1
    assert "\x1b" not in file.paragraphs[0].text


@settings(max_examples=10)
@given(WORDS)
def test_whatever_the_words_the_file_opens(words: str) -> None:
    assert len(list(opened(hostile(words)).comments)) == 1


def test_same_report_same_bytes_and_no_time() -> None:
    assert to_bytes(report()) == to_bytes(report())
    with zipfile.ZipFile(io.BytesIO(to_bytes(report()))) as file:
        assert {part.date_time[0] for part in file.infolist()} == {1980}
        assert b"w:date" not in file.read("word/comments.xml")
        assert b"dcterms:created" not in file.read("docProps/core.xml")
    properties = opened(report()).core_properties
    assert (properties.author, properties.title) == ("unspin", "desk.txt")


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingLibraryError, match=r"install unspin\[documents\]"):
        require()
