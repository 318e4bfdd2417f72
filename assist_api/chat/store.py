"""Reading and writing conversations; the caller owns the transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat.tables import BotEvents, ChatToken, Conversation, Message, Upload
from assist_api.rules.conversation import State

PAGE = 200
"""Messages read at a time."""

LOOK_AT_MOST = 1000
"""Due conversations read at a time."""

BUYERS_AT_ONCE = 500
"""In one query; databases bound the number of parameters."""


@dataclass(frozen=True, slots=True)
class ConversationContext:
    """What is known about a conversation besides its words; `order_id` is the buyer's claim, not yet checked."""

    id: str
    channel: str
    buyer_external_id: str | None
    verified: bool
    product_id: str | None
    order_id: str | None


async def context_of(session: AsyncSession, conversation_id: str) -> ConversationContext | None:
    found = await session.get(Conversation, conversation_id)
    if found is None:
        return None
    return ConversationContext(
        id=found.id,
        channel=found.channel,
        buyer_external_id=found.buyer_external_id,
        verified=found.verified,
        product_id=found.product_id,
        order_id=found.order_id,
    )


async def get(session: AsyncSession, conversation_id: str) -> Conversation | None:
    return await session.get(Conversation, conversation_id)


async def existing(session: AsyncSession, conversation_id: str) -> Conversation:
    """Raises LookupError when there is none."""
    return await session.get_one(Conversation, conversation_id)


async def lock(session: AsyncSession, conversation_id: str) -> Conversation:
    """The conversation, locked until the end of the transaction (on SQLite the whole database is).

    Raises LookupError when there is none.
    """
    found = await session.get(Conversation, conversation_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise LookupError(conversation_id)
    return found


async def by_token(session: AsyncSession, token_hash: str) -> Conversation | None:
    return await session.scalar(
        select(Conversation)
        .join(ChatToken, ChatToken.conversation_id == Conversation.id)
        .where(ChatToken.token_hash == token_hash)
    )


async def lock_buyer(session: AsyncSession, channel: str, external_id: str) -> None:
    """Hold off other sessions of the same buyer until the end of the transaction, or two tabs open two talks."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite's writers wait for one another anyway
        key = {"buyer": f"{channel}\n{external_id}"}
        await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:buyer, 0))"), key)


async def open_of_buyer(session: AsyncSession, channel: str, external_id: str) -> Conversation | None:
    """The newest conversation of a verified buyer that is not closed."""
    return await session.scalar(
        select(Conversation)
        .where(
            Conversation.channel == channel,
            Conversation.buyer_external_id == external_id,
            Conversation.verified,
            Conversation.state != State.CLOSED.value,
        )
        .order_by(Conversation.created_at.desc())
        .limit(1)
    )


async def message_by_client_id(
    session: AsyncSession, conversation_id: str, role: str, client_id: str
) -> Message | None:
    return await session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id, Message.role == role, Message.client_id == client_id
        )
    )


async def message(session: AsyncSession, conversation_id: str, message_id: int) -> Message | None:
    return await session.scalar(
        select(Message).where(Message.conversation_id == conversation_id, Message.id == message_id)
    )


async def messages(
    session: AsyncSession, conversation_id: str, *, after: int = 0, limit: int = PAGE
) -> Sequence[Message]:
    """Messages in order with ids above `after`, at most `limit`."""
    found = await session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.id > after)
        .order_by(Message.id)
        .limit(limit)
    )
    return found.all()


async def last_messages(session: AsyncSession, conversation_id: str, limit: int) -> list[Message]:
    """The newest `limit` messages, oldest first."""
    found = await session.scalars(
        select(Message).where(Message.conversation_id == conversation_id).order_by(Message.id.desc()).limit(limit)
    )
    return list(reversed(found.all()))


async def lines_before(
    session: AsyncSession, conversation_id: str, message_id: int, limit: int
) -> list[tuple[str, str, dict[str, Any]]]:
    """(role, text, meta) of at most `limit` messages before `message_id`, oldest first."""
    found = await session.execute(
        select(Message.role, Message.text, Message.meta)
        .where(Message.conversation_id == conversation_id, Message.id < message_id)
        .order_by(Message.id.desc())
        .limit(limit)
    )
    return [(role, text, meta) for role, text, meta in reversed(found.all())]


async def unanswered(session: AsyncSession, conversation: Conversation) -> Sequence[Message]:
    found = await session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.role == "buyer",
            Message.id > conversation.processed_to,
        )
        .order_by(Message.id)
    )
    return found.all()


async def waiting_since(session: AsyncSession, conversation: Conversation) -> datetime | None:
    """When the oldest line without an answer was written."""
    return await session.scalar(
        select(Message.created_at)
        .where(
            Message.conversation_id == conversation.id,
            Message.role == "buyer",
            Message.id > conversation.processed_to,
        )
        .order_by(Message.id)
        .limit(1)
    )


def is_due(now: datetime) -> Any:
    """SQL condition: has unanswered lines whose burst is over and no living worker holds it."""
    return and_(
        Conversation.due_at <= now,
        or_(Conversation.lease_until.is_(None), Conversation.lease_until < now),
    )


async def due_before(session: AsyncSession, horizon: datetime) -> list[tuple[str, datetime]]:
    """Conversations that fall due, or whose lease runs out, before `horizon`, with that moment; the earliest first."""
    moment = case((Conversation.lease_until > Conversation.due_at, Conversation.lease_until), else_=Conversation.due_at)
    found = await session.execute(
        select(Conversation.id, moment)
        .where(Conversation.due_at.is_not(None), moment < horizon)
        .order_by(moment)
        .limit(LOOK_AT_MOST)
    )
    return [(conversation_id, due_at) for conversation_id, due_at in found]


async def take_lease(
    session: AsyncSession, conversation_id: str, owner: str, now: datetime, seconds: float
) -> Conversation | None:
    """The conversation with a lease in `owner`'s name, or None when it is not due or somebody else has it."""
    taken = await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, is_due(now))
        .values(lease=owner, lease_until=now + timedelta(seconds=seconds), attempts=Conversation.attempts + 1)
        # The row is read afresh below; matching it against loaded objects took most of the time of a turn's first step.
        .execution_options(synchronize_session=False)
    )
    if getattr(taken, "rowcount", 0) != 1:
        return None
    return await session.get(Conversation, conversation_id, populate_existing=True)


