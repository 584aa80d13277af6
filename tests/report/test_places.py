from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.document import Span
from unspin.report.places import Lines, Position, excerpt, one_line, visible

LINES = st.lists(st.text(st.characters(exclude_characters="\r\n"), max_size=5), min_size=1, max_size=6)


@settings(deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_a_position_is_what_splitting_into_lines_finds(lines: list[str], end: str, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[number])))
    offset = sum(len(line) + len(end) for line in lines[:number]) + column
    assert Lines(end.join(lines)).position(offset) == Position(number + 1, column + 1)


def test_columns_count_code_points() -> None:
    assert Lines("a\n😀é b").position(5) == Position(2, 4)


@settings(deadline=None)
@given(st.text())
def test_visible_text_is_safe_and_visible_once_is_visible_twice(text: str) -> None:
    shown = visible(text)
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in shown)
    assert visible(shown) == shown
    shown.encode("utf-8")


def test_escapes_overrides_and_lone_surrogates_are_written_out() -> None:
    assert visible("a\x1b[31mb\u202ec\ud800\u2028") == r"a\x1b[31mb\u202ec\ud800\u2028"


def test_letters_of_all_scripts_and_joiners_stay() -> None:
    text = "Ærø, 東京, नि, 👩\u200d🌾, soft\u00adhyphen, 5\u00a0km"
    assert visible(text) == text


def test_line_ends_become_spaces() -> None:
    assert one_line("up to\r\n  1,200\ttrees") == "up to 1,200 trees"


def test_an_excerpt_is_the_sentence_around_the_words() -> None:
    text = "It rained. The town\nplanted 1,200 trees. It was glad."
    found = excerpt(text, Span(28, 33), [Span(0, 10), Span(11, 40), Span(41, 53)])
    assert (found.before, found.words, found.after) == ("The town planted ", "1,200", " trees.")


def test_a_change_that_crosses_sentences_shows_both() -> None:
    text = "It rained. The town slept."
    found = excerpt(text, Span(3, 19), [Span(0, 10), Span(11, 26)])
    assert found.before + found.words + found.after == text


def test_a_long_sentence_is_cut_at_words() -> None:
    text = "word " * 100 + "HERE" + " word" * 100
    found = excerpt(text, Span(500, 504), [Span(0, len(text))], most=20)
    assert found.before == "... word word word "
    assert found.after == " word word word ..."


def test_words_without_a_sentence_stand_alone() -> None:
    assert excerpt("one two three", Span(4, 7), []).before == ""
