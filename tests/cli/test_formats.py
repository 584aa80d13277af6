"""The formats of `check` on the command line: for one pair and for many, with what can go wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result

from cli.running import ORIGINAL, REWRITE, invoke
from unspin import check, read
from unspin.cli.formats import ONE_PAIR, PURPOSES
from unspin.document import Document
from unspin.report.formats import FORMS, FORMS_OF_READ, FORMS_OF_TRACE, Form, form_of

TEXTS = [form for form in FORMS if not form.binary]
RECORDS = [
    {"id": "changed", "original": ORIGINAL, "rewrite": REWRITE},
    {"id": "half", "original": ORIGINAL},
    {"id": 3, "original": ORIGINAL, "rewrite": ORIGINAL},
]
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    Path("wire.txt").write_text(ORIGINAL, encoding="utf-8")
    Path("desk.txt").write_text(REWRITE, encoding="utf-8")
    return "wire.txt", "desk.txt"


@cache
def of_pairs(form: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GITHUB_STEP_SUMMARY", raising=False)
        return invoke("check", "--pairs", "-", "--format", form, "--jobs", "1", stdin=LINES)


@pytest.mark.parametrize("form", TEXTS, ids=lambda form: form.name)
def test_the_command_prints_what_the_format_writes(files: tuple[str, str], form: Form) -> None:
    result = invoke("check", *files, "--format", form.name)
    assert result.exit_code == 1
    report = check(
        Document(ORIGINAL, name="wire.txt", metadata={"encoding": "utf-8"}),
        Document(REWRITE, name="desk.txt", metadata={"encoding": "utf-8"}),
    )
    assert result.stdout_bytes.decode("utf-8") == form.function("to_text")(report)
    assert result.stderr == ""


def test_every_format_is_in_the_help_and_says_what_it_is_for() -> None:
    said = " ".join(invoke("check", "--help").stdout.split())
    for form in FORMS:
        assert f"{form.name} {form.purpose}" in said
        assert (f"{form.name:11}  {form.purpose} *" in PURPOSES) == form.many == (form.name not in ONE_PAIR)


@pytest.mark.parametrize("name", [form.name for form in FORMS if form.many])
def test_pairs_in_every_format_that_takes_them(name: str) -> None:
    result = of_pairs(name)
    assert result.exit_code == 2
    assert 'line 2 (id half): not checked: no text "rewrite"' in result.stderr
    text = result.stdout_bytes.decode("utf-8")
    assert "certainty-changed" in text
    if name in ("sarif", "gitlab", "rdjson"):
        json.loads(text)
    elif name == "junit":
        suites = ElementTree.fromstring(text.encode())
        assert [suite.get("name") for suite in suites] == ["changed", "half", "3"]
    elif name == "csv":
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [(row["id"], row["type"]) for row in rows][-1] == ("half", "not-checked")
    else:
        lines = text.splitlines()
        assert lines[0].startswith("::error file=-,line=2,title=not checked::Pair half: ")
        assert all(line.startswith("::") for line in lines)


@pytest.mark.parametrize("name", sorted(ONE_PAIR))
def test_formats_of_one_pair_refuse_many_and_name_the_others(name: str) -> None:
    result = invoke("check", "--pairs", "-", "--format", name, stdin=LINES)
    assert result.exit_code == 2
    assert "shows one pair" in result.stderr
    for form in FORMS:
        assert (f" {form.name}," in result.stderr or f" {form.name} with" in result.stderr) == form.many


def test_junit_fails_what_the_gate_fails(files: tuple[str, str]) -> None:
    def failures(*options: str) -> tuple[str | None, str | None]:
        suite = ElementTree.fromstring(invoke("check", *files, "--format", "junit", *options).stdout)[0]
        return suite.get("tests"), suite.get("failures")

    assert failures()[1] == "1"
    assert failures("--fail-on", "warning")[1] == "2"
    assert failures("--fail-on", "never")[1] == "0"
    assert failures("--select", "number-changed,polarity-flipped", "--ignore", "number-changed") == ("1", "1")


def test_github_adds_to_the_summary_of_the_job(files: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    Path("summary.md").write_text("Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    result = invoke("check", *files, "--format", "github")
    assert result.exit_code == 1
    text = Path("summary.md").read_text(encoding="utf-8")
    assert text.startswith("Before\n## unspin: wire.txt → desk.txt\n")
    assert "| polarity-flipped | 1 | 0 | 0 |" in text
    assert invoke("check", *files, "--format", "sarif").exit_code == 1
    assert Path("summary.md").read_text(encoding="utf-8") == text
    invoke("check", "--pairs", "-", "--format", "github", "--jobs", "1", stdin=LINES)
    assert "| pairs that could not be checked | 1 |" in Path("summary.md").read_text(encoding="utf-8")


def test_a_summary_that_cannot_be_written_is_told_and_costs_nothing(
    files: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "missing/summary.md")
    result = invoke("check", *files, "--format", "github")
    assert result.exit_code == 2
    assert result.stdout.startswith("::error ")
    assert "cannot write GITHUB_STEP_SUMMARY: missing/summary.md: no such file or directory" in result.stderr


def test_docx_is_written_to_a_file(files: tuple[str, str]) -> None:
    import docx

    result = invoke("check", *files, "--format", "docx", "--output", "desk.docx")
    assert (result.exit_code, result.output) == (1, "")
    assert len(list(docx.Document("desk.docx").comments)) == 2


def test_docx_without_its_library_says_what_to_install(files: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    result = invoke("check", *files, "--format", "docx", "--output", "desk.docx")
    assert result.exit_code == 2
    assert "--format docx needs python-docx: install unspin[documents]" in result.stderr
    assert not Path("desk.docx").exists()


def test_an_unknown_format_is_refused_with_the_known_ones(files: tuple[str, str]) -> None:
    result = invoke("check", *files, "--format", "xml")
    assert result.exit_code == 2
    assert "sarif" in result.stderr


PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_page_of_formats_has_every_format(form: Form) -> None:
    assert f"\n## {form.name}\n" in PAGE
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| [`{form.name}`](#{form.name}) |")]
    assert row.endswith("| no |") != form.many


def test_the_result_that_the_page_shows_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in re.findall(r"^```text (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        Path(name).write_text(text, encoding="utf-8")
    (shown,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    log = json.loads(invoke("check", "wire.txt", "desk.txt", "--format", "sarif").stdout)
    result = log["runs"][0]["results"][0]
    example = json.loads(shown)
    assert example == {key: result[key] for key in example}


@pytest.mark.parametrize("name", [form.name for form in FORMS_OF_READ if not form.binary])
def test_read_writes_what_the_format_makes_of_a_document(files: tuple[str, str], name: str) -> None:
    result = invoke("read", files[0], "--format", name)
    assert (result.exit_code, result.stderr) == (0, "")
    form = form_of(name, "read")
    assert form
    document = Document(ORIGINAL, name="wire.txt", metadata={"encoding": "utf-8"})
    assert result.stdout_bytes.decode("utf-8") == form.function("to_text")(read(document))


@pytest.mark.parametrize("name", [form.name for form in FORMS_OF_READ if form.many])
def test_read_takes_several_documents_and_tells_of_one_that_is_gone(files: tuple[str, str], name: str) -> None:
    result = invoke("read", files[0], "gone.txt", files[1], "--format", name)
    assert result.exit_code == 2
    assert "cannot read gone.txt" in result.stderr
    text = result.stdout_bytes.decode("utf-8")
    if name in ("markdown", "csv"):
        assert "desk.txt" in text
    else:
        assert "gone.txt" in text
    if name in ("sarif", "gitlab", "rdjson"):
        json.loads(text)


def test_read_adds_each_document_to_the_summary_of_the_job(
    files: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    assert invoke("read", *files, "--format", "github").exit_code == 0
    text = Path("summary.md").read_text(encoding="utf-8")
    assert re.findall(r"^## unspin: (.*)$", text, re.MULTILINE) == ["wire.txt", "desk.txt"]
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "missing/summary.md")
    assert invoke("read", *files, "--format", "github").exit_code == 2


@pytest.mark.parametrize("command", ["read", "trace"])
def test_docx_of_read_and_trace_is_written_to_a_file(files: tuple[str, str], command: str) -> None:
    import docx

    more = [] if command == "read" else ["--against", files[0], "--min-length", "20", "--check"]
    result = invoke(command, files[1], *more, "--format", "docx", "--output", "out.docx")
    assert (result.exit_code, result.output) == (0 if command == "read" else 1, "")
    assert docx.Document("out.docx").paragraphs[0].text == REWRITE


@pytest.mark.parametrize("name", ["concise", "jsonl", *(form.name for form in FORMS_OF_TRACE if not form.binary)])
def test_trace_in_every_format(files: tuple[str, str], name: str) -> None:
    result = invoke("trace", files[1], "--against", files[0], "--min-length", "20", "--check", "--format", name)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "wire.txt" in result.stdout
    assert ("polarity-flipped" in result.stdout) == (name != "csv")


@pytest.mark.parametrize(("command", "forms"), [("read", FORMS_OF_READ), ("trace", FORMS_OF_TRACE)])
def test_help_and_page_say_which_formats_read_and_trace_have(command: str, forms: tuple[Form, ...]) -> None:
    said = " ".join(invoke(command, "--help").stdout.split())
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \| .* \|$", PAGE[PAGE.index("## Of read and trace") :], re.MULTILINE))
    for name in {form.name for form in FORMS}:
        known = name in {form.name for form in forms}
        assert (rows[name].split(" | ")[command == "trace"] != "no") == known
        refused = invoke(command, "a.txt", "--format", name) if not known else None
        assert refused is None or "is a format of other commands" in refused.stderr
    for form in forms:
        assert f"{form.name} {form.purpose}" in said


def test_accepted_changes_are_counted_and_no_findings(files: tuple[str, str]) -> None:
    Path("allow.toml").write_text(
        '[[allow]]\ntype = "certainty-changed"\noriginal = "may resign"\nrewrite = "will resign"\nreason = "r"\nwho = "w"\n',
        encoding="utf-8",
    )
    run = json.loads(invoke("check", *files, "--format", "sarif", "--allow", "allow.toml").stdout)["runs"][0]
    assert run["properties"] == {"accepted": 1}
    assert [one["ruleId"] for one in run["results"]] == ["polarity-flipped"]
    options = ("--pairs", "-", "--jobs", "1", "--format", "sarif", "--allow", "allow.toml")
    assert json.loads(invoke("check", *options, stdin=LINES).stdout)["runs"][0]["properties"] == {"accepted": 1}
    of_trace = ("--against", files[0], "--min-length", "20", "--check", "--allow", "allow.toml", "--format", "json")
    assert json.loads(invoke("trace", files[1], *of_trace).stdout)["summary"]["accepted"] == 1
    of_read = json.loads(invoke("read", files[0], "--allow", "allow.toml", "--format", "json").stdout)
    assert of_read["summary"]["accepted"] == 0
