"""What was suggested to whom, and what became of it: the recommender learns from these rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table


class SuggestionRequest(Table):
    """One answer of the recommender. `items` are those shown, in order: `{item_id, phrase_id, score}`.

    `question` is the buyer's lines and `talk` the last turns, `{role, text}`, oldest first, with private data hidden;
    a conversation of ours stands in `messages`, and `talk` is null. `position` is how many turns there were. `agent` is
    the name of the account or token that asked.
    """

    __tablename__ = "suggestion_requests"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    agent: Mapped[str] = mapped_column(String(120))
    account_id: Mapped[int | None]
    conversation_id: Mapped[str | None] = mapped_column(String(64), index=True)
    question: Mapped[str] = mapped_column(Text)
    intent: Mapped[str | None] = mapped_column(String(64))
    typed: Mapped[str] = mapped_column(String(200))
    threshold: Mapped[float]
    items: Mapped[list[dict[str, Any]]]
    talk: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    position: Mapped[int | None]
    product_id: Mapped[str | None] = mapped_column(String(64))
    order_state: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(index=True)


class SuggestionFeedback(Table):
    """What one agent did with one answer; said again it replaces what was said before, so a repeat counts once.

    `said` are the ids of the phrases found in what was sent; `likeness` in [0, 1] is how like the phrase taken it is.
    `timings` are what the page measured, in milliseconds by name.
    """

    __tablename__ = "suggestion_feedback"
    __table_args__ = (UniqueConstraint("suggestion_id", "agent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[str] = mapped_column(ForeignKey("suggestion_requests.id"))
    agent: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(10))
    item_id: Mapped[str | None] = mapped_column(String(80))
    sent_text: Mapped[str | None] = mapped_column(Text)
    said: Mapped[list[str] | None]
    likeness: Mapped[float | None]
    timings: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)
