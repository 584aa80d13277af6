"""Cases in PostgreSQL: how it is reached, and what its faults mean."""

from __future__ import annotations

import sqlalchemy as sa

from unspin.cases.errors import CasesError

WAIT = 30
"""Seconds to wait for a lock, and for a connection."""

LOCK = 0x756E7370696E
"""The name of the advisory locks, as PostgreSQL has them: a number."""

_REASONS = {
    "53100": ("the disk of the database is full", "free space there; what was stored before is there"),
    "53300": ("the database has no connection left", "try again later, or raise its max_connections"),
    "55P03": ("the database is locked by another program", "try again when that has finished"),
    "42501": ("the database does not permit this", "give the user the right to make and change tables in it"),
    "25006": ("the database cannot be written to", "name one that is no read-only copy"),
    "42P07": ("the database holds tables of something else", "give cases a database of their own"),
    "54000": ("a text is larger than PostgreSQL takes", "keep less than a thousand million bytes"),
}


def engine_for(url: sa.URL) -> sa.Engine:
    """An engine; nothing is connected yet."""
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": WAIT, "application_name": "unspin"},
        # A connection that the server has closed meanwhile is replaced before it is used.
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=24,
    )


def see_encoding(connection: sa.Connection, place: str) -> None:
    """Refuse a database that cannot hold every character.

    Raises:
        CasesError: Its encoding is another than UTF-8.
    """
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise CasesError(
            place, f"its encoding is {encoding}", "make one with the encoding UTF8 (createdb --encoding UTF8)"
        )


def explain(error: BaseException) -> tuple[str, str]:
    """The reason and the remedy of an error of PostgreSQL's."""
    said = " ".join(str(error).split())
    if (state := getattr(error, "sqlstate", None)) in _REASONS:
        return _REASONS[state]
    # None: there was no server to give a state; 08: the connection broke; 57P: the server stops or starts.
    if state is None or state.startswith(("08", "57P")):
        return f"the database cannot be reached ({said})", "check that it runs, and its address, user and password"
    return f"PostgreSQL says “{said}” ({state})", "check that the database is one that unspin made"
