"""Teach once over HTTP; reviewing what was taught is part of the phrase bank's own routes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from assist_api.dependencies import BusDep, ClockDep, DatabaseDep
from assist_api.flows.teaching.schemas import ConversationId, Lesson, MessageId, TaughtOnce, Teach
from assist_api.flows.teaching.service import Teaching
from assist_api.phrases.service import BUS_TOPIC
from assist_api.security import Principal, require

router = APIRouter(prefix="/api/v1/phrases", tags=["phrases"])

Agent = Annotated[Principal, Depends(require("agent"))]


def _teaching(database: DatabaseDep, clock: ClockDep) -> Teaching:
    return Teaching(database, clock)


TeachingDep = Annotated[Teaching, Depends(_teaching)]


@router.get("/teach")
async def propose_lesson(
    agent: Agent,
    teaching: TeachingDep,
    conversation_id: Annotated[ConversationId, Query()],
    message_id: Annotated[MessageId | None, Query()] = None,
) -> Lesson:
    """What teaching this reply would keep: wording, questions, title, products, and whether the bot could use it."""
    return await teaching.propose(agent, Teach(conversation_id=conversation_id, message_id=message_id))


@router.post("/teach")
async def teach_once(wanted: Teach, agent: Agent, teaching: TeachingDep, bus: BusDep) -> TaughtOnce:
    """Make a team phrase of an agent's reply. Agents may use it at once, the bot once a trainer has approved it."""
    taught = await teaching.teach(agent, wanted)
    await bus.publish(BUS_TOPIC, {"id": taught.phrase.id})
    return taught
