"""Web pages: what of them is read, and that nothing in them does harm."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspin.document import Document
from unspin.readers import ReadError, read, read_bytes, read_stdin
from unspin.readers.html import MOST_HTML

PAGE = """<!DOCTYPE html><html><head><title>Ferry strike ends | Lorn News</title><meta name="author" content="Ada Holm">
<script>document.write("scripted")</script><style>p { color: red }</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<header><h1>Ferry strike ends in Lorn</h1></header>
<article><p>Crews of the Lorn ferry went back to work on Monday, <b>after</b> a strike of <a href="/x">twelve days</a>.</p>
<figure><img src="https://lorn.invalid/a.png" alt="Alternative text">
<figcaption>The <i>quay</i> at Lorn. Photo: Ada Holm</figcaption></figure>
<p>“We won,” said Orla Venn, who speaks
for the 340 crew members of the line.</p>
<h2>What was agreed</h2><ul><li>Pay rises by 4 per cent in May.</li><li><p>Shifts end at ten.</p></li></ul>
<blockquote><p>Nobody was dismissed, and nobody will be.</p></blockquote>
<table><tr><th>Port</th><th>Crews</th></tr><tr><td>Lorn</td><td>12</td></tr></table>
<p>The line carries 2,000 people a day.<br>It has three ships.</p>
</article><aside><p>Most read: the weather.</p></aside>
<footer><p>Copyright Lorn News. All rights reserved.</p></footer></body></html>"""


def parsed(page: str | bytes, charset: str = "") -> Document:
    data = page if isinstance(page, bytes) else page.encode()
    return read_bytes(data, name="t.html", suffix=".html", charset=charset)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.slice(block.span)) for block in document.blocks]


def test_the_main_text_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    document = read(path)
    assert blocks(document) == [
        ("heading", "Ferry strike ends in Lorn"),
        ("paragraph", "Crews of the Lorn ferry went back to work on Monday, after a strike of twelve days."),
        ("caption", "The quay at Lorn. Photo: Ada Holm"),
        ("paragraph", "“We won,” said Orla Venn, who speaks for the 340 crew members of the line."),
        ("heading", "What was agreed"),
        ("list-item", "Pay rises by 4 per cent in May."),
        ("list-item", "Shifts end at ten."),
        ("paragraph", "Nobody was dismissed, and nobody will be."),
        ("list-item", "Port | Crews"),
        ("list-item", "Lorn | 12"),
        ("paragraph", "The line carries 2,000 people a day.\nIt has three ships."),
    ]
    assert document.metadata == {
        "format": "html",
        "encoding": "utf-8",
        "title": "Ferry strike ends in Lorn",
        "author": "Ada Holm",
    }


def test_a_page_is_told_by_its_content_where_no_suffix_says_otherwise(tmp_path: Path) -> None:
    assert read_stdin(io.BytesIO(PAGE.encode())).text == parsed(PAGE).text
    for name in ("page.txt", "page.md"):
        path = tmp_path / name
        path.write_text(PAGE, encoding="utf-8")
        with pytest.raises(ReadError, match="web page, not plain text"):
            read(path)


def test_pages_of_a_few_lines() -> None:
    page = "<nav>Home</nav><h1>Ada Prill resigns</h1><p>She left.</p><figcaption>The quay.</figcaption><p>He stayed."
    assert blocks(parsed(page)) == [
        ("heading", "Ada Prill resigns"),
        ("paragraph", "She left."),
        ("caption", "The quay."),
        ("paragraph", "He stayed."),
    ]
    assert parsed("Words without a tag.").text == "Words without a tag."


@pytest.mark.parametrize(
    ("declared", "encoding", "charset", "known"),
    [
        ("utf-8", "utf-8", "", "utf-8"),
        ("iso-8859-1", "cp1252", "", "cp1252"),
        ("", "cp1252", "", "cp1252"),
        ("", "mac-roman", "macintosh", "mac-roman"),
        ("utf-8", "cp1252", "windows-1252", "cp1252"),
        ("punycode", "utf-8", "", "utf-8"),
        ("no-such", "utf-8", "", "utf-8"),
        ("", "utf-16", "", "utf-16"),
    ],
)
def test_encodings(declared: str, encoding: str, charset: str, known: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>“It is over,” said Zoë Crane.</p></body></html>'
    document = parsed(page.encode(encoding), charset)
    assert (document.text, document.metadata["encoding"]) == ("“It is over,” said Zoë Crane.", known)


def test_an_xml_declaration_and_entities() -> None:
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Prill &amp; Venn&nbsp;won &e; again.</p></body></html>'
    )
    assert "Prill & Venn\xa0won &e; again." in parsed(page).text


@pytest.mark.parametrize("page", ["<html></html>", "<p></p>", "<!-- -->", "<script>var words = 1</script>", "<", ""])
def test_pages_without_text_are_refused(page: str) -> None:
    with pytest.raises(ReadError, match="web page without a main text"):
        parsed(page)


def test_nothing_is_said_of_pages_without_text(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ReadError):
        parsed("<html></html>")
    assert capfd.readouterr() == ("", "")


def test_larger_pages_are_refused() -> None:
    with pytest.raises(ReadError, match="more than 10 MB"):
        parsed(b"<html>" + b" " * MOST_HTML)


@pytest.mark.parametrize(
    "page",
    ["<div>" * 100_000 + "Words.", "<table><tr><td>x" * 20_000, "<figure><figcaption>x" * 20_000, "<p a=" * 50_000],
)
def test_malformed_pages_end_soon(page: str) -> None:
    with suppress(ReadError):
        parsed(page)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"<>/=& \"'\x00é\n", "p", "h1", "figure", "figcaption", "<p>", "</", "<!--", "xcaption0x", "li"]
        )
    )
)
def test_any_page_gives_a_document_or_a_read_error(parts: list[str]) -> None:
    try:
        document = parsed("<html>" + "".join(parts))
    except ReadError:
        return
    assert document.text.strip()


def test_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ReadError, match=r"needs trafilatura; install unspin\[documents\]"):
        parsed(PAGE)
