"""What the console sends and gets about hand-offs."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assist_api.handoff.packet import Packet
from assist_api.handoff.tables import HandoffState

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LastMessage(BaseModel):
    role: str
    text: str
    created_at: datetime


class BuyerName(BaseModel):
    name: str


class HandoffOut(BaseModel):
    """`unanswered_since`: when the oldest buyer line without an answer was written; `agent_name` is the shown name."""

    id: str
    conversation_id: str
    state: HandoffState
    version: int
    reason: str
    priority: int
    agent: str | None
    agent_name: str | None
    group: str | None
    waiting_since: datetime
    claimed_at: datetime | None
    unanswered_since: datetime | None
    buyer: BuyerName
    last_message: LastMessage | None
    packet: Packet


class HandoffsOut(BaseModel):
    items: list[HandoffOut]
    next: str | None


class ClaimIn(Strict):
    pass


class AgentMessageIn(Strict):
    client_id: ClientId
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None
    attachments: Annotated[list[ClientId], Field(max_length=9)] = []
    item_id: Annotated[str, StringConstraints(max_length=128)] | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.text is not None:
            self.text = self.text.replace("\x00", "").strip()
        if not (self.text or self.attachments):
            raise ValueError("a message needs text or attachments")
        return self


class AgentMessageOut(BaseModel):
    message_id: int


class ReturnIn(Strict):
    note: Note | None = None


class TransferIn(Strict):
    to_agent: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    to_group: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    note: Note = ""

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.to_agent is None) == (self.to_group is None):
            raise ValueError("a transfer goes either to_agent or to_group")
        return self


class CloseIn(Strict):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
