"""The API and its description agree, whatever is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from unspin.web.app import create_app
from unspin.web.serving import Serving
from unspin.web.tokens import SCOPES, add_token
from web.server import Served, served

EXAMPLES = 20
# What no schema can tell beforehand: what a file holds, and what values come to together.
UNFORESEEN = {"urn:unspin:problem:unreadable", "urn:unspin:problem:unfit"}
DESCRIPTION: Any = schemathesis.openapi.from_dict(create_app(Serving()).openapi())
OPERATIONS = {operation.label: operation for operation in (found.ok() for found in DESCRIPTION.get_all_operations())}


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    folder: Path = tmp_path_factory.mktemp("described")
    token = add_token(folder / "tokens.json", "desk", SCOPES)
    options = ("--workers", "2", "--tokens", folder / "tokens.json", "--cases", folder / "cases.db")
    with served(folder / "log", *options) as server:
        yield server, token
        assert not [line for line in server.lines if "unexpected" in line or "Traceback" in line]


def test_every_route_is_described() -> None:
    assert len(OPERATIONS) > 20


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", OPERATIONS)
def test_answers_are_those_that_are_described(label: str, mode: GenerationMode, guarded: tuple[Served, str]) -> None:
    server, token = guarded
    headers = {"Authorization": f"Bearer {token}"}

    @given(OPERATIONS[label].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def holds(case: Any) -> None:
        answer = case.call(base_url=server.url, headers=headers)
        told = answer.json().get("type") if answer.status_code == 422 else None
        left_out = [positive_data_acceptance] if told in UNFORESEEN else []
        # What is wrong with a line of a batch is told in a line.
        left_out += [negative_data_rejection] * label.endswith("batch")
        case.validate_response(answer, headers=headers, excluded_checks=left_out)

    try:
        holds()
    except Unsatisfiable:
        # What takes nothing cannot be given anything wrong.
        assert mode is GenerationMode.NEGATIVE
        assert not OPERATIONS[label].body
        assert not list(OPERATIONS[label].iter_parameters())
