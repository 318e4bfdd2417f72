"""Queries on channels; every function works in the caller's transaction."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.channels.tables import Channel


async def channel_named(session: AsyncSession, name: str) -> Channel | None:
    return (await session.execute(select(Channel).where(Channel.name == name))).scalar_one_or_none()


async def channels(session: AsyncSession) -> Sequence[Channel]:
    return (await session.execute(select(Channel).order_by(Channel.id))).scalars().all()


async def origins(session: AsyncSession) -> frozenset[str]:
    """The origins of all channels together."""
    lists = (await session.execute(select(Channel.origins))).scalars().all()
    return frozenset(origin for origins_of_one in lists for origin in origins_of_one)
