"""Databases of every older version are brought up to date with what is in them; newer ones are left alone."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from kept import ORIGINAL, REPORT, REWRITE, keep, raw
from unspin.cases import Cases, CasesError, migrating
from unspin.cases.database import Database
from unspin.cases.identities import new_id

REVISIONS = [script.revision for script in ScriptDirectory.from_config(migrating.config_for()).walk_revisions()][::-1]


def build(address: str, revision: str) -> None:
    """The database as a version of unspin with this revision made it."""
    database = Database(address)
    if "://" not in address:
        raw(address).connect().close()
    with database._turn() as connection:
        migrating.upgrade(connection, address, revision)
    database.close()


def fill(address: str) -> str:
    """A case with a decision, written as revision 1 had it; its id."""
    import json

    identity = new_id()
    case = {
        "id": identity,
        "created": "2031-05-04T09:30:00.000000Z",
        "who": "Orla Venn",
        "title": "Trees",
        "original_name": ORIGINAL.name,
        "rewrite_name": REWRITE.name,
        "original": ORIGINAL.text,
        "rewrite": REWRITE.text,
        "report": json.dumps(REPORT),
    }
    with raw(address).begin() as connection:
        names = ", ".join(case)
        values = ", ".join(f":{name}" for name in case)
        connection.execute(sa.text(f"INSERT INTO cases ({names}) VALUES ({values})"), case)
        for change in REPORT["changes"]:
            row = {"case": identity, "fingerprint": change["fingerprint"]}
            connection.execute(sa.text("INSERT INTO changes VALUES (:case, :fingerprint)"), row)
        connection.execute(
            sa.text(
                "INSERT INTO decisions (case_id, fingerprint, decision, reason, who, created) "
                "VALUES (:case, :fingerprint, 'accepted', 'corrected', 'Ada Prill', '2031-05-04T10:00:00.000000Z')"
            ),
            row,
        )
    return identity


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_older_database_is_brought_up_to_date_with_its_cases(address: str, revision: str) -> None:
    build(address, revision)
    identity = fill(address)
    cases = Cases(address)
    if revision != REVISIONS[-1]:
        with pytest.raises(CasesError, match=r"its tables are those of an older unspin; .* make a backup"):
            cases.ready()
    cases.upgrade()
    cases.ready()
    case = cases.get(identity)
    assert (case.original, case.rewrite, case.report) == (ORIGINAL, REWRITE, REPORT)
    assert [decision.reason for decision in cases.decisions(identity)] == ["corrected"]
    if revision < "2":
        for query in ("trees", "quellmar", "corrected"):
            assert [summary.id for summary in cases.search(query)] == [identity], query
    cases.delete(identity, "Ada Prill")
    cases.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_tables_are_what_the_code_says(address: str, revision: str) -> None:
    """Alembic compares the database with the code, whichever version the database came from."""
    build(address, revision)
    cases = Cases(address)
    cases.upgrade()
    cases.close()
    with raw(address).connect() as connection:
        command.check(migrating.config_for(connection))


def test_the_comparison_would_see_a_difference(cases: Cases, address: str) -> None:
    cases.close()
    with raw(address).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN mood TEXT")
    with raw(address).connect() as connection, pytest.raises(Exception, match="mood"):
        command.check(migrating.config_for(connection))


def test_a_newer_database_is_left_alone(address: str) -> None:
    build(address, "head")
    with raw(address).begin() as connection:
        connection.exec_driver_sql("UPDATE unspin_version SET version_num = '999'")
    newer = Cases(address)
    for use in (newer.upgrade, newer.ready, newer.list, lambda: keep(newer)):
        with pytest.raises(CasesError, match="its tables are those of a newer unspin; install that version"):
            use()
    newer.close()
    with raw(address).connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM unspin_version").scalar_one() == "999"


def test_a_migration_that_fails_changes_nothing(address: str) -> None:
    build(address, "1")
    identity = fill(address)
    with raw(address).begin() as connection:
        # In the way of the second migration, after its first steps.
        connection.exec_driver_sql(
            "CREATE TABLE found (x INTEGER)" if "://" not in address else "CREATE SEQUENCE passages_words"
        )
    cases = Cases(address)
    with pytest.raises(CasesError):
        cases.upgrade()
    cases.close()
    with raw(address).connect() as connection:
        assert not sa.inspect(connection).has_table("passages")
        assert connection.exec_driver_sql("SELECT version_num FROM unspin_version").scalar_one() == "1"
        assert connection.exec_driver_sql("SELECT id FROM cases").scalar_one() == identity


def test_processes_that_start_at_once_make_one_database(address: str) -> None:
    code = (
        "import sys; from unspin.cases import Cases; c = Cases(sys.argv[1]); sys.stdin.read(1); c.upgrade(); c.ready()"
    )
    command = [sys.executable, "-c", code, address]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in started:
        assert process.stdin
        process.stdin.write("x")
        process.stdin.flush()
    for process in started:
        assert (process.communicate(timeout=60)[1], process.returncode) == ("", 0)
    cases = Cases(address)
    assert keep(cases).id == cases.list().cases[0].id
    cases.close()


def test_threads_that_start_at_once_make_one_database(address: str) -> None:
    stores = [Cases(address) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(Cases.upgrade, stores))
    assert keep(stores[0]).id == stores[7].list().cases[0].id
    for store in stores:
        store.close()
