"""All quotes of a document: what is said, in whose words, by whom and how that is known."""

from __future__ import annotations

import pytest

from unspin.document import Document
from unspin.facts import Facts
from unspin.facts.quotes import Quote
from unspin.language import analyse


def quotes(text: str) -> list[Quote]:
    return Facts(analyse(Document(text))[0]).quotes


def told(text: str) -> list[tuple[str, str, str | None]]:
    """Kind, content and speaker's canonical name of each quote."""
    return [
        (
            quote.kind,
            " / ".join(quote.document.slice(span) for span in quote.content),
            quote.speaker.name if quote.speaker else None,
        )
        for quote in quotes(text)
    ]


CASES = {
    "said X": (
        '"The bridge is safe again for every driver," said Ada Prill.',
        [("direct", "The bridge is safe again for every driver,", "Ada Prill")],
    ),
    "X said": (
        'Ada Prill said: "The bridge is safe again for every driver."',
        [("direct", "The bridge is safe again for every driver.", "Ada Prill")],
    ),
    "a name with an aside": (
        '"The bridge is safe again for every driver," Ada Prill, who leads the council, said on Monday.',
        [("direct", "The bridge is safe again for every driver,", "Ada Prill")],
    ),
    "said at a place": (
        '"The bridge is safe again for every driver," she said at a recent meeting announcing the repairs.',
        [("direct", "The bridge is safe again for every driver,", "she")],
    ),
    "a weekday is no speaker": (
        '"The bridge is safe again for every driver," council leader Ada Prill, Elster Party, said Tuesday.',
        [("direct", "The bridge is safe again for every driver,", "Ada Prill")],
    ),
    "interrupted": (
        '"The bridge is safe again," said Ada Prill, "and it will stay open."',
        [("direct", "The bridge is safe again, / and it will stay open.", "Ada Prill")],
    ),
    "mixed": (
        'Ada Prill said that the bridge had been "a disgrace to the town" for years.',
        [("mixed", 'the bridge had been "a disgrace to the town" for years', "Ada Prill")],
    ),
    "mixed, two parts": (
        'Ada Prill said that it was too early to open the bridge, and there was "no proof" yet that it would hold.',
        [
            (
                "mixed",
                'it was too early to open the bridge, and there was "no proof" yet that it would hold',
                "Ada Prill",
            )
        ],
    ),
    "an aside before the verb": (
        'A spokeswoman, Petra Hald, called reports of a drunken crew "malicious nonsense".',
        [("scare", "malicious nonsense", "Petra Hald")],
    ),
    "indirect": (
        "Ada Prill said that the bridge would open on Monday.",
        [("indirect", "the bridge would open on Monday", "Ada Prill")],
    ),
    "according to": (
        "The bridge will open on Monday, according to the council.",
        [("indirect", "The bridge will open on Monday", "the council")],
    ),
    "a name behind a dash": (
        '"The bridge should have been mended years ago." — Tor Veld',
        [("direct", "The bridge should have been mended years ago.", "Tor Veld")],
    ),
    "a label inside the marks": (
        '"PRILL: The bridge is safe again for every driver, and for every walker too."',
        [("direct", "PRILL: The bridge is safe again for every driver, and for every walker too.", "PRILL")],
    ),
    "announced by a colon": (
        'Ada Prill had a message for the drivers of the town: "Leave the car at home."',
        [("direct", "Leave the car at home.", "Ada Prill")],
    ),
    "a speaker that is no person": (
        '"No fault was found in any of the cables," the report said.',
        [("direct", "No fault was found in any of the cables,", "the report")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_is_said_and_by_whom(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert told(text) == expected


def test_a_title_and_a_by_name_are_no_quotes() -> None:
    assert quotes('Her novel "The Salt Year" sold well. Max "Sailor" Quill bought it.') == []


def test_what_nobody_says_is_less_sure_and_so_is_what_has_no_marks() -> None:
    given, loose, plain = quotes(
        '"The bridge is safe again for every driver," said Ada Prill.\n\n'
        'On the wall somebody has painted a line in red. "The river takes what the river wants, and more."\n\n'
        "Tor Veld said that the paint would be washed off."
    )
    assert given.confidence > plain.confidence > loose.confidence
    assert loose.speaker is None


def test_what_is_denied_is_marked_so() -> None:
    denied, said = quotes("Jon Aske denied that the harbour was unsafe. Tor Veld said that it was.")
    assert (denied.denied, said.denied) == (True, False)


ROUND = """The mayor, Ada Prill, opened the bridge on Monday. She said that it was "a great day" for the town.

"I have waited nine years for this bridge," said Tor Veld, an engineer. He added that he would cross it daily.

"We all have waited for it," Prill said.

Norvik Cables said that the work had been hard. It said that more bridges would follow.

Residents said that they were pleased with it. They said that the noise had been awful.

The mayor said that the noise was over."""


def test_whom_a_speakers_words_stand_for_and_how_that_is_known() -> None:
    found = [(quote.speaker.text, quote.speaker.name, quote.speaker.how) for quote in quotes(ROUND) if quote.speaker]
    assert found == [
        ("She", "Ada Prill", "nearest person"),
        ("Tor Veld", "Tor Veld", "named"),
        ("He", "Tor Veld", "last speaker"),
        ("Prill", "Ada Prill", "short for"),
        ("Norvik Cables", "Norvik Cables", "named"),
        ("It", "Norvik Cables", "last speaker"),
        ("Residents", "Residents", ""),
        ("They", "Residents", "last speaker"),
        ("The mayor", "Ada Prill", "described so"),
    ]


def test_a_pronoun_of_the_other_sex_passes_the_last_speaker_over() -> None:
    text = "Laura Prill said the bridge was safe. Peter Veld said it was not. She said that he was wrong."
    last = quotes(text)[-1]
    assert last.speaker is not None
    assert last.speaker.name == "Laura Prill"


def test_spans_slice_back_and_stand_in_order() -> None:
    for quote in quotes(ROUND):
        assert quote.span.start <= quote.content[0].start
        assert quote.content[-1].end <= quote.span.end
        assert all(before.end <= after.start for before, after in zip(quote.content, quote.content[1:], strict=False))
        assert all(any(piece.covers(span) for piece in quote.content) for span in quote.marked)
