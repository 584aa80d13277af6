"""What git knows of the files of a project: how they were at a revision, and which of them differ from that now.

Git is asked through its own program. Its arguments are lists, names of files never stand among them, and of what a user
gives only a revision does, which git is told to take for nothing else.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

_LINK, _MODULE = "120000", "160000"


class GitError(Exception):
    """Git cannot tell; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that differs from how it was; paths count from the root of the project.

    Args:
        path: The file now; one that was deleted, as it was.
        before: The file as it was called then.
        blob: Git's name for what it held then; None if it was not there, or was no file.
        state: How the two differ, and whether there is anything to compare.
    """

    path: str
    before: str
    blob: str | None
    state: str


NEW, DELETED, LINK, UNMERGED, CHANGED = "new", "deleted", "link", "unmerged", "changed"


@dataclass(frozen=True)
class Revision:
    """A state of the project: ``name`` is what the user calls it, ``id`` what git does; ``is_file`` if it is a single text."""

    name: str
    id: str
    is_file: bool

    def differences(self) -> list[Difference]:
        """The files whose working copies differ, in order of path; a file that was renamed counts once.

        Raises:
            GitError: Git fails.
        """
        told = _git("diff", "--raw", "-z", "--no-abbrev", "--no-color", "--find-renames", "--no-ext-diff",
                    "--no-textconv", "--ignore-submodules=all", self.id, "--")  # fmt: skip
        # Heads of entries of a merge end in the path, after a tab.
        conflicts = _git("ls-files", "-z", "--unmerged", "--full-name", "--", ":/").split(b"\0")
        unmerged = {os.fsdecode(one.partition(b"\t")[2]) for one in conflicts}
        found = [
            replace(one, state=UNMERGED) if one.path in unmerged else one for one in _differences(told.split(b"\0"))
        ]
        return sorted(found, key=lambda one: one.path)

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file that there was."""
        told = _git("ls-tree", "-r", "-z", "--full-tree", "--name-only", self.id)
        return frozenset(os.fsdecode(path) for path in told.split(b"\0") if path)


def revision(name: str) -> Revision:
    """What git understands by a name: a commit, branch, tag, or a text such as "HEAD~2:desk.txt".

    Raises:
        GitError: Git is not there, this is no project of its, or it knows no such revision.
    """
    root()
    if name.startswith("-") or not name or "\0" in name:
        raise GitError(f"{name!r} is no revision: give a commit, a branch or a tag, such as HEAD")
    found = _asked("rev-parse", "--verify", "--quiet", f"{name}^{{}}") or _asked(
        "rev-parse", "--verify", "--quiet", name
    )
    # Git repeats a whole name of a commit without looking for it.
    kind = _asked("cat-file", "-t", found) if found else None
    match kind:
        case "commit" | "blob":
            return Revision(name, str(found), kind == "blob")
        case "tree":
            raise GitError(f"{name} is a folder: give the revision alone, and the files after it")
    if name == "HEAD" and _asked("symbolic-ref", "--quiet", "HEAD"):
        # Nothing is committed yet: every file is new.
        return Revision(name, _git("hash-object", "-t", "tree", "--stdin").decode().strip(), False)
    if _asked("rev-parse", "--is-shallow-repository") == "true":
        raise GitError(
            f"there is no revision {name!r} in this shallow clone: fetch it with `git fetch --deepen=N` or "
            "`git fetch --unshallow` (fetch-depth: 0 of actions/checkout)"
        )
    raise GitError(f"there is no revision {name!r} here: `git log` shows commits, `git fetch` gets those of others")


def root() -> str:
    """The root folder of the project that this folder is in.

    Raises:
        GitError: Git is not there, or this is no working copy of its.
    """
    try:
        return os.fsdecode(_git("rev-parse", "--show-toplevel").removesuffix(b"\n"))
    except GitError as error:
        told = str(error)
    if "not a git repository" in told:
        told = "--against compares files under git, and this folder is not: run unspin in a working copy, or give two files"
    elif "dubious ownership" in told:
        told += "; if you trust it, `git config --global --add safe.directory FOLDER` says so"
    raise GitError(told)


def content(blob: str, most: int) -> bytes:
    """What git keeps under this name, up to ``most`` bytes.

    Raises:
        GitError: It is not there.
    """
    with subprocess.Popen(
        _command("cat-file", "blob", blob),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        assert process.stdout is not None
        data = process.stdout.read(most)
    if process.returncode and len(data) < most:
        raise GitError("git does not have it here; `git fetch` may get it")
    return data


def _differences(fields: Sequence[bytes]) -> Iterator[Difference]:
    """The entries of ``git diff --raw -z``: a head, a path, and for a renamed file another path."""
    left = iter(fields)
    for head in left:
        if not head:
            return
        was, now, blob, _, status = head.decode("ascii").removeprefix(":").split(" ")
        before = os.fsdecode(next(left))
        path = os.fsdecode(next(left)) if status[0] in "RC" else before
        if now in (_LINK, _MODULE) or (status == "D" and was in (_LINK, _MODULE)):
            state = LINK
        elif status == "D":
            state = DELETED
        elif was in (_LINK, _MODULE) or status == "A":
            state = NEW
        else:
            state = CHANGED
        there = state in (CHANGED, DELETED) and blob.strip("0")
        if status != "R100":
            yield Difference(path, before, blob if there else None, state)


def _asked(*arguments: str) -> str | None:
    """A one-line answer; None if git has none."""
    try:
        return _git(*arguments).decode(errors="replace").strip() or None
    except GitError:
        return None


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(
            _command(*arguments), stdin=subprocess.DEVNULL, capture_output=True, env=_environment(), check=False
        )
    except OSError as error:
        raise GitError(f"--against needs git, which cannot be run ({(error.strerror or str(error)).lower()})") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
        raise GitError(f"git cannot tell: {said or f'exit code {done.returncode}'}")
    return done.stdout


def _command(*arguments: str) -> list[str]:
    # Nothing that a project sets for itself may change the answers, or run a program of its own.
    return ["git", "-c", "core.fsmonitor=false", "-c", "diff.relative=false", *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "0"}
