"""A bar on standard error that counts bytes, for what reads whole files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from unspin.cli.messages import complain
from unspin.cli.options import uses_colour
from unspin.report.places import visible


class Silent:
    """Messages without a bar."""

    def at(self, done: int) -> None:
        """Nothing to show."""

    def more(self, done: int) -> None:
        """Nothing to show."""

    def note(self, message: str) -> None:
        """A line on standard error."""
        complain(message)


class ByteBar(Silent):
    """A bar on standard error, and messages above it."""

    def __init__(self, bar: Any, task: Any) -> None:
        self._bar = bar
        self._task = task

    def at(self, done: int) -> None:
        """So many bytes are done."""
        self._bar.update(self._task, completed=done)

    def more(self, done: int) -> None:
        """So many bytes more are done."""
        self._bar.advance(self._task, done)

    def note(self, message: str) -> None:
        """A line above the bar."""
        self._bar.console.print(f"unspin: {visible(message)}", markup=False, highlight=False, soft_wrap=True)


def shows_bar(*, quiet: bool) -> bool:
    """Whether somebody is there to see a bar."""
    return sys.stderr.isatty() and not quiet


@contextmanager
def byte_progress(what: str, total: int, *, shown: bool) -> Iterator[Silent]:
    """A bar that counts up to ``total`` bytes, or nothing but messages."""
    if not shown:
        yield Silent()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (TextColumn(what), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    console = Console(stderr=True, no_color=not uses_colour("auto", sys.stderr))
    with Progress(*columns, console=console, transient=True) as bar:
        yield ByteBar(bar, bar.add_task(what, total=total))
