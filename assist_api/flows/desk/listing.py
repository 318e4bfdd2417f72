"""A hand-off as the console shows it, with the latest of its conversation."""

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store
from assist_api.chat.tables import Message
from assist_api.handoff.packet import Packet
from assist_api.handoff.schemas import BuyerName, HandoffOut, LastMessage
from assist_api.handoff.tables import Handoff, HandoffState

LATEST = 30


async def handoff_out(session: AsyncSession, handoff: Handoff) -> HandoffOut:
    packet = Packet.model_validate(handoff.packet)
    conversation = await store.existing(session, handoff.conversation_id)
    latest = [m for m in await store.last_messages(session, handoff.conversation_id, LATEST) if m.role != "system"]
    return HandoffOut(
        id=handoff.id,
        conversation_id=handoff.conversation_id,
        state=HandoffState(handoff.state),
        version=handoff.version,
        reason=handoff.reason,
        priority=handoff.priority,
        agent=handoff.agent,
        agent_name=conversation.agent_name if handoff.state == HandoffState.AGENT.value else None,
        group=handoff.group,
        waiting_since=handoff.created_at,
        claimed_at=handoff.claimed_at,
        unanswered_since=(oldest.created_at if (oldest := _oldest_unanswered(latest)) else None),
        buyer=BuyerName(name=packet.buyer.name),
        last_message=_telling(latest, waiting=handoff.state == HandoffState.WAITING.value),
        packet=packet,
    )


def _oldest_unanswered(latest: list[Message]) -> Message | None:
    """The first buyer line after the last one of a person or the bot."""
    oldest = None
    for message in latest:
        if message.role != "buyer":
            oldest = None
        elif oldest is None:
            oldest = message
    return oldest


def _telling(latest: list[Message], *, waiting: bool) -> LastMessage | None:
    """The last line; of a waiting buyer their own, because the bot's only says that somebody is coming."""
    own = [message for message in latest if message.role == "buyer"] if waiting else []
    shown = own or latest
    return LastMessage(role=shown[-1].role, text=shown[-1].text, created_at=shown[-1].created_at) if shown else None
