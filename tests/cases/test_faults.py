"""What goes wrong is said with its place and a remedy, and loses nothing."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kept import NUMBER, keep, new_schema, raw, with_tests
from unspin.cases import Cases, CasesError, postgresql, sqlite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.sqlite"


@pytest.fixture
def in_file(path: Path) -> Iterator[Cases]:
    cases = Cases(str(path))
    cases.upgrade()
    yield cases
    cases.close()


def told(address: str, said: str, *, upgrade: bool = False) -> None:
    """Using the database ends in this message."""
    cases = Cases(address)
    with pytest.raises(CasesError) as error:
        cases.upgrade() if upgrade else cases.list()
    cases.close()
    assert str(error.value) == f"cases {cases.place}: {said}"


def test_a_file_is_its_owners_alone_and_has_a_write_ahead_log(in_file: Cases, path: Path) -> None:
    keep(in_file)
    assert {file.name for file in path.parent.iterdir()} == {"cases.sqlite", "cases.sqlite-wal", "cases.sqlite-shm"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    with raw(str(path)).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_only_upgrade_makes_a_file(path: Path) -> None:
    missing = "there is no such database, or it cannot be opened; check its name; `unspin serve --cases` makes one"
    told(str(path), missing)
    assert not path.exists()
    path.touch()
    told(str(path), "there are no cases in it; check its name; `unspin serve --cases` makes the tables")
    told(str(path.parent / "no" / "cases.sqlite"), missing)
    remedy = "name a file in a folder that can be written to"
    told(str(path.parent / "no" / "cases.sqlite"), f"no such file or directory; {remedy}", upgrade=True)
    told(str(path.parent), f"is a directory; {remedy}", upgrade=True)


def test_names_with_characters_that_mean_something_in_addresses(tmp_path: Path) -> None:
    for name in ("a?mode=ro", "50%.sqlite", "a b#c", "ä&ö=ü", "'; --", ":memory", "@host"):
        cases = Cases(str(tmp_path / name))
        cases.upgrade()
        keep(cases)
        assert len(cases.list().cases) == 1
        cases.close()
        assert (tmp_path / name).stat().st_size
    relative = Cases(f"sqlite:///{tmp_path}/50%25.sqlite")
    relative.close()


def test_a_file_that_is_something_else(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 no database " * 1000)
    before = path.read_bytes()
    for upgrade in (True, False):
        told(str(path), "the file is no database of SQLite; name another file", upgrade=upgrade)
    assert path.read_bytes() == before


def test_a_database_of_another_program(address: str) -> None:
    raw(address).connect().close()
    with raw(address).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE audit (x INTEGER)")
    cases = Cases(address)
    with pytest.raises(CasesError, match="holds tables of something else; give cases a database of their own"):
        cases.upgrade()
    cases.close()
    with raw(address).connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["audit"]


def test_a_damaged_file(in_file: Cases, path: Path) -> None:
    for _ in range(20):
        keep(in_file, "The harbour of Marn. " * 500)
    in_file.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    told(str(path), "the database is damaged; stop all that use it, and take it from a backup")


def test_a_locked_database(cases: Cases, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has to wait too long is told; the wait is made short here."""
    case = keep(cases)
    monkeypatch.setattr(sqlite, "WAIT", 0.2)
    monkeypatch.setattr(postgresql, "WAIT", 1)
    waiting = Cases(address)
    with raw(address).connect() as connection:
        lock = "LOCK TABLE audit IN EXCLUSIVE MODE" if "://" in address else "BEGIN IMMEDIATE"
        connection.exec_driver_sql(lock)
        for write in (lambda: keep(waiting), lambda: waiting.decide(case.id, NUMBER, "open", "", "Ada Prill")):
            with pytest.raises(CasesError) as error:
                write()
            said = "the database is locked by another program; try again when that has finished"
            assert str(error.value) == f"cases {cases.place}: {said}"
        # Who reads does not wait.
        assert len(waiting.list().cases) == 1
        connection.rollback()
    keep(waiting)
    assert (len(waiting.list().cases), waiting.decisions(case.id)) == (2, ())
    waiting.close()


