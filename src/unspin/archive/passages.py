"""Passages: stretches of a document that were made from a stretch of a source, with how much of the wording was kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz.distance import Indel

from unspin.archive.collection import Collection, Integers, Longs
from unspin.archive.comparison import SHORTEST, SUMMARY, compared

Kind = Literal["verbatim", "near-verbatim", "rewritten", "summarised"]

# Share of words kept in order from which the wording counts as nearly the same.
_NEAR = 0.8
# What the memory of an array of numbers is if each of them stands for a character.
_CHARACTERS = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document and the stretch of a source that it was made from; half-open, in code points.

    ``similarity`` in [0, 1] is the share of both stretches' words that stand in both in the same order. A verbatim passage has
    the same words, whatever their case and marks; a near-verbatim one at least four fifths of them; of a summarised one the source is
    at least three times as long; all others are rewritten.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    kind: Kind
    similarity: float


def passages(collection: Collection, pairs: Longs, shortest: int = SHORTEST) -> Iterator[tuple[int, int, Passage]]:
    """The passages of pairs of documents: (document, source, passage), in the order of the pairs and of the text.

    Args:
        collection: The documents.
        pairs: Shape (pairs, 2): numbers of a document and of a possible source.
        shortest: Shorter stretches are left out, on either side; in code points.
    """
    rows = compared(collection, pairs, shortest)
    tokens = rows[:, 2:] + np.repeat(collection.first_token[rows[:, :2]], 2, axis=1)
    starts, ends = collection.starts[tokens[:, ::2]].tolist(), collection.ends[tokens[:, 1::2] - 1].tolist()
    for (document, source, *_), (a, b, c, d), (start, source_start), (end, source_end) in zip(
        rows.tolist(), tokens.tolist(), starts, ends, strict=True
    ):
        similarity = _similarity(collection.words[a:b], collection.words[c:d])
        kind = _kind(similarity, b - a, d - c)
        yield document, source, Passage(start, end, source_start, source_end, kind, round(similarity, 4))


def _similarity(words: Integers, others: Integers) -> float:
    if max(words.max(), others.max()) > sys.maxunicode:
        return float(Indel.normalized_similarity(words.tolist(), others.tolist()))
    # Each word as a character: texts are compared in half the time of lists.
    one, other = (part.tobytes().decode(_CHARACTERS, "surrogatepass") for part in (words, others))
    return 1.0 if one == other else float(Indel.normalized_similarity(one, other))


def _kind(similarity: float, words: int, others: int) -> Kind:
    if similarity == 1:
        return "verbatim"
    if similarity >= _NEAR:
        return "near-verbatim"
    return "summarised" if others >= SUMMARY * words else "rewritten"
