"""A shop with unpaid orders, whose reminders are sent by hand; the bot asks the real skill, as the action does."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import select

from assist_api.bus import LocalBus
from assist_api.channels.service import ensure_default_channel
from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.service import Line, Visitor
from assist_api.chat.tables import BotEvents, Message
from assist_api.clients.bot import BotClient
from assist_api.database import Database
from assist_api.flows.answering import service as answering
from assist_api.flows.answering.contract import SkillAsk
from assist_api.flows.reminding.forecast import SKILL
from assist_api.flows.reminding.planning import plan_all
from assist_api.flows.reminding.sending import INTENT
from assist_api.flows.reminding.worker import ReminderWorker, reminder_worker
from assist_api.flows.turns.speech import Speech
from assist_api.phrases.files.bank import read_starters
from assist_api.reminders.tables import ReminderSend
from assist_api.rules.phrase_text import render
from assist_api.rules.reminders import Plan
from assist_api.settings import CHECKOUT, Settings
from assist_api.shop import service as shop
from assist_api.shop import store as shop_store
from assist_api.shop.tables import Order
from tests.app_fixtures import HandClock
from tests.flows.reminding.dying import Life, MortalDatabase, mortal
from tests.flows.turns.scripted_bot import ScriptedBot

ZONE = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE).astimezone(UTC)

SETTINGS = """
name: 木棉小铺
welcome: 新到一批针织衫
hours: {opens: "9:00", closes: "22:00"}
shipping: {promise_hours: 48, cut_off: "16:00", base_fee: 8, free_from: 99}
couriers: [{name: 中通快递}]
regions: []
payment_methods: [支付宝, 微信支付]
returns: {days: 7, post: 质量问题由咱们承担运费}
"""
PRODUCTS = """id,name,category,price,colours,links
k1,圆领针织衫,上衣,129,米白|黑色,tmall:651230001
k2,直筒半裙,裙装,99,卡其,
"""
STOCK = """product_id,colour,size,quantity
k1,米白,M,2
k1,黑色,M,40
k2,卡其,S,12
"""


class SkillBot(ScriptedBot):
    """Speaks up through the skill itself, in process. A typed line is answered as scripted."""

    def __init__(self, database: Database, clock: HandClock, wordings: Path) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._wordings = {one.id: one.text for one in read_starters(wordings)}
        self.spoke_up = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else {}
        for message in body.get("messages", ()):
            if message["parse"] and message["parse"]["intent"] == INTENT:
                self.spoke_up += 1
                self.script[message["text"]] = await self._says(body["conversation"], message["parse"])
        return await super().__call__(request)

    async def _says(self, conversation: str, parse: dict[str, Any]) -> dict[str, Any]:
        ask = SkillAsk.model_validate({"conversation_id": conversation, **parse})
        answer = await answering.answer(SKILL, ask, self._database, self._clock())
        # The bot's own wording, as it was trained with.
        says = [{**say.model_dump(), "text": render(self._wordings[say.phrase], say.vars)} for say in answer.says]
        shape = {"intent": INTENT, "confidence": 1.0, "unsure": False, "ranking": [], "entities": [], "route": "bot"}
        return {"parse": shape, "says": says, "effects": []}


@dataclass
class RemindedShop:
    settings: Settings
    database: Database
    bus: LocalBus
    bot: SkillBot
    client: BotClient
    clock: HandClock
    speech: Speech
    worker: ReminderWorker

    def another_worker(self) -> ReminderWorker:
        return reminder_worker(
            self.database, self.bus, self.client, self.clock, self.speech, self.settings.turn_lease_s
        )

    @asynccontextmanager
    async def mortal_worker(self, life: Life) -> AsyncIterator[ReminderWorker]:
        """A worker in a process of its own, with its own connections."""
        database = MortalDatabase(self.settings.sqlalchemy_url, life)
        client = BotClient("http://bot.test", "secret", 5.0, transport=mortal(self.bot, life))
        try:
            yield reminder_worker(database, self.bus, client, self.clock, self.speech, self.settings.turn_lease_s)
        finally:
            await client.close()
            await database.close()

    def advance(self, **by: float) -> None:
        self.clock.advance(timedelta(**by))

    async def talk_of(self, buyer_id: str, channel: str = "default") -> str:
        """A conversation of the verified buyer; its id."""
        async with self.database.begin() as session:
            visitor = Visitor(channel, external_id=buyer_id, verified=True)
            conversation, _token = await chat.open_conversation(session, visitor, self.clock())
            return conversation.id

    async def place(self, order_id: str, buyer_id: str, **more: Any) -> None:
        """An unpaid order, placed now unless told otherwise."""
        items = [{"product_id": "k1", "colour": "米白", "size": "M", "quantity": 1}]
        row = {
            "id": order_id,
            "buyer_id": buyer_id,
            "channel": "",
            "state": "unpaid",
            "items": items,
            "amount": 12900,
            "phone": "",
            "region": "",
            "placed_at": self.clock(),
            "paid_at": None,
            "ship_at": None,
            "shipped_at": None,
            "delivered_at": None,
            **more,
        }
        async with self.database.begin() as session:
            await shop_store.save_orders(session, [row], demo=False)

    async def change(self, order_id: str, **values: Any) -> None:
        """As the shop's order feed would."""
        async with self.database.begin() as session:
            order = await session.get_one(Order, order_id)
            for name, value in values.items():
                setattr(order, name, value)

    async def write(self, conversation_id: str, text: str) -> None:
        """A line of the buyer; nobody answers yet."""
        async with self.database.begin() as session:
            conversation = await store.lock(session, conversation_id)
            await chat.add_buyer_line(session, conversation, Line(uuid4().hex, text), self.clock(), 1.0)

    async def answered(self, conversation_id: str) -> None:
        """What was written counts as answered."""
        async with self.database.begin() as session:
            conversation = await store.lock(session, conversation_id)
            conversation.due_at = None
            conversation.processed_to = await store.last_buyer_line_id(session, conversation_id)

    async def asks(self, conversation_id: str, matter: dict[str, Any] | None = None) -> None:
        """The bot's last turn left a question open."""
        slot = {"event": "slot", "name": "matter", "value": matter, "timestamp": 1.0}
        await self._remember(conversation_id, [{"event": "active_loop", "name": "detail_form", "timestamp": 1.0}, slot])

    async def has_its_answer(self, conversation_id: str) -> None:
        """The question is answered, or the buyer spoke of something else."""
        await self._remember(conversation_id, [{"event": "active_loop", "name": None, "timestamp": 1.0}])

    async def _remember(self, conversation_id: str, events: list[dict[str, Any]]) -> None:
        async with self.database.begin() as session:
            conversation = await store.lock(session, conversation_id)
            tracker = [*await store.events_of(session, conversation_id), *events]
            conversation.bot_base, conversation.bot_event_count = str(len(tracker)), len(tracker)
            session.add(BotEvents(conversation_id=conversation_id, events=events, created_at=self.clock()))
        self.bot.trackers[conversation_id] = tracker

    async def move(self, conversation_id: str, move: str, *arguments: str) -> None:
        async with self.database.begin() as session:
            conversation = await store.lock(session, conversation_id)
            conversation.move(getattr(conversation.standing, move)(*arguments))

    async def lines(self, conversation_id: str) -> Sequence[Message]:
        async with self.database.read() as session:
            return await store.messages(session, conversation_id)

    async def plan(self) -> Plan:
        async with self.database.read() as session:
            return await plan_all(session, self.clock())

    async def sends(self) -> list[ReminderSend]:
        async with self.database.read() as session:
            return list(await session.scalars(select(ReminderSend).order_by(ReminderSend.sent_at)))


