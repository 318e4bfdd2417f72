"""What a turn has come to before it is committed: a draft can still become void."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from assist_api.clients.bot import Effect
from assist_api.rules.reply import Reply


@dataclass(frozen=True, slots=True)
class BuyerLine:
    """A stored message of the buyer as the turn sees it."""

    id: int
    text: str
    sent_at: datetime
    preset: dict[str, Any] | None = None
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class EarlierLine:
    role: str
    text: str
    intent: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the bot said lately in a conversation, oldest first: a wording is not repeated while another is left."""

    conversation_id: str
    lines: Sequence[str]

    def and_then(self, text: str) -> Self:
        return replace(self, lines=[*self.lines, text])


@dataclass(frozen=True, slots=True)
class Burst:
    """The lines to deal with and what went before, read in one moment; `agent` and `state` as they were then."""

    conversation_id: str
    state: str
    agent: str | None
    lines: Sequence[BuyerLine]
    earlier: Sequence[EarlierLine]
    base: str
    metadata: dict[str, Any]

    @property
    def said(self) -> Said:
        return Said(self.conversation_id, [line.text for line in self.earlier if line.role == "bot"])

    @property
    def last_id(self) -> int:
        return self.lines[-1].id


@dataclass(frozen=True, slots=True)
class Noted:
    """How one line was understood; goes into its `meta`."""

    message_id: int
    intent: str
    confidence: float
    route: str
    entities: list[dict[str, Any]] = field(default_factory=list)

    def meta(self) -> dict[str, Any]:
        return {
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            "route": self.route,
            "entities": self.entities,
        }


@dataclass(frozen=True, slots=True)
class HandoffWish:
    """Why a person is needed; `priority` 1 low … 4 urgent.

    `bare`: the packet shall hold the talk alone, because looking up the rest may be what broke the turn.
    """

    reason: str
    priority: int
    note: str = ""
    slots: dict[str, Any] = field(default_factory=dict)
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The outcome of a burst. `base` is None where the bot's tracker is not to change."""

    noted: list[Noted]
    reply: Reply | None = None
    handoff: HandoffWish | None = None
    gave_up: bool = False
    is_holding_line: bool = False
    effects: Sequence[Effect] = ()
    """What else is done in the transaction of the reply; no hand-offs."""
    events: list[dict[str, Any]] = field(default_factory=list)
    base: str | None = None
