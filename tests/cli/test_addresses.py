"""Texts at web addresses. The server stands on loopback, which is let through by replacing ``is_public`` and nothing else."""

from __future__ import annotations

import gzip
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cli.running import ORIGINAL, REWRITE, invoke
from unspin.cli import addresses
from unspin.cli.addresses import MOST_BYTES, document_at, is_public
from unspin.cli.sources import is_address
from unspin.readers import ReadError

PAGE = f"<html><head><title>Lorn</title></head><body><nav>Home</nav><p>{ORIGINAL}</p></body></html>".encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, HTML, PAGE),
    "/latin": (200, {"Content-Type": "text/html; charset=windows-1252"}, "<p>Zoë won.</p>".encode("cp1252")),
    "/packed": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(PAGE)),
    "/text": (200, {"Content-Type": "text/plain"}, REWRITE.encode()),
    "/a%20b%C3%A9?q=%C3%A9": (200, {"Content-Type": "text/plain"}, b"Found by its odd name."),
    "/notes.md": (200, {"Content-Type": "text/plain"}, b"Crews went **back**."),
    "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n"),
    "/gone": (404, HTML, b"<p>Nothing is here.</p>"),
    "/once": (302, {"Location": "/page"}, b""),
    "/loop": (301, {"Location": "/loop"}, b""),
    "/nowhere": (302, {}, b""),
    "/inside": (302, {"Location": "http://127.0.0.2/page"}, b""),
    "/file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/large": (200, {"Content-Type": "text/plain"}, b"a" * (MOST_BYTES + 1)),
    "/bomb": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(bytes(50_000_000))),
    "/brotli": (200, {**HTML, "Content-Encoding": "br"}, b"x"),
    "/damaged": (200, {**HTML, "Content-Encoding": "gzip"}, b"no gzip"),
    "/short": (200, {**HTML, "Content-Length": "5000"}, PAGE),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self._drip()
            return
        status, headers, body = ANSWERS[self.path]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def _drip(self) -> None:
        try:
            for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
                self.wfile.write(bytes([letter]))
                time.sleep(0.05)
        except OSError:
            return

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda address: str(address) == "127.0.0.1")


def refused(address: str) -> str:
    with pytest.raises(ReadError) as caught:
        document_at(address)
    assert caught.value.remedy
    return caught.value.reason


@pytest.mark.usefixtures("loopback")
def test_pages_texts_and_redirects(server: str) -> None:
    for path in ("/page", "/packed", "/once"):
        document = document_at(server + path)
        assert (document.text, document.name) == (ORIGINAL, server + path)
        assert document.metadata["title"] == "Lorn"
    assert document_at(f"{server}/latin").text == "Zoë won."
    assert document_at(f"{server}/text#part").text == REWRITE
    assert document_at(f"{server}/a%20bé?q=é").text == "Found by its odd name."
    assert document_at(f"{server}/notes.md").markup


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "answers 404"),
        ("/image", "PNG image"),
        ("/loop", "redirects more than 5 times"),
        ("/nowhere", "redirects to nowhere"),
        ("/inside", "127.0.0.2 is not on the public internet"),
        ("/file", "kind file:"),
        ("/large", "larger than 10 MB"),
        ("/bomb", "larger than 10 MB"),
        ("/brotli", "packs the text by br"),
        ("/damaged", "answer is damaged"),
        ("/short", "answer is damaged"),
    ],
)
def test_answers_that_are_refused(server: str, path: str, reason: str) -> None:
    assert reason in refused(server + path)


@pytest.mark.usefixtures("loopback")
def test_a_server_that_drips_is_left_in_time(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_SECONDS", 0.4)
    start = time.monotonic()
    assert "takes longer than" in refused(f"{server}/slow")
    assert time.monotonic() - start < 3


@pytest.mark.usefixtures("loopback")
def test_no_server_and_no_safe_connection(server: str) -> None:
    assert "no safe connection" in refused(server.replace("http:", "https:") + "/page")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert "refused" in refused(f"http://127.0.0.1:{free.getsockname()[1]}/")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://lorn.invalid/a", "kind ftp:"),
        ("https://", "no web address"),
        ("https://lorn.invalid:x/", "no web address"),
        ("https://lorn.invalid:0/", "no web address"),
        ("https://lorn.invalid/a b", "no web address"),
        ("https://lorn.invalid/a\r\nHost: x", "no web address"),
        ("https://ada:secret@lorn.invalid/", "user name or a password"),
        ("http://127.0.0.1/", "not on the public internet"),
        ("http://2130706433/", "not on the public internet"),
        ("http://[::1]/", "not on the public internet"),
        ("http://[::ffff:10.0.0.1]/", "not on the public internet"),
        ("http://169.254.169.254/latest", "not on the public internet"),
    ],
)
def test_addresses_that_are_refused_before_any_connection(
    address: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "create_connection", connect)
    assert reason in refused(address)


def test_messages_hold_no_password() -> None:
    with pytest.raises(ReadError) as caught:
        document_at("https://ada:secret@lorn.invalid/")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::8.8.8.8", True),
        *((each, False) for each in "10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.1 169.254.1.1 100.64.0.1 0.0.0.0".split()),
        *((each, False) for each in "224.0.0.1 255.255.255.255 240.0.0.1 192.0.2.1 198.18.0.1".split()),
        *((each, False) for each in ":: ::1 fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 64:ff9b::10.0.0.1".split()),
        *((each, False) for each in "2002:7f00:1:: 2001:db8::1".split()),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def resolving(*found: str) -> Callable[..., list[Any]]:
    return lambda _host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]


def test_every_address_of_a_name_must_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving("93.184.215.14", "10.0.0.1"))
    assert "not on the public internet" in refused("https://lorn.invalid/")
    monkeypatch.setattr(socket, "getaddrinfo", resolving())
    assert "not on the public internet" in refused("https://lorn.invalid/")


@pytest.mark.usefixtures("loopback")
def test_the_connection_goes_to_the_address_that_was_checked(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    connect = socket.create_connection

    def resolve(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return resolving("127.0.0.1")(host, port)

    def connected(place: tuple[str, int], **options: Any) -> socket.socket:
        # The real function must see no name.
        ipaddress.ip_address(place[0])
        monkeypatch.undo()
        return connect(place, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connected)
    assert document_at(server.replace("127.0.0.1", "lorn.invalid") + "/text").text == REWRITE
    assert asked == ["lorn.invalid"]


def test_a_name_that_is_no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert "there is no host lorn.invalid" in refused("https://lorn.invalid/")


def test_a_resolver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()

    def hang(*_: object, **__: object) -> list[Any]:
        done.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    monkeypatch.setattr(addresses, "MOST_SECONDS", 0.2)
    assert "takes longer than" in refused("https://lorn.invalid/")
    done.set()


@pytest.mark.usefixtures("loopback")
def test_the_commands_take_addresses(server: str) -> None:
    result = invoke("check", f"{server}/page", f"{server}/text", "--format", "json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["original"] == {"name": f"{server}/page", "characters": len(ORIGINAL)}
    failed = invoke("check", f"{server}/gone", f"{server}/text")
    assert failed.exit_code == 2
    assert failed.stderr.startswith(f"unspin: cannot read {server}/gone: its server answers 404")


def test_what_is_an_address() -> None:
    assert is_address("https://lorn.invalid/a.docx")
    assert not any(map(is_address, ["article.txt", "C:\\a.txt", "a:b", "-", "./http://x", "c://x"]))
