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
from assist_api.suggestions.carried import Carried, row_id
from assist_api.suggestions.schemas import PHRASE, FeedbackIn
from assist_api.suggestions.tables import SuggestionFeedback, SuggestionRequest


@dataclass(frozen=True, slots=True)
class Around:
    """What was known when suggestions were asked for. `position` counts the turns so far.

    `talk` are these, `(role, text)`, oldest first; None where the talk is a conversation of ours and stands there.
    """

    position: int | None = None
    talk: Sequence[tuple[str, str]] | None = None
    product_id: str | None = None
    order_state: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a sent text: phrases, and how like the one taken it is, in [0, 1]."""

    said: Sequence[str] = ()
    likeness: float | None = None


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


TALK_KEPT = 30
"""Turns: what learning reads of a talk at most (`assist_api/recommender/learning/evidence.py`)."""


def new_id() -> str:
    return f"s_{token_hex(12)}"


_NOTHING = Around()
_UNREAD = Reading()


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
    shown: Sequence[tuple[str, float]],
    now: datetime,
    around: Around = _NOTHING,
) -> None:
    """`shown` are item ids with their scores, in order."""
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
            items=_items(shown),
            created_at=now,
            **_kept(around),
        )
    )


async def record_carried(
    session: AsyncSession,
    principal: Principal,
    suggestion_id: str,
    carried: Carried,
    lines: Sequence[str],
    around: Around = _NOTHING,
) -> None:
    """The row of a request made while typing, once somebody tells what became of it; a second time it is there."""
    await store.keep_once(
        session,
        SuggestionRequest(
            id=row_id(suggestion_id),
            agent=principal.name,
            account_id=principal.account_id,
            conversation_id=carried.conversation_id,
            question=without_private_data("\n".join(lines)),
            intent=carried.intent,
            typed=without_private_data(carried.typed),
            threshold=carried.threshold,
            items=_items(carried.items),
            created_at=carried.asked_at,
            **_kept(around),
        ),
    )


def _kept(around: Around) -> dict[str, Any]:
    turns = around.talk[-TALK_KEPT:] if around.talk is not None else None
    return {
        "talk": turns and [{"role": role, "text": without_private_data(text)} for role, text in turns],
        "position": around.position,
        "product_id": around.product_id,
        "order_state": around.order_state,
    }


def _items(shown: Sequence[tuple[str, float]]) -> list[dict[str, Any]]:
    return [
        {"item_id": item, "phrase_id": item.removeprefix(PHRASE) if item.startswith(PHRASE) else None, "score": score}
        for item, score in shown
    ]


async def is_kept(session: AsyncSession, suggestion_id: str) -> bool:
    return await session.get(SuggestionRequest, row_id(suggestion_id)) is not None


async def note_feedback(
    session: AsyncSession,
    principal: Principal,
    suggestion_id: str,
    said: FeedbackIn,
    now: datetime,
    reading: Reading = _UNREAD,
) -> Counted:
    """Store the agent's feedback in place of an earlier one, with what was found in the text sent.

    Raises NotFound for an unknown suggestion, BadInput for an item that was not among those shown.
    """
    request = await store.lock(session, row_id(suggestion_id))
    if request is None:
        raise NotFound("没有找到这次推荐", suggestion_id=suggestion_id)
    phrase_id = _phrase_shown(request.items, said.item_id)
    feedback = await store.feedback(session, request.id, principal.name)
    before = None
    if feedback is None:
        feedback = SuggestionFeedback(suggestion_id=request.id, agent=principal.name, created_at=now)
        session.add(feedback)
    else:
        before = _used(_phrase_shown(request.items, feedback.item_id), feedback.action)
    feedback.action = said.action
    feedback.item_id = said.item_id
    feedback.sent_text = None if said.sent_text is None else without_private_data(said.sent_text)
    feedback.said, feedback.likeness = list(reading.said), reading.likeness
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
