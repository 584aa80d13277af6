"""A document, or the rewrite of two, for Word with a comment at each finding; needs python-docx, of ``unspin[documents]``."""

from __future__ import annotations

import bisect
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from unspin.document import NOTHING, Document, Span
from unspin.report.anchors import Anchors
from unspin.report.findings import Finding, Result, documents_of, findings
from unspin.report.model import Report
from unspin.report.places import one_line, visible
from unspin.report.reading.context import shortened

if TYPE_CHECKING:
    from docx.document import Document as Written
    from docx.text.run import Run

AUTHOR, INITIALS = "unspin", "un"
STYLES = {"heading": "Heading 1", "list-item": "List Bullet", "caption": "Caption"}

_MOST_WORDS = 400
_REFERENCE = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n?")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file can tell


class MissingLibraryError(ImportError):
    """python-docx is not installed, or is too old to write comments; the message says what to install."""


def to_bytes(result: Result) -> bytes:
    """The bytes of a .docx file, the same for the same result.

    Raises:
        MissingLibraryError: python-docx cannot be used.
    """
    written = _empty()
    document = documents_of(result)[-1]
    found = findings(result)
    places = _places(result, found)
    pieces, runs = _write(written, document, [place for place in places if place is not None])
    last: Run | None = None
    for number, place in enumerate(places):
        inside = [] if place is None else runs[_overlapping(pieces, place)]
        if not inside:
            # An empty run at the end of the text, for what belongs to no words of it.
            last = last or (written.paragraphs[-1] if written.paragraphs else written.add_paragraph()).add_run()
            inside = [last]
        inside[0].mark_comment_range(inside[-1], number)
    _comment(written, [_said(finding) for finding in found])
    _describe(written, document)
    saved = io.BytesIO()
    written.save(saved)
    return _timeless(saved)


def require() -> None:
    """Do nothing where the format can be written.

    Raises:
        MissingLibraryError: python-docx cannot be used.
    """
    _empty()


def _empty() -> Written:
    try:
        import docx  # noqa: PLC0415
    except ImportError:
        raise MissingLibraryError("needs python-docx: install unspin[documents]") from None
    written = docx.Document()
    if not hasattr(written, "add_comment"):
        raise MissingLibraryError("needs python-docx 1.2 or newer, which writes comments: install unspin[documents]")
    return written


def _places(result: Result, found: Sequence[Finding]) -> list[Span | None]:
    """The words that each comment stands at; for words that a rewrite lost the sentence that they are missing from."""
    if not isinstance(result, Report):
        return [finding.site.span for finding in found]
    anchors = Anchors(result)
    return [finding.rewrite.span if finding.rewrite else anchors.nearest(finding.site.span) for finding in found]


def _write(written: Written, document: Document, places: list[Span]) -> tuple[list[Span], list[Run]]:
    """Add a paragraph for each block, in runs that begin and end where a comment does; the runs, and what each shows."""
    prose = document.prose
    cuts = sorted({end for place in places for end in (place.start, place.end)})
    pieces, runs = [], []
    for block in document.blocks:
        paragraph = written.add_paragraph(style=STYLES.get(block.kind))
        inside = cuts[bisect.bisect_right(cuts, block.span.start) : bisect.bisect_left(cuts, block.span.end)]
        for start, end in pairwise([block.span.start, *inside, block.span.end]):
            pieces.append(Span(start, end))
            runs.append(paragraph.add_run(_plain(prose[start:end].replace(NOTHING, ""))))
    return pieces, runs


def _overlapping(pieces: list[Span], place: Span) -> slice:
    """Which pieces share a code point with the place; they stand in order."""
    first = bisect.bisect_right(pieces, place.start, key=lambda piece: piece.end)
    return slice(first, bisect.bisect_left(pieces, place.end, key=lambda piece: piece.start))


def _comment(written: Written, texts: Iterable[str]) -> None:
    """Write the comments, numbered from 0.

    python-docx looks through all comments for the number of the next one, and writes the time into each.
    """
    from docx.oxml.ns import nsdecls  # noqa: PLC0415
    from docx.oxml.parser import parse_xml  # noqa: PLC0415

    element = written.part._comments_part.element
    for number, text in enumerate(texts):
        paragraphs = (
            f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{_REFERENCE * (line == 0)}'
            f'<w:r><w:t xml:space="preserve">{escape(said)}</w:t></w:r></w:p>'
            for line, said in enumerate(text.split("\n"))
        )
        head = f'<w:comment {nsdecls("w")} w:id="{number}" w:author="{AUTHOR}" w:initials="{INITIALS}">'
        element.append(parse_xml(f"{head}{''.join(paragraphs)}</w:comment>"))


def _said(finding: Finding) -> str:
    head = f"{finding.severity}: {finding.type}" + (f", {finding.sure}" if finding.sure else "")
    lines = [head, one_line(finding.message)]
    for name, site in finding.places:
        # Words that a comment stands at need not be told.
        if site and site is not finding.rewrite:
            words = shortened(one_line(site.words), _MOST_WORDS)
            lines.append(f"{name.capitalize()}, line {site.line}: “{words}”")
    return _plain("\n".join(lines))


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return _NO_XML.sub("\ufffd", visible(_LINE_END.sub("\n", text), keep="\n\t"))


def _describe(written: Written, document: Document) -> None:
    told = written.core_properties
    told.author, told.last_modified_by, told.comments = AUTHOR, AUTHOR, ""
    told.title = _plain(one_line(document.name))[:255]
    for element in list(told._element):
        if element.tag.endswith(("}created", "}modified")):
            told._element.remove(element)


def _timeless(saved: io.BytesIO) -> bytes:
    """The same file without the time of its making."""
    result = io.BytesIO()
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(result, "w") as kept:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 3
            kept.writestr(part, made.read(name))
    return result.getvalue()
