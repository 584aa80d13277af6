"""A progress bar on standard error, and messages that do not tear it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from unspin.cli.messages import complain
from unspin.report.places import visible


class Silent:
    """Messages without a bar."""

    def step(self) -> None:
        """Nothing to show."""

    def note(self, message: str) -> None:
        """A line on standard error."""
        complain(message)


class Bar(Silent):
    """A bar on standard error, and messages above it."""

    def __init__(self, bar: Any, task: Any) -> None:
        self.bar = bar
        self.task = task

    def step(self) -> None:
        """One pair more."""
        self.bar.advance(self.task)

    def note(self, message: str) -> None:
        """A line above the bar."""
        self.bar.console.print(f"unspin: {visible(message)}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress(total: int | None, *, shown: bool, colour: bool) -> Iterator[Silent]:
    """A bar that counts up to ``total`` (None: unknown), or nothing but messages."""
    if not shown:
        yield Silent()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True, no_color=not colour), transient=True) as bar:
        yield Bar(bar, bar.add_task("pairs", total=total))
