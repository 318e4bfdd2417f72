"""Agents' routes over hand-offs and the stream that tells a console what to fetch again."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.schemas import MessageOut, MessagesOut, answering_of
from assist_api.dependencies import BusDep, ClockDep, DatabaseDep, SettingsDep
from assist_api.errors import BadInput, ErrorBody
from assist_api.flows.desk.listing import handoff_out
from assist_api.flows.desk.service import Desk
from assist_api.flows.desk.stream import desk_events
from assist_api.handoff import service as handoffs
from assist_api.handoff import store as handoff_store
from assist_api.handoff.schemas import (
    AgentMessageIn,
    AgentMessageOut,
    ClaimIn,
    CloseIn,
    HandoffOut,
    HandoffsOut,
    ReturnIn,
    TransferIn,
)
from assist_api.rules.conversation import State
from assist_api.security import Principal, require

PAGE = 100

router = APIRouter(
    prefix="/api/v1",
    tags=["handoffs"],
    responses={
        401: {"model": ErrorBody},
        403: {"model": ErrorBody},
        404: {"model": ErrorBody},
        409: {"model": ErrorBody},
    },
)
Agent = Annotated[Principal, Depends(require("agent"))]


def _desk(database: DatabaseDep, bus: BusDep, clock: ClockDep) -> Desk:
    return Desk(database, bus, clock)


DeskDep = Annotated[Desk, Depends(_desk)]


@router.get("/handoffs")
async def list_handoffs(
    agent: Agent,
    database: DatabaseDep,
    state: handoff_store.View = "all",
    after: Annotated[str | None, Query(max_length=16)] = None,
) -> HandoffsOut:
    """Open hand-offs, most urgent first, at most 100 a page; `after` is the `next` of the page before."""
    skip = _skip(after)
    async with database.read() as session:
        found = await handoff_store.listed(session, state, agent.name, skip=skip, limit=PAGE + 1)
        items = [await handoff_out(session, one) for one in found[:PAGE]]
    return HandoffsOut(items=items, next=str(skip + PAGE) if len(found) > PAGE else None)


def _skip(after: str | None) -> int:
    if after is None:
        return 0
    if not (after.isascii() and after.isdigit()):
        raise BadInput("翻页参数有误，请从第一页重新打开", field="after")
    return min(int(after), 1_000_000)


@router.get("/handoffs/{handoff_id}")
async def show_handoff(handoff_id: str, _agent: Agent, database: DatabaseDep) -> HandoffOut:
    async with database.read() as session:
        return await handoff_out(session, await handoffs.found(session, handoff_id))


@router.get("/handoffs/{handoff_id}/messages")
async def list_handoff_messages(
    handoff_id: str, _agent: Agent, database: DatabaseDep, after: Annotated[int, Query(ge=0, lt=2**53)] = 0
) -> MessagesOut:
    """The conversation's messages with ids above `after`, at most 200, oldest first."""
    async with database.read() as session:
        handoff = await handoffs.found(session, handoff_id)
        conversation = await store.existing(session, handoff.conversation_id)
        found = await store.messages(session, conversation.id, after=after)
        return MessagesOut(
            messages=[MessageOut.of(message) for message in found],
            state=State(conversation.state),
            answering=answering_of(conversation),
        )


@router.get("/handoffs/{handoff_id}/uploads/{upload_id}", response_class=FileResponse)
async def show_handoff_picture(
    handoff_id: str, upload_id: str, _agent: Agent, database: DatabaseDep, settings: SettingsDep
) -> FileResponse:
    async with database.read() as session:
        handoff = await handoffs.found(session, handoff_id)
        picture = await chat.picture_of(session, handoff.conversation_id, upload_id)
    return FileResponse(settings.uploads / picture.id, media_type=picture.media_type)


@router.post("/handoffs/{handoff_id}/claim", status_code=204)
async def claim_handoff(handoff_id: str, agent: Agent, desk: DeskDep, _body: ClaimIn | None = None) -> None:
    """A lost race is 409 `already_claimed`."""
    await desk.claim(handoff_id, agent)


@router.post("/handoffs/{handoff_id}/messages", status_code=201)
async def write_to_buyer(handoff_id: str, wanted: AgentMessageIn, agent: Agent, desk: DeskDep) -> AgentMessageOut:
    return AgentMessageOut(message_id=await desk.write(handoff_id, agent, wanted))


@router.post("/handoffs/{handoff_id}/return", status_code=204)
async def return_to_bot(handoff_id: str, agent: Agent, desk: DeskDep, wanted: ReturnIn | None = None) -> None:
    await desk.hand_back(handoff_id, agent, wanted or ReturnIn())


@router.post("/handoffs/{handoff_id}/transfer", status_code=204)
async def transfer_handoff(handoff_id: str, wanted: TransferIn, agent: Agent, desk: DeskDep) -> None:
    await desk.transfer(handoff_id, agent, wanted)


@router.post("/handoffs/{handoff_id}/close", status_code=204)
async def close_handoff(handoff_id: str, wanted: CloseIn, agent: Agent, desk: DeskDep) -> None:
    await desk.close(handoff_id, agent, wanted)


@router.get("/agent/events", response_class=EventSourceResponse)
async def stream_desk(
    agent: Agent, database: DatabaseDep, bus: BusDep, settings: SettingsDep
) -> AsyncIterator[ServerSentEvent]:
    """`queue`, `message` and `suggestions` events: each says what to fetch again."""
    async for event in desk_events(database, bus, agent.name, settings.heartbeat_s):
        yield ServerSentEvent(event=event.name, data=event.data)
