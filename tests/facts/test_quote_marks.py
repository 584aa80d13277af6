"""Which characters open and close a quotation: exact offsets, odd marks, and time in proportion to the text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.document import Block, Document, Span
from unspin.facts import quote_marks
from unspin.facts.quote_marks import Mark, Marked, judged, marks_in, scan
from unspin.readers.markdown import markdown_document

MARKS = "\"'“”„‟«»‹›‘‚’‛`"
DOUBLED = ("``", "''", "‘‘", "’’")


def marked(text: str) -> list[str]:
    document = Document(text)
    return [document.slice(stretch.content) for stretch in scan(document)]


def outer(text: str) -> list[Marked]:
    return [stretch for stretch in scan(Document(text)) if stretch.depth == 0]


class TestKindsOfMarks:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("“We won,” he said. “Then we left.”", ["We won,", "Then we left."]),
            ('"We won," he said. "Then we left."', ["We won,", "Then we left."]),
            ("'We won,' he said.", ["We won,"]),
            ("``We won,'' he said.", ["We won,"]),
            ("''We won,'' he said. ''Good.''", ["We won,", "Good."]),
            ("‘‘We won,’’ he said.", ["We won,"]),
            ("He said « we won » and »we left«.", ["we won", "we left"]),
            ("«\u00a0Oui\u00a0», dit-il.", ["Oui"]),
            ("He said ‹ we won ›.", ["we won"]),
            ("„Ja“, sagte er, „und nein“.", ["Ja", "und nein"]),
            ("»Ja«, sagte er. »Nein.«", ["Ja", "Nein."]),
            ("‚Ja‘, sagte er.", ["Ja"]),
        ],
    )
    def test_every_style(self, text: str, expected: list[str]) -> None:
        assert marked(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("“We won,“ he said.", ["We won,"]),
            ("“We won,” he said. ”We left.”", ["We won,", "We left."]),
            ("”We won,” he said.", ["We won,"]),
            ('“We won," he said.', ["We won,"]),
            ("“We won,'' he said.", ["We won,"]),
            ('``We won," he said.', ["We won,"]),
            ('He said"We won"and left.', ["We won"]),
            ('"Why?""Because," she said.', ["Why?", "Because,"]),
            ('He said " we won " twice.', ["we won"]),
            ("‘ We won ’ he said.", ["We won"]),
            ('He said ""we won"", then ""left.""', ["we won", "left."]),
        ],
    )
    def test_marks_of_two_styles_or_with_odd_blanks(self, text: str, expected: list[str]) -> None:
        assert marked(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "It's the boys' club, isn't it?",
            "Rock 'n' roll of the '60s and '70s.",
            "Tell 'em we're goin' home.",
            "O'Hara's and the Joneses' houses.",
            "The ‘90s and the boys’ club.",
            "Back in '68 and '69, the boys' club.",
            "Class of '16, and the Joneses'.",
            "‘Tis the season, she said, isn’t it.",
            'A 6\'2" forward and a 3" nail.',
            "A 5' 3\" man, 6' tall.",
            'It was a 5"x3" card.',
        ],
    )
    def test_apostrophes_feet_and_inches_are_no_marks(self, text: str) -> None:
        assert marked(text) == []

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("'It's the boys' club,' said Venn.", "It's the boys' club,"),
            ("‘It’s the boys’ club,’ said Venn.", "It’s the boys’ club,"),
            ("'We're goin' home,' he said.", "We're goin' home,"),
            ("The coach's words: 'I can't.'", "I can't."),
            ("'He is 6' tall,' she said.", "He is 6' tall,"),
            ("Venn's 'friend' and the boys' club", "friend"),
            ("'Til the boats come home,' she said.", "Til the boats come home,"),
            ("Rock 'n' roll, he said, 'is dead.'", "is dead."),
            ('"We used a 3" nail," he said.', 'We used a 3" nail,'),
            ('"It rained in 2013" and never since.', "It rained in 2013"),
            ('It was 12" long, "a monster".', "a monster"),
            ("It had the “'90s” sound.", "'90s"),
        ],
    )
    def test_apostrophes_and_inches_beside_marks(self, text: str, expected: str) -> None:
        assert marked(text) == [expected]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("'Ferry is lost', says Venn", ["Ferry is lost"]),
            ("Venn: 'Ferry is lost'", ["Ferry is lost"]),
            ("Orle 'told to quit' over 'secret' fund", ["told to quit", "secret"]),
            ("Brask's bid 'too low', says Venn's board", ["too low"]),
            ("'Cause of fire unknown', says coroner", ["Cause of fire unknown"]),
        ],
    )
    def test_headlines(self, text: str, expected: list[str]) -> None:
        assert marked(text) == expected


class TestSurroundings:
    @pytest.mark.parametrize(
        "around", ["{}", "({})", "[{}]", "—{}—", "x--{}--x", "🎉{}🎉", "x/{}/x", "*{}*", "_{}_", "x:{};"]
    )
    @pytest.mark.parametrize("marks", ["“{}”", '"{}"'])
    def test_marks_glued_to_others(self, around: str, marks: str) -> None:
        assert marked(around.format(marks.format("We won"))) == ["We won"]

    @pytest.mark.parametrize("unseen", ["\u200b", "\u2060", "\ufeff", "\u200e", "\u00ad"])
    def test_invisible_characters_are_passed_over(self, unseen: str) -> None:
        for left, right in ('""', "“”", "''"):
            text = f"He said {unseen}{left}{unseen}we won{unseen}{right}{unseen} and left."
            (stretch,) = scan(Document(text))
            assert stretch.content.of(text) == "we won"
            assert stretch.span.of(text) == f"{left}{unseen}we won{unseen}{right}"

    @pytest.mark.parametrize("word", ["cafe\u0301", "👩‍🚀", "❤️", "ｗｏｎ", "x²"])
    @pytest.mark.parametrize("marks", ["“{}”", '"{}"', "'{}'", "‘{}’"])
    def test_combined_characters_inside(self, word: str, marks: str) -> None:
        assert marked(f"He said {marks.format(word)} twice.") == [word]

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
    def test_lines_that_end_inside(self, line_end: str) -> None:
        assert marked(f"“We{line_end}won,” he said.") == [f"We{line_end}won,"]

    def test_marks_of_markup_left_in_a_text(self) -> None:
        assert marked('<tweet id="12" by="venn">"We won," she wrote.') == ["We won,"]

    def test_markdown(self) -> None:
        text = "## Quay\n\n**“We won,”** he said. *“Then* we left.”\n\n> “We *never* lost.”\n"
        document = markdown_document(text, name="quay.md", metadata={})
        assert [document.slice(stretch.content) for stretch in scan(document)] == [
            "We won,",
            "Then* we left.",
            "We *never* lost.",
        ]


class TestNesting:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("“She said ‘no’ to me,” he said.", ["She said ‘no’ to me,", "no"]),
            ("“She said “no” to me,” he said.", ["She said “no” to me,", "no"]),
            ('"The sign read "Keep out" in red," he said.', ['The sign read "Keep out" in red,', "Keep out"]),
            ("“She said ‘no.’” Then she left.", ["She said ‘no.’", "no."]),
            ("\"She said 'no.'\" Then she left.", ["She said 'no.'", "no."]),
            ("''She said 'no.''' Then she left.", ["She said 'no.'", "no."]),
            ("‘She said “no”,’ he told us.", ["She said “no”,", "no"]),
            ("'She said \"no\"', he told us.", ['She said "no"', "no"]),
            ("“‘No’ means no,” she said.", ["‘No’ means no,", "No"]),
            ("„Er rief ‚nein‘“, sagte sie.", ["Er rief ‚nein‘", "nein"]),
        ],
    )
    def test_a_quotation_in_a_quotation(self, text: str, expected: list[str]) -> None:
        document = Document(text)
        found = scan(document)
        assert [document.slice(stretch.content) for stretch in found] == expected
        assert [stretch.depth for stretch in found] == [0, 1]

    def test_three_deep(self) -> None:
        found = scan(Document("“He said ‘she said “no”’,” Orle wrote."))
        assert [(stretch.depth, stretch.family) for stretch in found] == [(0, "double"), (1, "single"), (2, "double")]

    def test_a_single_mark_that_is_dropped_has_no_depth(self) -> None:
        # The mark before "so" waits for a closer that stands in another quotation: it must not hide what it holds.
        text = 'He said \'so "it is," and "the boys\' own club," he said.'
        assert [stretch.content.of(text) for stretch in outer(text)] == ["it is,", "the boys' own club,"]


class TestMissingMarks:
    def test_a_missing_closer_ends_with_the_paragraph_or_before_the_next_opener(self) -> None:
        text = 'He said: "We won.\n\nThen he left.'
        (stretch,) = outer(text)
        assert not stretch.closed
        assert stretch.content.of(text) == "We won."
        assert marked('"We won. "We left," he said.') == ["We won.", "We left,"]

    def test_a_stray_closer_is_passed_over(self) -> None:
        assert marked("We won,” he said. “We left.”") == ["We left."]
        assert marked("We won.\n\nWe left,” he said.") == []

    @pytest.mark.parametrize("mark", ['"', "“", "‘", "'", "«", "''"])
    def test_a_quotation_of_paragraphs_is_opened_again(self, mark: str) -> None:
        closer = {"“": "”", "‘": "’", "«": "»"}.get(mark, mark)
        text = f"{mark}We won.\n\n{mark}We sang.\n\n{mark}Then we left,{closer} he said.\n\n{mark}No,{closer} she said."
        found = outer(text)
        assert [stretch.content.of(text) for stretch in found] == ["We won.", "We sang.", "Then we left,", "No,"]
        assert [stretch.closed for stretch in found] == [False, False, True, True]
        assert [stretch.continues for stretch in found] == [False, True, True, False]

    def test_possessives_do_not_close_a_paragraph_that_goes_on(self) -> None:
        assert marked("‘The boys’ club won.\n\n‘Then we left,’ he said.") == ["The boys’ club won.", "Then we left,"]

    @pytest.mark.parametrize(("opener", "closer"), ["“”", '""', "«»"])
    def test_a_quotation_of_paragraphs_that_nothing_opens_again(self, opener: str, closer: str) -> None:
        text = f"He said: {opener}We won.\n\nThen we left,{closer} and went."
        first, second = outer(text)
        assert (first.content.of(text), first.closed, first.continues) == ("We won.", False, False)
        assert (second.content.of(text), second.closed, second.continues) == ("Then we left,", True, True)

    def test_inches_close_no_paragraph_before(self) -> None:
        assert marked('He said: "We won.\n\nThe nail is 5" long.') == ["We won."]

    @pytest.mark.parametrize("text", ["'", '"', "“", "”", "''", "’’’", "``", "«", "»«", "", " ", "\u200b'\u200b", '="'])
    def test_marks_alone(self, text: str) -> None:
        for stretch in scan(Document(text)):
            assert stretch.content.of(text).strip(MARKS) == ""


ODD = st.text(alphabet="aSé1 .,\n-\u200b\u0301" + MARKS + "-?[(=<>", max_size=90)


class TestLaws:
    @given(ODD)
    @settings(max_examples=300, deadline=None)
    def test_stretches_lie_in_order_and_inside_each_other_or_apart(self, text: str) -> None:
        document = Document(text)
        found = scan(document)
        assert [stretch.span.start for stretch in found] == sorted({stretch.span.start for stretch in found})
        for stretch in found:
            assert stretch.span.covers(stretch.content)
            assert any(block.span.covers(stretch.span) for block in document.blocks)
            assert stretch.content.of(text) == stretch.content.of(text).strip()
        for place, one in enumerate(found):
            around = [other for other in found[:place] if other.span.overlaps(one.span)]
            assert all(other.span.covers(one.span) for other in around)
            assert one.depth == len(around)

    @given(ODD)
    @settings(max_examples=300, deadline=None)
    def test_candidates_are_those_of_a_walk_over_every_character(self, text: str) -> None:
        for block in Document(text).blocks:
            assert list(marks_in(text, block.span)) == list(walk(text, block.span))

    @given(st.text(alphabet="abc ,", min_size=1, max_size=30).filter(lambda text: text.strip(" ,") != ""))
    def test_curly_and_straight_marks_hold_the_same_words(self, words: str) -> None:
        assert marked(f'x "{words.strip()}" y') == marked(f"x “{words.strip()}” y") == [words.strip()]

    @given(ODD)
    @settings(max_examples=100, deadline=None)
    def test_what_stands_around_a_paragraph_changes_nothing_in_it(self, text: str) -> None:
        text = text.replace("\n", " ")
        alone = scan(Document(text, blocks=(Block(Span(0, len(text))),)))
        moved = scan(Document(f"ab\n\n{text}\n\nab", blocks=(Block(Span(0, 2)), Block(Span(4, 4 + len(text))))))
        assert [(stretch.span.start + 4, stretch.span.end + 4) for stretch in alone] == [
            (stretch.span.start, stretch.span.end) for stretch in moved
        ]


def walk(text: str, block: Span) -> Iterator[Mark]:
    """The marks of a block by the plainest way: every character in turn."""
    place = block.start
    while place < block.end:
        end = attribute_end(text, place, block.end)
        if end is not None:
            place = end
            continue
        pair = text[place : min(place + 2, block.end)]
        mark = pair if pair in DOUBLED or (pair == '""' and exported(text, place, block.end)) else text[place]
        if len(mark) == 2 or (mark in MARKS and mark != "`"):
            apostrophe = mark in {"'", "’"} and (
                text[place - 1 : place].isalnum() and text[place + 1 : block.end][:1].isalnum()
            )
            found = None if apostrophe else judged(text, block, place, mark)
            if found is not None:
                yield found
        place += len(mark)


def exported(text: str, place: int, end: int) -> bool:
    """Whether two straight marks at a place are one that was doubled: they open or close, and do not do both."""
    before, after = text[place - 1] if place else "", text[place + 2 : end][:1]
    opens = (not before or before.isspace() or before in "([") and (after.isalnum() or after == "_")
    closes = (before.isalnum() or before in "_.,!?…") and before != "" and not (after.isalnum() or after in ("_", '"'))
    return opens or closes


def attribute_end(text: str, place: int, end: int) -> int | None:
    """Where the value of an attribute (alt="...") ends whose opening mark stands at a place."""
    if text[place] != '"' or place < 2 or text[place - 1] != "=":
        return None
    before = text[place - 2]
    if not (before.isalnum() or before in "_-"):
        return None
    for other in range(place + 1, end):
        if text[other] in "<>\n":
            return None
        if text[other] == '"':
            follows = text[other + 1 : min(other + 2, end)]
            return other + 1 if follows and (follows.isspace() or follows in "/>") else None
    return None


class Steps:
    """Counts the lines that the scanner runs, and the characters that it slices off."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> Steps | None:
        if frame.f_code.co_filename != quote_marks.__file__:
            return None
        self.count += event == "line"
        return self


