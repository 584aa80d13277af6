"""A report as JSON: the contract of ``check --format json``, version 1. The schema is ``data/check.schema.json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.model import LinkedSpans, Report, severity_of
from unspin.report.values import accepted_value, compact, document_value, indented, place_value, rounded

SCHEMA_VERSION = 1


def to_dict(report: Report) -> dict[str, Any]:
    """The report as JSON values, keys in the order of the contract, numbers rounded to 4 digits."""
    from unspin import __version__  # noqa: PLC0415  the package imports this module

    return {
        "schema_version": SCHEMA_VERSION,
        "unspin": __version__,
        "original": document_value(report.original),
        "rewrite": document_value(report.rewrite),
        "summary": {
            "changes": len(report.changes),
            **report.counts,
            **accepted_value(report.accepted),
            "fidelity": round(float(report.fidelity), 4),
        },
        "links": [
            {
                "original": [[span.start, span.end] for span in link.original],
                "rewrite": [[span.start, span.end] for span in link.rewrite],
                "similarity": round(float(link.similarity), 4),
            }
            for link in report.links
        ],
        "changes": [
            {
                "type": change.type,
                "severity": severity_of(change),
                "confidence": round(float(change.confidence), 4),
                "original": place_value(report.original, change.original),
                "rewrite": place_value(report.rewrite, change.rewrite),
                "message": change.message,
                "why": rounded(change.why),
                "fingerprint": fingerprint,
            }
            for change, fingerprint in zip(report.changes, report.fingerprints, strict=True)
        ],
    }


def from_dict(value: Mapping[str, Any], original: Document, rewrite: Document) -> Report:
    """The report that ``to_dict`` gave, with its two texts; numbers are those that were written."""

    def span(place: Mapping[str, Any] | None) -> Span | None:
        return None if place is None else Span(place["start"], place["end"])

    links = tuple(
        LinkedSpans(
            tuple(Span(*place) for place in link["original"]),
            tuple(Span(*place) for place in link["rewrite"]),
            link["similarity"],
        )
        for link in value["links"]
    )
    changes = tuple(
        Change(
            type=one["type"],
            original=span(one["original"]),
            rewrite=span(one["rewrite"]),
            message=one["message"],
            confidence=one["confidence"],
            severity=one["severity"],
            why=one["why"],
        )
        for one in value["changes"]
    )
    summary = value["summary"]
    return Report(original, rewrite, links, changes, summary["fidelity"], summary.get("accepted"))


def to_json(report: Report) -> str:
    """The report as an indented JSON object that ends with a line end."""
    return indented(to_dict(report))


def to_line(report: Report, *, identity: str | int | None = None) -> str:
    """The report as one line of JSON without its line end; ``identity`` becomes the first key, "id"."""
    named = {} if identity is None else {"id": identity}
    return compact({**named, **to_dict(report)})


def failure_line(identity: str | int | None, error: str) -> str:
    """The line for a pair that could not be checked; ``identity`` is None where the record had none."""
    return compact({"id": identity, "error": error})
