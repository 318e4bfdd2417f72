"""What only concerns requests made while an agent types."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store as chat
from assist_api.flows.suggesting.heard import LOOK_BACK
from assist_api.flows.suggesting.surroundings import Surroundings
from assist_api.phrases import store as phrases
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.typing.completion import worth_of
from assist_api.rules.private_data import without_private_data
from assist_api.rules.question import TurnRole, open_lines
from assist_api.security import Principal
from assist_api.suggestions import service as suggestions
from assist_api.suggestions.carried import Carried, from_id, to_id
from assist_api.suggestions.schemas import PHRASE, TYPED_MAX, Completion, Suggestion

_SAID_BY: dict[str, TurnRole] = {"buyer": "buyer", "agent": "agent", "bot": "bot"}


def complete(
    index: PhraseIndex, typed: str, talk: NDArray[np.float64], uses: NDArray[np.int64], around: Surroundings
) -> Completion | None:
    """From the phrases that fit the situation; what fits only an unknown one is not put into an agent's mouth."""
    worth = worth_of(talk, uses, index.allowed(around.situation, searching=False))
    found = index.typing.completions.best(typed, around.values, worth)
    if found is None:
        return None
    phrase_id = index.phrases[found.place].id
    return Completion(text=found.text, rest=found.rest, phrase_id=phrase_id, item_id=f"{PHRASE}{phrase_id}")


def items_shown(shown: Sequence[Suggestion], completion: Completion | None) -> list[tuple[str, float]]:
    """Item ids with their scores; that of the completion too, for feedback may be about it."""
    items = {one.item_id: one.score for one in shown}
    if completion is not None:
        items.setdefault(completion.item_id, 0.0)
    return list(items.items())


async def keep_carried(session: AsyncSession, principal: Principal, suggestion_id: str, now: datetime) -> None:
    """Write the row of a request whose id carries it, with the lines that were open when it was made."""
    carried = from_id(suggestion_id, now)
    if carried is None or await suggestions.is_kept(session, suggestion_id):
        return
    said = await _said_by(session, carried.conversation_id, carried.asked_at)
    known = await phrases.with_ids(session, [item.removeprefix(PHRASE) for item, _ in carried.items])
    items = [(item, score) for item, score in carried.items if item.removeprefix(PHRASE) in known]
    await suggestions.record_carried(
        session,
        principal,
        suggestion_id,
        carried.model_copy(update={"items": items}),
        open_lines(said),
        suggestions.Around(position=len(said)),
    )


async def _said_by(session: AsyncSession, conversation_id: str, moment: datetime) -> list[tuple[TurnRole, str]]:
    messages = await chat.last_messages(session, conversation_id, LOOK_BACK)
    return [(_SAID_BY[m.role], m.text) for m in messages if m.role in _SAID_BY and m.created_at <= moment]


def carried_id(
    conversation_id: str,
    intent: str | None,
    typed: str,
    threshold: float,
    shown: list[tuple[str, float]],
    now: datetime,
) -> str:
    carried = Carried(
        conversation_id=conversation_id,
        intent=intent,
        typed=without_private_data(typed)[:TYPED_MAX],
        threshold=threshold,
        items=shown,
        asked_at_us=int(now.timestamp() * 1_000_000),
    )
    return to_id(carried)
