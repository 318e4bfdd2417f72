"""Alembic's entry: runs the revisions on the connection that `assist_api.migrations.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from assist_api.database import UtcDateTime
from assist_api.migrations import metadata


def plain_types(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Revisions name only SQLAlchemy's own types: our code may move, a revision stays."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    render_as_batch=True,
    render_item=plain_types,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
