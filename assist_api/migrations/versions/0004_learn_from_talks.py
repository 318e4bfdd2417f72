"""Learn from talks: past chats, proposals, model versions, taught phrases, the talk around a suggestion.

Revision ID: 0004
Revises: 0003
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _mark_taught_phrases()
    _add_past_chats()
    _add_proposals()
    _add_models()
    _keep_talk_of_suggestions()


def downgrade() -> None:
    _forget_talk_of_suggestions()
    _drop_models()
    _drop_proposals()
    _forget_taught_phrases()
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


_OF_TAUGHT_PHRASES: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("review", sa.String(length=10)),
    ("taught_by", sa.String(length=64)),
    ("taught_at", sa.DateTime(timezone=True)),
    ("taught_in", sa.String(length=40)),
    ("reviewed_by", sa.String(length=64)),
    ("reviewed_at", sa.DateTime(timezone=True)),
    ("reviewed_questions", sa.JSON()),
)


def _mark_taught_phrases() -> None:
    taught = sa.text("review IS NOT NULL")
    with op.batch_alter_table("phrases", schema=None) as batch_op:
        for name, kind in _OF_TAUGHT_PHRASES:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.create_index(
            "ix_phrases_taught", ["review"], unique=False, sqlite_where=taught, postgresql_where=taught
        )


def _forget_taught_phrases() -> None:
    with op.batch_alter_table("phrases", schema=None) as batch_op:
        batch_op.drop_index("ix_phrases_taught")
        for name, _ in reversed(_OF_TAUGHT_PHRASES):
            batch_op.drop_column(name)


def _add_proposals() -> None:
    op.create_table(
        "phrase_proposals",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("cluster", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wordings", sa.JSON(), nullable=False),
        sa.Column("shortcode", sa.String(length=32), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("intents", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("agents", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phrase_id", sa.String(length=64), nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase_proposals")),
        sa.UniqueConstraint("cluster", name=op.f("uq_phrase_proposals_cluster")),
    )
    with op.batch_alter_table("phrase_proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phrase_proposals_phrase_id"), ["phrase_id"], unique=False)
        batch_op.create_index("ix_phrase_proposals_state_turns_id", ["state", "turns", "id"], unique=False)


def _drop_proposals() -> None:
    with op.batch_alter_table("phrase_proposals", schema=None) as batch_op:
        batch_op.drop_index("ix_phrase_proposals_state_turns_id")
        batch_op.drop_index(batch_op.f("ix_phrase_proposals_phrase_id"))

    op.drop_table("phrase_proposals")


def _add_models() -> None:
    active = sa.text("verdict = 'active'")
    op.create_table(
        "recommender_models",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chats", sa.Integer(), nullable=False),
        sa.Column("moments", sa.Integer(), nullable=False),
        sa.Column("phrases", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("has_files", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_recommender_models")),
    )
    with op.batch_alter_table("recommender_models", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommender_models_trained_at"), ["trained_at"], unique=False)
        batch_op.create_index(
            "uq_recommender_models_active", ["verdict"], unique=True, sqlite_where=active, postgresql_where=active
        )
    op.create_table(
        "recommender_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=True),
        sa.Column("target_precision", sa.Double(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommender_state")),
    )


def _drop_models() -> None:
    op.drop_table("recommender_state")
    op.drop_table("recommender_models")


_OF_SUGGESTIONS: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("talk", sa.JSON()),
    ("position", sa.Integer()),
    ("product_id", sa.String(length=64)),
    ("order_state", sa.String(length=16)),
)
_OF_FEEDBACK: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (("said", sa.JSON()), ("likeness", sa.Double()))


def _keep_talk_of_suggestions() -> None:
    """Rows from before have no talk: nothing but their question is known."""
    with op.batch_alter_table("suggestion_requests", schema=None) as batch_op:
        for name, kind in _OF_SUGGESTIONS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    with op.batch_alter_table("suggestion_feedback", schema=None) as batch_op:
        for name, kind in _OF_FEEDBACK:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.create_index(batch_op.f("ix_suggestion_feedback_updated_at"), ["updated_at"], unique=False)


def _forget_talk_of_suggestions() -> None:
    with op.batch_alter_table("suggestion_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_feedback_updated_at"))
        for name, _ in reversed(_OF_FEEDBACK):
            batch_op.drop_column(name)
    with op.batch_alter_table("suggestion_requests", schema=None) as batch_op:
        for name, _ in reversed(_OF_SUGGESTIONS):
            batch_op.drop_column(name)
