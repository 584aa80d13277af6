"""The hook for pre-commit, run by the real pre-commit in projects of their own.

Only how it is installed differs, where UNSPIN_SLOW is not set: the hook's entry runs in this Python in place of an environment
that pre-commit makes, which takes half a gigabyte from the network.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.project import ENVIRONMENT, FERRY, FERRY_NOW, TRAM, commit, git, new_project, write

HOME = Path(__file__).parents[1]
MANIFEST = HOME / ".pre-commit-hooks.yaml"
TRAM_AGAIN = TRAM.replace("every ten minutes from Monday", "from Monday every ten minutes")


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def pre_commit(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env={**ENVIRONMENT, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"), "PRE_COMMIT_COLOR": "never"},
        capture_output=True,
        check=False,
        timeout=600,
    )
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def configure(folder: Path, **changed: Any) -> None:
    """Take the hook as the manifest has it, but for how it is installed and what a user may change."""
    command, *arguments = shlex.split(hook()["entry"])
    assert command == "unspin"
    entry = shlex.join([sys.executable, "-m", "unspin", *arguments])
    local = {**hook(), "language": "system", "entry": entry, **changed}
    write(folder, {".pre-commit-config.yaml": yaml.safe_dump({"repos": [{"repo": "local", "hooks": [local]}]})})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = new_project(
        tmp_path / "project", {"ferry.md": FERRY, "tram.txt": TRAM, "requirements.txt": "marn==1.2.0\n"}
    )
    configure(folder)
    git(folder, "add", "--all")
    return folder


def test_the_manifest_is_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")


def test_what_is_staged_is_held_against_the_last_commit(project: Path) -> None:
    write(
        project, {"ferry.md": FERRY_NOW, "tram.txt": TRAM_AGAIN, "requirements.txt": "marn==2.1.0\n", "new.md": FERRY}
    )
    git(project, "add", "--all")
    code, said = pre_commit(project, "run")
    assert code == 1, said
    assert "- exit code: 1\n" in said
    assert "HEAD:ferry.md -> ferry.md" in said
    assert "“About 1,200 people” became “About 2,100 people”." in said
    assert "requirements.txt" not in said
    assert "new.md: skipped: it is new since HEAD" in said


def test_what_is_not_staged_does_not_count(project: Path) -> None:
    write(project, {"tram.txt": TRAM_AGAIN})
    git(project, "add", "--all")
    write(project, {"tram.txt": TRAM_AGAIN.replace("3 crowns", "30 crowns"), "ferry.md": FERRY_NOW})
    code, said = pre_commit(project, "run")
    assert code == 0, said
    assert "unspin check" in said


def test_arguments_of_the_user(project: Path) -> None:
    configure(project, args=["--against", "main~1", "--format", "concise", "--select", "number-changed", "--"])
    commit(project, {"ferry.md": FERRY_NOW})
    code, said = pre_commit(project, "run", "--from-ref", "main~1", "--to-ref", "main")
    assert code == 1, said
    assert "ferry.md:3:60: error number-changed: " in said


def test_names_of_files_are_no_options(project: Path) -> None:
    names = ["--output=pwned.md", "--help.md", "-q.md", "$(touch pwned).md"]
    commit(project, dict.fromkeys(names, FERRY))
    write(project, dict.fromkeys(names, FERRY_NOW))
    git(project, "add", "--all")
    code, said = pre_commit(project, "run")
    assert code == 1, said
    assert [line.partition(" -> ")[2] for line in said.splitlines() if " -> " in line] == sorted(names)
    assert not list(project.glob("pwned*"))


def test_git_commit_is_stopped_and_goes_on(tmp_path: Path) -> None:
    """With the index and the variables that git itself gives to hooks; the first commit of all is let through."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    configure(folder)
    assert pre_commit(folder, "install")[0] == 0
    write(folder, {"ferry.md": FERRY, "tram.txt": TRAM})
    git(folder, "add", "--all")

    def committed(*arguments: str) -> tuple[int, str]:
        environment = {**ENVIRONMENT, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
        done = subprocess.run(
            ["git", "commit", "--message", "texts", *arguments],
            cwd=folder, env=environment, capture_output=True, check=False, timeout=300,
        )  # fmt: skip
        return done.returncode, (done.stdout + done.stderr).decode()

    code, said = committed()
    assert code == 0, said
    write(folder, {"ferry.md": FERRY_NOW, "tram.txt": TRAM_AGAIN})
    code, said = committed("--all")
    assert code == 1, said
    assert "error number-changed" in said
    assert git(folder, "show", "HEAD:ferry.md") == FERRY
    # Git commits single files by way of an index of its own.
    code, said = committed("tram.txt")
    assert code == 0, said
    assert git(folder, "show", "HEAD:tram.txt") == TRAM_AGAIN


@pytest.mark.skipif(
    not os.environ.get("UNSPIN_SLOW"), reason="UNSPIN_SLOW is not set: it installs unspin from the network"
)
def test_the_whole_way_with_an_environment_of_its_own(tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(HOME), "unspin")
    folder = new_project(tmp_path / "project", {"ferry.md": FERRY})
    revision = git(tmp_path / "unspin", "rev-parse", "HEAD").strip()
    repository = {"repo": str(tmp_path / "unspin"), "rev": revision, "hooks": [{"id": "unspin-check"}]}
    write(folder, {".pre-commit-config.yaml": yaml.safe_dump({"repos": [repository]}), "ferry.md": FERRY_NOW})
    git(folder, "add", "--all")
    code, said = pre_commit(folder, "run")
    assert code == 1, said
    assert "HEAD:ferry.md -> ferry.md" in said
