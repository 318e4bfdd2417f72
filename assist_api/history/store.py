"""Reads and writes of past chats."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.history.tables import PastChatRow
from assist_api.recommender.talk import PastChat

_BATCH = 500


async def stream(session: AsyncSession, batch: int = _BATCH) -> AsyncIterator[PastChat]:
    """Every past chat, ordered by id as the database orders text; at most `batch` of them are in memory."""
    last: str | None = None
    while True:
        wanted = select(PastChatRow.id, PastChatRow.turns).order_by(PastChatRow.id).limit(batch)
        if last is not None:
            wanted = wanted.where(PastChatRow.id > last)
        rows = (await session.execute(wanted)).all()
        for chat_id, turns in rows:
            yield PastChat(chat_id, turns)
        if len(rows) < batch:
            return
        last = rows[-1][0]


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(PastChatRow)) or 0


async def version(session: AsyncSession) -> str:
    """Differs after every import that changed something and after every forgetting; answered from an index."""
    wanted = select(func.count(), func.max(PastChatRow.imported_at)).select_from(PastChatRow)
    chats, newest = (await session.execute(wanted)).one()
    return f"{chats}:{newest.isoformat() if newest else ''}"


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """What came from one place; `last_at` is when the last dated utterance was said."""

    source: str
    chats: int
    turns: int
    last_at: datetime | None
    imported_at: datetime


async def sources(session: AsyncSession) -> list[SourceSummary]:
    wanted = (
        select(
            PastChatRow.source,
            func.count(),
            func.sum(PastChatRow.turn_count),
            func.max(PastChatRow.last_at),
            func.max(PastChatRow.imported_at),
        )
        .group_by(PastChatRow.source)
        .order_by(PastChatRow.source)
    )
    return [SourceSummary(*row) for row in await session.execute(wanted)]


async def digests(session: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    """Of those of the ids that are known."""
    wanted = select(PastChatRow.id, PastChatRow.digest).where(PastChatRow.id.in_(ids))
    return {row.id: row.digest for row in await session.execute(wanted)}


async def save(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add talks, or put them in the place of those with the same id; no id twice among `rows`."""
    if not rows:
        return
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(PastChatRow)
    changed = {
        column.name: statement.excluded[column.name] for column in PastChatRow.__table__.c if column.name != "id"
    }
    connection = await session.connection()
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), list(rows))


async def forget(session: AsyncSession, ids: Collection[str]) -> list[str]:
    """Delete the talks; answers which of them there were."""
    gone = await session.scalars(delete(PastChatRow).where(PastChatRow.id.in_(ids)).returning(PastChatRow.id))
    return sorted(gone)


async def forget_source(session: AsyncSession, source: str) -> int:
    """Delete all talks that came from the source; answers how many."""
    gone = await session.execute(delete(PastChatRow).where(PastChatRow.source == source))
    return int(getattr(gone, "rowcount", 0))


async def turns_since(session: AsyncSession, since: datetime) -> int:
    """Of the talks imported, or imported anew, since then."""
    wanted = select(func.sum(PastChatRow.turn_count)).where(PastChatRow.imported_at > since)
    return await session.scalar(wanted) or 0
