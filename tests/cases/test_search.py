"""Cases are found by their words, the most relevant first, and nothing that somebody types can break the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from kept import NUMBER, keep, new_schema
from unspin.cases import Case, Cases
from unspin.cases.words import asked_for, vector_of, words_of


def found(cases: Cases, query: str) -> list[str | None]:
    return [summary.title for summary in cases.search(query)]


def test_all_words_must_stand_in_a_case_wherever_they_do(cases: Cases, case: Case) -> None:
    cases.decide(case.id, NUMBER, "accepted", "the agency sent a correction", "Ada Prill")
    # One word each of the title, the original, the rewrite and the reason.
    assert found(cases, "trees resign had correction") == ["Trees of Quellmar"]
    assert found(cases, "trees harbour") == []


def test_the_most_relevant_comes_first(cases: Cases) -> None:
    keep(
        cases, "The mill burned. Later the council met about a harbour. " + "The mill stood empty. " * 60, title="once"
    )
    keep(
        cases,
        "The harbour of Marn was dredged. The harbour has a crane, and the harbour office a clerk.",
        title="often",
    )
    keep(cases, "Cranes stand at the quay.", title="The harbour")
    keep(cases, "The harbourmaster of Marn resigned.", title="longer word")
    for number in range(6):
        keep(cases, f"The bakery sold {number} loaves.", title="other")
    assert found(cases, "harbour")[:2] == ["The harbour", "often"]
    assert set(found(cases, "harbour")[2:]) == {"once", "longer word"}


def test_of_equals_the_newest_comes_first(cases: Cases) -> None:
    for title in ("first", "second", "third"):
        keep(cases, "The harbour of Marn.", title=title)
    assert found(cases, "harbour") == ["third", "second", "first"]
    assert [summary.title for summary in cases.search("harbour", 2)] == ["third", "second"]


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("Łukasz z Łodzi jadł źdźbło.", ["łukasz", "LUKASZ", "lodzi", "zdzblo", "ŁODZI ŹDŹBŁO"]),
        ("Café, naïve, Ångström, smørrebrød.", ["cafe", "NAIVE", "angstrom", "smorrebrod", "Cafe\u0301"]),
        ("Straße nach Köln", ["strasse", "STRASSE", "STRAẞE", "koln", "köln"]),
        ("İstanbul’da Iğdır", ["istanbul", "igdir", "ISTANBUL"]),
        ("Đặng Thị Ngọc Thịnh", ["dang thi ngoc", "đặng"]),
        ("Ελληνικά Άνθρωπος", ["ελληνικα", "ΑΝΘΡΩΠΟΣ"]),
        ("Ёлка и ещё", ["елка", "ЕЩЕ"]),
        ("ﬁnancial １２００ ②", ["financial", "1200", "2"]),
        ("1,200 trees at 9.30", ["1,200", "9.30", "1 200"]),
        ("the state-of-the-art e-mail of a.prill@quellmar.example", ["state-of-the-art", "prill quellmar", "mail"]),
    ],
)
def test_case_and_marks_make_no_difference(cases: Cases, text: str, queries: list[str]) -> None:
    case = keep(cases, text, title=None)
    for query in queries:
        assert [summary.id for summary in cases.search(query)] == [case.id], query


def test_words_are_found_by_their_beginning_if_it_says_enough(cases: Cases) -> None:
    keep(cases)
    assert found(cases, "resig quell") == ["Trees of Quellmar"]
    assert found(cases, "esign") == []
    assert found(cases, "to") == []
    assert found(cases, "of") == ["Trees of Quellmar"]


def test_common_words_can_be_looked_for(cases: Cases) -> None:
    keep(cases)
    assert found(cases, "she may next") == ["Trees of Quellmar"]


HOSTILE = [
    '"', "'", '"trees', "trees'", "trees AND", "trees OR", "NOT trees", "trees NEAR(x)", "*", "trees*", "^trees", "(trees", "{trees}",
    "title:trees", "-trees", "trees & !", "trees | x:*", "':*", "\\", "%", "_", ":any", "{0}", "$x", "?", "; DROP TABLE cases; --",
    "\0", "\ud800", "trees\ud800", "é" * 900, "\u202e", "a " * 500, "<->", "trees:AB", "𝄞", "🜁", "…", "१२३", "漢字かな交じり文",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_what_is_typed_is_words_and_nothing_else(cases: Cases, case: Case, query: str) -> None:
    hits = [summary.id for summary in cases.search(query)]
    assert [summary.id for summary in cases.list(query).cases] == (hits if query.strip() else [case.id])
    assert (hits == [case.id]) == (set(words_of(query)) == {"trees"})
    assert cases.get(case.id) == case


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, server: sa.URL) -> Iterator[tuple[Cases, Cases]]:
    folder: Path = tmp_path_factory.mktemp("both")
    stores = Cases(str(folder / "cases.sqlite")), Cases(new_schema(server))
    for store in stores:
        store.upgrade()
    yield stores
    for store in stores:
        store.close()


@given(
    text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
    query=st.text(max_size=12),
)
def test_both_databases_find_the_same(both: tuple[Cases, Cases], text: str, query: str) -> None:
    """Every text is found by its own words, in both databases, and any query finds it in both or in neither."""
    words = " ".join(words_of(text))
    answers = []
    for store in both:
        case = keep(store, text, title=None)
        own = [summary.id for summary in store.search(text)]
        assert own == ([case.id] if words else [])
        answers.append([summary.id == case.id for summary in store.search(query)])
        store.delete(case.id, "Orla Venn")
    assert answers[0] == answers[1]


@given(st.text())
def test_folding_once_is_enough(text: str) -> None:
    words = list(words_of(text))
    assert list(words_of(" ".join(words))) == words
    assert all(word and not set(word) & set(" _'\"\\:*") for word in words)
    assert len(asked_for(text)) <= 32


def test_a_vector_names_each_word_with_its_places() -> None:
    assert vector_of("the mill the quay") == "'the':1,3 'mill':2 'quay':4"
