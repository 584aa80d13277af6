"""A project under git, in a folder of the test alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

FERRY = """# Ferry to Lorn

The ferry to Lorn may stop in March, Mayor Ada Prill said. About 1,200 people use it every day.

The council, which paid for repairs last year, has not decided yet.
"""
FERRY_NOW = FERRY.replace("1,200", "2,100")
TRAM = "The tram to Quellmar will run every ten minutes from Monday, the council said. A ticket costs 3 crowns.\n"

# What the machine or an outer run of git says must not reach the tests.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{who}_{what}": f"{what.lower()}@marn.example"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
}


def git(folder: Path, *arguments: str) -> str:
    """Run git there; what it prints comes out."""
    done = subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)
    return done.stdout.decode(errors="surrogateescape")


def write(folder: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files, or delete those that are None."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def commit(folder: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files and commit all that there is."""
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "texts")


def new_project(folder: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """A new project with these files committed."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, files)
    return folder
