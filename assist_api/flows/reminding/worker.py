"""Looks again and again which reminders are due and sends them. Any number may run on one database."""

import asyncio
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from assist_api.bus import Bus
from assist_api.clients.bot import BotClient, BotUnavailable
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.reminding.planning import plan_all
from assist_api.flows.reminding.sending import ChatSpeaker, Speaker
from assist_api.flows.turns.speech import Speech
from assist_api.reminders import store
from assist_api.rules.reminders import Medium
from assist_api.shop import service as shop

log = logging.getLogger(__name__)

LOOK_EVERY_S = 20.0
"""A reminder may come so much later than it is due."""


@dataclass
class ReminderWorker:
    """`run()` until cancelled; what it was sending is then due again, or was sent."""

    database: Database
    clock: Clock
    speakers: dict[Medium, Speaker]
    name: str

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("the reminder worker could not look for what is due")
            await asyncio.sleep(LOOK_EVERY_S)

    async def recover(self, *, alone: bool) -> None:
        """Before `run`: the only worker of a database forgets what its dead forerunner had begun."""
        if alone:
            async with self.database.begin() as session:
                await store.drop_unsent(session)

    async def stop(self) -> None:
        async with self.database.begin() as session:
            await store.drop_unsent(session, self.name)

    async def look(self) -> int:
        """Send all that is due now, one after the other: buyers who ask something come first. How many were sent."""
        now = self.clock()
        async with self.database.read() as session:
            if await shop.settings_if_any(session) is None:
                return 0
            due = (await plan_all(session, now, unpaid_only=True)).due(now)
        sent = 0
        for planned in due:
            try:
                sent += await self.speakers[planned.channel].send(planned)
            except BotUnavailable as error:
                log.warning("reminders wait, the bot is %s", error)
                break
            except Exception:
                # Nothing was committed; it is due again at the next look.
                log.exception("conversation %s: the reminder failed", planned.conversation_id)
        return sent


def reminder_worker(
    database: Database, bus: Bus, bot: BotClient, clock: Clock, speech: Speech, lease_s: float
) -> ReminderWorker:
    """A worker that sends in chat, under a name of its own."""
    name = f"r_{secrets.token_hex(8)}"
    chat = ChatSpeaker(database, bus, clock, bot, speech, timedelta(seconds=lease_s), name)
    return ReminderWorker(database, clock, {Medium.CHAT: chat}, name)
