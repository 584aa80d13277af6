"""``unspin serve``: the web page and the HTTP API, and the tokens that let others in."""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from unspin.cli.messages import UNUSABLE, complain
from unspin.cli.output import open_output
from unspin.cli.settings import allow_option, baseline_option, rules_or_exit, settings_options, settings_or_exit

if TYPE_CHECKING:
    from unspin.web.serving import Serving

HELP = """Serve the web page and the HTTP API, until Ctrl-C or a signal to stop.

Only this machine can reach it unless --host says otherwise, which needs --tokens. Texts are not kept, but for cases. Needs
unspin[web].

\b
Examples:
  unspin serve --open
  unspin serve --archive news=news.archive --cases cases.db
  unspin serve token desk --tokens tokens.json --scope check --scope cases
  unspin serve --host 0.0.0.0 --tokens tokens.json --allow-host unspin.example.org

\b
Exit codes:
  0  it was stopped; what it had taken was finished
  2  it could not begin
"""

TOKEN_HELP = """Make a token called NAME and print it; the file keeps its hash alone, so it is shown this once.

A server that runs with the file takes the change up by itself.

\b
Examples:
  unspin serve token desk --tokens tokens.json --scope check --scope read
  unspin serve token --list --tokens tokens.json
  unspin serve token desk --remove --tokens tokens.json
"""

SCOPES = ("check", "read", "trace", "cases", "metrics")

_UNITS = {"": 1, "K": 1_000, "M": 1_000_000}


