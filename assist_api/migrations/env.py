"""Alembic's entry: runs the revisions on the connection that `assist_api.migrations.migrate` hands over."""

from alembic import context

from assist_api.migrations import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata(), render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
