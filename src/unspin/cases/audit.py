"""The audit trail: who did what to which case, when. It only grows, and the database itself refuses anything else."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from unspin.cases.database import Database
from unspin.cases.identities import now
from unspin.cases.model import Entry
from unspin.cases.tables import AUDIT


def record(database: Database, connection: sa.Connection, who: str, what: str, case: str, **details: Any) -> None:
    """Add a line, as the last thing that a transaction does.

    Lines appear in the order of their numbers, so that whoever reads on after the last one misses none.
    """
    database.one_by_one(connection)
    row = {"created": now(), "who": who, "what": what, "case_id": case, "details": json.dumps(details)}
    connection.execute(AUDIT.insert(), row)


def entries(connection: sa.Connection, case: str | None, after: int, limit: int | None) -> tuple[Entry, ...]:
    """The lines with numbers above ``after``, of one case or of all, oldest first."""
    query = sa.select(AUDIT).where(AUDIT.c.id > after).order_by(AUDIT.c.id).limit(limit)
    if case is not None:
        query = query.where(AUDIT.c.case_id == case)
    return tuple(
        Entry(row.id, row.created, row.who, row.what, row.case_id, json.loads(row.details))
        for row in connection.execute(query)
    )
