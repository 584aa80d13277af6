"""What a judge says of a pair: how likely the rewrite is backed, and which words of either text find no counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Chances = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """For each word piece of one text the probability that the other text has no counterpart of it.

    ``starts`` and ``ends`` are the pieces' half-open spans in characters, in reading order; like ``chances`` they have shape
    (pieces,). ``otherwise`` answers for a span without a piece: one past the end of what the judge read, or any span where a
    judge says nothing of single words.
    """

    starts: Places
    ends: Places
    chances: Chances
    otherwise: float

    def highest(self, start: int, end: int) -> float:
        """The greatest probability of the pieces that the span [start, end) touches."""
        inside = self._inside(start, end)
        return float(inside.max()) if inside.size else self.otherwise

    def mean(self, start: int, end: int) -> float:
        """The mean probability of the pieces that the span [start, end) touches."""
        inside = self._inside(start, end)
        return float(inside.mean(dtype=np.float64)) if inside.size else self.otherwise

    def _inside(self, start: int, end: int) -> Chances:
        return self.chances[(self.starts < end) & (start < self.ends)]


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """Probabilities in [0, 1] for one pair; the first three add up to one.

    ``backed``: the original says all that the rewrite says. ``unbacked``: something in the rewrite is not to be found there.
    ``contradicted``: the original says otherwise. ``kept``: the rewrite says all that the original says. ``doubts`` are about
    the words of the rewrite, ``losses`` about those of the original.
    """

    backed: float
    unbacked: float
    contradicted: float
    kept: float
    doubts: Pieces
    losses: Pieces


class Judge(Protocol):
    """Whatever reads pairs of texts as a judge does."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """A judgement for each (original, rewrite), in the order of the pairs."""


def whole_characters(text: str) -> str:
    """The text with every half of a surrogate pair, which is no character to a tokenizer, as a question mark."""
    return text.encode(errors="replace").decode()
