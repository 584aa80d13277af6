"""Names and their chains."""

from __future__ import annotations

import pytest

from unspin.document import Document
from unspin.facts.names import Name, gender_of, name_words, names_of, same_name
from unspin.language import analyse


def found(text: str) -> list[Name]:
    return names_of(analyse(Document(text))[0])


def chain(text: str, mention: str) -> tuple[str, str]:
    name = next(name for name in reversed(found(text)) if name.span.of(text) == mention)
    return name.canonical, name.how


def test_spans_are_the_words_of_the_mention_without_its_title() -> None:
    text = "Governor Edda Lorne met Senator Pavel Roth in Harnby."
    assert [name.span.of(text) for name in found(text)] == ["Edda Lorne", "Pavel Roth", "Harnby"]


@pytest.mark.parametrize(
    ("text", "mention", "expected"),
    [
        ("Edda Lorne resigned. Lorne is 60.", "Lorne", ("Edda Lorne", "surname")),
        ("Edda Lorne resigned. Ms Lorne is 60.", "Lorne", ("Edda Lorne", "surname")),
        ("Nora Felt resigned. Friends of Nora wept.", "Nora", ("Nora Felt", "first name")),
        ("The Northern Bird Society met. The NBS voted.", "NBS", ("Northern Bird Society", "acronym")),
        ("Edda Lorne resigned on Friday. She gave no reason.", "She", ("Edda Lorne", "pronoun")),
    ],
)
def test_chains(text: str, mention: str, expected: tuple[str, str]) -> None:
    assert chain(text, mention) == expected


def test_a_surname_that_two_people_share_stays_a_name_of_its_own() -> None:
    text = "Edda Lorne and Piet Lorne resigned. Lorne is 60."
    assert chain(text, "Lorne") == ("Lorne", "same words")


def test_a_pronoun_passes_over_a_person_of_the_other_gender() -> None:
    text = "Mrs Edda Lorne wrote to Mr Piet Wahl. He did not answer."
    assert chain(text, "He")[0] == "Piet Wahl"


def test_gender_comes_from_titles_and_relations_only() -> None:
    text = "Mrs Edda Lorne and Kim Wahl met."
    first, second = found(text)
    assert gender_of(first) == "female"
    assert gender_of(second) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("Edda Lorne", "Lorne", True),
        ("Dr Edda Lorne", "Edda Lorne", True),
        ("Northern Bird Society", "NBS", True),
        ("Edda Lorne", "Piet Lorne", False),
        ("Harnby", "Colbeck", False),
        ("", "Lorne", False),
        ("Mihhail Korbas", "Mikhail Korbas", True),
        ("Bieńża", "Mrs Bienza", True),
        ("USA", "United States", True),
        ("American Navy", "US Navy", True),
        ("South America", "US", False),
        ("D K Lorne", "D.K. Lorne", True),
        ("Matthew Staton Lorne", "Matt Lorne", True),
        ("Anna Lorne", "Eva Lorne", False),
        ("Health Ministry", "Foreign Ministry", False),
        ("Vale Rail", "Dale Rail", False),
        ("Labor Party", "Labour Party", True),
    ],
)
def test_same_name(ours: str, theirs: str, same: bool) -> None:
    assert same_name(ours, theirs) is same
    assert same_name(theirs, ours) is same


def test_name_words_drop_titles_articles_and_possessives() -> None:
    assert name_words("the Governor Edda Lorne's") == ("edda", "lorne")


def test_two_possible_owners_of_a_surname_leave_no_third() -> None:
    text = "Edda Lorne and Piet Lorne resigned. The Lorne Foundation met. Lorne is 60."
    assert chain(text, "Lorne") == ("Lorne", "same words")


def test_weekdays_and_titles_alone_are_no_names() -> None:
    text = "On Monday the Minister met Edda Lorne."
    assert [name.span.of(text) for name in found(text)] == ["Edda Lorne"]


def test_an_institution_keeps_its_first_word() -> None:
    text = "Edda Lorne plays in the Premier League."
    assert "Premier League" in [name.span.of(text) for name in found(text)]
