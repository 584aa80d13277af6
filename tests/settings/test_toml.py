from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspin.settings import SettingsError
from unspin.settings.toml import Keys, parse_toml, read_toml

TEXT = '''# A file of settings.
fail-on = "warning"   # a remark = "no key"
"min-confidence" = { default = 0.5, 'number-changed' = 0.75 }
ignore = [
    "omitted",  # [ ] { }
    'unsupported',
]
days = 2031-05-04 07:30:00
long = """
one = 1
\\""" two = 2"""""
literal = \'\'\'
[three]
\'\'\'
[severity]
place-changed = "off"
[tool.unspin . "a.b"]
x.y = 1
[[allow]]
type = "omitted"
[[allow]]
reason = "late"
[allow.more]
who = 'Ada'
'''


def test_every_key_and_element_has_its_place() -> None:
    file = parse_toml(TEXT, "unspin.toml")
    assert file.places["fail-on",] == (2, 1)
    assert file.places["min-confidence",] == (3, 1)
    assert file.places["min-confidence", "number-changed"] == (3, 37)
    assert file.places["ignore", 0] == (5, 5)
    assert file.places["ignore", 1] == (6, 5)
    assert file.places["severity", "place-changed"] == (16, 1)
    assert file.places["tool", "unspin", "a.b", "x", "y"] == (18, 3)
    assert file.places["allow", 0, "type"] == (20, 1)
    assert file.places["allow", 1] == (21, 1)
    assert file.places["allow", 1, "more", "who"] == (24, 1)


def paths(value: Any, keys: Keys = ()) -> Iterator[Keys]:
    if keys:
        yield keys
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(inner, (*keys, key))


def test_the_places_are_those_of_the_values() -> None:
    file = parse_toml(TEXT, "unspin.toml")
    assert set(paths(file.values)) == set(file.places)


KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f", exclude_categories=["Cc", "Cs"]), max_size=6)
SCALARS = st.one_of(KEYS, st.booleans(), st.integers(-(2**40), 2**40))
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


def written(value: Any, broken: bool) -> str:
    """A value as TOML; arrays over several lines where ``broken``."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        between = ",  # a, ] remark\n\t" if broken else ","
        return f"[{between.join(written(one, broken) for one in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {written(one, broken)}" for key, one in value.items()) + "}"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_places_agree_with_the_parser_and_point_at_what_they_name(
    values: dict[str, Any], tables: bool, line_end: str
) -> None:
    heads, body = [], []
    for key, value in values.items():
        if tables and isinstance(value, dict):
            inner = [f"{quoted(name)} = {written(one, False)}" for name, one in value.items()]
            heads += [f"[ {quoted(key)} ]  # head", *inner]
        else:
            body.append(f"  {quoted(key)}={written(value, '{' not in written(value, False))}")
    text = "\n".join([*body, *heads]).replace("\n", line_end)
    file = parse_toml(text, "unspin.toml")
    assert file.values == tomllib.loads(text) == values
    assert set(paths(file.values)) == set(file.places)
    lines = text.split("\n")
    for keys, (line, column) in file.places.items():
        if isinstance(keys[-1], str):
            assert lines[line - 1][column - 1 :].startswith(quoted(keys[-1]))


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (b'fail-on = "error"\nfail-on = "never"\n', (2, 18), "cannot overwrite a value"),
        (b"[severity\n", (1, 10), "expected ']'"),
        (b"ignore = [", (1, 11), "invalid value"),
        (b"a = \xff", (1, 5), "not UTF-8"),
        (b"x = " + b"[" * 5000, (0, 0), "nested too deeply"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(tmp_path: Path, data: bytes, place: tuple[int, int], said: str) -> None:
    (tmp_path / "unspin.toml").write_bytes(data)
    with pytest.raises(SettingsError) as caught:
        read_toml(tmp_path / "unspin.toml", "unspin.toml")
    (problem,) = caught.value.problems
    assert said in problem.message
    assert (problem.line, problem.column) == place


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "unspin.toml").write_bytes(b'\xef\xbb\xbffail-on = "never"')
    assert read_toml(tmp_path / "unspin.toml").values == {"fail-on": "never"}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml: cannot be read: no such file"):
        read_toml(tmp_path / "gone.toml", "gone.toml")
