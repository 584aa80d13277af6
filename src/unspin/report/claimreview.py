"""Changes as drafts of schema.org's ClaimReview (JSON-LD): one a change, without a rating, an author or an address.

Whether a claim is false is for a person to say; a draft has what that person needs before publishing one.
"""

from __future__ import annotations

from typing import Any

from unspin.document import Document, Span
from unspin.report import jsontext
from unspin.report.anchors import Anchors
from unspin.report.annotation import identity
from unspin.report.findings import Finding, findings
from unspin.report.model import Report
from unspin.report.places import one_line

CONTEXT = "https://schema.org"


def to_text(report: Report) -> str:
    """A graph with a draft for each change."""
    anchors = Anchors(report)
    drafts = [_draft(report, finding, anchors) for finding in findings(report)]
    return jsontext.document({"@context": CONTEXT, "@graph": drafts})


def _draft(report: Report, finding: Finding, anchors: Anchors) -> dict[str, Any]:
    if finding.rewrite:
        told: Span | None = anchors.rewrite.around(finding.rewrite.span)
    else:
        # What misleads is the sentence that the words are missing from.
        told = anchors.nearest(finding.site.span)
    source = anchors.original.around(finding.original.span) if finding.original else None
    return {
        "@type": "ClaimReview",
        "@id": identity([report.original.name, report.rewrite.name], finding.fingerprint),
        "creativeWorkStatus": "Draft",
        "claimReviewed": _words(report.rewrite, told),
        "itemReviewed": {"@type": "Claim", "appearance": _work(report.rewrite)},
        "reviewAspect": finding.type,
        "reviewBody": one_line(finding.message),
        "isBasedOn": {
            **_work(report.original),
            **({"text": _words(report.original, source)} if source is not None else {}),
        },
    }


def _work(document: Document) -> dict[str, Any]:
    return {"@type": "CreativeWork", "name": one_line(document.name)}


def _words(document: Document, span: Span | None) -> str:
    """A sentence; the whole text where nothing of it belongs to the words."""
    return one_line(document.slice(span) if span is not None else document.text).strip()
