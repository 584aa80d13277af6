from __future__ import annotations

from pathlib import Path

import pytest

from unspin.settings import Given, Layer, Settings, SettingsError, load
from unspin.settings.keys import SETTINGS


def loaded(folder: Path, config: str | None = None) -> Settings:
    return load({}, start=folder, config=config)


def problems(folder: Path, text: str, name: str = "unspin.toml") -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load({}, start=folder)
    return [str(problem) for problem in caught.value.problems]


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_file_upwards_counts_alone(tmp_path: Path) -> None:
    put(tmp_path / "unspin.toml", 'fail-on = "never"\nrounding = 3\n')
    put(tmp_path / "desk" / "unspin.toml", 'fail-on = "warning"\n')
    (tmp_path / "desk" / "sport").mkdir()
    found = loaded(tmp_path / "desk" / "sport")
    assert (found.fail_on, found.rounding) == ("warning", 0.0)
    assert loaded(tmp_path).fail_on == "never"


def test_in_one_folder_unspin_toml_goes_first(tmp_path: Path) -> None:
    put(tmp_path / "pyproject.toml", '[tool.unspin]\nfail-on = "warning"\n')
    assert loaded(tmp_path).fail_on == "warning"
    assert loaded(tmp_path).given["fail-on",].origin == "pyproject.toml:2:1"
    put(tmp_path / "unspin.toml", 'fail-on = "never"\n')
    assert loaded(tmp_path).fail_on == "never"


def test_a_project_without_settings_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "unspin.toml", 'fail-on = "never"\n')
    put(tmp_path / "desk" / "pyproject.toml", '[project]\nname = "desk"\n')
    found = loaded(tmp_path / "desk")
    assert found.fail_on == "never"
    assert found.given["fail-on",].origin == f"{tmp_path / 'unspin.toml'}:1:1"


def test_a_named_file_counts_in_place_of_a_search(tmp_path: Path) -> None:
    put(tmp_path / "unspin.toml", 'fail-on = "never"\n')
    put(tmp_path / "strict.toml", 'fail-on = "warning"\n')
    assert loaded(tmp_path, "strict.toml").fail_on == "warning"
    assert load({}, start=tmp_path, search=False).fail_on == "error"
    put(tmp_path / "desk" / "pyproject.toml", "[tool.other]\n")
    with pytest.raises(SettingsError, match=r"desk/pyproject\.toml: it has no table \[tool\.unspin\]"):
        loaded(tmp_path, "desk/pyproject.toml")
    with pytest.raises(SettingsError, match=r"gone\.toml: cannot be read"):
        loaded(tmp_path, "gone.toml")


def test_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    put(tmp_path / "unspin.toml", 'fail-on = "never"\n')
    given: Layer = {("fail-on",): Given("error", "--fail-on")}
    assert load(given, start=tmp_path).fail_on == "error"


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """
select = ["omitted", "number-changed", "omitted"]
ignore = ["contradicts-itself"]
min-confidence = { default = 0.25, omitted = 1 }
fail-on = "warning"
fail-rate = "2.5 %"
format = "sarif"
profile = "newsroom"
aliases = [["Marn Town Council", "the council"]]
rounding = 2.5
shortened = true
allow = "accepted/unspin-allow.toml"
baseline = "baseline.json"
[severity]
omitted = "info"
"""
    put(tmp_path / "unspin.toml", text)
    found = loaded(tmp_path)
    assert found == Settings(
        select=("omitted", "number-changed"),
        ignore=("contradicts-itself",),
        severity={"omitted": "info", "attribution-dropped": "error"},
        min_confidence=0.25,
        min_confidence_of={"omitted": 1.0},
        fail_on="warning",
        fail_rate=0.025,
        format="sarif",
        profile="newsroom",
        aliases=(("Marn Town Council", "the council"),),
        rounding=2.5,
        shortened=True,
        allow=str(tmp_path / "accepted" / "unspin-allow.toml"),
        baseline=str(tmp_path / "baseline.json"),
    )
    assert {name for name in SETTINGS if name not in text} == set()


