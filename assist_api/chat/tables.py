"""Conversations, their messages, the tokens that open them, uploads, and the bot's committed events."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table
from assist_api.rules.conversation import Standing, State

MessageNumber = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite's integers have 64 bits by themselves, and only its INTEGER counts up."""


class Conversation(Table):
    """One buyer's talk with the shop. Who writes to it locks its row first, so message ids grow in commit order."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_due_at", "due_at"),
        Index("ix_conversations_channel_buyer", "channel", "buyer_external_id"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(64))
    buyer_external_id: Mapped[str | None] = mapped_column(String(200))
    buyer_name: Mapped[str | None] = mapped_column(String(100))
    verified: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default=State.BOT.value)
    agent: Mapped[str | None] = mapped_column(String(64))
    agent_name: Mapped[str | None] = mapped_column(String(64))
    """The agent as the buyer may know them; the account's name is for colleagues."""
    version: Mapped[int] = mapped_column(default=1)
    product_id: Mapped[str | None] = mapped_column(String(64))
    order_id: Mapped[str | None] = mapped_column(String(64))
    page_url: Mapped[str | None] = mapped_column(String(2000))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    processed_to: Mapped[int] = mapped_column(MessageNumber, default=0)
    """Id of the last buyer message that was answered, or seen by the person in charge."""
    due_at: Mapped[datetime | None]
    """When the turn worker takes the unanswered messages; empty when there are none."""
    lease: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """Turns begun since the last one that came to an end, good or void."""
    voided: Mapped[int] = mapped_column(default=0)
    """Drafts thrown away in a row because the buyer wrote again."""
    mean_pause_s: Mapped[float | None]
    last_buyer_at: Mapped[datetime | None]
    holding_line_at: Mapped[datetime | None]
    bot_base: Mapped[str] = mapped_column(String(64), default="")
    """Fingerprint of the bot's tracker after the last committed turn."""
    bot_event_count: Mapped[int] = mapped_column(default=0)
    """Of the committed tracker events."""

    @property
    def standing(self) -> Standing:
        return Standing(State(self.state), self.agent)

    def move(self, standing: Standing) -> None:
        """Take the outcome of a named move of `rules.conversation`; nothing else assigns a state."""
        self.state, self.agent = standing.state.value, standing.agent
        self.version += 1


class Message(Table):
    """One line in a conversation; ids are strictly increasing."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "role", "client_id"),
        UniqueConstraint("conversation_id", "answers_to"),
        Index("ix_messages_conversation", "conversation_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(MessageNumber, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    role: Mapped[str] = mapped_column(String(10))
    """buyer, bot, agent or system."""
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any] | None]
    meta: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """intent, confidence and route as understood; which phrases a bot line came from; the agent's name."""
    preset: Mapped[dict[str, Any] | None]
    """`{intent, entities}` of a button, card or picture: known, so not to be understood from the text."""
    client_id: Mapped[str | None] = mapped_column(String(64))
    answers_to: Mapped[int | None] = mapped_column(MessageNumber)
    """For a bot line: the last buyer message it answers. Unique: nothing is answered twice."""
    created_at: Mapped[datetime]


class ChatToken(Table):
    """Opens one conversation to one buyer; only the hash is kept."""

    __tablename__ = "chat_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    created_at: Mapped[datetime]


class Upload(Table):
    """A picture, re-encoded by us; the file lies in `settings.uploads` under its id."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]


class BotEvents(Table):
    """The tracker events of one committed turn, in order; together they restore the bot's tracker."""

    __tablename__ = "bot_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    events: Mapped[list[dict[str, Any]]]
    created_at: Mapped[datetime]
