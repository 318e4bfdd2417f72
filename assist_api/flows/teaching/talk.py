"""What of a talk is needed to learn one of its replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store as chat
from assist_api.chat.tables import Conversation, Message
from assist_api.errors import BadInput, NotFound
from assist_api.rules.teaching import Line, asked_before
from assist_api.shop import store as shop
from assist_api.shop.tables import Product

LOOK_BACK = 60
"""Lines before the reply; who asked further back has asked again since."""


_BEHIND_ALL = 2**53


@dataclass(frozen=True, slots=True)
class TaughtTalk:
    """`asked` are the buyer's open questions before the reply, oldest first; `reply` is None in a talk without one."""

    reply: Message | None
    asked: Sequence[Line]
    product: Product | None


async def read_talk(session: AsyncSession, conversation_id: str, message_id: int | None) -> TaughtTalk:
    """Raises NotFound for a talk that is not there, BadInput for a message that is no agent's."""
    conversation = await chat.get(session, conversation_id)
    if conversation is None:
        raise NotFound("没有找到这段会话", conversation_id=conversation_id)
    reply = await _reply(session, conversation_id, message_id)
    end = reply.id if reply else _BEHIND_ALL
    said = [_Said(*row) for row in await chat.lines_before(session, conversation_id, end, LOOK_BACK)]
    return TaughtTalk(reply, asked_before([one.line() for one in said]), await _product(session, conversation, said))


async def _reply(session: AsyncSession, conversation_id: str, message_id: int | None) -> Message | None:
    if message_id is None:
        messages = await chat.last_messages(session, conversation_id, LOOK_BACK)
        return next((message for message in reversed(messages) if message.role == "agent"), None)
    message = await chat.message(session, conversation_id, message_id)
    if message is None or message.role != "agent":
        raise BadInput("这条消息不是客服的回复，请选一条自己的回复来教", field="message_id")
    return message


@dataclass(frozen=True, slots=True)
class _Said:
    role: str
    text: str
    meta: dict[str, Any]

    def line(self) -> Line:
        meta = self.meta
        return Line(self.role, self.text, str(meta.get("intent") or ""), float(meta.get("confidence") or 0.0))

    def products(self) -> list[str]:
        entities = self.meta.get("entities") or ()
        return [str(entity.get("value")) for entity in entities if entity.get("kind") == "product"]


async def _product(session: AsyncSession, conversation: Conversation, said: Sequence[_Said]) -> Product | None:
    """The one named last by the buyer, else the page's."""
    named = [product for one in reversed(said) if one.role == "buyer" for product in one.products()]
    for candidate in (*named, conversation.product_id):
        if candidate and (found := await shop.product(session, candidate)):
            return found
    return None
