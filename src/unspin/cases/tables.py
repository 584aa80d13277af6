"""The tables, as they are after all migrations. What only one of the databases has is in the migrations alone."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR

from unspin.cases.words import vector_of

VERSION_TABLE = "unspin_version"

METADATA = sa.MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(referred_table_name)s_fk",
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "ck": "%(table_name)s_%(constraint_name)s",
    }
)

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""A number that the database gives; only as INTEGER does SQLite give one."""


class Words(sa.types.TypeDecorator[str]):
    """Folded words with spaces between them: a tsvector in PostgreSQL, text in SQLite, whose index splits it itself."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """The type in the database."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """What is sent."""
        return vector_of(value) if value is not None and dialect.name == "postgresql" else value


CASES = sa.Table(
    "cases",
    METADATA,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("created", sa.String(27), nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("original_name", sa.Text, nullable=False),
    sa.Column("rewrite_name", sa.Text, nullable=False),
    # What is long stands last: SQLite reads a row from its beginning.
    sa.Column("original", sa.Text, nullable=False),
    sa.Column("rewrite", sa.Text, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
)

CHANGES = sa.Table(
    "changes",
    METADATA,
    sa.Column("case_id", sa.String(36), sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("fingerprint", sa.Text, primary_key=True),
)

DECISIONS = sa.Table(
    "decisions",
    METADATA,
    sa.Column("id", Number, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(36), nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("decision", sa.String(9), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("created", sa.String(27), nullable=False),
    sa.ForeignKeyConstraint(["case_id", "fingerprint"], ["changes.case_id", "changes.fingerprint"], ondelete="CASCADE"),
    sa.CheckConstraint("decision IN ('accepted', 'dismissed', 'open')", name="decision"),
    sa.Index(None, "case_id", "fingerprint"),
    sqlite_autoincrement=True,
)

# Of no case in particular: what was done stays when the case is gone.
AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", Number, primary_key=True, autoincrement=True),
    sa.Column("created", sa.String(27), nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("case_id", sa.String(36), nullable=False, index=True),
    sa.Column("details", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

PASSAGES = sa.Table(
    "passages",
    METADATA,
    sa.Column("id", Number, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(36), sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("weight", sa.Integer, nullable=False),
    sa.Column("words", Words, nullable=False),
)


def is_shared(name: str | None, kind: str, _: object) -> bool:
    """Whether something found in a database should be in this module as well: all but the indexes of the search.

    That of SQLite keeps tables of its own, whose names begin with its own; that of PostgreSQL is an index like others.
    """
    own = {"table": r"found(_\w+)?", "index": "passages_words"}.get(kind)
    return own is None or name is None or re.fullmatch(own, name) is None
