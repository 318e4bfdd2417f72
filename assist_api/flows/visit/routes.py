"""Opening a session and writing to it."""

from typing import Annotated

from fastapi import APIRouter, Depends

from assist_api.chat.routes import BuyerConversation
from assist_api.chat.schemas import MessageAccepted, MessageIn, SessionIn, SessionOut, ShopCard, answering_of
from assist_api.dependencies import BusDep, ClockDep, DatabaseDep, SettingsDep
from assist_api.errors import ErrorBody
from assist_api.flows.visit.service import Visit
from assist_api.shop import service as shop

router = APIRouter(prefix="/api/v1/chat", tags=["chat"])


def _visit(database: DatabaseDep, bus: BusDep, clock: ClockDep, settings: SettingsDep) -> Visit:
    return Visit(database, bus, clock, settings)


VisitDep = Annotated[Visit, Depends(_visit)]


@router.post("/sessions", status_code=201, responses={401: {"model": ErrorBody}, 404: {"model": ErrorBody}})
async def open_session(wanted: SessionIn, visit: VisitDep, database: DatabaseDep, clock: ClockDep) -> SessionOut:
    """A conversation and the token that opens it; a verified buyer gets the open conversation back."""
    conversation, token = await visit.open(wanted)
    async with database.read() as session:
        name, greeting = await shop.greeting(session, clock())
    return SessionOut(
        conversation_id=conversation.id,
        token=token,
        shop=ShopCard(name=name, greeting=greeting, answering=answering_of(conversation)),
    )


@router.post("/messages", status_code=202, responses={401: {"model": ErrorBody}, 404: {"model": ErrorBody}})
async def write_message(wanted: MessageIn, conversation: BuyerConversation, visit: VisitDep) -> MessageAccepted:
    """Stored before anything else happens; the same `client_id` again gives the same answer and no second message."""
    return MessageAccepted(message_id=await visit.write(conversation.id, wanted))
