"""A reading as JSON: the contract of ``read --format json``, version 1. The schema is ``data/read.schema.json``."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from unspin.changes import Change
from unspin.document import Document, Span
from unspin.report.model import severity_of
from unspin.report.reading.model import CONTRADICTION_SEVERITY, CONTRADICTS_ITSELF, Reading, Twin
from unspin.report.reading.speakers import how_of, name_of, shares
from unspin.report.values import accepted_value, compact, document_value, indented, place_value, rounded

if TYPE_CHECKING:
    from unspin.facts.quotes import Quote
    from unspin.facts.speakers import Speaker

SCHEMA_VERSION = 1


def to_dict(reading: Reading) -> dict[str, Any]:
    """The reading as JSON values, keys in the order of the contract, numbers rounded to 4 digits."""
    from unspin import __version__  # noqa: PLC0415  the package imports this module

    document = reading.document
    said = shares(document, reading.quotes)
    numbers = count()
    return {
        "schema_version": SCHEMA_VERSION,
        "unspin": __version__,
        "document": document_value(document),
        "summary": {
            "quotes": len(reading.quotes),
            "speakers": len(said),
            "twins": len(reading.twins),
            "changes": len(reading.changes),
            "contradictions": len(reading.contradictions),
            "notices": len(reading.notices),
            **reading.counts,
            **accepted_value(reading.accepted),
        },
        "quotes": [_quote(document, quote) for quote in reading.quotes],
        "speakers": [
            {"name": one.name, "quotes": one.quotes, "words": one.words, "quoted_words": one.quoted} for one in said
        ],
        "twins": [
            {
                "first": place_value(document, twin.first),
                "second": place_value(document, twin.second),
                "similarity": rounded(float(twin.similarity)),
                "original": "second" if twin.later_is_original else "first",
                "changes": [
                    _change(document, twin, change, reading.change_fingerprints[next(numbers)])
                    for change in twin.changes
                ],
            }
            for twin in reading.twins
        ],
        "contradictions": [
            {
                "type": CONTRADICTS_ITSELF,
                "severity": CONTRADICTION_SEVERITY,
                "what": one.what,
                "subject": one.subject,
                "confidence": rounded(float(one.confidence)),
                "first": place_value(document, one.first),
                "second": place_value(document, one.second),
                "message": one.message,
                "why": rounded(one.why),
                "fingerprint": fingerprint,
            }
            for one, fingerprint in zip(reading.contradictions, reading.contradiction_fingerprints, strict=True)
        ],
        "notices": [
            {"kind": one.kind, "start": one.span.start, "end": one.span.end, "message": one.message}
            for one in reading.notices
        ],
    }


def to_json(reading: Reading) -> str:
    """The reading as an indented JSON object that ends with a line end."""
    return indented(to_dict(reading))


def to_line(reading: Reading) -> str:
    """The reading as one line of JSON without its line end."""
    return compact(to_dict(reading))


def failure_line(name: str, error: str) -> str:
    """The line for a document that could not be read, without its line end."""
    return compact({"document": {"name": name}, "error": error})


def _quote(document: Document, quote: Quote) -> dict[str, Any]:
    return {
        "start": quote.span.start,
        "end": quote.span.end,
        "text": document.slice(quote.span),
        "spans": _spans(quote.content),
        "marked": _spans(quote.marked),
        "kind": quote.kind,
        "speaker": _speaker(quote.speaker),
        "cue": place_value(document, quote.cue),
        "closed": quote.closed,
        "confidence": rounded(float(quote.confidence)),
    }


def _speaker(speaker: Speaker | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    return {
        "start": speaker.span.start,
        "end": speaker.span.end,
        "text": speaker.text,
        "name": name_of(speaker),
        "how": how_of(speaker),
    }


def _change(document: Document, twin: Twin, change: Change, fingerprint: str) -> dict[str, Any]:
    first, second = twin.places(change)
    return {
        "type": change.type,
        "severity": severity_of(change),
        "confidence": rounded(float(change.confidence)),
        "first": place_value(document, first),
        "second": place_value(document, second),
        "message": change.message,
        "why": rounded(change.why),
        "fingerprint": fingerprint,
    }


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
