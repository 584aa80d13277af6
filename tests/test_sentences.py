import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentence_boundaries import GoldBlock, ends, gold_blocks
from unspin.blocks import Block, Span
from unspin.sentences import sentence_spans

DATA = Path(__file__).parent / "data"
GOLD = [
    block
    for file in ("sentences.txt", "sentences_unseen.txt")
    for block in gold_blocks((DATA / file).read_text(encoding="utf-8"))
]
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text, Block(Span(0, len(text))))]


def test_the_gold_is_large_enough_to_mean_something() -> None:
    assert len(GOLD) >= 60
    assert sum(len(block.sentences) for block in GOLD) >= 200


@pytest.mark.parametrize("block", GOLD, ids=lambda block: block.name)
def test_gold_boundaries(block: GoldBlock) -> None:
    spans = sentence_spans(block.text, Block(Span(0, len(block.text)), block.kind))
    assert [span.of(block.text) for span in spans] == block.sentences


@pytest.mark.parametrize("block", GOLD, ids=lambda block: block.name)
def test_typography_makes_no_difference(block: GoldBlock) -> None:
    gold = ends(block.sentences)
    assert ends(split(block.text.translate(STRAIGHT))) == gold
    assert ends(split(block.text.replace(" ", " \r\n  "))) == gold
    assert ends(split(block.text.replace(" ", "\u00a0"))) == gold


def test_spans_count_from_the_start_of_the_text() -> None:
    text = "Calm at sea\n\n  One sank. Two  did not.  "
    assert [span.of(text) for span in sentence_spans(text, Block(Span(15, len(text))))] == [
        "One sank.",
        "Two  did not.",
    ]


def test_a_heading_is_one_sentence() -> None:
    text = "It sank. Who knew? Nobody"
    assert list(sentence_spans(text, Block(Span(0, len(text)), "heading"))) == [Span(0, len(text))]


def test_invisible_characters_neither_hide_nor_make_boundaries() -> None:
    text = "\ufeffOne sank.\u2060\u2060 Two did not.\u200b"
    assert split(text) == ["One sank.", "Two did not."]
    assert split("\u200b\u2060") == []


def test_a_lost_space_is_no_lost_boundary() -> None:
    assert split('One sank.The other did not. "It was late."She left.') == [
        "One sank.",
        "The other did not.",
        '"It was late."',
        "She left.",
    ]
    assert split("See www.calder.example/a.The-end or Calm.Org for more.") == [
        "See www.calder.example/a.The-end or Calm.Org for more."
    ]


def test_text_without_capitals_still_has_sentences() -> None:
    assert split("one sank. two did not. who knew?") == ["one sank.", "two did not.", "who knew?"]


@given(st.text(alphabet=st.sampled_from("aB I.!?…'\"“”()[]-— \n1\u2060"), max_size=80))
def test_sentences_are_in_order_and_hold_everything_but_space(text: str) -> None:
    spans = list(sentence_spans(text, Block(Span(0, len(text)))))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    kept = "".join(span.of(text) for span in spans)

    def visible(characters: str) -> str:
        return "".join(character for character in characters if not character.isspace() and character != "\u2060")

    assert visible(kept) == visible(text)
    assert all(span.of(text) == span.of(text).strip() for span in spans)


def test_time_is_linear_in_the_length() -> None:
    started = time.perf_counter()
    for piece in ("One sank. ", ". ", "a", "U.S. ", "A. ", '" ', "... ", "Aa Aa. ", "“What?” "):
        split(piece * 20_000)
    assert time.perf_counter() - started < 30
