"""The database under the cases: which one it is, its transactions, and its faults in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from unspin.cases import migrating, postgresql, sqlite
from unspin.cases.errors import CasesError

_MISSPELT = "write a file's path, or postgresql://USER:PASSWORD@HOST/DATABASE"


class Database:
    """A database of cases. Threads share one; a process that was forked off needs its own.

    Args:
        address: The path of a file, or an address that begins with ``sqlite:///`` or ``postgresql://``.

    Raises:
        CasesError: It is no address of either.
    """

    def __init__(self, address: str) -> None:
        if "://" not in address:
            url = sa.URL.create("sqlite", database=address)
        else:
            try:
                url = sa.make_url(address)
            except (sa.exc.ArgumentError, ValueError):
                # Not the address itself: a password may stand in it.
                raise CasesError("address", "it cannot be understood", _MISSPELT) from None
        self.place = url.set(query={}).render_as_string(hide_password=True)
        self._path: Path | None = None
        self._engine: sa.Engine
        self._reader: sa.Engine
        self._writer: sa.Engine
        match url.get_backend_name():
            case "sqlite":
                if url.query or url.host or url.database in {None, "", ":memory:"}:
                    raise CasesError(self.place, "it is no path of a file", _MISSPELT)
                self._path = Path(str(url.database))
                self.place = str(self._path)
                self._engine = sqlite.engine_for(self._path)
                self._reader = self._engine
                self._writer = self._engine.execution_options(**sqlite.WRITES)
            case "postgresql" | "postgres":
                self._engine = postgresql.engine_for(url)
                # All that is read in one transaction is of one moment.
                self._reader = self._engine.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
                self._writer = self._engine
            case other:
                raise CasesError(self.place, f"there is no support for {other}", _MISSPELT)
        self._explain = sqlite.explain if self._path else postgresql.explain
        self._checked = False

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database.

        Raises:
            CasesError: The database fails, or its tables are of another version.
        """
        with self._telling(), self._reader.connect() as connection, connection.begin():
            self._check(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is committed at the end, wholly or not at all.

        Raises:
            CasesError: The database fails, or its tables are of another version; nothing was written.
        """
        with self._turn() as connection:
            self._check(connection)
            yield connection

    def upgrade(self) -> None:
        """Make the tables, or bring them up to date; of several processes one does, and the others wait for it.

        Raises:
            CasesError: That failed, or the tables are newer than this unspin; nothing was changed.
        """
        if self._path:
            sqlite.make(self._path, self.place)
        with self._turn() as connection:
            if not self._path:
                postgresql.see_encoding(connection, self.place)
            self.one_by_one(connection)
            migrating.upgrade(connection, self.place)
        self._checked = True

    def one_by_one(self, connection: sa.Connection) -> None:
        """Let no other transaction past here before this one has ended. SQLite has one writer at a time anyway."""
        if not self._path:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(postgresql.LOCK)))

    def forget(self, connection: sa.Connection) -> None:
        """Take deleted words out of the index as well, in the transaction that deletes them."""
        if self._path:
            sqlite.forget(connection)

    def tidy(self) -> None:
        """Free what deleted rows still take up, if nobody is in the way. PostgreSQL does so by itself."""
        if self._path:
            sqlite.tidy(self._path)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[sa.Connection]:
        with self._telling(), self._writer.connect() as connection, connection.begin():
            if not self._path:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{postgresql.WAIT}s'")
            yield connection

    def _check(self, connection: sa.Connection) -> None:
        if not self._checked:
            migrating.check(connection, self.place)
            self._checked = True

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise CasesError(self.place, *self._explain(error.orig or error)) from error
        except sa.exc.TimeoutError as error:
            raise CasesError(self.place, "all connections are in use", "try again later") from error
