"""Reminders sent and under way, and what buyers wish about them. A buyer is told by the shop's external id."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table


class ReminderSend(Table):
    """One message to one buyer. Without `sent_at` a sender is only about to send it, or died on the way."""

    __tablename__ = "reminder_sends"
    __table_args__ = (Index("ix_reminder_sends_buyer_id_sent_at", "buyer_id", "sent_at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    buyer_id: Mapped[str] = mapped_column(String(120))
    open_for: Mapped[str | None] = mapped_column(String(120), unique=True)
    """The buyer until it is sent, empty after: nobody sends to a buyer to whom somebody else is just sending."""
    channel: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    stage: Mapped[int]
    due_at: Mapped[datetime]
    lease: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)


class ReminderMention(Table):
    """An order that a sent reminder named. The key is why no order is named twice at one stage, whoever sends."""

    __tablename__ = "reminder_mentions"

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    stage: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    send_id: Mapped[str] = mapped_column(ForeignKey("reminder_sends.id"), index=True)


class ReminderWish(Table):
    """What a buyer wishes about all reminders."""

    __tablename__ = "reminder_wishes"

    buyer_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    opted_out: Mapped[bool] = mapped_column(default=False)
    snoozed_until: Mapped[datetime | None]
    updated_at: Mapped[datetime]


class DeclinedOrder(Table):
    """An order that its buyer no longer wants; nobody asks for its payment again."""

    __tablename__ = "reminder_declined_orders"

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    buyer_id: Mapped[str] = mapped_column(String(120), index=True)
    declined_at: Mapped[datetime]
