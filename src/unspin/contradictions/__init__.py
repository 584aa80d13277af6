"""Statements of one document, far apart, that cannot both be true: another age, title, place, count of the same thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from unspin.document import Span

if TYPE_CHECKING:
    from unspin.facts import Facts


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places of a document that cannot both be true of one subject, ``first`` standing before ``second``.

    ``subject`` is the person or thing as the document names it, ``what`` the kind of fact: "age", "title", "relation",
    "place", "time", "count", "life", "gender". ``confidence`` in [0, 1] is the probability that a person would call it a contradiction.
    ``why`` holds the two facts that were compared, as JSON values.
    """

    subject: str
    what: str
    first: Span
    second: Span
    message: str
    confidence: float
    why: Mapping[str, Any] = field(default_factory=dict)


def contradictions_of(facts: Facts) -> list[Contradiction]:
    """The contradictions of a document, in order of their first place.

    Silent where unsure: what stands between quotation marks, what two sources claim, what is denied, doubted or
    planned, and what is told of another time contradicts nothing.
    """
    # `unspin --help` must answer at once.
    from unspin.contradictions.finding import find  # noqa: PLC0415

    return find(facts)