@asynccontextmanager
async def reminded_shop(settings: Settings) -> AsyncIterator[RemindedShop]:
    """An empty database with this shop in it, at ten in the morning."""
    database, bus, clock = Database(settings.sqlalchemy_url), LocalBus(), HandClock(TEN)
    # The other phrases are nothing to these talks.
    wordings = settings.home / "phrases"
    wordings.mkdir()
    shutil.copy(CHECKOUT / "data" / "phrases" / "bot_reminders.yml", wordings)
    bot = SkillBot(database, clock, wordings)
    client = BotClient("http://bot.test", "secret", 5.0, transport=httpx.MockTransport(bot))
    try:
        await database.create_all()
        await ensure_default_channel(database, clock)
        for kind, content in (("settings", SETTINGS), ("products", PRODUCTS), ("stock", STOCK)):
            report = await shop.import_file(database, settings, clock, kind, content.encode())
            assert not report.rejected, report
        speech = Speech(wordings)
        worker = reminder_worker(database, bus, client, clock, speech, settings.turn_lease_s)
        yield RemindedShop(settings, database, bus, bot, client, clock, speech, worker)
    finally:
        await client.close()
        await database.close()


def settings_in(home: Any, database_url: str | None = None) -> Settings:
    return Settings(home=home, pages=home, database_url=database_url, internal_secret="secret")


async def nothing_more_comes(shop: RemindedShop) -> None:
    """Several looks more, and workers side by side, send nothing."""
    before = len(await shop.sends())
    await asyncio.gather(*(shop.another_worker().look() for _ in range(3)))
    assert len(await shop.sends()) == before
