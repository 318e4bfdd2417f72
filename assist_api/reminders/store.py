"""Reads and writes of reminders; the caller owns the transaction."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.reminders.tables import DeclinedOrder, ReminderMention, ReminderSend, ReminderWish

IDS_AT_ONCE = 500
"""In one query; databases bound the number of parameters."""


async def last_sent(session: AsyncSession, buyer_ids: Collection[str]) -> dict[str, datetime]:
    """When each buyer was last reminded of anything."""
    query = select(ReminderSend.buyer_id, func.max(ReminderSend.sent_at)).where(ReminderSend.sent_at.is_not(None))
    rows = await _chunked(
        session, buyer_ids, lambda ids: query.where(ReminderSend.buyer_id.in_(ids)).group_by("buyer_id")
    )
    return dict(rows)


async def mentions(session: AsyncSession, order_ids: Collection[str]) -> list[tuple[str, int, datetime]]:
    """(order, stage, when sent) of every reminder that named one of the orders."""
    query = select(ReminderMention.order_id, ReminderMention.stage, ReminderSend.sent_at).join(ReminderSend)
    rows = await _chunked(session, order_ids, lambda ids: query.where(ReminderMention.order_id.in_(ids)))
    return [(order_id, stage, sent_at) for order_id, stage, sent_at in rows]


async def wishes(session: AsyncSession, buyer_ids: Collection[str]) -> list[ReminderWish]:
    rows = await _chunked(session, buyer_ids, lambda ids: select(ReminderWish).where(ReminderWish.buyer_id.in_(ids)))
    return [wish for (wish,) in rows]


async def wish_of(session: AsyncSession, buyer_id: str) -> ReminderWish | None:
    return await session.get(ReminderWish, buyer_id)


async def declined(session: AsyncSession, order_ids: Collection[str]) -> set[str]:
    query = select(DeclinedOrder.order_id)
    rows = await _chunked(session, order_ids, lambda ids: query.where(DeclinedOrder.order_id.in_(ids)))
    return {order_id for (order_id,) in rows}


async def forget_declined(session: AsyncSession, buyer_id: str, order_ids: Sequence[str]) -> None:
    declined = delete(DeclinedOrder).where(DeclinedOrder.buyer_id == buyer_id, DeclinedOrder.order_id.in_(order_ids))
    await session.execute(declined)


async def open_send(session: AsyncSession, buyer_id: str) -> ReminderSend | None:
    """The send to this buyer that somebody began, locked till the end of the transaction."""
    query = select(ReminderSend).where(ReminderSend.open_for == buyer_id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def last_mentioning(session: AsyncSession, conversation_id: str) -> ReminderSend | None:
    """The last reminder sent in this conversation."""
    query = (
        select(ReminderSend)
        .where(ReminderSend.conversation_id == conversation_id, ReminderSend.sent_at.is_not(None))
        .order_by(ReminderSend.sent_at.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def orders_in(session: AsyncSession, send_id: str) -> list[str]:
    query = select(ReminderMention.order_id).where(ReminderMention.send_id == send_id)
    return list(await session.scalars(query.order_by(ReminderMention.order_id)))


async def drop_unsent(session: AsyncSession, owner: str | None = None) -> None:
    """Forget what one sender has begun, or everybody: the latter only at the start of the only sender there is."""
    unsent = delete(ReminderSend).where(ReminderSend.sent_at.is_(None))
    await session.execute(unsent if owner is None else unsent.where(ReminderSend.lease == owner))


async def _chunked(session: AsyncSession, ids: Iterable[str], query: Callable[[list[str]], Executable]) -> list[Any]:
    known = sorted(set(ids))
    rows: list[Any] = []
    for start in range(0, len(known), IDS_AT_ONCE):
        rows += await session.execute(query(known[start : start + IDS_AT_ONCE]))
    return rows
