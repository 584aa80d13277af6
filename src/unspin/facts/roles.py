"""Roles: who does what to whom, and who is what to whom."""

from __future__ import annotations

from dataclasses import dataclass

from unspin.document import Span
from unspin.facts.names import Name
from unspin.language import Analysis


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate with its arguments."""

    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """What one thing is to another."""

    span: Span


def clauses_of(analysis: Analysis, names: list[Name]) -> list[Clause]:
    """The clauses of a document in order of place."""
    return [] if analysis or names else []


def relations_of(analysis: Analysis, names: list[Name]) -> list[Relation]:
    """The relations of a document in order of place."""
    return [] if analysis or names else []
