"""JSON-LD as a reader of others understands it, without a connection."""

from __future__ import annotations

import json
from typing import Any

OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"

_ANNOTATION = {
    "oa": OA,
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    **{name: f"oa:{name}" for name in ("Annotation", "SpecificResource", "TextualBody")},
    **{name: f"oa:{name}" for name in ("TextQuoteSelector", "TextPositionSelector")},
    **{name: f"oa:{name}" for name in ("assessing", "commenting", "tagging", "identifying", "linking")},
    "AnnotationPage": "as:OrderedCollectionPage",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
}

# What the two addresses answer, cut down to the terms that are used; both vocabularies are closed here, so that a term which is not
# theirs is lost, and a test sees it.
_NAMES = (
    "ClaimReview", "Claim", "CreativeWork", "claimReviewed", "itemReviewed", "appearance", "name", "reviewAspect", "reviewBody",
    "isBasedOn", "text", "creativeWorkStatus",
)  # fmt: skip
_CONTEXTS: dict[str, dict[str, Any]] = {
    "http://www.w3.org/ns/anno.jsonld": _ANNOTATION,
    "https://schema.org": {name: f"{SCHEMA}{name}" for name in _NAMES},
}


def expanded(text: str) -> list[dict[str, Any]]:
    """The nodes of a document, every term by its full name."""
    from pyld import jsonld

    def load(address: str, _options: Any) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": address, "document": {"@context": _CONTEXTS[address]}}

    options = {"documentLoader": load, "base": "https://example.org/"}
    nodes: list[dict[str, Any]] = jsonld.expand(json.loads(text), options)
    return nodes


def values(node: dict[str, Any], name: str) -> list[Any]:
    """What a node says under a name: plain values, or nodes."""
    return [value.get("@value", value) for value in node.get(name, [])]


def keys(value: Any) -> set[str]:
    """Every key of a JSON document."""
    if isinstance(value, list):
        return {key for part in value for key in keys(part)}
    if isinstance(value, dict):
        return set(value) | {key for part in value.values() for key in keys(part)}
    return set()


def known(address: str) -> set[str]:
    """The terms of a vocabulary."""
    return set(_CONTEXTS[address])
