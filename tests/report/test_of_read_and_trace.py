"""The formats of other tools, of readings and traces built by hand; what they are held against nobody here wrote."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import jsonschema
import junitparser
import pytest
from markdown_it import MarkdownIt

from report.hostile_words import HOSTILE
from report.linked_data import OA, expanded, keys, known, values
from report.public_schemas import GITLAB, RDJSON
from report.reading import samples as readings
from report.snapshots import assert_snapshot
from report.test_docx import told
from report.test_github import read
from report.test_sarif import run_of, without_rules
from report.test_trace_formats import DOCUMENT, FERRIES, WIRE, empty, hostile, sample
from unspin.report import annotation, concise, docx, github, gitlab, junit, markdown, rdjson, sarif
from unspin.report.findings import NOTES, Result, findings, types_of
from unspin.report.reading.model import Reading
from unspin.report.sites import Record, utf16_units
from unspin.report.tracing import csvformat
from unspin.report.tracing.model import Trace

READING = readings.reading()
CHECKED, PLAIN = sample(), sample(checked=False)
RESULTS: list[Result] = [
    READING, readings.reading(later_is_original=True), readings.nothing(), CHECKED, PLAIN, empty(),
    *map(readings.hostile, HOSTILE), *map(hostile, HOSTILE),
]  # fmt: skip


def text_of(result: Result) -> str:
    return result.document.text if isinstance(result, Reading | Trace) else ""


def test_snapshots() -> None:
    for name, result in (("reading", READING), ("trace", CHECKED)):
        assert_snapshot(f"{name}.concise.txt", "".join(f"{line}\n" for line in concise.to_lines(result)))
        assert_snapshot(f"{name}.md", markdown.to_text(result))
        assert_snapshot(f"{name}.sarif", without_rules(sarif.to_text(result)))
        assert_snapshot(f"{name}.github.txt", github.to_text(result))
        assert_snapshot(f"{name}.github-summary.md", github.summary(result))
        assert_snapshot(f"{name}.gitlab.json", gitlab.to_text(result))
        assert_snapshot(f"{name}.rdjson.json", rdjson.to_text(result))
        assert_snapshot(f"{name}.annotation.json", annotation.to_text(result))
        assert_snapshot(f"{name}.docx.txt", told(result))
    assert_snapshot("reading.junit.xml", junit.to_text(READING))
    assert_snapshot("trace.csv", csvformat.to_text(CHECKED))


@pytest.mark.parametrize("result", RESULTS)
def test_findings_stand_at_their_words_in_the_document(result: Result) -> None:
    for one in findings(result, measure=utf16_units):
        assert one.site.document.text == text_of(result)
        assert one.type in types_of(type(result))
        assert (one.confidence is None) == (one.type in NOTES)
        assert one.severity == "info" or one.type not in NOTES


def test_findings_have_names_of_their_own_that_hold_no_offsets() -> None:
    for result in (READING, CHECKED):
        names = [one.fingerprint for one in findings(result)]
        assert len(set(names)) == len(names)
    assert set(READING.change_fingerprints + READING.contradiction_fingerprints) < {
        one.fingerprint for one in findings(READING)
    }
    assert set(CHECKED.change_fingerprints) < {one.fingerprint for one in findings(CHECKED)}


@pytest.mark.parametrize("result", RESULTS)
def test_sarif_follows_the_official_schema_and_its_own_lists(result: Result) -> None:
    run = run_of(sarif.to_text(result))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == types_of(type(result))
    assert len(run["results"]) == len(findings(result))
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        for location in [*one["locations"], *one.get("relatedLocations", [])]:
            place = location["physicalLocation"]
            address = place["artifactLocation"]
            assert run["artifacts"][address["index"]]["location"]["uri"] == address["uri"]
            if context := place.get("contextRegion"):
                region = place["region"]
                assert context["charOffset"] <= region["charOffset"]
                ends = [part["charOffset"] + part["charLength"] for part in (region, context)]
                assert ends[0] <= ends[1]
                assert context["charLength"] > region["charLength"]
                assert region["snippet"]["text"] in context["snippet"]["text"]


def test_a_lost_statement_of_a_source_stands_at_the_passage_that_leaves_it_out() -> None:
    run = run_of(sarif.to_text(CHECKED))
    (lost,) = [one for one in run["results"] if one["ruleId"] == "omitted"]
    (location,), (related,) = lost["locations"], lost["relatedLocations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "draft.txt"
    assert location["message"]["text"] == "The document leaves it out."
    assert related["physicalLocation"]["region"]["snippet"]["text"] == "her office said"
    assert related["message"]["text"] == "Only the source says this."
    described = [one.get("description", {}).get("text") for one in run["artifacts"]]
    assert described == ["Trees, The Day, 2024-05-01", None, None]


def test_sarif_tells_how_many_were_accepted_only_where_somebody_can_accept() -> None:
    assert "properties" not in run_of(sarif.to_text(READING))
    for result in (replace(READING, accepted=2), replace(CHECKED, accepted=2)):
        assert run_of(sarif.to_text(result))["properties"] == {"accepted": 2}
        assert "2 accepted" in markdown.to_text(result)
        assert "Accepted and left out: 2." in github.summary(result)


def test_many_documents_are_one_log_and_one_that_cannot_be_read_is_in_it() -> None:
    unread = Record("gone.txt", 1, None, whole=True)
    for form in (sarif, gitlab, rdjson, junit, github):
        log = form.joined("", Reading)
        parts = [log.begin(), log.take(READING), log.fail(unread, "cannot read gone.txt"), log.take(readings.nothing())]
        text = "".join([*parts, log.end()])
        assert "gone.txt" in text
        if form is sarif:
            run = run_of(text)
            assert [one["location"]["uri"] for one in run["artifacts"]] == ["town.txt", "rain.txt"]
            assert not run["invocations"][0]["executionSuccessful"]
        elif form is junit:
            assert [suite.name for suite in junitparser.JUnitXml.fromstring(text.encode())] == [
                "town.txt", "gone.txt", "rain.txt",
            ]  # fmt: skip
        elif form is not github:
            json.loads(text)


@pytest.mark.parametrize("result", RESULTS)
def test_gitlab_and_rdjson_follow_their_schemas(result: Result) -> None:
    issues = json.loads(gitlab.to_text(result))
    jsonschema.Draft202012Validator(GITLAB).validate(issues)
    assert len({one["fingerprint"] for one in issues}) == len(issues) == len(findings(result))
    diagnostics = json.loads(rdjson.to_text(result))
    jsonschema.Draft202012Validator(RDJSON).validate(diagnostics)
    assert len(diagnostics["diagnostics"]) == len(issues)


@pytest.mark.parametrize("result", RESULTS)
def test_github_reads_every_line(result: Result) -> None:
    lines = github.to_text(result).splitlines()
    assert len([read(line) for line in lines]) == len(findings(result))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", "".join(lines))


def test_junit_fails_for_contradictions_and_changes_and_not_for_what_is_worth_knowing() -> None:
    (suite,) = junitparser.JUnitXml.fromstring(junit.to_text(READING).encode())
    assert [case.name for case in suite if case.result] == ["number-changed", "contradicts-itself"]
    assert {"twin", "unattributed", "unbalanced"} <= {case.name for case in suite}
    gate = junit.Gate("error", frozenset({"number-changed"}))
    (suite,) = junitparser.JUnitXml.fromstring(junit.to_text(READING, gate).encode())
    assert "contradicts-itself" not in {case.name for case in suite}


@pytest.mark.parametrize("result", RESULTS)
def test_annotations_are_linked_data_with_words_that_are_there(result: Result) -> None:
    text = annotation.to_text(result)
    assert keys(json.loads(text)) - {"@context"} <= known(annotation.CONTEXT)
    (page,) = expanded(text)
    items = values(page, "http://www.w3.org/ns/activitystreams#items")
    annotations = items[0]["@list"] if items else []
    quotes = len(result.quotes) if isinstance(result, Reading) else 0
    assert len({one["@id"] for one in annotations}) == len(annotations) == quotes + len(findings(result))
    for one in json.loads(text)["items"]:
        for target in one["target"]:
            exact, place = target["selector"]
            if target["source"] == json.loads(text)["items"][-1]["target"][0]["source"]:
                assert text_of(result)[place["start"] : place["end"]] == exact["exact"]


def test_a_quote_is_annotated_with_its_speaker_and_a_passage_with_its_source() -> None:
    def motivation(one: dict[str, Any]) -> str:
        return str(one[f"{OA}motivatedBy"][0]["@id"]).removeprefix(OA)

    (page,) = expanded(annotation.to_text(READING))
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert [motivation(one) for one in items[:4]] == ["identifying"] * 3 + ["tagging"]
    assert items[1][f"{OA}hasBody"][0]["http://www.w3.org/1999/02/22-rdf-syntax-ns#value"] == [{"@value": "Ada Prill"}]
    (page,) = expanded(annotation.to_text(PLAIN))
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert [motivation(one) for one in items] == ["linking"] * 3
    sources = [one[f"{OA}hasBody"][0][f"{OA}hasSource"][0]["@id"] for one in items]
    assert sources == ["https://example.org/wire/1", *["https://example.org/ferries"] * 2]


def test_no_words_are_markup_in_markdown() -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    def tags(text: str) -> list[str]:
        return re.findall(r"<[^>]*>", reader.render(text))

    for made in (readings.hostile, hostile):
        harmless = tags(markdown.to_text(made("harmless")))
        for words in HOSTILE:
            assert tags(markdown.to_text(made(words))) == harmless, words


def test_the_table_of_passages_leads_to_their_words() -> None:
    rows = list(csv.DictReader(io.StringIO(csvformat.to_text(CHECKED), newline=""), strict=True))
    assert [(row["passage"], row["kind"], row["source"], row["changes"]) for row in rows] == [
        ("1", "rewritten", "wire/1", "4"), ("2", "summarised", "ferries", "0"), ("3", "verbatim", "ferries", "0"),
    ]  # fmt: skip
    assert [rows[0][name] for name in ("error", "warning", "info", "outlet")] == ["1", "2", "1", "The Day"]
    assert rows[2]["words"] == DOCUMENT[int(rows[2]["start"]) : int(rows[2]["end"])] == "A ferry was sold to Orkney"
    assert rows[2]["source_words"] == FERRIES[int(rows[2]["source_start"]) : int(rows[2]["source_end"])]
    assert rows[0]["source_words"] == WIRE[:-1]
    unchecked = list(csv.DictReader(io.StringIO(csvformat.to_text(PLAIN), newline="")))
    assert {row["changes"] + row["error"] for row in unchecked} == {""}
    assert list(csv.DictReader(io.StringIO(csvformat.to_text(empty()), newline=""))) == []
    for words in HOSTILE:
        (row,) = csv.DictReader(io.StringIO(csvformat.to_text(hostile(words)), newline=""), strict=True)
        assert not any(text.startswith(tuple("=+-@＝＋－＠")) for text in row.values())


def test_the_document_for_word_has_a_comment_for_each_finding() -> None:
    import docx as word

    for result in RESULTS[:6]:
        written = word.Document(io.BytesIO(docx.to_bytes(result)))
        assert len(list(written.comments)) == len(findings(result))
    with zipfile.ZipFile(io.BytesIO(docx.to_bytes(CHECKED))) as file:
        assert b"w:date" not in file.read("word/comments.xml")
