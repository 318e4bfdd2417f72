"""Asks skills the way the bot does, for buyers the demo shop knows."""

from datetime import UTC, datetime
from typing import Any

from assist_api.chat.tables import Conversation
from assist_api.database import Database
from assist_api.flows.answering.contract import Entity, SkillAnswer, SkillAsk
from assist_api.flows.answering.service import answer

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
"""14:00 in the demo shop."""


class Counter:
    """One shop counter; a conversation is opened with `visit` or is unknown to the database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.messages = 0
        self.now = NOW

    async def visit(
        self,
        buyer: str | None = None,
        *,
        verified: bool = True,
        channel: str = "demo",
        product: str | None = None,
        order: str | None = None,
    ) -> str:
        """Open a conversation; answers its id."""
        self.messages += 1
        conversation = Conversation(
            id=f"c_{self.messages}",
            channel=channel,
            buyer_external_id=buyer,
            verified=verified and buyer is not None,
            product_id=product,
            order_id=order,
            created_at=NOW,
            updated_at=NOW,
        )
        async with self.database.begin() as session:
            session.add(conversation)
        return conversation.id

    async def ask(
        self,
        skill: str,
        text: str = "",
        *,
        who: str = "c_stranger",
        intent: str = "",
        slots: dict[str, Any] | None = None,
        message_id: int | None = 0,
        **entities: Any,
    ) -> SkillAnswer:
        """Ask a skill; each line is a message of its own unless `message_id` says which."""
        self.messages += 1
        ask = SkillAsk(
            conversation_id=who,
            message_id=self.messages if message_id == 0 else message_id,
            intent=intent,
            text=text,
            entities=[Entity(kind=kind, value=value) for kind, value in entities.items()],
            slots=slots or {},
        )
        return await answer(skill, ask, self.database, self.now)


def phrases(told: SkillAnswer) -> list[str]:
    return [say.phrase for say in told.says]


def said(told: SkillAnswer, name: str) -> str | None:
    """The value of a variable in the first phrase that has it."""
    return next((say.vars[name] for say in told.says if name in say.vars), None)


def reasons(told: SkillAnswer) -> list[str]:
    return [effect.reason for effect in told.effects]
