"""Keeping what was suggested and what agents did with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.errors import BadInput, NotFound
from assist_api.rules.private_data import without_private_data
from assist_api.security import Principal
from assist_api.suggestions import store
from assist_api.suggestions.schemas import FeedbackIn, Suggestion
from assist_api.suggestions.tables import SuggestionFeedback, SuggestionRequest


@dataclass(frozen=True, slots=True)
class Used:
    """That a phrase was accepted, edited or dismissed."""

    phrase_id: str
    action: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What a feedback changes in the counts of phrases: take back the one, add the other."""

    before: Used | None
    after: Used | None


def new_id() -> str:
    return f"s_{token_hex(12)}"


def record(
    session: AsyncSession,
    principal: Principal,
    *,
    suggestion_id: str,
    conversation_id: str | None,
    lines: Sequence[str],
    intent: str | None,
    typed: str,
    threshold: float,
    shown: Sequence[Suggestion],
    now: datetime,
) -> None:
    session.add(
        SuggestionRequest(
            id=suggestion_id,
            agent=principal.name,
            account_id=principal.account_id,
            conversation_id=conversation_id,
            question=without_private_data("\n".join(lines)),
            intent=intent,
            typed=without_private_data(typed),
            threshold=threshold,
            items=[{"item_id": s.item_id, "phrase_id": s.phrase_id, "score": s.score} for s in shown],
            created_at=now,
        )
    )


async def note_feedback(
    session: AsyncSession, principal: Principal, suggestion_id: str, said: FeedbackIn, now: datetime
) -> Counted:
    """Store the agent's feedback in place of an earlier one.

    Raises NotFound for an unknown suggestion, BadInput for an item that was not among those shown.
    """
    request = await store.lock(session, suggestion_id)
    if request is None:
        raise NotFound("没有找到这次推荐", suggestion_id=suggestion_id)
    phrase_id = _phrase_shown(request.items, said.item_id)
    feedback = await store.feedback(session, suggestion_id, principal.name)
    before = None
    if feedback is None:
        feedback = SuggestionFeedback(suggestion_id=suggestion_id, agent=principal.name, created_at=now)
        session.add(feedback)
    else:
        before = _used(_phrase_shown(request.items, feedback.item_id), feedback.action)
    feedback.action = said.action
    feedback.item_id = said.item_id
    feedback.sent_text = None if said.sent_text is None else without_private_data(said.sent_text)
    feedback.timings = dict(said.timings)
    feedback.updated_at = now
    return Counted(before, _used(phrase_id, said.action))


def _phrase_shown(items: Sequence[dict[str, Any]], item_id: str | None) -> str | None:
    if item_id is None:
        return None
    for item in items:
        if item["item_id"] == item_id:
            found: str | None = item["phrase_id"]
            return found
    raise BadInput("这一条不在当时推荐的列表里", field="item_id", item_id=item_id)


def _used(phrase_id: str | None, action: str) -> Used | None:
    return Used(phrase_id, action) if phrase_id is not None and action != "freehand" else None
