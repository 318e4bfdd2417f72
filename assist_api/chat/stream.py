"""A conversation as a stream of events: the database is the truth, the bus only says when to look."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from assist_api.bus import Bus
from assist_api.chat import store
from assist_api.chat.schemas import MessageOut, StateOut, answering_of
from assist_api.chat.service import conversation_topic
from assist_api.database import Database
from assist_api.rules.conversation import State


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """`id` is set for messages only: it is what `Last-Event-ID` resumes from."""

    name: str
    data: dict[str, Any]
    id: str | None = None


async def conversation_events(
    database: Database, bus: Bus, conversation_id: str, after: int, look_every_s: float
) -> AsyncIterator[StreamEvent]:
    """Every message above `after` once, in order, for ever; each change of state; a hint that somebody types."""
    told: StateOut | None = None
    async with bus.subscribe(conversation_topic(conversation_id)) as changes:
        while True:
            async with database.read() as session:
                found = await store.messages(session, conversation_id, after=after)
                conversation = await store.get(session, conversation_id)
            for message in found:
                after = message.id
                yield StreamEvent("message", MessageOut.of(message).model_dump(mode="json"), str(message.id))
            if conversation is None:
                return
            state = StateOut(state=State(conversation.state), answering=answering_of(conversation))
            if state != told:
                told = state
                yield StreamEvent("state", state.model_dump(mode="json"))
            if len(found) == store.PAGE:
                continue
            while (change := await changes.next(look_every_s)) is not None and change["kind"] == "typing":
                yield StreamEvent("typing", {"on": True})
