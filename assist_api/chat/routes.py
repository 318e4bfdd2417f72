"""A buyer reads the conversation and sends pictures; opening one and writing to it are in `flows.visit`."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, UploadFile
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assist_api.chat import service, store
from assist_api.chat.schemas import MessageOut, MessagesOut, UploadOut, answering_of
from assist_api.chat.stream import conversation_events
from assist_api.chat.tables import Conversation
from assist_api.dependencies import BusDep, ClockDep, DatabaseDep, SettingsDep
from assist_api.errors import ErrorBody, TooLarge
from assist_api.rules.conversation import State

router = APIRouter(prefix="/api/v1/chat", tags=["chat"], responses={401: {"model": ErrorBody}})

BuyerConversation = Annotated[Conversation, Depends(service.buyer_conversation)]
MessageId = Annotated[int, Query(ge=0, lt=2**53)]


@router.get("/messages")
async def list_messages(conversation: BuyerConversation, database: DatabaseDep, after: MessageId = 0) -> MessagesOut:
    """At most 200 messages with ids above `after`, oldest first."""
    async with database.read() as session:
        found = await store.messages(session, conversation.id, after=after)
        return MessagesOut(
            messages=[MessageOut.of(message) for message in found],
            state=State(conversation.state),
            answering=answering_of(conversation),
        )


@router.post("/uploads", status_code=201, responses={413: {"model": ErrorBody}, 422: {"model": ErrorBody}})
async def upload_picture(
    conversation: BuyerConversation, database: DatabaseDep, settings: SettingsDep, clock: ClockDep, file: UploadFile
) -> UploadOut:
    """Keep a picture (jpeg, png, webp); it is re-encoded, which removes location data."""
    data = await file.read(settings.upload_max_bytes + 1)
    if len(data) > settings.upload_max_bytes:
        raise TooLarge("图片不能超过 8 MB，请压缩后再发", field="file", max_bytes=settings.upload_max_bytes)
    kept = await service.keep_picture(database, settings.uploads, conversation.id, data, clock())
    return UploadOut(upload_id=kept.id)


@router.get("/uploads/{upload_id}", response_class=FileResponse, responses={404: {"model": ErrorBody}})
async def show_picture(
    upload_id: str, conversation: BuyerConversation, database: DatabaseDep, settings: SettingsDep
) -> FileResponse:
    async with database.read() as session:
        found = await service.picture_of(session, conversation.id, upload_id)
    return FileResponse(
        settings.uploads / found.id, media_type=found.media_type, headers={"Cache-Control": "private, max-age=86400"}
    )


@router.get("/events", response_class=EventSourceResponse)
async def stream_events(
    conversation: BuyerConversation,
    database: DatabaseDep,
    bus: BusDep,
    settings: SettingsDep,
    after: MessageId = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> AsyncIterator[ServerSentEvent]:
    """`message`, `state` and `typing` events; resumes after `Last-Event-ID` (or `after`) without gap or double."""
    start = _resumed_from(last_event_id, after)
    async for event in conversation_events(database, bus, conversation.id, start, settings.heartbeat_s):
        yield ServerSentEvent(event=event.name, id=event.id, data=event.data)


def _resumed_from(last_event_id: str | None, after: int) -> int:
    """A `Last-Event-ID` that is none of ours (no number, or larger than any id) counts as absent."""
    if last_event_id and len(last_event_id) <= 15 and last_event_id.isascii() and last_event_id.isdigit():
        return int(last_event_id)
    return after
