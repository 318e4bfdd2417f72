"""What a buyer said and meant, as far as it is stored: the ground of computed answers and of filled variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store as chat
from assist_api.flows.answering.contract import Entity, SkillAsk

LOOK_BACK = 40
"""Lines of a talk that are read for what the buyer told earlier (a height, a region, an order number)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One line with its reading. `told` is what earlier lines of the same talk told, kind → value, the newest wins."""

    text: str
    intent: str
    confidence: float
    entities: Sequence[Mapping[str, Any]] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    question: str | None = None
    """The intent of the last question before this line: a line that only gives data (160的呢) asks it again."""

    def ask(self, conversation_id: str, intent: str) -> SkillAsk:
        """The line as a skill takes it. Without a message's id, so that no phone tail is tried."""
        return SkillAsk(
            conversation_id=conversation_id,
            intent=intent,
            text=self.text,
            entities=[Entity.model_validate(entity) for entity in self.entities],
            slots=dict(self.told),
        )

    def knows(self, kinds: frozenset[str]) -> bool:
        return not kinds.isdisjoint(self.told) or any(entity.get("kind") in kinds for entity in self.entities)


async def last_line(session: AsyncSession, conversation_id: str) -> Heard | None:
    """The buyer's last line if it was understood already."""
    lines = [m for m in await chat.last_messages(session, conversation_id, LOOK_BACK) if m.role == "buyer"]
    if not lines or not lines[-1].meta.get("intent"):
        return None
    *earlier, last = lines
    told = {
        entity["kind"]: entity["value"]
        for line in earlier
        for entity in line.meta.get("entities") or ()
        if entity.get("value") is not None
    }
    questions = (str(line.meta.get("intent") or "") for line in reversed(earlier))
    return Heard(
        text=last.text,
        intent=last.meta["intent"],
        confidence=float(last.meta.get("confidence") or 0.0),
        entities=last.meta.get("entities") or (),
        told=told,
        question=next((intent for intent in questions if intent.startswith(("ask_", "track_"))), None),
    )
