"""docs/settings.md: every key is explained and has one example that works."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from unspin.settings.allow import KEYS, read_allowed
from unspin.settings.keys import SETTINGS
from unspin.settings.parsing import layer_of
from unspin.settings.profiles import PROFILES
from unspin.settings.toml import parse_toml

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")


def section(head: str) -> str:
    found = re.search(rf"^#+ {re.escape(head)}\n(.*?)(?=^#+ |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/settings.md has no section {head!r}"
    return found[1]


def examples(text: str) -> list[str]:
    # A remark in an example would look like a head of the page: there is none.
    return re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_key_is_documented_with_one_example_that_works(name: str) -> None:
    (example,) = examples(section(name))
    file = parse_toml(example, "example")
    layer, problems = layer_of(file, (), Path())
    assert problems == []
    assert {key[0] for key in layer} == {name}


def test_no_other_key_is_documented() -> None:
    keys = PAGE.partition("\n## The keys\n")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.*)$", keys, re.MULTILINE) == list(SETTINGS)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_every_profile_is_documented_with_its_settings(profile: object) -> None:
    from unspin.settings.profiles import Profile

    assert isinstance(profile, Profile)
    (row,) = (line for line in section("profile").splitlines() if line.startswith(f"| `{profile.name}` |"))
    said = parse_toml("\n".join(re.findall(r"`([^`]+ = [^`]+)`", row)), "row")
    layer, problems = layer_of(said, (), Path())
    assert problems == []
    assert {key: given.value for key, given in layer.items()} == dict(profile.settings)


def test_the_allow_file_is_documented_with_an_example_that_works(tmp_path: Path) -> None:
    text = section("Accepting a change")
    (example,) = examples(text)
    (tmp_path / "allow.toml").write_text(example, encoding="utf-8")
    allowed = read_allowed(tmp_path / "allow.toml", date(2031, 12, 31))
    assert allowed.matching("number-changed", "1,200", "2,100") == {0}
    for key in KEYS:
        assert f"`{key}`" in text
        assert f"\n{key} = " in example
