"""Reads and writes of suggestions and their feedback."""

from sqlalchemy import select
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
