"""A trace as JSON: the contract of ``trace --format json``, version 1. The schema is ``data/trace.schema.json``."""

from __future__ import annotations

from itertools import count
from typing import Any

from unspin.changes import Change
from unspin.document import Document
from unspin.report.model import severity_of
from unspin.report.tracing.model import Passage, Trace
from unspin.report.values import accepted_value, compact, document_value, indented, place_value, rounded

SCHEMA_VERSION = 1


def to_dict(trace: Trace) -> dict[str, Any]:
    """The trace as JSON values, keys in the order of the contract, numbers rounded to 4 digits."""
    from unspin import __version__  # noqa: PLC0415  the package imports this module

    numbers = count()
    empty = trace.empty_because
    return {
        "schema_version": SCHEMA_VERSION,
        "unspin": __version__,
        "document": document_value(trace.document),
        "summary": {
            "passages": len(trace.passages),
            "sources": len(trace.sources),
            "covered": trace.covered,
            **({"changes": sum(trace.counts.values()), **trace.counts} if trace.checked else {}),
            **accepted_value(trace.accepted),
        },
        "passages": [
            {
                "document": {"start": passage.span.start, "end": passage.span.end},
                "source": _source(passage),
                "similarity": round(float(passage.similarity), 4),
                "kind": passage.kind,
                **_changes(trace, passage, [trace.change_fingerprints[next(numbers)] for _ in passage.changes or ()]),
            }
            for passage in trace.passages
        ],
        "empty_because": None if empty is None else {"code": empty.code, "message": empty.message},
    }


def to_line(trace: Trace) -> str:
    """The trace as one line of JSON without its line end."""
    return compact(to_dict(trace))


def to_json(trace: Trace) -> str:
    """The trace as an indented JSON object that ends with a line end."""
    return indented(to_dict(trace))


def _source(passage: Passage) -> dict[str, Any]:
    """Where a passage comes from; of the source what is known."""
    source = passage.source
    known = {"title": source.title, "date": source.date, "outlet": source.outlet}
    return {
        "id": source.id,
        "start": passage.source_span.start,
        "end": passage.source_span.end,
        **{key: value for key, value in known.items() if value},
    }


def _changes(trace: Trace, passage: Passage, fingerprints: list[str]) -> dict[str, Any]:
    """The changes as ``check`` writes them, with places in the whole texts; nothing where the passage was not checked."""
    if passage.changes is None:
        return {}
    return {
        "changes": [
            _change(passage.source.document, trace.document, change, fingerprint)
            for change, fingerprint in zip(passage.changes, fingerprints, strict=True)
        ]
    }


def _change(source: Document, document: Document, change: Change, fingerprint: str) -> dict[str, Any]:
    return {
        "type": change.type,
        "severity": severity_of(change),
        "confidence": round(float(change.confidence), 4),
        "original": place_value(source, change.original),
        "rewrite": place_value(document, change.rewrite),
        "message": change.message,
        "why": rounded(change.why),
        "fingerprint": fingerprint,
    }
