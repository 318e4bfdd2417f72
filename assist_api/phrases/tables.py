"""The phrase bank and how often each phrase was used."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table

_LIVE_TEAM_CODE = text("deleted_at IS NULL AND scope = 'team' AND shortcode <> ''")
_LIVE_PERSONAL_CODE = text("deleted_at IS NULL AND scope = 'personal' AND shortcode <> ''")
_TAUGHT = text("review IS NOT NULL")


class Phrase(Table):
    """One canned phrase. `id` is the key in `data/phrases` for a starter, else `p_` and random letters.

    `version` grows by one with every change, deleting included, so that the sum over the bank tells whether anything
    changed. `owner_id` is the account of a personal phrase. Deleted phrases stay: history points to them.
    """

    __tablename__ = "phrases"
    __table_args__ = (
        Index(
            "uq_phrases_team_shortcode",
            "shortcode",
            unique=True,
            sqlite_where=_LIVE_TEAM_CODE,
            postgresql_where=_LIVE_TEAM_CODE,
        ),
        Index(
            "uq_phrases_personal_shortcode",
            "owner_id",
            "shortcode",
            unique=True,
            sqlite_where=_LIVE_PERSONAL_CODE,
            postgresql_where=_LIVE_PERSONAL_CODE,
        ),
        Index("ix_phrases_group_name_id", "group_name", "id"),
        Index("ix_phrases_taught", "review", sqlite_where=_TAUGHT, postgresql_where=_TAUGHT),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    alternatives: Mapped[list[str]]
    shortcode: Mapped[str] = mapped_column(String(32))
    group: Mapped[str] = mapped_column("group_name", String(60))
    scope: Mapped[str] = mapped_column(String(8))
    owner_id: Mapped[int | None]
    intents: Mapped[list[str]]
    questions: Mapped[list[str]]
    applies_to: Mapped[dict[str, Any]]
    bot_may_send: Mapped[bool]
    active_from: Mapped[datetime | None]
    active_to: Mapped[datetime | None]
    starter: Mapped[bool]
    edited_by_people: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    review: Mapped[str | None] = mapped_column(String(10))
    """Of a taught phrase waiting, approved or declined; empty for one that nobody taught."""
    taught_by: Mapped[str | None] = mapped_column(String(64))
    taught_at: Mapped[datetime | None]
    taught_in: Mapped[str | None] = mapped_column(String(40))
    """The conversation in which it was taught last."""
    reviewed_by: Mapped[str | None] = mapped_column(String(64))
    reviewed_at: Mapped[datetime | None]
    reviewed_questions: Mapped[list[str] | None]
    """What the bot answers with it: questions that a trainer has seen. One taught later waits while these hold on."""


class PhraseUse(Table):
    """How agents took the suggestions of one phrase. Apart from the phrase: using one is no edit of it."""

    __tablename__ = "phrase_uses"

    phrase_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    accepted: Mapped[int] = mapped_column(default=0)
    edited: Mapped[int] = mapped_column(default=0)
    dismissed: Mapped[int] = mapped_column(default=0)
    last_used_at: Mapped[datetime | None]
