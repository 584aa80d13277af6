"""Tokens: who may ask for what. The file holds their hashes alone, and is read again when it changes."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import re
import secrets
import tempfile
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCOPES = {
    "check": "check texts, and list the types of change",
    "read": "read documents",
    "trace": "trace documents in the archives",
    "cases": "keep, see, change and delete cases",
    "metrics": "see the server's metrics",
}
"""What a token may allow, and what that is."""

PREFIX = "unspin_"
_VERSION = "unspin_tokens"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")
_log = logging.getLogger("unspin.web")


class TokensError(Exception):
    """A file of tokens cannot be used; the message names it, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: a token's name and scopes."""

    name: str
    scopes: frozenset[str]


LOCAL = Client("local", frozenset(SCOPES))
"""Whoever asks a server without tokens."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A token in the file: its name, its scopes, the SHA-256 of its characters, and when it was made."""

    name: str
    scopes: tuple[str, ...]
    sha256: str
    made: str


class Tokens:
    """The tokens of a file.

    Raises:
        TokensError: It cannot be read or used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _state(path)
        self._entries = read_tokens(path)

    def client(self, token: str) -> Client | None:
        """Whose token it is. A file that became unusable lets nobody in."""
        seen = _state(self._path)
        if seen != self._seen:
            self._seen = seen
            try:
                self._entries = read_tokens(self._path)
            except TokensError as error:
                _log.error("%s; nobody is let in", error)
                self._entries = []
        digest = _digest(token)
        found = None
        # Every entry is looked at, so that the time tells nothing of which one it is.
        for entry in self._entries:
            if hmac.compare_digest(entry.sha256, digest):
                found = Client(entry.name, frozenset(entry.scopes))
        return found


def read_tokens(path: Path) -> list[Entry]:
    """The entries of a file.

    Raises:
        TokensError: It cannot be read, or is no file of tokens.
    """
    try:
        value = json.loads(path.read_bytes())
        if value[_VERSION] != 1:
            raise ValueError
        entries = [Entry(one["name"], tuple(one["scopes"]), one["sha256"], one["made"]) for one in value["tokens"]]
    except FileNotFoundError:
        raise TokensError(f"{path}: there is no such file; make it with `unspin serve token`") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TokensError(f"{path}: {reason}; change its permissions or name another file") from None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise TokensError(f"{path}: it is no file of tokens; make one with `unspin serve token`") from None
    for entry in entries:
        if unknown := set(entry.scopes) - set(SCOPES):
            raise TokensError(
                f"{path}: the token {entry.name!r} has an unknown scope {sorted(unknown)[0]!r}; make it anew"
            )
        if not re.fullmatch(r"[0-9a-f]{64}", str(entry.sha256)):
            raise TokensError(f"{path}: the token {entry.name!r} has no usable hash; make it anew")
    return entries


def add_token(path: Path, name: str, scopes: Collection[str], *, now: datetime | None = None) -> str:
    """A new token, whose hash is added to the file; the token itself is nowhere else.

    Raises:
        TokensError: The name is taken or cannot be used, or the file cannot be read or written.
    """
    if not _NAME.fullmatch(name):
        raise TokensError(f"{name!r} is no name for a token: use up to 64 letters, digits, spaces and . _ @ -")
    entries = read_tokens(path) if path.exists() else []
    if any(entry.name == name for entry in entries):
        raise TokensError(f"{path}: there is a token {name!r} already; remove it first, or take another name")
    token = PREFIX + secrets.token_urlsafe(32)
    made = (now or datetime.now(UTC)).isoformat(timespec="seconds").replace("+00:00", "Z")
    ordered = tuple(scope for scope in SCOPES if scope in scopes)
    _write(path, [*entries, Entry(name, ordered, _digest(token), made)])
    return token


def remove_token(path: Path, name: str) -> None:
    """Take a token out of the file; a server that runs lets it in no more.

    Raises:
        TokensError: There is none of this name, or the file cannot be read or written.
    """
    entries = read_tokens(path)
    left = [entry for entry in entries if entry.name != name]
    if len(left) == len(entries):
        raise TokensError(f"{path}: there is no token {name!r}; `unspin serve token --list` shows them")
    _write(path, left)


def _write(path: Path, entries: Collection[Entry]) -> None:
    value: dict[str, Any] = {_VERSION: 1, "tokens": [asdict(entry) for entry in entries]}
    try:
        # Such files are the owner's alone to read and write.
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise TokensError(f"{path}: {(error.strerror or str(error)).lower()}; name another file") from None


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _digest(token: str) -> str:
    # The characters of a token are random: there is nothing to slow down by a salted, costly hash.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
