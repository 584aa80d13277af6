"""The pages without a browser: what may be loaded, who may see what, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from report.hostile_words import HOSTILE
from unspin.web.rendering import assets, version
from web.server import PAIR, Served, served

ENTRIES = ("/", "/read", "/trace", "/cases", "/audit")


class Elements(HTMLParser):
    """The kinds of elements of a page, each with its attributes' names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, frozenset[str]]] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, frozenset(name for name, _ in attrs)))


def finished(client: httpx.Client, pair: Mapping[str, object] = PAIR) -> str:
    """The id of a check that is done."""
    identity: str = client.post("/v1/check", json=pair, headers={"Prefer": "respond-async"}).json()["id"]
    assert client.get(f"/v1/jobs/{identity}", params={"wait": 30}).json()["state"] == "done"
    return identity


def assert_strict(page: httpx.Response) -> None:
    """Nothing in the page can run or load but files of the server."""
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert (
        re.findall(
            r"<style|<script(?! (?:type=\"module\" )?src=\"/static/[0-9a-f]{16}/[a-z]+\.js\"></script>)", page.text
        )
        == []
    )
    names = {name for _, attributes in Elements(page.text).found for name in attributes}
    assert {name for name in names if name == "style" or name.startswith("on")} == set()
    assert re.findall(r"(?:src|href)=\"(?:[a-z]+:)?//", page.text) == []
    loaded = re.findall(r"(?:src|href)=\"/static/[0-9a-f]{16}/([^\"]+)\"", page.text)
    assert loaded
    assert set(loaded) <= set(assets())


@pytest.mark.parametrize("path", ENTRIES)
def test_pages_load_nothing_but_the_servers_own_files(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert_strict(page)
    assert page.text.count(' aria-current="page"') == (path != "/audit")


def test_files_have_other_addresses_when_they_change(client: httpx.Client) -> None:
    for name, asset in assets().items():
        answer = client.get(f"/static/{version()}/{name}")
        assert answer.content == asset.data
        assert answer.headers["content-type"].startswith(asset.media_type)
        assert "immutable" in answer.headers["cache-control"]
        assert client.get(f"/static/{'0' * 16}/{name}").status_code == 404


@pytest.mark.parametrize("name", ["page.html", "check.html.jinja", "..%2fapp.py", "%2e%2e/app.py", "page.css%00"])
def test_no_other_files_are_given(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/static/{version()}/{name}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:unspin:problem:not-found"


def test_a_report_is_that_of_the_html_format_around_the_same_words(client: httpx.Client) -> None:
    identity = finished(client)
    page = client.get(f"/jobs/{identity}")
    assert_strict(page)
    report = client.get(f"/v1/jobs/{identity}/result", params={"format": "html"}).text
    body = re.compile(r"<header>.*</main>", re.DOTALL)
    shown, expected = body.search(page.text), body.search(report)
    assert shown
    assert expected
    assert shown[0] == expected[0]
    prints = [change["fingerprint"] for change in client.get(f"/v1/jobs/{identity}/result").json()["changes"]]
    assert prints
    assert f'data-fingerprints="{" ".join(prints)}"' in page.text


def test_words_of_texts_and_people_make_no_elements(client: httpx.Client) -> None:
    hostile = " ".join(word for word in HOSTILE if word.isprintable() and "\ud800" not in word)
    pages = []
    for words, name in ((hostile, hostile[:200]), ("plain words " * 20, "plain.txt")):
        pair = {side: {"text": f"{words}\n\n{text}", "name": name} for side, text in PAIR.items()}
        job = finished(client, pair)
        asked = {"job": job, "title": f"{words} title", "who": f"{words[:80]} who"}
        case = client.post("/v1/cases", json=asked).json()["id"]
        pages.append([client.get(f"/jobs/{job}"), client.get(f"/cases/{case}")])
    for attacked, plain in zip(*pages, strict=True):
        assert attacked.status_code == plain.status_code == 200
        assert_strict(attacked)
        assert Elements(attacked.text).found <= Elements(plain.text).found


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/jobs/" + "A" * 24, 404, "There is no such job"),
        ("/jobs/<b>", 422, "String should match pattern"),
        ("/cases/none", 404, "Back"),
    ],
)
def test_what_is_not_there_is_told_on_a_page(client: httpx.Client, path: str, status: int, told: str) -> None:
    page = client.get(path)
    assert page.status_code == status
    assert_strict(page)
    assert told in page.text
    assert page.headers["x-request-id"] in page.text


