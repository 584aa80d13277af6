"""``--against``: files under git, the working copy as the rewrite of what a revision holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from unspin.batch import BadRecord, Pair
from unspin.cli import git
from unspin.cli.git import Difference, Revision
from unspin.cli.many import NoRecordsError, Records
from unspin.cli.messages import complain
from unspin.document import REVISION
from unspin.readers import MOST_BYTES, SUFFIXES, ReadError, read, read_bytes

_POINTER = b"version https://git-lfs.github.com/spec/"
_EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"  # git's name for a text without characters


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """Files of the user, or all texts that differ where none is named, against ``revision``."""

    revision: str
    files: tuple[str, ...]
    path: None = field(default=None, init=False)

    @contextmanager
    def opened(self, *, quiet: bool) -> Iterator[Records]:
        """A pair for each file that differs, in order of path; files without anything to compare are told, unless ``quiet``.

        Raises:
            NoRecordsError: Git is not there, this is no project of its, or it knows no such revision.
        """
        try:
            found = git.revision(self.revision)
            chosen = [] if found.is_file else self._chosen(found)
        except git.GitError as error:
            raise NoRecordsError(str(error)) from None
        if found.is_file:
            yield iter([self._with_text(found)])
            return
        skipped = {path: reason for path, one in chosen if one and (reason := _skipped(path, one, found))}
        if not quiet:
            for path, reason in skipped.items():
                complain(f"{path}: skipped: {reason}")
            if len(skipped) == len(chosen):
                complain(f"nothing to check: no {'other ' * bool(skipped)}text differs from {found.name}")
        yield (_record(path, one, found) for path, one in chosen if path not in skipped)

    def total(self) -> int | None:
        """Unknown: git is not asked twice."""
        return None

    def place(self, record: Pair | BadRecord) -> str:
        """The file."""
        return str(record.id)

    def _with_text(self, found: Revision) -> Pair | BadRecord:
        """The one file that is named, against a text that git holds under whatever name."""
        if len(self.files) != 1:
            raise NoRecordsError(f"{found.name} is one text: name one file to compare with it, not {len(self.files)}")
        (path,) = self.files
        return _pair(path, found.name, found.name, found.id)

    def _chosen(self, found: Revision) -> list[tuple[str, Difference | None]]:
        """Files by the paths that lead to them from here, each with how it differs; None for one outside of the project."""
        top = os.path.realpath(git.root())
        differences = {one.path: one for one in found.differences()}
        if not self.files:
            return sorted((_from_here(top, path), one) for path, one in differences.items() if _is_text(path))
        chosen: dict[str, Difference | None] = {}
        for name in self.files:
            folder, base = os.path.split(os.path.abspath(name))
            place = os.path.relpath(os.path.join(os.path.realpath(folder), base), top).replace(os.sep, "/")
            if place.split("/")[0] == os.pardir:
                chosen[name] = None
            elif place in differences:
                chosen[_from_here(top, place)] = differences[place]
            elif os.path.isdir(name):
                within = "" if place == os.curdir else f"{place}/"
                chosen |= {
                    _from_here(top, path): one
                    for path, one in differences.items()
                    if path.startswith(within) and _is_text(path)
                }
            elif place not in found.files:
                chosen[_from_here(top, place)] = Difference(place, place, None, git.NEW)
        return sorted(chosen.items())


def _skipped(path: str, one: Difference, found: Revision) -> str | None:
    """Why there is nothing to compare; None if there is."""
    match one.state:
        case git.LINK:
            return "it is a symbolic link or a project of its own"
        case git.NEW if os.path.lexists(path):
            return f"it is new since {found.name}"
        case git.DELETED:
            return f"it was deleted since {found.name}"
    return f"it was empty in {found.name}" if one.blob == _EMPTY else None


def _record(path: str, one: Difference | None, found: Revision) -> Pair | BadRecord:
    if one is None:
        return BadRecord(1, path, "it lies outside of this project; run unspin in its own, or give two files")
    if one.state == git.UNMERGED:
        return BadRecord(1, path, "its merge is not finished; resolve the conflict first")
    return _pair(path, f"{found.name}:{one.before}", one.before, one.blob or _EMPTY)


def _pair(path: str, name: str, before: str, blob: str) -> Pair | BadRecord:
    """The file at ``path``, and what git keeps of it: ``name`` is for people, ``before`` ends in its suffix then."""
    try:
        rewrite = read(path)
        data = git.content(blob, MOST_BYTES + 1)
        if data.startswith(_POINTER):
            raise ReadError(
                name, "it lies in Git LFS", "write it to a file with `git cat-file --filters` and check both files"
            )
        original = read_bytes(data, name=name, suffix=os.path.splitext(before)[1])
    except ReadError as error:
        return BadRecord(1, path, str(error))
    except git.GitError as error:
        return BadRecord(1, path, f"cannot read {name}: {error}")
    past = replace(original, metadata={**original.metadata, REVISION: name})
    return Pair(1, path, past, rewrite)


def _is_text(path: str) -> bool:
    return os.path.splitext(path)[1].lower() in SUFFIXES


def _from_here(top: str, path: str) -> str:
    """A path of the project as somebody in this folder would write it."""
    return os.path.relpath(os.path.join(top, path))
