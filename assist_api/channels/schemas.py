"""What travels over the wire about channels."""

from datetime import datetime

from pydantic import BaseModel


class ChannelOut(BaseModel):
    """A channel without its secret, which is shown once, on the command line that made it."""

    name: str
    origins: list[str]
    created_at: datetime


class ChannelPage(BaseModel):
    items: list[ChannelOut]
    next: str | None = None
