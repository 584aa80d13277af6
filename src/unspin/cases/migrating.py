"""Bring the tables of a database to the version that this unspin knows, by the migrations that it ships."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from unspin.cases.errors import CasesError
from unspin.cases.tables import VERSION_TABLE

# Alembic keeps what it works on in variables of its module.
_ONE_AT_A_TIME = Lock()


def config_for(connection: sa.Connection | None = None) -> Config:
    """The settings of Alembic, for work on a connection."""
    config = Config(attributes={"connection": connection})
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


def upgrade(connection: sa.Connection, place: str, revision: str = "head") -> None:
    """Run the migrations that are missing, in the transaction of the connection.

    Raises:
        CasesError: The tables are newer than this unspin.
    """
    with _ONE_AT_A_TIME:
        found, newest = _versions(connection, place)
        if found != newest:
            command.upgrade(config_for(connection), revision)


def check(connection: sa.Connection, place: str) -> None:
    """See whether the tables are those that this unspin knows.

    Raises:
        CasesError: They are older, newer, or not there.
    """
    found, newest = _versions(connection, place)
    if found is None:
        raise CasesError(place, "there are no cases in it", "check its name; `unspin serve --cases` makes the tables")
    if found != newest:
        remedy = "stop the programs that use it, make a backup, and let `unspin serve --cases` bring it up to date"
        raise CasesError(place, "its tables are those of an older unspin", remedy)


def _versions(connection: sa.Connection, place: str) -> tuple[str | None, str | None]:
    """The version that the database has and the newest one."""
    scripts = ScriptDirectory.from_config(config_for())
    found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if found is not None and found not in known:
        raise CasesError(place, "its tables are those of a newer unspin", "install that version or a later one")
    return found, scripts.get_current_head()
