"""Roles as labelled edges."""

from __future__ import annotations

import pytest

from unspin.document import Document
from unspin.facts.roles import roles_of
from unspin.language import analyse


def edges(text: str) -> set[tuple[str, str, str]]:
    return {(role.label, role.head.lemma, role.dependent.text) for role in roles_of(analyse(Document(text))[0])}


@pytest.mark.parametrize(
    "text",
    [
        "Piet Lanz accused Marta Oyen on Friday.",
        "On Friday Marta Oyen was accused by Piet Lanz.",
    ],
)
def test_active_and_passive_agree(text: str) -> None:
    assert {("agent", "accuse", "Lanz"), ("patient", "accuse", "Oyen")} <= edges(text)


def test_a_relative_pronoun_stands_for_its_noun() -> None:
    assert ("agent", "sell", "widow") in edges("The widow who sold the mill wept.")


def test_a_shared_subject_reaches_the_second_verb() -> None:
    assert ("agent", "leave", "clerk") in edges("The clerk opened the safe and left the bank.")


def test_a_bare_participle_is_passive() -> None:
    assert {("patient", "own", "firm"), ("agent", "own", "Lanz")} <= edges("He runs a firm owned by Piet Lanz.")


def test_two_parallel_lists_are_read_in_order() -> None:
    found = edges("Ruth Arnes and Olaf Tarn, the architect and the engineer of the bridge, were absent.")
    assert {("is", "arnes", "architect"), ("is", "tarn", "engineer")} <= found


def test_whose_makes_a_possession_of_the_noun_before() -> None:
    assert ("of", "sister", "Felt") in edges("Nora Felt, whose sister runs the inn, called the police.")


def test_a_recipient_hung_on_the_noun_between_is_found() -> None:
    assert ("to", "report", "mayor") in edges("The nurse reported her fears to the mayor.")


def test_a_name_behind_an_office_is_the_officer_and_not_the_body() -> None:
    found = edges("She thanked the commander of the prison service, Tor Veld.")
    assert ("is", "veld", "commander") in found
    assert ("is", "veld", "service") not in found
