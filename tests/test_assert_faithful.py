"""assert_faithful, in this process and in tests that a pytest of their own runs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from unspin import Document
from unspin.readers import ReadError
from unspin.settings import SettingsError
from unspin.testing import assert_faithful

pytest_plugins = ["pytester"]

ORIGINAL = "Mayor Ada Prill may resign on Monday. The council approved the plan for 1,200 homes."
FAITHFUL = "On Monday, Mayor Ada Prill may resign. The council approved the plan for 1,200 homes."
REWRITE = "Mayor Ada Prill will resign on Monday. The council approved the plan for 2,100 homes."
NUMBER = {"type": "number-changed", "original": "1,200 homes", "rewrite": "2,100 homes"}
ALLOW = """
[[allow]]
type = "number-changed"
original = "1,200 homes"
rewrite = "2,100 homes"
reason = "the plan was corrected"
who = "Ira Volt"
until = {}
"""


def message(rewrite: Any = REWRITE, **options: Any) -> list[str]:
    with pytest.raises(AssertionError) as caught:
        assert_faithful(ORIGINAL, rewrite, **options)
    return str(caught.value).splitlines()


def test_a_faithful_rewrite_passes_and_gives_its_report() -> None:
    assert assert_faithful(ORIGINAL, FAITHFUL, fail_on="warning").changes == ()


def test_every_change_that_counts_is_told_with_both_wordings() -> None:
    head, change, original, rewrite = message()
    assert head == "1 change of meaning from original to rewrite:"
    assert change.startswith("  error number-changed, ")
    assert change.endswith("% sure: “1,200 homes” became “2,100 homes”")
    assert original == "    original:1:73: 1,200 homes"
    assert rewrite == "    rewrite:1:74: 2,100 homes"


def test_the_gravest_stand_first() -> None:
    lines = message(fail_on="warning")
    assert lines[0].startswith("2 changes of meaning ")
    assert [line.split()[:2] for line in (lines[1], lines[4])] == [
        ["error", "number-changed,"],
        ["warning", "certainty-changed,"],
    ]


@pytest.mark.parametrize("allow", ["number-changed", ["number-changed"], [NUMBER], ("omitted", NUMBER)])
def test_what_may_change(allow: Any) -> None:
    report = assert_faithful(ORIGINAL, REWRITE, allow=allow)
    assert [change.type for change in report.changes] == ["certainty-changed"]


def test_an_entry_allows_its_own_words_alone() -> None:
    assert len(message(allow=[{**NUMBER, "rewrite": "2,200 homes"}])) == 4
    assert len(message(allow=[{**NUMBER, "until": date(2001, 5, 4)}])) == 4


def test_an_allow_file(tmp_path: Path) -> None:
    path = tmp_path / "allow.toml"
    path.write_text(ALLOW.format("9999-12-31"), encoding="utf-8")
    assert_faithful(ORIGINAL, REWRITE, allow=path)
    path.write_text(ALLOW.format("2001-05-04"), encoding="utf-8")
    assert len(message(allow=path)) == 4


def test_profiles_and_settings_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert message(profile="newsroom", allow="number-changed")[1].startswith("  warning certainty-changed, ")
    assert_faithful(ORIGINAL, REWRITE, min_confidence=1)
    (tmp_path / "unspin.toml").write_text('ignore = ["number-changed"]\nfail-on = "warning"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert message()[1].startswith("  error number-changed, ")
    assert message(config="unspin.toml")[1].startswith("  warning certainty-changed, ")
    assert_faithful(ORIGINAL, REWRITE, config=tmp_path / "unspin.toml", fail_on="error")
    assert_faithful(ORIGINAL, REWRITE, config=Path("unspin.toml"), allow="certainty-changed")


def test_paths_and_documents(tmp_path: Path) -> None:
    for name, text in (("wire.txt", ORIGINAL), ("desk.md", f"# Homes\n\n{REWRITE}")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError) as caught:
        assert_faithful(tmp_path / "wire.txt", tmp_path / "desk.md", allow="unsupported")
    assert f"{tmp_path / 'desk.md'}:3:74: 2,100 homes" in str(caught.value)
    assert "answer 7:1:74: 2,100 homes" in message(Document(REWRITE, name="answer 7"))[-1]
    with pytest.raises(ReadError, match="there is no such file"):
        assert_faithful(tmp_path / "gone.txt", REWRITE)


def test_long_messages_are_cut() -> None:
    original = " ".join(
        f"Ward {place} has {number}00 trees." for place, number in zip(PLACES, range(11, 36), strict=True)
    )
    with pytest.raises(AssertionError) as caught:
        assert_faithful(original, original.replace("00 trees", "50 trees"))
    lines = str(caught.value).splitlines()
    number = int(lines[0].partition(" changes of meaning ")[0])
    assert number > 20
    assert lines[-1] == f"  and {number - 20} more"
    assert len(lines) == 1 + 3 * 20 + 1


PLACES = ("Marn Lorn Orrel Quellmar Halden Brask Tolm Vesk Arden Corvale Dunmere Ostrel Pellin Rusk Selm Tarn Ulver Wend Yarrow "
          "Zell Abell Corr Dask Elmet Fenn").split()  # fmt: skip


def test_words_of_a_text_cannot_act_on_a_terminal() -> None:
    lines = message(Document(REWRITE.replace("2,100 homes", "2,100 \u202ehomes"), name="\x1b[31mred\n"))
    assert "\\x1b[31mred :1:74: 2,100" in lines[-1]
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"fail_on": "eror"}, "no fail-on 'eror'; did you mean 'error'?"),
        ({"min_confidence": 7}, "min-confidence is a number from 0 to 1, not 7"),
        ({"profile": "newsrom"}, "no profile 'newsrom'; did you mean 'newsroom'?"),
        ({"allow": "number-changd"}, "no type 'number-changd'; did you mean 'number-changed'?"),
        ({"allow": [{"type": "omitted", "orignal": "x"}]}, "no key 'orignal'; did you mean 'original'?"),
        ({"allow": Path("gone.toml")}, "gone.toml: cannot be read: no such file or directory"),
        ({"config": "gone.toml"}, "gone.toml: cannot be read: no such file or directory"),
    ],
)
def test_what_cannot_be_used_is_told(options: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        assert_faithful(ORIGINAL, REWRITE, **options)
    assert said in str(caught.value)


TESTS = f"""
import pytest
from unspin.testing import assert_faithful

