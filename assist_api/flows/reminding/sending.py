"""One reminder to one buyer in chat: under a lease, spoken by the bot, committed whole or not at all.

The message, the bot's events and the row that says it was sent are one transaction, which looks at everything again
first. So a sender may die anywhere: before the commit nothing was sent, and it is still due; after it the plan knows.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.bus import Bus
from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.tables import BotEvents, Conversation
from assist_api.clients.bot import BotClient, BotMessage, BotTurn, BotUnavailable
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.reminding.planning import plan_for_buyer
from assist_api.flows.turns.asking import ask_from
from assist_api.flows.turns.committing import keep_events
from assist_api.flows.turns.draft import Draft, Said
from assist_api.flows.turns.speech import Speech
from assist_api.flows.turns.tracker import RESTORE, Event, left_to_people, open_question
from assist_api.reminders import service as reminders
from assist_api.rules.conversation import State
from assist_api.rules.reminders import PlannedSend
from assist_api.rules.reply import Reply, compose

log = logging.getLogger(__name__)

INTENT = "EXTERNAL_payment_reminder"
"""What the bot is told; the prefix marks what no buyer can say (bot/components/turns.py)."""

NOBODYS_LINE = 0
"""Id of a message that stands in no conversation."""

EARLIER_LINES = 60
"""How far back is looked for wordings used already."""


class Speaker(Protocol):
    """A way to bring a planned send to its buyer. Chat is one; another medium is another speaker."""

    async def send(self, planned: PlannedSend) -> bool:
        """Whether the buyer was told now. Raises BotUnavailable where nobody can be told at present."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the bot is asked with; good only as long as the talk stands where it stood."""

    planned: PlannedSend
    base: str
    stood: tuple[str, int, int]
    said: Said
    ending: Sequence[Event]
    """Events that let go of a question which the buyer has left open."""


@dataclass(frozen=True, slots=True)
class ChatSpeaker:
    """Sends in chat. `name` owns the leases; `lease` is longer than the bot may take."""

    database: Database
    bus: Bus
    clock: Clock
    bot: BotClient
    speech: Speech
    lease: timedelta
    name: str

    async def send(self, planned: PlannedSend) -> bool:
        begun = await self._begin(planned)
        if begun is None:
            return False
        try:
            turn = await self._ask(begun)
            sent = await self._commit(begun, turn)
        except BotUnavailable:
            await self._give_up(planned.buyer_id)
            raise
        if sent:
            await chat.tell(self.bus, begun.planned.conversation_id)
        return sent

    async def _begin(self, planned: PlannedSend) -> _Begun | None:
        """Take the lease, unless the plan is another one by now or somebody else is about to send."""
        now = self.clock()
        async with self.database.begin() as session:
            conversation = await store.lock(session, planned.conversation_id)
            fresh = await _same_due(session, planned, now)
            if fresh is None or await reminders.take_lease(session, fresh, self.name, now, self.lease) is None:
                return None
            events = await store.events_of(session, conversation.id)
            ending = left_to_people(now) if open_question(events) else []
            lines = await store.last_messages(session, conversation.id, EARLIER_LINES)
            said = Said(conversation.id, [line.text for line in lines if line.role == "bot"])
            base = RESTORE if ending else conversation.bot_base
            return _Begun(fresh, base, _standing(conversation), said, ending)

    async def _ask(self, begun: _Begun) -> BotTurn:
        planned = begun.planned
        message = BotMessage(id=NOBODYS_LINE, text="", parse={"intent": INTENT, "entities": entities_of(planned)})
        turn = await ask_from(
            self.bot, self.database, planned.conversation_id, begun.base, [message], ending=begun.ending
        )
        if not any(answered.says for answered in turn.turns):
            raise BotUnavailable("failed", "said nothing to a reminder")
        return turn

    async def _commit(self, begun: _Begun, turn: BotTurn) -> bool:
        """Whether it was sent; False where it is no longer to be sent, or the talk went on meanwhile."""
        now, planned = self.clock(), begun.planned
        async with self.database.begin() as session:
            conversation = await store.lock(session, planned.conversation_id)
            send = await reminders.holds_lease(session, planned.buyer_id, self.name)
            if send is None:
                return False
            fresh = await _same_due(session, planned, now)
            if fresh is None or fresh.stages != planned.stages or _standing(conversation) != begun.stood:
                await session.delete(send)
                return False
            reply = await self._reply(session, turn, begun.said, now)
            if conversation.state == State.CLOSED.value:
                conversation.move(conversation.standing.reopen())
            await _keep(session, conversation, begun, turn, now)
            message = await chat.add_line(
                session,
                conversation,
                "bot",
                reply.text,
                now,
                payload=reply.payload,
                meta={"phrases": reply.phrases, "reminder": send.id},
            )
            reminders.mark_sent(session, send, fresh, message.id, now)
            return True

    async def _reply(self, session: AsyncSession, turn: BotTurn, said: Said, now: datetime) -> Reply:
        says = [say for answered in turn.turns for say in answered.says]
        reply = compose([await self.speech.utter(session, say, said, now) for say in says])
        if reply is None:
            raise BotUnavailable("failed", "said nothing to a reminder")
        return reply

    async def _give_up(self, buyer_id: str) -> None:
        async with self.database.begin() as session:
            await reminders.give_up(session, buyer_id, self.name)


def entities_of(planned: PlannedSend) -> list[dict[str, object]]:
    """What the bot is told of a send: which orders, and for the how manieth time."""
    orders: list[dict[str, object]] = [{"kind": "reminded_order", "value": order_id} for order_id in planned.order_ids]
    return [*orders, {"kind": "reminder_stage", "value": int(planned.stage)}]


async def _same_due(session: AsyncSession, planned: PlannedSend, now: datetime) -> PlannedSend | None:
    """The buyer's send that is due at this moment, if it is still in this conversation."""
    plan = await plan_for_buyer(session, planned.buyer_id, now, lock=True)
    return next((one for one in plan.due(now) if one.conversation_id == planned.conversation_id), None)


def _standing(conversation: Conversation) -> tuple[str, int, int]:
    """Changes with every turn of the bot and every move of the conversation."""
    return conversation.bot_base, conversation.bot_event_count, conversation.version


async def _keep(session: AsyncSession, conversation: Conversation, begun: _Begun, turn: BotTurn, now: datetime) -> None:
    if begun.ending:
        session.add(BotEvents(conversation_id=conversation.id, events=list(begun.ending), created_at=now))
        await session.flush()
    await keep_events(session, conversation, Draft(noted=[], events=turn.events, base=turn.base), now)
