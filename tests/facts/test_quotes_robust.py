"""Whatever stands in a text, its reading raises nothing and all its places lie in the text and in order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mutations
import quotes as benchmark
from unspin import Document, read
from unspin.facts import Facts
from unspin.language import analyse

ARTICLE = """Ferry runs aground off Skarholm

“We heard one long scrape,” said Tilda Roos, a cook, “and then nothing.” The master, Edvin Lauge, called it “a bad hour”.

“The lights stayed on. That was the strangest part.

“Nobody pushed,” she added. 'Nobody shouted,' said her brother Jon, 34. "The 'safe' way," he said, "was out."

According to the harbour office, the ship's radar "went blank". “Luck.” — Petra Hald

The coastguard said that 214 people had been on board; it denied that the ship had sailed too fast.
"""
MARKS = "\"'“”„«»‹›‘‚’`"


class TestMutations:
    def test_they_are_the_same_for_the_same_seed_and_differ_from_the_text(self) -> None:
        def some(seed: int) -> list[str]:
            return [mutations.mutated(chance, text) for chance, text in mutations.windows([ARTICLE], 40, seed)]

        assert some(1) == some(1)
        assert some(1) != some(2)
        assert len(set(some(1))) > 35

    @pytest.mark.parametrize("number", range(len(mutations.MUTATIONS)))
    def test_each_one_takes_any_text(self, number: int) -> None:
        for text in (ARTICLE, "", "“", "a"):
            for seed in range(5):
                assert isinstance(mutations.MUTATIONS[number](random.Random(seed), text), str)

    def test_readings_of_mutations_have_no_fault(self) -> None:
        for chance, text in mutations.windows([ARTICLE], 12, 7):
            spoilt = mutations.mutated(chance, text)
            assert benchmark.tried(spoilt) == [], spoilt


class TestFaults:
    def test_what_is_wrong_is_named(self) -> None:
        reading = read("“We won,” said Orla Venn.")
        assert mutations.faults_of(reading) == []
        # The quote's places belong to a longer text.
        object.__setattr__(reading, "document", Document("“We”"))
        assert "a span of a quote is empty or lies outside the text" in mutations.faults_of(reading)

    def test_an_error_is_a_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(_: str) -> None:
            raise ValueError("no")

        monkeypatch.setattr(benchmark, "read", fails)
        (fault,) = benchmark.tried("x")
        assert "ValueError: no" in fault


WORDS = st.sampled_from(
    ["we", "Orla Venn", "said", "told", "that", "it", "won", "boats'", "14", "according to", "she", "not"]
)
BETWEEN = st.text(alphabet=MARKS + " ,.:;\n-—()\u00a0\u200b\u0301é🚢", max_size=4)


class TestLaws:
    @given(st.lists(st.tuples(BETWEEN, WORDS), max_size=14), BETWEEN)
    @settings(max_examples=20, deadline=None)
    def test_quotes_of_marks_and_words_lie_in_order(self, pieces: list[tuple[str, str]], rest: str) -> None:
        text = " ".join(between + word for between, word in pieces) + rest
        assert benchmark.tried(text) == []

    @given(st.lists(st.tuples(BETWEEN, WORDS), max_size=14))
    @settings(max_examples=15, deadline=None)
    def test_marked_quotes_and_all_quotes_agree(self, pieces: list[tuple[str, str]]) -> None:
        facts = Facts(analyse(Document(" ".join(between + word for between, word in pieces)))[0])
        stretches = {span for quote in facts.marked_quotes for span in quote.marked}
        assert all(span in stretches for quote in facts.quotes for span in quote.marked)


class TestBenchmark:
    def test_without_the_sets_it_says_so(
        self, tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(benchmark, "EVALUATION", tmp_path)
        assert benchmark.main(["marks"]) == 0
        assert "skipped" in capsys.readouterr().out

    def test_a_set_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(SystemExit):
            benchmark.main(["spans", "nothing"])

    def test_the_scanner_alone_gives_places_without_speakers(self) -> None:
        text = "“We won,” said Orla “Ox” Venn of “The Salt Year”."
        assert benchmark.scanned_quotes()(text) == [
            {"spans": [[1, 8]], "marked": [[1, 8]], "kind": "direct", "speaker": None}
        ]