def test_a_full_disk_loses_nothing(in_file: Cases, path: Path) -> None:
    """No file may grow beyond a limit: what a write then meets is like a full disk."""
    kept = keep(in_file)
    code = (
        "import resource, signal, sys; from kept import keep; from unspin.cases import Cases, CasesError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (300_000,) * 2)\n"
        "c = Cases(sys.argv[1])\n"
        "try:\n"
        "    while True: print(keep(c, 'The harbour of Marn. ' * 500).id, flush=True)\n"
        "except CasesError as error: sys.exit(str(error))\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, env=with_tests(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"cases {path}: the disk ")
    assert "what was stored before is there" in done.stderr
    acknowledged = done.stdout.split()
    assert acknowledged
    assert [summary.id for summary in in_file.list(limit=500).cases] == [*acknowledged[::-1], kept.id]
    assert {in_file.get(identity).original.text for identity in acknowledged} == {"The harbour of Marn. " * 500}
    assert len(in_file.search("harbour", 500)) == len(acknowledged)
    keep(in_file)


def test_a_user_who_may_only_read(server: sa.URL) -> None:
    address = new_schema(server)
    cases = Cases(address)
    cases.upgrade()
    keep(cases)
    with raw(address).begin() as connection:
        connection.exec_driver_sql("CREATE ROLE reader LOGIN")
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO reader")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")
    reader = Cases(str(sa.make_url(address).set(username="reader")))
    assert reader.list() == cases.list()
    with pytest.raises(CasesError, match="the database does not permit this; give the user the right to"):
        keep(reader)
    for store in (reader, cases):
        store.close()


def test_a_database_that_cannot_hold_every_character(server: sa.URL) -> None:
    with raw(str(server)).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE old ENCODING 'LATIN1' TEMPLATE template0")
    address = str(server.set(database="old"))
    told(address, "its encoding is LATIN1; make one with the encoding UTF8 (createdb --encoding UTF8)", upgrade=True)


def test_a_server_that_is_not_there(tmp_path: Path, server: sa.URL) -> None:
    remedy = "; check that it runs, and its address, user and password"
    for url in (
        server.set(query={"host": str(tmp_path)}),
        server.set(database="nowhere"),
        server.set(username="stranger"),
        server.set(query={}, host="127.0.0.1", port=9, password="hush"),
    ):
        cases = Cases(url.render_as_string(hide_password=False))
        with pytest.raises(CasesError, match="the database cannot be reached") as error:
            cases.ready()
        assert str(error.value).endswith(remedy)
        assert "hush" not in str(error.value)
        cases.close()


def test_a_server_that_closes_connections_is_reached_again(server: sa.URL) -> None:
    address = new_schema(server)
    cases = Cases(address)
    cases.upgrade()
    case = keep(cases)
    with raw(str(server)).connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'unspin'"
        )
    assert cases.get(case.id) == case
    cases.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://orla:hush@db.example/cases", "there is no support for mysql"),
        ("http://db.example/cases", "there is no support for http"),
        ("postgresql://orla:hush@db.example:port/cases", "it cannot be understood"),
        ("://hush", "it cannot be understood"),
        ("sqlite://", "it is no path of a file"),
        ("sqlite:///:memory:", "it is no path of a file"),
        ("sqlite:///cases.sqlite?mode=ro", "it is no path of a file"),
        ("", "it is no path of a file"),
        (":memory:", "it is no path of a file"),
    ],
)
def test_addresses_that_are_none(address: str, said: str) -> None:
    with pytest.raises(CasesError, match=said) as error:
        Cases(address)
    assert "hush" not in str(error.value)
    assert str(error.value).endswith("; write a file's path, or postgresql://USER:PASSWORD@HOST/DATABASE")


@pytest.mark.parametrize(
    "address", ["postgres://orla:hush@db.example/cases", "postgresql+psycopg://orla:hush@db.example/cases"]
)
def test_no_password_is_in_the_place(address: str) -> None:
    cases = Cases(f"{address}?password=hush&sslmode=require")
    assert "hush" not in cases.place
    assert "orla" in cases.place
    cases.close()


def test_a_closed_store_holds_no_connection(in_file: Cases, path: Path) -> None:
    keep(in_file)
    in_file.close()
    # The last connection to close takes the log into the file.
    assert [file.name for file in path.parent.iterdir()] == ["cases.sqlite"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
