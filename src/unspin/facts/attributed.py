"""What an attribution is: a statement and the source that it is given to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unspin.document import Span
from unspin.facts.speakers import Speaker

AttributionKind = Literal["said", "according-to", "evidential"]


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """A statement and its source.

    ``span`` covers speaker and cue, ``cue`` the reporting words, ``content`` what is attributed, in pieces where the
    cue interrupts it. ``speaker`` is None where the text names nobody ("reportedly"). ``addressee`` is whom the
    speaker told. ``verb`` is the reporting verb's lemma. ``confidence`` in [0, 1] is the probability that the content
    is attributed here.
    """

    span: Span
    content: tuple[Span, ...]
    speaker: Speaker | None
    addressee: Speaker | None
    cue: Span
    verb: str
    kind: AttributionKind
    confidence: float

    def covers(self, span: Span) -> bool:
        """Whether most of a stretch of text is attributed here."""
        shared = sum(
            min(piece.end, span.end) - max(piece.start, span.start) for piece in self.content if piece.overlaps(span)
        )
        return shared * 2 >= len(span)
