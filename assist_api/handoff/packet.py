"""The hand-off packet: what a person needs to go on without asking the buyer again."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field


class TranscriptLine(BaseModel):
    role: Literal["buyer", "bot", "agent", "system"]
    text: str
    created_at: datetime
    taught: bool = False
    """The bot said what an agent had taught it."""


class Understood(BaseModel):
    text: str
    intent: str
    intent_zh: str
    confidence: float | None = None


class BuyerCard(BaseModel):
    """Names are masked; who opens the full record is logged where it is opened."""

    name: str
    verified: bool
    channel: str
    earlier_handoffs: int = 0
    profile: dict[str, Any] = Field(default_factory=dict)


class FirstReply(BaseModel):
    text: str
    phrase_id: str | None = None


class Haggling(BaseModel):
    """Which round of bargaining this is, and what the owner permits (empty: nothing set, so nothing to offer)."""

    round: int = 0
    limits: dict[str, Any] = Field(default_factory=dict)


class Packet(BaseModel):
    """Schema of `handoffs.packet`; `priority` 1 low … 4 urgent."""

    reason: str
    reason_zh: str
    priority: int = Field(ge=1, le=4)
    summary: str
    transcript: list[TranscriptLine]
    understood: list[Understood] = []
    entities: list[dict[str, Any]] = []
    slots: dict[str, Any] = {}
    order: dict[str, Any] | None = None
    parcel: dict[str, Any] | None = None
    product: dict[str, Any] | None = None
    buyer: BuyerCard
    offered: list[str] = []
    haggling: Haggling = Haggling()
    first_replies: list[FirstReply] = []
