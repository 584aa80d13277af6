"""What clients send that mean no good, or know no better: every answer is a problem that says what to do, and nothing breaks."""

from __future__ import annotations

import base64
import io
import json
import os
import socket
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from readers.word_files import paragraph, word
from web.server import LONG, PAIR, Served

JSON = {"Content-Type": "application/json"}
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(autouse=True)
def _sound(server: Served, client: httpx.Client) -> Iterator[None]:
    """After each of these the server still works, with the processes that it had, and has met with no fault of its own."""
    before = len([line for line in server.lines if "unexpected" in line or "Traceback" in line])
    yield
    assert client.post("/v1/check", json=PAIR).json()["summary"]["changes"] == 1
    assert [line for line in server.lines if "unexpected" in line or "Traceback" in line][before:] == []


def told(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert (problem["status"], problem["type"]) == (status, f"urn:unspin:problem:{code}")
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid"),
        (b"{", 400, "bad-request"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b"\xff\xfe{\x00}\x00", 400, "bad-request"),
        (b'"' + b"[" * 100_000, 400, "bad-request"),
        (b"[" * 100_000, 400, "bad-request"),
        (b'{"original": ' + b"9" * 5_000 + b', "rewrite": "b"}', 400, "bad-request"),
        (b'{"original": NaN, "rewrite": "b"}', 400, "bad-request"),
        (b'{"original": "a", "rewrite": "b", "min_confidence": NaN}', 400, "bad-request"),
        (b'{"original": "a", "rewrite": "b", "min_confidence": 1e999}', 422, "invalid"),
        (b'{"original": "a\\ud800", "rewrite": "b"}', 422, "invalid"),
        (b'{"original": "a", "rewrite": "b", "select": ["\\ud800"]}', 422, "invalid"),
        (b'{"original": "a", "rewrite": "b", "\\ud800": 1}', 422, "invalid"),
        (b'{"original": " \\n", "rewrite": "b"}', 422, "invalid"),
        (b'{"original": "a"}', 422, "invalid"),
        (b'{"original": {"text": "a", "file": "YQ==", "name": "x"}, "rewrite": "b"}', 422, "invalid"),
        (b'{"original": {"file": "not base64!", "name": "x"}, "rewrite": "b"}', 422, "invalid"),
        (b'{"original": {"file": "YQ=="}, "rewrite": "b"}', 422, "invalid"),
        (b'{"original": "a", "rewrite": "b", "ignore": ["number"]}', 422, "invalid"),
        (b'{"original": "a", "rewrite": "b", "profile": "../newsroom"}', 422, "invalid"),
        (b'{"original": "a", "rewrite": "b", "config": "/etc/passwd"}', 422, "invalid"),
    ],
)
def test_damaged_bodies(client: httpx.Client, body: bytes, status: int, code: str) -> None:
    told(client.post("/v1/check", content=body, headers=JSON), status, code)


def test_a_fault_names_its_place_and_no_text(client: httpx.Client) -> None:
    body = {"document": "Secret words.", "against": ["a", {"text": "Secret words."}, {"file": "Secret", "name": "x"}]}
    problem = told(client.post("/v1/trace", json=body), 422, "invalid")
    assert problem["errors"] == [{"where": "against[2]", "message": "the file is not base64"}]
    assert "Secret" not in json.dumps(problem)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {},
    ],
)
@pytest.mark.parametrize("path", ["/v1/check", "/v1/check:batch", "/v1/session"])
def test_other_media_types(client: httpx.Client, path: str, headers: dict[str, str]) -> None:
    told(client.post(path, content=json.dumps(PAIR).encode(), headers=headers), 415, "wrong-media-type")


def test_bodies_that_are_too_large(client: httpx.Client) -> None:
    large = b'{"original": "' + b"a" * 500_000 + b'"}'
    told(client.post("/v1/check", content=large, headers=JSON), 413, "too-large")
    told(client.post("/v1/check", content=iter([large[:250_000], large[250_000:]]), headers=JSON), 413, "too-large")


def test_a_body_without_an_end_is_cut_off(server: Served) -> None:
    with socket.create_connection(server.address, timeout=30) as connection:
        connection.sendall(head("POST /v1/check", "Content-Type: application/json", "Transfer-Encoding: chunked"))
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        sent = 0
        try:
            while sent < 50_000_000:
                connection.sendall(chunk)
                sent += len(chunk)
        except OSError:
            pass
    assert sent < 10_000_000


