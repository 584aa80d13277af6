"""Passages: stretches of a document that were made from a stretch of a source, with how much of the wording was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from unspin.archive.collection import Collection, Integers, Longs
from unspin.archive.comparison import SHORTEST, SUMMARY, compared

Kind = Literal["verbatim", "near-verbatim", "rewritten", "summarised"]

# Share of words kept in order from which the wording counts as nearly the same.
_NEAR = 0.8


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
    for document, source, *tokens in compared(collection, pairs, shortest).tolist():
        yield document, source, _passage(collection, document, source, tokens)


def _passage(collection: Collection, document: int, source: int, tokens: list[int]) -> Passage:
    first, first_there = int(collection.first_token[document]), int(collection.first_token[source])
    begin, end = first + tokens[0], first + tokens[1]
    begin_there, end_there = first_there + tokens[2], first_there + tokens[3]
    similarity = _similarity(collection.words[begin:end], collection.words[begin_there:end_there])
    return Passage(
        int(collection.starts[begin]),
        int(collection.ends[end - 1]),
        int(collection.starts[begin_there]),
        int(collection.ends[end_there - 1]),
        _kind(similarity, end - begin, end_there - begin_there),
        round(similarity, 4),
    )


def _similarity(words: Integers, others: Integers) -> float:
    if len(words) == len(others) and bool((words == others).all()):
        return 1.0
    return float(Indel.normalized_similarity(words.tolist(), others.tolist()))


def _kind(similarity: float, words: int, others: int) -> Kind:
    if similarity == 1:
        return "verbatim"
    if similarity >= _NEAR:
        return "near-verbatim"
    return "summarised" if others >= SUMMARY * words else "rewritten"
