"""The public app over a fresh SQLite database, a bot that is not there and a clock moved by hand.

Take it with `from tests.app_fixtures import filled_home, shop_app` in a folder's conftest.py.
"""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from assist_api.accounts import service as accounts
from assist_api.app import create_app
from assist_api.bus import Bus, LocalBus
from assist_api.channels.service import ensure_default_channel
from assist_api.clients.bot import BotClient
from assist_api.database import Database
from assist_api.security import ROLES, Role
from assist_api.settings import Settings
from assist_api.shop.service import load_demo

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


class HandClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


class FakeBot:
    """Answers by the bot's contract without a network: every line is a greeting; `down` makes it unreachable."""

    def __init__(self) -> None:
        self.down = False
        self.requests: list[httpx.Request] = []

    PARSE = {  # noqa: RUF012 (a constant of the fake)
        "intent": "greet",
        "confidence": 0.9,
        "unsure": False,
        "ranking": [{"intent": "greet", "confidence": 1.0}],
        "entities": [],
        "route": "bot",
    }

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.down:
            raise httpx.ConnectError("the bot is down", request=request)
        if request.url.path == "/webhooks/turn/ready":
            return httpx.Response(200, json={})
        if request.url.path == "/webhooks/turn/parse":
            return httpx.Response(200, json=self.PARSE)
        assert request.url.path == "/webhooks/turn/", request.url
        return httpx.Response(200, json=self._turn(request))

    def _turn(self, request: httpx.Request) -> dict[str, object]:
        messages = json.loads(request.content)["messages"]
        says: list[dict[str, object]] = [
            {"phrase": None, "text": "您好，请问想了解点什么？", "vars": {}, "payload": None}
        ]
        turns = [{"message_id": one["id"], "parse": self.PARSE, "says": says, "effects": []} for one in messages]
        return {"turns": turns, "events": [], "base": str(messages[-1]["id"])}


@dataclass(frozen=True)
class ShopApp:
    """The app with its parts in hand; `tokens` holds a bearer token for each role."""

    app: FastAPI
    settings: Settings
    database: Database
    bus: Bus
    bot: FakeBot
    clock: HandClock
    tokens: dict[Role, str]

    def client(self, role: Role | None = None, **headers: str) -> httpx.AsyncClient:
        """A client in this process, with the role's bearer token; https, so that Secure cookies come back."""
        if role is not None:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=("192.0.2.7", 4711))
        return httpx.AsyncClient(transport=transport, base_url="https://shop.test", headers=headers)


def settings_in(home: Path, database_url: str | None = None) -> Settings:
    return Settings(
        home=home, models=home / "models", pages=home / "pages", database_url=database_url, internal_secret="secret"
    )


async def filled(database: Database, settings: Settings, clock: HandClock) -> dict[Role, str]:
    """Create the tables, the default channel, the demo shop and a token for each role."""
    await database.create_all()
    await ensure_default_channel(database, clock)
    await load_demo(database, settings, clock)
    async with database.begin() as session:
        return {role: await accounts.create_token(session, clock(), f"test {role}", role) for role in ROLES}


@asynccontextmanager
async def started_app(settings: Settings, tokens: dict[Role, str]) -> AsyncIterator[ShopApp]:
    """The app over a filled database while the block lasts; without its lifespan, so no worker runs by itself."""
    database = Database(settings.sqlalchemy_url)
    bus, bot, clock = LocalBus(), FakeBot(), HandClock()
    bot_client = BotClient("http://bot.test", "secret", 1.0, transport=httpx.MockTransport(bot))
    try:
        app = create_app(settings, database, bus, bot_client, clock)
        yield ShopApp(app, settings, database, bus, bot, clock, tokens)
    finally:
        await bot_client.close()
        await bus.close()
        await database.close()


@dataclass(frozen=True)
class FilledHome:
    """A folder with a filled SQLite database that is copied, never opened again, and the tokens it knows."""

    folder: Path
    tokens: dict[Role, str]

    def copy_to(self, home: Path) -> None:
        shutil.copytree(self.folder, home, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> FilledHome:
    """Filling takes a moment: it is done once for all tests of a folder."""
    settings = settings_in(tmp_path_factory.mktemp("filled"))

    async def fill() -> dict[Role, str]:
        database = Database(settings.sqlalchemy_url)
        try:
            return await filled(database, settings, HandClock())
        finally:
            await database.close()

    return FilledHome(settings.home, asyncio.run(fill()))


@pytest.fixture
async def shop_app(tmp_path: Path, filled_home: FilledHome) -> AsyncIterator[ShopApp]:
    filled_home.copy_to(tmp_path)
    async with started_app(settings_in(tmp_path), filled_home.tokens) as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def either_app(request: pytest.FixtureRequest, tmp_path: Path, filled_home: FilledHome) -> AsyncIterator[ShopApp]:
    """The app on each kind of database; for what depends on the database."""
    if request.param == "sqlite":
        filled_home.copy_to(tmp_path)
        settings, tokens = settings_in(tmp_path), filled_home.tokens
    else:
        settings = settings_in(tmp_path, request.getfixturevalue("postgres_database"))
        database = Database(settings.sqlalchemy_url)
        tokens = await filled(database, settings, HandClock())
        await database.close()
    async with started_app(settings, tokens) as running:
        yield running
