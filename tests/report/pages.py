"""HTML pages as tests read them."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from html.parser import HTMLParser

VOID = {"meta", "input"}


class Page(HTMLParser):
    """The elements of a page, checked for balance."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag


def plain(markup: str) -> str:
    """The characters that a browser shows."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def assert_linked(page: str) -> None:
    """Every id is there once, and every link leads to one."""
    elements = Page(page).elements
    names = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(names) == len(set(names))
    targets = [attributes["href"] for tag, attributes in elements if tag == "a"]
    assert targets
    assert all(target and target.startswith("#") and target[1:] in names for target in targets)


def assert_self_contained(page: str) -> None:
    """The page needs nothing else, its policy forbids more, and its own style and script are the ones it allows."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    for element in ("style", "script"):
        content = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert len(content) == 1
        digest = base64.b64encode(hashlib.sha256(content[0].encode()).digest()).decode()
        assert f"{element}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;")
    elements = Page(page).elements
    assert {tag for tag, _ in elements} & {"link", "img", "iframe", "base", "object"} == set()
    assert not any(name in ("src", "style") or name.startswith("on") for _, names in elements for name in names)
    assert "//" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
