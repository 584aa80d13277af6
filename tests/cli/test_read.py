from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import unspin
from cli.running import invoke, run
from unspin.changes import Change
from unspin.contradictions import Contradiction
from unspin.document import Document, Span
from unspin.report.reading.csvformat import COLUMNS
from unspin.report.reading.jsonformat import to_json
from unspin.report.reading.model import Reading, Twin
from unspin.schema import read_schema

TEXT = 'Mayor Ada Prill resigned on Monday. "We dug until it was dark," Orla Venn said.\n'
INLINE = ("--text", TEXT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "town.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def with_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document has a twin with an error and a warning in it, and a contradiction."""

    def read(document: Document, *, original: str) -> Reading:
        first, second = Span(0, 5), Span(6, 9)
        changes = (
            Change("number-changed", first, second, "one became another", 0.9),
            Change("certainty-changed", first, second, "it is surer", 0.6),
        )
        return Reading(
            document,
            (),
            (Twin(first, second, 0.9, changes, later_is_original=original == "later"),),
            (Contradiction("Ada Prill", "age", first, second, "41 and 44", 0.8),),
            (),
        )

    monkeypatch.setattr(unspin, "read", read)


def types(*arguments: str | Path) -> list[str]:
    found = json.loads(invoke("read", *INLINE, "--format", "json", *arguments).stdout)
    changes = [change["type"] for twin in found["twins"] for change in twin["changes"]]
    return changes + [one["type"] for one in found["contradictions"]]


def test_a_document_is_read_and_its_quotes_told(file: Path) -> None:
    result = invoke("read", file)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{file}\n")
    assert "Orla Venn" in result.stdout
    assert "We dug until it was dark" in result.stdout
    assert "1 quote by 1 speaker" in result.stdout


def test_standard_input_and_inline_text(file: Path) -> None:
    piped = json.loads(invoke("read", "-", "--format", "json", stdin=TEXT).stdout)
    inline = json.loads(invoke("read", *INLINE, "--format", "json").stdout)
    named = json.loads(invoke("read", file, "--format", "json").stdout)
    assert [found["document"]["name"] for found in (piped, inline, named)] == ["-", "text", str(file)]
    assert piped["quotes"] == inline["quotes"] == named["quotes"]
    assert len(piped["quotes"]) == 1


def test_json_is_what_the_library_says_and_follows_the_schema() -> None:
    result = invoke("read", *INLINE, "--format", "json")
    assert result.stdout == to_json(unspin.read(Document(TEXT, name="text")))
    jsonschema.validate(json.loads(result.stdout), read_schema())
    line = invoke("read", *INLINE, "--format", "jsonl").stdout
    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(result.stdout)


def test_html_and_csv(file: Path) -> None:
    assert invoke("read", file, "--format", "html").stdout.startswith("<!doctype html>")
    written = invoke("read", file, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["speaker"] for row in rows] == ["Orla Venn"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the document is missing"),
        (("a.txt", *INLINE), "--text is the document"),
        (("-", "-"), "standard input can be one document only"),
        (
            ("a.txt", "b.txt", "--format", "json"),
            "--format json shows one document: use full, concise, jsonl, markdown,",
        ),
        (("a.txt", "b.txt", "--format", "html"), "--format html shows one document"),
        ((*INLINE, "--min-confidence", "1.5"), "1.5 is not in the range"),
        ((*INLINE, "--format", "xml"), "'xml' is not one of"),
        ((*INLINE, "--format", "claimreview"), "'claimreview' is a format of other commands; this one has full,"),
        ((*INLINE, "--original", "first"), "'first' is not one of"),
        ((*INLINE, "--select", "number-change"), "did you mean number-changed"),
        ((*INLINE, "--select", "contradicts-itself", "--ignore", "contradicts-itself"), "leaves no type"),
        (("--colour", "never"), "No such option"),
    ],
)
def test_a_wrong_call_ends_in_2_and_says_why(arguments: tuple[str, ...], said: str) -> None:
    result = invoke("read", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


@pytest.mark.parametrize("bad", ["missing", "directory", "empty", "blank", "binary"])
def test_a_file_that_cannot_be_read_ends_in_2_and_is_named(tmp_path: Path, bad: str) -> None:
    path = tmp_path / bad
    match bad:
        case "directory":
            path.mkdir()
        case "empty":
            path.touch()
        case "blank":
            path.write_text(" \n\n")
        case "binary":
            path.write_bytes(bytes(range(256)) * 20)
    result = invoke("read", path, "--output", tmp_path / "out.txt")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"unspin: cannot read {path}: ")
    assert "; " in result.stderr
    assert result.stdout == ""
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("text", ["", " \n", "\udce9t\udce9"])
def test_inline_text_that_is_none_is_refused(text: str) -> None:
    result = invoke("read", "--text", text)
    assert result.exit_code == 2
    assert "cannot read --text: " in result.stderr


@pytest.mark.usefixtures("with_findings")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "never"), 0),
        (("--select", "contradicts-itself"), 1),
        (("--select", "certainty-changed"), 0),
        (("--select", "certainty-changed", "--fail-on", "warning"), 1),
        (("--ignore", "number-changed"), 1),
        (("--ignore", "number-changed,contradicts-itself"), 0),
        (("--min-confidence", "1"), 0),
    ],
)
def test_exit_code_follows_what_is_reported_and_its_severity(arguments: tuple[str, ...], code: int) -> None:
    assert invoke("read", *INLINE, *arguments).exit_code == code


