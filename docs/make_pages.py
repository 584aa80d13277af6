"""Write the pages that are made from the code, and the outputs that hand-written pages show.

    python docs/make_pages.py

docs/change-types.md comes from the types' own documentation, docs/commands.md from the commands' own help and
docs/modules.md from the modules' own first sentences. In the other pages each console block (``$ unspin ...``) gets the
output that the command prints; the files that it names are blocks of the same page marked with their name (``text
wire.txt``), or lie under examples/. Blocks whose name begins with ``HEAD:`` are committed to git before the others are written.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from unspin.changes import all_types
from unspin.changes.registry import ChangeType, Example
from unspin.cli import cli as command_line

HOME = Path(__file__).resolve().parents[1]
WIDTH = 100
_HEAD = "HEAD:"

_FILE = re.compile(r"^```text (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CONSOLE = re.compile(r"^```console\n\$ (unspin [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def change_types() -> str:
    """The page of the types of change: an overview, then each type under the fixed headings."""
    kinds = all_types()
    parts = [
        "# The types of change",
        "",
        "Made by `docs/make_pages.py` from the types' own documentation; `unspin explain TYPE` prints the same.",
        "",
        "unspin gives each change one type. Where two types claim the same words, the more specific one is reported: "
        "the table lists them in that order.",
        "",
        "| type | severity | reports |",
        "|---|---|---|",
        *(f"| [`{kind.name}`](#{kind.name}) | {kind.severity} | {kind.reports} |" for kind in kinds),
        "",
    ]
    for kind in kinds:
        parts += _change_type(kind)
    return "\n".join(parts)


def _change_type(kind: ChangeType) -> list[str]:
    reported, silent = kind.must_report, kind.must_stay_silent
    return [
        f"## {kind.name}",
        "",
        f"Severity: {kind.severity}. Code: `src/unspin/changes/{kind.name.replace('-', '_')}.py`.",
        "",
        "### What it reports",
        "",
        kind.reports,
        "",
        "### Why it matters",
        "",
        kind.matters,
        "",
        "### Reported",
        "",
        *(line for example in reported for line in _example(example)),
        "",
        "### When it is fine",
        "",
        kind.fine,
        "",
        *(line for example in silent for line in _example(example)),
        "",
        "### How sure it is",
        "",
        kind.sure,
        "",
    ]


def _example(example: Example) -> Iterator[str]:
    yield f"- {_marked(example.original, example.changed_original)}  "
    yield f"  → {_marked(example.rewrite, example.changed_rewrite)}"


def _marked(text: str, changed: str | None) -> str:
    text = " ".join(text.split())
    changed = " ".join(changed.split()) if changed else None
    if changed is None or changed not in text:
        return text
    before, after = text.split(changed, 1)
    return f"{before}**{changed}**{after}"


def commands() -> str:
    """The page of the commands: what each prints for ``--help``."""
    parts = ["# Commands", "", "Made by `docs/make_pages.py` from the commands' own help.", ""]
    for name in ["", *sorted(command_line.commands)]:
        path = ["unspin", *([name] if name else [])]
        parts += [f"## {' '.join(path)}", "", "```text", help_of(*path[1:]), "```", ""]
    return "\n".join(parts)


def modules() -> str:
    """The page of the code: what each module of the package holds, in its own words."""
    package = HOME / "src" / "unspin"
    parts = [
        "# The code, file by file",
        "",
        "Made by `docs/make_pages.py` from the modules' own first sentences. "
        "[How a check works](how-a-check-works.md) tells how they work together.",
    ]
    folders = sorted({path.parent for path in package.rglob("*.py")})
    for folder in folders:
        rows = []
        for path in sorted(folder.glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            said = " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split())
            rows.append(f"| `{path.relative_to(package).as_posix()}` | {said} |")
        parts += ["", f"## {folder.relative_to(HOME).as_posix()}", "", "| module | what it holds |", "|---|---|", *rows]
    return "\n".join([*parts, ""])


def help_of(*path: str) -> str:
    """What a command prints for ``--help``."""
    return _printed(["unspin", *path, "--help"], HOME).strip()


def options_of(command: click.Command) -> list[str]:
    """The long names of a command's options."""
    return [name for option in command.params for name in option.opts if name.startswith("--")]


def with_outputs(page: str) -> str:
    """A page whose console blocks show what their commands print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "examples").symlink_to(HOME / "examples")
        files = _FILE.findall(page)
        if committed := [(path.removeprefix(_HEAD), text) for path, text in files if path.startswith(_HEAD)]:
            _commit(committed, folder)
        for path, text in files:
            if not path.startswith(_HEAD):
                (folder / path).write_text(text, encoding="utf-8")

        def run(match: re.Match[str]) -> str:
            return f"```console\n$ {match[1]}\n{_printed(shlex.split(match[1]), folder)}```"

        return _CONSOLE.sub(run, page)


def _commit(files: list[tuple[str, str]], folder: Path) -> None:
    for path, text in files:
        (folder / path).write_text(text, encoding="utf-8")
    named = [f"user.{name}={name}@unspin.example" for name in ("name", "email")]
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "texts"]):
        options = [part for setting in named for part in ("-c", setting)]
        subprocess.run(["git", *options, *command], cwd=folder, env=_environment(), check=True)


def _environment() -> dict[str, str]:
    """That of this process, without what an outer run of git says of its own project."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def _printed(arguments: list[str], folder: Path) -> str:
    environment = {**_environment(), "COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8")
    if done.returncode not in {0, 1} or done.stderr:
        raise SystemExit(f"{shlex.join(arguments)} ended with exit code {done.returncode}:\n{done.stderr}")
    lines = done.stdout.rstrip("\n").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def paths() -> list[Path]:
    """Every page with content made from the code."""
    made = [HOME / "docs" / f"{name}.md" for name in ("change-types", "commands", "modules")]
    others = [HOME / "README.md", *sorted((HOME / "docs").glob("*.md"))]
    return made + [path for path in others if path not in made and _CONSOLE.search(path.read_text(encoding="utf-8"))]


def content(path: Path) -> str:
    """What a page should read."""
    match path.name:
        case "change-types.md":
            return change_types()
        case "commands.md":
            return commands()
        case "modules.md":
            return modules()
        case _:
            return with_outputs(path.read_text(encoding="utf-8"))


def main() -> None:
    """Write the pages."""
    for path in paths():
        text = content(path)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(HOME)}")


if __name__ == "__main__":
    main()
