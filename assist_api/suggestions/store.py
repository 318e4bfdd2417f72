"""Reads and writes of suggestions and their feedback."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.suggestions.tables import SuggestionFeedback, SuggestionRequest


async def lock(session: AsyncSession, suggestion_id: str) -> SuggestionRequest | None:
    """The request, held until the transaction ends, so that two clicks at once are counted one after the other."""
    return await session.get(SuggestionRequest, suggestion_id, with_for_update=True)


async def keep_once(session: AsyncSession, request: SuggestionRequest) -> None:
    try:
        async with session.begin_nested():
            session.add(request)
    except IntegrityError:
        pass  # another worker was first with the same request


async def feedback(session: AsyncSession, suggestion_id: str, agent: str) -> SuggestionFeedback | None:
    wanted = select(SuggestionFeedback).where(
        SuggestionFeedback.suggestion_id == suggestion_id, SuggestionFeedback.agent == agent
    )
    return await session.scalar(wanted)


@dataclass(frozen=True, slots=True)
class Told:
    """One feedback with the request it belongs to; fields as in the tables."""

    id: int
    updated_at: datetime
    action: str
    item_id: str | None
    has_text: bool
    said: Sequence[str] | None
    likeness: float | None
    items: Sequence[dict[str, Any]]
    question: str
    intent: str | None
    typed: str


async def told_since(session: AsyncSession, since: datetime, at_most: int) -> list[Told]:
    """The newest feedback from `since` on, in the order it was told."""
    wanted = (
        select(
            SuggestionFeedback.id,
            SuggestionFeedback.updated_at,
            SuggestionFeedback.action,
            SuggestionFeedback.item_id,
            SuggestionFeedback.sent_text.is_not(None),
            SuggestionFeedback.said,
            SuggestionFeedback.likeness,
            SuggestionRequest.items,
            SuggestionRequest.question,
            SuggestionRequest.intent,
            SuggestionRequest.typed,
        )
        .join(SuggestionRequest, SuggestionRequest.id == SuggestionFeedback.suggestion_id)
        .where(SuggestionFeedback.updated_at >= since)
        .order_by(SuggestionFeedback.updated_at.desc(), SuggestionFeedback.id.desc())
        .limit(at_most)
    )
    return [Told(*row) for row in reversed((await session.execute(wanted)).all())]


@dataclass(frozen=True, slots=True)
class SentElsewhere:
    """A reply to a talk that is not in this system (pasted, or of another client), as far as it was told."""

    suggestion_id: str
    agent: str
    at: datetime
    talk: Sequence[dict[str, Any]]
    sent: str


async def sent_elsewhere(session: AsyncSession, batch: int = 500) -> AsyncIterator[SentElsewhere]:
    """Ordered by feedback; at most `batch` are in memory."""
    last = 0
    while True:
        wanted = (
            select(
                SuggestionFeedback.id,
                SuggestionRequest.id,
                SuggestionFeedback.agent,
                SuggestionFeedback.updated_at,
                SuggestionRequest.talk,
                SuggestionFeedback.sent_text,
            )
            .join(SuggestionRequest, SuggestionRequest.id == SuggestionFeedback.suggestion_id)
            .where(
                SuggestionFeedback.id > last,
                SuggestionFeedback.sent_text.is_not(None),
                SuggestionRequest.talk.is_not(None),
            )
            .order_by(SuggestionFeedback.id)
            .limit(batch)
        )
        rows = (await session.execute(wanted)).all()
        for _, *fields in rows:
            yield SentElsewhere(*fields)
        if len(rows) < batch:
            return
        last = rows[-1][0]


async def sent_elsewhere_since(session: AsyncSession, since: datetime) -> int:
    wanted = (
        select(func.count())
        .select_from(SuggestionFeedback)
        .join(SuggestionRequest, SuggestionRequest.id == SuggestionFeedback.suggestion_id)
        .where(
            SuggestionFeedback.updated_at > since,
            SuggestionFeedback.sent_text.is_not(None),
            SuggestionRequest.talk.is_not(None),
        )
    )
    return await session.scalar(wanted) or 0
