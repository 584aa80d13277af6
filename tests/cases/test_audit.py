"""The audit trail tells what was done, and the databases themselves refuse to have it changed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from kept import CERTAINTY, NUMBER, keep, raw
from unspin.cases import Case, Cases


def test_it_tells_who_did_what_when_to_which_case(cases: Cases, case: Case) -> None:
    other = keep(cases, title=None)
    cases.decide(case.id, NUMBER, "accepted", "Prill told us herself", "Ada Prill")
    cases.delete(other.id, "Ada Prill")
    told = [(entry.what, entry.who, entry.case) for entry in cases.audit()]
    assert told == [
        ("created", "Orla Venn", case.id),
        ("created", "Orla Venn", other.id),
        ("decided", "Ada Prill", case.id),
        ("deleted", "Ada Prill", other.id),
    ]
    created, decided = cases.audit(case.id)
    assert created.details == {"original": len(case.original.text), "rewrite": len(case.rewrite.text), "changes": 2}
    assert decided.details == {"fingerprint": NUMBER, "decision": "accepted"}


def test_it_is_read_on_from_a_line(cases: Cases, case: Case) -> None:
    for _ in range(5):
        cases.decide(case.id, NUMBER, "accepted", "", "Ada Prill")
    everything = cases.audit()
    assert len(everything) == 6
    assert cases.audit(limit=2) == everything[:2]
    assert cases.audit(after=everything[1].number, limit=3) == everything[2:5]
    assert cases.audit(case.id, after=everything[-1].number) == ()


def test_no_words_of_the_texts_are_in_it(cases: Cases, address: str, case: Case) -> None:
    cases.decide(case.id, NUMBER, "accepted", "Prill told us herself", "Orla Venn")
    cases.delete(case.id, "Orla Venn")
    with raw(address).connect() as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM audit").fetchall())
    assert not any(word in rows for word in ("Quellmar", "wire.txt", "Trees", "Prill", "1,200"))


TAMPERING = [
    "UPDATE audit SET who = 'nobody'",
    "UPDATE audit SET who = 'nobody' WHERE id = 1",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE id = 1",
    "UPDATE decisions SET reason = 'forged'",
    "DELETE FROM decisions",
    "DELETE FROM changes",
]
OF_SQLITE = [
    "INSERT OR REPLACE INTO audit SELECT id, created, 'nobody', what, case_id, details FROM audit",
    "INSERT OR REPLACE INTO decisions SELECT id, case_id, fingerprint, decision, 'forged', who, created FROM decisions",
    "UPDATE OR REPLACE audit SET id = 1 WHERE id = 2",
]
OF_POSTGRESQL = [
    "TRUNCATE audit",
    "TRUNCATE decisions",
    "TRUNCATE cases CASCADE",
    "INSERT INTO audit SELECT * FROM audit ON CONFLICT (id) DO UPDATE SET who = 'nobody'",
]


def content(address: str) -> list[str]:
    with raw(address).connect() as connection:
        return [
            str(connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").fetchall())
            for table in ("audit", "decisions")
        ]


@pytest.mark.parametrize("statement", [*TAMPERING, *OF_SQLITE, *OF_POSTGRESQL])
def test_the_database_refuses_to_change_what_happened(cases: Cases, address: str, case: Case, statement: str) -> None:
    postgresql = "://" in address
    if statement in (OF_SQLITE if postgresql else OF_POSTGRESQL):
        return
    cases.decide(case.id, NUMBER, "accepted", "so it was", "Ada Prill")
    cases.decide(case.id, CERTAINTY, "open", "", "Ada Prill")
    before = content(address)
    with raw(address).connect() as connection:
        if not postgresql:
            # A person's own connection has them off; with them on, what hangs on a row goes with it.
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        with pytest.raises(sa.exc.DBAPIError) as refused:
            connection.exec_driver_sql(statement)
        connection.rollback()
    assert any(said in str(refused.value) for said in ("only grow", "a number is given once"))
    assert content(address) == before


def test_numbers_are_never_given_twice(cases: Cases, case: Case) -> None:
    """Not even that of the last decision, after its case is gone."""
    last = cases.decide(case.id, NUMBER, "accepted", "", "Ada Prill").number
    cases.delete(case.id, "Ada Prill")
    assert cases.decide(keep(cases).id, NUMBER, "accepted", "", "Ada Prill").number > last
