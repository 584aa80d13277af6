"""Findings and quotes as W3C Web Annotations (JSON-LD): one annotation each, with selectors on both texts.

A TextQuoteSelector finds the words again after edits, a TextPositionSelector counts code points of the text as it was read.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unspin.document import Document, Span
from unspin.report import jsontext
from unspin.report.findings import PASSAGE, TWIN, Finding, Result, documents_of, findings
from unspin.report.places import one_line
from unspin.report.reading.model import Reading
from unspin.report.reading.speakers import name_of
from unspin.report.sarif import uri
from unspin.report.sites import Site

if TYPE_CHECKING:
    from unspin.facts.quotes import Quote

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

_AROUND = 32  # code points before and after the words


def to_text(result: Result) -> str:
    """An annotation page with an annotation for each finding, and for each quote of a reading before them."""
    names = [document.name for document in documents_of(result)]
    page = {"@context": CONTEXT, "id": identity(names, "page"), "type": "AnnotationPage"}
    return jsontext.document({**page, "items": list(_items(result, names))})


def identity(names: list[str], name: str) -> str:
    """A name for something of texts with these names, the same each time."""
    parts = "\0".join([*names, name]).encode(errors="surrogatepass")
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, parts.hex())}"


def _items(result: Result, names: list[str]) -> Iterator[dict[str, Any]]:
    if isinstance(result, Reading):
        for number, quote in enumerate(result.quotes, start=1):
            yield _quote(result.document, quote, identity(names, f"quote {number}"))
    for finding in findings(result):
        yield _annotation(finding, identity(names, finding.fingerprint))


def _quote(document: Document, quote: Quote, name: str) -> dict[str, Any]:
    """What is quoted, with the speaker's name and the kind of the quote."""
    speaker = [_said(name_of(quote.speaker), "identifying")] if quote.speaker else []
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "identifying" if speaker else "tagging",
        "body": [*speaker, _said(quote.kind, "tagging")],
        "target": [_place(document, quote.span)],
    }


def _annotation(finding: Finding, name: str) -> dict[str, Any]:
    """An assessment or a comment; a passage that was taken from elsewhere is linked to where it comes from."""
    links = finding.type in (TWIN, PASSAGE) and finding.related
    comment = {**_said(finding.message, "commenting"), "language": "en"}
    bodies = [comment, _said(finding.type, "tagging"), _said(finding.severity, "tagging")]
    sites = [finding.site] if links else _sites(finding)
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "linking" if links else "commenting" if finding.confidence is None else "assessing",
        "body": [_place(links.document, links.span), *bodies] if links else bodies,
        "target": [_place(site.document, site.span) for site in sites],
    }


def _sites(finding: Finding) -> list[Site]:
    """The place that a finding is shown at, then the other one that has words for it."""
    other = finding.original if finding.site is finding.rewrite else None
    return [finding.site, *([other] if other else [])]


def _said(text: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": one_line(text), "format": "text/plain", "purpose": purpose}


def _place(document: Document, span: Span) -> dict[str, Any]:
    start, end = span.start, span.end
    quote = {
        "type": "TextQuoteSelector",
        "exact": document.slice(span),
        "prefix": document.text[max(0, start - _AROUND) : start],
        "suffix": document.text[end : end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"type": "SpecificResource", "source": uri(document.name), "selector": [quote, position]}
