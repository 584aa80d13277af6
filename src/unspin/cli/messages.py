"""Exit codes, and messages on standard error."""

from __future__ import annotations

import click

from unspin.report.places import visible

CHANGED = 1
UNUSABLE = 2
INTERRUPTED = 130


class OutputError(Exception):
    """Results could not be written; the message is empty where the reader of a pipe has simply gone."""


def complain(message: str) -> None:
    """One line on standard error, with nothing in it that could act on a terminal."""
    click.echo(f"unspin: {visible(message)}", err=True)
