"""The rewrite as a Word document with a comment at each change; needs python-docx, of ``unspin[documents]``."""

from __future__ import annotations

import bisect
import io
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

from unspin.document import NOTHING, Document, Span
from unspin.report.anchors import Anchors
from unspin.report.model import Report
from unspin.report.places import one_line, visible
from unspin.report.sites import Finding, findings

if TYPE_CHECKING:
    from docx.document import Document as Written
    from docx.text.run import Run

AUTHOR, INITIALS = "unspin", "un"
STYLES = {"heading": "Heading 1", "list-item": "List Bullet", "caption": "Caption", "paragraph": "Normal"}

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n?")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file can tell


class MissingLibraryError(ImportError):
    """python-docx is not installed, or is too old to write comments; the message says what to install."""


def to_bytes(report: Report) -> bytes:
    """The bytes of a .docx file, the same for the same report.

    Raises:
        MissingLibraryError: python-docx cannot be used.
    """
    written = _empty()
    anchors = Anchors(report)
    found = [(finding, _place(finding, anchors)) for finding in findings(report)]
    pieces, runs = _write(written, report.rewrite, [place for _, place in found if place is not None])
    for finding, place in found:
        inside = [] if place is None else runs[_overlapping(pieces, place)]
        comment = written.add_comment(inside or _last(written), _said(finding), author=AUTHOR, initials=INITIALS)
        # The time of writing would make other bytes of the same report.
        comment._comment_elm.date = None
    _describe(written, report)
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


def _place(finding: Finding, anchors: Anchors) -> Span | None:
    """The words of the rewrite that a comment stands at; for lost words the sentence that they are missing from."""
    return finding.rewrite.span if finding.rewrite else anchors.nearest(finding.site.span)


def _write(written: Written, document: Document, places: list[Span]) -> tuple[list[Span], list[Run]]:
    """Add a paragraph for each block, in runs that begin and end where a comment does; the runs, and what each shows."""
    prose = document.prose
    cuts = sorted({end for place in places for end in (place.start, place.end)})
    pieces, runs = [], []
    for block in document.blocks:
        paragraph = written.add_paragraph(style=STYLES[block.kind])
        inside = cuts[bisect.bisect_right(cuts, block.span.start) : bisect.bisect_left(cuts, block.span.end)]
        for start, end in pairwise([block.span.start, *inside, block.span.end]):
            pieces.append(Span(start, end))
            runs.append(paragraph.add_run(_plain(prose[start:end].replace(NOTHING, ""))))
    return pieces, runs


def _overlapping(pieces: list[Span], place: Span) -> slice:
    """Which pieces share a code point with the place; they stand in order."""
    first = bisect.bisect_right(pieces, place.start, key=lambda piece: piece.end)
    return slice(first, bisect.bisect_left(pieces, place.end, key=lambda piece: piece.start))


def _last(written: Written) -> Run:
    """An empty run at the end of the text, for what belongs to no words of it."""
    return (written.paragraphs[-1] if written.paragraphs else written.add_paragraph()).add_run()


def _said(finding: Finding) -> str:
    head = f"{finding.severity}: {finding.type}, {finding.confidence:.0%} sure"
    lines = [head, one_line(finding.message)]
    if finding.original:
        lines.append(f"Original, line {finding.original.line}: “{one_line(finding.original.words)}”")
    return _plain("\n".join(lines))


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return _NO_XML.sub("\ufffd", visible(_LINE_END.sub("\n", text), keep="\n\t"))


def _describe(written: Written, report: Report) -> None:
    told = written.core_properties
    told.author, told.last_modified_by, told.comments = AUTHOR, AUTHOR, ""
    told.title = _plain(one_line(report.rewrite.name))[:255]
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
