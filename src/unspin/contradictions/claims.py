"""What a document claims of a subject, and which two claims of one kind cannot both be true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from unspin.contradictions import Contradiction
from unspin.document import Document, Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a fact about a subject.

    ``key`` is the same for claims about one fact of one subject; ``subject`` is how the document names it. ``value`` is
    the fact, normalised; ``said`` is the fact in words that follow ``verb`` in a message ("is", "51"). ``sureness`` in
    [0, 1] is the probability that the claim was read rightly. ``source`` names who claims it, "" for the writer.
    ``introduces`` says that the claim brings its subject up, so that another one after it speaks of something new;
    ``presupposed`` that the words take the fact for granted ("the three-year sentence"), whoever says them.
    """

    what: str
    key: tuple[str, ...]
    subject: str
    value: str
    verb: str
    said: str
    span: Span
    sureness: float = 0.9
    source: str = ""
    introduces: bool = False
    presupposed: bool = False


# Facts of which sources do not hold different views.
_IDENTITY = frozenset({"age", "title", "gender", "relation"})
_OFFICIAL = frozenset(
    "police officer officers official officials authorities authority spokesman spokeswoman spokesperson department "
    "ministry service court prosecutors prosecutor company firm hospital council brigade statement coroner sheriff "
    "investigators firefighters detectives detective inspector office agency report".split()
)

Agree = Callable[[Claim, Claim], bool]
"""Whether two claims with the same key and other values can both be true."""


def clashes(document: Document, claims: Iterable[Claim], *, agree: Agree | None = None) -> Iterator[Contradiction]:
    """The contradictions among claims: for each key with two values that do not agree, the first claim of each.

    A key with three values or more is a row of figures that was taken for one, and says nothing.
    """
    # What a private source says is the source's affair.
    told = [claim for claim in claims if not claim.source or _is_beyond_dispute(claim)]
    groups: dict[tuple[str, ...], dict[str, list[Claim]]] = {}
    for claim in sorted(told, key=lambda claim: (claim.span.start, claim.span.end)):
        groups.setdefault((claim.what, *claim.key), {}).setdefault(claim.value, []).append(claim)
    for values in groups.values():
        if len(values) != 2:
            continue
        ours, theirs = values.values()
        pair = _surest(ours, theirs)
        if pair is not None and not (agree and any(agree(one, other) for one in ours for other in theirs)):
            yield contradiction(document, *pair)


def _is_beyond_dispute(claim: Claim) -> bool:
    if claim.presupposed or claim.what in _IDENTITY:
        return True
    return not _OFFICIAL.isdisjoint(claim.source.lower().split())


def _surest(ours: list[Claim], theirs: list[Claim]) -> tuple[Claim, Claim] | None:
    """The first claim of each value, those of the writer before those of sources; None where sources disagree."""
    first = min(ours, key=lambda claim: (bool(claim.source), claim.span))
    second = min(theirs, key=lambda claim: (bool(claim.source), claim.span))
    if first.source and second.source and first.source != second.source:
        return None
    if second.introduces and first.span < second.span:
        return None
    return first, second


def contradiction(document: Document, one: Claim, other: Claim) -> Contradiction:
    """Two claims as a contradiction, the one that stands first in the text first."""
    first, second = sorted((one, other), key=lambda claim: (claim.span.start, claim.span.end))
    sureness = first.sureness * second.sureness * (0.85 if first.source or second.source else 1.0)
    return Contradiction(
        subject=first.subject,
        what=first.what,
        first=first.span,
        second=second.span,
        message=f"{first.subject} {first.verb} {first.said} at first, and {second.said} further on",
        confidence=round(sureness, 3),
        why={
            "fact": first.what,
            "first": {"value": first.value, "text": document.slice(first.span), "source": first.source or None},
            "second": {"value": second.value, "text": document.slice(second.span), "source": second.source or None},
        },
    )
