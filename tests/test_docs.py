"""The docs say what the code does: every type, command and option is there, and examples show what really comes out."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import click
import pytest

import make_pages
from unspin.changes import all_types
from unspin.cli import cli as command_line

HOME = Path(__file__).parents[1]
PAGES = [HOME / "README.md", HOME / "CONTRIBUTING.md", HOME / "CHANGELOG.md", *sorted((HOME / "docs").glob("*.md"))]
COMMANDS = {"unspin": command_line, **{f"unspin {name}": command for name, command in command_line.commands.items()}}


@pytest.mark.parametrize("path", make_pages.paths(), ids=lambda path: path.name)
def test_made_pages_are_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == make_pages.content(path), "run `make docs`"


def test_every_type_is_documented() -> None:
    page = (HOME / "docs" / "change-types.md").read_text(encoding="utf-8")
    for kind in all_types():
        assert f"\n## {kind.name}\n" in page


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_explained(name: str) -> None:
    command = COMMANDS[name]
    assert command.help, f"{name} has no help"
    assert f"\n## {name}\n" in (HOME / "docs" / "commands.md").read_text(encoding="utf-8")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts} has no help"
    said = make_pages.help_of(*name.split()[1:])
    for option in make_pages.options_of(command):
        assert option in said, f"{name} --help does not name {option}"


def test_the_readme_names_every_command_and_option_of_check() -> None:
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    for name in command_line.commands:
        assert f"unspin {name}" in readme
    for option in make_pages.options_of(command_line.commands["check"]):
        assert option in readme or option == "--help", f"the README says nothing of {option}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_python_examples_run(path: Path) -> None:
    names: dict[str, object] = {}
    blocks = re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for number, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, names, f"{path.name} block {number + 1}", str(path), 0)
        assert test.examples, f"a Python block without >>> in {path.name}"
        problems: list[str] = []
        runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
        runner.run(test, out=problems.append, clear_globs=False)
        assert not problems, "".join(problems)
        names = test.globs


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_named_files_exist(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:src|tests|benchmarks|docs|training|examples)/[\w./-]+)`", page):
        assert (HOME / name).exists(), f"{path.name} names {name}"


def test_no_page_names_a_machine_path() -> None:
    for path in PAGES:
        assert not re.search(r"(?<![\w.])/(?:work|tmp|root|home)/", path.read_text(encoding="utf-8")), path.name


def test_the_index_lists_every_page() -> None:
    index = (HOME / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {path.name for path in (HOME / "docs").glob("*.md")} - {"index.md"}
    assert {page for page in pages if f"]({page})" not in index} == set()
