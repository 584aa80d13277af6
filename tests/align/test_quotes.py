"""Where the words of a rewrite's quotes come from."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.align.quote_words import align_quotes, word_differences, words_kept
from unspin.align.quotes import QuoteMatch, match_quotes
from unspin.document import Document, Span
from unspin.facts import Facts
from unspin.facts.quote_words import QuoteWord, quote_words
from unspin.language import analyse

ORIGINAL = (
    "“The pump failed at noon and nobody told the crew, but nobody was hurt,” said Max Orle. “We will not sail "
    "again.”\n\n"
    "Dora Quill said that the owners had known for weeks."
)


def only(rewrite: str, original: str = ORIGINAL) -> QuoteMatch:
    ours, theirs = (Facts(analysis) for analysis in analyse(Document(original), Document(rewrite)))
    (match,) = match_quotes(ours, theirs)
    return match


def words(text: str) -> list[QuoteWord]:
    return quote_words(text, Span(0, len(text)))


def test_words_of_a_quote() -> None:
    match = only("“Nobody told the crew, but nobody was hurt,” said Max Orle.")
    assert (match.source, match.likeness, match.differences) == ("quote", 1.0, ())
    assert match.region is not None
    assert match.region.of(ORIGINAL) == "nobody told the crew, but nobody was hurt"
    assert match.originals[0].speaker is not None
    assert match.originals[0].speaker.name == "Max Orle"


def test_words_outside_marks() -> None:
    match = only("“The owners had known for weeks,” said Dora Quill.")
    assert match.source == "text"
    assert match.region is not None
    assert match.region.of(ORIGINAL) == "the owners had known for weeks"


def test_words_from_nowhere() -> None:
    assert only("“Herring prices doubled overnight,” said Max Orle.").source == "none"


def test_a_marked_omission_that_hides_a_denial() -> None:
    assert [word.form for word in only("“We will … sail again,” said Max Orle.").hidden] == ["not"]
    assert only("“The pump failed … and nobody told the crew,” said Max Orle.").hidden == ()


def test_a_limiting_clause_that_is_cut() -> None:
    cut = only("“The pump failed at noon and nobody told the crew,” said Max Orle.").cut
    assert cut is not None
    assert cut.of(ORIGINAL) == "but nobody was hurt"
    assert only("“The pump failed at noon,” said Max Orle.").cut is None


def test_differences_say_where() -> None:
    (difference,) = only("“The pump failed at midnight and nobody told the crew,” said Max Orle.").differences
    assert difference.original_place.of(ORIGINAL) == "noon"
    assert [word.form for word in difference.rewrite] == ["midnight"]


@given(st.lists(st.sampled_from("the pump failed not nobody told crew".split()), min_size=1, max_size=8), st.data())
@settings(deadline=None)
def test_an_excerpt_has_no_differences_and_a_new_word_is_one(text: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    pattern, whole = words(" ".join(text[start:end])), words(" ".join(text))
    alignment = align_quotes(pattern, whole)
    assert words_kept(pattern, alignment) == 1.0
    assert list(word_differences(pattern, whole, alignment)) == []
    place = data.draw(st.integers(0, end - start))
    longer = words(" ".join([*text[start : start + place], "herring", *text[start + place : end]]))
    (difference,) = word_differences(longer, whole, align_quotes(longer, whole))
    assert "herring" in [word.form for word in difference.rewrite]
