"""Full-text search over titles, texts and reasons, those that are there already included."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from unspin.cases.tables import Words
from unspin.cases.words import REASON, TEXT, TITLE, passages_of

revision = "2"
down_revision = "1"

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table of passages and its index, and fill them."""
    passages = op.create_table(
        "passages",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("weight", sa.Integer, nullable=False),
        sa.Column("words", Words, nullable=False),
        sa.PrimaryKeyConstraint("id", name="passages_pk"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="passages_cases_fk", ondelete="CASCADE"),
    )
    op.create_index("passages_case_id", "passages", ["case_id"])
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE INDEX passages_words ON passages USING gin (words)")
    else:
        op.execute("CREATE VIRTUAL TABLE found USING fts5 (words, content='passages', content_rowid='id')")
        op.execute(
            "CREATE TRIGGER passages_found AFTER INSERT ON passages "
            "BEGIN INSERT INTO found (rowid, words) VALUES (NEW.id, NEW.words); END"
        )
        op.execute(
            "CREATE TRIGGER passages_lost AFTER DELETE ON passages "
            "BEGIN INSERT INTO found (found, rowid, words) VALUES ('delete', OLD.id, OLD.words); END"
        )
    connection = op.get_bind()
    for case, title, original, rewrite in connection.execute(
        sa.text("SELECT id, title, original, rewrite FROM cases")
    ).fetchall():
        for weight, text in ((TITLE, title or ""), (TEXT, original), (TEXT, rewrite)):
            _index(connection, passages, case, weight, text)
    for case, reason in connection.execute(sa.text("SELECT case_id, reason FROM decisions")).fetchall():
        _index(connection, passages, case, REASON, reason)


def _index(connection: sa.Connection, passages: sa.Table, case: str, weight: int, text: str) -> None:
    for words in passages_of(text):
        connection.execute(passages.insert().values(case_id=case, weight=weight, words=words))
