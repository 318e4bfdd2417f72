"""Reads and writes of proposals."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.proposals.tables import PhraseProposal


async def find(session: AsyncSession, proposal_id: str) -> PhraseProposal | None:
    return await session.get(PhraseProposal, proposal_id)


async def locked(session: AsyncSession, proposal_id: str) -> PhraseProposal | None:
    """Till the end of the transaction, so that nobody publishes it a second time (SQLite locks the whole database)."""
    return await session.get(PhraseProposal, proposal_id, with_for_update=True, populate_existing=True)


async def page(
    session: AsyncSession, state: str, known: bool | None, after: tuple[int, str] | None, limit: int
) -> Sequence[PhraseProposal]:
    """Up to `limit`, the most frequent first; `known` asks whether the bank nearly says it already."""
    wanted = select(PhraseProposal).where(PhraseProposal.state == state)
    if known is not None:
        linked = PhraseProposal.phrase_id
        wanted = wanted.where(linked.is_not(None) if known else linked.is_(None))
    if after is not None:
        turns, last = after
        behind = and_(PhraseProposal.turns == turns, PhraseProposal.id > last)
        wanted = wanted.where(or_(PhraseProposal.turns < turns, behind))
    order = (PhraseProposal.turns.desc(), PhraseProposal.id)
    return (await session.scalars(wanted.order_by(*order).limit(limit))).all()


async def every(session: AsyncSession) -> Sequence[PhraseProposal]:
    return (await session.scalars(select(PhraseProposal).order_by(PhraseProposal.id))).all()


async def wordings(session: AsyncSession) -> list[tuple[str, str]]:
    """(phrase id, wording) of every way a phrase was found to be sent, for the recogniser; none of dismissed ones."""
    wanted = select(PhraseProposal.phrase_id, PhraseProposal.wordings).where(
        PhraseProposal.phrase_id.is_not(None), PhraseProposal.state != "dismissed"
    )
    rows = await session.execute(wanted.order_by(PhraseProposal.id))
    return [(phrase_id, wording["text"]) for phrase_id, sent in rows for wording in sent if phrase_id is not None]


async def version(session: AsyncSession) -> str:
    """Differs after every change of a proposal, its mined wordings too."""
    wanted = select(func.count(), func.max(PhraseProposal.updated_at)).select_from(PhraseProposal)
    proposals, newest = (await session.execute(wanted)).one()
    return f"{proposals}:{newest.isoformat() if newest else ''}"
