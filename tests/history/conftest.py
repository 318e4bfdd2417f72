from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assist_api.database import Database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'xiaoer.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_database")
    database = Database(url)
    await database.create_all()
    yield database
    await database.close()
