"""All that agents ever replied, as far as it is here: past chats, our own conversations, talks of other clients."""

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store as chat
from assist_api.chat.tables import Message
from assist_api.history import store as history
from assist_api.recommender.talk import PastChat, Role, Turn
from assist_api.rules.private_data import without_private_data
from assist_api.suggestions import store as suggestions
from assist_api.suggestions.store import SentElsewhere

OWN = "own:"
ELSEWHERE = "told:"
"""Before ids of talks that were not imported, so that these cannot take their place."""

_SIDES: dict[str, Role] = {"buyer": "buyer", "agent": "agent", "bot": "bot"}
_BATCH = 200

_EVER = datetime(1970, 1, 1, tzinfo=UTC)

TURNS_A_REPLY = 2
"""Of an imported talk about every second turn is an agent's; nothing finer is kept beside it."""


async def every_chat(session: AsyncSession) -> AsyncIterator[PastChat]:
    """In bounded memory, private data hidden; the newest kinds last, for of too long a history the end is learned."""
    async for one in history.stream(session):
        yield one
    async for told in suggestions.sent_elsewhere(session):
        yield _elsewhere(told)
    async for own in own_chats(session):
        yield own


async def count(session: AsyncSession) -> int:
    """How many chats there are to read."""
    elsewhere = await suggestions.sent_elsewhere_since(session, _EVER)
    return await history.count(session) + elsewhere + await chat.count_answered_by_people(session)


async def own_chats(session: AsyncSession) -> AsyncIterator[PastChat]:
    """Conversations of this system in which an agent wrote."""
    after = ""
    while found := await chat.answered_by_people(session, after, _BATCH):
        for conversation_id, messages in found:
            yield PastChat(f"{OWN}{conversation_id}", _turns(messages))
        after = found[-1][0]
        session.expunge_all()  # or every message stays in memory to the end


async def replies_since(session: AsyncSession, since: datetime | None) -> int:
    """About how many replies of agents have come since then, from wherever; None: ever."""
    since = since or _EVER
    imported = await history.turns_since(session, since) // TURNS_A_REPLY
    return (
        imported
        + await chat.agents_lines_since(session, since)
        + await suggestions.sent_elsewhere_since(session, since)
    )


def _turns(messages: Iterable[Message]) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            _SIDES[message.role],
            without_private_data(message.text),
            message.meta.get("agent") if message.role == "agent" else None,
            message.created_at.timestamp(),
        )
        for message in messages
        if message.role in _SIDES and message.text.strip()
    )


def _elsewhere(told: SentElsewhere) -> PastChat:
    turns = tuple(Turn(_SIDES[turn["role"]], turn["text"]) for turn in told.talk if turn["role"] in _SIDES)
    reply = Turn("agent", told.sent, told.agent, told.at.timestamp())
    return PastChat(f"{ELSEWHERE}{told.suggestion_id}", (*turns, reply))
