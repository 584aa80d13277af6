"""A report as JSON: the contract of ``check --format json``, version 1. The schema is ``data/check.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from unspin.document import Document, Span
from unspin.report.model import Report, severity_of

SCHEMA_VERSION = 1


def to_dict(report: Report) -> dict[str, Any]:
    """The report as JSON values, keys in the order of the contract, numbers rounded to 4 digits."""
    from unspin import __version__  # noqa: PLC0415  the package imports this module

    return {
        "schema_version": SCHEMA_VERSION,
        "unspin": __version__,
        "original": _text(report.original),
        "rewrite": _text(report.rewrite),
        "summary": {"changes": len(report.changes), **report.counts, "fidelity": round(float(report.fidelity), 4)},
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
                "original": _place(report.original, change.original),
                "rewrite": _place(report.rewrite, change.rewrite),
                "message": change.message,
                "why": _rounded(change.why),
                "fingerprint": fingerprint,
            }
            for change, fingerprint in zip(report.changes, report.fingerprints, strict=True)
        ],
    }


def to_json(report: Report) -> str:
    """The report as an indented JSON object that ends with a line end."""
    return json.dumps(to_dict(report), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def to_line(report: Report, *, identity: str | int | None = None) -> str:
    """The report as one line of JSON without its line end; ``identity`` becomes the first key, "id"."""
    named = {} if identity is None else {"id": identity}
    return _compact({**named, **to_dict(report)})


def failure_line(identity: str | int | None, error: str) -> str:
    """The line for a pair that could not be checked; ``identity`` is None where the record had none."""
    return _compact({"id": identity, "error": error})


def _compact(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _text(document: Document) -> dict[str, Any]:
    return {"name": document.name, "characters": document.characters}


def _place(document: Document, span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": document.slice(span)}


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, 4)
        case Mapping():
            return {str(key): _rounded(part) for key, part in value.items()}
        case list() | tuple():
            return [_rounded(part) for part in value]
        case _:
            return value
