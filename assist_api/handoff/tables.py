"""Hand-offs: a conversation passed to a person, with everything that person needs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table


class HandoffState(StrEnum):
    WAITING = "waiting"
    AGENT = "agent"
    RETURNED = "returned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """The buyer gave up waiting."""


class Handoff(Table):
    """One stay of a conversation with people, from the bot's hand-off until it is returned or closed."""

    __tablename__ = "handoffs"
    __table_args__ = (Index("ix_handoffs_queue", "state", "priority", "created_at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    open_for: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The conversation while the hand-off is open, empty after: a conversation has at most one open hand-off."""
    state: Mapped[str] = mapped_column(String(10), default=HandoffState.WAITING.value)
    reason: Mapped[str] = mapped_column(String(64))
    priority: Mapped[int]
    packet: Mapped[dict[str, Any]]
    agent: Mapped[str | None] = mapped_column(String(64))
    group: Mapped[str | None] = mapped_column("group_name", String(64))
    note: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    first_reply_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    def end(self, state: HandoffState, now: datetime, note: str | None = None) -> None:
        self.state = state.value
        self.open_for = None
        self.ended_at = now
        self.note = note or self.note
        self.version += 1
