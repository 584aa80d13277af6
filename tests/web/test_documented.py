"""The pages on the server say what it does: their examples are run, and every option, route and problem is named."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import httpx
import pytest

import make_pages
from unspin.cli.serve import SCOPES as OFFERED
from unspin.cli.serve import serve_command
from unspin.web.app import create_app
from unspin.web.problems import KINDS
from unspin.web.serving import Serving
from unspin.web.tokens import SCOPES

DOCS = Path(__file__).parents[2] / "docs"
API = (DOCS / "api.md").read_text(encoding="utf-8")
SERVE = (DOCS / "serve.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"
EXAMPLES = re.findall(r"^```console\n\$ curl ([^\n]*)\n(.*?)^```$", API, re.MULTILINE | re.DOTALL)
# What differs each time.
CHANGING = [
    (r"\b[A-Za-z0-9_-]{24}\b", "JOB"),
    (r'"seconds": [\d.]+', '"seconds": 0.0'),
    (r'"request_id": ?"[0-9a-f]{16}"', '"request_id":"ID"'),
    (r'"state": "(waiting|running)"', '"state": "waiting"'),
    (r'"stage": "\w*"', '"stage": ""'),
]  # fmt: skip


def asked(client: httpx.Client, arguments: list[str]) -> str:
    """What curl prints for these arguments."""
    given: dict[str, Any] = {"method": "GET", "headers": {}}
    rest = iter(arguments)
    for one in rest:
        match one:
            case "-s":
                pass
            case "-X":
                given["method"] = next(rest)
            case "-H":
                name, _, value = next(rest).partition(": ")
                given["headers"][name] = value
            case "--json":
                given |= {"method": "POST", "content": next(rest).encode()}
                given["headers"]["Content-Type"] = "application/json"
            case "--data-binary":
                given |= {"method": "POST", "content": next(rest).replace("\\n", "\n").encode()}
            case _:
                given["url"] = one.removeprefix(HERE)
    return client.request(**given).text


def masked(text: str) -> str:
    for pattern, stands_for in CHANGING:
        text = re.sub(pattern, stands_for, text)
    return text


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_show_what_comes_out(client: httpx.Client, number: int) -> None:
    command, shown = EXAMPLES[number]
    assert masked(asked(client, shlex.split(command)).rstrip("\n")) == masked(shown.rstrip("\n"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


def test_every_option_is_explained() -> None:
    for option in make_pages.options_of(serve_command):
        assert option in SERVE or option == "--help", option
    for command in serve_command.commands.values():
        for option in make_pages.options_of(command):
            assert option in SERVE or option == "--help", option


def test_every_route_is_explained() -> None:
    for path, operations in create_app(Serving()).openapi()["paths"].items():
        shown = re.sub(r"\{\w+\}", "ID", path)
        for method in operations:
            assert re.search(rf"\| `{method.upper()}` \| `{re.escape(shown)}` \|", API), f"{method} {path}"


def test_every_problem_is_explained() -> None:
    for code, (status, _) in KINDS.items():
        assert re.search(rf"\| `{code}` \| {status} \|", API), code


def test_every_scope_is_explained_and_offered() -> None:
    assert tuple(SCOPES) == OFFERED
    for scope in SCOPES:
        assert f"| `{scope}` |" in SERVE


def test_what_is_no_json_is_no_example() -> None:
    for block in re.findall(r"^```json\n(.*?)^```$", API, re.MULTILINE | re.DOTALL):
        json.loads(block)
