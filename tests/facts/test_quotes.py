"""Quotes and the words in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.document import Document, Span
from unspin.facts import Facts
from unspin.facts.quote_words import quote_words, same_form
from unspin.facts.quotes import Quote
from unspin.language import analyse


def quotes(text: str) -> list[Quote]:
    return Facts(analyse(Document(text))[0]).marked_quotes


class TestWords:
    def forms(self, text: str) -> list[str]:
        return [word.form for word in quote_words(text, Span(0, len(text)))]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("We don’t know", "we do not know"),
            ("It’ll cost 20%", "it will cost 20 per cent"),
            ("[T]he worst", "The worst"),
            ("five boats", "5 boats"),
            ("the U.S. centre", "the US center"),
            ("1,200 people, um, realise", "1200 people realize"),
            ("four-and-a-half", "four and a half"),
        ],
    )
    def test_typography_and_spelling_do_not_count(self, one: str, other: str) -> None:
        assert self.forms(one) == self.forms(other)

    @pytest.mark.parametrize(("one", "other"), [("$14", "£14"), ("can", "can't"), ("boats", "boat"), ("1.5", "15")])
    def test_other_words_stay_other(self, one: str, other: str) -> None:
        assert self.forms(one) != self.forms(other)

    def test_a_short_form_equals_its_long_forms(self) -> None:
        assert same_form("'s", "is")
        assert same_form("has", "'s")
        assert not same_form("'s", "was")

    def test_omissions_and_insertions_are_marked(self) -> None:
        text = "We … won [the cup] and ... left [sic]"
        kinds = [word.kind for word in quote_words(text, Span(0, len(text)))]
        assert kinds == ["word", "ellipsis", "word", "bracket", "word", "ellipsis", "word"]

    @given(st.text(max_size=60))
    def test_places_lie_in_the_text_and_in_order(self, text: str) -> None:
        words = quote_words(text, Span(0, len(text)))
        assert all(word.span.end <= len(text) and len(word.span) for word in words)
        assert [word.span for word in words] == sorted(word.span for word in words)


class TestQuotes:
    @pytest.mark.parametrize(
        ("text", "speaker"),
        [
            ('"We won," said Orla Venn.', "Orla Venn"),
            ('"We won," Orla Venn said.', "Orla Venn"),
            ('Orla Venn said: "We won."', "Orla Venn"),
            ('"We won," Orla Venn, the captain, told reporters.', "Orla Venn"),
            ('"It will hold," the chief engineer said.', "the chief engineer"),
            ('According to Orla Venn, the crew was "tired but glad".', "Orla Venn"),
            ("“We won. Nobody helped us. We are glad,” Max Orle said.", "Max Orle"),
            ("“We won and we are glad.” — Max Orle", "Max Orle"),
        ],
    )
    def test_speakers(self, text: str, speaker: str) -> None:
        (quote,) = quotes(text)
        assert quote.speaker is not None
        assert quote.speaker.text == speaker
        assert quote.given

    def test_the_speaker_is_carried_to_the_next_quote(self) -> None:
        first, second = quotes('"We won," said Orla Venn. "Then we left."')
        assert first.speaker is not None
        assert second.speaker is not None
        assert second.speaker.name == first.speaker.name
        assert (first.given, second.given) == (True, False)

    def test_a_quote_interrupted_by_its_attribution_is_one(self) -> None:
        (quote,) = quotes('"The roof was sound," said Tor Veld, "and the beams were new."')
        assert len(quote.marked) == 2
        assert [word.form for word in quote.words][:4] == ["the", "roof", "was", "sound"]

    def test_a_quote_over_paragraphs_is_one(self) -> None:
        (quote,) = quotes('Tor Veld said: "We won.\n\n"Then we left."')
        assert quote.closed
        assert len(quote.marked) == 2

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ('"We won the cup," said Orla Venn.', "direct"),
            ('Orla Venn called the race "long and rather cold".', "mixed"),
            ('The "expert" had never seen a boat.', "scare"),
            ('Her second novel, "The Salt Year", sold poorly.', "title"),
            ('Orla "Ox" Venn rowed home.', "nickname"),
        ],
    )
    def test_kinds(self, text: str, kind: str) -> None:
        assert [quote.kind for quote in quotes(text)] == [kind]

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ('Orla Venn spoke on Channel Nine\'s "Late Hour," hosted by Tor Veld.', "title"),
            ('He printed it in his 1994 "Salt Year."', "title"),
            ('Reporters hailed the rower as "The Quay Kid" for years.', "mixed"),
            ('The crowd broke into chants of "Row For Home" and left.', "mixed"),
            ("Mayor Orla Venn Defends ‘Years of Neglect’ After Quay Collapse", "mixed"),
            ('Tor Veld called "utterly pointless" what others praised.', "mixed"),
            ('It is a game called "stop and row".', "nickname"),
            ('He wrote:\n\n"Row For Home".', "direct"),
            ('Her new novel: "The Salt Year".', "title"),
        ],
    )
    def test_titles_and_judgements(self, text: str, kind: str) -> None:
        assert [quote.kind for quote in quotes(text)] == [kind]

    def test_a_heading_between_marks_is_a_title(self) -> None:
        text = "The boats were sold.\n\n'All Boats Are Gone.'\n\nOrla Venn said: \"They left.\""
        assert [quote.kind for quote in quotes(text)] == ["title", "direct"]

    def test_a_title_makes_no_statement_a_mixed_quote(self) -> None:
        facts = Facts(analyse(Document('Orla Venn said that she had never read "The Salt Year" or met its author.'))[0])
        (quote,) = facts.quotes
        assert (quote.kind, quote.marked) == ("indirect", ())

    def test_spans_slice_back(self) -> None:
        text = "He left.\n\n“We won,” said Orla Venn, “and went home.”"
        (quote,) = quotes(text)
        assert quote.span.of(text) == "“We won,” said Orla Venn, “and went home.”"
        assert [span.of(text) for span in quote.marked] == ["We won,", "and went home."]
        assert quote.cue is not None
        assert quote.cue.of(text) == "said"
