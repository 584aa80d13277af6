"""What the judge says of links: the two passages go in, chances come out, with places in the documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from unspin.document import Span
from unspin.typography import plain

if TYPE_CHECKING:
    from unspin.align import Link
    from unspin.facts import Passage
    from unspin.judge import Judge, Judgement, Pieces


class LinkJudgement:
    """A judgement of a link's passages, its places told as spans of the documents.

    ``backed``, ``unbacked`` and ``contradicted`` add up to 1 and say what becomes of the rewrite's passage beside the original's;
    ``kept`` is the chance that all of the original's passage is still told. All in [0, 1].
    """

    def __init__(self, judgement: Judgement, original: npt.NDArray[np.int64], rewrite: npt.NDArray[np.int64]) -> None:
        self.backed = judgement.backed
        self.unbacked = judgement.unbacked
        self.contradicted = judgement.contradicted
        self.kept = judgement.kept
        self._losses = _Places(judgement.losses, original)
        self._doubts = _Places(judgement.doubts, rewrite)

    def doubt(self, span: Span) -> float:
        """The highest chance that a word in a span of the rewrite has no counterpart in the original's passage."""
        return self._doubts.highest(span)

    def loss(self, span: Span) -> float:
        """The highest chance that a word in a span of the original has no counterpart in the rewrite's passage."""
        return self._losses.highest(span)

    @property
    def most_doubted(self) -> float:
        """The highest chance of any word of the rewrite's passage."""
        return self._doubts.most

    @property
    def most_lost(self) -> float:
        """The highest chance of any word of the original's passage."""
        return self._losses.most


class _Places:
    """Chances of word pieces by their place in a document."""

    def __init__(self, pieces: Pieces, offsets: npt.NDArray[np.int64]) -> None:
        self._starts = offsets[pieces.starts]
        self._ends = offsets[np.maximum(pieces.ends - 1, pieces.starts)] + 1
        self._chances = pieces.chances
        self._otherwise = pieces.otherwise
        self.most = float(pieces.chances.max()) if pieces.chances.size else pieces.otherwise

    def highest(self, span: Span) -> float:
        found = self._chances[(self._starts < span.end) & (self._ends > span.start)]
        return float(found.max()) if found.size else self._otherwise


def judge_links(links: Sequence[Link], judge: Judge) -> None:
    """Let a judge say what it makes of every link that has both sides and tells them in different words."""
    asked = [link for link in links if link.is_reworded]
    texts = [(_text(link.original), _text(link.rewrite)) for link in asked]
    found = judge.judge([(ours[0], theirs[0]) for ours, theirs in texts])
    for link, judgement, (ours, theirs) in zip(asked, found, texts, strict=True):
        link.judgement = LinkJudgement(judgement, ours[1], theirs[1])


def _text(passage: Passage) -> tuple[str, npt.NDArray[np.int64]]:
    """The passage as the judge sees it, marks made plain, and the place in the document of each of its characters."""
    texts: list[str] = []
    offsets: list[int] = []
    for sentence in passage.sentences:
        text, places = plain(sentence.text)
        texts.append(text)
        offsets += [sentence.span.start + place for place in places]  # the last stands for the space between two
    return " ".join(texts), np.array(offsets, dtype=np.int64)