def test_decided_changes_can_be_left_out_of_an_export(client: httpx.Client) -> None:
    identity = finished(
        client, {"original": "Ada Prill sold 12 boats on Monday.", "rewrite": "Ada Prill sold 21 boats on Tuesday."}
    )
    whole = client.get(f"/v1/jobs/{identity}/result").json()
    first, *others = (change["fingerprint"] for change in whole["changes"])
    assert others
    path = f"/jobs/{identity}/undecided"
    answer = client.get(path, params={"format": "json", "decided": [first]})
    assert answer.headers["content-disposition"] == 'attachment; filename="unspin-check.json"'
    assert [change["fingerprint"] for change in answer.json()["changes"]] == others
    assert answer.json()["summary"]["accepted"] == 1
    assert client.get(path, params={"format": "docx", "decided": [first]}).content.startswith(b"PK")
    assert client.get(path, params={"format": "nothing", "decided": [first]}).status_code == 422


def test_exports_without_decided_changes_are_those_of_checks(client: httpx.Client) -> None:
    job = client.post("/v1/read", json={"document": PAIR["original"]}, headers={"Prefer": "respond-async"}).json()
    client.get(f"/v1/jobs/{job['id']}", params={"wait": 30})
    answer = client.get(f"/jobs/{job['id']}/undecided", params={"format": "json", "decided": ["x"]})
    assert answer.status_code == 422
    assert "changes of a check" in answer.json()["detail"]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, str]]]:
    """A server that asks for tokens, and one for each of two people."""
    from unspin.web.tokens import add_token

    folder = tmp_path_factory.mktemp("guarded")
    tokens = folder / "tokens.json"
    made = {"desk": add_token(tokens, "desk", ("check", "cases")), "guest": add_token(tokens, "guest", ("check",))}
    with served(folder / "log", "--workers", "1", "--cases", folder / "cases.db", "--tokens", tokens) as server:
        yield server, made


def test_without_a_token_pages_ask_for_one_and_show_nothing(guarded: tuple[Served, dict[str, str]]) -> None:
    server, tokens = guarded
    with server.client(tokens["desk"]) as desk:
        job = finished(desk)
        case = desk.post("/v1/cases", json={"job": job, "title": "Harbour"}).json()["id"]
    with server.client() as nobody:
        for path in ("/", "/read", "/trace"):
            page = nobody.get(path)
            assert page.status_code == 200
            assert 'class="sign-in"' in page.text
            assert "textarea" not in page.text
        for path in (f"/jobs/{job}", "/cases", f"/cases/{case}", "/audit"):
            page = nobody.get(path)
            assert page.status_code == 401
            assert 'class="sign-in"' in page.text
            assert "Harbour" not in page.text
            assert_strict(page)
        assert nobody.get(f"/jobs/{job}/undecided", params={"format": "json", "decided": ["x"]}).status_code == 401


def test_a_token_shows_what_it_has_a_scope_for(guarded: tuple[Served, dict[str, str]]) -> None:
    server, tokens = guarded
    with server.client(tokens["desk"]) as desk, server.client(tokens["guest"]) as guest:
        job = finished(desk)
        assert 'href="/cases"' in desk.get("/").text
        assert 'href="/cases"' not in guest.get("/").text
        assert guest.get("/cases").status_code == 403
        assert guest.get(f"/jobs/{job}").status_code == 404


def test_a_server_without_cases_has_no_page_for_them(tmp_path: Path) -> None:
    with served(tmp_path / "log", "--workers", "1") as server, server.client() as client:
        page = client.get("/cases")
        assert page.status_code == 404
        assert "--cases" in page.text
        assert 'href="/cases"' not in page.text