async def put_off(session: AsyncSession, conversation_id: str, owner: str, until: datetime) -> None:
    """Give the lease back and make the turn due again at `until`."""
    await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.lease == owner)
        .values(lease=None, lease_until=None, due_at=until)
    )


async def give_back_leases(session: AsyncSession, owner: str) -> None:
    """For a worker that stops: its turns are not failed ones, and another worker may take them at once."""
    await session.execute(
        update(Conversation)
        .where(Conversation.lease == owner)
        .values(lease=None, lease_until=None, attempts=Conversation.attempts - 1)
    )


async def drop_leases(session: AsyncSession) -> None:
    """Free every conversation; only for the start of the only worker there is."""
    await session.execute(
        update(Conversation).where(Conversation.lease.is_not(None)).values(lease=None, lease_until=None)
    )


async def events_of(session: AsyncSession, conversation_id: str) -> list[dict[str, Any]]:
    """All committed tracker events, oldest first."""
    rows = await session.scalars(
        select(BotEvents.events).where(BotEvents.conversation_id == conversation_id).order_by(BotEvents.id)
    )
    return [event for events in rows for event in events]


async def forget_events(session: AsyncSession, conversation_id: str) -> None:
    await session.execute(delete(BotEvents).where(BotEvents.conversation_id == conversation_id))


async def last_buyer_line_id(session: AsyncSession, conversation_id: str) -> int:
    """0 while the buyer has written nothing."""
    found = await session.scalar(
        select(func.max(Message.id)).where(Message.conversation_id == conversation_id, Message.role == "buyer")
    )
    return found or 0


async def note(session: AsyncSession, message_id: int, meta: dict[str, Any]) -> None:
    """Write what was understood into a buyer's line; the line itself never changes."""
    await session.execute(
        update(Message).where(Message.id == message_id).values(meta=meta).execution_options(synchronize_session=False)
    )


async def upload(session: AsyncSession, conversation_id: str, upload_id: str) -> Upload | None:
    return await session.scalar(select(Upload).where(Upload.id == upload_id, Upload.conversation_id == conversation_id))


async def pictures_count(session: AsyncSession, conversation_id: str) -> int:
    found = await session.scalar(
        select(func.count()).select_from(Upload).where(Upload.conversation_id == conversation_id)
    )
    return found or 0


async def of_buyers(session: AsyncSession, external_ids: Collection[str]) -> list[Conversation]:
    """All conversations of these verified buyers in any channel, the newest first; external ids of two channels may be
    two people."""
    known = sorted(set(external_ids))
    found: list[Conversation] = []
    for start in range(0, len(known), BUYERS_AT_ONCE):
        query = select(Conversation).where(
            Conversation.verified, Conversation.buyer_external_id.in_(known[start : start + BUYERS_AT_ONCE])
        )
        found += await session.scalars(query.execution_options(populate_existing=True))
    return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)


async def answered_by_people(session: AsyncSession, after: str, limit: int) -> list[tuple[str, list[Message]]]:
    """Conversations with ids above `after` in which an agent wrote, by id, with all their messages."""
    wrote = select(Message.conversation_id).where(Message.role == "agent", Message.conversation_id > after).distinct()
    ids = list(await session.scalars(wrote.order_by(Message.conversation_id).limit(limit)))
    found = await session.scalars(
        select(Message).where(Message.conversation_id.in_(ids)).order_by(Message.conversation_id, Message.id)
    )
    said: dict[str, list[Message]] = {conversation_id: [] for conversation_id in ids}
    for message in found:
        said[message.conversation_id].append(message)
    return list(said.items())


async def count_answered_by_people(session: AsyncSession) -> int:
    wanted = select(func.count(Message.conversation_id.distinct())).where(Message.role == "agent")
    return await session.scalar(wanted) or 0


async def agents_lines_since(session: AsyncSession, since: datetime) -> int:
    wanted = select(func.count()).select_from(Message).where(Message.role == "agent", Message.created_at > since)
    return await session.scalar(wanted) or 0
