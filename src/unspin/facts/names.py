"""Names in a document, each mention chained to one canonical name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unspin.document import Span
from unspin.language import Analysis, Token, span_of

NameKind = Literal["person", "organisation", "place", "work", "other"]


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One mention of a named thing. Mentions with the same ``canonical`` are the same thing; ``how`` says what chained them."""

    tokens: tuple[Token, ...]
    kind: NameKind
    canonical: str
    how: str

    @property
    def span(self) -> Span:
        """The words of the mention, without a title before them."""
        return span_of(self.tokens)


def names_of(analysis: Analysis) -> list[Name]:
    """The mentions of named things in order of place."""
    return [
        Name(entity.tokens, "other", entity.span.of(analysis.document.text), "same words")
        for sentence in analysis.sentences
        for entity in sentence.entities
        if entity.label in {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT"}
    ]