class _Size(click.ParamType[int]):
    """A number of bytes or characters, such as 200K."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"(\d{1,9})([KM]?)", str(value).strip().upper())
        if match is None or not int(match[1]):
            self.fail(f"{value!r} is no size: write 200K or 16M, say", param, ctx)
        return int(match[1]) * _UNITS[match[2]]


@click.group("serve", help=HELP, short_help="Serve the web page and the HTTP API.", invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--archive",
    "archives",
    multiple=True,
    metavar="NAME=DIR",
    help="An archive that requests can trace in, by this name; repeatable.",
)
@click.option(
    "--cases", metavar="FILE|URL", help="Keep cases there: an SQLite file, or postgresql://USER@HOST/DATABASE."
)
@click.option(
    "--tokens", metavar="FILE", help="Let in only those with a token of this file (`unspin serve token` makes them)."
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help='Let requests call the server by this name as well; repeatable, "*" for any.',
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes that check, read and trace (default: one a core, at most 4).",
)
@click.option(
    "--max-body", type=_Size(), default="16M", show_default=True, metavar="SIZE", help="Bytes that a request may have."
)
@click.option(
    "--max-characters",
    type=_Size(),
    default="200K",
    show_default=True,
    metavar="SIZE",
    help="Characters that a text may have.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 86_400),
    default=120,
    show_default=True,
    metavar="S",
    help="Seconds that the work on a request may take.",
)
@click.option(
    "--max-waiting",
    type=click.IntRange(1, 100_000),
    default=64,
    show_default=True,
    metavar="N",
    help="Requests that may wait for a process; more are refused.",
)
@click.option(
    "--max-each",
    type=click.IntRange(1, 100_000),
    default=16,
    show_default=True,
    metavar="N",
    help="Requests that one token may have waiting or at work.",
)
@click.option(
    "--grace",
    type=click.FloatRange(0, 3600),
    default=30,
    show_default=True,
    metavar="S",
    help="Seconds that work has to be finished when the server is stopped.",
)
@click.option("--open", "opened", is_flag=True, help="Open the page in your browser.")
@settings_options
@allow_option
@baseline_option
@click.option("--quiet", "-q", is_flag=True, help="Log faults only, and no line for each request.")
@click.pass_context
def serve_command(
    context: click.Context,
    *,
    host: str,
    port: int,
    archives: tuple[str, ...],
    cases: str | None,
    tokens: str | None,
    hosts: tuple[str, ...],
    workers: int | None,
    max_body: int,
    max_characters: int,
    seconds: float,
    max_waiting: int,
    max_each: int,
    grace: float,
    opened: bool,
    quiet: bool,
) -> None:
    """Check what was asked for, then serve; the process ends with the exit code."""
    if context.invoked_subcommand is not None:
        return
    if tokens is None and not _is_loopback(host):
        raise click.UsageError(
            f"--host {host} can be reached from other machines: name a file with --tokens, "
            "which `unspin serve token` makes"
        )
    folders = _archives(archives)
    rules = rules_or_exit(context, settings_or_exit(context))
    try:
        from unspin.cli.many import default_jobs  # noqa: PLC0415
        from unspin.web.serving import Limits, Serving, hosts_of  # noqa: PLC0415

        serving = Serving(
            archives=folders,
            cases=cases,
            tokens=None if tokens is None else Path(tokens),
            hosts=(*hosts_of(host), *hosts),
            workers=workers or default_jobs(),
            limits=Limits(
                body=max_body, characters=max_characters, seconds=seconds, waiting=max_waiting, each=max_each
            ),
            rules=rules,
        )
        context.exit(_serve(serving, host, port, grace, opened=opened, quiet=quiet))
    except ModuleNotFoundError as error:
        complain(f'serve needs {error.name}: pip install "unspin[web]"')
        context.exit(UNUSABLE)


def _serve(serving: Serving, host: str, port: int, grace: float, *, opened: bool, quiet: bool) -> int:
    from unspin.web.app import create_app  # noqa: PLC0415
    from unspin.web.server import address_of, listening, server_of  # noqa: PLC0415
    from unspin.web.tokens import TokensError  # noqa: PLC0415

    if not _usable(serving):
        return UNUSABLE
    try:
        app = create_app(serving)
        listener = listening(host, port)
    except TokensError as error:
        complain(str(error))
        return UNUSABLE
    except OSError as error:
        complain(f"cannot listen at {host} port {port}: {(error.strerror or str(error)).lower()}; take another --port")
        return UNUSABLE
    _log_to_stderr(quiet=quiet)
    complain(f"serving at {address_of(listener)} (Ctrl-C stops it)")
    if opened:
        import webbrowser  # noqa: PLC0415

        # Some browsers are waited for until they are closed. The connection waits until the server takes it.
        Thread(target=webbrowser.open, args=(address_of(listener),), daemon=True).start()
    with listener:
        server_of(app, grace=grace).run(sockets=[listener])
    complain("stopped")
    return 0


def _usable(serving: Serving) -> bool:
    """Whether archives and cases can be opened; a line on standard error for each that cannot."""
    usable = True
    if serving.archives:
        from unspin.archive.errors import ArchiveError  # noqa: PLC0415
        from unspin.archive.store import Archive  # noqa: PLC0415

        for folder in serving.archives.values():
            try:
                Archive.open(folder)
            except ArchiveError as error:
                complain(str(error))
                usable = False
    if serving.cases is not None:
        from unspin.cases import Cases, CasesError  # noqa: PLC0415

        try:
            cases = Cases(serving.cases)
            cases.upgrade()
            cases.close()
        except CasesError as error:
            complain(str(error))
            usable = False
    return usable


def _archives(given: Sequence[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for one in given:
        name, equals, folder = one.partition("=")
        if not equals or not folder or not re.fullmatch(r"[\w.-]{1,100}", name):
            raise click.UsageError(f"--archive {one}: write NAME=DIR, with a name of letters, digits and . _ -")
        if name in found:
            raise click.UsageError(f"--archive {name}: two archives have this name")
        found[name] = Path(folder)
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _log_to_stderr(*, quiet: bool) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for name, level in (("unspin.web", logging.WARNING if quiet else logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False


@serve_command.command("token", help=TOKEN_HELP, short_help="Make a token, list them, or remove one.")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--tokens", "path", metavar="FILE", required=True, help="The file of tokens; it is made if need be.")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, help="What the token allows; repeatable.")
@click.option("--list", "listed", is_flag=True, help="Show the names, scopes and dates of the tokens that there are.")
@click.option("--remove", is_flag=True, help="Remove the token of this name.")
@click.pass_context
def token_command(
    context: click.Context, name: str | None, *, path: str, scopes: tuple[str, ...], listed: bool, remove: bool
) -> None:
    """Change the file of tokens, or show it."""
    from unspin.web.tokens import TokensError, add_token, read_tokens, remove_token  # noqa: PLC0415

    if listed:
        if name or scopes or remove:
            raise click.UsageError("--list goes with --tokens alone")
    elif name is None:
        raise click.UsageError("give the token a name, such as that of whoever will use it")
    elif remove == bool(scopes):
        raise click.UsageError(
            "--remove takes the whole token away: give no --scope with it"
            if remove
            else f"say what it allows, with --scope: {', '.join(SCOPES)}"
        )
    try:
        with open_output(None, readable=True) as output:
            if listed:
                for entry in read_tokens(Path(path)):
                    output.write(f"{entry.name}  {', '.join(entry.scopes)}  made {entry.made}\n")
            elif remove:
                remove_token(Path(path), name or "")
                complain(f"{path}: the token {name!r} is removed")
            else:
                output.write(f"{add_token(Path(path), name or '', scopes)}\n")
    except TokensError as error:
        complain(str(error))
        context.exit(UNUSABLE)
