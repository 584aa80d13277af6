"""Half a character in a line of JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from unspin.mcp.mending import mended


@given(st.text())
def test_a_text_without_halves_stays_as_it_is(text: str) -> None:
    for line in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
        assert mended(line) == line


@given(st.text(st.characters() | st.characters(categories=["Cs"])))
def test_a_half_becomes_one_character(text: str) -> None:
    expected = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
    halves_beside_each_other = json.loads(json.dumps(text)) != text
    assert halves_beside_each_other or json.loads(mended(json.dumps(text))) == expected


def test_an_escaped_backslash_escapes_nothing_after_it() -> None:
    line = r'{"a": "\\ud800 \\\ud800 \\\\ud800 \ud83d\ude00 \uDC00\uD83D"}'
    assert mended(line) == r'{"a": "\\ud800 \\\ufffd \\\\ud800 \ud83d\ude00 \ufffd\ufffd"}'
