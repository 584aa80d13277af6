"""The correspondence between two documents: sentences, then words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from unspin.align.words import WordAlignment, align_words
from unspin.facts import Facts, Passage

if TYPE_CHECKING:
    from unspin.align.judging import LinkJudgement


class Link:
    """One edge of the sentence alignment: a passage of each side, either of which may be empty.

    ``similarity`` in [0, 1]; ``original.facts`` and ``rewrite.facts`` are the whole documents. ``judgement`` is what the judge makes
    of it: None until the judge was asked, and where there is nothing to judge.
    """

    def __init__(self, original: Passage, rewrite: Passage, similarity: float) -> None:
        self.original = original
        self.rewrite = rewrite
        self.similarity = similarity
        self.judgement: LinkJudgement | None = None

    @cached_property
    def is_reworded(self) -> bool:
        """Whether both sides are there and differ in their words or in the order of these."""
        ours, theirs = (
            [token.lower for token in side.tokens if token.is_word] for side in (self.original, self.rewrite)
        )
        return bool(self.original.sentences and self.rewrite.sentences) and ours != theirs

    @cached_property
    def words(self) -> WordAlignment:
        """Which words of the rewrite say what which words of the original say."""
        return align_words(self.original, self.rewrite)


def align(original: Facts, rewrite: Facts) -> list[Link]:
    """All links of a pair, in order of the rewrite; every sentence of both sides stands in exactly one."""
    from unspin.align.sentences import align_sentences  # noqa: PLC0415

    return [
        Link(Passage(original, ours), Passage(rewrite, theirs), similarity)
        for ours, theirs, similarity in align_sentences(original, rewrite)
    ]


__all__ = ["Link", "WordAlignment", "align", "align_words"]
