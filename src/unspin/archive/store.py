"""Archives: documents on disk, with the places of their runs of words. ``Archive`` reads the last state that was committed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unspin.archive.errors import ArchiveError
from unspin.archive.manifest import MANIFEST, Manifest, load
from unspin.archive.segments import Segment, StoredDocument

_TRIES = 100


@dataclass(frozen=True, slots=True)
class Totals:
    """What an archive holds; documents, characters, tokens and text_bytes without what was removed.

    ``bytes`` is the size of its files, ``text_bytes`` that of the texts as UTF-8.
    """

    documents: int
    removed: int
    characters: int
    tokens: int
    segments: int
    bytes: int
    text_bytes: int

    @property
    def ratio(self) -> float:
        """The archive's size to that of its texts; 0 when it holds none."""
        return self.bytes / self.text_bytes if self.text_bytes else 0.0


class Archive:
    """An archive as it was at one moment: later commits change nothing of it, and it never waits for a writer.

    Documents have numbers, in the order in which they were added. A number is of use only with the object that gave it:
    after a commit the same document may have another.

    Args:
        path: The archive's folder, as messages name it.
        manifest: What it consists of.
        segments: Those of the manifest, in its order.
    """

    def __init__(self, path: Path, manifest: Manifest, segments: tuple[Segment, ...]) -> None:
        self.path = path
        self.manifest = manifest
        self.segments = segments

    @classmethod
    def open(cls, path: str | Path) -> Archive:
        """The last state that was committed.

        Raises:
            ArchiveError: There is no archive, or it is damaged or of another format.
        """
        folder = Path(path)
        missing: Manifest | None = None
        for _ in range(_TRIES):
            manifest = load(folder)
            try:
                return cls(folder, manifest, open_segments(folder, manifest))
            except FileNotFoundError as error:
                # A writer has merged the segment away since; its newer manifest does not name it.
                if manifest == missing:
                    raise ArchiveError(
                        error.filename, "it is missing, though the manifest names it", "build the archive again"
                    ) from None
                missing = manifest
        raise ArchiveError(folder, "it changes faster than it can be opened", "wait until the writer has finished")

    @cached_property
    def documents(self) -> int:
        """Number of documents."""
        return sum(int(np.count_nonzero(segment.alive)) for segment in self.segments)

    @cached_property
    def numbers(self) -> npt.NDArray[np.int64]:
        """The numbers of all documents, ascending; those of removed ones are left out."""
        found = [np.flatnonzero(segment.alive) + segment.first for segment in self.segments]
        return np.concatenate([np.empty(0, dtype=np.int64), *found])

    def document(self, number: int) -> StoredDocument:
        """The document with this number.

        Raises:
            IndexError: There is no such document, or it was removed.
            ArchiveError: The archive is damaged.
        """
        segment, local = self._place(number)
        if not segment.alive[local]:
            raise IndexError(f"document {number} was removed")
        return segment.document(local)

    def text_bytes(self, number: int) -> bytes:
        """The text of a document as UTF-8, whether it was removed or not.

        Raises:
            IndexError: There is no such document.
            ArchiveError: The archive is damaged.
        """
        segment, local = self._place(number)
        return segment.text_bytes(local)

    def find(self, identity: str) -> int | None:
        """The number of the document with this id."""
        for segment in self.segments:
            if (local := segment.find(identity)) is not None:
                return segment.first + local
        return None

    def ensure_searchable(self) -> None:
        """Nothing, if this unspin cuts and hashes texts as the one that made the archive, and its segments can be searched.

        Raises:
            ArchiveError: It does not, so that what is the same text would have other hashes; or a segment is damaged.
        """
        ensure_kernel(self.path, self.manifest)
        for segment in self.segments:
            segment.ensure_sound()

    def totals(self) -> Totals:
        """What the archive holds."""

        def total(name: str) -> int:
            return sum(int(segment.table[name][segment.alive].sum(dtype=np.int64)) for segment in self.segments)

        slots = sum(segment.documents for segment in self.segments)
        size = (self.path / MANIFEST).stat().st_size + sum(segment.entry.bytes for segment in self.segments)
        return Totals(
            documents=self.documents,
            removed=slots - self.documents,
            characters=total("characters"),
            tokens=total("tokens"),
            segments=len(self.segments),
            bytes=size,
            text_bytes=total("bytes"),
        )

    def _place(self, number: int) -> tuple[Segment, int]:
        which = bisect_right(self.segments, number, key=lambda segment: segment.first) - 1
        if which < 0 or number - self.segments[which].first >= self.segments[which].documents:
            raise IndexError(f"there is no document {number}")
        return self.segments[which], number - self.segments[which].first


def open_segments(folder: Path, manifest: Manifest) -> tuple[Segment, ...]:
    """The segments of a manifest.

    Raises:
        FileNotFoundError: One is gone.
        ArchiveError: One is damaged.
    """
    firsts = accumulate((entry.documents for entry in manifest.segments), initial=0)
    segments = tuple(
        Segment(folder, entry, first=first) for entry, first in zip(manifest.segments, firsts, strict=False)
    )
    for segment in segments:
        segment.alive.setflags(write=False)
    return segments


def ensure_kernel(path: Path, manifest: Manifest) -> None:
    """Nothing, if this unspin cuts and hashes texts as the manifest says.

    Raises:
        ArchiveError: It does not.
    """
    from unspin.archive.building import kernel  # noqa: PLC0415  loads the compiled kernels, which `info` needs none of

    if manifest.kernel != kernel():
        raise ArchiveError(
            path, "another version of unspin made it, which cuts texts into other words", "build it again"
        )
