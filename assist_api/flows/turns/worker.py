"""The turn worker: takes conversations whose burst is over, drafts, commits. Any number may run on one database."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.bus import Bus, Event, Subscription
from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.tables import Conversation, Message
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.turns.agenda import Agenda
from assist_api.flows.turns.committing import Committing
from assist_api.flows.turns.draft import Burst, BuyerLine, Draft, EarlierLine
from assist_api.flows.turns.drafting import Drafting
from assist_api.rules.conversation import State

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Conversations answered at the same time by one worker."""

EARLIER_LINES = 60
"""How far back the turn looks for repeated questions and used wordings."""

ATTEMPTS_AT_MOST = 3
"""Turns that broke one after the other; the next one asks nobody any more and hands over with the honest line."""

TRY_AGAIN_AFTER_S = 2.0

DRAFTING_SHARE = 0.75
"""Of the lease: a turn that outlives its lease commits nothing, and if the bot stays slow none ever would."""

LOOK_EVERY_S = 5.0
"""So often the database is asked what is due; in between the worker goes by what it hears."""

LOOK_AHEAD = timedelta(seconds=LOOK_EVERY_S)


@dataclass
class TurnWorker:
    """`run()` until cancelled; a turn under way is then given up and taken again by whoever comes next."""

    database: Database
    bus: Bus
    clock: Clock
    drafting: Drafting
    committing: Committing
    lease_s: float
    name: str = field(default_factory=lambda: f"w_{secrets.token_hex(8)}")
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _agenda: Agenda = field(default_factory=Agenda)
    _calls: Subscription | None = None

    async def run(self) -> None:
        async with self.bus.subscribe(chat.TURNS_TOPIC) as calls:
            self._calls = calls
            now_s = asyncio.get_running_loop().time
            look_at_s = now_s()
            while True:
                if now_s() >= look_at_s:
                    await self._look()
                    look_at_s = now_s() + LOOK_EVERY_S
                self._start_due()
                call = await calls.next(self._pause_s(look_at_s - now_s()))
                for one in [call, *calls.waiting()] if call else []:
                    if not self._hear(one):
                        look_at_s = now_s()

    async def recover(self, *, alone: bool) -> None:
        """Before `run`: the only worker of a database frees what its dead forerunner held; others wait for leases."""
        if alone:
            async with self.database.begin() as session:
                await store.drop_leases(session)

    async def stop(self) -> None:
        for task in self._running.values():
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._running.values(), return_exceptions=True)
        async with self.database.begin() as session:
            await store.give_back_leases(session, self.name)

    async def _look(self) -> None:
        """Everything that falls due before the next look: lines of a time before this worker, dead workers' turns."""
        try:
            async with self.database.read() as session:
                for conversation_id, moment in await store.due_before(session, self.clock() + LOOK_AHEAD):
                    self._agenda.note(conversation_id, moment)
        except Exception:
            log.exception("the turn worker could not look for due conversations")

    def _hear(self, call: Event) -> bool:
        """Whether the call itself says what is due when; else the database has to be asked."""
        if call["kind"] == "line":
            self._agenda.note(call["conversation_id"], datetime.fromisoformat(call["due_at"]))
        return call["kind"] in ("line", "done")

    def _start_due(self) -> None:
        room = AT_ONCE - len(self._running)
        for conversation_id in self._agenda.take_due(self.clock(), busy=self._running, room=room):
            task = asyncio.create_task(self._turn(conversation_id))
            self._running[conversation_id] = task
            task.add_done_callback(partial(self._done, conversation_id))

    def _done(self, conversation_id: str, _task: asyncio.Task[None]) -> None:
        self._running.pop(conversation_id, None)
        # There is room again, and the buyer may have written meanwhile.
        if self._calls is not None:
            self._calls.put({"kind": "done"})

    def _pause_s(self, longest_s: float) -> float:
        """Seconds until something is to be done, at least a moment: a turn that is refused may not spin."""
        due_at = self._agenda.next_at(busy=self._running) if len(self._running) < AT_ONCE else None
        pause_s = longest_s if due_at is None else min(longest_s, (due_at - self.clock()).total_seconds())
        return max(pause_s, 0.01)

    async def _turn(self, conversation_id: str) -> None:
        try:
            await self.take_turn(conversation_id)
        except Exception:
            # Nothing was committed; the turn is taken again.
            log.exception("conversation %s: the turn failed", conversation_id)

    async def take_turn(self, conversation_id: str) -> bool:
        """Answer the conversation if it is due and free; whether anything was committed."""
        now = self.clock()
        async with self.database.begin() as session:
            conversation = await store.take_lease(session, conversation_id, self.name, now, self.lease_s)
            if conversation is None:
                return False
            lines = await store.unanswered(session, conversation)
            if not lines:
                conversation.due_at = conversation.lease = conversation.lease_until = None
                return False
            burst = await _burst(session, conversation, lines)
            attempts, holding_line_at = conversation.attempts, conversation.holding_line_at
        try:
            if attempts > ATTEMPTS_AT_MOST:
                draft = await self.drafting.without_bot(burst, "broken", now, bare=True)
            else:
                draft = await self._draft(burst, holding_line_at, now)
            committed = await self.committing.commit(burst, draft, self.name)
        except Exception:
            await self._put_off(conversation_id)
            raise
        if not committed:  # void: what is to be answered now is due as soon as its burst is over
            self._agenda.note(conversation_id, self.clock())
        await chat.tell(self.bus, conversation_id)
        if draft.handoff and committed:
            await self.bus.publish(chat.DESK_TOPIC, {"kind": "queue", "conversation_id": conversation_id})
        return committed

    async def _draft(self, burst: Burst, holding_line_at: datetime | None, now: datetime) -> Draft:
        if burst.state == State.BOT.value:  # in the other states there is often nothing to say
            topic = chat.conversation_topic(burst.conversation_id)
            await self.bus.publish(topic, {"kind": "typing", "conversation_id": burst.conversation_id})
        try:
            async with asyncio.timeout(self.lease_s * DRAFTING_SHARE):
                return await self.drafting.draft(burst, holding_line_at, now)
        except TimeoutError:
            log.warning("conversation %s: the turn took too long", burst.conversation_id)
            return await self.drafting.without_bot(burst, "slow", now)

    async def _put_off(self, conversation_id: str) -> None:
        until = self.clock() + timedelta(seconds=TRY_AGAIN_AFTER_S)
        async with self.database.begin() as session:
            await store.put_off(session, conversation_id, self.name, until)
        self._agenda.note(conversation_id, until)


async def _burst(session: AsyncSession, conversation: Conversation, lines: Sequence[Message]) -> Burst:
    earlier = await store.lines_before(session, conversation.id, lines[0].id, EARLIER_LINES)
    return Burst(
        conversation_id=conversation.id,
        state=conversation.state,
        agent=conversation.agent,
        lines=[
            BuyerLine(line.id, line.text, line.created_at, line.preset, len((line.payload or {}).get("pictures", [])))
            for line in lines
        ],
        earlier=[EarlierLine(role, text, meta.get("intent")) for role, text, meta in earlier],
        base=conversation.bot_base,
        metadata={"product_id": conversation.product_id, "order_id": conversation.order_id},
    )
