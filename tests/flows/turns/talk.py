"""A buyer's talk through the gateway, with the turn worker moved by hand."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from assist_api.bus import LocalBus
from assist_api.channels.service import ensure_default_channel
from assist_api.chat import store
from assist_api.chat.schemas import MessageIn, SessionIn
from assist_api.chat.tables import Conversation, Message
from assist_api.clients.bot import BotClient
from assist_api.database import Database
from assist_api.flows.desk.service import Desk
from assist_api.flows.turns.starting import turn_worker
from assist_api.flows.turns.worker import TurnWorker
from assist_api.flows.visit.service import Visit
from assist_api.handoff import store as handoffs
from assist_api.handoff.tables import Handoff
from assist_api.security import Principal
from assist_api.settings import Settings
from assist_api.suggestions.schemas import Suggestion
from tests.app_fixtures import HandClock
from tests.flows.turns.scripted_bot import ScriptedBot

WORKING_HOURS = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
"""14:00 in the shop's zone: people are at the desk."""

LIN = Principal(None, "lin", "agent", "token")
WEN = Principal(None, "wen", "agent", "token")


async def no_replies(conversation_id: str, lines: Sequence[str], intents: Mapping[str, float]) -> list[Suggestion]:
    return []


@dataclass
class Talk:
    settings: Settings
    database: Database
    bus: LocalBus
    bot: ScriptedBot
    client: BotClient
    clock: HandClock
    visit: Visit
    desk: Desk
    worker: TurnWorker
    id: str = ""
    sent: list[str] = field(default_factory=list)

    async def open(self) -> None:
        conversation, _token = await self.visit.open(SessionIn())
        self.id = conversation.id

    async def write(self, text: str, client_id: str | None = None, **fields: Any) -> int:
        wanted = MessageIn(client_id=client_id or uuid4().hex, text=text, **fields)
        return await self.visit.write(self.id, wanted)

    async def turn(self) -> bool:
        """Let the burst end and the worker answer once."""
        self.clock.advance(timedelta(seconds=self.settings.burst_max_s + 0.1))
        return await self.worker.take_turn(self.id)

    async def say(self, text: str) -> list[str]:
        """A line and what came back for it."""
        before = len(await self.lines())
        await self.write(text)
        await self.turn()
        return [text for role, text in (await self.lines())[before:] if role == "bot"]

    async def lines(self) -> list[tuple[str, str]]:
        return [(message.role, message.text) for message in await self.messages()]

    async def messages(self) -> list[Message]:
        async with self.database.read() as session:
            return list(await store.messages(session, self.id))

    async def conversation(self) -> Conversation:
        async with self.database.read() as session:
            return await store.existing(session, self.id)

    async def handoff(self) -> Handoff:
        async with self.database.read() as session:
            found = await handoffs.open_of(session, self.id)
        assert found is not None
        return found

    async def hand_to(self, agent: Principal) -> str:
        """The buyer asks for a person and gets this one; the hand-off's id."""
        await self.say("转人工")
        handoff = await self.handoff()
        await self.desk.claim(handoff.id, agent)
        return handoff.id

    def another_worker(self) -> TurnWorker:
        return turn_worker(self.settings, self.database, self.bus, self.client, self.clock, no_replies)


@asynccontextmanager
async def talk_over(settings: Settings) -> AsyncIterator[Talk]:
    database, bus, bot, clock = Database(settings.sqlalchemy_url), LocalBus(), ScriptedBot(), HandClock(WORKING_HOURS)
    client = BotClient("http://bot.test", "secret", 1.0, transport=httpx.MockTransport(bot))
    try:
        await database.create_all()
        await ensure_default_channel(database, clock)
        talk = Talk(
            settings,
            database,
            bus,
            bot,
            client,
            clock,
            Visit(database, bus, clock, settings),
            Desk(database, bus, clock),
            turn_worker(settings, database, bus, client, clock, no_replies),
        )
        await talk.open()
        yield talk
    finally:
        await client.close()
        await database.close()


def settings_for(home: Path, database_url: str | None = None) -> Settings:
    return Settings(home=home, pages=home, database_url=database_url, internal_secret="secret")
