"""Where the words of a rewrite's quotes come from."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.align.quote_words import align_quotes, word_differences, words_kept
from unspin.align.quotes import QuoteMatch, match_quotes, pattern_of
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
    assert [token.lower for token in only("“We will … sail again,” said Max Orle.").hidden] == ["not"]
    assert only("“The pump failed … and nobody told the crew,” said Max Orle.").hidden == ()


def test_a_limiting_clause_that_is_cut() -> None:
    cut = only("“The pump failed at noon and nobody told the crew,” said Max Orle.").cut
    assert cut is not None
    assert cut.of(ORIGINAL) == "but nobody was hurt"
    assert only("“The pump failed at noon,” said Max Orle.").cut is None


def test_what_is_left_out_with_its_whole_statement_hides_nothing() -> None:
    original = "“The plan to close the pier does not hold water. It is wrong,” said Max Orle."
    assert only("“The plan to … water. It is wrong,” said Max Orle.", original).hidden == ()
    limited = "“We back the plan, but it costs far too much, and we will vote for it,” said Max Orle."
    assert [
        token.lower for token in only("“We back the plan … and we will vote for it,” he said.", limited).hidden
    ] == ["but"]
    assert only("“We back the … far too much, and we will vote for it,” he said.", limited).hidden == ()


def test_because_limits_what_is_denied() -> None:
    denied = "“We did not sail because we were ordered to,” said Max Orle."
    cut = only("“We did not sail,” said Max Orle.", denied).cut
    assert cut is not None
    assert cut.of(denied) == "because we were ordered to"
    assert only("“We sailed,” said Max Orle.", "“We sailed because we were ordered to,” said Max Orle.").cut is None


def test_an_interruption_may_leave_out_the_middle() -> None:
    original = "“The roof was sound, the beams were new and the walls were dry,” said Tor Veld."
    match = only("“The roof was sound,” said Tor Veld, “and the walls were dry.”", original)
    assert (match.source, match.differences, match.stitched, match.hidden) == ("quote", (), (), ())
    assert [word.kind for word in pattern_of(match.rewrite)].count("interruption") == 1
    denied = "“The roof was not sound and the walls were dry,” said Tor Veld."
    hides = only("“The roof was,” said Tor Veld, “sound and the walls were dry.”", denied)
    assert [token.lower for token in hides.hidden] == ["not"]


def test_two_quotes_stitched_into_one() -> None:
    original = (
        "“The pump failed at noon,” said Max Orle. The crew came.\n\n“Nobody had been told of it,” said Dora Quill."
    )
    match = only("“The pump failed at noon, nobody had been told of it,” said Max Orle.", original)
    assert [place.of(original) for place in match.stitched] == ["The pump failed at noon", "Nobody had been told of it"]
    assert [quote.speaker.name for quote in match.originals if quote.speaker] == ["Max Orle", "Dora Quill"]


def test_brackets_that_stand_for_what_they_do_not_hold() -> None:
    original = "“They told us that 12 boats did not come back,” said Max Orle."
    for bracket, kept in (
        ("[21 boats]", False),
        ("[the boats]", False),
        ("[twelve] boats", True),
        ("[12 boats]", True),
    ):
        match = only(f"“They told us that {bracket} did not come back,” said Max Orle.", original)
        assert (match.likeness, match.brackets == ()) == (1.0, kept), bracket
    (swapped,) = only("“They told us that 12 boats [did] come back,” said Max Orle.", original).brackets
    assert swapped.original_place.of(original) == "did not"
    assert only("“[The owners] told us that 12 boats did not come back,” said Max Orle.", original).brackets == ()


def test_edges_that_hide_something() -> None:
    original = "“I do not think the pier is safe for our small boats,” said Max Orle."
    (head,) = only("“The pier is safe for our small boats,” said Max Orle.", original).edges
    assert head.original_place.of(original) == "I do not think"
    (tail,) = only("“I do not think the pier is safe for our small,” said Max Orle.", original).edges
    assert tail.original_place.of(original) == "boats"
    assert only("The pier was “safe for our small boats”, said Max Orle.", original).edges == ()
    assert only("“I do not think the pier is safe,” said Max Orle.", original).edges == ()


def test_a_pull_quote_without_marks_is_quoted() -> None:
    original = "Max Orle runs the pier.\n\nI came home and the boat was gone. Max Orle\n\nThe boat was found on Monday."
    assert only("“I came home and the boat was gone,” said Max Orle.", original).source == "quote"
    assert only("“The boat was found on Monday,” said Max Orle.", original).source == "text"


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
