"""`unspin cases`, on a store that is really there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kept import CERTAINTY, NUMBER, REPORT, REWRITE, keep
from unspin.cases import Cases
from unspin.cli import run


@pytest.fixture
def cases(tmp_path: Path) -> Iterator[Cases]:
    store = Cases(str(tmp_path / "cases.sqlite"))
    store.upgrade()
    yield store
    store.close()


def said(capsys: pytest.CaptureFixture[str], cases: Cases, command: str, *arguments: str, code: int = 0) -> str:
    """What the command prints on standard output, or on standard error if it fails."""
    assert run(["cases", command, "--cases", cases.place, *arguments]) == code
    printed = capsys.readouterr()
    assert (printed.out if code else printed.err) == ""
    return printed.err if code else printed.out


def test_cases_are_listed_and_found(cases: Cases, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = keep(cases, title=None), keep(cases, "The harbour of Marn.", title="Harbour\x1b[2J\u202e")
    cases.decide(first.id, NUMBER, "accepted", "", "Ada Prill")
    when = f"{first.created[:10]} {first.created[11:16]}Z"
    lines = said(capsys, cases, "list").splitlines()
    assert lines[1] == f"{first.id}  {when}  1 of 2 decided  wire.txt → desk.txt"
    assert lines[0].startswith(second.id)
    assert lines[0].endswith("Harbour\\x1b[2J\\u202e")
    assert said(capsys, cases, "list", "harbour", "MARN").splitlines() == lines[:1]
    assert said(capsys, cases, "list", "zephyr") == ""
    assert said(capsys, cases, "list", "--limit", "1").splitlines() == lines[:1]
    listed = json.loads(said(capsys, cases, "list", "--format", "json"))
    assert listed["schema_version"] == 1
    assert [(case["id"], case["changes"], case["decided"]) for case in listed["cases"]] == [
        (second.id, 2, 0),
        (first.id, 2, 1),
    ]


def test_a_list_may_be_longer_than_a_page(cases: Cases, capsys: pytest.CaptureFixture[str]) -> None:
    made = [keep(cases, "Marn.", title=None).id for _ in range(503)]
    assert [line.split()[0] for line in said(capsys, cases, "list", "--limit", "502").splitlines()] == made[:0:-1]
    assert len(json.loads(said(capsys, cases, "audit", "--format", "json"))["audit"]) == 503


def test_a_case_is_shown_with_what_counts(cases: Cases, capsys: pytest.CaptureFixture[str]) -> None:
    case = keep(cases)
    cases.decide(case.id, NUMBER, "open", "first", "Orla Venn")
    last = cases.decide(case.id, NUMBER, "accepted", "the agency\ncorrected it", "Ada Prill")
    assert said(capsys, cases, "show", case.id) == (
        "Trees of Quellmar\nwire.txt → desk.txt\n"
        f"kept by Orla Venn, {case.created[:10]} {case.created[11:16]}Z\n\n"
        f"accepted: number-changed: “1,200” became “2,100” ({NUMBER})\n"
        f"  Ada Prill, {last.when[:10]} {last.when[11:16]}Z: the agency corrected it\n\n"
        f"open: certainty-changed: may → will ({CERTAINTY})\n"
    )


def test_an_export_is_a_file_that_holds_everything(
    cases: Cases, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = keep(cases)
    path = tmp_path / "case.json"
    assert said(capsys, cases, "export", case.id, "--output", str(path)) == ""
    exported = json.loads(path.read_text(encoding="utf-8"))
    assert exported == cases.export(case.id) == json.loads(said(capsys, cases, "export", case.id))
    assert (exported["report"], exported["rewrite"]["text"]) == (REPORT, REWRITE.text)


def test_a_deleted_case_leaves_a_line_with_a_name(cases: Cases, capsys: pytest.CaptureFixture[str]) -> None:
    case = keep(cases)
    assert said(capsys, cases, "delete", case.id, "--who", "Ada Prill") == f"case {case.id} is deleted\n"
    other = keep(cases)
    said(capsys, cases, "delete", other.id)
    lines = said(capsys, cases, "audit").splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("2 ")
    assert lines[1].endswith(f"Ada Prill deleted {case.id}")
    assert said(capsys, cases, "audit", case.id).splitlines() == lines[:2]
    assert said(capsys, cases, "audit", "--after", "2").splitlines() == lines[2:]
    assert cases.audit()[3].who.strip()


def test_what_is_not_there_is_said_with_exit_code_2(
    cases: Cases, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    message = f"unspin: cases {cases.place}: there is no case 7; list them to see which there are\n"
    for command in ("show", "export", "delete"):
        assert said(capsys, cases, command, "7", code=2) == message
    path = str(tmp_path / "none.sqlite")
    assert run(["cases", "list", "--cases", path]) == 2
    assert f"cases {path}: there is no such database" in capsys.readouterr().err
    assert not Path(path).exists()
    assert run(["cases", "list", "--cases", "mysql://orla:hush@db.example/x"]) == 2
    assert "hush" not in capsys.readouterr().err
    assert run(["cases", "list"]) == 2


def test_without_its_libraries_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['sqlalchemy'] = None; from unspin.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "cases", "list", "--cases", str(tmp_path / "cases.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "unspin: cases need sqlalchemy: install unspin[web]\n")
