from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.blocks import is_heading, text_blocks
from unspin.document import Block, Document, Span

LONG = (
    "The ferry crews of Lorn Bay went back to work on Monday after nine days without pay, the harbour union said, and "
    "so did the dockers."
)


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(text)) for block in text_blocks(text)]


def test_paragraphs_and_headings_between_blank_lines() -> None:
    text = "Ferry strike ends\n\nCrews went back.\n \t\nCalm at sea\r\n\r\nNo one was hurt, she said."
    assert blocks(text) == [
        ("heading", "Ferry strike ends"),
        ("paragraph", "Crews went back."),
        ("heading", "Calm at sea"),
        ("paragraph", "No one was hurt, she said."),
    ]


def test_a_heading_may_be_wrapped() -> None:
    text = "Ferry strike ends after\nnine days at Lorn Bay\n\nCrews went back."
    assert [kind for kind, _ in blocks(text)] == ["heading", "paragraph"]


@pytest.mark.parametrize("text", ["Ferry strike ends", "Ferry strike ends\nin Lorn Bay"])
def test_a_text_of_one_block_is_a_paragraph(text: str) -> None:
    assert blocks(text) == [("paragraph", text)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_hard_wrapped_lines_are_one_paragraph(end: str) -> None:
    paragraph = end.join(
        ["The ferry crews of Lorn Bay and", "Orla Venn, who led them, went back. They", "sang, Mr.", "Holm said."]
    )
    assert blocks(f"Ferry strike ends{end}{end}{paragraph}{end}{end}Calm.") == [
        ("heading", "Ferry strike ends"),
        ("paragraph", paragraph),
        ("paragraph", "Calm."),
    ]


def test_a_paragraph_a_line() -> None:
    text = f"Ferry strike ends\n{LONG}\n“We won,” said Orla Venn.\n“All of it.”\n"
    assert blocks(text) == [
        ("heading", "Ferry strike ends"),
        ("paragraph", LONG),
        ("paragraph", "“We won,” said Orla Venn."),
        ("paragraph", "“All of it.”"),
    ]


def test_a_title_above_short_lines_that_are_all_sentences() -> None:
    text = "Ferry strike ends\nCrews went back on Monday.\nThey sang in the rain.\nNo one was hurt."
    assert [kind for kind, _ in blocks(text)] == ["heading", "paragraph", "paragraph", "paragraph"]


def test_indented_first_lines_begin_paragraphs() -> None:
    text = "   The crews of Lorn Bay\nwent back to work.\n   They sang, and the owners\nlistened, and no one\nspoke."
    assert [words for _, words in blocks(text)] == [
        "The crews of Lorn Bay\nwent back to work.",
        "They sang, and the owners\nlistened, and no one\nspoke.",
    ]


def test_lists_lose_their_markers() -> None:
    assert blocks(
        "The union asked for:\n- shorter days\n- better pay\n\n1. First\n2) Second\n\n• Third • and more"
    ) == [
        ("paragraph", "The union asked for:"),
        ("list-item", "shorter days"),
        ("list-item", "better pay"),
        ("list-item", "First"),
        ("list-item", "Second"),
        ("list-item", "Third • and more"),
    ]


def test_a_dash_at_the_start_of_a_wrapped_line_is_no_list() -> None:
    text = "She came back\n- at last - and\n- to his surprise - stayed."
    assert blocks(text) == [("paragraph", text)]


def test_captions_lose_label_and_brackets() -> None:
    text = "Crews went back.\nPhoto: The quay at Lorn.\n\n(File photo: Ada Holm/Lorn Press)\n\nCaption: A ferry"
    assert blocks(text) == [
        ("paragraph", "Crews went back."),
        ("caption", "The quay at Lorn."),
        ("caption", "Ada Holm/Lorn Press"),
        ("caption", "A ferry"),
    ]


@pytest.mark.parametrize(
    "line", ["Crews went back.", "“We won.”", "We won, she said:", "and went home", "1,200", "x" * 200]
)
def test_no_heading(line: str) -> None:
    assert not is_heading(line)


@given(st.text(alphabet=st.sampled_from("ab B.,\n\r\t “”-•1:\u2028\x0c"), max_size=120))
def test_blocks_are_in_order_and_hold_every_word(text: str) -> None:
    found = text_blocks(text)
    held = "".join(block.span.of(text) for block in found)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(held.count(character) == text.count(character) for character in "abB,“”")
    assert all(block.span.of(text) == block.span.of(text).strip() and len(block.span) for block in found)


def test_spans() -> None:
    one, other = Span(2, 5), Span(4, 9)
    assert one.overlaps(other)
    assert not one.overlaps(Span(5, 6))
    assert one.join(other) == Span(2, 9)
    assert one.join(other).covers(other)
    assert 4 in one
    assert 5 not in one
    assert one.of("0123456") == "234"
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)


def test_prose_hides_markup_and_keeps_offsets() -> None:
    text = "a **b** c"
    document = Document(text, blocks=(Block(Span(0, 9)),), markup=(Span(2, 4), Span(5, 7)))
    assert document.prose == "a \u2060\u2060b\u2060\u2060 c"
    assert Document(text).prose == text
    assert document.characters == 9
