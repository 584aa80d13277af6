"""Cases in a file: how SQLite is opened, and what its faults mean."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from unspin.cases.errors import CasesError

WAIT = 30.0
"""Seconds to wait for another writer."""

_AGAIN = 0.02

WRITES = {"begin": "BEGIN IMMEDIATE"}
"""The options of a connection that is going to write: it waits for its turn at the beginning, where waiting is safe."""


def engine_for(path: Path) -> sa.Engine:
    """An engine for a file that is there; it makes none."""

    def connect() -> sqlite3.Connection:
        connection = _connect(path, WAIT)
        # What is deleted is overwritten, not only forgotten. FULL: what was committed outlasts a loss of power.
        for setting in ("foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {setting}")
        return connection

    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), creator=connect, poolclass=QueuePool, pool_size=8, max_overflow=24
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def make(path: Path, place: str) -> None:
    """Make the file if there is none, for its owner alone, and have it written by way of a write-ahead log.

    Raises:
        CasesError: It cannot be made or opened.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CasesError(place, reason, "name a file in a folder that can be written to") from None
    try:
        with closing(_connect(path, WAIT)) as connection:
            _log_ahead(connection)
    except sqlite3.Error as error:
        raise CasesError(place, *explain(error)) from None


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have the file written by way of a log. Where others do so at once SQLite refuses without waiting; one of them gets it."""
    until = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_AGAIN)


def forget(connection: sa.Connection) -> None:
    """Take the words of deleted passages out of the index, which otherwise does so some day."""
    connection.exec_driver_sql("INSERT INTO found (found) VALUES ('optimize')")


def tidy(path: Path) -> None:
    """Empty the write-ahead log, in which what was deleted still stands; it stays if somebody is reading from it."""
    with suppress(sqlite3.Error), closing(_connect(path, 1)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _connect(path: Path, wait: float) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=rw"
    # None: transactions begin where the engine says so, and never by themselves.
    return sqlite3.connect(address, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)


def explain(error: BaseException) -> tuple[str, str]:
    """The reason and the remedy of an error of SQLite's."""
    # The last byte tells the kind, the others the circumstances.
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "the database is locked by another program", "try again when that has finished"
        case sqlite3.SQLITE_FULL:
            return "the disk is full", "free space; what was stored before is there"
        case sqlite3.SQLITE_READONLY:
            return "the database cannot be written to", "check the permissions of the file and its folder"
        case sqlite3.SQLITE_CANTOPEN:
            return (
                "there is no such database, or it cannot be opened",
                "check its name; `unspin serve --cases` makes one",
            )
        case sqlite3.SQLITE_NOTADB:
            return "the file is no database of SQLite", "name another file"
        case sqlite3.SQLITE_CORRUPT:
            return "the database is damaged", "stop all that use it, and take it from a backup"
        case sqlite3.SQLITE_IOERR:
            return (
                f"the disk does not read or write ({error})",
                "free space or check the disk; what was stored before is there",
            )
        case sqlite3.SQLITE_TOOBIG:
            return "a text is larger than SQLite takes", "keep less than a thousand million bytes"
        case _ if "already exists" in str(error):
            return "the database holds tables of something else", "give cases a database of their own"
        case _:
            return f"SQLite says “{error}”", "check that the file is one that unspin made"
