"""Changes as W3C Web Annotations (JSON-LD): one annotation a change, with selectors on both texts.

A TextQuoteSelector finds the words again after edits, a TextPositionSelector counts code points of the text as it was read.
"""

from __future__ import annotations

import uuid
from typing import Any

from unspin.document import Document
from unspin.report import jsontext
from unspin.report.model import Report
from unspin.report.places import one_line
from unspin.report.sarif import uri
from unspin.report.sites import Finding, Site, findings

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

_AROUND = 32  # code points before and after the words


def to_text(report: Report) -> str:
    """An annotation page with an annotation for each change."""
    items = [_annotation(report, finding) for finding in findings(report)]
    page = {"@context": CONTEXT, "id": identity(report, "page"), "type": "AnnotationPage", "items": items}
    return jsontext.document(page)


def identity(report: Report, name: str) -> str:
    """A name for something of this report, the same each time."""
    parts = "\0".join([report.original.name, report.rewrite.name, name]).encode(errors="surrogatepass")
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, parts.hex())}"


def _annotation(report: Report, finding: Finding) -> dict[str, Any]:
    said = {"type": "TextualBody", "value": one_line(finding.message), "format": "text/plain", "language": "en"}
    tags = [
        {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": "tagging"}
        for value in (finding.type, finding.severity)
    ]
    targets = [
        _target(document, site)
        for document, site in ((report.rewrite, finding.rewrite), (report.original, finding.original))
        if site
    ]
    return {
        "id": identity(report, finding.fingerprint),
        "type": "Annotation",
        "motivation": "assessing",
        "body": [{**said, "purpose": "commenting"}, *tags],
        "target": targets,
    }


def _target(document: Document, site: Site) -> dict[str, Any]:
    start, end = site.span.start, site.span.end
    quote = {
        "type": "TextQuoteSelector",
        "exact": site.words,
        "prefix": document.text[max(0, start - _AROUND) : start],
        "suffix": document.text[end : end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"type": "SpecificResource", "source": uri(document.name), "selector": [quote, position]}
