"""Reading and writing hand-offs; the caller owns the transaction."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.handoff.tables import Handoff, HandoffState

View = Literal["waiting", "mine", "all"]


async def get(session: AsyncSession, handoff_id: str) -> Handoff | None:
    return await session.get(Handoff, handoff_id)


async def lock(session: AsyncSession, handoff_id: str) -> Handoff | None:
    """Lock the row until the end of the transaction; lock the conversation first, always in this order."""
    return await session.get(Handoff, handoff_id, with_for_update=True, populate_existing=True)


async def open_of(session: AsyncSession, conversation_id: str) -> Handoff | None:
    return await session.scalar(select(Handoff).where(Handoff.open_for == conversation_id))


async def listed(session: AsyncSession, view: View, agent: str, *, skip: int, limit: int) -> Sequence[Handoff]:
    """Most urgent first, then longest waiting."""
    is_open = Handoff.open_for.is_not(None)
    wanted = {
        "waiting": Handoff.state == HandoffState.WAITING.value,
        "mine": and_(is_open, Handoff.agent == agent),
        "all": is_open,
    }[view]
    found = await session.scalars(
        select(Handoff)
        .where(wanted)
        .order_by(Handoff.priority.desc(), Handoff.created_at, Handoff.id)
        .offset(skip)
        .limit(limit)
    )
    return found.all()


async def place_in_queue(session: AsyncSession, handoff: Handoff) -> int:
    """1 for the next to be taken; also the number of waiting hand-offs up to and with this one."""
    before = await session.scalar(
        select(func.count())
        .select_from(Handoff)
        .where(
            Handoff.state == HandoffState.WAITING.value,
            Handoff.id != handoff.id,
            or_(
                Handoff.priority > handoff.priority,
                and_(Handoff.priority == handoff.priority, Handoff.created_at <= handoff.created_at),
            ),
        )
    )
    return 1 + (before or 0)


async def count_of_buyer(session: AsyncSession, conversation_id: str) -> int:
    """How often this conversation was handed off before."""
    found = await session.scalar(
        select(func.count()).select_from(Handoff).where(Handoff.conversation_id == conversation_id)
    )
    return found or 0
