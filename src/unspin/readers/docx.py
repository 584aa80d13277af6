"""Word documents (.docx): their text with all tracked changes accepted, or with all of them rejected.

Read from the XML itself, after ECMA-376: libraries that offer paragraphs leave out what was inserted under tracking.
Nothing is run, fetched or unpacked to disk; comments, headers, footers and hidden text are left out.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from xml.parsers import expat

from unspin.blocks import BlockKind
from unspin.document import Document
from unspin.readers.built import Piece, built
from unspin.readers.errors import ReadError

SIGNATURE = b"PK\x03\x04"
MOST_XML = 64_000_000
"""Bytes that a part of the document may unpack to."""

_MOST_PARTS = 20_000
_MOST_DEPTH = 2_000
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_INSERTED = frozenset({"ins", "moveTo", "cellIns"})
_DELETED = frozenset({"del", "moveFrom", "cellDel"})
# What these hold is how something was formatted before, or no text of the document.
_PASSED_OVER = frozenset(
    "pPrChange rPrChange sectPrChange tblPrChange trPrChange tcPrChange tblGridChange tblPrExChange numberingChange "
    "sectPr rubyPr rt instrText delInstrText".split()
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_OFF = frozenset({"0", "false", "off"})


class _UnreadableError(ValueError):
    """The file is no Word document that can be read; ``args`` are reason and remedy."""


def docx_document(data: bytes, *, name: str, metadata: dict[str, str]) -> Document:
    """The document as it stands with every tracked change accepted.

    Paragraphs, headings, captions and list items become blocks, a row of a table one list item with " | " between its
    cells; foot- and endnotes come last.

    Raises:
        ReadError: It is no Word document, is damaged, protected or absurdly large, or holds no words.
    """
    return _document(_parts(data, name), name, metadata, accepted=True)[0]


def docx_versions(data: bytes, *, name: str, metadata: dict[str, str]) -> tuple[Document, Document]:
    """The document with every tracked change rejected, and with every one accepted: an original and its rewrite.

    Raises:
        ReadError: As for ``docx_document``; or nothing is tracked in it.
    """
    parts = _parts(data, name)
    original, tracked = _document(parts, name, metadata, accepted=False)
    if not tracked:
        raise ReadError(
            name,
            "it has no tracked changes, so it holds one version only",
            "give the original and the rewrite as two files",
        )
    return replace(original, name=f"{name} (changes rejected)"), _document(parts, name, metadata, accepted=True)[0]


def _document(
    parts: Mapping[str, bytes], name: str, metadata: dict[str, str], *, accepted: bool
) -> tuple[Document, bool]:
    """The document in one of its versions, and whether changes are tracked in it."""
    pieces: list[Piece] = []
    tracked = False
    try:
        styles = _Styles.of(parts["styles"]) if "styles" in parts else _Styles()
        for part in ("document", "footnotes", "endnotes"):
            if part in parts:
                text = _Text(styles, accepted=accepted)
                _parse(parts[part], text.start, text.end, text.data)
                pieces += text.pieces
                tracked = tracked or text.tracked
    except expat.ExpatError as error:
        raise ReadError(name, f"its XML is damaged ({error})", "open it in Word and save it again") from None
    except _UnreadableError as error:
        raise ReadError(name, *error.args) from None
    version = "with all changes accepted" if accepted else "with all changes rejected"
    reason = f"{version} it holds no words" if tracked else "it holds no words"
    metadata = {**metadata, "format": "docx"}
    return built(pieces, name=name, metadata=metadata, nothing=(reason, "give a document with text in it")), tracked


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """The parts that hold text or styles, by their purpose."""
    try:
        if data.count(b"PK\x01\x02") > _MOST_PARTS:
            raise _UnreadableError("it has an absurd number of parts", "save it in Word as a new document")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            main = _main_part(archive) if "_rels/.rels" in names else "word/document.xml"
            if main not in names:
                raise _UnreadableError(
                    "it is a zip archive or an office document other than Word (.docx)",
                    "save or export it as .docx or as plain text (UTF-8) first",
                )
            folder = posixpath.dirname(main)
            beside = {part: posixpath.join(folder, f"{part}.xml") for part in ("styles", "footnotes", "endnotes")}
            wanted = {"document": main, **{part: path for part, path in beside.items() if path in names}}
            return {part: _unpacked(archive, path) for part, path in wanted.items()}
    except _UnreadableError as error:
        raise ReadError(name, *error.args) from None
    except RuntimeError:
        raise ReadError(name, "it is protected by a password", "save it without one") from None
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, ValueError, LookupError) as error:
        raise ReadError(
            name,
            f"it looks like a zip archive or an office document and is damaged ({error})",
            "open it in the program that made it and save it again",
        ) from None


def _unpacked(archive: zipfile.ZipFile, path: str) -> bytes:
    with archive.open(path) as stream:
        data = stream.read(MOST_XML + 1)
    if len(data) > MOST_XML:
        raise _UnreadableError(f"it unpacks to more than {MOST_XML // 1_000_000} MB", "split it into single articles")
    return data


def _main_part(archive: zipfile.ZipFile) -> str:
    targets: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith(" Relationship") and attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(attributes.get("Target", ""))

    _parse(_unpacked(archive, "_rels/.rels"), start)
    return posixpath.normpath(targets[0].lstrip("/")) if targets else ""


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] = lambda _: None,
) -> None:
    """Go through XML once; a document type, and with it every entity of its own or from elsewhere, is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def refuse(*_: object) -> None:
        raise _UnreadableError("its XML declares a document type, as no Word document does", "save it in Word again")

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise _UnreadableError("its XML is nested absurdly deep", "save it in Word as a new document")
        start(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text
    parser.Parse(data, True)


def _local(tag: str) -> str:
    """The name of an element of WordprocessingML, or nothing for one of another language."""
    namespace, _, name = tag.rpartition(" ")
    return name if namespace in _WORDS else ""


def _value(attributes: Mapping[str, str], default: str = "") -> str:
    return next((attributes[f"{space} val"] for space in _WORDS if f"{space} val" in attributes), default)


class _Style(NamedTuple):
    kind: BlockKind | None
    parent: str


@dataclass(slots=True)
class _Styles:
    """What the styles of paragraphs say of their kind."""

    known: dict[str, _Style] = field(default_factory=dict)

    def kind(self, style: str) -> BlockKind | None:
        """The kind of paragraphs in the style, by its name or the one that it builds on; None where they say nothing."""
        for _ in range(20):
            found = self.known.get(style, _Style(_kind_named(style), ""))
            if found.kind or not found.parent:
                return found.kind
            style = found.parent
        return None

    @classmethod
    def of(cls, data: bytes) -> _Styles:
        """The styles in a part of their own."""
        styles = cls()
        style, parent, kind = "", "", None

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal style, parent, kind
            match _local(tag):
                case "style":
                    style = next((attributes[key] for space in _WORDS if (key := f"{space} styleId") in attributes), "")
                    parent, kind = "", None
                case "name":
                    kind = kind or _kind_named(_value(attributes))
                case "basedOn":
                    parent = _value(attributes)
                case "outlineLvl" if _value(attributes) in set("012345678"):
                    kind = "heading"
                case "numPr":
                    kind = kind or "list-item"

        def end(tag: str) -> None:
            if _local(tag) == "style":
                styles.known[style] = _Style(kind, parent)

        _parse(data, start, end)
        return styles


def _kind_named(style: str) -> BlockKind | None:
    """What a style's name says; Word keeps the English names of its own styles in every language."""
    bare = style.casefold().replace(" ", "").replace("-", "")
    if bare.startswith("heading") or bare in {"title", "subtitle", "headline"}:
        return "heading"
    if bare == "caption":
        return "caption"
    return "list-item" if bare.startswith("list") and bare != "listcontinue" else None


@dataclass(slots=True)
class _Paragraph:
    words: list[str] = field(default_factory=list)
    style: str = ""
    numbered: bool | None = None
    outlined: bool = False
    goes_on: bool = False
    """Whether the mark at its end is not there in this version, so that the next paragraph continues it."""


@dataclass(slots=True)
class _Row:
    cells: list[list[Piece]] = field(default_factory=list)
    gone: bool = False
    cell_gone: bool = False


class _Text:
    """Collects the pieces of one version while the XML goes by."""

    def __init__(self, styles: _Styles, *, accepted: bool) -> None:
        self.pieces: list[Piece] = []
        self.tracked = False
        self._styles = styles
        self._gone = _DELETED if accepted else _INSERTED
        self._path: list[str] = []
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[_Row] = []
        self._left: list[str] = []
        self._skipped = 0
        self._absent = 0
        self._hidden = False
        self._codes: list[bool] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        name = _local(tag)
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if self._skipped or name in _PASSED_OVER or tag == _FALLBACK:
            self._skipped += 1
            return
        if (name in _INSERTED or name in _DELETED) and parent != "numPr":
            self._change(name, parent)
        elif name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "tr":
            self._rows.append(_Row())
        elif name == "tc" and self._rows:
            self._rows[-1].cells.append([])
            self._rows[-1].cell_gone = False
        elif name == "r":
            self._hidden = False
        elif parent in ("pPr", "numPr", "rPr"):
            self._property(name, parent, _value(attributes))
        elif name == "fldChar":
            self._field(
                next((attributes[key] for space in _WORDS if (key := f"{space} fldCharType") in attributes), "")
            )
        elif name == "tbl":
            self._flush()
        elif name in _CHARACTERS and parent == "r":
            self._add(_CHARACTERS[name])

    def end(self, _tag: str) -> None:
        """Take the end of an element."""
        name = self._path.pop()
        if self._skipped:
            self._skipped -= 1
        elif name in self._gone and self._path and self._path[-1] not in ("rPr", "trPr", "tcPr", "numPr"):
            self._absent -= 1
        elif name == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name in ("body", "footnote", "endnote"):
            self._flush()
        elif name == "tr" and self._rows:
            self._end_row(self._rows.pop())
        elif name == "tc" and self._rows:
            self._flush()
            if self._rows[-1].cell_gone:
                self._rows[-1].cells.pop()

    def data(self, text: str) -> None:
        """Take characters."""
        if not self._skipped and self._path[-1] in ("t", "delText"):
            self._add(text)

    def _change(self, name: str, parent: str) -> None:
        """An insertion or a deletion: of what it holds, or of the paragraph's mark, the row or the cell that it describes."""
        self.tracked = True
        if name not in self._gone:
            return
        if parent == "rPr":
            if self._paragraphs and self._path[-3:-1] == ["pPr", "rPr"]:
                self._paragraphs[-1].goes_on = True
        elif parent == "trPr":
            if self._rows:
                self._rows[-1].gone = True
        elif parent == "tcPr":
            if self._rows:
                self._rows[-1].cell_gone = True
        else:
            self._absent += 1

    def _property(self, name: str, parent: str, value: str) -> None:
        if parent == "rPr":
            if name == "vanish" and self._path[-3:-1] == ["r", "rPr"]:
                self._hidden = value not in _OFF
        elif self._paragraphs:
            paragraph = self._paragraphs[-1]
            if name == "pStyle":
                paragraph.style = value
            elif name == "outlineLvl":
                paragraph.outlined = value in set("012345678")
            elif name == "numId":
                paragraph.numbered = value != "0"

    def _add(self, text: str) -> None:
        if self._paragraphs and not (self._absent or self._hidden or any(self._codes)):
            self._paragraphs[-1].words.append(text)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        self._left += paragraph.words
        if paragraph.goes_on:
            return
        self._put([Piece("".join(self._left), self._kind(paragraph))])
        self._left = []

    def _flush(self) -> None:
        """End a paragraph that nothing continues any more."""
        if self._left:
            self._end_paragraph(_Paragraph())

    def _put(self, pieces: list[Piece]) -> None:
        if self._rows and self._rows[-1].cells:
            self._rows[-1].cells[-1] += pieces
        else:
            self.pieces += pieces

    def _field(self, kind: str) -> None:
        """Between "begin" and "separate" stands what is computed, after it what is shown."""
        if kind == "begin":
            self._codes.append(True)
        elif self._codes and kind == "separate":
            self._codes[-1] = False
        elif self._codes and kind == "end":
            self._codes.pop()

    def _kind(self, paragraph: _Paragraph) -> BlockKind | None:
        kind = "heading" if paragraph.outlined else self._styles.kind(paragraph.style)
        if kind in ("heading", "caption") or paragraph.numbered is None:
            return kind
        return "list-item" if paragraph.numbered else None

    def _end_row(self, row: _Row) -> None:
        """Put the row where it belongs: one piece where its cells hold a line each, else their paragraphs."""
        cells = [[piece for piece in cell if piece.text.strip()] for cell in row.cells]
        filled = [cell for cell in cells if cell and not row.gone]
        if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
            self._put([Piece(" | ".join(" ".join(cell[0].text.split()) for cell in filled), "list-item")])
        else:
            self._put([piece for cell in filled for piece in cell])
