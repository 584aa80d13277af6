"""The example pairs agree with their own labels, and their gold alignments with the sentences that we find."""

import json
from pathlib import Path

import pytest

import alignment
from unspin.blocks import Span
from unspin.changes import get_type
from unspin.document import Document
from unspin.readers import read
from unspin.sentences import sentence_spans

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/changes.json"))


def sentences(document: Document) -> list[str]:
    return [span.of(document.text) for block in document.blocks for span in sentence_spans(document.prose, block)]


def pair(name: str) -> tuple[Document, Document]:
    return read(EXAMPLES / name / "original.txt"), read(EXAMPLES / name / "rewrite.txt")


def test_there_are_examples_of_every_way_of_rewriting() -> None:
    assert {"spun", "llm", "condensed", "light", "faithful"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_stands_in_one_link_of_the_gold(name: str) -> None:
    links = json.loads((EXAMPLES / name / "alignment.json").read_text(encoding="utf-8"))
    for document, side in zip(pair(name), ("original", "rewrite"), strict=True):
        assert sorted(text for link in links for text in link[side]) == sorted(sentences(document))


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_change_has_a_known_type_and_one_place_on_each_side(name: str) -> None:
    changes = json.loads((EXAMPLES / name / "changes.json").read_text(encoding="utf-8"))
    original, rewrite = pair(name)
    for change in changes:
        assert get_type(change["type"]).name == change["type"]
        assert change["original"] or change["rewrite"]
        for document, words in ((original, change["original"]), (rewrite, change["rewrite"])):
            assert words is None or document.text.count(words) == 1, words


@pytest.mark.parametrize("name", NAMES)
def test_an_example_begins_with_a_heading(name: str) -> None:
    for document in pair(name):
        assert [block.kind for block in document.blocks].count("heading") == 1
        assert document.blocks[0].kind == "heading"
        assert document.blocks[0].span == Span(0, document.text.index("\n"))


def test_the_alignment_of_all_examples_comes_near_the_gold() -> None:
    scores = [alignment.measure(name).score for name in alignment.names()]
    total = alignment.Score(*(sum(column) for column in zip(*scores, strict=True)))
    assert total.gold > 100
    assert total.f1 >= 0.95
