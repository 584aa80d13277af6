"""The manifest: which segments an archive consists of. Replacing this one file is what commits a change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from unspin.archive.errors import ArchiveError
from unspin.archive.files import write_whole

FORMAT = 1
MANIFEST = "manifest.json"
SEGMENTS = "segments"
SUFFIX = ".segment"

WIDTH = 3
"""Words of a run; the two after it are part of its hash as well, in the bits above the position."""

LONGER = 10
"""Bits of a posting that are for these two words."""

BITS = 26
"""Bits of a posting that are for the position: a segment has at most ``2**BITS`` tokens, and 38 bits are left for the hashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A segment as the manifest names it. Counts are of all its documents, those removed included.

    ``removed`` are the numbers in the segment of documents that are no longer there, ascending.
    """

    name: str
    documents: int
    tokens: int
    postings: int
    bytes: int
    blake2b: str
    removed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The state of an archive after a commit.

    ``kernel`` tells how texts were cut and hashed: only an unspin that does it in the same way can search or add.
    ``next`` is the number of the next segment.
    """

    kernel: str
    format: int = FORMAT
    bits: int = BITS
    width: int = WIDTH
    longer: int = LONGER
    next: int = 1
    segments: tuple[Entry, ...] = field(default=())


def segment_path(folder: Path, name: str) -> Path:
    """Where the file of a segment lies."""
    return folder / SEGMENTS / f"{name}{SUFFIX}"


def save(folder: Path, manifest: Manifest) -> None:
    """Make this the state of the archive: after it returns, and not before, that survives a power cut."""
    content = msgspec.to_builtins(manifest)
    # One segment a line, for whoever looks at it.
    text = _canonical({**content, "blake2b": _checksum(content)}).replace('},{"', '},\n{"')
    write_whole(folder / MANIFEST, f"{text}\n".encode())


def load(folder: Path) -> Manifest:
    """The last state that was committed.

    Raises:
        ArchiveError: There is no archive, or its manifest is damaged or of another format.
    """
    try:
        data = (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise ArchiveError(
            folder, "there is no archive", "check the path, or make one with `unspin archive build`"
        ) from None
    except OSError as error:
        raise ArchiveError(folder, (error.strerror or str(error)).lower(), "check its permissions") from None
    try:
        content: Any = json.loads(data)
        if not isinstance(content, dict):
            raise ValueError("no object")
        if content.get("format") != FORMAT:
            raise ArchiveError(
                folder,
                f"it has format {content.get('format')!r}, and this version of unspin reads format {FORMAT}",
                "build it again, or use the unspin that made it",
            )
        if content.pop("blake2b", None) != _checksum(content):
            raise ValueError("the checksum differs")
        return msgspec.convert(content, Manifest)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise ArchiveError(folder, f"{MANIFEST} is damaged ({error})", "build the archive again") from None


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def _checksum(content: dict[str, Any]) -> str:
    return hashlib.blake2b(_canonical(content).encode(), digest_size=16).hexdigest()
