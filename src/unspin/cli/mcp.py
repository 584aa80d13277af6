"""``unspin mcp``: check, read, trace and explain as tools for agents."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from unspin.cli.messages import UNUSABLE, complain

if TYPE_CHECKING:
    from unspin.mcp.offer import Offer

HELP = """Offer check, read, trace and explain to agents, as tools of the Model Context Protocol (MCP).

An agent's program starts this command and speaks with it over standard input and output; add it there as a server with the
command `unspin mcp`. Agents pass texts inline; they can read no file unless a folder is allowed, and nothing is written or
sent anywhere. Needs unspin[mcp], and unspin[corpus] for archives.

\b
Examples:
  unspin mcp
  unspin mcp --allow drafts/ --allow wire/
  unspin mcp --archive news=news.archive --archive agency=agency.archive
  unspin mcp --config unspin.toml --workers 2

\b
Exit codes:
  0  the input has ended, or Ctrl-C or SIGTERM came
  2  an option cannot be used, or a package is missing
"""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@click.command("mcp", help=HELP, short_help="Offer check, read and trace to agents.")
@click.option(
    "--allow",
    "folders",
    metavar="DIR",
    multiple=True,
    help="Let agents read the files below this folder; repeatable. Without it they read no file.",
)
@click.option(
    "--archive",
    "archives",
    metavar="NAME=DIR",
    multiple=True,
    help="Let agents trace texts in this archive, by its name; repeatable.",
)
@click.option("--config", metavar="FILE", help="Take the settings of this file (default: none is searched).")
@click.option(
    "--max-characters",
    type=click.IntRange(1_000, 10_000_000),
    default=200_000,
    show_default=True,
    metavar="N",
    help="Take texts of up to so many characters.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(1, 86_400),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="End the work on a call after so long.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Calls that are worked on at the same time, each in a process of up to 1 GB.",
)
@click.pass_context
def mcp_command(
    context: click.Context,
    *,
    folders: tuple[str, ...],
    archives: tuple[str, ...],
    config: str | None,
    max_characters: int,
    time_limit: float,
    workers: int,
) -> None:
    """Try everything that the options name, then serve; the process ends with the exit code."""
    try:
        # A protocol on standard input can be spoken only where its package is.
        import mcp  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        complain(f'mcp needs {error.name}: pip install "unspin[mcp]"')
        context.exit(UNUSABLE)
    from unspin.mcp.offer import Offer  # noqa: PLC0415

    offer = Offer(
        archives=_archives(archives),
        folders=folders,
        config=config,
        characters=max_characters,
        seconds=time_limit,
        workers=workers,
    )
    for folder in folders:
        if not Path(folder).is_dir():
            raise click.BadParameter(f"{folder!r} is no folder: name one that is there", param_hint="--allow")
    if sys.stdin is None or sys.stdout is None:
        raise click.UsageError("mcp speaks over standard input and output, and one of them is closed")
    if not _usable(offer):
        context.exit(UNUSABLE)
    _serve(offer)


def _archives(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, equals, folder = one.partition("=")
        if not equals or not folder or not _NAME.fullmatch(name):
            raise click.BadParameter(
                f"{one!r} is no name and folder: write news=news.archive, with a name of letters, digits, . _ and -",
                param_hint="--archive",
            )
        if name in found:
            raise click.BadParameter(f"the name {name!r} is given twice", param_hint="--archive")
        found[name] = folder
    return found


def _usable(offer: Offer) -> bool:
    """Whether the settings and the archives can be used; a line on standard error for each that cannot."""
    from unspin.archive.errors import ArchiveError  # noqa: PLC0415
    from unspin.mcp.work import rules_for  # noqa: PLC0415
    from unspin.settings import SettingsError  # noqa: PLC0415

    faults: list[str] = []
    try:
        rules_for(offer)
    except SettingsError as error:
        faults += map(str, error.problems)
    for folder in offer.archives.values():
        try:
            from unspin.archive.store import Archive  # noqa: PLC0415

            Archive.open(folder)
        except ArchiveError as error:
            faults.append(str(error))
        except ModuleNotFoundError as error:
            faults.append(f'archives need {error.name}: pip install "unspin[corpus]"')
    for fault in dict.fromkeys(faults):
        complain(fault)
    return not faults


def _serve(offer: Offer) -> NoReturn:
    import anyio  # noqa: PLC0415

    from unspin.mcp.server import serve  # noqa: PLC0415

    if sys.stdin.isatty():
        complain(
            "an agent's program should start this and speak with it; Ctrl-C ends it, `unspin mcp --help` says more"
        )
    try:
        anyio.run(serve, offer)
    except* BrokenPipeError:
        # Whoever asked has gone without closing the input first; nothing is left to tell.
        pass
    # A thread may still wait for a line of standard input, which nothing but one can wake: the process must not wait for it.
    sys.stderr.flush()
    os._exit(0)
