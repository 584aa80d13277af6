"""The passages of one document that were made from others, and why there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from unspin.archive.collection import Collection
from unspin.archive.passages import Passage, passages
from unspin.archive.search import APART, Likely, likely_sources, shared_runs
from unspin.archive.store import Archive
from unspin.archive.tokens import Tokens, tokens_of_bytes
from unspin.report.tracing.model import Reason

# So many tokens are compared at a time.
_BLOCK = 1 << 21
# Of a longer document only what is near to shared runs is compared with their source.
_LONG = 1 << 15

Sourced = tuple[int, Passage]
_Block = list[tuple[Tokens, list[tuple[int, Tokens]]]]
"""Some documents, or parts of one, each with the sources to compare it with and their numbers."""


class Found(NamedTuple):
    """Passages with the numbers of their sources, by their place in the document, then by source; or why there are none."""

    passages: list[Sourced]
    reason: Reason | None


def found_in_archive(document: Tokens, archive: Archive, shortest: int) -> Found:
    """What was made from documents of the archive that share rare runs of words with the document.

    Args:
        document: Its tokens.
        archive: The documents to search.
        shortest: Stretches that are shorter are left out, on either side; in code points.

    Raises:
        ArchiveError: The archive is damaged, or was made by an unspin that cuts texts into other words.
    """
    archive.ensure_searchable()
    if (reason := _unfit(document, archive.documents, shortest)) is not None:
        return Found([], reason)
    likely = likely_sources(archive, document)
    if found := _compared(_blocks(document, archive, likely), shortest):
        return Found(found, None)
    if not len(likely.parts):
        reason = "too-little-shared" if likely.rare else "only-boilerplate" if likely.shared else "nothing-shared"
        return Found([], reason)
    return Found([], "below-minimum" if _compared(_blocks(document, archive, likely), 1) else "no-likeness")


def found_in(document: Tokens, sources: Sequence[Tokens], shortest: int) -> Found:
    """What was made from any of the sources; each of them is compared, and its number is its place in the sequence."""
    if (reason := _unfit(document, len(sources), shortest)) is not None:
        return Found([], reason)
    block: _Block = [(document, list(enumerate(sources)))]
    if found := _compared([block], shortest):
        return Found(found, None)
    if _compared([block], 1):
        return Found([], "below-minimum")
    shared, rare = shared_runs(document, sources)
    return Found([], "no-likeness" if rare else "only-boilerplate" if shared else "nothing-shared")


def _unfit(document: Tokens, sources: int, shortest: int) -> Reason | None:
    """Why nothing can be found, whatever the sources say."""
    if not len(document):
        return "document-empty"
    if document.ends[-1] - document.starts[0] < shortest:
        return "document-too-short"
    return None if sources else "no-sources"


def _blocks(document: Tokens, archive: Archive, likely: Likely) -> Iterator[_Block]:
    """The document, or the parts of a long one, with the sources that each is to be compared with; not too many at a time."""
    size = 0
    block: _Block = []
    for number, parts in groupby(likely.parts.tolist(), key=itemgetter(0)):
        source = tokens_of_bytes(archive.text_bytes(number))
        for part in _parts(document, [(begin, end) for _, begin, end in parts]):
            more = len(source) + (len(part) if part is not document or not block else 0)
            if block and size + more > _BLOCK:
                yield block
                block, size = [], 0
            if block and part is document:
                block[0][1].append((number, source))
            else:
                block.append((part, [(number, source)]))
            size += more
    if block:
        yield block


def _parts(document: Tokens, ranges: Sequence[tuple[int, int]]) -> list[Tokens]:
    """What is compared with one source: the document, or what of a long one lies around the ranges of its tokens."""
    if len(document) <= _LONG:
        return [document]
    # Half of what may lie between two parts belongs to each.
    wide = [slice(max(0, begin - APART // 2), end + APART // 2) for begin, end in ranges]
    return [
        Tokens(document.hashes[part], document.starts[part], document.ends[part], document.breaks[part])
        for part in wide
    ]


def _compared(blocks: Iterable[_Block], shortest: int) -> list[Sourced]:
    found: list[Sourced] = []
    for block in blocks:
        tokens: list[Tokens] = []
        numbers: list[int] = []
        pairs: list[tuple[int, int]] = []
        for part, sources in block:
            place = len(tokens)
            tokens += [part, *(source for _, source in sources)]
            numbers += [-1, *(number for number, _ in sources)]
            pairs += [(place, other) for other in range(place + 1, len(tokens))]
        every = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        found += [(numbers[other], passage) for _, other, passage in passages(Collection.of(tokens), every, shortest)]
    return sorted(found, key=_order)


def _order(found: Sourced) -> tuple[int, int, int, int, int]:
    number, passage = found
    return passage.start, passage.end, number, passage.source_start, passage.source_end
