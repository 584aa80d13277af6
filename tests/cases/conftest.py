"""Both databases, for real: a file of SQLite's, and a server of PostgreSQL's that lives as long as the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kept import keep, new_schema
from unspin.cases import Case, Cases


def _programs() -> Path | None:
    """The folder of the programs of a server; Debian keeps them out of the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    found = shutil.which("pg_ctl") or (debian[-1] if debian else None)
    return Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def server() -> Iterator[sa.URL]:
    """A server in a folder of its own, reached by a socket there; it is not run by root, as PostgreSQL demands."""
    if (programs := _programs()) is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    user = "nobody" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="unspin-"))
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "--pgdata", str(folder / "data"), *arguments]
        # Not into a pipe: the server would hold it open.
        with (folder / "said").open("wb") as said:
            done = subprocess.run(command, user=user, cwd=folder, stdout=said, stderr=said, check=False)
        assert done.returncode == 0, (folder / "said").read_text()

    try:
        run("initdb", "--username=unspin", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses= -c fsync=off -c unix_socket_directories={folder}"
        run("pg_ctl", "start", "--wait", f"--options={options}")
        yield sa.URL.create("postgresql", "unspin", database="postgres", query={"host": str(folder)})
        run("pg_ctl", "stop", "--mode=immediate")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is, or will be made."""
    if request.param == "sqlite":
        return str(tmp_path / "cases.sqlite")
    return new_schema(request.getfixturevalue("server"))


@pytest.fixture
def cases(address: str) -> Iterator[Cases]:
    """An empty store."""
    store = Cases(address)
    store.upgrade()
    yield store
    store.close()


@pytest.fixture
def case(cases: Cases) -> Case:
    """One case in the store."""
    return keep(cases)
