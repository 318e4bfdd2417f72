"""Opening a hand-off and finding one; the moves that also touch the conversation are in `flows.desk`."""

import secrets
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.errors import NotFound
from assist_api.handoff import store
from assist_api.handoff.packet import Packet
from assist_api.handoff.tables import Handoff


async def open_handoff(session: AsyncSession, conversation_id: str, packet: Packet, now: datetime) -> Handoff:
    """A waiting hand-off; the database allows one open per conversation."""
    handoff = Handoff(
        id=f"h_{secrets.token_hex(10)}",
        conversation_id=conversation_id,
        open_for=conversation_id,
        reason=packet.reason,
        priority=packet.priority,
        packet=packet.model_dump(mode="json"),
        created_at=now,
    )
    session.add(handoff)
    await session.flush()
    return handoff


async def found(session: AsyncSession, handoff_id: str) -> Handoff:
    """Raises NotFound."""
    handoff = await store.get(session, handoff_id)
    if handoff is None:
        raise NotFound("没有找到这次转接", handoff_id=handoff_id)
    return handoff
