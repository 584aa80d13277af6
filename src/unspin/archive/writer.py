"""Add to an archive, remove from it, and commit: either all of a commit is there afterwards, or the state before it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace as changed
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np

from unspin.archive.building import MOST_TOKENS, Building, kernel
from unspin.archive.errors import ArchiveError, Refused, telling
from unspin.archive.files import PART, sync_folder
from unspin.archive.lock import LOCK, Lock
from unspin.archive.manifest import MANIFEST, SEGMENTS, Entry, Manifest, load, save, segment_path
from unspin.archive.merging import FAN, Merging, plan
from unspin.archive.segments import Segment, digest_of, record_of
from unspin.archive.store import ensure_kernel
from unspin.archive.tokens import tokens_of_bytes

DEFAULT_MEMORY = 256 << 20
_OURS = {LOCK, MANIFEST, MANIFEST + PART, SEGMENTS}
_REMEDY = "free space or check permissions, then go on: what was committed is there"

Added = Literal["added", "replaced", "there"]


class Writer:
    """The one writer of an archive. What is not committed when it is closed is as if it had never been.

    Args:
        path: The archive's folder, as messages name it.
        create: Make the archive where there is none.
        memory: Bytes that documents may take in memory until they are sorted and written; the program, and the largest
            document while it is cut, come on top. Another value gives the same archive in other segments.
        most_tokens: Tokens that a segment may have, at most 2**26.
        fan: How many small segments are merged into a larger one, at least 2.

    Raises:
        ArchiveError: There is no archive, another writer is at work, or the folder holds something else.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        create: bool = False,
        memory: int = DEFAULT_MEMORY,
        most_tokens: int = MOST_TOKENS,
        fan: int = FAN,
    ) -> None:
        self.path = Path(path)
        self.memory = memory
        self._most = min(most_tokens, MOST_TOKENS)
        self._fan = fan
        self._broken = False
        self._building: Building | None = None
        self._merges: list[Merging] = []
        # One after the other: what they need of memory comes on top of what the documents may have.
        self._pool = ThreadPoolExecutor(1)
        if create:
            self._make_folder()
        elif not (self.path / MANIFEST).is_file():
            load(self.path)
        self._lock = Lock(self.path)
        try:
            self._prepare(create)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def documents(self) -> int:
        """Number of documents, with what is not yet committed."""
        building = len(self._building.ids) if self._building else 0
        return building + sum(int(np.count_nonzero(segment.alive)) for segment in self._segments)

    @property
    def full(self) -> bool:
        """Whether memory was full since the last commit, so that this is a good moment for the next."""
        return len(self._segments) > self._committed

    def add(self, identity: str, text: str, metadata: dict[str, Any] | None = None, *, replace: bool = False) -> Added:
        """Add a document; "there" comes out when the same document with this id is there already.

        Args:
            identity: Its id, which no other document of the archive has.
            text: Its characters.
            metadata: What JSON can hold; keys with the value None are left out.
            replace: Put it in the place of another document with the same id.

        Raises:
            Refused: The archive does not take it; another document with its id is there, say.
            ArchiveError: The disk is full, say. The writer can only be closed then.
        """
        self._check_usable()
        data, record = _stored_form(identity, text, metadata)
        found = self._find(identity)
        if found is not None:
            with self._writing():
                same_record, same_text = self._same(identity, found, record, digest_of(data))
            if same_record and same_text:
                return "there"
            if not replace:
                raise Refused(f"the archive has {'other metadata' if same_text else 'another text'} with its id")
        tokens = tokens_of_bytes(data)
        if len(tokens) > self._most:
            raise Refused(f"its text has {len(tokens):,} words, and a document may have {self._most:,}")
        with self._writing():
            if found is not None:
                self._take_out(identity, found)
            self._building_for(identity, len(tokens)).add(identity, record, data, len(text), tokens)
        return "added" if found is None else "replaced"

    def remove(self, identity: str) -> bool:
        """Remove the document with this id; False if there is none."""
        self._check_usable()
        found = self._find(identity)
        if found is None:
            return False
        self._take_out(identity, found)
        return True

    def commit(self, *, more: bool = False) -> None:
        """Make all that was added and removed part of the archive, at once and for good; small segments are merged.

        Args:
            more: More will be added: another thread merges meanwhile, and what it makes is part of the next commit. Which segments
                these are depends on the documents and the memory alone, not on how long it takes.

        Raises:
            ArchiveError: It could not be written; the archive is as after the commit before.
        """
        self._check_usable()
        with self._writing():
            self._flush()
            self._take_merged()
            if not more:
                self._begin_merging()
                self._take_merged()
            manifest = Manifest(
                kernel=self._manifest.kernel,
                next=self._next,
                segments=tuple(_with_removed(segment) for segment in self._segments),
            )
            if manifest.segments != self._manifest.segments:
                save(self.path, manifest)
                self._load(manifest)
                self._clean(manifest)
            if more:
                self._begin_merging()

    def close(self) -> None:
        """Give up what is not committed, and let others write."""
        if self._building is not None:
            self._building.discard()
            self._building = None
        self._broken = True
        for merge in self._merges:
            merge.stop()
        self._merges = []
        self._pool.shutdown()
        if self._lock.held:
            with suppress(ArchiveError, OSError):
                # What the disk says counts: a commit may have been interrupted right after it came true.
                self._clean(load(self.path))
            self._lock.release()

    def _make_folder(self) -> None:
        with telling(self.path, "name a folder that can be made"):
            self.path.mkdir(parents=True, exist_ok=True)
            strange = sorted(found.name for found in self.path.iterdir() if found.name not in _OURS)
        if strange and not (self.path / MANIFEST).exists():
            raise ArchiveError(
                self.path, f"the folder holds other things, such as {strange[0]!r}", "name a new or an empty folder"
            )

    def _prepare(self, create: bool) -> None:
        """Take over what is on the disk, and sweep up after a writer that was killed."""
        with telling(self.path, _REMEDY):
            (self.path / SEGMENTS).mkdir(exist_ok=True)
            if create and not (self.path / MANIFEST).exists():
                save(self.path, Manifest(kernel=kernel()))
                sync_folder(self.path.absolute().parent)
            manifest = load(self.path)
            ensure_kernel(self.path, manifest)
            try:
                self._load(manifest)
            except FileNotFoundError as error:
                raise ArchiveError(
                    error.filename, "it is missing, though the manifest names it", "build the archive again"
                ) from None
            self._clean(manifest)

    def _load(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._next = manifest.next
        self._segments = [Segment(self.path, entry) for entry in manifest.segments]
        self._committed = len(self._segments)

    def _clean(self, manifest: Manifest) -> None:
        """Delete files that belong to no state; readers that have them open keep them."""
        wanted = {segment_path(self.path, entry.name) for entry in manifest.segments}
        with suppress(OSError):
            for path in [*(self.path / SEGMENTS).iterdir(), self.path / (MANIFEST + PART)]:
                if path not in wanted:
                    path.unlink(missing_ok=True)

    def _find(self, identity: str) -> tuple[Segment, int] | Building | None:
        """Where the document with this id is: in the segment in the making, or in one of those on disk."""
        if self._building is not None and identity in self._building.ids:
            return self._building
        for segment in reversed(self._segments):
            if (number := segment.find(identity)) is not None:
                return segment, number
        return None

    def _same(
        self, identity: str, found: tuple[Segment, int] | Building, record: bytes, digest: bytes
    ) -> tuple[bool, bool]:
        """Whether the document that was found has this record, and this text."""
        if isinstance(found, Building):
            return found.record(identity) == record, found.digest(identity) == digest
        segment, number = found
        return segment.record(number) == record, segment.table["digest"][number].tobytes() == digest

    def _take_out(self, identity: str, found: tuple[Segment, int] | Building) -> None:
        if isinstance(found, Building):
            found.remove(identity)
        else:
            found[0].alive[found[1]] = False

    def _building_for(self, identity: str, tokens: int) -> Building:
        """The segment in the making, or a new one where that is full."""
        if self._building is not None and not self._building.takes(identity, tokens):
            self._flush()
        if self._building is None:
            self._building = Building(segment_path(self.path, self._new_name()), self.memory, self._most)
        return self._building

    def _flush(self) -> None:
        """Turn the segment in the making into one on disk, which the next commit will name."""
        if self._building is None:
            return
        entry = self._building.finish()
        removed = sorted(self._building.removed)
        self._building = None
        segment = Segment(self.path, entry)
        segment.alive[removed] = False
        self._segments.append(segment)

    def _begin_merging(self) -> None:
        """Leave out what is empty, and begin to merge what is small, and to write anew what has lost a quarter of its documents."""
        self._segments = [segment for segment in self._segments if segment.alive.any()]
        self._committed = len(self._segments)
        # What a merge would leave of each: so the plan made from the merged ones is to leave them as they are.
        sizes = [
            int(max(segment.table["tokens"][segment.alive].sum(dtype=np.int64), np.count_nonzero(segment.alive)))
            for segment in self._segments
        ]
        begin = 0
        for count in plan(sizes, self._most, self._fan):
            group = self._segments[begin : begin + count]
            begin += count
            if count > 1 or 4 * np.count_nonzero(~group[0].alive) >= group[0].documents:
                self._merges.append(Merging(self._pool, self.path, self._new_name(), group))

    def _take_merged(self) -> None:
        """Put what was merged in the place of what it was made of."""
        for merge in self._merges:
            merged = merge.segment()
            begin = self._segments.index(merge.group[0])
            self._segments[begin : begin + len(merge.group)] = [merged]
        self._merges = []

    def _new_name(self) -> str:
        name = f"{self._next:08d}"
        self._next += 1
        return name

    def _check_usable(self) -> None:
        if self._broken:
            raise ValueError("this writer is closed, or could not write before")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What fails in here leaves a writer that can only be closed."""
        try:
            with telling(self.path, _REMEDY):
                yield
        except BaseException:
            self._broken = True
            raise


def _stored_form(identity: str, text: str, metadata: dict[str, Any] | None) -> tuple[bytes, bytes]:
    """The text as UTF-8, and the record."""
    if not identity:
        raise Refused("its id is empty")
    if not text.strip():
        raise Refused("its text is empty")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("its text is not valid Unicode") from None
    if len(data) >= 1 << 31:
        raise Refused("its text has 2 GiB or more")
    kept = {key: value for key, value in (metadata or {}).items() if value is not None}
    try:
        return data, record_of(identity, kept)
    except ValueError as error:
        raise Refused(f"its metadata cannot be kept as JSON: {error}") from None


def _with_removed(segment: Segment) -> Entry:
    removed = tuple(np.flatnonzero(~segment.alive).tolist())
    return segment.entry if removed == segment.entry.removed else changed(segment.entry, removed=removed)
