"""What the judge says of links: the two passages go in, chances come out, with places in the documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from unspin.document import Span
from unspin.embedding import sentence_vectors
from unspin.facts import Passage
from unspin.typography import plain

if TYPE_CHECKING:
    from unspin.align import Link
    from unspin.judge import Judge, Judgement, Pieces

# An added sentence is held against so many sentences of the original: those nearest to it.
_NEAREST = 3


class LinkJudgement:
    """A judgement of a link's passages, its places told as spans of the documents.

    ``backed``, ``unbacked`` and ``contradicted`` add up to 1 and say what becomes of the rewrite's passage beside the original's;
    ``kept`` is the chance that all of the original's passage is still told. All in [0, 1]. Of an added sentence only the rewrite's side
    is judged: nothing is lost.
    """

    def __init__(
        self, judgement: Judgement, original: npt.NDArray[np.int64] | None, rewrite: npt.NDArray[np.int64]
    ) -> None:
        self.backed = judgement.backed
        self.unbacked = judgement.unbacked
        self.contradicted = judgement.contradicted
        self.kept = 1.0 if original is None else judgement.kept
        self._losses = None if original is None else _Places(judgement.losses, original)
        self._doubts = _Places(judgement.doubts, rewrite)

    def doubt(self, span: Span) -> float:
        """The highest chance that a word in a span of the rewrite has no counterpart in the original's passage."""
        return self._doubts.highest(span)

    def loss(self, span: Span) -> float:
        """The highest chance that a word in a span of the original has no counterpart in the rewrite's passage."""
        return self._losses.highest(span) if self._losses else 0.0

    @property
    def most_doubted(self) -> float:
        """The highest chance of any word of the rewrite's passage."""
        return self._doubts.most

    @property
    def most_lost(self) -> float:
        """The highest chance of any word of the original's passage."""
        return self._losses.most if self._losses else 0.0


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
    """Let a judge say what it makes of every link that tells something in other words, and of every sentence that was added."""
    asked = [link for link in links if link.is_reworded]
    added = [link for link in links if not link.original.sentences]
    texts = [(_text(link.original), _text(link.rewrite)) for link in asked]
    texts += [(_text(nearest), _text(link.rewrite)) for link, nearest in zip(added, _nearest(added), strict=True)]
    found = judge.judge([(ours[0], theirs[0]) for ours, theirs in texts])
    for link, judgement, (ours, theirs) in zip([*asked, *added], found, texts, strict=True):
        link.judgement = LinkJudgement(judgement, ours[1] if link.original.sentences else None, theirs[1])


def _nearest(added: Sequence[Link]) -> list[Passage]:
    """For each added sentence the sentences of the original that are nearest to it, in their order; none where there are none."""
    if not added:
        return []
    facts = added[0].original.facts
    sentences = facts.analysis.sentences
    if len(sentences) <= _NEAREST:
        return [Passage(facts, sentences)] * len(added)
    vectors = sentence_vectors([sentence.text for sentence in sentences])
    # Rounded: products of larger matrices may differ in the last bits.
    likeness = np.round(sentence_vectors([link.rewrite.text for link in added]) @ vectors.T, 5)
    places = np.sort(np.argsort(-likeness, axis=1, kind="stable")[:, :_NEAREST])
    return [Passage(facts, tuple(sentences[place] for place in row)) for row in places.tolist()]


def _text(passage: Passage) -> tuple[str, npt.NDArray[np.int64]]:
    """The passage as the judge sees it, marks made plain, and the place in the document of each of its characters."""
    texts: list[str] = []
    offsets: list[int] = []
    for sentence in passage.sentences:
        text, places = plain(sentence.text)
        texts.append(text)
        offsets += [sentence.span.start + place for place in places]  # the last stands for the space between two
    return " ".join(texts), np.array(offsets, dtype=np.int64)
