"""Every case of cases.md reports what it expects and no more; and what holds of the contradictions of any document."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import contradictions
from unspin.contradictions import Contradiction, contradictions_of
from unspin.document import Document
from unspin.facts import Facts
from unspin.language import analyse

CASES = Path(__file__).with_name("cases.md")
_EXPECTED = re.compile(r'([a-z]+) "(.+?)" / "(.+?)"')


@dataclass(frozen=True)
class Case:
    """A document, and its contradictions as kind, words at the first place, words at the second."""

    title: str
    text: str
    expected: tuple[tuple[str, str, str], ...]


def cases() -> Iterator[Case]:
    for part in re.split(r"^## ", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        texts = re.findall(r"^text: (.*?)(?=^expected:)", body, flags=re.MULTILINE | re.DOTALL)
        lines = re.findall(r"^expected: (.*)$", body, flags=re.MULTILINE)
        assert len(texts) == 1, f"{title}: one text, please"
        assert lines, f"{title}: says nothing of what it expects"
        text = "\n".join(line.strip() for line in texts[0].strip().split("\n"))
        expected = []
        for line in lines if lines != ["nothing"] else []:
            match = _EXPECTED.fullmatch(line)
            assert match, f"{title}: {line} is no expectation"
            assert match[2] in text, f"{title}: the text does not hold {match[2]}"
            assert match[3] in text, f"{title}: the text does not hold {match[3]}"
            expected.append((match[1], match[2], match[3]))
        yield Case(title, text, tuple(expected))


def meets(found: Contradiction, expected: tuple[str, str, str], text: str) -> bool:
    what, first, second = expected
    starts = text.index(first), text.rindex(second)
    return (
        found.what == what
        and found.first.start < starts[0] + len(first)
        and starts[0] < found.first.end
        and found.second.start < starts[1] + len(second)
        and starts[1] < found.second.end
    )


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.title)
def test_case(case: Case) -> None:
    found = contradictions_of(Facts(analyse(Document(case.text))[0]))
    said = "\n".join(f"  {one.what} {one.message}" for one in found) or "  nothing"
    assert len(found) == len(case.expected), said
    for expected in case.expected:
        assert any(meets(one, expected, case.text) for one in found), f"{expected} is missing:\n{said}"


def test_each_kind_has_a_case_that_is_reported() -> None:
    reported = {what for case in cases() for what, _, _ in case.expected}
    assert reported == {"age", "title", "relation", "place", "time", "count", "life", "gender"}


def test_half_of_the_cases_ask_for_silence() -> None:
    every = list(cases())
    assert sum(not case.expected for case in every) * 3 > len(every)


TEXTS = [case.text for case in cases()]
SENTENCES = [line for text in TEXTS for line in text.split("\n")]


def read(text: str) -> list[Contradiction]:
    return contradictions_of(Facts(analyse(Document(text))[0]))


def check(text: str, found: list[Contradiction]) -> None:
    """The first place stands first, both hold words, and everything can be told as JSON."""
    places = [(one.first, one.second) for one in found]
    assert places == sorted(set(places))
    for one in found:
        assert 0 <= one.first.start < one.first.end <= one.second.end <= len(text)
        assert one.first <= one.second
        assert text[one.first.start : one.first.end].strip()
        assert text[one.second.start : one.second.end].strip()
        assert 0 < one.confidence <= 1
        assert one.why["first"]["text"] == text[one.first.start : one.first.end]
        assert one.why["second"]["text"] == text[one.second.start : one.second.end]
        assert one.why["first"]["value"] != one.why["second"]["value"]
        assert one.subject in one.message
        assert json.loads(json.dumps(dict(one.why))) == one.why


@settings(max_examples=25)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    check(text, read(text))


@settings(max_examples=25)
@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=12))
def test_sentences_in_any_order_are_read(sentences: list[str]) -> None:
    text = "\n".join(sentences)
    check(text, read(text))


@settings(max_examples=15)
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_letters_dropped_anywhere_do_no_harm(text: str, chance: random.Random) -> None:
    damaged = "".join(letter for letter in text if chance.random() > 0.05)
    check(damaged, read(damaged))


@settings(max_examples=10)
@given(st.sampled_from(TEXTS))
def test_the_same_text_has_the_same_contradictions(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=10)
@given(st.sampled_from(TEXTS), st.integers(min_value=0, max_value=40))
def test_places_move_with_the_text(text: str, step: int) -> None:
    """Blank lines before a text change nothing but where everything stands."""
    before, after = read(text), read("\n" * step + text)
    assert [(one.what, one.first.start + step, one.second.end + step) for one in before] == [
        (one.what, one.first.start, one.second.end) for one in after
    ]


@settings(max_examples=20)
@given(
    st.lists(
        st.lists(
            st.sampled_from("the a sea was grey and nobody came to see it once more".split()), min_size=3, max_size=9
        ),
        min_size=1,
        max_size=6,
    )
)
def test_without_names_and_numbers_nothing_contradicts(words: list[list[str]]) -> None:
    assert read(" ".join(" ".join(sentence) + "." for sentence in words)) == []


def test_a_text_that_says_everything_twice_contradicts_itself_no_more() -> None:
    consistent = [case.text for case in cases() if not case.expected]
    assert [text for text in consistent if read(text + "\n\n" + text)] == []


def test_a_long_document_of_repeated_numbers_takes_no_longer_than_its_length_asks_for() -> None:
    """Four times the text, and by far less than the sixteen times as long that comparing all with all would take."""
    line = (
        "Orla Venn, {}, met the {} victims in Halvik. The choir has {} members, and its {} members sang for the mayor. "
    )
    seconds = []
    for number in (100, 400):
        text = "\n\n".join(line.format(*(20 + (k * step) % 60 for step in (1, 3, 7, 11))) for k in range(number))
        facts = Facts(analyse(Document(text))[0])
        contradictions_of(facts)  # the facts are found when first asked for
        started = time.process_time()
        contradictions_of(facts)
        seconds.append(time.process_time() - started)
    assert seconds[1] < 10 * seconds[0] + 0.05


ARTICLE = {
    "id": "1",
    "text": "Orla Venn, 51, left. It rained. Venn, 53, will miss the sea.",
    "contradictions": [{"what": "age", "first": [11, 13], "second": [38, 40]}],
}


class TestBenchmark:
    def test_what_is_planted_is_found(self) -> None:
        result = contradictions.score([ARTICLE])
        assert (result.precision, result.recall) == (1.0, 1.0)

    def test_what_is_reported_elsewhere_is_a_false_alarm(self) -> None:
        elsewhere = [{"what": "age", "first": [0, 4], "second": [38, 40]}]
        result = contradictions.score([{**ARTICLE, "contradictions": elsewhere}])
        assert (result.precision, result.recall) == (0.0, 0.0)
        assert result.false == {"age": 1}

    def test_our_own_articles_are_as_their_page_says(self) -> None:
        articles = contradictions.rows(contradictions.OWN)
        assert len(articles) >= 60
        for article in articles:
            assert article["split"] in {"dev", "test"}
            for planted in article["contradictions"]:
                assert article["text"][slice(*planted["first"])].strip()
                assert planted["first"][1] <= planted["second"][0]
                assert planted["second"][1] <= len(article["text"])
        assert 0.4 < sum(not article["contradictions"] for article in articles) / len(articles) < 0.6

    def test_without_the_sets_it_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(contradictions, "EVALUATION", tmp_path / "none")
        assert "skipped" in contradictions.real_table(show=False)
