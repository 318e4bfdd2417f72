from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist_api.database import Database
from assist_api.settings import Settings

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
"""14:00 in the demo shop."""


def clock() -> datetime:
    return NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, settings: Settings) -> AsyncIterator[Database]:
    url = request.getfixturevalue("postgres_database") if request.param == "postgres" else settings.sqlalchemy_url
    database = Database(url)
    await database.create_all()
    yield database
    await database.close()
