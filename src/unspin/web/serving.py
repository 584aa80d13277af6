"""What a server is asked to serve: archives, cases, tokens, limits and the settings of its checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from unspin.settings import Rules, Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names that a browser on the same machine calls the server by."""


def hosts_of(host: str) -> tuple[str, ...]:
    """The names that requests may call a server by that listens at an address."""
    return tuple(dict.fromkeys((*LOOPBACK, f"[{host}]" if ":" in host else host)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request, one client and all of them together may ask for.

    Args:
        body: Bytes of a request; of a batch, bytes that are read ahead of its answers.
        line: Bytes of one line of a batch.
        characters: Characters of one text.
        seconds: Seconds of work on one request; the process that works on it is ended then.
        waiting: Requests that may wait for a process.
        each: Requests that one client may have waiting or at work.
        pause: Seconds without a byte from a client that is sending, or without one that it takes, before it is let go.
        upload: Seconds in which the whole of a request must have come; a batch may take longer.
        kept: Bytes of results that are kept for clients that come back for them.
        kept_seconds: Seconds for which they are kept when nobody asks for them.
    """

    body: int = 16_000_000
    line: int = 2_000_000
    characters: int = 200_000
    seconds: float = 120.0
    waiting: int = 64
    each: int = 16
    pause: float = 20.0
    upload: float = 120.0
    kept: int = 64_000_000
    kept_seconds: float = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A server's settings.

    Args:
        archives: Folders of archives, by the names that requests call them by.
        cases: The file or URL of the database of cases; None keeps none.
        tokens: The file of tokens; None lets everybody in, which is for loopback addresses alone.
        hosts: Names that requests may call the server by, without a port; "*" for any.
        workers: Processes that check, read and trace.
        limits: See there.
        rules: The settings of every check, which a request can add to.
    """

    archives: Mapping[str, Path] = field(default_factory=dict)
    cases: str | None = None
    tokens: Path | None = None
    hosts: tuple[str, ...] = LOOPBACK
    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    rules: Rules = field(default_factory=lambda: Rules(Settings()))