@pytest.mark.usefixtures("with_findings")
def test_types_are_chosen_by_comma_lists_and_repetition() -> None:
    assert types() == ["number-changed", "certainty-changed", "contradicts-itself"]
    assert types("--select", "contradicts-itself, number-changed") == ["number-changed", "contradicts-itself"]
    assert types("--ignore", "contradicts-itself", "--ignore", "number-changed") == ["certainty-changed"]
    assert types("--min-confidence", "0.7") == ["number-changed", "contradicts-itself"]


@pytest.mark.usefixtures("with_findings")
@pytest.mark.parametrize(("original", "said"), [("earlier", "first"), ("later", "second")])
def test_the_original_passage_of_a_twin_is_chosen(original: str, said: str) -> None:
    found = json.loads(invoke("read", *INLINE, "--format", "json", "--original", original).stdout)
    assert found["twins"][0]["original"] == said


@pytest.mark.usefixtures("with_findings")
def test_concise_tells_findings_and_quiet_leaves_out_the_rest() -> None:
    concise = invoke("read", *INLINE, "--format", "concise").stdout.splitlines()
    assert [line.split(": ")[1] for line in concise] == [
        "info twin",
        "error number-changed",
        "warning certainty-changed",
        "error contradicts-itself",
    ]
    assert invoke("read", *INLINE, "--quiet").stdout.startswith("1. error contradicts-itself")


def test_quiet_says_nothing_of_a_document_without_findings() -> None:
    result = invoke("read", *INLINE, "--quiet")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("form", ["jsonl", "concise", "csv", "full"])
def test_several_documents_and_one_that_cannot_be_read(file: Path, form: str) -> None:
    other = file.with_name("other.txt")
    other.write_text("“It never ends, Orla Venn said.\n", encoding="utf-8")
    result = invoke("read", file, file.with_name("missing.txt"), other, "--format", form)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"unspin: cannot read {file.with_name('missing.txt')}: there is no such file; ")
    assert result.stderr.count("\n") == 1
    match form:
        case "jsonl":
            lines: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
            assert [Path(line["document"]["name"]).name for line in lines] == ["town.txt", "missing.txt", "other.txt"]
            assert "there is no such file" in lines[1]["error"]
            for line in lines:
                jsonschema.validate(line, read_schema())
        case "csv":
            rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
            assert {Path(row["document"]).name for row in rows} == {"town.txt", "other.txt"}
        case "concise":
            assert result.stdout.startswith(f"{other}:1:")
        case "full":
            assert result.stdout.count(" quote by ") == 2
            assert f"\n\n{other}\n" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "settings", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {}, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], settings: dict[str, str], coloured: bool
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in invoke("read", *INLINE, *arguments).output) is coloured


def test_output_goes_to_the_file_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "out" / "quotes.csv"
    path.parent.mkdir()
    path.write_text("before")
    result = invoke("read", *INLINE, "--format", "csv", "--output", path)
    assert (result.exit_code, result.output) == (0, "")
    assert path.read_bytes().startswith(b"document,quote,line,")
    assert list(path.parent.iterdir()) == [path]


def test_the_same_bytes_from_a_process_of_its_own(file: Path) -> None:
    first, second = (run("read", file, "--format", "html", environment={"PYTHONHASHSEED": seed}) for seed in "12")
    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout == second.stdout
    assert b"Orla Venn" in first.stdout


FERRY = Path(__file__).parents[2] / "examples" / "reading" / "ferry.txt"


@pytest.fixture(scope="module")
def ferry() -> Any:
    found = json.loads(invoke("read", FERRY, "--format", "json").stdout)
    jsonschema.validate(found, read_schema())
    return found


def test_the_example_tells_who_says_what(ferry: Any) -> None:
    said = {quote["text"].strip('"'): (quote["speaker"] or {}).get("name") for quote in ferry["quotes"]}
    assert said["The lights stayed on. That was the strangest part."] == "Tilda Roos"
    assert said["the crew had kept their heads and that nobody had pushed"] == "Tilda Roos"
    assert {quote["kind"] for quote in ferry["quotes"]} == {"direct", "mixed", "indirect", "scare"}
    interrupted = [quote for quote in ferry["quotes"] if len(quote["spans"]) > 1 and quote["kind"] == "direct"]
    assert [quote["speaker"]["name"] for quote in interrupted] == ["Edvin Lauge"]


def test_the_example_shows_an_unattributed_and_an_unclosed_quote(ferry: Any) -> None:
    text = FERRY.read_text(encoding="utf-8")
    found = {(one["kind"], " ".join(text[one["start"] : one["end"]].split()[:3])) for one in ferry["notices"]}
    assert ("unattributed", "“We were lucky") in found
    assert ("unbalanced", "“Somebody had made") in found


def test_the_example_contradicts_itself_in_an_age(ferry: Any) -> None:
    (found,) = ferry["contradictions"]
    assert (found["what"], found["subject"]) == ("age", "Tilda Roos")
    assert ("34" in found["first"]["text"], "43" in found["second"]["text"]) == (True, True)


def test_the_other_example_does_not_contradict_itself() -> None:
    result = invoke("read", FERRY.with_name("orchard.md"), "--quiet", "--fail-on", "warning")
    assert (result.exit_code, result.output) == (0, "")


def test_the_example_has_a_twin_with_a_change_and_a_faithful_one(ferry: Any) -> None:
    changed, faithful = ferry["twins"]
    (change,) = changed["changes"]
    assert (change["type"], change["first"]["text"], change["second"]["text"]) == (
        "number-changed", "12 passengers", "21 passengers",
    )  # fmt: skip
    assert faithful["changes"] == []
    assert faithful["second"]["text"].startswith("On Monday morning, at high water")