def test_all_faults_are_told_at_once_in_order_of_place(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        'rounding = "much"\nselect = ["omited", 3]\nFail_On = "error"\n[severity]\nomitted = "grave"\nomited = "off"\n',
    )
    assert said == [
        "unspin.toml:1:1: rounding is a number from 0 to 50, not a text",
        "unspin.toml:2:11: no type 'omited'; did you mean 'omitted'? (`unspin explain` lists them)",
        "unspin.toml:2:21: a type is a text, not a number",
        "unspin.toml:3:1: no setting 'Fail_On'; did you mean 'fail-on'?",
        "unspin.toml:5:1: no severity 'grave'; there are error, warning, info, off",
        "unspin.toml:6:1: no type 'omited'; did you mean 'omitted'? (`unspin explain` lists them)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select = 'omitted'", "1:1: select is a list of types"),
        ("select = []", "1:1: select names no type"),
        ("ignore = {}", "1:1: ignore is a list of types"),
        ("severity = 'error'", "1:1: severity is a table"),
        ("severity.omitted = 1", "1:10: a severity is one of error, warning, info, off, not a number"),
        ("severity.contradicts-itself = 'info'", "1:10: one of two statements"),
        ("min-confidence = true", "1:1: min-confidence is a number from 0 to 1, not true or false"),
        ("min-confidence = 1.5", "1:1: min-confidence is a number from 0 to 1, not 1.5"),
        ("min-confidence = nan", "not nan"),
        ("min-confidence = {omitted = -1}", "1:19: a confidence is a number from 0 to 1, not -1"),
        ("min-confidence = {omittd = 0}", "1:19: no type 'omittd'; did you mean 'omitted'?"),
        ("fail-on = 'eror'", "1:1: no fail-on 'eror'; did you mean 'error'?"),
        ("fail-on = 2031-05-04", "fail-on is one of error, warning, never, not a date or time"),
        ("fail-rate = 2", "1:1: fail-rate is a number from 0 to 1, not 2"),
        ("fail-rate = '101%'", "1:1: fail-rate is a number from 0 to 1, or per cent such as \"2%\", not '101%'"),
        ("fail-rate = ['2%']", "1:1: fail-rate is a number from 0 to 1, not a list"),
        ("format = 'sarf'", "1:1: no format 'sarf'; did you mean 'sarif'?"),
        ("profile = 'news'", "1:1: no profile 'news'"),
        ("aliases = [['Marn']]", "1:12: a group of aliases has at least two names"),
        ("aliases = ['Marn']", "1:12: a group of aliases is a list of names, not a text"),
        ("aliases = 'Marn'", "1:1: aliases is a list of lists"),
        ("aliases = [['Marn', 7]]", "1:21: a name is a text, not a number"),
        ("aliases = [['Marn', '...']]", "1:21: '...' has no words"),
        ("aliases = [['a1', 'b'], ['c', 'the b']]", "1:25: 'the b' stands in another group as well"),
        ("rounding = 80", "1:1: rounding is a number from 0 to 50, not 80"),
        ("rounding = inf", "not inf"),
        ("allow = 3", "1:1: allow is the path of a file, not a number"),
        ("baseline = ' '", "1:1: baseline is the path of a file"),
        ("[tool.unspin]\nfail-on = 'error'", "1:7: settings stand at the top of this file"),
        ("[tool.other]\nx = 1", "1:2: no setting 'tool'"),
        ("colour = 'never'", "1:1: no setting 'colour'; there are select, ignore, severity"),
    ],
)
def test_bad_settings_of_every_kind(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert problem.startswith("unspin.toml:1:")
    assert said in problem


@pytest.mark.parametrize(("text", "place"), [("[tool]\nunspin = 3", "2:1"), ("tool.unspin = ['x']", "1:6")])
def test_the_table_of_a_project_is_a_table(tmp_path: Path, text: str, place: str) -> None:
    assert problems(tmp_path, text, "pyproject.toml") == [
        f"pyproject.toml:{place}: [tool.unspin] is a table of settings"
    ]


def test_a_project_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, "[tool.unspin\n", "pyproject.toml")
    assert said.startswith("pyproject.toml:1:13: not TOML: expected ']'")