class Counted(str):
    """A text that counts the characters of its slices."""

    steps: Steps

    def __getitem__(self, place: Any) -> str:
        piece = super().__getitem__(place)
        self.steps.count += len(piece) // 100
        return piece


def steps_of(text: str) -> int:
    """How much work a scan is, in lines run and hundreds of characters sliced off."""
    steps = Steps()
    document = Document(text, blocks=Document(text).blocks or (Block(Span(0, len(text))),))
    counted = Counted(text)
    counted.steps = steps
    document.__dict__["prose"] = counted
    before = sys.gettrace()
    sys.settrace(steps)
    try:
        scan(document)
    finally:
        sys.settrace(before)
    return steps.count


class TestLinearTime:
    @pytest.mark.parametrize(
        "piece",
        [
            '"', "'", "’", "''", "“", "“”", "«»", "”“", '"a ', "'a ", "‘a ", "a” ", "a' ", "boys' club ", "“a 'b ‘c \"d ",
            "“a ‘b \"c 'd «e ‹f ", '5" ', " 'til ", "('-a", '" ', '"a.\n\n', "‘a.\n\n", 'a" b.\n\n', 'a="', 'a="b ', "„a ‚b",
            '"\u200b\u200b', "'''a ", "a\n", '"a\n', "‘b’ \"c 'd",
        ],
    )  # fmt: skip
    def test_twice_the_marks_are_twice_the_work(self, piece: str) -> None:
        small, large = steps_of(piece * 150), steps_of(piece * 600)
        assert large < 4 * small * 1.5 + 200

    def test_a_quotation_left_open_before_a_long_paragraph(self) -> None:
        small, large = (steps_of("“We won.\n\n" + "He said “no. " * number) for number in (150, 600))
        assert large < 4 * small * 1.5

    def test_very_many_marks_are_scanned(self) -> None:
        text = "“”'\"" * 20_000
        assert all(stretch.span.end <= len(text) for stretch in scan(Document(text)))