ORIGINAL, FAITHFUL, REWRITE = {ORIGINAL!r}, {FAITHFUL!r}, {REWRITE!r}

def test_faithful():
    assert assert_faithful(ORIGINAL, FAITHFUL).fidelity > 0.5

def test_rewrite():
    assert_faithful(ORIGINAL, REWRITE)

def test_rewrite_as_expected():
    assert assert_faithful(ORIGINAL, REWRITE, allow=["number-changed"]).counts["warning"] == 1

@pytest.mark.parametrize("rewrite", [FAITHFUL, REWRITE])
def test_each(rewrite):
    assert_faithful(ORIGINAL, rewrite)
"""


def test_in_a_pytest_of_its_own(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TESTS)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=3, failed=2)
    result.stdout.fnmatch_lines(
        [
            ">*assert_faithful(ORIGINAL, REWRITE)",
            "E*AssertionError: 1 change of meaning from original to rewrite:",
            "E*error number-changed, *% sure: “1,200 homes” became “2,100 homes”",
            "E*original:1:73: 1,200 homes",
            "E*rewrite:1:74: 2,100 homes",
            "test_in_a_pytest_of_its_own.py:*: AssertionError",
        ]
    )
    # The traceback ends in the test; what unspin does inside is of no use there.
    result.stdout.no_fnmatch_line("*testing.py*")


def test_without_pytest() -> None:
    code = (
        "import sys\nfrom unspin.testing import assert_faithful\n"
        f"try:\n    assert_faithful({ORIGINAL!r}, {REWRITE!r})\nexcept AssertionError as error:\n    print(error)\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('pytest', '_pytest')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "1 change of meaning from original to rewrite:"
    assert done.stdout.splitlines()[-1] == "[]"
