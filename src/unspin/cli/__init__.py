"""The command line: one module a command."""

# `unspin --help` must answer at once: commands import what they work with when they run.
from __future__ import annotations

import gc
import os
import sys
import traceback

import click

from unspin import __version__
from unspin.cli.archive import archive_command
from unspin.cli.baseline import baseline_command
from unspin.cli.cases import cases_command
from unspin.cli.check import check_command
from unspin.cli.config import config_command
from unspin.cli.explain import explain_command
from unspin.cli.mcp import mcp_command
from unspin.cli.messages import INTERRUPTED, UNUSABLE, OutputError, complain
from unspin.cli.read import read_command
from unspin.cli.reuse import reuse_command
from unspin.cli.serve import serve_command
from unspin.cli.trace import trace_command

HELP = """A diff for facts: say what a rewrite changed in meaning, where, how surely and why.

\b
Begin with:
  unspin check original.txt rewrite.txt     what did the rewrite change?
  unspin read article.txt                   what does it say, and does it agree with itself?
  unspin explain                            which changes are there to find?
  unspin explain quote-altered              when is a quote altered, when is it fine?
  unspin config                             which settings hold here?
  unspin COMMAND --help                     more examples

Exit codes: 0 nothing found that counts, 1 changes or contradictions found, 2 something could not be read or done.
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="unspin %(version)s")
def cli() -> None:
    """The group that every command stands in."""


cli.add_command(check_command)
cli.add_command(read_command)
cli.add_command(explain_command)
cli.add_command(config_command)
cli.add_command(baseline_command)
cli.add_command(archive_command)
cli.add_command(trace_command)
cli.add_command(reuse_command)
cli.add_command(serve_command)
cli.add_command(mcp_command)
cli.add_command(cases_command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    # One thread for each process: --jobs says how many processors are used, and threads of numpy's would only get in their way.
    # It must be said before numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = run(arguments)
    # The process ends: to look for garbage among all that was loaded would take up to a third of a second.
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; its exit code comes out, and 1 never means anything but changes found."""
    try:
        code = cli.main(arguments, prog_name="unspin", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        return UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        complain("stopped")
        return INTERRUPTED
    except OutputError as error:
        if str(error):
            complain(str(error))
        return UNUSABLE
    except Exception:
        traceback.print_exc()
        complain("this is a fault of unspin itself; please report it with the lines above")
        return UNUSABLE
    return code if isinstance(code, int) else 0
