"""Web pages: their main text by trafilatura, without menus, teasers, advertisements and comments.

Nothing in a page is run, and nothing that it names is fetched.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from typing import Any

from unspin.blocks import BlockKind
from unspin.document import Document
from unspin.readers.built import Piece, built
from unspin.readers.errors import ReadError

MOST_HTML = 10_000_000
"""Bytes of the largest page that is read."""

_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{1,40})""",
    re.IGNORECASE,
)
# Some of the encodings that are known by name to Python are no encodings of texts, or slow.
_KNOWN = re.compile(
    r"utf-?8|(?:windows|cp)-?\d{3,4}|iso[-_]?8859-\d{1,2}|latin-?[19]|(?:us-)?ascii|koi8-[ru]|(?:x-mac-|mac)\w+|euc-\w+|"
    r"shift_jis|gb\w+|big5"
)
# What pages declare as these is windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
_WESTERN = frozenset({"iso8859-1", "ascii"})
_PROLOG = re.compile(r"\s*<\?xml[^>]*>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset("body p head item list quote table row cell div ab code figure graphic".split())
_KINDS: dict[str, BlockKind] = {"head": "heading", "item": "list-item"}
_LONGEST_CELL = 200
_SILENT = logging.NullHandler()
_ASIDE = "head script style template noscript nav footer aside form button select svg iframe object".split()
_NAMES = {
    **dict.fromkeys("h1 h2 h3 h4 h5 h6".split(), "head"),
    **dict.fromkeys("article header main section blockquote address pre dd dt dl ul ol".split(), "div"),
    **{"li": "item", "br": "lb", "tr": "row", "td": "cell", "th": "cell"},
}


def html_document(data: bytes, *, name: str, metadata: dict[str, str], charset: str = "") -> Document:
    """The document of a page's main text: its headline, paragraphs, headings, list items, quotes, table rows and captions.

    What a ``figcaption`` holds is a caption, the alternative text of an image no text. Short rows of tables are list items
    with " | " between their cells. ``metadata`` gains title, author, date and encoding, where they are known.

    Args:
        data: The page.
        name: As of ``Document``.
        metadata: As of ``Document``.
        charset: The encoding that whoever sent it has named; it goes before the one that the page names.

    Raises:
        ReadError: It is larger than 10 MB or has no main text, or unspin[documents] is not installed.
    """
    if len(data) > MOST_HTML:
        raise ReadError(
            name, f"it is a web page of more than {MOST_HTML // 1_000_000} MB", "save its text as plain text (UTF-8)"
        )
    try:
        import trafilatura  # noqa: PLC0415
        from lxml import etree  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
        from lxml import html as parser  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
    except ImportError as error:
        raise ReadError(
            name,
            f"it is a web page, and reading web pages needs {error.name}",
            "install unspin[documents], or save the page's text as plain text (UTF-8)",
        ) from None
    # It logs what it finds no text in, which nobody has asked for.
    for logger in ("trafilatura", "htmldate"):
        logging.getLogger(logger).addHandler(_SILENT)
    nothing = ("it is a web page without a main text", "save the text that you mean as plain text (UTF-8)")
    text, encoding = _decoded(data, charset)
    try:
        page = parser.document_fromstring(
            _PROLOG.sub("", text, count=1),
            parser=parser.HTMLParser(remove_comments=True, remove_pis=True, no_network=True),
        )
        label = _label(text)
        headline = _headline(page)
        _mark_captions(page, label)
        found: Any = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
        pieces = list(_pieces(found.body)) if found is not None else []
        if len(pieces) <= 1:
            # It finds nothing in pages of a few lines, or runs all of them together.
            simple = list(_pieces(_simplified(page)))
            pieces = pieces if not simple or any(piece in simple for piece in pieces) else simple
    except (etree.LxmlError, ValueError, RecursionError, AssertionError):
        raise ReadError(name, *nothing) from None
    pieces = [_unmarked(piece, label) for piece in pieces]
    if headline and not any(_spaced(piece.text) == headline for piece in pieces):
        pieces.insert(0, Piece(headline, "heading"))
    known = {key: getattr(found, key, None) for key in ("title", "author", "date")}
    return built(
        pieces,
        name=name,
        metadata={
            **metadata,
            "format": "html",
            "encoding": encoding,
            **{key: value for key, value in known.items() if value},
        },
        nothing=nothing,
    )


def _decoded(data: bytes, charset: str) -> tuple[str, str]:
    """The characters and the name of their encoding, by byte order mark, sender, page, and looks, in this order."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff"), encoding
    declared = _DECLARED.search(data[:4096])
    named = charset or (next(filter(None, declared.groups())).decode() if declared else "")
    if _KNOWN.fullmatch(named.lower()):
        try:
            encoding = codecs.lookup(named).name
            encoding = "cp1252" if encoding in _WESTERN else encoding
            if encoding != "utf-8":
                return data.decode(encoding, "replace"), encoding
        except LookupError:
            pass
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # One broken character does not make a page that names UTF-8 something else.
        encoding = "utf-8" if named.lower() in ("utf-8", "utf8") else "cp1252"
        return data.decode(encoding, "replace"), encoding


def _label(text: str) -> str:
    """A word that stands nowhere in the page."""
    number = 0
    while f"xcaption{number}x" in text:
        number += 1
    return f"xcaption{number}x"


def _headline(page: Any) -> str:
    """The words of the page's first-rank heading, if it has just one."""
    found = [words for words in (_spaced(" ".join(each.itertext())) for each in page.iter("h1")) if words]
    return found[0] if len(found) == 1 else ""


def _mark_captions(page: Any, label: str) -> None:
    """Put a paragraph with a label in the place of each caption's figure; trafilatura would drop the caption."""
    for caption in list(page.iter("figcaption")):
        words = _spaced("".join(caption.itertext()))
        figure = next(caption.iterancestors("figure"), caption)
        if words and figure.getparent() is not None:
            paragraph = page.makeelement("p")
            paragraph.text = f"{label} {words}"
            figure.addprevious(paragraph)
        caption.drop_tree()


def _unmarked(piece: Piece, label: str) -> Piece:
    words = piece.text.removeprefix(label)
    return piece if words == piece.text else Piece(words, "caption")


def _pieces(body: Any) -> Iterator[Piece]:
    """Yield what stands in each innermost block of the tree that trafilatura makes."""
    from lxml import etree  # noqa: PLC0415

    open_blocks: list[str] = []
    words: list[str] = []
    row: list[Piece] | None = None

    def ended() -> Iterator[Piece]:
        text = "".join(words).strip()
        words.clear()
        if text:
            kind: BlockKind = next((_KINDS[tag] for tag in reversed(open_blocks) if tag in _KINDS), "paragraph")
            yield Piece(text, kind)

    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            if element.tag in _BLOCKS:
                if row is None:
                    yield from ended()
                else:
                    row += ended()
                open_blocks.append(element.tag)
                row = [] if element.tag == "row" else row
            words.append("\n" if element.tag == "lb" else _SPACE.sub(" ", element.text or ""))
            continue
        if element.tag in _BLOCKS:
            if row is None:
                yield from ended()
            else:
                row += ended()
            open_blocks.pop()
            if element.tag == "row" and row is not None:
                yield from _row(row)
                row = None
        words.append(_SPACE.sub(" ", element.tail or ""))


def _simplified(page: Any) -> Any:
    """The page's body with the names that trafilatura gives to elements, and without what is seldom an article."""
    for element in list(page.iter(*_ASIDE)):
        element.drop_tree()
    for element in page.iter():
        element.tag = _NAMES.get(element.tag, element.tag)
    return page


def _row(cells: list[Piece]) -> list[Piece]:
    """One list item where each cell is short; tables that only lay out a page hold paragraphs."""
    if len(cells) > 1 and all(len(cell.text) <= _LONGEST_CELL for cell in cells):
        return [Piece(" | ".join(_spaced(cell.text) for cell in cells), "list-item")]
    return cells


def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