def test_texts_that_are_too_long(client: httpx.Client) -> None:
    problem = told(client.post("/v1/check", json={"original": "a " * 10_001, "rewrite": "b"}), 413, "too-large")
    assert problem["detail"] == "original: it has 20,002 characters, and 20,000 are allowed; send a part of it"
    file = base64.b64encode(word(paragraph("a " * 10_001))).decode()
    told(client.post("/v1/read", json={"document": {"file": file, "name": "a.docx"}}), 413, "too-large")


def bomb(**names: int) -> str:
    """A Word document whose parts unpack to so many bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, size in names.items():
            archive.writestr(f"word/{name}.xml", b" " * size)
    return base64.b64encode(stream.getvalue()).decode()


def test_word_documents_that_unpack_to_more_than_they_seem(client: httpx.Client) -> None:
    body = {"document": {"file": bomb(document=70_000_000), "name": "a.docx"}}
    problem = told(client.post("/v1/read", json=body), 422, "unreadable")
    assert "it unpacks to more than 64 MB" in problem["detail"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04" + b"\0" * 100, "a.docx"),
        (word(paragraph("a"), prolog='<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'), "a.docx"),
        (b"%PDF-1.7\n%broken", "a.pdf"),
        (b"\x00\x01\x02\x03" * 50, "a.bin"),
        (b"", "a.txt"),
    ],
)
def test_files_that_cannot_be_read(client: httpx.Client, data: bytes, name: str) -> None:
    body = {"document": {"file": base64.b64encode(data).decode(), "name": name}}
    problem = told(client.post("/v1/read", json=body), 422, "unreadable")
    assert problem["detail"].startswith("document: ")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a\0b.txt", "<script>alert(1)</script>", "\u202egpj.txt"]
)
def test_names_are_labels_and_nothing_else(client: httpx.Client, name: str) -> None:
    report = client.post("/v1/check", json={**PAIR, "original": {"text": PAIR["original"], "name": name}})
    assert report.json()["original"] == {"name": name, "characters": 28}
    assert report.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "path",
    ["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/v1/jobs/..%2f..%2fetc%2fpasswd", "/v1//check", "/static/../../app.py",
     "/v1/jobs/" + "a" * 24, "/v1/jobs/" + "a" * 24 + "/result", "/v1/cases/%00", "/v1/cases/..", "/docs", "/redoc", "/\u0130"],
)  # fmt: skip
def test_addresses_that_lead_nowhere(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_methods_that_nothing_takes(client: httpx.Client) -> None:
    problem = told(client.get("/v1/check"), 405, "method-not-allowed")
    assert problem["detail"]
    told(client.request("PROPFIND", "/v1/check"), 405, "method-not-allowed")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost@evil.example", "[::2]"]
)
def test_other_names_for_the_server(client: httpx.Client, host: str) -> None:
    told(client.get("/healthz", headers={"Host": host}), 421, "wrong-host")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_other_sites(client: httpx.Client, headers: dict[str, str]) -> None:
    told(client.post("/v1/check", json=PAIR, headers=headers), 403, "other-site")
    told(client.delete("/v1/session", headers=headers), 403, "other-site")


def test_lines_that_are_broken(client: httpx.Client) -> None:
    good = json.dumps({"id": "good", **PAIR}).encode()
    lines = [b"{", b"\xff", b"[1]", b'{"id": true}', b"[" * 100_000, b'{"id": 1, "original": "a", "rewrite": "\\ud800"}',
             b'{"id": 2, "original": "a", "rewrite": "' + b"b " * 10_001 + b'"}', b"\0", good]  # fmt: skip
    answer = client.post("/v1/check:batch", content=b"\r\n".join(lines), headers=LINES)
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert [one.get("error", "").split(":")[0] for one in found] == [
        "not JSON", "not UTF-8", "not a JSON object", 'no usable "id"', "not a record", 'the text "rewrite" is not valid Unicode',
        "too-large", "not JSON", "",
    ]  # fmt: skip


def test_a_line_without_an_end_takes_no_memory(server: Served, client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"a" * 100_000
        yield b"\n" + json.dumps({"id": 1, **PAIR}).encode()

    before = memory(server.process.pid)
    answer = client.post("/v1/check:batch", content=endless(), headers=LINES)
    first, second = (json.loads(line) for line in answer.text.splitlines())
    assert first["error"] == "too-large: a line may have 2,000,000 bytes"
    assert second["summary"]["changes"] == 1
    assert memory(server.process.pid) - before < 15_000_000


def test_many_pairs_at_once_are_sent_before_anything_is_read(client: httpx.Client) -> None:
    body = b"\n".join(json.dumps({"id": number, **PAIR}).encode() for number in range(300))
    answer = client.post("/v1/check:batch", content=body, headers=LINES)
    assert [json.loads(line)["id"] for line in answer.text.splitlines()] == list(range(300))


def head(line: str, *headers: str) -> bytes:
    return "\r\n".join([f"{line} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


@pytest.mark.parametrize(
    "raw",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/1.1\r\n\r\n", b"nonsense\r\n\r\n", b"GET /healthz HTTP/9.9\r\n\r\n",
     b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
     b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000,
     b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
     b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
     b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
)  # fmt: skip
def test_what_is_no_http(server: Served, raw: bytes) -> None:
    with socket.create_connection(server.address, timeout=15) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    status = answer.split(b" ", 2)[1:2]
    assert status in ([b"400"], [b"404"], [b"415"], [b"421"], []), answer
    assert not answer or b"nosniff" in answer


def test_a_client_that_never_ends_its_headers_is_let_go(server: Served) -> None:
    begun = time.monotonic()
    with socket.create_connection(server.address, timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        try:
            while time.monotonic() - begun < 25:
                connection.sendall(b"X-A: b\r\n")
                time.sleep(0.5)
        except OSError:
            pass
    assert time.monotonic() - begun < 20


def test_a_client_that_never_says_anything_is_let_go(server: Served) -> None:
    with socket.create_connection(server.address, timeout=20) as connection, suppress(ConnectionResetError):
        assert connection.recv(1) == b""


def test_a_client_that_goes_has_its_work_cancelled(server: Served, client: httpx.Client) -> None:
    body = json.dumps({"original": LONG, "rewrite": LONG.replace("Monday", "Tuesday")}).encode()
    with socket.create_connection(server.address, timeout=30) as connection:
        connection.sendall(
            head("POST /v1/check", "Content-Type: application/json", f"Content-Length: {len(body)}") + body
        )
        until(lambda: "unspin_jobs_running 1.0" in client.get("/metrics").text)
    until(lambda: "unspin_jobs_running 0.0" in client.get("/metrics").text, 2)
    assert 'unspin_processes_ended_total{why="cancelled"} 0.0' not in client.get("/metrics").text


def test_a_client_that_goes_in_the_middle_of_a_batch(server: Served, client: httpx.Client) -> None:
    line = json.dumps({"id": 1, **PAIR}).encode() + b"\n"
    body = line * 2_000
    with socket.create_connection(server.address, timeout=30) as connection:
        connection.sendall(
            head("POST /v1/check:batch", "Content-Type: application/x-ndjson", f"Content-Length: {len(body)}") + body
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    until(lambda: "unspin_jobs_running 0.0" in client.get("/metrics").text, 3)
    assert "unspin_jobs_waiting 0.0" in client.get("/metrics").text


def test_many_that_ask_at_once_are_all_answered(client: httpx.Client) -> None:
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: client.post("/v1/check", json=PAIR).status_code, range(120)))
    assert set(answers) <= {200, 503}
    assert answers.count(200) >= 60


def test_texts_with_scripts_in_them_are_escaped_in_every_format(client: httpx.Client) -> None:
    hostile = (
        "<script>alert(1)</script> Mayor <img src=x onerror=alert(1)> said 1,200 homes lost power. \x1b[31m \u202e"
    )
    body = {"original": hostile, "rewrite": hostile.replace("1,200", "2,100")}
    place = client.post("/v1/check", json=body, headers={"Prefer": "respond-async"}).headers["location"]
    assert client.get(place, params={"wait": 30}).json()["state"] == "done"
    page = client.get(f"{place}/result", params={"format": "html"})
    assert page.headers["content-disposition"] == 'attachment; filename="unspin-check.html"'
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text


def memory(pid: int) -> int:
    """Bytes that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def until(holds: Any, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.02)
