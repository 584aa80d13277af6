"""Sentences with a stand-in for what they quote: the reporter's words keep their places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unspin.document import Document, Span
from unspin.language import analyse, parsed_without

TEXT = "“The bridge —  is safe\nagain for every driver,” she said at a recent meeting that announced the repairs."


def test_the_stand_in_has_the_place_of_what_it_stands_for() -> None:
    sentence = analyse(Document(TEXT))[0].sentences[0]
    quoted = Span(1, TEXT.index("”"))
    (copy,) = parsed_without([(sentence, [quoted])], "We agree")
    assert [token.text for token in copy.tokens[:3]] == ['"', "We", "agree"]
    we, agree = copy.tokens[1], copy.tokens[2]
    assert we.span.join(agree.span) == quoted
    assert copy.span == sentence.span


def test_the_subject_is_the_reporters() -> None:
    sentence = analyse(Document(TEXT))[0].sentences[0]
    (copy,) = parsed_without([(sentence, [Span(1, TEXT.index("”"))])], "We agree")
    said = next(token for token in copy.tokens if token.text == "said")
    assert [child.text for child in said.children if child.dep == "nsubj"] == ["she"]


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(3, 30)), max_size=3))
def test_all_words_outside_the_stretches_slice_back(places: list[tuple[int, int]]) -> None:
    sentence = analyse(Document(TEXT))[0].sentences[0]
    stretches: list[Span] = []
    for start, length in sorted(places):
        span = Span(start, min(start + length, len(TEXT)))
        if len(span) >= 3 and (not stretches or stretches[-1].end < span.start):
            stretches.append(span)
    (copy,) = parsed_without([(sentence, stretches)], "We agree")
    for token in copy.tokens:
        assert 0 <= token.start < token.end <= len(TEXT)
        if not any(span.overlaps(token.span) for span in stretches):
            assert token.text.strip("\"'-") in TEXT[token.start : token.end] or not token.is_word
