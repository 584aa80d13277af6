"""Words that exclude each other."""

from __future__ import annotations

from importlib.resources import files

from unspin.changes import get_type
from unspin.contrasts import contrast


def test_words_of_two_groups_exclude_each_other_both_ways() -> None:
    for ours, theirs in (("former", "current"), ("current", "former")):
        found = contrast(ours, theirs)
        assert found is not None
        assert found.type == "predicate-changed"


def test_words_of_one_group_do_not() -> None:
    assert contrast("former", "one-time") is None


def test_a_word_outside_every_set_excludes_nothing() -> None:
    assert contrast("former", "table") is None


def test_every_set_names_a_type_of_change_and_two_groups() -> None:
    lines = (files("unspin") / "data" / "contrasts.txt").read_text(encoding="utf-8").splitlines()
    sets = [line for line in lines if line.strip() and not line.startswith("#")]
    assert sets
    for line in sets:
        get_type(line.split()[0])
        assert line.count("|") >= 1, line
