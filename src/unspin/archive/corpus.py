"""A corpus as flat arrays of tokens, and the passages that its documents share: what the local and the Spark engine have in common.

A document's number is its place in the input. Where a corpus is held against another one, the other's documents come first,
and are sources only; otherwise of two documents the later one is the "document" and the earlier one the "source".

An engine yields one table of ``schema()``; both make its rows by ``rows_of`` and the table by ``passage_table``, and
``results.write_results`` makes the clusters and the files from it. So an engine decides where pairs are compared, and nothing else::

    unspin.archive.reading.Documents(sources, against, parameters, tally)     -> records in the order of their numbers
    unspin.archive.corpus.rows_of(collection, pairs, shortest, in_corpus)     -> rows of ROW, document numbers within them
    unspin.archive.corpus.passage_table(rows, ids)                            -> pyarrow.Table of schema(), sorted
    unspin.archive.results.write_results(table, folder, sources=…, report=…)  -> clusters and files
    unspin.archive.spark.spark_passages(sources, against, parameters, master, tally) -> pyarrow.Table of schema(), sorted
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from unspin.archive.arrow import numbers, strings
from unspin.archive.collection import Collection, Integers, Longs
from unspin.archive.comparison import SHORTEST
from unspin.archive.glance import alike
from unspin.archive.passages import passages
from unspin.archive.sources import Skip
from unspin.archive.tokens import Flags, Hashes, Offsets

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

KINDS = ("verbatim", "near-verbatim", "rewritten", "summarised")

ROW = np.dtype(
    [
        ("document", np.int32),
        ("start", np.int32),
        ("end", np.int32),
        ("source", np.int32),
        ("source_start", np.int32),
        ("source_end", np.int32),
        ("kind", np.int8),
        ("similarity", np.float64),
    ]
)
"""A passage: numbers of both documents, half-open places in code points, the kind's place among ``KINDS``."""

Rows = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the passages depend on beside the texts.

    Args:
        min_length: Passages are at least so many characters long, on both sides.
        group_by: Name of a record's value; documents with the same value are not compared with each other.
    """

    min_length: int = SHORTEST
    group_by: str | None = None

    def ensure_grouped(self, groups: Integers) -> None:
        """Nothing, unless there is a name to group by and no document has such a value.

        Args:
            groups: The number of each document's group, -1 for none.

        Raises:
            ValueError: It is so: the name is a slip, and pairs would be compared that were not to be.
        """
        if self.group_by is not None and len(groups) and groups.max() < 0:
            raise ValueError(f"no document has a value {self.group_by!r} to group by: check the name")


@dataclass(slots=True)
class Tally:
    """What an engine counts: documents of the corpus and of the other one, words, compared pairs, and what was passed over."""

    documents: int = 0
    sources: int = 0
    characters: int = 0
    words: int = 0
    pairs: int = 0
    skips: list[Skip] = field(default_factory=list)


class Corpus(NamedTuple):
    """The tokens of all documents, one after the other; ``first_token`` tells where each document's begin, and their number.

    ``groups`` has a number for each document, -1 for none. The first ``sources`` documents are sources only; None: there
    is one corpus, compared with itself.
    """

    hashes: Hashes
    starts: Offsets
    ends: Offsets
    breaks: Flags
    first_token: Longs
    groups: Integers
    sources: int | None

    def collection(self, some: Longs | None = None) -> Collection:
        """All documents, or those with these numbers in their order, to be held against each other."""
        if some is None:
            return Collection.laid_out(self.hashes, self.starts, self.ends, self.breaks, self.first_token)
        lengths = self.first_token[some + 1] - self.first_token[some]
        first_token = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        # The place of each token among all: a run of neighbours for each document.
        places = np.arange(first_token[-1]) + np.repeat(self.first_token[some] - first_token[:-1], lengths)
        return Collection.laid_out(
            self.hashes[places], self.starts[places], self.ends[places], self.breaks[places], first_token
        )


def rows_of(collection: Collection, pairs: Longs, shortest: int, in_corpus: Longs | None = None) -> Rows:
    """The passages of those pairs of documents that are alike at first glance, in the order of the pairs and of the text.

    Args:
        collection: The documents.
        pairs: Shape (pairs, 2): places of a document and of a possible source in the collection.
        shortest: As ``Parameters.min_length``.
        in_corpus: The number in the corpus of each document of the collection; None: its place.
    """
    found = [
        (document, at.start, at.end, source, at.source_start, at.source_end, KINDS.index(at.kind), at.similarity)
        for document, source, at in passages(collection, alike(collection, pairs, shortest), shortest)
    ]
    rows = np.array(found, dtype=ROW)
    if in_corpus is not None:
        rows["document"], rows["source"] = in_corpus[rows["document"]], in_corpus[rows["source"]]
    return rows


def in_order(rows: Rows) -> Rows:
    """The rows by document, place, source and place in it."""
    keys = ("source_end", "end", "source_start", "source", "start", "document")
    return rows[np.lexsort([rows[key] for key in keys])]


def schema() -> pa.Schema:
    """The columns of a table of passages: those of ``ROW``, with the ids of both documents beside their numbers."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.schema(
        [
            ("document", pa.string()),
            ("document_number", pa.int32()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("source", pa.string()),
            ("source_number", pa.int32()),
            ("source_start", pa.int32()),
            ("source_end", pa.int32()),
            ("kind", pa.string()),
            ("similarity", pa.float64()),
        ]
    )


def passage_table(rows: Rows, ids: Sequence[str]) -> pa.Table:
    """The passages in order, with the ids of their documents.

    Args:
        rows: Rows of ``ROW`` in any order.
        ids: The id of each document by its number.
    """
    import pyarrow as pa  # noqa: PLC0415

    rows = in_order(rows)
    columns = {
        "document": strings([ids[number] for number in rows["document"].tolist()]),
        "document_number": rows["document"],
        "start": rows["start"],
        "end": rows["end"],
        "source": strings([ids[number] for number in rows["source"].tolist()]),
        "source_number": rows["source"],
        "source_start": rows["source_start"],
        "source_end": rows["source_end"],
        "kind": strings([KINDS[kind] for kind in rows["kind"].tolist()]),
        "similarity": rows["similarity"],
    }
    arrays = [numbers(part) if isinstance(part, np.ndarray) else part for part in columns.values()]
    return pa.Table.from_arrays(arrays, schema=schema())
