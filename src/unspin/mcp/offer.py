"""What a server for agents may look at, and how much it does at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the user lets agents use. It can be sent to another process.

    Args:
        archives: Folders of archives, by the names that agents call them by.
        folders: Folders whose files may be read; none for texts inline alone.
        config: The file of settings that every call starts from; None for unspin's own.
        characters: Characters of one text.
        seconds: Seconds of work on one call; the process that works on it is ended then.
        waiting: Calls that may wait or be at work.
        workers: Processes that do the work.
    """

    archives: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    config: str | None = None
    characters: int = 200_000
    seconds: float = 120.0
    waiting: int = 32
    workers: int = 1
