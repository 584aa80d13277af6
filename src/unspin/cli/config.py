"""``unspin config``: which settings hold here, and where each comes from?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unspin.cli.output import open_output
from unspin.cli.settings import settings_options, settings_or_exit

if TYPE_CHECKING:
    from unspin.settings import Settings

HELP = """Show the settings that hold in this folder, and where each comes from.

They come from the command line, then from the nearest unspin.toml or [tool.unspin] of a pyproject.toml, upwards from here;
then from the profile, then from unspin itself. What is shown can be put into unspin.toml.

\b
Examples:
  unspin config
  unspin config --profile summary
  unspin config --config strict.toml --format json

\b
Exit codes:
  0  shown
  2  the settings cannot be used; every fault is told with its line
"""


@click.command("config", help=HELP, short_help="Show the settings that hold here.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="full: as TOML, with remarks; json: each value with where it is from.",
)
@settings_options
@click.pass_context
def config_command(context: click.Context, *, layout: str) -> None:
    """Print the effective settings."""
    settings = settings_or_exit(context)
    with open_output(None, readable=layout == "full") as output:
        output.write(_as_json(settings) if layout == "json" else _as_toml(settings))


def _as_json(settings: Settings) -> str:
    from unspin.settings.showing import to_json  # noqa: PLC0415

    return to_json(settings)


def _as_toml(settings: Settings) -> str:
    from unspin.settings.showing import to_toml  # noqa: PLC0415

    return to_toml(settings)
