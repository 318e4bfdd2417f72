import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assist_api.database import Database
from assist_api.settings import Settings
from assist_api.shop import service as shop
from tests.flows.answering.counter import NOW, Counter


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, internal_secret="the-secret")


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the demo shop, made once: loading it takes longer than most tests."""
    settings = Settings(home=tmp_path_factory.mktemp("demo"))

    async def load() -> None:
        database = Database(settings.sqlalchemy_url)
        await database.create_all()
        await shop.load_demo(database, settings, lambda: NOW)
        await database.close()

    asyncio.run(load())
    return settings.home / "xiaoer.db"


@pytest.fixture
async def database(settings: Settings, demo_shop: Path) -> AsyncIterator[Database]:
    """The demo shop of this test alone. The locks under phone tails are tried on PostgreSQL, too, in tests/shop."""
    shutil.copy(demo_shop, settings.home / "xiaoer.db")
    database = Database(settings.sqlalchemy_url)
    yield database
    await database.close()


@pytest.fixture
def counter(database: Database) -> Counter:
    """The demo shop's counter on Tuesday 10 March 2026 at 14:00."""
    return Counter(database)
