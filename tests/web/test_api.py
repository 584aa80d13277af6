"""What requests of version 1 answer."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from cli.running import run
from readers.word_files import deleted, inserted, paragraph, word
from unspin.changes.registry import all_types
from unspin.report.formats import FORMS, FORMS_OF_READ, FORMS_OF_TRACE, Form
from unspin.schema import check_schema, read_schema, trace_schema
from web.server import ORIGINAL, PAIR, REWRITE, Served, served

QUOTE = 'The plan "is dead", Mayor Ada Prill said.'
WIRE = (
    "The Halden Bridge will close for up to six weeks from Monday while engineers replace its cables, the city council said. "
    "About 1,200 drivers cross the bridge every day, and most of them live on the eastern bank of the river."
)
DESK = WIRE.replace("Monday", "Tuesday")
ASYNC = {"Prefer": "respond-async"}
OWN = ["json", "full", "concise", "html"]


def document(data: bytes, name: str) -> dict[str, str]:
    return {"file": base64.b64encode(data).decode(), "name": name}


def job_of(client: httpx.Client, path: str, body: dict[str, Any]) -> str:
    """The address of a job that is done."""
    answer = client.post(path, json=body, headers=ASYNC)
    assert answer.status_code == 202, answer.text
    place = answer.headers["location"]
    assert client.get(place, params={"wait": 30}).json()["state"] == "done"
    return str(place)


def test_check_answers_what_the_command_prints(client: httpx.Client) -> None:
    answer = client.post("/v1/check", json=PAIR)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert (
        answer.content
        == run("check", "--original-text", ORIGINAL, "--rewrite-text", REWRITE, "--format", "json").stdout
    )


def test_read_answers_what_the_command_prints(client: httpx.Client) -> None:
    answer = client.post("/v1/read", json={"document": QUOTE})
    assert answer.content == run("read", "--text", QUOTE, "--format", "json").stdout


def test_trace_answers_what_the_command_prints(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_text(WIRE, encoding="utf-8")
    body = {"document": DESK, "against": [{"text": WIRE, "name": str(tmp_path / "wire.txt")}], "check": True}
    answer = client.post("/v1/trace", json=body)
    options = ("--against", tmp_path / "wire.txt", "--check", "--format", "json")
    assert answer.content == run("trace", "--text", DESK, *options).stdout
    jsonschema.validate(answer.json(), trace_schema())
    assert [change["type"] for change in answer.json()["passages"][0]["changes"]] == ["time-changed"]


def test_archives_are_searched_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_text(WIRE, encoding="utf-8")
    assert run("archive", "build", tmp_path / "news", tmp_path / "wire.txt").returncode == 0
    with (
        served(tmp_path / "log", "--workers", "1", "--archive", f"news={tmp_path / 'news'}") as server,
        server.client() as client,
    ):
        assert client.get("/v1/archives").json() == {"archives": ["news"]}
        found = client.post("/v1/trace", json={"document": DESK, "archive": "news", "check": True}).json()
        assert [len(passage["changes"]) for passage in found["passages"]] == [1]
        refused = client.post("/v1/trace", json={"document": DESK, "archive": "../news"})
        assert (refused.status_code, refused.json()["detail"]) == (
            404,
            "archive: the server has none of this name; it has news",
        )


def test_files_are_read_by_what_they_are(client: httpx.Client) -> None:
    page = f"<html><body><article><p>{ORIGINAL}</p></article></body></html>".encode()
    body = {
        "original": document(word(paragraph(ORIGINAL)), "wire.docx"),
        "rewrite": document(REWRITE.encode(), "desk.txt"),
    }
    report = client.post("/v1/check", json=body).json()
    assert (report["original"]["name"], report["summary"]["changes"]) == ("wire.docx", 1)
    assert client.post("/v1/check", json={"original": document(page, "a.html"), "rewrite": REWRITE}).status_code == 200


def test_one_word_document_holds_both_versions(client: httpx.Client) -> None:
    tracked = word(paragraph("Some ", deleted("1,200"), inserted("2,100"), " homes lost power."))
    place = job_of(client, "/v1/check", {"original": document(tracked, "draft.docx")})
    texts = client.get(f"{place}/texts").json()
    assert texts["original"] == {"name": "draft.docx (changes rejected)", "text": ORIGINAL}
    assert texts["rewrite"]["text"] == REWRITE
    assert client.get(f"{place}/result").json()["summary"]["changes"] == 1


def test_settings_of_a_request_go_before_those_of_the_server(tmp_path: Path) -> None:
    settings = tmp_path / "unspin.toml"
    settings.write_text('ignore = ["number-changed"]\n', encoding="utf-8")
    with served(tmp_path / "log", "--workers", "1", "--config", settings) as server, server.client() as client:

        def changes(**options: Any) -> list[str]:
            report = client.post("/v1/check", json={**PAIR, **options}).json()
            return [change["type"] for change in report["changes"]]

        assert changes() == []
        assert changes(select=["number-changed"]) == ["number-changed"]
        assert changes(select=["number-changed"], min_confidence=0.99) == []
        assert changes(ignore=["role-swapped"], profile="llm-gate") == ["number-changed"]
        silent = client.post("/v1/check", json={**PAIR, "select": ["number-changed"], "ignore": ["number-changed"]})
        assert silent.json()["detail"] == "select and ignore leave no type of change to report"


@pytest.mark.parametrize(
    ("path", "body", "forms"),
    [
        ("/v1/check", PAIR, FORMS),
        ("/v1/read", {"document": f"“It was loud.” {QUOTE}"}, FORMS_OF_READ),
        ("/v1/trace", {"document": DESK, "against": [WIRE], "check": True}, FORMS_OF_TRACE),
    ],
)
def test_a_job_gives_every_format_of_its_command(
    client: httpx.Client, path: str, body: dict[str, Any], forms: tuple[Form, ...]
) -> None:
    place = job_of(client, path, body)
    for form in [*OWN, *(form.name for form in forms)]:
        answer = client.get(f"{place}/result", params={"format": form})
        assert answer.status_code == 200, (form, answer.text)
        assert answer.content
        assert form == "json" or answer.headers["content-disposition"].startswith("attachment; filename=")
    assert client.get(f"{place}/result", params={"format": "docx"}).content.startswith(b"PK")
    if path != "/v1/check":
        refused = client.get(f"{place}/result", params={"format": "claimreview"})
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:unspin:problem:invalid")


def test_a_job_tells_how_far_it_is_and_is_forgotten_when_deleted(client: httpx.Client) -> None:
    place = job_of(client, "/v1/check", PAIR)
    state = client.get(place).json()
    assert (state["command"], state["state"], state["ahead"]) == ("check", "done", 0)
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_a_job_that_cannot_be_done_says_why(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/check", json={"original": document(b"PK\x03\x04junk", "a.docx"), "rewrite": "b"}, headers=ASYNC
    )
    place = answer.headers["location"]
    state = client.get(place, params={"wait": 30}).json()
    assert (state["state"], state["problem"]["type"]) == ("failed", "urn:unspin:problem:unreadable")
    assert client.get(f"{place}/result").status_code == 422


def test_a_batch_answers_line_by_line_in_order(client: httpx.Client) -> None:
    lines = [{"id": number, **PAIR} for number in range(4)]
    body = "\n".join(
        [json.dumps(lines[0]), "", "{", json.dumps(lines[1]), '{"id": "x", "original": "a"}', json.dumps(lines[2])]
    )
    answer = client.post("/v1/check:batch", content=body, headers={"Content-Type": "application/x-ndjson"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert [(one["id"], one.get("error", "")[:8]) for one in found] == [
        (0, ""), (None, "not JSON"), (1, ""), ("x", "no text "), (2, ""),
    ]  # fmt: skip
    for one in found:
        jsonschema.validate(one, check_schema())


def test_a_batch_takes_the_settings_of_its_address(client: httpx.Client) -> None:
    line = json.dumps({"id": 1, **PAIR})
    answer = client.post(
        "/v1/check:batch?ignore=number-changed&min_confidence=0.1",
        content=line,
        headers={"Content-Type": "application/x-ndjson"},
    )
    assert json.loads(answer.text)["changes"] == []


def test_types_are_those_that_there_are(client: httpx.Client) -> None:
    found = client.get("/v1/types").json()["types"]
    assert [one["name"] for one in found] == [*(kind.name for kind in all_types()), "contradicts-itself"]


def test_every_answer_has_an_id_and_strict_headers(client: httpx.Client) -> None:
    for answer in (
        client.get("/healthz", headers={"X-Request-ID": "desk-7"}),
        client.get("/nothing"),
        client.post("/v1/check"),
    ):
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers
        assert answer.headers["x-request-id"]
    assert client.get("/healthz", headers={"X-Request-ID": "desk-7"}).headers["x-request-id"] == "desk-7"
    strange = client.get("/nothing", headers={"X-Request-ID": "<b>"})
    assert strange.headers["x-request-id"] == strange.json()["request_id"] != "<b>"


def test_metrics_count_requests(client: httpx.Client) -> None:
    client.get("/healthz")
    text = client.get("/metrics").text
    assert 'unspin_requests_total{method="GET",route="/healthz",status="200"}' in text
    assert "unspin_processes_ready 2.0" in text


def test_a_session_needs_no_token_where_there_are_none(client: httpx.Client) -> None:
    told = client.get("/v1/session").json()
    assert (told["client"], told["tokens"], told["cases"]) == ("local", False, True)


def test_the_schemas_hold(client: httpx.Client) -> None:
    jsonschema.validate(client.post("/v1/check", json=PAIR).json(), check_schema())
    jsonschema.validate(client.post("/v1/read", json={"document": QUOTE}).json(), read_schema())


def test_cases_are_kept_decided_and_deleted(client: httpx.Client, server: Served) -> None:
    assert server
    place = job_of(client, "/v1/check", PAIR)
    made = client.post("/v1/cases", json={"job": place.rpartition("/")[2], "title": "Storm", "who": "Ada Prill"})
    assert made.status_code == 201, made.text
    case = made.headers["location"]
    fingerprint = made.json()["report"]["changes"][0]["fingerprint"]
    decision = {"fingerprint": fingerprint, "decision": "dismissed", "reason": "corrected by the agency"}
    assert client.post(f"{case}/decisions", json=decision).status_code == 201
    assert client.post(f"{case}/decisions", json={**decision, "fingerprint": "none"}).status_code == 404
    found = client.get(case).json()
    assert (found["title"], found["who"], found["original"]["text"]) == ("Storm", "Ada Prill (local)", ORIGINAL)
    assert [one["decision"] for one in found["decisions"]] == ["dismissed"]
    # Other tests may have left cases about the same text.
    listed = client.get("/v1/cases", params={"query": "homes"}).json()["cases"]
    assert {one["id"]: one["title"] for one in listed}[found["id"]] == "Storm"
    unfit = client.get("/v1/cases", params={"query": "xylophones"}).json()["cases"]
    assert found["id"] not in {one["id"] for one in unfit}
    kept = client.get(f"{case}/export", params={"format": "concise"}).text
    assert kept == client.get(f"{place}/result", params={"format": "concise"}).text
    assert client.get(f"{case}/export", params={"format": "concise", "undecided": True}).text == ""
    left = client.get(f"{case}/export", params={"format": "sarif", "undecided": True}).json()["runs"][0]
    assert (left["results"], left["properties"]["accepted"]) == ([], 1)
    assert client.get(f"{case}/export").json()["audit"]
    for form in FORMS:
        assert client.get(f"{case}/export", params={"format": form.name}).status_code == 200
    assert client.delete(case).status_code == 204
    assert client.get(case).status_code == 404
    assert [one["what"] for one in client.get(f"{case}/audit").json()["entries"]] == ["created", "decided", "deleted"]
