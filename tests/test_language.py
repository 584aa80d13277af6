"""Offsets: what the parser sees has its place in the text as it was read, whatever the typography."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.blocks import Block, Span
from unspin.document import Document
from unspin.language import Analysis, analyse, plain
from unspin.readers.markdown import markdown_document

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*/original.txt"))
CURLY = "“It’s over,” said Orla Venn – the well-known baker. ‘Who pays?’ asked Dr. Holm.\n\nNo one knew…"


def shape(analysis: Analysis) -> list[tuple[str, str, str, int, int]]:
    """Everything that the parser said of each token, without places."""
    return [(token.text, token.tag, token.dep, token.head.index, token.sentence.index) for token in analysis.tokens]


def check_offsets(analysis: Analysis) -> None:
    text = analysis.document.text
    ends = 0
    for token in analysis.tokens:
        assert ends <= token.start < token.end <= len(text)
        assert plain(text[token.start : token.end])[0] == token.text or analysis.document.markup
        assert token.sentence.span.covers(token.span)
        ends = token.end
    for number, sentence in enumerate(analysis.sentences):
        assert sentence.index == number
        assert sentence.tokens == tuple(token for token in analysis.tokens if token.sentence is sentence)
        for entity in sentence.entities:
            assert sentence.span.covers(entity.span)
    assert [token.index for token in analysis.tokens] == list(range(len(analysis.tokens)))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_tokens_slice_back_to_the_text(path: Path) -> None:
    check_offsets(analyse(Document(path.read_text(encoding="utf-8")))[0])


@settings(max_examples=40)
@given(st.text(alphabet=st.sampled_from("ab The. “”'’-–…\n\u00ad\u200b\u00a0🦀é(1$%"), max_size=60))
def test_any_text_has_tokens_in_place(text: str) -> None:
    check_offsets(analyse(Document(text))[0])


@pytest.mark.parametrize(
    "copy",
    [
        CURLY.translate(str.maketrans("“”‘’", "\"\"''")),
        CURLY.replace(" ", "\n"),
        CURLY.replace(" ", "  "),
        CURLY.replace(" ", "\u00a0"),
        CURLY.replace("\n\n", "\r\n\r\n"),
        CURLY.replace("over", "o\u00adver\u200b"),
        CURLY.replace("-", "\u2011"),
    ],
    ids=["straight", "line breaks", "double spaces", "no-break spaces", "line ends", "invisible", "no-break hyphen"],
)
def test_copies_in_other_typography_are_parsed_alike(copy: str) -> None:
    first, second = analyse(Document(CURLY), Document(copy))
    assert shape(first) == shape(second)
    check_offsets(second)


def test_markdown_is_parsed_like_the_plain_text_that_it_shows() -> None:
    marked = (
        "# Calm at sea\n\nThe **crews** of [Lorn Bay](https://lorn.example) went\n_back_. She said: “No.”\n\n"
        "> She was\n> right."
    )
    shown = "Calm at sea\n\nThe crews of Lorn Bay went back. She said: “No.”\n\nShe was right."
    first, second = analyse(markdown_document(marked, name="m", metadata={}), Document(shown))
    assert shape(first) == shape(second)
    check_offsets(first)
    crews = next(token for token in first.tokens if token.text == "crews")
    assert marked[crews.start : crews.end] == "crews"


def test_documents_parsed_together_and_alone_are_the_same() -> None:
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES[:2]]
    together = analyse(*(Document(text) for text in texts))
    assert [shape(one) for one in together] == [shape(analyse(Document(text))[0]) for text in texts]


def test_a_sentence_of_any_length_is_one_sentence() -> None:
    text = "She saw " + "a gull and " * 800 + "the sea."
    analysis = analyse(Document(text, blocks=(Block(Span(0, len(text))),)))[0]
    assert len(analysis.sentences) == 1
    assert analysis.sentences[0].span == Span(0, len(text))
    check_offsets(analysis)


def test_tokens_and_sentences_are_found_by_place() -> None:
    text = "One sank. Two did not."
    analysis = analyse(Document(text))[0]
    assert [token.text for token in analysis.tokens_in(Span(5, 13))] == ["sank", ".", "Two"]
    second = analysis.sentence_at(12)
    assert second is not None
    assert second.text == "Two did not."
    assert analysis.sentence_at(9) is None


def test_a_document_without_words_has_no_tokens() -> None:
    assert json.dumps([token.text for token in analyse(Document(" \n "))[0].tokens]) == "[]"
