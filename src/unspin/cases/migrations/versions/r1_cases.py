"""Cases, their changes, decisions about them, and an audit trail that only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# What must not be done, when, and what is said then. A history of decisions goes with its case, and not before it.
_GONE = "NOT EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id)"
_RULES = [
    ("audit", "UPDATE", "", "the audit trail only grows"),
    ("audit", "DELETE", "", "the audit trail only grows"),
    ("decisions", "UPDATE", "", "decisions only grow in number"),
    ("decisions", "DELETE", _GONE, "decisions only grow in number"),
]


def upgrade() -> None:
    """Make the tables and their guards."""
    op.create_table(
        "cases",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created", sa.String(27), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("original_name", sa.Text, nullable=False),
        sa.Column("rewrite_name", sa.Text, nullable=False),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("rewrite", sa.Text, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="cases_pk"),
    )
    op.create_table(
        "changes",
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "fingerprint", name="changes_pk"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="changes_cases_fk", ondelete="CASCADE"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("decision", sa.String(9), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("created", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="decisions_pk"),
        sa.ForeignKeyConstraint(
            ["case_id", "fingerprint"],
            ["changes.case_id", "changes.fingerprint"],
            name="decisions_changes_fk",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("decision IN ('accepted', 'dismissed', 'open')", name="decisions_decision"),
        sqlite_autoincrement=True,
    )
    op.create_index("decisions_case_id_fingerprint", "decisions", ["case_id", "fingerprint"])
    op.create_table(
        "audit",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("created", sa.String(27), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="audit_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_case_id", "audit", ["case_id"])
    if op.get_context().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for table, deed, allowed, said in _RULES:
        condition = f"WHEN NOT ({allowed})" if allowed else ""
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
    for table in ("audit", "decisions"):
        # INSERT OR REPLACE takes a row away without any trigger for deletions.
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, 'a number is given once'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION unspin_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table, deed, allowed, said in _RULES:
        if allowed:
            # A condition of a trigger may not look into other tables; the body of a function may.
            op.execute(
                f"CREATE FUNCTION unspin_refuse_{table}_{deed.lower()}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF {allowed} THEN RETURN OLD; END IF; "
                "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$"
            )
        function = f"unspin_refuse_{table}_{deed.lower()}" if allowed else "unspin_refuse"
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}('{said}')"
        )
    for table in ("audit", "decisions"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION unspin_refuse('{table} only grow')"
        )
