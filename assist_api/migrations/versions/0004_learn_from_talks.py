"""Learn from talks: past chats, proposals, model versions, taught phrases, the talk around a suggestion.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_past_chats()


def downgrade() -> None:
    with op.batch_alter_table("past_chats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_chats_source"))
        batch_op.drop_index(batch_op.f("ix_past_chats_imported_at"))

    op.drop_table("past_chats")


def _add_past_chats() -> None:
    op.create_table(
        "past_chats",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("turns", sa.Text(), nullable=False),
        sa.Column("turn_count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_chats")),
    )
    with op.batch_alter_table("past_chats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_chats_imported_at"), ["imported_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_past_chats_source"), ["source"], unique=False)
