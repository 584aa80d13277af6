"""A pair of texts as the bundled judge reads it: numbers of word pieces, their types, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from unspin.judge.judgement import Places, whole_characters

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Integers = npt.NDArray[np.int64]
# Nobody waits for a book to be cut into pieces of which the first two hundred are read; those stand in so many characters,
# unless most of these are blanks.
MOST_CHARACTERS = 2**14


@dataclass(frozen=True, slots=True)
class Cut:
    """ids and types of [first] original [separator] rewrite [separator], shape (pieces,); and the places on either side.

    A type is the side, 0 or 1, and 2 more where the other side has the same piece.
    """

    ids: Integers
    types: Integers
    original: Places
    rewrite: Places


@dataclass(frozen=True, slots=True)
class Reader:
    """Cuts pairs into at most ``longest`` pieces; a longer pair loses the end of its longer side."""

    tokenizer: Tokenizer
    first: int
    separator: int
    longest: int

    def pieces(self, pairs: Sequence[tuple[str, str]]) -> list[Cut]:
        """The pieces of each pair."""
        texts = dict.fromkeys(text for pair in pairs for text in pair)
        # One by one: for a batch the tokenizer starts threads, and warns of them when a process forks later.
        read = {text: self._encoded(text) for text in texts}
        return [self._pair(read[original], read[rewrite]) for original, rewrite in pairs]

    def _encoded(self, text: str) -> Encoding:
        return self.tokenizer.encode(whole_characters(text[:MOST_CHARACTERS]), add_special_tokens=False)

    def _pair(self, original: Encoding, rewrite: Encoding) -> Cut:
        room = self.longest - 3
        most = max(room - len(rewrite.ids), room // 2)
        ours = original.ids[:most]
        theirs = rewrite.ids[: room - len(ours)]
        ids = [self.first, *ours, self.separator, *theirs, self.separator]
        here, there = set(ours), set(theirs)
        types = [0, *(2 * (piece in there) for piece in ours), 0, *(1 + 2 * (piece in here) for piece in theirs), 1]
        return Cut(
            np.array(ids, dtype=np.int64),
            np.array(types, dtype=np.int64),
            _places(original.offsets[: len(ours)]),
            _places(rewrite.offsets[: len(theirs)]),
        )


def _places(offsets: Sequence[tuple[int, int]]) -> Places:
    return np.array(offsets, dtype=np.int64).reshape(-1, 2)
