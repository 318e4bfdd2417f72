"""Versions of the recommender's model, and how the shop uses them; the files lie in `models/recommender/`."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table

_ACTIVE = text("verdict = 'active'")


class RecommenderModel(Table):
    """One training that came to an end. `figures` are shares and counts measured on turns held back, with the curve.

    `chats`, `moments` and `phrases` count what it learned from.
    """

    __tablename__ = "recommender_models"
    # The database itself allows one active version at a time.
    __table_args__ = (
        Index("uq_recommender_models_active", "verdict", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
    )

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    trained_at: Mapped[datetime] = mapped_column(index=True)
    chats: Mapped[int]
    moments: Mapped[int]
    phrases: Mapped[int]
    figures: Mapped[dict[str, Any]]
    verdict: Mapped[str] = mapped_column(String(10))
    """active, kept_out (worse than the one in use) or retired (was active)."""
    reason: Mapped[str] = mapped_column(Text)
    """Why it is, or is not, in use: for people."""
    activated_at: Mapped[datetime | None]
    has_files: Mapped[bool]
    """Old versions lose their files and stay as a record."""


class RecommenderState(Table):
    """The shop's only row: the threshold chosen, and who is training."""

    __tablename__ = "recommender_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    """Grows when the owner changes the threshold."""
    threshold: Mapped[float | None]
    target_precision: Mapped[float | None]
    """Instead of a fixed threshold: that of the active model's curve which reaches this precision."""
    asked_at: Mapped[datetime | None]
    """When somebody wanted a training that has not begun."""
    started_at: Mapped[datetime | None]
    """When the last training began, whatever became of it."""
    lease: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text)
    """Why the last training came to nothing; empty if it came to an end."""
