"""Understanding on the wire; the answer is the bot's own (`clients.bot.Understanding`), in its public form."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class TextIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=2000)]


class IntentConfidence(BaseModel):
    intent: str
    confidence: float


class EntityOut(BaseModel):
    """`start` and `end` (exclusive) are code points of the text as it was sent; `value` depends on `kind`."""

    kind: str
    value: Any
    text: str
    start: int
    end: int
    reason: str


class Understood(BaseModel):
    """`intent` is the best before any threshold, `unsure` the threshold's verdict; `ranking` has all and sums to 1."""

    intent: str
    confidence: float
    unsure: bool
    ranking: list[IntentConfidence]
    entities: list[EntityOut]
    route: str


class IntentName(BaseModel):
    """`title` is the Chinese name, as trainers and agents read it."""

    intent: str
    title: str


class IntentNames(BaseModel):
    items: list[IntentName]
    next: None = None
