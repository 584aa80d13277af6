"""What the judge is trained on, one record a pair; how records are written, read and turned to word pieces.

A record says what is known of a pair and leaves out what is not:

    original, rewrite   the two texts
    verdict             "backed", "unbacked", "contradicted", "unfaithful" (one of the latter two), or null
    kept                whether the rewrite says all that the original says, or null
    unbacked            [start, end] places in the rewrite that the original does not back, or null
    lost                [start, end] places in the original that the rewrite does not keep, or null
    source              the set or the kind of edit that the pair comes from
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

Places = list[list[int]]


@dataclass(frozen=True, slots=True)
class Record:
    """A labelled pair; see the head of the module."""

    original: str
    rewrite: str
    verdict: str | None
    kept: bool | None
    unbacked: Places | None
    lost: Places | None
    source: str

    def swapped(self) -> Record:
        """The same pair the other way round: what was lost is now added."""
        verdict = {None: None, True: "backed", False: "unfaithful"}[self.kept]
        kept = None if self.verdict is None else self.verdict == "backed"
        if self.verdict == "contradicted":
            verdict = "contradicted"
        return Record(self.rewrite, self.original, verdict, kept, self.lost, self.unbacked, self.source)


def write_records(path: Path, records: Iterable[Record]) -> int:
    """Write records as gzipped JSON lines, the same bytes for the same records; how many they were."""
    number = 0
    with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as lines:
        for record in records:
            lines.write((json.dumps(asdict(record), ensure_ascii=False) + "\n").encode())
            number += 1
    return number


def read_records(path: Path) -> Iterator[Record]:
    """The records of a file, in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield Record(**json.loads(line))
