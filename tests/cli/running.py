"""The command line as tests run it: in this process, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from unspin.cli import cli

ORIGINAL = "Mayor Ada Prill may resign on Monday. The council approved the plan for 1,200 homes."
REWRITE = "Mayor Ada Prill will resign on Monday. The council rejected the plan for 1,200 homes."


def invoke(*arguments: str | Path, stdin: str | bytes = "") -> Result:
    """Run in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)


def command(*arguments: str | Path) -> list[str]:
    """What starts unspin as a process of its own."""
    return [sys.executable, "-m", "unspin", *map(str, arguments)]


def run(
    *arguments: str | Path, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run as a process of its own."""
    return subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        env={**os.environ, **(environment or {})},
        timeout=120,
        check=False,
    )
