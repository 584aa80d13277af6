"""PDF files: reading order, paragraphs, words that ends of lines break, and what cannot be read."""

from __future__ import annotations

import io
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readers.pdf_files import At, column, pdf
from unspin.document import Document
from unspin.readers import ReadError, read, read_bytes, read_stdin
from unspin.readers.pdf_layout import joined

LEFT = [
    "The council of Lorn approved a well-",
    "known plan for 1,200 homes on Mon-",
    "day, after two years of debate. It goes",
    "before Mayor Ada Prill.",
    "",
    "“We won,” said Orla Venn, who speaks",
    "for the builders of the northern bay.",
]
RIGHT = [
    "Nobody was dismissed, she said, and",
    "nobody will be in the coming year.",
    "",
    "The line carries 2,000 people a day",
    "between Lorn and Holm.",
]


def parsed(*pages: list[At], trailer: str = "") -> Document:
    return read_bytes(pdf(*pages, trailer=trailer), name="t.pdf")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.slice(block.span)) for block in document.blocks]


WHOLE = [
    (
        "paragraph",
        "The council of Lorn approved a well-known plan for 1,200 homes on Monday, after two years of debate. "
        "It goes before Mayor Ada Prill.",
    ),
    ("paragraph", "“We won,” said Orla Venn, who speaks for the builders of the northern bay."),
    ("paragraph", "Nobody was dismissed, she said, and nobody will be in the coming year."),
    ("paragraph", "The line carries 2,000 people a day between Lorn and Holm."),
]


def test_paragraphs_and_headings(tmp_path: Path) -> None:
    path = tmp_path / "article.pdf"
    path.write_bytes(pdf([At(72, 730, "Lorn approves homes", 18), *column(LEFT)]))
    assert blocks(read(path)) == [("heading", "Lorn approves homes"), *WHOLE[:2]]
    assert read_stdin(io.BytesIO(path.read_bytes())).text == read(path).text


@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other(by_row: bool) -> None:
    lines = [*column(LEFT), *column(RIGHT, x=320)]
    head = At(72, 730, "The council of Lorn has approved the plan for homes beside the bay", 16)
    ordered = sorted(lines, key=lambda line: -line.y) if by_row else lines
    assert blocks(parsed([head, *ordered])) == [("heading", head.text), *WHOLE]


def test_lines_are_read_from_the_top_whatever_their_order_in_the_file() -> None:
    assert blocks(parsed(column(LEFT)[::-1])) == WHOLE[:2]


def test_first_lines_that_are_indented_begin_paragraphs() -> None:
    lines = column(
        ["The plan went to the council on Monday and", "was sent back on Tuesday for another vote and", "a debate."]
    )
    indented = column(["Nobody said who had asked for it in the first", "place."], top=664)
    shifted = [indented[0]._replace(x=86), *indented[1:]]
    assert [text for _, text in blocks(parsed([*lines, *shifted]))] == [
        "The plan went to the council on Monday and was sent back on Tuesday for another vote and a debate.",
        "Nobody said who had asked for it in the first place.",
    ]


def test_running_heads_and_page_numbers_are_left_out_and_paragraphs_go_on_over_pages() -> None:
    def page(number: int, lines: list[str]) -> list[At]:
        return [At(72, 760, f"Lorn Gazette, issue 31, page {number}"), *column(lines), At(300, 30, str(number))]

    document = parsed(
        page(9, [*LEFT[:4], "", "The line carries 2,000 people, and"]), page(10, ["most of them live in Holm."])
    )
    assert blocks(document) == [
        WHOLE[0],
        ("paragraph", "The line carries 2,000 people, and most of them live in Holm."),
    ]


def test_a_figure_in_a_column_of_its_own_stays_in_its_row() -> None:
    rows = [At(72, 700, "Lorn"), At(200, 700, "1,200"), At(72, 688, "Holm"), At(200, 688, "15")]
    assert parsed([*rows, *column(LEFT, top=640)]).text.startswith("Lorn 1,200 Holm 15")


def test_list_items() -> None:
    document = parsed(
        column(
            [
                "What was agreed:",
                "\u2022 Pay rises in May, and again in",
                "the year after.",
                "\u2022 Shifts end at ten.",
            ]
        )
    )
    assert blocks(document)[1:] == [
        ("list-item", "Pay rises in May, and again in the year after."),
        ("list-item", "Shifts end at ten."),
    ]


@pytest.mark.parametrize(
    ("text", "following", "words", "whole"),
    [
        ("a con-", "tinued debate", [], "a continued debate"),
        ("a well-", "known plan", [], "a well-known plan"),
        ("a re-", "elected mayor", ["re-elected"], "a re-elected mayor"),
        ("the north-", "ern bay", ["northern"], "the northern bay"),
        ("a 36-", "year-old", [], "a 36-year-old"),
        ("the Lorn-", "Holm line", [], "the Lorn-Holm line"),
        ("a two-year-", "old boy", [], "a two-year-old boy"),
        ("no hyphen", "here", [], "no hyphen here"),
        ("he left—", "then returned", [], "he left—then returned"),
        ("he left -", "then returned", [], "he left - then returned"),
    ],
)
def test_words_that_the_end_of_a_line_breaks(text: str, following: str, words: list[str], whole: str) -> None:
    assert joined(text, following, Counter(words)) == whole


ENCRYPTED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<{'43' * 16}> <{'43' * 16}>]"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 and more", "PDF file that is damaged"),
        (pdf([], []), "without text; its pages are scans"),
        (pdf(column(LEFT), trailer=ENCRYPTED), "PDF file that is encrypted"),
        (pdf(*[[]] * 1001), "more than 1,000 pages"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name="t.pdf")
    assert reason in caught.value.reason
    assert caught.value.remedy


def test_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ReadError, match=r"needs pypdfium2; install unspin\[documents\]"):
        parsed(column(LEFT))


GOOD = pdf(column(LEFT), column(RIGHT))


@settings(max_examples=60, deadline=None)
@given(st.integers(5, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_bytes_give_a_document_or_a_read_error(place: int, put: bytes) -> None:
    try:
        document = read_bytes(GOOD[:place] + put + GOOD[place + len(put) :], name="t.pdf")
    except ReadError:
        return
    assert document.text.strip()
