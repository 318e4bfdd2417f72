"""What a buyer's page sends and gets."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assist_api.chat.tables import Conversation, Message
from assist_api.rules.conversation import State

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
NUL = "\x00"


class Strict(BaseModel):
    """Bodies from outside: unknown fields are an error, so a typo is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class BuyerIn(Strict):
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    name: Name | None = None
    issued_at: Annotated[str, StringConstraints(max_length=64)] | None = None
    signature: Annotated[str, StringConstraints(max_length=128)] | None = None


class ContextIn(Strict):
    """What the buyer is looking at: 这款."""

    product_id: Id | None = None
    order_id: Id | None = None
    page_url: Annotated[str, StringConstraints(max_length=2000)] | None = None


class SessionIn(Strict):
    channel: Annotated[str, StringConstraints(min_length=1, max_length=64)] = "web"
    buyer: BuyerIn | None = None
    context: ContextIn | None = None


class Answering(BaseModel):
    """Who answers now; the page never shows a bot as a person."""

    kind: Literal["bot", "waiting", "agent", "away"]
    name: str | None = None


class ShopCard(BaseModel):
    """`greeting` is shown above an empty talk; it is no message."""

    name: str
    greeting: str
    answering: Answering


class SessionOut(BaseModel):
    conversation_id: str
    token: str
    shop: ShopCard


class CardIn(Strict):
    product_id: Id | None = None
    order_id: Id | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.product_id is None) == (self.order_id is None):
            raise ValueError("a card has either product_id or order_id")
        return self


class ChoiceIn(Strict):
    message_id: Annotated[int, Field(ge=1, lt=2**53)]
    option: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class MessageIn(Strict):
    client_id: Id
    text: Annotated[str, StringConstraints(max_length=2000)] | None = None
    attachments: Annotated[list[Id], Field(max_length=9)] = []
    card: CardIn | None = None
    choice: ChoiceIn | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.text is not None:
            self.text = self.text.replace(NUL, "").strip()
        if not (self.text or self.attachments or self.card or self.choice):
            raise ValueError("a message needs text, attachments, a card or a choice")
        return self


class MessageAccepted(BaseModel):
    message_id: int


class UploadOut(BaseModel):
    upload_id: str


class MessageMeta(BaseModel):
    intent: str | None = None
    confidence: float | None = None
    route: str | None = None
    agent: str | None = None
    """The agent's name as buyers may read it."""
    taught: bool = False
    """The bot answered with what an agent taught it."""


class MessageOut(BaseModel):
    id: int
    role: Literal["buyer", "bot", "agent", "system"]
    text: str
    payload: dict[str, Any] | None = None
    created_at: datetime
    meta: MessageMeta

    @classmethod
    def of(cls, message: Message) -> Self:
        return cls.model_validate(
            {
                "id": message.id,
                "role": message.role,
                "text": message.text,
                "payload": shown_payload(message.payload),
                "created_at": message.created_at,
                "meta": {
                    **message.meta,
                    "agent": message.meta.get("agent_name"),
                    "taught": bool(message.meta.get("taught")),
                },
            }
        )


class MessagesOut(BaseModel):
    messages: list[MessageOut]
    state: State
    answering: Answering


class StateOut(BaseModel):
    state: State
    answering: Answering


def answering_of(conversation: Conversation) -> Answering:
    if conversation.state == State.AGENT.value:
        return Answering(kind="agent", name=conversation.agent_name)
    return Answering(kind="waiting" if conversation.state == State.WAITING.value else "bot")


def shown_payload(payload: dict[str, Any] | None) -> dict[str, Any] | None:
    """Without what a button means: the page sends back only its option."""
    if payload is None or "buttons" not in payload:
        return payload
    return {
        **payload,
        "buttons": [{"option": button["option"], "title": button["title"]} for button in payload["buttons"]],
    }
