"""One server for the tests that do it no harm."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from web.server import Served, served


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("server")
    options = ("--workers", "2", "--cases", folder / "cases.db", "--max-body", "400K", "--max-characters", "20K")
    with served(folder / "log", *options) as server:
        yield server


@pytest.fixture
def client(server: Served) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client
