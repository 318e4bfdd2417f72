"""What a console must fetch again, as it happens."""

from collections.abc import AsyncGenerator, AsyncIterator

from assist_api.bus import Bus
from assist_api.chat import store
from assist_api.chat.schemas import MessageOut
from assist_api.chat.service import DESK_TOPIC
from assist_api.chat.stream import StreamEvent
from assist_api.database import Database
from assist_api.handoff import store as handoffs


async def desk_events(database: Database, bus: Bus, agent: str, look_every_s: float) -> AsyncGenerator[StreamEvent]:
    """`queue` at the start and whenever the queue may have changed; `message` for conversations with people.

    A console that missed events (a cut line) starts a new stream, whose first `queue` makes it fetch all anew.
    """
    async with bus.subscribe(DESK_TOPIC) as changes:
        yield StreamEvent("queue", {})
        while True:
            change = await changes.next(look_every_s)
            if change is None or change["kind"] == "queue":
                yield StreamEvent("queue", {})
                continue
            async for event in _of_conversation(database, change["conversation_id"], agent):
                yield event


async def _of_conversation(database: Database, conversation_id: str, agent: str) -> AsyncIterator[StreamEvent]:
    async with database.read() as session:
        handoff = await handoffs.open_of(session, conversation_id)
        latest = await store.last_messages(session, conversation_id, 1)
    if handoff is None or not latest:
        return
    where = {"handoff_id": handoff.id, "conversation_id": conversation_id}
    yield StreamEvent("message", {**where, "message": MessageOut.of(latest[0]).model_dump(mode="json")})
    if handoff.agent == agent and latest[0].role == "buyer":
        yield StreamEvent("suggestions", where)
