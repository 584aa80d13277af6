"""What Alembic runs to migrate: on the connection that it is given, in its transaction."""

from alembic import context

from unspin.cases.tables import METADATA, VERSION_TABLE, is_shared

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    include_name=is_shared,
)
with context.begin_transaction():
    context.run_migrations()
