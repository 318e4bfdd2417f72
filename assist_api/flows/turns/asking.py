"""Ask the bot about a burst: with the tracker it should have, restored if it has another one."""

import asyncio
from collections.abc import Sequence

from assist_api.chat import store
from assist_api.clients.bot import BaseMismatch, BotClient, BotMessage, BotTurn, BotUnavailable
from assist_api.database import Database
from assist_api.flows.turns.draft import Burst
from assist_api.flows.turns.tracker import Event
from assist_api.rules.burst import join_lead_ins
from zh_text import asks, is_pleasantry, split_questions

QUESTIONS_AT_ONCE = 20
"""Of a burst beyond this the last ones are answered: nobody asks more than twenty questions at once."""

LONGEST_REMARK = 4
"""Characters beside thanks that are still read together with them: 没了。, 好吧。"""

RETRY_AFTER_S = 0.5
"""One more try after a dropped connection: the bot may just have been replaced."""


async def ask(bot: BotClient, database: Database, burst: Burst) -> BotTurn:
    """The bot's turn for the burst. Raises BotUnavailable."""
    return await ask_from(bot, database, burst.conversation_id, burst.base, to_ask(burst))


async def ask_from(
    bot: BotClient,
    database: Database,
    conversation_id: str,
    base: str,
    messages: list[BotMessage],
    ending: Sequence[Event] = (),
) -> BotTurn:
    """The bot's turn for the messages. Raises BotUnavailable.

    With the base `RESTORE` its tracker is made of the committed events and, behind them, those of `ending`.
    """
    try:
        return await _restoring(bot, database, conversation_id, base, messages, ending)
    except BotUnavailable as error:
        if error.kind != "down":
            raise
    await asyncio.sleep(RETRY_AFTER_S)
    return await _restoring(bot, database, conversation_id, base, messages, ending)


async def _restoring(
    bot: BotClient,
    database: Database,
    conversation_id: str,
    base: str,
    messages: list[BotMessage],
    ending: Sequence[Event],
) -> BotTurn:
    turn = await _from_base(bot, database, conversation_id, base, messages, ending)
    if [answered.message_id for answered in turn.turns] != [message.id for message in messages]:
        raise BotUnavailable("invalid", "answered other messages than it was asked")
    return turn


async def _from_base(
    bot: BotClient,
    database: Database,
    conversation_id: str,
    base: str,
    messages: list[BotMessage],
    ending: Sequence[Event],
) -> BotTurn:
    try:
        return await bot.turn(conversation_id, base, messages)
    except BaseMismatch:
        async with database.read() as session:
            events = [*await store.events_of(session, conversation_id), *ending]
    try:
        return await bot.turn(conversation_id, base, messages, events)
    except BaseMismatch as error:
        raise BotUnavailable("invalid", "refused the tracker it was given") from error


def to_ask(burst: Burst) -> list[BotMessage]:
    """The burst as single questions: lead-ins joined to what they lead to, a line with two questions split.

    Each carries the id of the last line it came from. Pleasantries beside something else are left out: they need no
    answer of their own, and a 谢谢 would end the form that the question before it has opened.
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
        asked += [BotMessage(id=last.id, text=question, metadata=metadata) for question in _questions_of(text)]
    said = [one for one in asked if one.parse is not None or one.metadata["pictures"] or not is_pleasantry(one.text)]
    return (said or asked)[-QUESTIONS_AT_ONCE:]


def _questions_of(text: str) -> list[str]:
    """没了。谢谢 stays whole: by itself a word that asks nothing hardly tells what it means."""
    pieces = split_questions(text)
    matter = [piece for piece in pieces if not is_pleasantry(piece)]
    is_one_courtesy = len(matter) < len(pieces) and not asks(text) and len("".join(matter)) <= LONGEST_REMARK
    return [text] if is_one_courtesy or not pieces else pieces
