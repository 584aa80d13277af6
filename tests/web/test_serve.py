"""``unspin serve`` as a process: what it refuses, who is let in, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from cli.running import invoke, run
from web.server import LONG, PAIR, Served, served

SLOW = {"original": LONG, "rewrite": LONG.replace("Monday", "Tuesday")}


def token(file: Path, name: str, *scopes: str) -> str:
    result = invoke(
        "serve", "token", name, "--tokens", file, *(part for scope in scopes for part in ("--scope", scope))
    )
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip()


def test_other_machines_need_tokens() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "unspin.example.org"):
        result = invoke("serve", "--host", host)
        assert result.exit_code == 2
        assert "name a file with --tokens" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--archive", "news"), "--archive news: write NAME=DIR"),
        (("--archive", "../n=x"), "--archive ../n=x: write NAME=DIR"),
        (("--archive", "a=x", "--archive", "a=y"), "--archive a: two archives have this name"),
        (("--max-body", "much"), "'much' is no size"),
        (("token", "desk"), "Missing option '--tokens'"),
        (
            ("token", "desk", "--tokens", "t.json"),
            "say what it allows, with --scope: check, read, trace, cases, metrics",
        ),
        (("token", "--tokens", "t.json", "--scope", "check"), "give the token a name"),
        (("token", "desk", "--tokens", "t.json", "--scope", "check", "--remove"), "give no --scope with it"),
        (("token", "desk", "--tokens", "t.json", "--list"), "--list goes with --tokens alone"),
    ],
)
def test_options_that_do_not_go_together(options: tuple[str, ...], said: str) -> None:
    result = invoke("serve", *options)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--archive", "news=missing"), "unspin: archive missing: "),
        (
            ("--tokens", "missing.json"),
            "unspin: missing.json: there is no such file; make it with `unspin serve token`",
        ),
        (
            ("--tokens", "broken.json"),
            "unspin: broken.json: it is no file of tokens; make one with `unspin serve token`",
        ),
        (("--cases", "broken.json"), "unspin: cases broken.json: "),
        (("--cases", "missing/cases.db"), "unspin: cases missing/cases.db: "),
        (("--allow", "broken.json"), "unspin: broken.json"),
        (("--host", "192.0.2.1", "--tokens", "good.json"), "unspin: cannot listen at 192.0.2.1 port 8000: "),
    ],
)
def test_what_cannot_be_used_is_told_and_ends_in_2(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    (tmp_path / "broken.json").write_text("{ no", encoding="utf-8")
    token(tmp_path / "good.json", "desk", "check")
    result = subprocess.run(
        [sys.executable, "-m", "unspin", "serve", *options], cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    assert result.returncode == 2
    assert result.stderr.decode().startswith(said), result.stderr
    assert b"Traceback" not in result.stderr


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = run("serve", "--port", str(other.getsockname()[1]))
    assert result.returncode == 2
    assert b"address already in use; take another --port" in result.stderr
    assert tmp_path.exists()


def test_a_missing_package_is_named() -> None:
    code = "import sys; sys.modules['fastapi'] = None; from unspin.cli import main; main(['serve'])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (result.returncode, result.stderr) == (2, b'unspin: serve needs fastapi: pip install "unspin[web]"\n')


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'fastapi', 'pydantic', 'uvicorn', 'starlette', 'sqlalchemy', 'numpy', 'spacy', 'prometheus_client'}"
    code = (
        f"import sys\nfrom unspin.cli import run\nrun(['serve', '--help'])\nprint(sorted({heavy} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tokens") / "tokens.json"


@pytest.fixture(scope="module")
def guarded(tokens: Path) -> Iterator[Served]:
    token(tokens, "first", "check")
    options = (
        "--workers",
        "1",
        "--tokens",
        tokens,
        "--max-each",
        "2",
        "--seconds",
        "20",
        "--cases",
        tokens.parent / "cases.db",
    )
    with served(tokens.parent / "log", *options) as server:
        yield server


def test_tokens_let_in_by_their_scopes(guarded: Served, tokens: Path) -> None:
    checks, metrics = token(tokens, "desk", "check"), token(tokens, "numbers", "metrics")
    assert stat.S_IMODE(tokens.stat().st_mode) == 0o600
    assert checks not in tokens.read_text(encoding="utf-8")
    with guarded.client() as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200

        def status(path: str, secret: str | None, body: object = None) -> int:
            headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
            answer = (
                client.get(path, headers=headers) if body is None else client.post(path, json=body, headers=headers)
            )
            assert (answer.status_code == 401) == ("www-authenticate" in answer.headers)
            return answer.status_code

        assert [status("/v1/check", one, PAIR) for one in (None, "x", "wrong", checks[:-1], metrics, checks)] == [
            401, 401, 401, 401, 403, 200,
        ]  # fmt: skip
        assert [status("/metrics", one) for one in (None, checks, metrics)] == [401, 403, 200]
        assert [status("/v1/cases", one) for one in (None, checks)] == [401, 403]
        assert [status("/v1/types", one) for one in (None, checks)] == [401, 200]
        for path in ("/v1/read", "/v1/trace", "/v1/check:batch", "/v1/cases", "/v1/jobs/" + "a" * 24):
            assert status(path, None) in (401, 405), path
    listed = invoke("serve", "token", "--list", "--tokens", tokens).stdout
    assert "desk  check  made 20" in listed
    assert "numbers  metrics  made 20" in listed


def test_a_removed_token_is_let_in_no_more(guarded: Served, tokens: Path) -> None:
    secret = token(tokens, "leaving", "check")
    with guarded.client(secret) as client:
        assert client.get("/v1/types").status_code == 200
        assert invoke("serve", "token", "leaving", "--remove", "--tokens", tokens).exit_code == 0
        assert client.get("/v1/types").status_code == 401
    again = invoke("serve", "token", "leaving", "--remove", "--tokens", tokens)
    assert (again.exit_code, "there is no token 'leaving'" in again.stderr) == (2, True)


def test_a_file_that_breaks_lets_nobody_in(guarded: Served, tokens: Path) -> None:
    secret = token(tokens, "careful", "check")
    whole = tokens.read_bytes()
    with guarded.client(secret) as client:
        tokens.write_bytes(whole[:-20])
        assert client.get("/v1/types").status_code == 401
        tokens.unlink()
        assert client.get("/v1/types").status_code == 401
        tokens.write_bytes(whole)
        assert client.get("/v1/types").status_code == 200


def test_a_name_is_taken_once_and_is_no_path(tokens: Path, guarded: Served) -> None:
    assert guarded
    for name, said in (
        ("first", "there is a token 'first' already"),
        ("../x", "is no name for a token"),
        ("a\nb", "is no name"),
    ):
        result = invoke("serve", "token", name, "--tokens", tokens, "--scope", "check")
        assert (result.exit_code, said in result.stderr) == (2, True)


def test_a_page_keeps_its_token_in_a_cookie(guarded: Served, tokens: Path) -> None:
    secret = token(tokens, "page", "check", "cases")
    with guarded.client() as client:
        assert client.get("/v1/session").json() == {"client": None, "scopes": [], "tokens": True, "cases": True}
        assert client.post("/v1/session", json={"token": "wrong"}).status_code == 401
        answer = client.post("/v1/session", json={"token": secret})
        assert answer.json()["client"] == "page"
        kept = answer.headers["set-cookie"].lower()
        assert all(part in kept for part in ("httponly", "samesite=strict", "path=/"))
        assert client.post("/v1/check", json=PAIR).status_code == 200
        evil = client.post("/v1/check", json=PAIR, headers={"Origin": "https://evil.example"})
        assert evil.status_code == 403
        assert client.delete("/v1/session").status_code == 204
        assert client.post("/v1/check", json=PAIR).status_code == 401
        secure = client.post(
            "/v1/session",
            json={"token": secret},
            headers={"Origin": str(client.base_url).replace("http:", "https:").rstrip("/")},
        )
        assert "secure" in secure.headers["set-cookie"].lower()


def test_jobs_are_their_owners_alone(guarded: Served, tokens: Path) -> None:
    mine, others = token(tokens, "mine", "check"), token(tokens, "others", "check")
    with guarded.client(mine) as client, guarded.client(others) as other:
        place = client.post("/v1/check", json=PAIR, headers={"Prefer": "respond-async"}).headers["location"]
        for path in (place, f"{place}/result", f"{place}/texts"):
            assert other.get(path).status_code == 404
        assert other.delete(place).status_code == 404
        assert client.get(place, params={"wait": 20}).json()["state"] == "done"


def test_one_client_cannot_take_everything(guarded: Served, tokens: Path) -> None:
    greedy, modest = token(tokens, "greedy", "check"), token(tokens, "modest", "check")
    with guarded.client(greedy) as client, guarded.client(modest) as other:
        jobs = [client.post("/v1/check", json=SLOW, headers={"Prefer": "respond-async"}) for _ in range(3)]
        assert [job.status_code for job in jobs] == [202, 202, 429]
        assert jobs[2].headers["retry-after"] == "1"
        assert jobs[2].json()["type"] == "urn:unspin:problem:too-many"
        mine = other.post("/v1/check", json=PAIR, headers={"Prefer": "respond-async"})
        assert mine.json()["ahead"] >= 1
        for job in jobs[:2]:
            assert client.delete(job.headers["location"]).status_code == 204
        assert other.get(mine.headers["location"], params={"wait": 20}).json()["state"] == "done"


def test_work_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with served(tmp_path / "log", "--workers", "1", "--seconds", "1") as server, server.client() as client:
        begun = time.monotonic()
        answer = client.post("/v1/check", json=SLOW)
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:unspin:problem:too-long")
        assert time.monotonic() - begun < 3
        assert client.post("/v1/check", json=PAIR).status_code in (200, 503)


def test_a_killed_worker_is_told_and_replaced(tmp_path: Path) -> None:
    with served(tmp_path / "log", "--workers", "1") as server, server.client() as client, ThreadPoolExecutor() as pool:
        (worker,) = server.workers()
        answer = pool.submit(client.post, "/v1/check", json=SLOW)
        until_running(client)
        time.sleep(0.3)
        os.kill(worker, signal.SIGKILL)
        told = answer.result(20)
        assert (told.status_code, told.json()["type"], told.headers["retry-after"]) == (
            503,
            "urn:unspin:problem:process-died",
            "1",
        )
        assert "signal 9" in told.json()["detail"]
        assert client.post("/v1/check", json=PAIR).status_code == 200
        assert server.workers() != [worker]
        (idle,) = server.workers()
        os.kill(idle, signal.SIGKILL)
        assert client.post("/v1/check", json=PAIR).status_code == 200


def test_a_full_queue_says_so(tmp_path: Path) -> None:
    with served(tmp_path / "log", "--workers", "1", "--max-waiting", "1") as server, server.client() as client:
        held = client.post("/v1/check", json=SLOW, headers={"Prefer": "respond-async"}).headers["location"]
        until_running(client)
        second = client.post("/v1/check", json=SLOW, headers={"Prefer": "respond-async"})
        third = client.post("/v1/check", json=PAIR)
        assert (second.status_code, third.status_code, third.json()["type"]) == (202, 503, "urn:unspin:problem:busy")
        assert third.headers["retry-after"] == "2"
        client.delete(held)
        client.delete(second.headers["location"])


def test_a_stopped_server_finishes_what_it_has_taken(tmp_path: Path) -> None:
    with served(tmp_path / "log", "--workers", "1") as server, server.client() as client, ThreadPoolExecutor() as pool:
        answers = [pool.submit(client.post, "/v1/check", json=body) for body in (SLOW, PAIR)]
        until_running(client)
        for pid in (server.process.pid, *server.workers()):
            # As service managers do, which tell every process of a service.
            os.kill(pid, signal.SIGTERM)
        assert [answer.result(30).status_code for answer in answers] == [200, 200]
        assert server.process.wait(10) == 0
        with pytest.raises(httpx.ConnectError):
            client.get("/healthz")


def test_what_is_not_finished_in_time_is_told(tmp_path: Path) -> None:
    with (
        served(tmp_path / "log", "--workers", "1", "--grace", "0") as server,
        server.client() as client,
        ThreadPoolExecutor() as pool,
    ):
        answer = pool.submit(client.post, "/v1/check", json=SLOW)
        until_running(client)
        workers = server.workers()
        server.process.send_signal(signal.SIGINT)
        told = answer.result(10)
        assert (told.status_code, told.json()["type"]) == (503, "urn:unspin:problem:stopping")
        assert server.process.wait(10) == 0
        for worker in workers:
            with pytest.raises(ProcessLookupError):
                os.kill(worker, 0)
        assert "Traceback" not in "\n".join(server.lines)


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with served(tmp_path / "log", "--workers", "1") as server, server.client() as client, ThreadPoolExecutor() as pool:
        answer = pool.submit(client.post, "/v1/check", json=SLOW)
        until_running(client)
        workers = server.workers()
        server.process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        begun = time.monotonic()
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0
        assert time.monotonic() - begun < 3
        assert answer.result(10).status_code == 503
        assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_a_killed_server_leaves_no_worker_and_loses_no_decision(tmp_path: Path) -> None:
    kept: list[str] = []
    options = ("--workers", "1", "--cases", tmp_path / "cases.db")
    with served(tmp_path / "log", *options, code=-signal.SIGKILL) as server, server.client() as client:
        workers = server.workers()
        place = client.post("/v1/check", json=PAIR, headers={"Prefer": "respond-async"}).headers["location"]
        client.get(place, params={"wait": 20})
        made = client.post("/v1/cases", json={"job": place.rpartition("/")[2]})
        case, fingerprint = made.headers["location"], made.json()["report"]["changes"][0]["fingerprint"]

        def decide(number: int) -> None:
            try:
                body = {"fingerprint": fingerprint, "decision": "accepted", "reason": str(number)}
                if client.post(f"{case}/decisions", json=body).status_code == 201:
                    kept.append(str(number))
            except httpx.TransportError:
                return

        with ThreadPoolExecutor(4) as pool:
            answers = [pool.submit(decide, number) for number in range(400)]
            while len(kept) < 20:
                time.sleep(0.01)
            server.process.kill()
            for answer in answers:
                answer.result(30)
    with served(tmp_path / "log2", *options) as server, server.client() as client:
        found = {one["reason"] for one in client.get(f"{case}/decisions").json()["decisions"]}
        assert len(kept) >= 20
        assert set(kept) <= found
    end = time.monotonic() + 10
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def until_running(client: httpx.Client) -> None:
    end = time.monotonic() + 20
    while "unspin_jobs_running 0.0" in client.get("/metrics").text:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_page_is_opened_in_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path / "opened"}\n', encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    with served(tmp_path / "log", "--workers", "1", "--open", ready=False) as server:
        end = time.monotonic() + 10
        while not (tmp_path / "opened").exists() or not (tmp_path / "opened").read_text(encoding="utf-8"):
            assert time.monotonic() < end
            time.sleep(0.02)
        assert (tmp_path / "opened").read_text(encoding="utf-8") == f"{server.url}/\n"


def test_the_log_tells_requests_and_no_texts(tmp_path: Path) -> None:
    with served(tmp_path / "log", "--workers", "1") as server, server.client() as client:
        client.post("/v1/check", json=PAIR, headers={"X-Request-ID": "desk-42"})
        client.post("/v1/check", content=json.dumps(PAIR)[:-3], headers={"Content-Type": "application/json"})
        log = "\n".join(server.lines)
        assert " POST /v1/check 200 " in log
        assert " desk-42" in log
        assert "homes" not in log
