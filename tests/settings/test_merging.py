from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.settings.keys import SETTINGS, type_names
from unspin.settings.merging import DEFAULTS, merge, settings_of
from unspin.settings.model import FAIL_ON, LEVELS, Given, Key, Layer, Settings
from unspin.settings.profiles import PROFILES

TYPES = type_names()
SOME = st.lists(st.sampled_from(TYPES), unique=True).map(tuple)
SURE = st.floats(0, 1)


def named(origin: str) -> st.SearchStrategy[Layer]:
    """Layers of any settings, each value with this origin."""
    single: dict[Key, st.SearchStrategy[Any]] = {
        ("select",): st.lists(st.sampled_from(TYPES), unique=True, min_size=1).map(tuple),
        ("ignore",): SOME,
        ("fail-on",): st.sampled_from(FAIL_ON),
        ("fail-rate",): st.floats(0, 1),
        ("rounding",): st.floats(0, 50),
        ("min-confidence",): SURE,
        **{("severity", kind): st.sampled_from(LEVELS) for kind in TYPES[:3]},
        **{("min-confidence", kind): SURE for kind in ["default", *TYPES[:2]]},
    }
    return st.fixed_dictionaries({}, optional=single).map(
        lambda layer: {key: Given(value, origin) for key, value in layer.items()}
    )


@given(named("file"), named("command line"))
def test_the_last_layer_that_says_something_wins(file: Layer, command_line: Layer) -> None:
    merged = settings_of(file, command_line)
    for name in ("fail-on", "fail-rate", "rounding", "select"):
        strongest = next(layer for layer in (command_line, file, DEFAULTS) if (name,) in layer)
        assert getattr(merged, name.replace("-", "_")) == strongest[name,].value
        assert merged.given[name,].origin == strongest[name,].origin


@given(named("file"))
def test_an_empty_layer_changes_nothing(file: Layer) -> None:
    assert merge([DEFAULTS, file]) == merge([DEFAULTS, {}, file, {}])


@given(named("profile"), named("file"), named("command line"))
def test_merging_the_same_layer_twice_is_merging_it_once(one: Layer, two: Layer, three: Layer) -> None:
    assert merge([DEFAULTS, one, two, three, three]) == merge([DEFAULTS, one, two, three])


@given(named("file"), named("command line"))
def test_what_the_command_line_selects_is_reported_whatever_the_file_leaves_out(
    file: Layer, command_line: Layer
) -> None:
    merged = settings_of(file, command_line)
    own = {*command_line.get(("ignore",), Given((), "")).value}
    own |= {key[1] for key, value in command_line.items() if key[0] == "severity" and value.value == "off"}
    for kind in command_line.get(("select",), Given((), "")).value:
        assert merged.reports(kind) == (kind not in own)


@given(named("file"), SURE)
def test_a_plain_confidence_holds_for_every_type(file: Layer, least: float) -> None:
    merged = settings_of(file, {("min-confidence",): Given(least, "--min-confidence")})
    assert {merged.threshold(kind) for kind in TYPES} == {least}


def test_tables_are_merged_type_by_type() -> None:
    file: Layer = {("severity", "omitted"): Given("info", "file"), ("min-confidence", "omitted"): Given(0.9, "file")}
    merged = settings_of({**file, ("profile",): Given("llm-gate", "file")}, {})
    assert merged.severity == {"unsupported": "error", "omitted": "info"}
    assert (merged.threshold("omitted"), merged.threshold("unsupported")) == (0.9, 0.5)


def test_the_command_line_names_the_profile_before_the_file_does() -> None:
    file: Layer = {("profile",): Given("newsroom", "file")}
    merged = settings_of(file, {("profile",): Given("summary", "--profile")})
    assert merged.shortened
    assert merged.fail_on == "error"
    assert merged.given["shortened",].origin == "profile summary"


def test_a_file_turns_off_again_what_its_profile_has_on() -> None:
    merged = settings_of({("profile",): Given("summary", "file"), ("shortened",): Given(False, "file")}, {})
    assert not merged.shortened
    assert merged.severity["unsupported"] == "error"


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_profiles_hold_settings_that_there_are(profile: Any) -> None:
    for key in profile.layer:
        assert key[0] in SETTINGS
        assert key[1:] == () or key[1] in TYPES


def test_nothing_given_is_the_default() -> None:
    assert settings_of({}, {}) == Settings()
