import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from assist_api.accounts import passwords
from assist_api.app import create_app
from assist_api.bus import Bus, LocalBus, RedisBus
from assist_api.clients.bot import BotClient
from assist_api.database import Database
from assist_api.flows.learning import live
from assist_api.flows.learning.live import LiveLearning, model_files
from assist_api.flows.learning.training import Training
from assist_api.recommender.features import WordMemory
from assist_api.security import Role
from assist_api.settings import Settings
from tests.app_fixtures import FakeBot, FilledHome, HandClock, ShopApp, filled, filled_home, settings_in, shop_app
from tests.learning.words import characters

__all__ = ["filled_home", "shop_app"]


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; only the tests of hashing itself pay for it."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture(autouse=True)
def plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Single characters in the place of jieba's words: its dictionary takes a second to load."""
    monkeypatch.setattr("assist_api.flows.suggesting.service.shop_words", lambda _settings: characters)


@pytest.fixture
def training(shop_app: ShopApp) -> Training:
    files = model_files(shop_app.settings.models)
    return Training(shop_app.database, shop_app.clock, files, WordMemory(characters))


@pytest.fixture
async def second_worker(shop_app: ShopApp) -> AsyncIterator[LiveLearning]:
    """A second worker's, over the same database and bus."""
    files = model_files(shop_app.settings.models)
    learning = LiveLearning(shop_app.database, shop_app.bus, shop_app.clock, files, characters)
    yield learning
    await learning.close()


@dataclass(frozen=True)
class Workers:
    """Two processes' worth of the public app over one database; each has a bus, which hears the other's."""

    one: ShopApp
    other: ShopApp

    async def heard(self) -> None:
        """Until what was published so far has reached both."""
        if self.one.bus is self.other.bus:
            return
        async with self.one.bus.subscribe("mark") as here, self.other.bus.subscribe("mark") as there:
            await self.one.bus.publish("mark", {})
            assert await here.next(10.0)
            assert await there.next(10.0)


@pytest.fixture(params=["sqlite", pytest.param("postgres and redis", marks=[pytest.mark.postgres, pytest.mark.redis])])
async def workers(
    request: pytest.FixtureRequest, tmp_path: Path, filled_home: FilledHome, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Workers]:
    monkeypatch.setattr(live, "LOOK_AGAIN_S", 3600.0)  # so only what the bus tells is known in time
    async with AsyncExitStack() as stack:
        if request.param == "sqlite":
            filled_home.copy_to(tmp_path)
            settings, tokens = settings_in(tmp_path), filled_home.tokens
            shared = LocalBus()
            buses: tuple[Bus, Bus] = (shared, shared)
        else:
            settings = settings_in(tmp_path, request.getfixturevalue("postgres_database"))
            database = Database(settings.sqlalchemy_url)
            tokens = await filled(database, settings, HandClock())
            await database.close()
            url = request.getfixturevalue("redis_url")
            buses = (RedisBus(url), RedisBus(url))
            await asyncio.gather(*(bus.start() for bus in buses if isinstance(bus, RedisBus)))
        made = [await stack.enter_async_context(_worker(settings, tokens, bus)) for bus in buses]
        yield Workers(*made)
        for bus in set(buses):
            await bus.close()


@asynccontextmanager
async def _worker(settings: Settings, tokens: dict[Role, str], bus: Bus) -> AsyncIterator[ShopApp]:
    """Its bot is down, so that the words alone decide."""
    database, bot, clock = Database(settings.sqlalchemy_url), FakeBot(), HandClock()
    bot.down = True
    client = BotClient("http://bot.test", "secret", 1.0, transport=httpx.MockTransport(bot))
    app = create_app(settings, database, bus, client, clock)
    try:
        yield ShopApp(app, settings, database, bus, bot, clock, tokens)
    finally:
        await app.state.suggester.close()
        await app.state.learning.close()
        await client.close()
        await database.close()
