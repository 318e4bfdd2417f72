"""Reads and writes of model versions and of the shop's one state row."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.training.tables import RecommenderModel, RecommenderState

_STATE = 1


async def find(session: AsyncSession, version: str) -> RecommenderModel | None:
    return await session.get(RecommenderModel, version)


async def active(session: AsyncSession) -> RecommenderModel | None:
    return await session.scalar(select(RecommenderModel).where(RecommenderModel.verdict == "active"))


async def page(session: AsyncSession, after: str | None, limit: int) -> Sequence[RecommenderModel]:
    """The newest first; `after` is a version, and versions sort by the time of their training."""
    wanted = select(RecommenderModel).order_by(RecommenderModel.version.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(RecommenderModel.version < after)
    return (await session.scalars(wanted)).all()


async def with_files(session: AsyncSession) -> Sequence[RecommenderModel]:
    """The newest first."""
    wanted = select(RecommenderModel).where(RecommenderModel.has_files).order_by(RecommenderModel.version.desc())
    return (await session.scalars(wanted)).all()


async def fallbacks(session: AsyncSession, version: str) -> list[str]:
    """What was in use before `version`, the one used last first."""
    wanted = select(RecommenderModel.version).where(
        RecommenderModel.has_files, RecommenderModel.activated_at.is_not(None), RecommenderModel.version != version
    )
    return list(await session.scalars(wanted.order_by(RecommenderModel.activated_at.desc())))


async def newest(session: AsyncSession) -> RecommenderModel | None:
    return await session.scalar(select(RecommenderModel).order_by(RecommenderModel.version.desc()).limit(1))


async def note_gone_but(session: AsyncSession, versions: Collection[str]) -> None:
    """All others have no files any more."""
    gone = update(RecommenderModel).where(RecommenderModel.version.not_in(versions)).values(has_files=False)
    await session.execute(gone)


async def state(session: AsyncSession) -> RecommenderState | None:
    return await session.get(RecommenderState, _STATE)


async def locked_state(session: AsyncSession) -> RecommenderState:
    """Made if need be, and held till the end of the transaction: versions change one after the other."""
    if await session.get(RecommenderState, _STATE) is None:
        try:
            async with session.begin_nested():
                session.add(RecommenderState(id=_STATE, version=1, problem=""))
        except IntegrityError:
            pass  # another worker was first
    return await session.get_one(RecommenderState, _STATE, with_for_update=True, populate_existing=True)


async def take_lease(session: AsyncSession, owner: str, now: datetime, until: datetime) -> bool:
    """Whether `owner` may train now: nobody else does, or whoever did has died."""
    await locked_state(session)
    free = or_(RecommenderState.lease.is_(None), RecommenderState.lease_until <= now)
    taken = await session.execute(
        update(RecommenderState)
        .where(RecommenderState.id == _STATE, free)
        .values(lease=owner, lease_until=until, started_at=now, asked_at=None)
    )
    return bool(getattr(taken, "rowcount", 0))


async def renew_lease(session: AsyncSession, owner: str, until: datetime) -> bool:
    """False where it was lost meanwhile."""
    renewed = await session.execute(
        update(RecommenderState)
        .where(RecommenderState.id == _STATE, RecommenderState.lease == owner)
        .values(lease_until=until)
    )
    return bool(getattr(renewed, "rowcount", 0))


async def give_back_lease(session: AsyncSession, owner: str, problem: str) -> None:
    await session.execute(
        update(RecommenderState)
        .where(RecommenderState.id == _STATE, RecommenderState.lease == owner)
        .values(lease=None, lease_until=None, problem=problem)
    )
