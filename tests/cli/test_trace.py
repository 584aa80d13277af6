"""``unspin trace`` as its users see it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import invoke, run
from test_trace import FERRY, HARBOUR, ORCHARD, SPUN, WEATHER
from unspin.cli.trace import _spread


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "draft.txt": f"{WEATHER}\n\n{SPUN}\n\n{FERRY}\n",
        "wire.txt": HARBOUR,
        "ferry.txt": FERRY,
        "weather.txt": WEATHER * 2,
    }.items():
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def archive(files: Path) -> Path:
    assert invoke("archive", "build", "news", "wire.txt", "ferry.txt", "-q").exit_code == 0
    return files / "news"


def sources(output: str) -> list[str]:
    return [passage["source"]["id"] for passage in json.loads(output)["passages"]]


@pytest.mark.usefixtures("archive")
def test_an_archive_or_files_are_searched() -> None:
    for options in (
        ["--archive", "news"],
        ["--against", "wire.txt", "ferry.txt"],
        ["--against=wire.txt", "--against=ferry.txt"],
    ):
        result = invoke("trace", "draft.txt", *options, "--format", "json")
        assert (result.exit_code, result.stderr) == (0, "")
        assert sources(result.stdout) == ["wire.txt", "ferry.txt"]
        assert json.loads(result.stdout)["document"]["name"] == "draft.txt"
    text = invoke("trace", "draft.txt", "--archive", "news").stdout
    assert "Passage 1: near-verbatim" in text
    assert "2 passages from 2 sources (1 verbatim, 1 near-verbatim)" in text
    assert invoke("trace", "weather.txt", "--archive", "news", "--quiet").output == ""


@pytest.mark.usefixtures("archive")
def test_the_document_may_be_a_text_or_standard_input() -> None:
    inline = invoke("trace", "--text", FERRY, "--archive", "news", "--format", "json")
    assert sources(inline.stdout) == ["ferry.txt"]
    assert json.loads(inline.stdout)["document"]["name"] == "text"
    piped = invoke("trace", "-", "--against", "wire.txt", "ferry.txt", "--format", "json", stdin=FERRY)
    assert sources(piped.stdout) == ["ferry.txt"]


@pytest.mark.usefixtures("archive")
def test_a_check_reports_changes_and_sets_the_exit_code() -> None:
    result = invoke("trace", "draft.txt", "--archive", "news", "--check", "--format", "json")
    assert result.exit_code == 1
    first, second = json.loads(result.stdout)["passages"]
    draft = Path("draft.txt").read_text(encoding="utf-8")
    assert {change["type"] for change in first["changes"]} == {"number-changed", "certainty-changed"}
    for change in first["changes"]:
        assert HARBOUR[change["original"]["start"] : change["original"]["end"]] == change["original"]["text"]
        assert draft[change["rewrite"]["start"] : change["rewrite"]["end"]] == change["rewrite"]["text"]
    assert second["changes"] == []
    some = ["trace", "draft.txt", "--archive", "news", "--check", "--select", "certainty-changed"]
    assert invoke(*some).exit_code == 0
    assert invoke(*some, "--fail-on", "warning").exit_code == 1
    assert invoke(*some, "--fail-on", "warning", "--min-confidence", "1").exit_code == 0
    shown = invoke(*some, "--color", "always").stdout
    assert "certainty-changed" in shown
    assert "number-changed" not in shown


@pytest.mark.usefixtures("archive")
def test_a_page_goes_into_a_file() -> None:
    result = invoke("trace", "draft.txt", "--archive", "news", "--format", "html", "--output", "page.html")
    assert (result.exit_code, result.output) == (0, "")
    assert "Where the document was taken from" in Path("page.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_folders_records_and_markdown_are_compared_with() -> None:
    Path("folder/below").mkdir(parents=True)
    Path("folder/below/a.md").write_text(
        f"# Ferries\n\n{FERRY.replace('Orkney', '[Orkney](https://x.example/orkney)')}\n"
    )
    record = {"id": "o", "text": ORCHARD, "title": "Apples", "outlet": "The Day", "date": "2020-01-02", "n": 1.5}
    Path("records.jsonl.gz").write_bytes(gzip.compress((json.dumps(record) + "\n").encode()))
    document = f"{ORCHARD} {FERRY}"
    result = invoke("trace", "--text", document, "--against", "folder", "records.jsonl.gz", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    orchard, ferry = json.loads(result.stdout)["passages"]
    end = len(ORCHARD) - 1
    assert orchard["source"] == {
        "id": "o", "start": 0, "end": end, "title": "Apples", "date": "2020-01-02", "outlet": "The Day",
    }  # fmt: skip
    assert ferry["source"]["id"] == "folder/below/a.md"
    assert ferry["kind"] == "verbatim"


@pytest.mark.usefixtures("files")
def test_the_document_itself_and_files_named_twice_are_passed_over() -> None:
    against = ["--against", "draft.txt", "wire.txt", "./wire.txt"]
    result = invoke("trace", "draft.txt", *against, "--format", "json")
    assert result.exit_code == 0
    assert sources(result.stdout) == ["wire.txt"]
    assert result.stderr.splitlines() == [
        "unspin: draft.txt: passed over: it is the document itself",
        "unspin: ./wire.txt: passed over: it is named twice",
    ]
    alone = invoke("trace", "draft.txt", "--against", "draft.txt")
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert "there is nothing to compare with" in alone.stderr


@pytest.mark.usefixtures("files")
def test_what_cannot_be_read_is_told_and_the_rest_is_done() -> None:
    Path("empty.txt").write_text("")
    Path("binary").write_bytes(bytes(range(256)))
    Path("nothing").mkdir()
    lines = [{"id": "a", "text": FERRY}, {"id": "a", "text": HARBOUR}, {"id": "b", "text": " "}]
    Path("x.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + "{\n")
    against = ["missing.txt", "empty.txt", "binary", "nothing", "x.jsonl", "wire.txt"]
    result = invoke("trace", "draft.txt", "--against", *against, "--format", "json")
    assert result.exit_code == 2
    assert sources(result.stdout) == ["wire.txt", "a"]
    told = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in told] == [
        "missing.txt", "empty.txt", "binary", "nothing", "x.jsonl, line 2 (id a)", "x.jsonl, line 3 (id b)", "x.jsonl, line 4",
    ]  # fmt: skip
    assert told[4].endswith("another document has its id")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.txt", "--archive", "news"], "cannot read missing.txt: there is no such file"),
        (["draft.txt", "--archive", "missing"], "archive missing: there is no archive"),
        (["draft.txt", "--archive", "wire.txt"], "archive wire.txt: there is no archive"),
        (["draft.txt"], "name what to search"),
        (["draft.txt", "--archive", "news", "--against", "wire.txt"], "give one"),
        (
            ["draft.txt", "wire.txt", "--archive", "news"],
            "one document is traced, but there are 2: draft.txt, wire.txt",
        ),
        (["--archive", "news"], "the document is missing"),
        (["--against", "wire.txt", "draft.txt"], "give its file before --against"),
        (["draft.txt", "--text", "x", "--archive", "news"], "give no file with it"),
        (["--text", " ", "--archive", "news"], "cannot read --text: it is empty"),
        (["draft.txt", "--archive", "news", "--fail-on", "never"], "--fail-on goes with --check"),
        (["draft.txt", "--archive", "news", "--select", "omitted"], "--select goes with --check"),
        (["draft.txt", "--archive", "news", "--min-length", "0"], "--min-length"),
        (
            ["draft.txt", "--archive", "news", "--format", "junit"],
            "'junit' is a format of other commands; this one has full, concise,",
        ),
        (["draft.txt", "--archive", "news", "--output", "no/such/folder"], "cannot write no/such/folder"),
    ],
)
def test_what_is_wrong_is_said(arguments: list[str], said: str) -> None:
    result = invoke("trace", *arguments)
    # What `run` makes an exit code of is raised here.
    assert result.exit_code == 2 or said in str(result.exception)
    assert said in result.stderr + str(result.exception)
    assert result.stdout == ""


@pytest.mark.usefixtures("archive")
def test_damaged_archives_and_those_of_another_kernel_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("unspin.archive.building.kernel", lambda: "0" * 16)
        result = invoke("trace", "draft.txt", "--archive", "news")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "another version of unspin made it" in result.stderr
    manifest = Path("news/manifest.json")
    manifest.write_text(manifest.read_text().replace('"documents":2', '"documents":3'))
    result = invoke("trace", "draft.txt", "--archive", "news")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "manifest.json is damaged" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.usefixtures("archive")
def test_the_least_length_can_be_chosen() -> None:
    short = ["trace", "--text", f"{WEATHER} {FERRY[:104]}", "--archive", "news", "--format", "json"]
    empty = json.loads(invoke(*short).stdout)
    assert empty["passages"] == []
    assert empty["empty_because"]["code"] == "below-minimum"
    assert sources(invoke(*short, "--min-length", "60").stdout) == ["ferry.txt"]


@pytest.mark.usefixtures("archive")
def test_the_same_bytes_come_out_of_every_process() -> None:
    one, other = (run("trace", "draft.txt", "--archive", "news", "--format", "json") for _ in range(2))
    assert (one.returncode, one.stderr) == (0, b"")
    assert one.stdout == other.stdout


@pytest.mark.usefixtures("files")
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("unspin.archive.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numba", None)
    result = invoke("trace", "draft.txt", "--against", "wire.txt")
    assert result.exit_code == 2
    assert result.stderr == 'unspin: trace needs numba: pip install "unspin[corpus]"\n'


@pytest.mark.parametrize(
    ("given", "spread"),
    [
        (["a", "--against", "b", "c", "--check", "d"], ["a", "--against", "b", "--against", "c", "--check", "d"]),
        (["--against=b", "a"], ["--against=b", "a"]),
        (["--against", "-", "--", "--against", "x"], ["--against", "-", "--", "--against", "x"]),
        (["--against"], ["--against"]),
        ([], []),
    ],
)
def test_several_values_may_follow_one_option(given: list[str], spread: list[str]) -> None:
    assert _spread(given, "--against") == spread


def test_quick_answers_load_nothing_heavy() -> None:
    code = (
        "import sys; from unspin.cli import run; run(sys.argv[1:]);"
        "print(sorted({'numpy', 'numba', 'pyarrow', 'rich', 'spacy'} & set(sys.modules)))"
    )
    for arguments in (["trace", "--help"], ["trace", "x"]):
        result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
        assert result.stdout.splitlines()[-1] == "[]"
