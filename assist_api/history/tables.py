"""Past chats, one row a talk."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table
from assist_api.history.limits import LONGEST_ID, LONGEST_SOURCE
from assist_api.history.turns_text import TurnsText
from assist_api.recommender.talk import Turn


class PastChatRow(Table):
    """A finished talk with private data masked; `digest` is of its turns as stored, `last_at` of the last dated one.

    `source` is where it came from last, the file's name if nobody said otherwise: what can be forgotten at once.
    """

    __tablename__ = "past_chats"

    id: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    turns: Mapped[tuple[Turn, ...]] = mapped_column(TurnsText)
    turn_count: Mapped[int]
    last_at: Mapped[datetime | None]
    imported_at: Mapped[datetime] = mapped_column(index=True)
