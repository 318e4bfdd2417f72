"""The doors through which buyers come in."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from assist_api.database import Table


class Channel(Table):
    """A shop's own site, or another place whose server signs for its buyers.

    `secret` is stored as it is, because checking an HMAC needs it; what keeps it is the database file's 0600.
    """

    __tablename__ = "channels"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    secret: Mapped[str] = mapped_column(String(80))
    origins: Mapped[list[str]]
    created_at: Mapped[datetime]
