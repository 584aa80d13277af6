"""A pair that the tests of cases keep, and the way past the store to its database."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from unspin.cases import Case, Cases, Text

ORIGINAL = Text("wire.txt", "The town of Quellmar planted 1,200 trees, Mayor Ada Prill said. She may resign next year.")
REWRITE = Text("desk.txt", "Mayor Ada Prill said Quellmar had planted 2,100 trees. She will resign next year.")
REPORT: dict[str, Any] = {
    "schema_version": 1,
    "summary": {"changes": 2, "fidelity": 0.31},
    "changes": [
        {"type": "number-changed", "message": "“1,200” became “2,100”", "fingerprint": "5f0c3a1be2d49780"},
        {"type": "certainty-changed", "message": "may → will", "fingerprint": "0d3bb2a17c6e4f52"},
    ],
}
NUMBER, CERTAINTY = "5f0c3a1be2d49780", "0d3bb2a17c6e4f52"
_NUMBERS = count()


def keep(cases: Cases, original: str | None = None, *, title: str | None = "Trees of Quellmar") -> Case:
    """Keep the pair, or another original."""
    text = ORIGINAL if original is None else Text("other.txt", original)
    return cases.create(text, REWRITE, REPORT, title=title, who="Orla Venn")


def raw(address: str) -> sa.Engine:
    """A connection past the store, as a person with a database shell has it."""
    if "://" not in address:
        return sa.create_engine(sa.URL.create("sqlite", database=address), poolclass=sa.NullPool)
    url = sa.make_url(address).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, poolclass=sa.NullPool)


def new_schema(server: sa.URL) -> str:
    """The address of an empty schema on the server, which is made faster than a database."""
    name = f"cases{next(_NUMBERS)}"
    with raw(str(server)).begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    return str(server.update_query_dict({"options": f"-csearch_path={name}"}))


def with_tests() -> dict[str, str]:
    """The environment of a process that imports this module."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
