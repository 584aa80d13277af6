"""The result of reading one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from unspin.changes import Change
from unspin.contradictions import Contradiction
from unspin.document import Document, Span

if TYPE_CHECKING:
    from unspin.facts.quotes import Quote

NoticeKind = Literal["unattributed", "unbalanced"]


@dataclass(frozen=True, slots=True)
class Twin:
    """Two passages of one document that say the same in other words, ``first`` standing before ``second``.

    ``similarity`` is in [0, 1]. In ``changes``, ``original`` and ``rewrite`` are places in the document: those of
    ``first`` and ``second``, the other way round where ``later_is_original``.
    """

    first: Span
    second: Span
    similarity: float
    changes: tuple[Change, ...]
    later_is_original: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a quote that an editor may want to look at: nobody is said to say it, or a mark is missing."""

    kind: NoticeKind
    span: Span
    message: str


@dataclass(frozen=True)
class Reading:
    """What one document says, and whether it agrees with itself.

    Args:
        document: The text that was read.
        quotes: In order of place: direct, mixed and indirect.
        twins: In order of their first passage.
        contradictions: In order of their first place.
        notices: In order of place.
    """

    document: Document
    quotes: tuple[Quote, ...]
    twins: tuple[Twin, ...]
    contradictions: tuple[Contradiction, ...]
    notices: tuple[Notice, ...]
