"""What the judge says of links: the two passages go in, chances come out, with places in the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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

    _Block = tuple[tuple[Passage, Passage], list[Link]]

Offsets = npt.NDArray[np.int64]
# A pair of so many characters is read whole: the judge takes in about 190 word pieces, of four to five characters each.
_WHOLE = 780
# In longer pairs neighbouring links are read together up to so many characters: what one sentence told may stand in the next.
_TOGETHER = 640
# An added sentence is held against so many sentences of the original: those nearest to it.
_NEAREST = 3


class LinkJudgement:
    """A judgement of the passages that a link stands in, its places told as spans of the documents.

    ``backed``, ``unbacked`` and ``contradicted`` add up to 1 and say what becomes of the rewrite's passage beside the original's;
    ``kept`` is the chance that all of the original's passage is still told; both are of all that was read together. Words are the
    link's own. All in [0, 1]. A link with one side has no word on the other: there ``kept`` is 1, or ``backed``.
    """

    def __init__(self, reading: _Reading, link: Link) -> None:
        judgement = reading.judgement
        self.backed = judgement.backed if link.rewrite.sentences else 1.0
        self.unbacked = judgement.unbacked if link.rewrite.sentences else 0.0
        self.contradicted = judgement.contradicted if link.rewrite.sentences else 0.0
        self.kept = judgement.kept if link.original.sentences else 1.0
        self._losses = _Places(judgement.losses, reading.original, link.original)
        self._doubts = _Places(judgement.doubts, reading.rewrite, link.rewrite)

    def doubt(self, span: Span) -> float:
        """The highest chance that a word in a span of the rewrite has no counterpart in the original's passage."""
        return self._doubts.highest(span)

    def loss(self, span: Span) -> float:
        """The highest chance that a word in a span of the original has no counterpart in the rewrite's passage."""
        return self._losses.highest(span)

    @property
    def most_doubted(self) -> float:
        """The highest chance of any word of the rewrite's side."""
        return self._doubts.most

    @property
    def most_lost(self) -> float:
        """The highest chance of any word of the original's side."""
        return self._losses.most


@dataclass(frozen=True, slots=True)
class _Reading:
    """A judgement of some text of either side, and the place in the documents of each of its characters."""

    judgement: Judgement
    original: Offsets
    rewrite: Offsets


class _Places:
    """Chances of a passage's word pieces by their place in its document."""

    def __init__(self, pieces: Pieces, offsets: Offsets, passage: Passage) -> None:
        starts = offsets[pieces.starts]
        ends = offsets[np.maximum(pieces.ends - 1, pieces.starts)] + 1
        inside = np.zeros(len(starts), dtype=bool)
        for sentence in passage.sentences:
            inside |= (starts < sentence.span.end) & (ends > sentence.span.start)
        self._starts, self._ends, self._chances = starts[inside], ends[inside], pieces.chances[inside]
        self._otherwise = pieces.otherwise
        if self._chances.size:
            self.most = float(self._chances.max())
        else:
            self.most = pieces.otherwise if passage.sentences else 0.0

    def highest(self, span: Span) -> float:
        found = self._chances[(self._starts < span.end) & (self._ends > span.start)]
        return float(found.max()) if found.size else self._otherwise


def judge_links(links: Sequence[Link], judge: Judge) -> None:
    """Let a judge read what is told in other words or was added, neighbouring links together; short pairs it reads whole."""
    blocks = _blocks(links)
    texts = [tuple(_text(passage) for passage in passages) for passages, _ in blocks]
    found = judge.judge([(ours[0], theirs[0]) for ours, theirs in texts])
    for (_, members), judgement, (ours, theirs) in zip(blocks, found, texts, strict=True):
        reading = _Reading(judgement, ours[1], theirs[1])
        for link in members:
            link.judgement = LinkJudgement(reading, link)


def _blocks(links: Sequence[Link]) -> list[_Block]:
    """What is read at a time: the passages of both sides, and the links that stand in them."""
    if not any(link.is_reworded or not link.original.sentences for link in links):
        return []
    if _length(links) <= _WHOLE:
        return [(_passages(links), [link for link in links if not _is_kept(link)])]
    blocks: list[_Block] = []
    together: list[Link] = []
    for link in links:
        if link.is_reworded:
            if together and _length([*together, link]) > _TOGETHER:
                blocks.append((_passages(together), together))
                together = []
            together = [*together, link]
    if together:
        blocks.append((_passages(together), together))
    added = [link for link in links if not link.original.sentences]
    return blocks + [((near, link.rewrite), [link]) for link, near in zip(added, _nearest(added), strict=True)]


def _is_kept(link: Link) -> bool:
    """Whether both sides say the same words: then there is nothing to judge."""
    return bool(link.original.sentences and link.rewrite.sentences) and not link.is_reworded


def _length(links: Sequence[Link]) -> int:
    return sum(
        len(sentence.span) for link in links for side in (link.original, link.rewrite) for sentence in side.sentences
    )


def _passages(links: Sequence[Link]) -> tuple[Passage, Passage]:
    """All sentences of either side of some links, in order of place."""
    original, rewrite = (
        Passage(
            sides[0].facts, tuple(sorted((one for side in sides for one in side.sentences), key=lambda one: one.index))
        )
        for sides in ([link.original for link in links], [link.rewrite for link in links])
    )
    return original, rewrite


def _nearest(added: Sequence[Link]) -> list[Passage]:
    """For each added sentence the sentences of the original that are nearest to it, in their order; none where there are none."""
    if not added:
        return []
    facts = added[0].original.facts
    sentences = facts.analysis.sentences
    vectors = sentence_vectors([sentence.text for sentence in sentences])
    # Rounded: products of larger matrices may differ in the last bits.
    likeness = np.round(sentence_vectors([link.rewrite.text for link in added]) @ vectors.T, 5)
    places = np.sort(np.argsort(-likeness, axis=1, kind="stable")[:, :_NEAREST])
    return [Passage(facts, tuple(sentences[place] for place in row)) for row in places.tolist()]


def _text(passage: Passage) -> tuple[str, Offsets]:
    """The passage as the judge sees it, marks made plain, and the place in the document of each of its characters."""
    texts: list[str] = []
    offsets: list[int] = []
    for sentence in passage.sentences:
        text, places = plain(sentence.text)
        texts.append(text)
        offsets += [sentence.span.start + place for place in places]  # the last stands for the space between two
    return " ".join(texts), np.array(offsets, dtype=np.int64)
