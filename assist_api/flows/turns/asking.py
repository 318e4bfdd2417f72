"""Ask the bot about a burst: with the tracker it should have, restored if it has another one."""

import asyncio

from assist_api.chat import store
from assist_api.clients.bot import BaseMismatch, BotClient, BotMessage, BotTurn, BotUnavailable
from assist_api.database import Database
from assist_api.flows.turns.draft import Burst
from assist_api.rules.burst import join_lead_ins
from zh_text import split_questions

QUESTIONS_AT_ONCE = 20
"""Of a burst beyond this the last ones are answered: nobody asks more than twenty questions at once."""

RETRY_AFTER_S = 0.5
"""One more try after a dropped connection: the bot may just have been replaced."""


async def ask(bot: BotClient, database: Database, burst: Burst) -> BotTurn:
    """The bot's turn for the burst. Raises BotUnavailable."""
    messages = to_ask(burst)
    try:
        return await _restoring(bot, database, burst, messages)
    except BotUnavailable as error:
        if error.kind != "down":
            raise
    await asyncio.sleep(RETRY_AFTER_S)
    return await _restoring(bot, database, burst, messages)


async def _restoring(bot: BotClient, database: Database, burst: Burst, messages: list[BotMessage]) -> BotTurn:
    turn = await _from_base(bot, database, burst, messages)
    if [answered.message_id for answered in turn.turns] != [message.id for message in messages]:
        raise BotUnavailable("invalid", "answered other messages than it was asked")
    return turn


async def _from_base(bot: BotClient, database: Database, burst: Burst, messages: list[BotMessage]) -> BotTurn:
    try:
        return await bot.turn(burst.conversation_id, burst.base, messages)
    except BaseMismatch:
        async with database.read() as session:
            events = await store.events_of(session, burst.conversation_id)
    try:
        return await bot.turn(burst.conversation_id, burst.base, messages, events)
    except BaseMismatch as error:
        raise BotUnavailable("invalid", "refused the tracker it was given") from error


def to_ask(burst: Burst) -> list[BotMessage]:
    """The burst as single questions: lead-ins joined to what they lead to, a line with two questions split.

    Each carries the id of the last line it came from.
    """
    asked: list[BotMessage] = []
    lines = burst.lines[-QUESTIONS_AT_ONCE:]
    for group in join_lead_ins([line.text if line.preset is None else "。" for line in lines]):
        members = [lines[number] for number in group]
        last = members[-1]
        # The moment of writing, so that 明天 means the same day when the turn is computed again.
        metadata = {**burst.metadata, "pictures": last.pictures, "sent_at": last.sent_at.isoformat()}
        if last.preset is not None:
            asked.append(BotMessage(id=last.id, text=last.text, parse=last.preset, metadata=metadata))
            continue
        text = "，".join(line.text for line in members)
        # A lone comma holds no question; the bot is told of it all the same, or it would be asked nothing at all.
        questions = split_questions(text) or [text]
        asked += [BotMessage(id=last.id, text=question, metadata=metadata) for question in questions]
    return asked[-QUESTIONS_AT_ONCE:]
