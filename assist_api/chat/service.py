"""What happens within one conversation: sessions, lines, pictures; nothing here knows other topics."""

import asyncio
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.bus import Bus
from assist_api.chat import store
from assist_api.chat.pictures import Picture, reencode
from assist_api.chat.tables import ChatToken, Conversation, Message, Upload
from assist_api.database import Database
from assist_api.errors import NotFound, TooManyRequests, Unauthenticated
from assist_api.rules import burst
from assist_api.rules.conversation import State
from assist_api.security import new_token, required_bearer, token_hash

PICTURES_PER_CONVERSATION = 60
TURNS_TOPIC = "turns"
DESK_TOPIC = "desk"


def conversation_topic(conversation_id: str) -> str:
    return f"conversation:{conversation_id}"


async def tell(bus: Bus, conversation_id: str, kind: str = "message") -> None:
    """Wake whoever looks at this conversation: its buyer's stream and the agents' desk."""
    event = {"kind": kind, "conversation_id": conversation_id}
    await bus.publish(conversation_topic(conversation_id), event)
    await bus.publish(DESK_TOPIC, event)


async def buyer_conversation(request: Request) -> Conversation:
    """FastAPI dependency: the conversation that the buyer's token opens. Raises Unauthenticated."""
    database: Database = request.app.state.database
    token = required_bearer(request)
    async with database.read() as session:
        found = await store.by_token(session, token_hash(token))
    if found is None:
        raise Unauthenticated("会话已失效，请重新打开聊天窗口", code="bad_token")
    return found


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opens a session; `external_id` is believed only when `verified`."""

    channel: str
    name: str | None = None
    external_id: str | None = None
    verified: bool = False


async def open_conversation(session: AsyncSession, visitor: Visitor, now: datetime) -> tuple[Conversation, str]:
    """A conversation and a new token for it; a verified buyer gets the open one back, anybody else a new one."""
    conversation = None
    if visitor.verified and visitor.external_id:
        await store.lock_buyer(session, visitor.channel, visitor.external_id)
        conversation = await store.open_of_buyer(session, visitor.channel, visitor.external_id)
    if conversation is None:
        conversation = Conversation(
            id=f"c_{secrets.token_hex(12)}",
            channel=visitor.channel,
            buyer_external_id=visitor.external_id if visitor.verified else None,
            buyer_name=visitor.name,
            verified=visitor.verified,
            created_at=now,
            updated_at=now,
        )
        session.add(conversation)
        await session.flush()
    token = new_token("xb")
    session.add(ChatToken(token_hash=token_hash(token), conversation_id=conversation.id, created_at=now))
    return conversation, token


@dataclass(frozen=True, slots=True)
class Line:
    """A buyer's message ready to be stored."""

    client_id: str
    text: str
    payload: dict[str, Any] | None = None
    preset: dict[str, Any] | None = None
    complete: bool = False
    """Says by itself what the buyer wants, so that the answer need not wait for more."""


async def add_buyer_line(
    session: AsyncSession, conversation: Conversation, line: Line, now: datetime, longest_wait_s: float
) -> Message:
    """Store a line in a locked conversation and set when it is due; a closed conversation is open again."""
    if conversation.state == State.CLOSED.value:
        conversation.move(conversation.standing.reopen())
    if conversation.last_buyer_at is not None:
        pause_s = (now - conversation.last_buyer_at).total_seconds()
        conversation.mean_pause_s = burst.mean_pause_s(conversation.mean_pause_s, pause_s, longest_wait_s)
    since = await store.waiting_since(session, conversation)
    message = Message(
        conversation_id=conversation.id,
        role="buyer",
        text=line.text,
        payload=line.payload,
        preset=line.preset,
        client_id=line.client_id,
        created_at=now,
    )
    session.add(message)
    conversation.last_buyer_at = conversation.updated_at = now
    wait_s = burst.wait_s(complete=line.complete, mean_pause_s=conversation.mean_pause_s, longest_s=longest_wait_s)
    conversation.due_at = burst.due_at(now + timedelta(seconds=wait_s), since, longest_wait_s)
    await session.flush()
    return message


async def add_line(
    session: AsyncSession,
    conversation: Conversation,
    role: str,
    text: str,
    now: datetime,
    **fields: Any,
) -> Message:
    """Store a line of the bot, an agent or the system in a locked conversation."""
    message = Message(conversation_id=conversation.id, role=role, text=text, created_at=now, **fields)
    session.add(message)
    conversation.updated_at = now
    await session.flush()
    return message


async def keep_picture(database: Database, folder: Path, conversation_id: str, data: bytes, now: datetime) -> Upload:
    """Re-encode and keep a picture. The file is on disk before its row: a row never points to nothing."""
    async with database.read() as session:
        if await store.pictures_count(session, conversation_id) >= PICTURES_PER_CONVERSATION:
            raise TooManyRequests("这次会话里的图片已经很多了，请联系客服为您处理", code="too_many_pictures")
    picture = await asyncio.to_thread(reencode, data)
    upload = Upload(
        id=f"u_{secrets.token_hex(16)}",
        conversation_id=conversation_id,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        created_at=now,
    )
    await asyncio.to_thread(_write, folder, upload.id, picture)
    async with database.begin() as session:
        session.add(upload)
    return upload


def _write(folder: Path, name: str, picture: Picture) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / name).open("wb") as file:
        file.write(picture.data)
        file.flush()
        os.fsync(file.fileno())


async def picture_of(session: AsyncSession, conversation_id: str, upload_id: str) -> Upload:
    """A picture of this conversation; somebody else's is as absent as one that never was. Raises NotFound."""
    found = await store.upload(session, conversation_id, upload_id)
    if found is None:
        raise NotFound("没有找到这张图片")
    return found


async def pictures_payload(session: AsyncSession, conversation_id: str, upload_ids: list[str]) -> dict[str, Any] | None:
    """Payload part that shows pictures of this conversation; raises NotFound when one is not of it."""
    if not upload_ids:
        return None
    found = [await picture_of(session, conversation_id, upload_id) for upload_id in upload_ids]
    return {
        "pictures": [
            {"upload_id": u.id, "url": f"/api/v1/chat/uploads/{u.id}", "width": u.width, "height": u.height}
            for u in found
        ]
    }
